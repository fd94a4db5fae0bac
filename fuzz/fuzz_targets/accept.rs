//! Content negotiation.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|accept: &[u8]| {
    for path in ["/api/v1/countries/ke", "/sparql?query=ASK%7B%7D", "/ontology"] {
        passerelle_fuzz::get_with(path, "accept", accept);
    }
    passerelle_fuzz::get_with("/api/v1/countries/ke", "accept-language", accept);
});
