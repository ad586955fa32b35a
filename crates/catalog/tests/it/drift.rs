//! Columns that come, go and change their type between runs and within one.

use crate::support::*;
use poolhouse_catalog::model::{DriftKind, Purpose, RunId};
use poolhouse_connector::{ColumnType, Kept, Mark, Value};

#[test]
fn a_new_column_in_the_middle_of_a_run_is_kept() {
    let (_root, folder) = folder();
    let mut staging = begin(&folder, 1, &["sub"], Purpose::All);
    staging
        .stage_page(&whole(), &page(&columns(&["sub"]), rows(&[&["a"]]), Some("n")))
        .expect("stage");
    staging.commit().expect("commit");
    let wider = columns(&["custom:tier", "sub"]);
    staging
        .stage_page(&whole(), &page(&wider, rows(&[&["gold", "b"]]), Some("m")))
        .expect("stage");
    drop(staging);
    sound(&folder);
    let mut staging = open(&folder).resume(RunId(1)).expect("resume").expect("staged");
    staging
        .stage_page(&whole(), &page(&wider, rows(&[&["tin", "c"]]), Some("m")))
        .expect("stage");
    staging
        .stage_page(&whole(), &page(&columns(&["sub"]), rows(&[&["d"]]), None))
        .expect("narrow again");
    drop(staging.seal().expect("seal").publish(at(1)).expect("publish"));
    sound(&folder);
    insta::assert_compact_debug_snapshot!(
        shown(&folder, "users"),
        @r#"[[Some("a"), None], [Some("c"), Some("tin")], [Some("d"), None]]"#
    );
    let (columns, _) = seen(&folder, "users");
    assert_eq!(
        (columns[1].name.as_str(), columns[1].original.as_str()),
        ("custom_tier", "custom:tier")
    );
}

#[test]
fn a_vanished_column_stays_with_nulls_and_its_name() {
    let (_root, folder) = folder();
    import(
        &folder,
        1,
        &["sub", "custom:a", "custom_a"],
        rows(&[&["x", "1", "2"]]),
    );
    let publication = import(&folder, 2, &["sub", "custom_a"], rows(&[&["x", "2"]]));
    assert_eq!(publication.tables[0].changed, 1);
    assert_eq!(
        log(&folder, 2),
        ["users x Changed custom_a: 1 > -"],
        "nothing is dropped in silence"
    );
    import(
        &folder,
        3,
        &["sub", "custom_a", "custom:a", "new"],
        rows(&[&["x", "2", "1", "n"]]),
    );
    assert_eq!(
        log(&folder, 3),
        ["users x Changed custom_a: - > 1", "users x Changed new: - > n"]
    );
    let names: Vec<String> = reader(&folder).tables().expect("tables")[0]
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    assert_eq!(
        names,
        ["sub", "custom_a", "custom_a_2", "new"],
        "names are stable, whatever the order"
    );
    open(&folder)
        .roll_back(RunId(1), None, RunId(4), at(4))
        .expect("roll back");
    sound(&folder);
    assert_eq!(
        log(&folder, 4),
        ["users x Changed new: n > -"],
        "a column that is not there is NULL"
    );
}

#[test]
fn a_value_is_kept_as_it_came_whatever_its_column_says() {
    let (_root, folder) = folder();
    let mut table = users(&["sub", "level"]);
    table.columns[1].kind = ColumnType::Number;
    let cells = vec![
        vec![text("a"), text("007")],
        vec![text("b"), Value::Integer(7)],
        vec![text("c"), Value::Real(7.5)],
        vec![text("d"), text("1e3")],
        vec![text("e"), Value::Integer(i64::MIN)],
    ];
    let mut staging = open(&folder)
        .begin(
            RunId(1),
            &[staged(table.clone(), "users", Purpose::Customer360)],
            &[whole()],
            at(1),
        )
        .expect("begin");
    staging
        .stage_page(&whole(), &page(&table.columns.into(), cells, None))
        .expect("stage");
    drop(staging.seal().expect("seal").publish(at(1)).expect("publish"));
    let tool = rusqlite::Connection::open(folder.database_path(NAME)).expect("another tool");
    let kinds: String = tool
        .query_row(
            "SELECT group_concat(typeof(level) || ' ' || level, ', ') FROM users",
            [],
            |row| row.get(0),
        )
        .expect("kinds");
    assert_eq!(
        kinds,
        "text 007, integer 7, real 7.5, text 1e3, integer -9223372036854775808"
    );
}

