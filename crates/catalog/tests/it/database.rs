//! Publish, compare, roll back, keep, prune, discard, remove.

use crate::support::*;
use poolhouse_catalog::model::{ChangeQuery, Purpose, RunId};
use poolhouse_catalog::{Database, DatabaseReader, Error, ErrorKind};

const COLUMNS: &[&str] = &["sub", "email", "tier"];

#[test]
fn the_first_run_shows_its_rows_and_logs_nothing() {
    let (_root, folder) = folder();
    assert!(
        DatabaseReader::open(&folder, NAME).expect("open").is_none(),
        "there is no database yet"
    );
    let publication = import(
        &folder,
        1,
        COLUMNS,
        rows(&[&["a", "a@x", "gold"], &["b", "-", ""]]),
    );
    let table = &publication.tables[0];
    assert_eq!(
        (table.rows, table.added, table.changed, table.removed),
        (2, 2, 0, 0)
    );
    assert!(publication.current && publication.kept);
    assert_eq!(
        log(&folder, 1),
        Vec::<String>::new(),
        "there was nothing to compare with"
    );
    let (_, rows) = seen(&folder, "USERS");
    assert_eq!(
        rows[1],
        vec![Some("b".into()), None, Some(String::new())],
        "absent is not empty"
    );
    let plain = rusqlite::Connection::open(folder.database_path(NAME)).expect("another tool");
    let count: i64 = plain
        .query_row("SELECT count(*) FROM users", [], |row| row.get(0))
        .expect("count");
    assert_eq!(count, 2, "any tool reads the plain view");
    let columns = plain
        .prepare("SELECT * FROM users")
        .expect("select")
        .column_names()
        .join(" ");
    assert_eq!(columns, "sub email tier", "and sees the table's columns alone");
}

