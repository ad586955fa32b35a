//! The program `poolhouse-cli`; all of it is in the library beside.

use std::process::ExitCode;

/// A page is some thousands of small strings, made on one thread and dropped on another: what the system's
/// allocator is slowest at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    poolhouse_cli::perform().await
}
