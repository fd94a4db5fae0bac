//! Rebuilds when a file is added to or taken from what the binary carries.

fn main() {
    for folder in ["ontology", "seed-data", "openapi/examples"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
