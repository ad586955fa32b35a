//! Going back: all of it or one table, and what is told before.

use crate::support::*;
use poolhouse_catalog::model::{ChangeKind, ChangeQuery, Publication, Purpose, RollbackPreview, RunId};
use poolhouse_catalog::{DataFolder, ErrorKind, StagedTable};
use poolhouse_connector::{Batch, Page, Table, TableId};

const HEAD: &[&str] = &["sub", "v"];
const GROUPS: TableId = TableId::new("groups");

fn groups() -> Table {
    Table {
        id: GROUPS,
        ..users(HEAD)
    }
}

fn tables(groups_as: &str) -> [StagedTable; 2] {
    [
        staged(users(HEAD), "users", Purpose::All),
        staged(groups(), groups_as, Purpose::Customer360),
    ]
}

/// Publishes these rows of `users` and of `groups`.
fn both(folder: &DataFolder, run: i64, tables: &[StagedTable], cells: [Cells; 2]) -> Publication {
    let mut staging = open(folder)
        .begin(RunId(run), tables, &[whole()], at(run))
        .expect("begin");
    let batches = tables.iter().zip(cells).map(|(table, rows)| Batch {
        table: table.table.id.clone(),
        columns: columns(HEAD),
        rows,
        misfits: 0,
    });
    let page = Page {
        batches: batches.collect(),
        ..Page::end()
    };
    staging.stage_page(&whole(), &page).expect("stage");
    staging.commit().expect("commit");
    let (_, publication) = staging.seal().expect("seal").publish(at(run)).expect("publish");
    sound(folder);
    publication
}

/// Two runs: a row of each table changes, one comes and one goes.
fn two_runs(folder: &DataFolder) {
    let first = [
        rows(&[&["a", "1"], &["b", "1"], &["c", "1"]]),
        rows(&[&["staff", "1"]]),
    ];
    let second = [
        rows(&[&["a", "2"], &["b", "1"], &["d", "1"]]),
        rows(&[&["staff", "2"], &["all", "1"]]),
    ];
    both(folder, 1, &tables("groups"), first);
    both(folder, 2, &tables("groups"), second);
}

fn preview(folder: &DataFolder, to: i64, table: Option<&str>) -> RollbackPreview {
    reader(folder)
        .preview_rollback(RunId(to), table)
        .expect("a preview")
}

/// A table, its rows now and then, and how many come, change and go.
fn told(preview: &RollbackPreview) -> Vec<String> {
    let rows = |rows: Option<u64>| rows.map_or("-".into(), |rows| rows.to_string());
    let tables = preview.tables.iter();
    tables
        .map(|table| {
            format!(
                "{} {}>{} +{} ~{} -{}",
                table.name,
                rows(table.rows_now),
                rows(table.rows_then),
                table.added,
                table.changed,
                table.removed
            )
        })
        .collect()
}

fn changed(publication: &Publication) -> Vec<String> {
    let tables = publication.tables.iter();
    tables
        .map(|table| {
            format!(
                "{} v{} {} +{} ~{} -{}",
                table.target, table.version, table.rows, table.added, table.changed, table.removed
            )
        })
        .collect()
}

#[test]
fn a_preview_tells_what_the_rollback_then_does_and_writes_nothing() {
    let (_root, folder) = folder();
    two_runs(&folder);
    let file = std::fs::read(folder.database_path(NAME)).expect("the file");
    let whole = preview(&folder, 1, None);
    assert_eq!(
        told(&whole),
        ["users 3>3 +1 ~1 -1", "groups 2>1 +0 ~1 -1"],
        "a column catalogue goes with its table"
    );
    assert_eq!(
        std::fs::read(folder.database_path(NAME)).expect("the file"),
        file,
        "not a byte is written"
    );
    let done = open(&folder)
        .roll_back(RunId(1), None, RunId(3), at(3))
        .expect("roll back");
    sound(&folder);
    for table in &whole.tables {
        let done = done.tables.iter().find(|done| done.source == table.source);
        let done = done.expect("it is shown");
        assert_eq!(
            (table.added, table.changed, table.removed),
            (done.added, done.changed, done.removed)
        );
    }
    assert_eq!(
        told(&preview(&folder, 1, None)),
        ["users 3>3 +0 ~0 -0", "groups 1>1 +0 ~0 -0"],
        "once more would change nothing"
    );
}

