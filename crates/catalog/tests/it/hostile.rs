//! Hostile values and names: stored to the byte, and never run.

use crate::support::*;
use poolhouse_catalog::model::{ChangeQuery, Purpose, RunId};
use poolhouse_catalog::{ErrorKind, check_database};
use poolhouse_connector::Value;
use std::collections::BTreeSet;

/// A list of the one corpus of all suites, by its file: this crate may not know the sample pool. What is
/// long is told by a part of it and how often that stands there.
fn texts(list: &str, of: &str) -> Vec<String> {
    let corpus: serde_json::Value =
        serde_json::from_str(include_str!("../../../sample-pool/corpus.json")).expect("JSON");
    let text = |entry: &serde_json::Value| {
        let times = entry["times"].as_u64().unwrap_or(1) as usize;
        entry[of].as_str().expect("a text").repeat(times)
    };
    corpus[list]
        .as_array()
        .expect("a list")
        .iter()
        .map(text)
        .collect()
}

#[test]
fn every_value_comes_back_to_the_byte() {
    let (_root, folder) = folder();
    let all = texts("values", "value")
        .into_iter()
        .chain(texts("columns", "name"));
    let corpus: Vec<String> = all.collect::<BTreeSet<_>>().into_iter().collect();
    let cells = |shift: usize| -> Cells {
        let value = |index: usize| Value::Text(corpus[(index + shift) % corpus.len()].clone());
        (0..corpus.len())
            .map(|index| vec![Value::Text(corpus[index].clone()), value(index)])
            .collect()
    };
    import(&folder, 1, &["sub", "value"], cells(0));
    let (_, read) = seen(&folder, "users");
    let read: Vec<(String, String)> = read
        .into_iter()
        .map(|mut row| (row[0].take().expect("a key"), row[1].take().expect("a value")))
        .collect();
    assert_eq!(
        read,
        corpus
            .iter()
            .map(|value| (value.clone(), value.clone()))
            .collect::<Vec<_>>()
    );
    import(&folder, 2, &["sub", "value"], cells(1));
    let changes = reader(&folder)
        .changes(RunId(2), &ChangeQuery::default(), None, 1_000)
        .expect("changes");
    assert_eq!(changes.len(), corpus.len(), "each row has another value");
    for change in changes {
        let key = change.key[0].clone().expect("a key");
        let index = corpus
            .iter()
            .position(|value| *value == key)
            .expect("the key, to the byte");
        assert_eq!(change.old.as_ref(), Some(&corpus[index]));
        assert_eq!(change.new.as_ref(), Some(&corpus[(index + 1) % corpus.len()]));
    }
}

#[test]
fn every_name_becomes_a_column() {
    let (_root, folder) = folder();
    let corpus = texts("columns", "name");
    let originals: Vec<&str> = std::iter::once("sub")
        .chain(corpus.iter().map(String::as_str))
        .collect();
    let cells = vec![originals.iter().map(|original| text(original)).collect()];
    import_for(&folder, 1, &originals, cells, Purpose::All);
    let (columns, rows) = seen(&folder, "users");
    assert_eq!(columns.len(), originals.len());
    for (column, value) in columns.iter().zip(&rows[0]) {
        assert_eq!(
            Some(&column.original),
            value.as_ref(),
            "each value stands in its own column"
        );
    }
    let tool = rusqlite::Connection::open(folder.database_path(NAME)).expect("another tool");
    let seen = tool
        .prepare("SELECT * FROM users")
        .expect("the view")
        .column_count();
    assert_eq!(seen, originals.len());
}

#[test]
fn what_is_damaged_within_a_sound_page_is_told_as_damage() {
    for damage in [
        "UPDATE _poolhouse_columns SET personal = CAST(x'66ff66' AS TEXT)",
        "UPDATE _poolhouse_columns SET personal = 'nothing of ours'",
        "UPDATE _poolhouse_columns SET personal = x'00'",
    ] {
        let (_root, folder) = folder();
        import(&folder, 1, &["sub", "value"], rows(&[&["a", "b"]]));
        rusqlite::Connection::open(folder.database_path(NAME))
            .and_then(|other| other.execute_batch(damage))
            .expect("the file is changed");
        assert!(check_database(&folder, NAME).is_err(), "{damage} is found");
        let error = reader(&folder).tables().expect_err(damage);
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{damage}: {error}");
    }
}
