//! `cargo xtask bench`: speed and memory, side by side with public tools, in the builds that are shipped.
//!
//! Prints what was measured beside what it is to reach; with `--readme` it writes that into the README, and a
//! picture beside. It judges nothing: on another machine the numbers are others.

mod arguments;
mod cases;
mod ceiling;
mod history;
mod home;
mod look;
mod machine;
mod peers;
mod plot;
mod pool;
mod program;
mod quota;
mod readme;
mod report;
mod scale;
mod scroll;
mod serve;
mod table;
mod window;

use anyhow::{Context, Result, bail};
use arguments::{Arguments, Inside, Part};
use clap::Parser;
use peers::Peers;
use poolhouse_e2e::programs;
use report::{Report, say};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The pool is served by this program too: with an allocator that costs it, and so all who share its cores, less.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The picture in the repository, as the README names it.
pub(crate) const PICTURE: &str = "docs/bench/users-a-second.svg";

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
    match &arguments.inside {
        Some(Inside::Serve(asked)) => return serve::serve(asked).await,
        Some(Inside::Look(asked)) => return look::look(asked).await,
        None => {}
    }
    let built = build(arguments.wants(Part::Window) || arguments.wants(Part::History))?;
    let peers = Peers::new(arguments.peers.clone());
    let mut report = Report::new(&format!(
        "`cargo xtask bench --users {} --rounds {}`",
        arguments.users, arguments.rounds
    ));
    if arguments.wants(Part::Peers) {
        cases::all(&built, &peers, &arguments, &mut report)?;
        tell(&report, &arguments, Part::Peers)?;
    }
    if arguments.wants(Part::Scale) {
        scale::all(&built, &arguments, &mut report)?;
        tell(&report, &arguments, Part::Scale)?;
    }
    if arguments.wants(Part::Look) {
        look::all(&built, &arguments, &mut report)?;
        tell(&report, &arguments, Part::Look)?;
    }
    if arguments.wants(Part::Quota) {
        quota::beside_another(&built, &peers, &mut report)?;
        quota::alone(&built, arguments.users, &mut report)?;
        tell(&report, &arguments, Part::Quota)?;
    }
    if arguments.wants(Part::Window) {
        window::start_and_idle(&built, &mut report).await?;
        scroll::all(&built, &arguments, &mut report).await?;
        tell(&report, &arguments, Part::Window)?;
    }
    if arguments.wants(Part::History) {
        history::all(&built, &arguments, &mut report).await?;
        tell(&report, &arguments, Part::History)?;
    }
    Ok(())
}

/// Prints a part as soon as it is measured, and writes it where it belongs: what comes later may fail.
fn tell(report: &Report, arguments: &Arguments, part: Part) -> Result<()> {
    if let Some(text) = report.markdown(part) {
        say(&format!("\n{text}"));
    }
    if arguments.readme {
        readme::write(report, part)
    } else {
        Ok(())
    }
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
        cargo.args(["--package", "poolhouse", "--features", "poolhouse/driven"]);
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
