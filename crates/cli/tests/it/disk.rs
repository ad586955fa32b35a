//! A disk that is full or write-protected: what was imported is read, in words, and all is as always once there
//! is room.

use crate::program::{Pool, Program, imported};
use crate::small_disk::{SmallDisk, Step};
use poolhouse_catalog::{Catalog, DataFolder, Database};
use std::fs;
use std::path::Path;

const FULL: &str = "The disk is full, so Poolhouse can only read.";
const PROTECTED: &str = "The data folder cannot be written to, so Poolhouse can only read.";
/// Of a disk that has room for what is imported here.
const KIBIBYTES: u32 = 8_192;

/// What reads, and what it must find.
fn reading(file: &str) -> Vec<Vec<&str>> {
    vec![
        vec!["list"],
        vec!["tables", "Customers", "--json"],
        vec!["history", "Customers"],
        vec!["profile", "Customers", "users", "status"],
        vec!["export", "Customers", "--table", "users", "--to", file],
    ]
}

/// What writes, and so cannot be done.
const WRITING: &[&[&str]] = &[&["run", "Customers"], &["mask-personal-data", "on"]];
const REMOVE: &[&str] = &["remove", "Customers", "--yes"];

fn is_read_and_not_written(program: &Program, secret: &str, data: &Path, state: Step<'_>, words: &str) {
    let (disk, outside) = (SmallDisk::new(), tempfile::tempdir().expect("a folder"));
    let file = outside.path().join("users.jsonl");
    let reading = reading(file.to_str().expect("Unicode"));
    let mut writing = WRITING.to_vec();
    // On a full disk it is what a person wants, and makes room.
    writing.extend(matches!(state, Step::Protect).then_some(REMOVE));
    let mut steps = vec![state];
    steps.extend(reading.iter().map(|words| Step::Say(words)));
    steps.extend(writing.iter().map(|words| Step::Say(words)));
    let Some(said) = disk.does(program, secret, data, KIBIBYTES, &steps) else {
        return;
    };
    for (said, asked) in said.iter().zip(&reading) {
        assert_eq!(said.code, Some(0), "{asked:?}: {}", said.err);
        assert!(said.err.starts_with(words), "{asked:?}: {}", said.err);
    }
    assert_eq!(
        said[1].json()["tables"][0]["rows"],
        300,
        "what was imported is there"
    );
    let rows = fs::read_to_string(&file).expect("the file is on another disk");
    assert_eq!(rows.lines().count(), 300);
    for (said, asked) in said[reading.len()..].iter().zip(&writing) {
        assert_eq!(said.code, Some(1), "{asked:?}: {}{}", said.out, said.err);
        assert!(said.err.starts_with(words), "{asked:?}: {}", said.err);
        assert!(!said.err.contains("panicked"), "{}", said.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_or_protected_disk_what_was_imported_is_read_in_words() {
    let (pool, program) = imported(300, &["users"]).await;
    let (secret, data) = (&pool.key.secret, program.data());
    is_read_and_not_written(&program, secret, &data, Step::Fill, FULL);
    is_read_and_not_written(&program, secret, &data, Step::Protect, PROTECTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_a_dataflow_is_removed_and_there_is_room_again() {
    let (pool, program) = imported(300, &["users"]).await;
    let second = [
        Step::Fill,
        Step::Say(REMOVE),
        Step::Say(&["list", "--json"]),
        Step::Say(&["mask-personal-data", "on"]),
    ];
    let disk = SmallDisk::new();
    let Some(said) = disk.does(&program, &pool.key.secret, &program.data(), KIBIBYTES, &second) else {
        return;
    };
    assert_eq!(said[0].code, Some(0), "{}{}", said[0].out, said[0].err);
    assert_eq!(
        said[1].json().as_array().map(Vec::len),
        Some(0),
        "{}",
        said[1].out
    );
    assert_eq!(said[2].code, Some(0), "it can be written again: {}", said[2].err);
    assert!(
        !said[2].err.contains("can only read"),
        "and nobody says otherwise: {}",
        said[2].err
    );
}

/// As a crash leaves it: the last of what was published is in the write-ahead log alone.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_in_the_log_is_read_there_too() {
    let pool = Pool::of(300).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    let folder = DataFolder::open(&program.data()).expect("the data folder");
    // Nobody is the last to close the files, and so nobody empties their logs.
    let (catalog, database) = (
        Catalog::open(&folder).expect("the catalog"),
        Database::open(&folder, "Customers").expect("the database"),
    );
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let said = [
        "class-column",
        "Customers",
        "--table",
        "users",
        "--column",
        "nickname",
        "--class",
        "none",
    ];
    program.say(&said).done();
    let left = tempfile::tempdir().expect("a folder");
    let copy = left.path().join("data");
    fs::create_dir_all(copy.join("databases")).expect("a folder");
    for name in [
        "catalog.db",
        "catalog.db-wal",
        "databases/Customers.db",
        "databases/Customers.db-wal",
    ] {
        fs::copy(program.data().join(name), copy.join(name)).expect("a copy");
    }
    drop((catalog, database));
    for wal in ["catalog.db-wal", "databases/Customers.db-wal"] {
        let length = fs::metadata(copy.join(wal)).expect("the log").len();
        assert!(length > 0, "{wal} has what was written last");
    }
    is_read_and_not_written(&program, &pool.key.secret, &copy, Step::Fill, FULL);
    is_read_and_not_written(&program, &pool.key.secret, &copy, Step::Protect, PROTECTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn full_at_the_start_or_while_it_reads_it_says_so_and_works_once_there_is_room() {
    let (pool, program) = imported(300, &["users"]).await;
    let secret = &pool.key.secret;
    let disk = SmallDisk::new();
    let nothing = program.data().join("nothing");
    let begun = [
        Step::Fill,
        Step::Say(&["list"]),
        Step::MakeRoom,
        Step::Say(&["list"]),
    ];
    let Some(said) = disk.does(&program, secret, &nothing, 1_024, &begun) else {
        return;
    };
    assert_eq!(
        said[0].code,
        Some(1),
        "there is nothing to read yet: {}",
        said[0].err
    );
    assert!(said[0].err.starts_with("The disk is full."), "{}", said[0].err);
    assert_eq!(said[1].code, Some(0), "{}", said[1].err);

    // Every user is another one, so that the run needs as much room again.
    for number in 0..300 {
        pool.server
            .control()
            .set_attribute(number, "nickname", Some(&"x".repeat(2_000)));
    }
    let history = ["history", "Customers", "--json"];
    let tables = ["tables", "Customers", "--json"];
    let run = [
        Step::Say(&["run", "Customers"]),
        Step::Say(&tables),
        Step::Say(&history),
    ];
    let mut tight = 600;
    let (said, room) = loop {
        let said = SmallDisk::new()
            .does(&program, secret, &program.data(), tight, &run)
            .expect("a disk");
        if said[0].code == Some(0) {
            assert!(tight > 700, "it was full in the midst at least once");
            break (said, tight);
        }
        assert!(
            said[0].err.contains("The disk is full"),
            "{tight}: {}",
            said[0].err
        );
        assert!(
            said[0]
                .err
                .contains(" are free where the data folder lies. The database takes ")
                && said[0]
                    .err
                    .contains(" there, with 1 version kept and what this run has read;"),
            "{tight}: what room there is: {}",
            said[0].err
        );
        for said in &said[1..] {
            assert_eq!(said.code, Some(0), "{tight}: the app stays usable: {}", said.err);
        }
        assert_eq!(said[1].json()["tables"][0]["rows"], 300);
        assert_eq!(
            said[2].json().as_array().map(Vec::len),
            Some(2),
            "the run that failed is told"
        );
        tight += 100;
        assert!(tight < 20_000, "at some size there is room");
    };
    assert_eq!(said[2].json()[0]["status"], "succeeded", "with {room} KiB");
}
