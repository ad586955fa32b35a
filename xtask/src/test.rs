//! `cargo xtask test`: every test of the project. Every suite runs, whatever became of the one before; one line
//! at the end says what came of it all.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::report::{self, AlreadySaid, Counts, Outcome, Suite};
use crate::session::{self, Choice, Work};
use crate::traces::Snapshot;
use crate::{interface, process, setup};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which tests: those with one of these words in their name (all, if none is given)
    names: Vec<String>,

    /// Open the windows on your own screen
    #[arg(long)]
    visible: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    setup::for_tests()?;
    let choice = if arguments.visible {
        Choice::Visible
    } else {
        Choice::Hidden
    };
    session::within(
        choice,
        &Work::Test {
            names: arguments.names.clone(),
        },
    )
}

const WINDOW: &str = "window";

/// What a suite is called in the summary, and what runs those of its tests that have one of these words.
type NamedSuite = (&'static str, fn(&[String]) -> Result<Outcome>);

/// Inside the session: the suites, and the proof that they left nothing behind.
pub(crate) fn all(names: &[String]) -> Result<()> {
    let started = Instant::now();
    let home = session::own_home().unwrap_or_default();
    let before = Snapshot::take(&home);

    let interface = interface::build();
    let built = build();
    let mut suites = vec![
        Suite {
            name: "UI",
            outcome: outcome(interface_tests(names)),
        },
        Suite {
            name: "tools",
            outcome: outcome(nextest(&["--package", "xtask"], names)),
        },
    ];
    let of_rust: [NamedSuite; 3] = [("Rust", rust), ("documentation", documentation), (WINDOW, window)];
    for (name, suite) in of_rust {
        let outcome = match (&built, &interface) {
            (Err(_), _) => Outcome::Broken("could not be built".to_owned()),
            (Ok(()), Err(_)) if name == WINDOW => Outcome::Broken("its UI could not be built".to_owned()),
            (Ok(()), _) => outcome(suite(names)),
        };
        suites.push(Suite { name, outcome });
    }
    for error in [interface.err(), built.err()].into_iter().flatten() {
        println!("\nerror: {error:#}");
    }

    let changed = before.changes(&Snapshot::take(&home));
    if !changed.is_empty() {
        for path in &changed {
            println!("left behind or changed: {}", path.display());
        }
        let why = "your own data folder was changed (by a test, or was Poolhouse itself open?)";
        suites.push(Suite {
            name: "traces",
            outcome: Outcome::Broken(why.to_owned()),
        });
    }

    if process::find("soffice").is_none() {
        println!("\nSkipped: LibreOffice is not here, so nobody saw what it makes of the exports");
    }
    let (good, line) = report::summary(&suites, started.elapsed());
    println!("\n{line}");
    if good { Ok(()) } else { Err(AlreadySaid.into()) }
}

fn outcome(ran: Result<Outcome>) -> Outcome {
    ran.unwrap_or_else(|error| Outcome::Broken(format!("{error:#}")))
}

/// Everything at once, so that all suites use the same build of every dependency. Where the UI could not be built,
/// an empty page takes its place, and all but the window can be tested.
pub(crate) fn build() -> Result<()> {
    interface::stand_in()?;
    println!("Building everything; the first time takes several minutes");
    process::run(
        "build the project",
        process::cargo().args([
            "build",
            "--quiet",
            "--workspace",
            "--exclude",
            "xtask",
            "--all-targets",
        ]),
    )
}

fn rust(names: &[String]) -> Result<Outcome> {
    nextest(
        &[
            "--workspace",
            "--exclude",
            "xtask",
            "--filterset",
            "not package(poolhouse-e2e)",
        ],
        names,
    )
}

fn window(names: &[String]) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::LeftOut(
            "there is no driver for the window of this system",
        ));
    }
    nextest(
        &[
            "--workspace",
            "--exclude",
            "xtask",
            "--filterset",
            "package(poolhouse-e2e)",
        ],
        names,
    )
}

fn nextest(which: &[&str], names: &[String]) -> Result<Outcome> {
    let profile = if std::env::var_os("CI").is_some() {
        "ci"
    } else {
        "default"
    };
    let report = process::target().join("nextest").join(profile).join("junit.xml");
    forget(&report)?;
    heading(&format!("cargo nextest {}", which.join(" ")));
    let mut command = process::cargo();
    command.args([
        "nextest",
        "run",
        "--profile",
        profile,
        "--no-fail-fast",
        "--no-tests",
        "pass",
    ]);
    command.args(which).args(names);
    with_places(&mut command);
    let ended = process::status("run the Rust tests", &mut command)?;
    Ok(counted(
        ended.success(),
        Counts::of_junit(&fs::read_to_string(&report).unwrap_or_default()),
    ))
}

/// The examples in the documentation, which nextest does not run.
fn documentation(names: &[String]) -> Result<Outcome> {
    heading("cargo test --doc");
    let mut command = process::cargo();
    command.args([
        "test",
        "--quiet",
        "--doc",
        "--workspace",
        "--exclude",
        "xtask",
        "--no-fail-fast",
        "--",
    ]);
    command.args(names).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command
        .output()
        .context("could not run the documentation's tests")?;
    let counts = Counts::of_lines(&String::from_utf8_lossy(&output.stdout));
    if counts != Counts::default() || !output.status.success() {
        std::io::stdout().write_all(&output.stdout)?;
    }
    Ok(counted(output.status.success(), counts))
}

fn interface_tests(names: &[String]) -> Result<Outcome> {
    let report = process::target().join("vitest.xml");
    forget(&report)?;
    heading("Vitest");
    let mut command = interface::npm();
    command.args(["test", "--silent", "--", "--reporter=default", "--reporter=junit"]);
    command.arg(format!("--outputFile.junit={}", report.display()));
    if !names.is_empty() {
        command
            .arg("--passWithNoTests")
            .arg(format!("--testNamePattern={}", names.join("|")));
    }
    let ended = process::status("run the UI's tests", &mut command)?;
    Ok(counted(
        ended.success(),
        Counts::of_junit(&fs::read_to_string(&report).unwrap_or_default()),
    ))
}

/// A runner's own verdict counts too: it may fail without a test that did.
fn counted(good: bool, counts: Counts) -> Outcome {
    if !good && counts.failed == 0 {
        return Outcome::Broken("ended with an error; its own words are above".to_owned());
    }
    Outcome::Ran(counts)
}

/// Tells tests where the programs lie that they start.
pub(crate) fn with_places(command: &mut Command) {
    command.env("POOLHOUSE_APP", process::built("poolhouse"));
    command.env("POOLHOUSE_CLI", process::built("poolhouse-cli"));
    command.env("POOLHOUSE_PYTHON", setup::python());
}

/// A report of an earlier run must not be counted again.
fn forget(report: &PathBuf) -> Result<()> {
    match fs::remove_file(report) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).with_context(|| {
            format!(
                "could not remove the report of an earlier run, {}",
                report.display()
            )
        }),
        _ => Ok(()),
    }
}

fn heading(words: &str) {
    println!("\n── {words}");
}
