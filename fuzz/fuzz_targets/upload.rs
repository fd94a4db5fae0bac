//! Uploads in each format; the first byte chooses it.
#![no_main]

use libfuzzer_sys::fuzz_target;

const FORMATS: [&str; 5] =
    ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml", "application/trig"];

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let format = FORMATS[usize::from(*first) % FORMATS.len()];
    passerelle_fuzz::post("/store?graph=urn:g", format, body);
});