#[test]
fn a_second_run_logs_what_changed_and_nothing_else() {
    let (_root, folder) = folder();
    import(
        &folder,
        1,
        COLUMNS,
        rows(&[&["a", "a@x", "gold"], &["b", "-", "tin"], &["c", "c@x", "-"]]),
    );
    let publication = import(
        &folder,
        2,
        COLUMNS,
        rows(&[&["d", "d@x", "-"], &["b", "b@x", "-"], &["a", "a@x", "gold"]]),
    );
    let table = &publication.tables[0];
    assert_eq!(
        (table.rows, table.added, table.changed, table.removed),
        (3, 1, 1, 1)
    );
    insta::assert_debug_snapshot!(log(&folder, 2), @r#"
    [
        "users b Changed email: - > b@x",
        "users b Changed tier: tin > -",
        "users c Removed",
        "users d Added",
    ]
    "#);
    let counts = reader(&folder).change_counts(RunId(2)).expect("counts");
    assert_eq!(
        counts.iter().map(|count| count.lines).collect::<Vec<_>>(),
        [1, 1, 1, 1],
        "a row that came, a cell of each column, a row that went"
    );
    let of_users = ChangeQuery {
        table: Some("users".into()),
        ..ChangeQuery::default()
    };
    let lines = reader(&folder)
        .changes(RunId(2), &of_users, None, 3)
        .expect("changes");
    let rest = reader(&folder)
        .changes(RunId(2), &of_users, Some(lines[2].id), 3)
        .expect("changes");
    assert_eq!((lines.len(), rest.len()), (3, 1), "the log is read in pages");
}

#[test]
fn a_table_that_did_not_change_keeps_its_version() {
    let (_root, folder) = folder();
    let cells = rows(&[&["a", "a@x", "gold"], &["b", "-", "tin"]]);
    import(&folder, 1, COLUMNS, cells.clone());
    let publication = import(&folder, 2, COLUMNS, cells.into_iter().rev().collect());
    assert_eq!(
        publication.tables[0].version,
        RunId(1),
        "the order of rows is no change"
    );
    assert_eq!(
        reader(&folder).publications().expect("history").len(),
        2,
        "the run is in the history"
    );
}

#[test]
fn a_rollback_publishes_an_older_version_as_a_new_entry() {
    let (_root, folder) = folder();
    import(&folder, 1, COLUMNS, rows(&[&["a", "1", "-"], &["b", "1", "-"]]));
    import(&folder, 2, COLUMNS, rows(&[&["a", "2", "-"], &["c", "1", "-"]]));
    let before = shown(&folder, "users");
    let publication = open(&folder)
        .roll_back(RunId(1), None, RunId(3), at(3))
        .expect("roll back");
    sound(&folder);
    let table = &publication.tables[0];
    assert_eq!(
        (table.added, table.changed, table.removed, table.version),
        (1, 1, 1, RunId(1))
    );
    assert_eq!(
        log(&folder, 3),
        ["users a Changed email: 2 > 1", "users b Added", "users c Removed"]
    );
    let again = open(&folder)
        .roll_back(RunId(1), None, RunId(3), at(9))
        .expect("once more");
    assert_eq!(
        again, publication,
        "a rollback that a crash cut off from the catalog is not done twice"
    );
    open(&folder)
        .roll_back(RunId(2), None, RunId(4), at(4))
        .expect("and forth");
    sound(&folder);
    assert_eq!(shown(&folder, "users"), before, "nothing was destroyed");
    let gone = open(&folder)
        .roll_back(RunId(77), None, RunId(5), at(5))
        .expect_err("never published");
    assert_eq!(gone.kind(), ErrorKind::NotFound);
    let history = reader(&folder).publications().expect("history");
    assert_eq!(
        history.iter().map(|entry| entry.run.0).collect::<Vec<_>>(),
        [4, 3, 2, 1]
    );
    assert_eq!(
        open(&folder)
            .published(RunId(3))
            .expect("settle")
            .map(|it| it.current),
        Some(false)
    );
    assert!(
        open(&folder).published(RunId(5)).expect("settle").is_none(),
        "the failed one left nothing"
    );
}

#[test]
fn retention_drops_versions_and_keeps_the_log() {
    let (_root, folder) = folder();
    for run in 1..=6 {
        import(&folder, run, COLUMNS, rows(&[&["a", &run.to_string(), "-"]]));
    }
    assert_eq!(open(&folder).prune(3).expect("prune"), 3);
    sound(&folder);
    assert_eq!(open(&folder).prune(3).expect("again"), 0, "nothing is left to do");
    let kept: Vec<bool> = reader(&folder)
        .publications()
        .expect("history")
        .iter()
        .map(|entry| entry.kept)
        .collect();
    assert_eq!(kept, [true, true, true, false, false, false]);
    assert_eq!(
        log(&folder, 2),
        ["users a Changed email: 1 > 2"],
        "the change log outlives the rows"
    );
    let gone = open(&folder)
        .roll_back(RunId(2), None, RunId(7), at(7))
        .expect_err("pruned");
    assert_eq!(gone.kind(), ErrorKind::VersionGone);
    open(&folder)
        .roll_back(RunId(4), None, RunId(7), at(7))
        .expect("kept");
    assert_eq!(
        open(&folder).prune(0).expect("prune all"),
        2,
        "what readers see is always kept"
    );
    sound(&folder);
    assert_eq!(shown(&folder, "users")[0][1].as_deref(), Some("4"));
}

#[test]
fn rows_that_two_units_brought_are_one_and_the_latest() {
    let (_root, folder) = folder();
    let tables = [staged(users(COLUMNS), "users", Purpose::Customer360)];
    let units = [part("a"), part("b"), whole()];
    let mut staging = open(&folder)
        .begin(RunId(1), &tables, &units, at(1))
        .expect("begin");
    let head = columns(COLUMNS);
    staging
        .stage_page(
            &part("a"),
            &page(&head, rows(&[&["a1", "old", "-"], &["a2", "-", "-"]]), None),
        )
        .expect("a");
    staging
        .stage_page(&part("b"), &page(&head, rows(&[&["b1", "-", "-"]]), None))
        .expect("b");
    let early = staging
        .missed_by_parts(&"nobody".to_owned().into(), None, at(0))
        .expect_err("no such table");
    assert_eq!(early.kind(), ErrorKind::NotFound);
    assert_eq!(
        staging.units().expect_err("an error ends the handle").kind(),
        ErrorKind::Interrupted
    );
    drop(staging);
    let mut staging = open(&folder).resume(RunId(1)).expect("resume").expect("staged");
    assert_eq!(
        staging.totals().expect("totals").pages,
        0,
        "what was not committed is gone"
    );
    staging
        .stage_page(
            &part("a"),
            &page(&head, rows(&[&["a1", "old", "-"], &["a2", "-", "-"]]), None),
        )
        .expect("a");
    staging
        .stage_page(&part("b"), &page(&head, rows(&[&["b1", "-", "-"]]), None))
        .expect("b");
    let late = at(10).to_string();
    let all: &[&[&str]] = &[
        &["a1", "new", "-"],
        &["b1", "-", "-"],
        &["x1", "-", &late],
        &["x2", "-", "no moment"],
    ];
    staging
        .stage_page(&whole(), &page(&head, rows(all), None))
        .expect("whole");
    let coverage = staging
        .missed_by_parts(&USERS, Some("tier"), at(5))
        .expect("coverage");
    assert_eq!(
        (coverage.only_whole, coverage.parts, coverage.whole),
        (1, 3, 4),
        "a late row proves nothing"
    );
    assert_eq!(
        staging
            .missed_by_parts(&USERS, None, at(5))
            .expect("coverage")
            .only_whole,
        2
    );
    let (_, publication) = staging.seal().expect("seal").publish(at(1)).expect("publish");
    sound(&folder);
    assert_eq!(publication.tables[0].rows, 5);
    let a1 = shown(&folder, "users")
        .into_iter()
        .find(|row| row[0].as_deref() == Some("a1"))
        .expect("a1");
    assert_eq!(a1[1].as_deref(), Some("new"), "the row that came last is kept");
}

#[test]
fn parts_are_dropped_and_units_start_again() {
    let (_root, folder) = folder();
    let tables = [staged(users(COLUMNS), "users", Purpose::Customer360)];
    let mut staging = open(&folder)
        .begin(RunId(1), &tables, &[part("a"), part("b")], at(1))
        .expect("begin");
    let head = columns(COLUMNS);
    staging
        .stage_page(&part("a"), &page(&head, rows(&[&["a1", "-", "-"]]), Some("more")))
        .expect("a");
    staging
        .stage_page(&part("b"), &page(&head, rows(&[&["b1", "-", "-"]]), None))
        .expect("b");
    staging.restart_unit(&part("a")).expect("restart");
    staging.commit().expect("commit");
    sound(&folder);
    let first = &staging.units().expect("units")[0];
    assert_eq!((first.cursor.as_ref(), first.pages, first.rows), (None, 0, 0));
    let unfinished = staging.seal().expect_err("a is not read");
    assert!(matches!(unfinished, Error::Unfinished { units: 1 }));
    let mut staging = open(&folder).resume(RunId(1)).expect("resume").expect("staged");
    assert_eq!(
        staging.add_units(&[whole(), part("a"), whole()]).expect("add"),
        [whole()],
        "new ones alone"
    );
    staging
        .stage_page(&whole(), &page(&head, rows(&[&["z", "-", "-"]]), None))
        .expect("whole");
    staging.drop_parts(&LIST_USERS).expect("drop");
    staging.commit().expect("commit");
    sound(&folder);
    assert_eq!(staging.units().expect("units").len(), 1);
    assert_eq!(staging.totals().expect("totals").rows[&USERS], 1);
    let staged = staging.seal().expect("seal");
    assert_eq!(staged.rows(), 1);
    let database = staged.discard().expect("discard");
    assert!(database.staged_run().expect("look").is_none());
    drop(database);
    sound(&folder);
}

#[test]
fn units_that_a_page_revealed_come_once() {
    let (_root, folder) = folder();
    let mut staging = begin(&folder, 1, COLUMNS, Purpose::All);
    let mut first = page(&columns(COLUMNS), Vec::new(), Some("next"));
    first.discovered = vec![part("x"), part("x"), whole(), part("y")];
    assert_eq!(
        staging.stage_page(&whole(), &first).expect("stage"),
        [part("x"), part("y")]
    );
    assert_eq!(staging.stage_page(&part("x"), &first).expect("stage"), []);
    staging.commit().expect("commit");
    drop(staging);
    let staging = open(&folder).resume(RunId(1)).expect("resume").expect("staged");
    let cursors: Vec<bool> = staging
        .units()
        .expect("units")
        .iter()
        .map(|unit| unit.cursor.is_some())
        .collect();
    assert_eq!(
        cursors,
        [true, true, false],
        "the page's cursor and its units stand together"
    );
}

#[test]
fn a_new_run_sweeps_what_another_left() {
    let (_root, folder) = folder();
    let mut staging = begin(&folder, 1, COLUMNS, Purpose::All);
    staging
        .stage_page(
            &whole(),
            &page(&columns(COLUMNS), rows(&[&["a", "-", "-"]]), Some("n")),
        )
        .expect("stage");
    staging.commit().expect("commit");
    drop(staging);
    assert_eq!(open(&folder).staged_run().expect("look"), Some(RunId(1)));
    assert!(
        open(&folder).resume(RunId(2)).expect("resume").is_none(),
        "that run has nothing here"
    );
    import(&folder, 2, COLUMNS, rows(&[&["b", "-", "-"]]));
    assert!(open(&folder).staged_run().expect("look").is_none());
    let published = open(&folder).begin(
        RunId(2),
        &[staged(users(COLUMNS), "users", Purpose::All)],
        &[],
        at(3),
    );
    assert!(
        matches!(published, Err(Error::Published { run: RunId(2) })),
        "a run is published once"
    );
}

#[test]
fn names_that_collide_are_refused_before_anything_is_made() {
    let (_root, folder) = folder();
    let mut other = users(COLUMNS);
    other.id = "others".to_owned().into();
    for (first, second) in [("users", "USERS"), ("users_columns", "users")] {
        let tables = [
            staged(users(COLUMNS), first, Purpose::Customer360),
            staged(other.clone(), second, Purpose::All),
        ];
        let refused = open(&folder)
            .begin(RunId(1), &tables, &[whole()], at(1))
            .expect_err("taken");
        assert_eq!(refused.kind(), ErrorKind::NameTaken, "{first} and {second}");
    }
    drop(open(&folder));
    let tool = rusqlite::Connection::open(folder.database_path(NAME)).expect("another tool");
    tool.execute_batch("CREATE TABLE users(mine)")
        .expect("a table of its own");
    let tables = [staged(users(COLUMNS), "users", Purpose::Customer360)];
    let refused = open(&folder)
        .begin(RunId(1), &tables, &[whole()], at(1))
        .expect_err("taken");
    assert_eq!(
        refused.kind(),
        ErrorKind::NameTaken,
        "another tool's table stays untouched"
    );
}

#[test]
fn remove_leaves_no_file() {
    let (_root, folder) = folder();
    import(&folder, 1, COLUMNS, rows(&[&["a", "canary@example.org", "-"]]));
    assert!(
        found_anywhere(folder.root(), b"canary@example.org"),
        "it was there"
    );
    let open_elsewhere = reader(&folder);
    Database::remove_files(&folder, NAME).expect("remove");
    drop(open_elsewhere);
    assert!(
        !found_anywhere(folder.root(), b"canary@example.org"),
        "nothing of it can be found"
    );
    Database::remove_files(&folder, NAME).expect("a second time is fine");
    assert!(DatabaseReader::open(&folder, NAME).expect("open").is_none());
}

#[test]
fn what_was_pruned_can_no_longer_be_found() {
    let (_root, folder) = folder();
    import(&folder, 1, &["sub", "email"], rows(&[&["canary-sub", "x"]]));
    import(&folder, 2, &["sub", "email"], rows(&[&["b", "x"]]));
    open(&folder).prune(1).expect("prune");
    let rows = |bytes: &[u8]| found_anywhere(folder.root(), bytes);
    assert!(
        rows(b"canary-sub"),
        "the change log keeps the key of a row that went"
    );
    Database::remove_files(&folder, NAME).expect("remove");
    assert!(!rows(b"canary-sub"));
}
