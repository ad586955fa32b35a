//! Forgetting a person: rows, lines and bytes, all or nothing, and nobody else's.

use crate::support::*;
use poolhouse_catalog::model::{Mention, Purpose, RunId};
use poolhouse_catalog::{DataFolder, Database, DatabaseReader, ErrorKind, People};
use poolhouse_connector::{Column, ColumnType, PersonalData, Table, Value};
use proptest::prelude::*;
use rusqlite::Connection;
use std::fs;
use std::sync::Arc;

const HEAD: &[&str] = &["sub", "email", "note"];

pub(crate) fn people() -> People {
    People::from([(USERS, "sub".to_owned())])
}

/// `users` as a pool has them: an e-mail address is one, a note is anything.
pub(crate) fn pool() -> Table {
    let class = |(original, personal): (&str, PersonalData)| Column {
        original: original.into(),
        kind: ColumnType::Text,
        personal,
    };
    let columns = [
        ("sub", PersonalData::Identifier),
        ("email", PersonalData::Email),
        ("note", PersonalData::FreeText),
    ];
    Table {
        columns: columns.into_iter().map(class).collect(),
        ..users(HEAD)
    }
}

pub(crate) fn head() -> Arc<[Column]> {
    pool().columns.into()
}

pub(crate) fn bring(folder: &DataFolder, run: i64, cells: Cells) {
    let tables = [staged(pool(), "users", Purpose::All)];
    let mut staging = open(folder)
        .begin(RunId(run), &tables, &[whole()], at(run))
        .expect("begin");
    staging
        .stage_page(&whole(), &page(&head(), cells, None))
        .expect("stage");
    drop(staging.seal().expect("seal").publish(at(run)).expect("publish"));
    sound(folder);
}

/// Three versions, in which Jo's address and note change and Jo goes.
pub(crate) fn three_versions(folder: &DataFolder) {
    bring(
        folder,
        1,
        rows(&[
            &["jo", "jo.old@x.io", "canary-one"],
            &["al", "al@x.io", "wrote to JO.old@x.io"],
        ]),
    );
    bring(
        folder,
        2,
        rows(&[&["jo", "jo.new@x.io", "canary-two"], &["al", "al@x.io", "-"]]),
    );
    bring(
        folder,
        3,
        rows(&[&["al", "al@x.io", "-"], &["cy", "cy@x.io", "-"]]),
    );
}

fn found_by(reader: &DatabaseReader, value: &str) -> Vec<String> {
    let found = reader.find_people(&people(), &[value.to_owned()].into());
    found.expect("a search").into_iter().collect()
}

fn forget(folder: &DataFolder, person: &str) -> (u64, u64) {
    let mut database = open(folder);
    let forgotten = database.forget(&people(), person, at(9)).expect("forget");
    database.rewrite().expect("rewrite");
    drop(database);
    sound(folder);
    (forgotten.rows, forgotten.changes)
}

#[test]
fn a_person_goes_from_every_version_and_from_the_log() {
    let (_root, folder) = folder();
    three_versions(&folder);
    let before = log(&folder, 2).len() + log(&folder, 3).len();
    let traces = reader(&folder).traces(&people(), "jo").expect("traces");
    assert_eq!(
        (traces.tables["users"].rows, traces.tables["users"].versions),
        (2, 2)
    );
    assert_eq!(traces.changes, 3, "two cells that changed, and a row that went");
    let values: Vec<&str> = traces.values.iter().map(String::as_str).collect();
    assert_eq!(values, ["jo", "jo.new@x.io", "jo.old@x.io"]);
    let note = |table: Option<&str>, cells| Mention {
        table: table.map(Into::into),
        column: table.map(|_| "note".into()),
        cells,
    };
    assert_eq!(
        traces.mentions,
        [note(Some("users"), 1), note(None, 1)],
        "what others wrote is told"
    );

    assert_eq!(forget(&folder, "jo"), (2, 3));
    for canary in ["canary", "jo.new"] {
        assert!(!found_anywhere(folder.root(), canary.as_bytes()), "{canary}");
    }
    assert!(
        found_anywhere(folder.root(), b"wrote to JO.old@x.io"),
        "what others wrote stays"
    );
    assert_eq!(log(&folder, 2).len() + log(&folder, 3).len(), before - 3);
    let publications = reader(&folder).publications().expect("history");
    let rows: Vec<u64> = publications
        .iter()
        .map(|publication| publication.tables[0].rows)
        .collect();
    assert_eq!(rows, [2, 1, 1], "newest first");
    let database = open(&folder);
    let back = { database }
        .roll_back(RunId(1), None, RunId(4), at(4))
        .expect("roll back");
    assert_eq!(
        (
            back.tables[0].rows,
            back.tables[0].removed,
            back.tables[0].changed
        ),
        (1, 1, 1)
    );
    sound(&folder);
    let after = reader(&folder).traces(&people(), "jo").expect("traces");
    assert!(
        after.tables.is_empty() && after.changes == 0,
        "there is nothing more of Jo"
    );
}

