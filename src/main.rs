//! The `passerelle` binary: parse, set up, run.

use std::process::ExitCode;

/// Gives memory back to the system soon after the first load.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    passerelle::cli::main()
}
