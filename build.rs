//! Rebuilds when a file is added to or taken from what the binary carries, and
//! puts YASGUI into it where `scripts/prepare` has fetched that.

use std::path::Path;
use std::{env, fs, io};

/// Where it is fetched to.
const FETCHED: &str = "src/web/yasgui/fetched";

fn main() -> io::Result<()> {
    for folder in ["ontology", "seed-data", "openapi/examples", "src/web/yasgui"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let file = |name: &str| Path::new(&root).join(FETCHED).join(name);
    let literal = |path: &Path| format!("{:?}", path.to_string_lossy());
    let (script, style) = (file("yasgui.min.js"), file("yasgui.min.css"));
    let found = if script.exists() && style.exists() {
        let (script, style) = (literal(&script), literal(&style));
        format!("Some((include_str!({script}), include_str!({style})))")
    } else {
        println!("cargo::warning=no YASGUI was fetched: the query page is a plain form");
        "None::<(&str, &str)>".to_owned()
    };
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("yasgui.rs"), found)
}
