//! The header that says who writes. Nobody has a key here, so nobody may.
#![no_main]

use axum::body::Body;
use axum::http::Request;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|value: &[u8]| {
    let request = Request::post("/update")
        .header("content-type", "application/sparql-update")
        .header("authorization", value);
    if let Ok(request) = request.body(Body::from("CLEAR ALL")) {
        assert!(!passerelle_fuzz::ask(request).is_success());
    }
});
