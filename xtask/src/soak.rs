//! `cargo xtask soak`: the long loops, whose shorter selves are in the suite. They are tests named `soak_…` that are
//! left out otherwise; the figures of each go into `docs/reliability.md`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::report::AlreadySaid;
use crate::{marked, process, setup, test};

const DOCUMENT: &str = "docs/reliability.md";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which loops: those with one of these words in their name (all, if none is given)
    names: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    setup::for_tests()?;
    let figures = process::target().join("soak");
    // Those of an earlier time are in the document.
    let _ = fs::remove_dir_all(&figures);
    fs::create_dir_all(&figures).context("could not make a folder for the figures")?;
    let mut command = process::cargo();
    command.args([
        "nextest",
        "run",
        "--profile",
        "soak",
        "--run-ignored",
        "only",
        "--no-fail-fast",
        "--success-output",
        "immediate",
        "--test-threads",
        "1",
        "--workspace",
        "--exclude",
        "xtask",
        "--exclude",
        "poolhouse",
        "--exclude",
        "poolhouse-e2e",
        "--filterset",
        "test(soak_)",
    ]);
    command
        .args(&arguments.names)
        .env("POOLHOUSE_SOAK_FIGURES", &figures);
    test::with_places(&mut command);
    let ended = process::status("run the long loops", &mut command)?;
    keep(&figures)?;
    if ended.success() {
        Ok(())
    } else {
        Err(AlreadySaid.into())
    }
}

/// Puts each part's figures into the document, with the day and the machine.
fn keep(figures: &Path) -> Result<()> {
    let files = fs::read_dir(figures).context("could not read the figures")?;
    for file in files.flatten().map(|file| file.path()) {
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&file).context("could not read the figures")?;
        let whole = format!(
            "Measured on {} by `cargo xtask soak {name}` on {}.\n\n{text}",
            today(),
            machine()
        );
        marked::write(DOCUMENT, &format!("soak {name}"), &whole)?;
        println!("\n{whole}\nThe figures of {name} are in {DOCUMENT}");
    }
    Ok(())
}

fn today() -> String {
    process::output(Command::new("date").args(["-u", "+%F"]))
        .map_or_else(|| "an unknown day".to_owned(), |day| day.trim().to_owned())
}

/// What kind of machine this is; nothing that tells which.
fn machine() -> String {
    let line_of = |file: &str, begins: &str| {
        let whole = fs::read_to_string(file).unwrap_or_default();
        let line = whole.lines().find(|line| line.starts_with(begins))?;
        let (_, value) = line.split_once([':', '='])?;
        Some(value.trim().trim_matches('"').to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let memory = line_of("/proc/meminfo", "MemTotal")
        .and_then(|size| size.split(' ').next().and_then(|size| size.parse::<u64>().ok()))
        .map_or_else(String::new, |kibibytes| {
            format!(", {:.0} GB of memory", kibibytes as f64 * 1024.0 / 1e9)
        });
    let processor =
        line_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "an unknown processor".to_owned());
    let system = line_of("/etc/os-release", "PRETTY_NAME").unwrap_or_else(|| std::env::consts::OS.to_owned());
    format!("{processor}, {cores} cores{memory}, {system}")
}
