//! Rebuilds when a file is added to or taken from what the binary carries, and
//! puts YASGUI into it where `scripts/prepare` has fetched that.

use std::path::Path;
use std::{env, fs, io};

/// Where it is fetched to, and what of it is carried.
const FETCHED: &str = "src/web/yasgui/fetched";

const FILES: [&str; 2] = ["yasgui.min.js", "yasgui.min.css"];

fn main() -> io::Result<()> {
    for folder in ["ontology", "seed-data", "openapi/examples", "src/web/yasgui"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    let [root, out] = ["CARGO_MANIFEST_DIR", "OUT_DIR"].map(env::var);
    let (root, out) = (root.map_err(io::Error::other)?, out.map_err(io::Error::other)?);
    let fetched = |name: &str| Path::new(&root).join(FETCHED).join(name);
    let found = if FILES.iter().all(|name| fetched(name).exists()) {
        for name in FILES {
            // A copy: clones in other places may share the folder that this is built in.
            fs::write(Path::new(&out).join(name), fs::read(fetched(name))?)?;
        }
        let text =
            FILES.map(|name| format!("include_str!(concat!(env!(\"OUT_DIR\"), \"/{name}\"))"));
        format!("Some(({}))", text.join(", "))
    } else {
        println!("cargo::warning=no YASGUI was fetched: the query page is a plain form");
        "None::<(&str, &str)>".to_owned()
    };
    fs::write(Path::new(&out).join("yasgui.rs"), found)
}