#[test]
fn the_next_import_brings_a_person_back_as_new() {
    let (_root, folder) = folder();
    three_versions(&folder);
    forget(&folder, "al");
    bring(
        &folder,
        4,
        rows(&[&["al", "al@x.io", "-"], &["cy", "cy@x.io", "-"]]),
    );
    assert_eq!(log(&folder, 4), ["users al Added"]);
}

#[test]
fn a_person_is_found_by_what_they_are_told_by() {
    let (_root, folder) = folder();
    three_versions(&folder);
    bring(
        &folder,
        4,
        rows(&[
            &["one", "both@x.io", "-"],
            &["two", "Both@x.io", "-"],
            &["al@x.io", "-", "-"],
        ]),
    );
    let reader = reader(&folder);
    let find = |value: &str| found_by(&reader, value);
    assert_eq!(find("jo"), ["jo"], "in an older version");
    assert_eq!(find("JO.NEW@x.io"), ["jo"]);
    assert_eq!(
        find("both@X.io"),
        ["one", "two"],
        "which one is for a person to say"
    );
    assert_eq!(find("al@x.io"), ["al@x.io"], "whoever is it comes alone");
    for nobody in ["", "%", "nobody", "canary-one", "'; DROP TABLE x; --"] {
        assert!(find(nobody).is_empty(), "{nobody}");
    }
}

#[test]
fn a_person_of_pruned_versions_goes_from_the_log() {
    let (_root, folder) = folder();
    three_versions(&folder);
    open(&folder).prune(1).expect("prune");
    let reader = reader(&folder);
    for value in ["jo", "JO.old@x.io", "jo.new@x.io"] {
        let found = found_by(&reader, value);
        assert_eq!(found, ["jo"], "{value}");
    }
    let traces = reader.traces(&people(), "jo").expect("traces");
    assert!(traces.tables.is_empty());
    assert!(
        traces.values.contains("jo.old@x.io"),
        "what changed says what was: {:?}",
        traces.values
    );
    drop(reader);
    assert_eq!(forget(&folder, "jo"), (0, 3));
    assert!(!found_anywhere(folder.root(), b"jo.new"));
}

#[test]
fn what_a_run_left_goes_too_and_so_do_marks_and_copies() {
    let (_root, folder) = folder();
    three_versions(&folder);
    let part = part("[\"canary-unit\"]");
    let tables = [staged(pool(), "users", Purpose::All)];
    let mut staging = open(&folder)
        .begin(RunId(4), &tables, std::slice::from_ref(&part), at(4))
        .expect("begin");
    let cells = rows(&[&["jo", "canary@x.io", "canary-staged"]]);
    staging
        .stage_page(&part, &page(&head(), cells, Some("canary-cursor")))
        .expect("stage");
    staging.commit().expect("commit");
    drop(staging);
    let file = folder.database_path(NAME);
    let copy = file.with_file_name(format!("{NAME}.db.before-v3"));
    fs::copy(&file, &copy).expect("a copy");
    let marks = "INSERT INTO _poolhouse_marks VALUES(3, 's', 'ListUsers', 'canary-mark', 'm')";
    Connection::open(&file)
        .expect("the file")
        .execute(marks, [])
        .expect("a mark");
    assert!(reader(&folder).traces(&people(), "jo").expect("traces").staged);
    forget(&folder, "jo");
    assert!(!copy.exists());
    assert!(!found_anywhere(folder.root(), b"canary"));
    assert!(
        open(&folder).resume(RunId(4)).expect("resume").is_none(),
        "the run begins anew"
    );
}

