//! A table of *Privacy-Metadata* says all about its columns, and no value of it reaches the disk.

use crate::support::*;
use poolhouse_catalog::model::{Purpose, RunId};

const COLUMNS: &[&str] = &["sub", "email", "tier"];

fn catalogue(folder: &poolhouse_catalog::DataFolder) -> Vec<String> {
    let told = |row: Vec<Option<String>>| {
        row.into_iter()
            .map(|cell| cell.unwrap_or_else(|| "-".into()))
            .collect::<Vec<_>>()
            .join(" | ")
    };
    shown(folder, "users_columns").into_iter().map(told).collect()
}

#[test]
fn the_column_catalogue_is_the_same_with_and_without_rows() {
    let mut told = Vec::new();
    for purpose in [Purpose::All, Purpose::PrivacyMetadata] {
        let (_root, folder) = folder();
        let cells = rows(&[
            &["a", "canary@example.org", "gold"],
            &["b", "-", "gold"],
            &["c", "x", "-"],
            &["d", "x", "-"],
        ]);
        let publication = import_for(&folder, 1, COLUMNS, cells, purpose);
        let names: Vec<&str> = publication
            .tables
            .iter()
            .map(|table| table.target.as_str())
            .collect();
        match purpose {
            Purpose::All => assert_eq!(names, ["users", "users_columns"]),
            _ => assert_eq!(names, ["users_columns"], "no table of rows"),
        }
        assert_eq!(
            found_anywhere(folder.root(), b"canary@example.org"),
            purpose == Purpose::All
        );
        told.push(catalogue(&folder));
    }
    assert_eq!(told[0], told[1]);
    insta::assert_debug_snapshot!(told[0], @r#"
    [
        "email | email | text | free_text | 0.75 | 2 | 18",
        "sub | sub | text | free_text | 1 | 4 | 1",
        "tier | tier | text | free_text | 0.5 | 1 | 4",
    ]
    "#);
}

#[test]
fn profiles_outlive_a_crash_and_go_with_their_unit() {
    let (_root, folder) = folder();
    let tables = [staged(users(COLUMNS), "users", Purpose::PrivacyMetadata)];
    let units = [part("a"), part("b"), whole()];
    let mut staging = open(&folder)
        .begin(RunId(1), &tables, &units, at(1))
        .expect("begin");
    let head = columns(COLUMNS);
    let secret = |n: usize| rows(&[&[&format!("canary-{n}"), "mail", "-"]]);
    staging
        .stage_page(&part("a"), &page(&head, secret(1), Some("more")))
        .expect("stage");
    staging
        .stage_page(&part("b"), &page(&head, secret(2), Some("more")))
        .expect("stage");
    staging.commit().expect("commit");
    staging
        .stage_page(&part("a"), &page(&head, secret(3), None))
        .expect("stage");
    drop(staging);
    let mut staging = open(&folder).resume(RunId(1)).expect("resume").expect("staged");
    assert_eq!(
        staging.totals().expect("totals").rows[&USERS],
        2,
        "the page without a checkpoint is gone"
    );
    staging
        .stage_page(&part("a"), &page(&head, secret(4), None))
        .expect("stage");
    staging.restart_unit(&part("b")).expect("restart");
    staging
        .stage_page(&part("b"), &page(&head, secret(5), None))
        .expect("stage");
    staging
        .stage_page(
            &whole(),
            &page(&head, [secret(1), secret(4), secret(5)].concat(), None),
        )
        .expect("stage");
    let coverage = staging.missed_by_parts(&USERS, None, at(1)).expect("coverage");
    assert_eq!(
        (coverage.only_whole, coverage.parts, coverage.whole),
        (0, 3, 3),
        "the counts alone speak"
    );
    drop(staging.seal().expect("seal").publish(at(1)).expect("publish"));
    sound(&folder);
    assert_eq!(
        catalogue(&folder)[1],
        "sub | sub | text | free_text | 1 | 3 | 8",
        "a row counts once"
    );
    assert!(
        !found_anywhere(folder.root(), b"canary-"),
        "no value reached the disk"
    );
}

#[test]
fn a_table_that_gives_up_its_rows_shows_them_no_more() {
    let (_root, folder) = folder();
    import_for(&folder, 1, COLUMNS, rows(&[&["a", "-", "-"]]), Purpose::All);
    import_for(
        &folder,
        2,
        COLUMNS,
        rows(&[&["a", "-", "-"]]),
        Purpose::PrivacyMetadata,
    );
    let tables = reader(&folder).tables().expect("tables");
    assert_eq!(
        tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(),
        ["users_columns"]
    );
}
