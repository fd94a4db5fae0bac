//! Uploads of several files.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    passerelle_fuzz::post("/store?graph=urn:g", "multipart/form-data; boundary=b", body);
});