#[test]
fn cut_off_it_has_deleted_all_or_nothing_and_a_second_try_ends_it() {
    let (_root, folder) = folder();
    three_versions(&folder);
    let mut database = open(&folder);
    database.forget(&people(), "jo", at(9)).expect("forget");
    // As a crash leaves it: the log not yet in the file, and cut where it tears.
    let names = ["", "-wal"].map(|suffix| format!("{NAME}.db{suffix}"));
    let lie = folder.root().join("databases");
    let log = fs::read(lie.join(&names[1])).expect("the log");
    assert!(log.len() > 4_096, "the transaction is in the log");
    let (mut whole, mut nothing) = (0, 0);
    for cut in [0, 1, 100, 4_096, 10_000, log.len() / 2, log.len() - 1, log.len()] {
        let (_copied, copy) = crate::support::folder();
        let there = copy.root().join("databases");
        fs::copy(lie.join(&names[0]), there.join(&names[0])).expect("the file");
        fs::write(there.join(&names[1]), &log[..log.len() - cut.min(log.len())]).expect("the log");
        sound(&copy);
        let seen = reader(&copy);
        let traces = seen.traces(&people(), "jo").expect("traces");
        match (
            traces.tables.get("users").map_or(0, |users| users.rows),
            traces.changes,
        ) {
            (2, 3) => {
                nothing += 1;
                assert_eq!(seen.forgotten().expect("counts"), (0, false));
            }
            (0, 0) => {
                whole += 1;
                assert_eq!(
                    seen.forgotten().expect("counts"),
                    (1, true),
                    "the file is to be rewritten"
                );
            }
            half => panic!("cut by {cut} it is half there: {half:?}"),
        }
        drop(seen);
        let mut again = open(&copy);
        again.forget(&people(), "jo", at(10)).expect("forget");
        again.rewrite().expect("rewrite");
        drop(again);
        sound(&copy);
        assert!(!found_anywhere(copy.root(), b"canary") && !found_anywhere(copy.root(), b"jo.new"));
    }
    assert!(whole > 0 && nothing > 0, "{whole} {nothing}");
}

#[test]
fn a_run_ends_what_was_left_of_it() {
    let (_root, folder) = folder();
    three_versions(&folder);
    let mut database = open(&folder);
    database.forget(&people(), "jo", at(9)).expect("forget");
    drop(database);
    assert_eq!(reader(&folder).forgotten().expect("counts"), (1, true));
    open(&folder).prune(5).expect("prune");
    assert_eq!(reader(&folder).forgotten().expect("counts"), (1, false));
    assert!(!found_anywhere(folder.root(), b"canary"));
}

#[test]
fn whoever_reads_an_earlier_moment_is_waited_for_and_told() {
    let (_root, folder) = folder();
    three_versions(&folder);
    let other = Connection::open(folder.database_path(NAME)).expect("another program");
    other
        .execute_batch("BEGIN; SELECT count(*) FROM users")
        .expect("it reads");
    let mut database = open(&folder);
    database.forget(&people(), "jo", at(9)).expect("forget");
    let error = database.rewrite().expect_err("the log cannot be emptied");
    assert_eq!(error.kind(), ErrorKind::Busy);
    other.execute_batch("COMMIT").expect("it ends");
    assert!(database.is_to_rewrite().expect("a look"));
    database.rewrite().expect("now it is done");
    assert!(!database.is_to_rewrite().expect("a look"));
    assert!(!found_anywhere(folder.root(), b"canary"));
}

#[test]
fn a_database_that_another_holds_or_that_is_damaged_is_left_as_it_is() {
    let (_root, folder) = folder();
    three_versions(&folder);
    let path = folder.database_path(NAME);
    let other = Connection::open(&path).expect("another program");
    let mut database = open(&folder);
    other.execute_batch("BEGIN IMMEDIATE").expect("it writes");
    let error = database.forget(&people(), "jo", at(9)).expect_err("it is held");
    assert_eq!(error.kind(), ErrorKind::Busy);
    other.execute_batch("ROLLBACK").expect("it ends");
    drop((other, database));
    sound(&folder);
    assert_eq!(reader(&folder).forgotten().expect("counts"), (0, false));

    let mut bytes = fs::read(&path).expect("the file");
    bytes[..4_096].fill(7);
    fs::write(&path, &bytes).expect("it is damaged");
    for opened in [
        Database::open(&folder, NAME).map(drop),
        DatabaseReader::open(&folder, NAME).map(drop),
    ] {
        assert_eq!(opened.expect_err("it is damaged").kind(), ErrorKind::Corrupt);
    }
    assert_eq!(
        fs::read(&path).expect("the file"),
        bytes,
        "not a byte was written"
    );
}

/// Takes the schema back to what it was before classes.
fn downgrade(folder: &DataFolder) {
    let older = Connection::open(folder.database_path(NAME)).expect("the file");
    older
        .execute_batch(
            "CREATE TABLE before AS SELECT seq, position, source, target, version, physical,
               (SELECT columns FROM _poolhouse_shapes WHERE id = shape) AS columns, key, rows, added, changed, removed
             FROM _poolhouse_published;
             DROP TABLE _poolhouse_published; DROP TABLE _poolhouse_shapes;
             ALTER TABLE before RENAME TO _poolhouse_published;
             DROP TABLE _poolhouse_classes; DROP TABLE _poolhouse_forgotten;
             ALTER TABLE _poolhouse_profiles DROP COLUMN looks; ALTER TABLE _poolhouse_units DROP COLUMN hidden;
             PRAGMA user_version = 2",
        )
        .expect("the schema of before");
}

