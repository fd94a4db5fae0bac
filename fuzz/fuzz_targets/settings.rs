//! The file of settings.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passerelle::config::Config;
use std::collections::BTreeMap;
use std::fs;

fuzz_target!(|text: &str| {
    let file = std::env::temp_dir().join(format!("passerelle-fuzz-{}.toml", std::process::id()));
    if fs::write(&file, text).is_ok() {
        let _ = Config::read(Some(&file), &BTreeMap::<String, String>::new());
    }
});
