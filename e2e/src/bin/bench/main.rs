//! `cargo xtask bench`: speed and memory, side by side, in the builds that are shipped.
//!
//! Prints a table with what each number must reach and writes it to `target/bench.md`. It judges
//! nothing: on another machine the numbers are others. Arguments: words, of which a measurement's
//! name must have one (`speed`, `quota`, `memory`, `window`, `peers`); all without.

mod machine;
mod peers;
mod pool;
mod report;
mod speed;
mod window;

use anyhow::{Context, Result, bail};
use poolhouse_e2e::programs;
use report::Report;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The programs that are measured.
pub(crate) struct Built {
    pub(crate) app: PathBuf,
    pub(crate) command_line: PathBuf,
    /// The folder that cargo builds into.
    pub(crate) target: PathBuf,
}

#[tokio::main]
async fn main() -> Result<()> {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |name: &str| names.is_empty() || names.iter().any(|word| word == name);
    let built = build(wanted("window"))?;
    let mut report = Report::new();
    if wanted("speed") {
        speed::without_a_limit(&built, &mut report)?;
    }
    if wanted("peers") {
        peers::all(&built, &mut report)?;
    }
    if wanted("quota") {
        speed::at_the_quota(&built, &mut report)?;
    }
    if wanted("memory") {
        speed::memory(&built, &mut report).await?;
    }
    if wanted("window") {
        window::start_and_idle(&built, &mut report).await?;
    }
    report.write(&built.target.join("bench.md"))
}

/// Builds what is shipped, as it is shipped.
fn build(with_window: bool) -> Result<Built> {
    let own = std::env::current_exe().context("could not find this very program")?;
    let folder = own.parent().context("a program lies in a folder")?;
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(programs::file("")).args([
        "build",
        "--quiet",
        "--release",
        "--package",
        "poolhouse-cli",
    ]);
    if with_window {
        let ui = Command::new("npm")
            .args(["run", "--silent", "build"])
            .current_dir(programs::file("ui"))
            .stdout(Stdio::null())
            .status();
        if !ui.context("could not build the UI")?.success() {
            bail!("could not build the UI; `npm run build` in ui/ says why");
        }
        cargo.args(["--package", "poolhouse"]);
    }
    if !cargo.status().context("could not start cargo")?.success() {
        bail!("could not build for release; its words are above");
    }
    Ok(Built {
        app: folder.join("poolhouse"),
        command_line: folder.join("poolhouse-cli"),
        target: folder
            .parent()
            .context("cargo's folder lies in another")?
            .to_owned(),
    })
}
