//! A data folder for one input, in memory where the system has a folder there.

use jiff::Timestamp;
use poolhouse_catalog::model::{Purpose, RunId, TableQuery};
use poolhouse_catalog::{DataFolder, Database, StagedTable, Staging, TableReader};
use poolhouse_connector::{
    Batch, Column, ColumnType, Page, PersonalData, Reading, Table, TableId, Unit, Value,
};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

pub(crate) const NAME: &str = "Fuzzed";
pub(crate) const USERS: TableId = TableId::new("users");
const LIST_USERS: Reading = Reading::new("ListUsers");

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).expect("a moment")
}

/// An empty data folder, gone with the first of the two.
pub(crate) fn folder() -> (TempDir, DataFolder) {
    let memory = Path::new("/dev/shm");
    let root = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    let root = root.expect("a folder for a moment");
    let folder = DataFolder::open(&root.path().join("data")).expect("a data folder");
    (root, folder)
}

pub(crate) fn column(original: &str, kind: ColumnType) -> Column {
    Column {
        original: original.into(),
        kind,
        personal: PersonalData::FreeText,
    }
}

/// Begins to import a table `users` with the key `sub`, and stages its rows.
pub(crate) fn stage(
    folder: &DataFolder,
    run: i64,
    target: &str,
    columns: &Arc<[Column]>,
    rows: Vec<Vec<Value>>,
) -> Result<Staging, poolhouse_catalog::Error> {
    let table = Table {
        id: USERS,
        summary: "The users".into(),
        reading: LIST_USERS,
        columns: columns.to_vec(),
        key: vec!["sub".into()],
        discovered_by: Vec::new(),
        person: Some("sub".into()),
        names_people: Vec::new(),
        default: true,
    };
    let tables = [StagedTable {
        table,
        target: target.into(),
        purpose: Purpose::All,
        accepted: None,
    }];
    let unit = Unit::whole(LIST_USERS);
    let mut staging =
        Database::open(folder, NAME)?.begin(RunId(run), &tables, std::slice::from_ref(&unit), at(run))?;
    let page = Page {
        batches: vec![Batch {
            table: USERS,
            columns: columns.clone(),
            rows,
            misfits: 0,
        }],
        ..Page::end()
    };
    staging.stage_page(&unit, &page)?;
    staging.commit()?;
    Ok(staging)
}

/// How many rows a question lists.
pub(crate) fn count(reader: &TableReader, query: &TableQuery) -> Result<u64, poolhouse_catalog::Error> {
    let question = reader.ask(query)?;
    let mut rows = 0;
    let mut first = Vec::new();
    reader.list(&question, &mut |places| {
        rows += places.len() as u64;
        if first.is_empty() {
            first.extend(places.iter().take(8));
        }
        ControlFlow::Continue(())
    })?;
    let fetched = reader.fetch(&first)?;
    assert_eq!(fetched.len(), first.len(), "a row for each place");
    Ok(rows)
}
