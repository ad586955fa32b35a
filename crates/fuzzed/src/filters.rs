//! Filters, searches and regular expressions as they are typed, or as the window sends them.

use crate::shelf::{self, NAME};
use poolhouse_catalog::model::{Filter, Sort, TableQuery, Test, Version};
use poolhouse_catalog::{ErrorKind, TableReader};
use poolhouse_connector::{ColumnType, Value};
use poolhouse_sample_pool::corpus;
use std::sync::Arc;

thread_local! {
    /// The table that is asked: the hostile corpus beside numbers. Its files are deleted as soon as it is
    /// open, as a program that is fuzzed ends in no orderly way.
    static TABLE: TableReader = table().expect("the table is made");
}

fn table() -> Result<TableReader, poolhouse_catalog::Error> {
    let (_root, folder) = shelf::folder();
    let columns: Arc<_> = [
        shelf::column("sub", ColumnType::Text),
        shelf::column("text", ColumnType::Text),
        shelf::column("number", ColumnType::Number),
        shelf::column("when", ColumnType::Timestamp),
    ]
    .into();
    let row = |(place, hostile): (usize, &corpus::Hostile)| {
        let number = match place % 4 {
            0 => Value::Null,
            1 => Value::Integer(place as i64 * 1_000),
            2 => Value::Real(place as f64 / 8.0),
            _ => Value::Text("n/a".into()),
        };
        let text = if place % 5 == 0 {
            Value::Null
        } else {
            Value::Text(hostile.value.clone())
        };
        let when = Value::Text(format!("2026-11-{:02}T00:00:00Z", place % 28 + 1));
        vec![Value::Text(format!("{place}")), text, number, when]
    };
    let rows = corpus::values().iter().enumerate().map(row).collect();
    shelf::stage(&folder, 1, "users", &columns, rows)?
        .seal()?
        .publish(shelf::at(2))?;
    let reader = TableReader::open(&folder, NAME, "users", Version::Now)?.expect("a database");
    shelf::count(&reader, &TableQuery::default())?;
    Ok(reader)
}

/// A question as JSON, as the window sends it; or else two bytes that choose the column and the test, and
/// a text as it is typed.
pub fn filters(bytes: &[u8]) {
    if let Ok(query) = serde_json::from_slice::<TableQuery>(bytes) {
        put(&query);
    } else if let [column, test, rest @ ..] = bytes {
        let text = String::from_utf8_lossy(rest).into_owned();
        put(&typed(*column, *test, text));
    }
}

fn typed(column: u8, test: u8, text: String) -> TableQuery {
    let column = ["sub", "text", "number", "when"][usize::from(column % 4)].to_owned();
    let ends = |text: &str| {
        let (from, to) = text.split_once('\n').unwrap_or((text, ""));
        let end = |end: &str| (!end.is_empty()).then(|| end.to_owned());
        (end(from), end(to))
    };
    let test = match test % 10 {
        0 => Test::Contains { text },
        1 => Test::StartsWith { text },
        2 => Test::EndsWith { text },
        3 => Test::Equals { text },
        4 => Test::OneOf {
            texts: text.split('\n').map(str::to_owned).collect(),
        },
        5 => {
            let (from, to) = ends(&text);
            Test::Between { from, to }
        }
        6 => {
            return TableQuery {
                search: text,
                sort: vec![Sort {
                    column,
                    descending: false,
                }],
                ..TableQuery::default()
            };
        }
        7 => {
            let (from, to) = ends(&text);
            let zone = Some("Europe/Berlin".to_owned());
            Test::Days { from, to, zone }
        }
        _ => Test::Matches { pattern: text },
    };
    TableQuery {
        filters: vec![Filter {
            column,
            test,
            not: false,
        }],
        ..TableQuery::default()
    }
}

/// Puts a question. It is answered, or refused because of what was typed: nothing else can be wrong here.
fn put(query: &TableQuery) {
    TABLE.with(|reader| put_to(reader, query));
}

fn put_to(reader: &TableReader, query: &TableQuery) {
    let refused = |error: &poolhouse_catalog::Error| {
        assert!(
            matches!(error.kind(), ErrorKind::BadQuery | ErrorKind::NotFound),
            "refused as {:?}: {error}",
            error.kind()
        );
        assert!(!error.to_string().is_empty());
    };
    let rows = match shelf::count(reader, query) {
        Ok(rows) => rows,
        Err(error) => return refused(&error),
    };
    // A row that passes and a row that does not are all rows there are.
    if let ([filter], "") = (query.filters.as_slice(), query.search.as_str()) {
        let mut opposite = query.clone();
        opposite.filters[0].not = !filter.not;
        let others = shelf::count(reader, &opposite).expect("the opposite can be asked too");
        assert_eq!(
            Some(rows + others),
            reader.rows(),
            "who passes and who does not are everybody"
        );
    }
    let profile = reader
        .profile("text", query)
        .expect("the same rows have a profile");
    assert_eq!(profile.rows, rows, "the profile is of the rows that were listed");
}
