//! The gate and the parser of public queries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::graph::{PublicQuery, QueryLimits};

fuzz_target!(|text: &str| {
    let _ = PublicQuery::parse(text, &[("p", "urn:p:")], QueryLimits::default());
});
