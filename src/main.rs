//! The `passerelle` binary: parse, set up, run.

use std::process::ExitCode;

fn main() -> ExitCode {
    passerelle::cli::main()
}
