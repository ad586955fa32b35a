//! Cut off after each operation, and in the middle of each write: the copy of the files at that
//! moment opens sound, and the run goes on in it to the same end.

use crate::support::*;
use poolhouse_catalog::model::{Purpose, RunId};
use poolhouse_catalog::{DataFolder, Staging};
use std::fs;
use tempfile::TempDir;

const HEAD: &[&str] = &["sub", "v"];

/// The files as they lie now, as a crash would leave them; the last `cut` bytes of the
/// write-ahead log are lost.
fn copy(folder: &DataFolder, cut: u64) -> (TempDir, DataFolder) {
    let (root, copy) = crate::support::folder();
    for suffix in ["", "-wal"] {
        let name = format!("{NAME}.db{suffix}");
        let from = folder.root().join("databases").join(&name);
        if from.exists() {
            let to = copy.root().join("databases").join(&name);
            fs::copy(from, &to).expect("copy");
            if suffix == "-wal" {
                let file = fs::File::options().write(true).open(&to).expect("open");
                let length = file.metadata().expect("length").len();
                file.set_len(length.saturating_sub(cut)).expect("cut");
            }
        }
    }
    (root, copy)
}

fn log_length(folder: &DataFolder) -> u64 {
    let path = folder.root().join("databases").join(format!("{NAME}.db-wal"));
    fs::metadata(path).map_or(0, |found| found.len())
}

fn chain(number: usize) -> poolhouse_connector::Page {
    let next = (number < 3).then(|| number.to_string());
    page(
        &columns(HEAD),
        rows(&[&[&format!("u{number}"), "2"]]),
        next.as_deref(),
    )
}

/// Goes on wherever the copy stands, to the publication of run 2.
fn finish(folder: &DataFolder) {
    sound(folder);
    let database = open(folder);
    if database.published(RunId(2)).expect("settle").is_none() {
        let staging = match database.resume(RunId(2)).expect("resume") {
            Some(staging) => staging,
            None => begin(folder, 2, HEAD, Purpose::All),
        };
        read(staging)
            .seal()
            .expect("seal")
            .publish(at(2))
            .map(drop)
            .expect("publish");
    }
    sound(folder);
    let lines: Vec<String> = log(folder, 2)
        .into_iter()
        .filter(|line| line.starts_with("users "))
        .collect();
    let expected = [
        "users gone Removed",
        "users u0 Changed v: 1 > 2",
        "users u2 Added",
        "users u3 Added",
        "users u9 Removed",
    ];
    assert_eq!(lines, expected, "logged once, whole");
    assert_eq!(shown(folder, "users").len(), 4);
}

fn read(mut staging: Staging) -> Staging {
    let unit = staging.units().expect("units").remove(0);
    if !unit.done {
        let from = unit
            .cursor
            .map_or(0, |cursor| cursor.0.parse::<usize>().expect("a number") + 1);
        for number in from..=3 {
            staging.stage_page(&whole(), &chain(number)).expect("stage");
            staging.commit().expect("commit");
        }
    }
    staging
}

#[test]
fn cut_off_after_each_operation() {
    let (_root, folder) = folder();
    import_for(
        &folder,
        1,
        HEAD,
        rows(&[&["u0", "1"], &["u1", "2"], &["gone", "1"], &["u9", "1"]]),
        Purpose::All,
    );
    let after = |what: &str| {
        let (_root, copy) = copy(&folder, 0);
        finish(&copy);
        assert!(!what.is_empty());
    };
    after("publish of run 1");
    let mut staging = begin(&folder, 2, HEAD, Purpose::All);
    after("begin");
    for number in 0..=3 {
        staging.stage_page(&whole(), &chain(number)).expect("stage");
        after("a page, not committed");
        staging.commit().expect("commit");
        after("a checkpoint");
    }
    let staged = staging.seal().expect("seal");
    after("seal");
    let (mut database, _) = staged.publish(at(2)).expect("publish");
    after("publish");
    database.prune(1).expect("prune");
    let (_root, copy) = copy(&folder, 0);
    sound(&copy);
}