#[test]
fn a_database_of_before_is_read_as_it_is_and_migrated_to_forget() {
    let (_root, folder) = folder();
    three_versions(&folder);
    downgrade(&folder);
    let seen = reader(&folder);
    assert_eq!(seen.forgotten().expect("counts"), (0, false));
    assert_eq!(
        seen.tables().expect("tables")[0].columns[1].personal,
        PersonalData::Email
    );
    assert_eq!(found_by(&seen, "jo.new@x.io"), ["jo"]);
    drop(seen);
    forget(&folder, "jo");
    assert!(
        !found_anywhere(folder.root(), b"canary"),
        "the copy before the migration is gone too"
    );
    assert_eq!(shown(&folder, "users").len(), 2);
}

/// Values that no two people share, short ones and such as fill pages of their own.
fn value(person: usize, version: usize, salt: &str, long: bool) -> String {
    let value = format!("⟨{person}·{version}·{salt}⟩");
    value.repeat(if long { 300 } else { 1 })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]
    #[test]
    fn no_byte_of_a_forgotten_person_is_found(
        versions in prop::collection::vec(
            prop::collection::btree_map(0_usize..60, ("[a-z]{3}", any::<bool>(), any::<bool>()), 1..50),
            1..4,
        ),
        whom in prop::collection::vec(0_usize..60, 1..4),
    ) {
        let (_root, folder) = folder();
        for (version, rows) in versions.iter().enumerate() {
            let cells = rows.iter().map(|(person, (salt, long, has_note))| vec![
                text(&format!("⟨{person}⟩")),
                text(&value(*person, version, salt, *long)),
                if *has_note { text(&value(*person, 100 + version, salt, !long)) } else { Value::Null },
            ]);
            bring(&folder, version as i64 + 1, cells.collect());
        }
        for person in &whom {
            forget(&folder, &format!("⟨{person}⟩"));
            for trace in [format!("⟨{person}⟩"), format!("⟨{person}·")] {
                prop_assert!(!found_anywhere(folder.root(), trace.as_bytes()), "{trace} is there");
            }
        }
        let (_, left) = seen(&folder, "users");
        let last = versions.last().expect("a version");
        let expected = last.keys().filter(|person| !whom.contains(person)).count();
        prop_assert_eq!(left.len(), expected, "nobody else went");
    }
}

#[test]
fn pages_keep_no_stale_copies_of_the_forgotten() {
    let (_root, folder) = folder();
    let name = |person: usize| format!("⟨{:x}⟩", person.wrapping_mul(0x9e37_79b9) & 0xffff_ffff);
    let cells = (0..3_000).map(|person| {
        let note = format!("{}{}", name(person), "n".repeat(person % 190));
        vec![text(&name(person)), text(&name(person)), text(&note)]
    });
    bring(&folder, 1, cells.collect());
    // Pages that empty are merged, which moves the rows of those who come after.
    let mut database = open(&folder);
    let gone: Vec<String> = (0..3_000).filter(|person| person % 10 < 9).map(name).collect();
    for person in &gone {
        database.forget(&people(), person, at(9)).expect("forget");
    }
    database.rewrite().expect("rewrite");
    drop(database);
    sound(&folder);
    let file = fs::read(folder.database_path(NAME)).expect("the file");
    let file = String::from_utf8_lossy(&file);
    let left = gone
        .iter()
        .filter(|person| file.contains(person.as_str()))
        .count();
    assert_eq!(left, 0, "of {} some are still in the file", gone.len());
}

/// Who is forgotten is in them too; what else is in them may be nowhere else.
#[test]
fn damaged_files_that_were_set_aside_are_named_before_they_go() {
    let (_root, folder) = folder();
    bring(&folder, 1, vec![vec![text("one"), text("one"), text("note")]]);
    let path = folder.database_path(NAME);
    let aside = path.with_file_name(format!("{NAME}.db.damaged-1"));
    fs::write(&aside, "what is left of it").expect("a file");
    fs::write(path.with_file_name("Other.db.damaged-1"), "another's").expect("a file");
    let reader = DatabaseReader::open(&folder, NAME)
        .expect("it opens")
        .expect("it is there");
    assert_eq!(
        reader.set_aside().expect("the folder"),
        [format!("{NAME}.db.damaged-1")]
    );
    drop(reader);
    let mut database = open(&folder);
    database.forget(&people(), "one", at(9)).expect("forget");
    database.rewrite().expect("rewrite");
    assert!(!aside.exists(), "nobody is found in it any more");
}