#[test]
fn one_table_goes_back_beside_the_others_as_they_are_and_forth_again() {
    let (_root, folder) = folder();
    two_runs(&folder);
    assert_eq!(
        told(&preview(&folder, 1, Some("Users"))),
        ["users 3>3 +1 ~1 -1"],
        "a table's name is found in any case"
    );
    let done = open(&folder)
        .roll_back(RunId(1), Some("Users"), RunId(3), at(3))
        .expect("roll back");
    sound(&folder);
    insta::assert_debug_snapshot!(changed(&done), @r#"
    [
        "users v1 3 +1 ~1 -1",
        "users_columns v1 2 +0 ~1 -0",
        "groups v2 2 +0 ~0 -0",
    ]
    "#);
    let lines = log(&folder, 3);
    assert_eq!(
        lines[..3],
        ["users a Changed v: 2 > 1", "users c Added", "users d Removed"]
    );
    assert_eq!(shown(&folder, "users")[0][1].as_deref(), Some("1"));
    assert_eq!(shown(&folder, "groups").len(), 2, "it stayed");
    open(&folder)
        .roll_back(RunId(2), None, RunId(4), at(4))
        .expect("and forth");
    sound(&folder);
    assert_eq!(shown(&folder, "users")[0][1].as_deref(), Some("2"));
}

#[test]
fn a_table_keeps_the_name_that_it_has_now() {
    let (_root, folder) = folder();
    let cells = |v: &str| [rows(&[&["a", v]]), rows(&[&["staff", v]])];
    both(&folder, 1, &tables("groups"), cells("1"));
    both(&folder, 2, &tables("teams"), cells("2"));
    let done = open(&folder)
        .roll_back(RunId(1), Some("teams"), RunId(3), at(3))
        .expect("roll back");
    sound(&folder);
    assert_eq!(done.tables[2].target, "teams");
    assert_eq!(
        log(&folder, 3),
        ["teams staff Changed v: 2 > 1"],
        "compared by the log of either name"
    );
    let unknown = reader(&folder).preview_rollback(RunId(1), Some("nobody"));
    assert_eq!(unknown.expect_err("no such table").kind(), ErrorKind::NotFound);
}

#[test]
fn a_table_that_came_later_goes_and_one_that_went_comes() {
    let (_root, folder) = folder();
    let only = |index: usize| [tables("groups")[index].clone()];
    let one_row = || [rows(&[&["a", "1"]]), Cells::new()];
    both(&folder, 1, &only(0), one_row());
    both(&folder, 2, &only(1), one_row());
    let whole = preview(&folder, 1, None);
    assert_eq!(told(&whole), ["users ->1 +1 ~0 -0", "groups 1>- +0 ~0 -1"]);
    let not_then = reader(&folder).preview_rollback(RunId(1), Some("groups"));
    assert_eq!(
        not_then.expect_err("it was not there").kind(),
        ErrorKind::NotFound
    );
    let done = open(&folder)
        .roll_back(RunId(1), Some("users"), RunId(3), at(3))
        .expect("roll back");
    sound(&folder);
    assert_eq!(
        changed(&done),
        [
            "groups v2 1 +0 ~0 -0",
            "users v1 1 +1 ~0 -0",
            "users_columns v1 2 +2 ~0 -0"
        ],
        "what was there stays, what was not comes beside it"
    );
}

#[test]
fn columns_that_come_and_go_are_named() {
    let (_root, folder) = folder();
    import(&folder, 1, &["sub", "v"], rows(&[&["a", "1"]]));
    import(&folder, 2, &["sub", "v", "new"], rows(&[&["a", "1", "x"]]));
    let table = preview(&folder, 1, None).tables.remove(0);
    assert_eq!(
        (table.columns_added.len(), table.columns_removed),
        (0, vec!["new".into()])
    );
    assert_eq!((table.added, table.changed, table.removed), (0, 1, 0));
    open(&folder)
        .roll_back(RunId(1), None, RunId(3), at(3))
        .expect("roll back");
    let table = preview(&folder, 2, None).tables.remove(0);
    assert_eq!(table.columns_added, ["new"]);
}

#[test]
fn what_was_pruned_can_be_neither_previewed_nor_gone_back_to() {
    let (_root, folder) = folder();
    two_runs(&folder);
    drop(preview(&folder, 1, None));
    open(&folder).prune(1).expect("prune");
    for table in [None, Some("users")] {
        let told = reader(&folder).preview_rollback(RunId(1), table);
        assert_eq!(told.expect_err("pruned").kind(), ErrorKind::VersionGone);
        let done = open(&folder).roll_back(RunId(1), table, RunId(3), at(3));
        assert_eq!(done.expect_err("pruned").kind(), ErrorKind::VersionGone);
    }
    sound(&folder);
    assert!(log(&folder, 3).is_empty(), "the failed one left nothing");
    let never = reader(&folder).preview_rollback(RunId(77), None);
    assert_eq!(never.expect_err("never published").kind(), ErrorKind::NotFound);
}

#[test]
fn changes_are_read_table_by_table_in_pages_and_by_kind_and_column() {
    let (_root, folder) = folder();
    two_runs(&folder);
    let reader = reader(&folder);
    let read = |query: &ChangeQuery| {
        let mut lines: Vec<String> = Vec::new();
        let mut after = None;
        loop {
            let page = reader.changes(RunId(2), query, after, 2).expect("a page");
            after = page.last().map(|change| change.id);
            lines.extend(
                page.iter()
                    .map(|change| format!("{} {:?} {:?}", change.table, change.kind, change.column)),
            );
            if page.len() < 2 {
                return lines;
            }
        }
    };
    insta::assert_debug_snapshot!(read(&ChangeQuery::default()), @r#"
    [
        "groups Added None",
        "groups Changed Some(\"v\")",
        "users Added None",
        "users Removed None",
        "users Changed Some(\"v\")",
        "users_columns Changed Some(\"distinct_count\")",
    ]
    "#);
    let of = |table: Option<&str>, kind, column: Option<&str>| ChangeQuery {
        table: table.map(Into::into),
        kind,
        column: column.map(Into::into),
    };
    assert_eq!(
        read(&of(None, Some(ChangeKind::Added), None)),
        ["groups Added None", "users Added None"]
    );
    assert_eq!(
        read(&of(Some("users"), None, Some("v"))),
        ["users Changed Some(\"v\")"]
    );
    assert!(read(&of(Some("users"), Some(ChangeKind::Added), Some("v"))).is_empty());
    assert!(read(&of(Some("' OR 1=1"), None, None)).is_empty());
    let counts: Vec<String> = reader
        .change_counts(RunId(2))
        .expect("counts")
        .into_iter()
        .map(|count| {
            format!(
                "{} {:?} {:?} {}",
                count.table, count.kind, count.column, count.lines
            )
        })
        .collect();
    assert_eq!(counts.len(), 6);
    assert_eq!(counts[1], "groups Changed Some(\"v\") 1");
}
