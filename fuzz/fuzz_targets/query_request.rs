//! The forms of the SPARQL protocol: parameters, data set, media types.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|form: &[u8]| {
    passerelle_fuzz::post("/sparql", "application/x-www-form-urlencoded", form);
    passerelle_fuzz::post("/update", "application/x-www-form-urlencoded", form);
});
