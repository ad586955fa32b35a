//! `cargo xtask bench`: speed and memory, measured in the build that is shipped. Not a test: it judges nothing.

use anyhow::Result;

use crate::{process, setup};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What the benchmark is told; `--help` after `--` lists it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let peers = setup::peers();
    // One of the parts has its history written by a script of the tests.
    setup::for_tests()?;
    println!("Building for release; the first time takes several minutes");
    process::run(
        "run the benchmark",
        process::cargo()
            .args([
                "run",
                "--quiet",
                "--release",
                "--package",
                "poolhouse-e2e",
                "--bin",
                "bench",
                "--",
                "--peers",
            ])
            .arg(peers)
            .env("POOLHOUSE_PYTHON", setup::python())
            .args(&arguments.words),
    )
}