#[test]
fn a_column_whose_type_changed_takes_the_values_of_both() {
    let (_root, folder) = folder();
    let import = |run, kind, value| {
        let mut table = users(&["sub", "level"]);
        table.columns[1].kind = kind;
        let tables = [staged(table.clone(), "users", Purpose::Customer360)];
        let mut staging = open(&folder)
            .begin(RunId(run), &tables, &[whole()], at(run))
            .expect("begin");
        let cells = vec![vec![text("a"), value]];
        staging
            .stage_page(&whole(), &page(&table.columns.into(), cells, None))
            .expect("stage");
        let staged = staging.seal().expect("seal");
        let drift = staged.tables().remove(0).drift;
        let (_, publication) = staged.publish(at(run)).expect("publish");
        sound(&folder);
        let kind = reader(&folder).tables().expect("tables")[0].columns[1].kind;
        (drift, publication.tables[0].version, kind)
    };
    let (drift, _, kind) = import(1, ColumnType::Number, Value::Integer(7));
    assert_eq!(
        (drift, kind),
        (vec![], ColumnType::Number),
        "nothing to differ from"
    );
    let (drift, version, kind) = import(2, ColumnType::Text, text("high"));
    assert_eq!(
        drift
            .iter()
            .map(|column| (column.original.as_str(), column.kind))
            .collect::<Vec<_>>(),
        [("level", DriftKind::Widened)]
    );
    assert_eq!((version, kind), (RunId(2), ColumnType::Text));
    let (drift, _, kind) = import(3, ColumnType::Number, Value::Integer(8));
    assert_eq!(
        (drift, kind),
        (vec![], ColumnType::Text),
        "once wide, it stays wide"
    );
}

#[test]
fn what_comes_and_goes_is_told_once() {
    let (_root, folder) = folder();
    let drift = |run, head: &[&str], cells| {
        let mut staging = begin(&folder, run, head, Purpose::Customer360);
        staging
            .stage_page(&whole(), &page(&columns(head), cells, None))
            .expect("stage");
        let staged = staging.seal().expect("seal");
        let drift = staged.tables().remove(0).drift;
        drop(staged.publish(at(run)).expect("publish"));
        drift
            .into_iter()
            .map(|column| format!("{} {:?}", column.original, column.kind))
            .collect::<Vec<_>>()
    };
    assert!(drift(1, &["sub", "a"], rows(&[&["x", "1"]])).is_empty());
    assert_eq!(
        drift(2, &["sub", "b"], rows(&[&["x", "1"]])),
        ["a Vanished", "b Added"]
    );
    assert!(drift(3, &["sub", "b"], rows(&[&["x", "1"]])).is_empty());
}

#[test]
fn a_column_that_is_not_taken_is_left_out_and_told() {
    let (_root, folder) = folder();
    import(&folder, 1, &["sub", "a"], rows(&[&["x", "1"]]));
    let mut table = staged(users(&["sub", "a", "b"]), "users", Purpose::All);
    table.accepted = Some(["a".to_owned()].into());
    let mut staging = open(&folder)
        .begin(RunId(2), &[table], &[whole()], at(2))
        .expect("begin");
    let head = columns(&["c", "sub", "b", "a"]);
    staging
        .stage_page(&whole(), &page(&head, rows(&[&["3", "x", "2", "1"]]), Some("n")))
        .expect("stage");
    staging.commit().expect("commit");
    drop(staging);
    // The list is kept with the staging.
    let mut staging = open(&folder)
        .resume(RunId(2))
        .expect("resume")
        .expect("it is staged");
    staging
        .stage_page(&whole(), &page(&head, rows(&[&["3", "y", "2", "1"]]), None))
        .expect("stage");
    let staged = staging.seal().expect("seal");
    let drift: Vec<String> = staged.tables()[0]
        .drift
        .iter()
        .map(|column| format!("{} {:?}", column.original, column.kind))
        .collect();
    assert_eq!(
        drift,
        ["b HeldBack", "c HeldBack"],
        "nothing is dropped in silence"
    );
    drop(staged.publish(at(2)).expect("publish"));
    sound(&folder);
    insta::assert_compact_debug_snapshot!(
        shown(&folder, "users"),
        @r#"[[Some("x"), Some("1")], [Some("y"), Some("1")]]"#
    );
}

