//! What the other commands need on this machine, installed once: system packages, cargo's tools, npm's and pip's
//! packages.
//!
//! Each part looks first, with something fast, and is silent when all is there. Nothing is asked; where something
//! cannot be installed, the error says what to type.

mod cargo_tools;
mod node;
mod packages;
mod python;

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;
use cargo_tools::{AUDITABLE, CYCLONEDX, DENY, FUZZ, NEXTEST};
use packages::For;

/// To build the window's Rust side.
pub(crate) fn for_building() -> Result<()> {
    packages::install(&[For::Building])
}

/// To build the window with its UI.
pub(crate) fn for_window() -> Result<()> {
    for_building()?;
    node::ready()
}

/// To make the installers.
pub(crate) fn for_bundles() -> Result<()> {
    for_window()?;
    cargo_tools::ready(&AUDITABLE)?;
    cargo_tools::ready(&CYCLONEDX)
}

/// To run every test.
pub(crate) fn for_tests() -> Result<()> {
    packages::install(&[For::Building, For::Testing])?;
    node::ready()?;
    python::TESTS.ready()?;
    cargo_tools::ready(&NEXTEST)
}

/// To run every lint.
pub(crate) fn for_checks() -> Result<()> {
    for_window()?;
    cargo_tools::ready(&DENY)
}

/// To fuzz. The toolchain that it needs is for the contributor to bring.
pub(crate) fn for_fuzzing() -> Result<()> {
    for_building()?;
    cargo_tools::ready(&FUZZ)
}

pub(crate) fn for_everything() -> Result<()> {
    for_tests()?;
    for_checks()?;
    node::tauri_ready()?;
    println!("All that Poolhouse's commands need is here.");
    Ok(())
}

/// Tauri's command line, in the root of the repository.
pub(crate) fn tauri() -> Result<Command> {
    let script = node::tauri_ready()?;
    let mut command = process::program("node");
    command.arg(script);
    Ok(command)
}

/// The Python that has boto3 and moto, for the tests against a server that nobody here wrote.
pub(crate) fn python() -> PathBuf {
    python::TESTS.program()
}

/// The tools of others that the benchmark runs beside ours, and the folder they are in. What cannot be installed is
/// said and left out: the benchmark of ours needs none of them.
pub(crate) fn peers() -> PathBuf {
    for (what, ready) in [
        ("Python's", python::PEERS.ready()),
        ("npm's", node::peers_ready()),
    ] {
        if let Err(error) = ready {
            println!("{what} tools are left out: {error:#}");
        }
    }
    peers_folder()
}

fn peers_folder() -> PathBuf {
    process::target().join("peers")
}
