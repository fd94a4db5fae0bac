//! Cursors, filters and the other parameters of lists.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (name, value) = text.split_once('=').unwrap_or(("cursor", text));
    let mut form = form_urlencoded::Serializer::new(String::new());
    let query = form.append_pair(name, value).append_pair("limit", "1").finish();
    passerelle_fuzz::get_with(&format!("/api/v1/members?{query}"), "accept", b"*/*");
    passerelle_fuzz::get_with(&format!("/api/v1/statements?{query}"), "accept", b"text/csv");
});