#[test]
fn rows_that_stay_are_taken_over_and_marks_are_kept_for_one_source() {
    let (_root, folder) = folder();
    let head = &["sub", "v"][..];
    let mut first = begin(&folder, 1, head, Purpose::Customer360);
    let mut whole_page = page(
        &columns(head),
        rows(&[&["a", "1"], &["b", "1"], &["c", "1"]]),
        None,
    );
    whole_page.mark = Some(Mark("7".into()));
    first.stage_page(&whole(), &whole_page).expect("stage");
    let staged = first.seal().expect("seal").read_from("pool one".into());
    drop(staged.publish(at(1)).expect("publish"));

    let mut second = begin(&folder, 2, head, Purpose::Customer360);
    assert!(
        second.marks("pool two").expect("marks").is_empty(),
        "another source"
    );
    let since = second.marks("pool one").expect("marks");
    assert_eq!(since.get(&whole()), Some(&Mark("7".into())));
    let mut later = page(&columns(head), rows(&[&["b", "2"]]), None);
    later.kept = vec![Kept {
        table: USERS,
        rows_with: vec![("v".into(), text("1"))],
    }];
    later.mark = Some(Mark("9".into()));
    second.stage_page(&whole(), &later).expect("stage");
    let staged = second.seal().expect("seal").read_from("pool one".into());
    let (_, publication) = staged.publish(at(2)).expect("publish");
    sound(&folder);
    let table = &publication.tables[0];
    assert_eq!(
        (table.rows, table.added, table.changed, table.removed),
        (3, 0, 1, 0)
    );
    assert_eq!(log(&folder, 2), ["users b Changed v: 1 > 2"]);

    drop(
        open(&folder)
            .roll_back(RunId(1), None, RunId(3), at(3))
            .expect("roll back"),
    );
    let third = begin(&folder, 4, head, Purpose::Customer360);
    assert!(
        third.marks("pool one").expect("marks").is_empty(),
        "readers see another publication than the one that left the marks"
    );
}

#[test]
fn a_run_that_finds_nothing_new_leaves_the_file_as_large_as_it_was() {
    let (_root, folder) = folder();
    let subs: Vec<String> = (0..5_000).map(|n| format!("{n:036}")).collect();
    let cells = || -> Vec<Vec<Value>> {
        subs.iter()
            .map(|sub| vec![text(sub), text(&sub.repeat(3))])
            .collect()
    };
    import(&folder, 1, &["sub", "v"], cells());
    let size = || {
        std::fs::metadata(folder.database_path(NAME))
            .expect("it is there")
            .len()
    };
    let before = size();
    import(&folder, 2, &["sub", "v"], cells());
    assert!(
        size() < before + before / 100,
        "{} bytes became {}",
        before,
        size()
    );
}

#[test]
fn a_key_with_a_null_is_one_row_and_matches_itself() {
    let (_root, folder) = folder();
    let mut table = users(&["sub", "provider", "x"]);
    table.key = vec!["sub".into(), "provider".into()];
    for (run, x) in [(1, "1"), (2, "2")] {
        let mut staging = open(&folder)
            .begin(
                RunId(run),
                &[staged(table.clone(), "users", Purpose::Customer360)],
                &[whole()],
                at(1),
            )
            .expect("begin");
        let cells = rows(&[&["a", "-", "0"], &["a", "-", x], &["a", "p", "-"]]);
        staging
            .stage_page(&whole(), &page(&columns(&["sub", "provider", "x"]), cells, None))
            .expect("stage");
        let (_, publication) = staging.seal().expect("seal").publish(at(run)).expect("publish");
        sound(&folder);
        assert_eq!(publication.tables[0].rows, 2, "two rows with one key are one");
    }
    assert_eq!(log(&folder, 2), ["users a/- Changed x: 1 > 2"]);
}