#[test]
fn cut_off_in_the_middle_of_a_write() {
    let (_root, folder) = folder();
    import_for(
        &folder,
        1,
        HEAD,
        rows(&[&["u0", "1"], &["u1", "2"], &["gone", "1"], &["u9", "1"]]),
        Purpose::All,
    );
    let mut staging = begin(&folder, 2, HEAD, Purpose::All);
    for number in 0..=3 {
        staging.stage_page(&whole(), &chain(number)).expect("stage");
        staging.commit().expect("commit");
    }
    // Not a multiple of anything in the log's format, so that headers and pages are cut alike.
    let mut cut = 0;
    let length = log_length(&folder);
    assert!(length > 50_000, "the log holds the checkpoints: {length}");
    while cut <= length {
        let (_root, copy) = copy(&folder, cut);
        finish(&copy);
        cut += 6_007;
    }
}

#[test]
fn a_seal_or_publish_that_is_struck_changes_nothing_and_can_be_done_again() {
    let (_root, folder) = folder();
    import(&folder, 1, HEAD, rows(&[&["a", "1"]]));
    let mut staging = begin(&folder, 2, HEAD, Purpose::All);
    let many: Vec<String> = (0..30_000).map(|n| format!("u{n}")).collect();
    let many: Vec<[&str; 2]> = many.iter().map(|sub| [sub.as_str(), "2"]).collect();
    let many: Vec<&[&str]> = many.iter().map(<[&str; 2]>::as_slice).collect();
    staging
        .stage_page(&whole(), &page(&columns(HEAD), rows(&many), None))
        .expect("stage");
    staging.commit().expect("commit");

    let interrupt = staging.interrupt();
    let over = std::sync::atomic::AtomicBool::new(false);
    let ready = std::sync::Barrier::new(2);
    let struck = std::thread::scope(|scope| {
        scope.spawn(|| {
            ready.wait();
            while !over.load(std::sync::atomic::Ordering::Relaxed) {
                interrupt.strike();
            }
        });
        ready.wait();
        let struck = staging.seal().map(drop);
        over.store(true, std::sync::atomic::Ordering::Relaxed);
        struck
    });
    let error = struck.expect_err("it was struck all the while");
    assert_eq!(error.kind(), poolhouse_catalog::ErrorKind::Interrupted, "{error}");
    sound(&folder);
    assert_eq!(
        shown(&folder, "users").len(),
        1,
        "readers see what they saw before"
    );

    let staging = open(&folder)
        .resume(RunId(2))
        .expect("resume")
        .expect("it is staged");
    let (_, publication) = staging.seal().expect("seal").publish(at(2)).expect("publish");
    assert_eq!(publication.tables[0].rows, 30_000);
}

#[test]
fn parts_go_and_the_whole_comes_together() {
    let (_root, folder) = folder();
    let tables = [staged(users(HEAD), "users", Purpose::All)];
    let parts = [part("a"), part("b")];
    let mut staging = open(&folder)
        .begin(RunId(1), &tables, &parts, at(1))
        .expect("begin");
    staging
        .stage_page(&parts[0], &page(&columns(HEAD), rows(&[&["a1", "1"]]), None))
        .expect("stage");
    staging.commit().expect("commit");
    staging.drop_parts(&LIST_USERS).expect("drop");
    staging.add_units(&[whole()]).expect("add");
    // A crash before the checkpoint.
    let (_copy, left) = copy(&folder, 0);
    drop(staging);
    for folder in [&left, &folder] {
        let staging = open(folder)
            .resume(RunId(1))
            .expect("resume")
            .expect("it is staged");
        let units = staging.units().expect("units");
        assert_eq!(units.len(), 2, "neither half is there alone: {units:?}");
        assert!(units[0].done && !units[1].done);
    }
}
