//! A disk that refuses the 1st, the 2nd, the 3rd … time that it is asked to write, and one that fails when it is
//! asked to keep what was written: until a whole run meets none of it. `strace` gives the refusals in the kernel's
//! place, so that nothing in the program knows of them. It counts by thread: that all threads meet a full disk at
//! once is tried in `small_disk`.

use crate::program::{Pool, Program, Said};
use crate::small_disk::{SmallDisk, Step};
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
    let met = at_each(&FULL, 23).await;
    assert!(met.tried >= 3, "it was refused at several places: {met:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_with_room_for_so_many_pages_more_loses_nothing() {
    // Coarsely: `cargo xtask soak` takes each page.
    let met = with_each_room(29).await;
    assert!(
        met.as_ref().is_none_or(|met| met.failed >= 3),
        "it was full at several places: {met:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fails_to_keep_what_was_written_loses_nothing() {
    let met = at_each(&FAILING, 2).await;
    assert!(met.tried >= 3, "it failed at several places: {met:?}");
    assert!(
        met.checked >= 1,
        "the files were opened again and checked: {met:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: `cargo xtask soak` runs it"]
async fn soak_writes() {
    let full = at_each(&FULL, 1).await;
    let failing = at_each(&FAILING, 1).await;
    let tight = with_each_room(1).await.expect("a disk of its own");
    crate::soak::figures(
        "writes",
        &format!(
            "| The disk | Tried at so many places of a run | The run ended without publishing |\n|---|--:|--:|\n\
             | refuses each thread's writes from its Nth on (`ENOSPC`) | {} | {} |\n\
             | has room for N pages of 4 KiB more, for the whole program | {} | {} |\n\
             | fails once in each thread, at its Nth `fsync` (`EIO`) | {} | {} |\n\n\
             After each, everything that must hold did, and the next run went through.",
            full.tried, full.failed, tight.tried, tight.failed, failing.tried, failing.failed
        ),
    );
}

/// What the runs met.
#[derive(Debug, Default)]
struct Met {
    /// At so many places.
    tried: usize,
    /// So many did not publish.
    failed: usize,
    /// Of these, so many found their files opened again and checked afterwards.
    checked: usize,
}

/// Runs with the refusal at each `step`th place.
async fn at_each(refusal: &Refusal, step: usize) -> Met {
    let pool = Pool::of(USERS).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    program.say_with(&pool.key.secret, &["run", FLOW]).done();
    let mut sum = Met::default();
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
                assert!(sum.tried > 0, "strace refused nothing: {}", said.err);
                return sum;
            }
        } else {
            sum.failed += 1;
            assert!(
                said.err.contains("The disk is full") || said.err.contains("The disk "),
                "at {place} it is told in words: {}",
                said.err
            );
        }
        sum.tried += 1;
        // Opened as a person would, without the refusal: what was cut off is settled.
        let tables = program.say(&["tables", FLOW, "--json"]).done().json();
        assert_eq!(tables["tables"][0]["rows"], USERS, "at {place}");
        sum.checked += usize::from(was_checked(&program));
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

/// Runs on a disk with room for each `step`th number of pages more, until a run has room for all that it writes;
/// `None` where no disk can be mounted.
async fn with_each_room(step: usize) -> Option<Met> {
    const PAGE: u32 = 4;
    let pool = Pool::of(USERS).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    program.say_with(&pool.key.secret, &["run", FLOW]).done();
    // So that the next run writes all of them.
    for number in 1..USERS {
        pool.server
            .control()
            .set_attribute(number, "nickname", Some("another"));
    }
    let mut sum = Met::default();
    for pages in (0..).step_by(step) {
        let elsewhere = tempfile::tempdir().expect("a folder");
        let after = elsewhere.path().join("data");
        let steps = [
            Step::Leave(pages * PAGE),
            Step::Say(&["run", FLOW]),
            Step::Say(&["tables", FLOW, "--json"]),
            Step::MakeRoom,
            Step::Say(&["run", FLOW]),
            Step::Keep(&after),
        ];
        let disk = SmallDisk::new();
        let said = disk.does(&program, &pool.key.secret, &program.data(), 16_384, &steps)?;
        let [run, tables, again] = &said[..] else {
            unreachable!("it speaks three times")
        };
        assert!(!run.err.contains("panicked"), "at {pages}: {}", run.err);
        assert_eq!(
            tables.json()["tables"][0]["rows"],
            USERS,
            "with {pages} pages what was imported is read"
        );
        sum.tried += 1;
        if run.code != Some(0) {
            sum.failed += 1;
            assert!(run.err.contains("The disk is full"), "at {pages}: {}", run.err);
        }
        assert_eq!(again.code, Some(0), "after {pages} it goes on: {}", again.err);
        // What was cut off is settled by who opens it next, which here is the run with room.
        let folder = DataFolder::open(&after).expect("the data folder");
        if let Err(faults) = check_folder(&folder) {
            panic!("with room for {pages} pages: {faults:#?}");
        }
        if run.code == Some(0) {
            return Some(sum);
        }
    }
    unreachable!("a run writes only so many pages")
}

/// Whether the last run says that its files were opened again and checked.
fn was_checked(program: &Program) -> bool {
    let runs = program
        .say(&["history", FLOW, "--limit", "1", "--json"])
        .done()
        .json();
    let run = program.say(&["show", &runs[0]["id"].to_string()]).done();
    run.out.contains("was opened again and checked: it is sound")
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
