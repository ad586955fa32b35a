//! `cargo xtask check`: every lint. All of them run, and then it is said which failed.

use std::io::IsTerminal;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::report::AlreadySaid;
use crate::{interface, process, setup};

/// Its name, and what runs it.
type Lint = (&'static str, fn() -> Result<()>);

pub(crate) fn run() -> Result<()> {
    let started = Instant::now();
    setup::for_checks()?;
    interface::stand_in()?;
    let lints: [Lint; 6] = [
        ("Rust's formatting (mended by `cargo fmt --all`)", formatting),
        ("clippy", clippy),
        ("the UI's lints", interface_lints),
        ("the UI's types", interface_types),
        ("dependencies", dependencies),
        ("the UI's dependencies", interface_dependencies),
    ];
    let mut failed = Vec::new();
    for (name, lint) in lints {
        println!("\n── {name}");
        if let Err(error) = lint() {
            println!("{error:#}");
            failed.push(name);
        }
    }
    let seconds = started.elapsed().as_secs();
    if failed.is_empty() {
        println!("\nPASSED: {} lints, in {seconds} s", lints.len());
        return Ok(());
    }
    println!(
        "\nFAILED: {} of {} lints, in {seconds} s: {}",
        failed.len(),
        lints.len(),
        failed.join("; ")
    );
    Err(AlreadySaid.into())
}

fn formatting() -> Result<()> {
    process::run(
        "check the formatting",
        process::cargo().args(["fmt", "--all", "--check"]),
    )
}

fn clippy() -> Result<()> {
    process::run(
        "check with clippy",
        process::cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            // All crates have their say, not the first that fails.
            "--keep-going",
            "--quiet",
            "--",
            "--deny",
            "warnings",
        ]),
    )
}

fn interface_lints() -> Result<()> {
    let mut lint = interface::npm();
    lint.args(["run", "--silent", "lint"]);
    if !std::io::stdout().is_terminal() {
        // Biome colours its words in a log file too, unless told.
        lint.args(["--", "--colors=off"]);
    }
    process::run("check the UI", &mut lint)
}

fn interface_types() -> Result<()> {
    process::run(
        "check the UI's types",
        interface::npm().args(["run", "--silent", "typecheck"]),
    )
}

/// Licences, sources and bans need nothing but the lock file. The list of known faults is fetched; where it cannot
/// be, that one part is left out, and said, so that all else can be checked offline.
fn dependencies() -> Result<()> {
    process::run(
        "check the dependencies",
        deny().args(["check", "--hide-inclusion-graph", "bans", "licenses", "sources"]),
    )?;
    if !process::succeeds_within(Duration::from_mins(1), deny().args(["fetch", "db"])) {
        println!(
            "left out here: known faults of dependencies, as their list (RustSec's) could not be fetched"
        );
        return Ok(());
    }
    process::run(
        "check for known faults",
        deny().args(["check", "--hide-inclusion-graph", "--disable-fetch", "advisories"]),
    )
}

/// Known faults of npm's packages, those of the tests and of the build too. The list is asked for; where nobody
/// answers, that is said, so that all else can be checked offline.
fn interface_dependencies() -> Result<()> {
    let audit = interface::npm()
        .args([
            "audit",
            "--json",
            "--audit-level=low",
            "--fetch-timeout=20000",
            "--fetch-retries=0",
        ])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .context("could not ask npm for known faults: `npm audit` could not be started")?;
    match verdict(audit.status.success(), &String::from_utf8_lossy(&audit.stdout)) {
        Audit::Clean => Ok(()),
        Audit::Unasked => {
            println!("left out here: known faults of npm's packages, as their list could not be asked for");
            Ok(())
        }
        // Once more, in words for people.
        Audit::Faults => process::run(
            "check npm's packages for known faults",
            interface::npm().arg("audit"),
        ),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Audit {
    Clean,
    Faults,
    /// Nobody answered.
    Unasked,
}

/// npm ends with an error both where there are faults and where nobody answered; only then there is a report.
fn verdict(good: bool, answer: &str) -> Audit {
    match (good, answer.contains("\"auditReportVersion\"")) {
        (true, true) => Audit::Clean,
        (false, true) => Audit::Faults,
        (_, false) => Audit::Unasked,
    }
}

fn deny() -> Command {
    let mut command = process::program("cargo-deny");
    command.args(["--all-features", "--workspace"]);
    // A connection that stands still is given up.
    command
        .env("GIT_HTTP_LOW_SPEED_LIMIT", "1000")
        .env("GIT_HTTP_LOW_SPEED_TIME", "20");
    command.env("GIT_TERMINAL_PROMPT", "0");
    command
}

#[cfg(test)]
mod tests {
    use super::{Audit, verdict};

    #[test]
    fn faults_are_told_from_a_list_that_nobody_handed_out() {
        assert_eq!(
            verdict(true, r#"{ "auditReportVersion": 2, "vulnerabilities": {} }"#),
            Audit::Clean
        );
        assert_eq!(
            verdict(
                false,
                r#"{ "auditReportVersion": 2, "vulnerabilities": {"x": {}} }"#
            ),
            Audit::Faults
        );
        assert_eq!(
            verdict(false, r#"{ "message": "405 Method Not Allowed", "error": {} }"#),
            Audit::Unasked
        );
        assert_eq!(verdict(false, ""), Audit::Unasked);
    }
}
