//! A table of *Privacy-Metadata* says all about its columns, and no value of it reaches the disk.

use crate::support::*;
use poolhouse_catalog::model::{Purpose, RunId};
use poolhouse_connector::{Cursor, Page, Partition, Reading, Table, TableId, Unit};

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

const SLICES: Reading = Reading::new("ListUsersInSlices");
const FACTORS: Reading = Reading::new("GetFactors");

/// `users`, filled by a call for each slice of people that another reading names.
fn in_slices() -> Table {
    Table {
        reading: FACTORS,
        discovered_by: vec![SLICES],
        names_people: vec![FACTORS],
        ..users(COLUMNS)
    }
}

fn slice(names: &str) -> Unit {
    Unit {
        reading: FACTORS,
        partition: Partition(names.into()),
    }
}

fn slices(next: Option<&str>, names: &[&str]) -> Page {
    Page {
        discovered: names.iter().map(|names| slice(names)).collect(),
        next: next.map(|next| Cursor(next.into())),
        ..Page::end()
    }
}

fn people_page(sub: &str, next: Option<&str>) -> Page {
    page(
        &columns(COLUMNS),
        rows(&[&[sub, "canary@example.org", "-"]]),
        next,
    )
}

#[test]
fn names_of_people_stay_in_memory_and_are_discovered_again() {
    let (_root, folder) = folder();
    let list = Unit::whole(SLICES);
    let tables = [staged(in_slices(), "users", Purpose::PrivacyMetadata)];
    let first = std::slice::from_ref(&list);
    let mut staging = open(&folder)
        .begin(RunId(1), &tables, first, at(1))
        .expect("begin");
    let found = staging
        .stage_page(&list, &slices(Some("more"), &["canary-1", "canary-2"]))
        .expect("stage");
    assert_eq!(
        found,
        [slice("canary-1"), slice("canary-2")],
        "they are read by their names"
    );
    staging
        .stage_page(
            &slice("canary-1"),
            &people_page("canary-sub", Some("canary-cursor")),
        )
        .expect("stage");
    staging.commit().expect("commit");
    assert!(!found_anywhere(folder.root(), b"canary"), "while the run lasts");
    drop(staging);
    sound(&folder);

    let mut staging = open(&folder).resume(RunId(1)).expect("resume").expect("staged");
    let units = staging.units().expect("units");
    let told: Vec<_> = units
        .iter()
        .map(|told| (&told.unit, told.pages, told.rows))
        .collect();
    assert_eq!(
        told,
        [(&list, 0, 0)],
        "what names nobody begins again, the rest is gone"
    );
    sound(&folder);
    staging
        .stage_page(&list, &slices(None, &["canary-1", "canary-3"]))
        .expect("stage");
    staging
        .stage_page(&slice("canary-1"), &people_page("canary-sub", None))
        .expect("stage");
    staging
        .stage_page(&slice("canary-3"), &people_page("canary-bus", None))
        .expect("stage");
    staging.commit().expect("commit");
    drop(staging);

    // All of them are read: nobody's name is needed any more.
    let staging = open(&folder).resume(RunId(1)).expect("resume").expect("staged");
    assert_eq!(staging.totals().expect("totals").rows[&USERS], 2);
    drop(staging.seal().expect("seal").publish(at(1)).expect("publish"));
    sound(&folder);
    assert_eq!(catalogue(&folder)[1], "sub | sub | text | free_text | 1 | 2 | 10");
    assert!(!found_anywhere(folder.root(), b"canary"), "after it");
}

#[test]
fn where_rows_of_people_are_kept_a_run_goes_on_by_their_names() {
    let (_root, folder) = folder();
    let list = Unit::whole(SLICES);
    let kept = Table {
        id: TableId::new("people"),
        ..users(COLUMNS)
    };
    let tables = [
        staged(in_slices(), "users", Purpose::PrivacyMetadata),
        staged(kept, "people", Purpose::Customer360),
    ];
    let first = [list.clone(), whole()];
    let mut staging = open(&folder)
        .begin(RunId(1), &tables, &first, at(1))
        .expect("begin");
    staging.stage_page(&list, &slices(None, &["jo"])).expect("stage");
    staging.commit().expect("commit");
    drop(staging);
    let staging = open(&folder).resume(RunId(1)).expect("resume").expect("staged");
    let units = staging.units().expect("units");
    assert!(units.iter().any(|told| told.unit == slice("jo") && !told.done));
}
