//! A disk that refuses the 1st, the 2nd, the 3rd … time that it is asked to write, and one that fails when it is
//! asked to keep what was written: until a whole run meets none of it. `strace` gives the refusals in the kernel's
//! place, so that nothing in the program knows of them.

use crate::program::{Pool, Program, Said};
use poolhouse_catalog::{DataFolder, check_folder};
use std::path::Path;
use std::process::Command;

const USERS: u64 = 60;
const FLOW: &str = "Customers";

/// What the kernel refuses, and how.
struct Refusal {
    calls: &'static str,
    error: &'static str,
    /// Whether it goes on refusing, as a full disk does, or fails once.
    for_good: bool,
}

/// How SQLite and the rest of the program write files.
const FULL: Refusal = Refusal {
    calls: "pwrite64,pwritev,ftruncate,fallocate",
    error: "ENOSPC",
    for_good: true,
};
const FAILING: Refusal = Refusal {
    calls: "fsync,fdatasync",
    error: "EIO",
    for_good: false,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_from_any_write_on_loses_nothing() {
    // Coarsely: `cargo xtask soak` takes each write.
    let (tried, _) = at_each(&FULL, 23).await;
    assert!(tried >= 3, "it was refused at several places: {tried}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fails_to_keep_what_was_written_loses_nothing() {
    let (tried, _) = at_each(&FAILING, 2).await;
    assert!(tried >= 3, "it failed at several places: {tried}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: `cargo xtask soak` runs it"]
async fn soak_writes() {
    let (full, full_failed) = at_each(&FULL, 1).await;
    let (failing, failing_failed) = at_each(&FAILING, 1).await;
    crate::soak::figures(
        "writes",
        &format!(
            "| The disk | Tried at so many places of a run | The run ended without publishing |\n|---|--:|--:|\n\
             | is full from there on (`ENOSPC` of each write) | {full} | {full_failed} |\n\
             | fails once to keep what was written (`EIO` of `fsync`) | {failing} | {failing_failed} |\n\n\
             After each, everything that must hold did, and the next run went through."
        ),
    );
}

/// Runs with the refusal at each `step`th place; answers at how many places, and how many runs did not publish.
async fn at_each(refusal: &Refusal, step: usize) -> (usize, usize) {
    let pool = Pool::of(USERS).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    program.say_with(&pool.key.secret, &["run", FLOW]).done();
    let (mut tried, mut failed) = (0, 0);
    for place in (1..).step_by(step) {
        pool.server
            .control()
            .set_attribute(1, "nickname", Some(&format!("{} {place}", refusal.error)));
        let log = tempfile::NamedTempFile::new().expect("a file");
        let said = refused(&program, &pool.key.secret, refusal, place, log.path());
        let met = std::fs::read_to_string(log.path())
            .expect("UTF-8")
            .contains("(INJECTED)");
        assert!(!said.err.contains("panicked"), "at {place}: {}", said.err);
        if said.code == Some(0) {
            if !met {
                assert!(tried > 0, "strace refused nothing: {}", said.err);
                return (tried, failed);
            }
        } else {
            failed += 1;
            assert!(
                said.err.contains("The disk is full") || said.err.contains("The disk "),
                "at {place} it is told in words: {}",
                said.err
            );
        }
        tried += 1;
        // Opened as a person would, without the refusal: what was cut off is settled.
        let tables = program.say(&["tables", FLOW, "--json"]).done().json();
        assert_eq!(tables["tables"][0]["rows"], USERS, "at {place}");
        program.say(&["history", FLOW]).done();
        holds(&program, place);
        let said = program
            .say_with(&pool.key.secret, &["run", FLOW, "--json"])
            .done()
            .json();
        assert_eq!(said["status"], "succeeded", "at {place} it goes on");
        holds(&program, place);
    }
    unreachable!("a run makes only so many writes")
}

fn holds(program: &Program, place: usize) {
    let folder = DataFolder::open(&program.data()).expect("the data folder");
    if let Err(faults) = check_folder(&folder) {
        panic!("after the refusal at {place}: {faults:#?}");
    }
}

fn refused(program: &Program, secret: &str, refusal: &Refusal, place: usize, log: &Path) -> Said {
    let plain = program.command(&["run", FLOW]);
    let from_there = if refusal.for_good { "+" } else { "" };
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o"])
        .arg(log)
        .args(["-e", &format!("trace={}", refusal.calls)])
        .args([
            "-e",
            &format!(
                "inject={}:error={}:when={place}{from_there}",
                refusal.calls, refusal.error
            ),
        ])
        .arg(plain.get_program())
        .args(plain.get_args())
        .env_clear()
        .envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("POOLHOUSE_SECRET_ACCESS_KEY", secret)
        .env("PATH", "/usr/bin:/bin");
    let output = command
        .output()
        .expect("strace starts: `cargo xtask setup` installs it");
    Said {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
