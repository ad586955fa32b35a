//! What sort of personal data a column holds: as its values look, and before all as somebody said.

use crate::support::*;
use poolhouse_catalog::model::{Purpose, RunId, StoredColumn, Version};
use poolhouse_catalog::{DataFolder, ErrorKind, TableReader};
use poolhouse_connector::{Column, PersonalData};

const HEAD: &[&str] = &["sub", "custom:contact", "custom:tier", "custom:note"];

fn people(contact: &str) -> Cells {
    let rows = (1..=5).map(|number| {
        vec![
            text(&format!("u{number}")),
            text(&format!("{contact}{number}@example.org")),
            text("gold"),
            text("+44 7700 900123"),
        ]
    });
    rows.collect()
}

fn class(columns: &[StoredColumn], name: &str) -> PersonalData {
    let column = columns.iter().find(|column| column.name == name);
    column.expect("the column").personal
}

fn as_of(folder: &DataFolder, run: i64) -> Vec<StoredColumn> {
    let version = Version::AsOf(RunId(run));
    let reader = TableReader::open(folder, NAME, "users", version).expect("the table");
    reader.expect("a database").columns().to_vec()
}

fn now(folder: &DataFolder) -> Vec<StoredColumn> {
    reader(folder).tables().expect("tables").remove(0).columns
}

fn catalogue(folder: &DataFolder, column: &str) -> String {
    let rows = shown(folder, "users_columns").into_iter();
    let cells = rows.map(|row| (row[0].clone(), row[3].clone()));
    let found = cells
        .into_iter()
        .find(|(name, _)| name.as_deref() == Some(column));
    found.expect("the column").1.expect("its class")
}

#[test]
fn what_the_values_look_like_is_told_for_every_version() {
    let (_root, folder) = folder();
    import_for(
        &folder,
        1,
        HEAD,
        rows(&[&["u1", "n/a", "gold", "-"]]),
        Purpose::All,
    );
    assert_eq!(class(&now(&folder), "custom_contact"), PersonalData::FreeText);
    import_for(&folder, 2, HEAD, people("a"), Purpose::All);
    for columns in [now(&folder), as_of(&folder, 1), as_of(&folder, 2)] {
        assert_eq!(class(&columns, "custom_contact"), PersonalData::Email);
        assert_eq!(class(&columns, "custom_note"), PersonalData::Phone);
        assert_eq!(
            class(&columns, "custom_tier"),
            PersonalData::FreeText,
            "nothing is taken away"
        );
    }
    assert_eq!(catalogue(&folder, "custom_contact"), "email");
    let lines = log(&folder, 2);
    assert!(
        !lines.iter().any(|line| line.contains("personal_data")),
        "what was learnt is no change of the source: {lines:?}"
    );
}

#[test]
fn rows_that_are_not_kept_are_looked_at_as_they_pass() {
    let (_root, folder) = folder();
    import_for(&folder, 1, HEAD, people("canary"), Purpose::PrivacyMetadata);
    assert_eq!(catalogue(&folder, "custom_contact"), "email");
    assert_eq!(catalogue(&folder, "custom_note"), "phone");
    assert!(
        !found_anywhere(folder.root(), b"canary"),
        "counts alone reached the disk"
    );
}

#[test]
fn what_somebody_said_counts_in_every_version_and_every_later_run() {
    let (_root, folder) = folder();
    import_for(&folder, 1, HEAD, people("a"), Purpose::All);
    import_for(&folder, 2, HEAD, people("b"), Purpose::All);
    let mut database = open(&folder);
    let mut say = |class| {
        database
            .class_column("USERS", "Custom_Contact", class)
            .expect("it is said");
    };
    say(Some(PersonalData::None));
    for columns in [now(&folder), as_of(&folder, 1), as_of(&folder, 2)] {
        assert_eq!(class(&columns, "custom_contact"), PersonalData::None);
    }
    assert_eq!(catalogue(&folder, "custom_contact"), "none");
    // The column goes and comes back.
    import_for(
        &folder,
        3,
        &["sub", "custom:tier"],
        rows(&[&["u1", "gold"]]),
        Purpose::All,
    );
    import_for(&folder, 4, HEAD, people("c"), Purpose::All);
    assert_eq!(class(&now(&folder), "custom_contact"), PersonalData::None);
    assert_eq!(catalogue(&folder, "custom_contact"), "none");
    let told = reader(&folder).classes().expect("classes");
    let told = told.iter().find(|told| told.column == "custom_contact");
    let told = told.map(|told| (told.table.as_str(), told.found, told.said));
    assert_eq!(
        told,
        Some(("users", PersonalData::Email, Some(PersonalData::None)))
    );
    say(None);
    assert_eq!(
        class(&now(&folder), "custom_contact"),
        PersonalData::Email,
        "as it was found"
    );
    assert_eq!(catalogue(&folder, "custom_contact"), "email");
    sound(&folder);
}

#[test]
fn what_is_not_there_has_no_class() {
    let (_root, folder) = folder();
    import(&folder, 1, HEAD, people("a"));
    let mut database = open(&folder);
    let table = database
        .class_column("groups", "sub", None)
        .expect_err("no such table");
    assert_eq!(table.kind(), ErrorKind::NotFound);
    let column = database
        .class_column("users", "age", None)
        .expect_err("no such column");
    assert_eq!(column.kind(), ErrorKind::BadQuery);
}

#[test]
fn a_sample_of_a_large_version_is_enough() {
    let (_root, folder) = folder();
    let mut staging = begin(&folder, 1, &["sub", "custom:contact"], Purpose::Customer360);
    let head: std::sync::Arc<[Column]> = columns(&["sub", "custom:contact"]);
    for part in 0..20 {
        let rows = (0..1_000).map(|number| {
            // Those who came first have none.
            let contact = if part < 2 {
                "-".to_owned()
            } else {
                format!("c{number}@example.org")
            };
            vec![text(&format!("{part}-{number}")), text(&contact)]
        });
        let next = (part < 19).then(|| part.to_string());
        let page = page(&head, rows.collect(), next.as_deref());
        staging.stage_page(&whole(), &page).expect("stage");
    }
    drop(staging.seal().expect("seal").publish(at(1)).expect("publish"));
    assert_eq!(class(&now(&folder), "custom_contact"), PersonalData::Email);
}
