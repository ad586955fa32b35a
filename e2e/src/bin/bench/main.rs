//! `cargo xtask bench`: speed and memory, side by side with public tools, in the builds that are shipped.
//!
//! Prints what was measured beside what it is to reach, and writes it to `target/bench.md` with a picture; with
//! `--readme` into the README too. It judges nothing: on another machine the numbers are others.

mod arguments;
mod cases;
mod home;
mod machine;
mod peers;
mod plot;
mod pool;
mod program;
mod quota;
mod report;
mod scale;
mod serve;
mod window;

use anyhow::{Context, Result, bail};
use arguments::{Arguments, Inside, Part};
use clap::Parser;
use peers::Peers;
use poolhouse_e2e::programs;
use report::{Report, say};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const A_MILLION: u64 = 1_000_000;

/// The picture in the repository, as the README names it.
const PICTURE: &str = "docs/bench.svg";

/// The programs that are measured.
pub(crate) struct Built {
    pub(crate) app: PathBuf,
    pub(crate) command_line: PathBuf,
    /// The folder that cargo builds into.
    pub(crate) target: PathBuf,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Some(Inside::Serve(asked)) = &arguments.inside {
        return serve::serve(asked).await;
    }
    let built = build(arguments.wants(Part::Window))?;
    let peers = Peers::new(arguments.peers.clone());
    let users = if arguments.long {
        A_MILLION
    } else {
        arguments.users
    };
    let mut report = Report::new(&if arguments.long {
        "`cargo xtask bench --long`".to_owned()
    } else {
        format!("`cargo xtask bench --users {users}`")
    });
    if arguments.wants(Part::Peers) {
        cases::all(&built, &peers, arguments.rounds, &mut report)?;
    }
    if arguments.wants(Part::Scale) {
        scale::all(&built, arguments.rounds, &mut report)?;
    }
    if arguments.wants(Part::Quota) {
        quota::alone(&built, users, &mut report)?;
        quota::beside_another(&built, &peers, &mut report)?;
    }
    if arguments.wants(Part::Window) {
        window::start_and_idle(&built, &mut report).await?;
    }
    write(&report, &built, arguments.readme)
}

/// Prints the report and writes it where it belongs.
fn write(report: &Report, built: &Built, readme: bool) -> Result<()> {
    let text = report.markdown("bench.svg");
    say(&format!("\n{text}"));
    let file = built.target.join("bench.md");
    fs::write(&file, &text).with_context(|| format!("could not write {}", file.display()))?;
    let picture = plot::svg(&report.cases);
    let file = built.target.join("bench.svg");
    fs::write(&file, &picture).with_context(|| format!("could not write {}", file.display()))?;
    if readme {
        fs::write(programs::file(PICTURE), &picture).context("could not write the README's picture")?;
        report::replace_between_markers(&programs::file("README.md"), &report.markdown(PICTURE))?;
    }
    Ok(())
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
