//! Columns that come, go and change their type between runs and within one.

use crate::support::*;
use poolhouse_catalog::model::{Purpose, RunId};
use poolhouse_connector::{ColumnType, Value};

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
    let page = reader(&folder).rows("users", None, 1).expect("rows");
    assert_eq!(
        (page.columns[1].name.as_str(), page.columns[1].original.as_str()),
        ("custom_tier", "custom:tier")
    );
    assert_eq!(page.next, Some(1), "there is more");
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
        .roll_back(RunId(1), RunId(4), at(4))
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
fn a_column_whose_type_changed_makes_a_new_version_without_false_changes() {
    let (_root, folder) = folder();
    import(&folder, 1, &["sub", "level"], rows(&[&["a", "x"]]));
    let mut table = users(&["sub", "level"]);
    table.columns[1].kind = ColumnType::Number;
    let mut staging = open(&folder)
        .begin(
            RunId(2),
            &[staged(table.clone(), "users", Purpose::Customer360)],
            &[whole()],
            at(1),
        )
        .expect("begin");
    staging
        .stage_page(&whole(), &page(&table.columns.into(), rows(&[&["a", "x"]]), None))
        .expect("stage");
    let (_, publication) = staging.seal().expect("seal").publish(at(2)).expect("publish");
    assert_eq!(
        (publication.tables[0].changed, publication.tables[0].version),
        (0, RunId(2))
    );
    assert_eq!(
        reader(&folder).tables().expect("tables")[0].columns[1].kind,
        ColumnType::Number
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
