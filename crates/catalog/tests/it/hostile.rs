//! Hostile values and names: stored to the byte, and never run.

use crate::support::*;
use poolhouse_catalog::model::{ChangeQuery, Purpose, RunId};
use poolhouse_connector::Value;

fn corpus() -> Vec<String> {
    let mut corpus: Vec<String> = [
        "",
        " ",
        "\0",
        "a\0b",
        "\n\r\t",
        "'",
        "\"",
        "`",
        "\\",
        "\u{202e}abc",
        "👩‍💻",
        "é",
        "e\u{301}",
        "=1+1",
        "'; DROP TABLE users; --",
        "\"); DROP TABLE users; --",
        "[x]",
        "NULL",
        "%",
        "_unit",
        "rowid",
        "ROWID",
        "oid",
        "sqlite_master",
        "_poolhouse_meta",
        "SELECT",
        "שלום",
        "\u{feff}",
        "\u{ffff}",
        "?1",
        ":a",
        "{}",
        "null",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    corpus.push("x".repeat(2_048));
    corpus.push("é".repeat(2_048));
    corpus
}

#[test]
fn every_value_comes_back_to_the_byte() {
    let (_root, folder) = folder();
    let corpus = corpus();
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
    let corpus = corpus();
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
