//! A made-up table, pages of it, and the road of a run.

use jiff::Timestamp;
use poolhouse_catalog::model::{ChangeQuery, Publication, Purpose, RunId, StoredColumn, TableQuery, Version};
use poolhouse_catalog::{
    DataFolder, Database, DatabaseReader, Error, Place, StagedTable, Staging, TableReader, check_database,
};
use poolhouse_connector::{
    Batch, Column, ColumnType, Cursor, Page, Partition, PersonalData, Reading, Table, TableId, Unit, Value,
};
use std::ops::ControlFlow;
use std::sync::Arc;
use tempfile::TempDir;

pub(crate) const NAME: &str = "Acme";
pub(crate) const LIST_USERS: Reading = Reading::new("ListUsers");
pub(crate) const USERS: TableId = TableId::new("users");

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).expect("a moment")
}

pub(crate) fn folder() -> (TempDir, DataFolder) {
    let root = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open(&root.path().join("data")).expect("a data folder");
    (root, folder)
}

pub(crate) fn column(original: &str) -> Column {
    Column {
        original: original.into(),
        kind: ColumnType::Text,
        personal: PersonalData::FreeText,
    }
}

pub(crate) fn columns(originals: &[&str]) -> Arc<[Column]> {
    originals.iter().map(|original| column(original)).collect()
}

/// A table `users` with the key `sub`.
pub(crate) fn users(originals: &[&str]) -> Table {
    Table {
        id: USERS,
        summary: "The users".into(),
        reading: LIST_USERS,
        columns: columns(originals).to_vec(),
        key: vec!["sub".into()],
        discovered_by: Vec::new(),
        person: Some("sub".into()),
        names_people: Vec::new(),
        default: true,
    }
}

pub(crate) fn staged(table: Table, target: &str, purpose: Purpose) -> StagedTable {
    StagedTable {
        table,
        target: target.into(),
        purpose,
        accepted: None,
    }
}

pub(crate) fn whole() -> Unit {
    Unit::whole(LIST_USERS)
}

pub(crate) fn part(name: &str) -> Unit {
    Unit {
        reading: LIST_USERS,
        partition: Partition(name.into()),
    }
}

pub(crate) fn text(value: &str) -> Value {
    Value::Text(value.into())
}

pub(crate) type Cells = Vec<Vec<Value>>;

/// Rows of text; `-` is absent.
pub(crate) fn rows(rows: &[&[&str]]) -> Cells {
    rows.iter()
        .map(|row| {
            row.iter()
                .map(|cell| if *cell == "-" { Value::Null } else { text(cell) })
                .collect()
        })
        .collect()
}

pub(crate) fn page(columns: &Arc<[Column]>, rows: Cells, next: Option<&str>) -> Page {
    let batch = Batch {
        table: USERS,
        columns: columns.clone(),
        rows,
        misfits: 0,
    };
    Page {
        batches: vec![batch],
        next: next.map(|next| Cursor(next.into())),
        ..Page::end()
    }
}

pub(crate) fn open(folder: &DataFolder) -> Database {
    Database::open(folder, NAME).expect("the database")
}

pub(crate) fn reader(folder: &DataFolder) -> DatabaseReader {
    DatabaseReader::open(folder, NAME)
        .expect("a reader")
        .expect("a database")
}

pub(crate) fn begin(folder: &DataFolder, run: i64, originals: &[&str], purpose: Purpose) -> Staging {
    let tables = [staged(users(originals), "users", purpose)];
    open(folder)
        .begin(RunId(run), &tables, &[whole()], at(run))
        .expect("begin")
}

/// Imports `cells` as one page and publishes it.
pub(crate) fn import(folder: &DataFolder, run: i64, originals: &[&str], cells: Cells) -> Publication {
    import_for(folder, run, originals, cells, Purpose::Customer360)
}

pub(crate) fn import_for(
    folder: &DataFolder,
    run: i64,
    originals: &[&str],
    cells: Cells,
    purpose: Purpose,
) -> Publication {
    let mut staging = begin(folder, run, originals, purpose);
    staging
        .stage_page(&whole(), &page(&columns(originals), cells, None))
        .expect("stage");
    staging.commit().expect("commit");
    let (_, publication) = staging.seal().expect("seal").publish(at(run)).expect("publish");
    sound(folder);
    publication
}

/// The columns and rows that readers see, in the order in which the rows came.
pub(crate) fn seen(folder: &DataFolder, table: &str) -> (Vec<StoredColumn>, Vec<Vec<Option<String>>>) {
    let reader = TableReader::open(folder, NAME, table, Version::Now).expect("the table");
    let reader = reader.expect("a database");
    let rows = brought(&reader, &TableQuery::default()).expect("rows");
    (reader.columns().to_vec(), rows)
}

/// Where the rows are that a question brings, in its order.
pub(crate) fn places(reader: &TableReader, query: &TableQuery) -> Result<Vec<Place>, Error> {
    let question = reader.ask(query)?;
    let mut places = Vec::new();
    reader.list(&question, &mut |found| {
        places.extend_from_slice(found);
        ControlFlow::Continue(())
    })?;
    Ok(places)
}

/// The rows themselves.
pub(crate) fn brought(reader: &TableReader, query: &TableQuery) -> Result<Vec<Vec<Option<String>>>, Error> {
    reader.fetch(&places(reader, query)?)
}

/// Their first cells, as one text.
pub(crate) fn first_cells(reader: &TableReader, query: &TableQuery) -> Result<String, Error> {
    let rows = brought(reader, query)?;
    Ok(rows.into_iter().filter_map(|mut row| row[0].take()).collect())
}

/// The rows that readers see, sorted.
pub(crate) fn shown(folder: &DataFolder, table: &str) -> Vec<Vec<Option<String>>> {
    let (_, mut rows) = seen(folder, table);
    rows.sort();
    rows
}

/// The change log of a run, a line each.
pub(crate) fn log(folder: &DataFolder, run: i64) -> Vec<String> {
    let told = |value: Option<String>| value.unwrap_or_else(|| "-".into());
    let changes = reader(folder)
        .changes(RunId(run), &ChangeQuery::default(), None, 1_000_000)
        .expect("changes");
    let mut lines: Vec<String> = changes
        .into_iter()
        .map(|change| {
            let key: Vec<String> = change.key.into_iter().map(told).collect();
            let line = format!("{} {} {:?}", change.table, key.join("/"), change.kind);
            match change.column {
                Some(column) => format!("{line} {column}: {} > {}", told(change.old), told(change.new)),
                None => line,
            }
        })
        .collect();
    lines.sort();
    lines
}

pub(crate) fn sound(folder: &DataFolder) {
    assert_eq!(check_database(folder, NAME), Ok(()), "the database is sound");
}

/// Whether any file below `folder` holds `bytes`.
pub(crate) fn found_anywhere(folder: &std::path::Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return found_anywhere(&path, bytes);
        }
        let content = std::fs::read(&path).expect("a file");
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}
