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
use crate::{faults, interface, process, setup};

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    chosen: Option<Chosen>,

    /// Which tests: those with one of these words in their name (all, if none is given)
    names: Vec<String>,

    /// Open the windows on your own screen
    #[arg(long)]
    visible: bool,
}

#[derive(clap::Subcommand)]
enum Chosen {
    /// The tests of the table of faults in `docs/reliability.md`
    Faults {
        /// Which lines of the table, by their numbers (all, if none is given)
        numbers: Vec<u8>,
    },
}

/// Which tests are run: those with one of these words in their name, or those that a filter of nextest names.
#[derive(clap::Args)]
pub(crate) struct Which {
    pub(crate) names: Vec<String>,

    #[arg(long)]
    pub(crate) filter: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let filter = match &arguments.chosen {
        Some(Chosen::Faults { numbers }) => Some(faults::filter(numbers)?),
        None => None,
    };
    setup::for_tests()?;
    let choice = if arguments.visible {
        Choice::Visible
    } else {
        Choice::Hidden
    };
    let names = arguments.names.clone();
    session::within(choice, &Work::Test(Which { names, filter }))
}

const INTERFACE: &str = "UI";
const TOOLS: &str = "tools";
const RUST: &str = "Rust";
const WINDOW: &str = "window";

/// What a suite is called in the summary, and what runs those of its tests that are wanted.
type NamedSuite = (&'static str, fn(&Which) -> Result<Outcome>);

/// Inside the session: the suites, and the proof that they left nothing behind.
pub(crate) fn all(which: &Which) -> Result<()> {
    let started = Instant::now();
    let home = session::own_home().unwrap_or_default();
    let before = Snapshot::take(&home);

    let interface = interface::build();
    let built = build();
    let mut suites = Vec::new();
    let each: [NamedSuite; 5] = [
        (INTERFACE, interface_tests),
        (TOOLS, tools),
        (RUST, rust),
        ("documentation", documentation),
        (WINDOW, window),
    ];
    for (name, suite) in each {
        // A filter names tests of nextest's alone.
        if which.filter.is_some() && ![TOOLS, RUST, WINDOW].contains(&name) {
            continue;
        }
        let outcome = match (&built, &interface) {
            _ if [INTERFACE, TOOLS].contains(&name) => outcome(suite(which)),
            (Err(_), _) => Outcome::Broken("could not be built".to_owned()),
            (Ok(()), Err(_)) if name == WINDOW => Outcome::Broken("its UI could not be built".to_owned()),
            (Ok(()), _) => outcome(suite(which)),
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
    if cfg!(target_os = "linux") && !process::succeeds(Command::new("unshare").args(["-rm", "true"])) {
        println!("\nSkipped: no disk of its own can be mounted here (`unshare -rm`), so none was full");
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

/// Those of this very program; of a filter, the one that holds it to the tests that there are.
fn tools(which: &Which) -> Result<Outcome> {
    let faults = Which {
        names: vec!["faults".to_owned()],
        filter: None,
    };
    let which = if which.filter.is_some() { &faults } else { which };
    nextest(&["--package", "xtask"], None, which)
}

fn rust(which: &Which) -> Result<Outcome> {
    nextest(OF_ALL, Some("not package(poolhouse-e2e)"), which)
}

fn window(which: &Which) -> Result<Outcome> {
    if !cfg!(target_os = "linux") {
        return Ok(Outcome::LeftOut(
            "there is no driver for the window of this system",
        ));
    }
    nextest(OF_ALL, Some("package(poolhouse-e2e)"), which)
}

const OF_ALL: &[&str] = &["--workspace", "--exclude", "xtask"];

fn nextest(packages: &[&str], suite: Option<&str>, which: &Which) -> Result<Outcome> {
    let profile = if std::env::var_os("CI").is_some() {
        "ci"
    } else {
        "default"
    };
    // Nextest keeps it there wherever cargo builds to.
    let report = process::root()
        .join("target/nextest")
        .join(profile)
        .join("junit.xml");
    forget(&report)?;
    let of_suite = suite.map_or(String::new(), |suite| format!(": {suite}"));
    heading(&format!("cargo nextest {}{of_suite}", packages.join(" ")));
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
    command.args(packages);
    let filters: Vec<String> = suite
        .into_iter()
        .chain(which.filter.as_deref())
        .map(|filter| format!("({filter})"))
        .collect();
    if !filters.is_empty() {
        command.args(["--filterset", &filters.join(" & ")]);
    }
    command.args(&which.names);
    with_places(&mut command);
    let ended = process::status("run the Rust tests", &mut command)?;
    Ok(counted(
        ended.success(),
        Counts::of_junit(&fs::read_to_string(&report).unwrap_or_default()),
    ))
}

/// The examples in the documentation, which nextest does not run.
fn documentation(which: &Which) -> Result<Outcome> {
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
    command
        .args(&which.names)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    let output = command
        .output()
        .context("could not run the documentation's tests")?;
    let counts = Counts::of_lines(&String::from_utf8_lossy(&output.stdout));
    if counts != Counts::default() || !output.status.success() {
        std::io::stdout().write_all(&output.stdout)?;
    }
    Ok(counted(output.status.success(), counts))
}

fn interface_tests(which: &Which) -> Result<Outcome> {
    let names = &which.names;
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
