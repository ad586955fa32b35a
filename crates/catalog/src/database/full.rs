//! A full disk at each of its steps: the file may not grow past so many pages, one more each time,
//! until a run goes through. Tests alone.

use super::handle::Database;
use super::{StagedTable, check_database};
use crate::model::{Purpose, RunId};
use crate::{DataFolder, DatabaseReader, Error, ErrorKind};
use jiff::Timestamp;
use poolhouse_connector::{
    Batch, Column, ColumnType, Page, PersonalData, Reading, Table, TableId, Unit, Value,
};
use std::sync::Arc;

const NAME: &str = "Acme";

fn column(original: &str) -> Column {
    Column {
        original: original.into(),
        kind: ColumnType::Text,
        personal: PersonalData::None,
    }
}

pub(super) fn import(database: Database, run: RunId) -> Result<Database, Error> {
    let (table, reading) = (TableId::new("users"), Reading::new("ListUsers"));
    let columns: Arc<[Column]> = [column("sub"), column("value")].into();
    let spec = Table {
        id: table.clone(),
        summary: String::new(),
        reading: reading.clone(),
        columns: columns.to_vec(),
        key: vec!["sub".into()],
        discovered_by: Vec::new(),
        person: None,
        names_people: Vec::new(),
        default: true,
    };
    let unit = Unit::whole(reading);
    let tables = [StagedTable {
        table: spec,
        target: "users".into(),
        purpose: Purpose::All,
        accepted: None,
    }];
    let now = Timestamp::UNIX_EPOCH;
    let mut staging = match database.staged_run()? {
        Some(left) if left == run => database.resume(run)?.expect("BUG: it is staged"),
        _ => database.begin(run, &tables, std::slice::from_ref(&unit), now)?,
    };
    if !staging.units()?[0].done {
        for last in [false, true] {
            let row = |n: i64| {
                vec![
                    Value::Text(n.to_string()),
                    Value::Text(format!("{run} {n}").repeat(150)),
                ]
            };
            let first = if last { 50 } else { 0 };
            let rows = (first..first + 50).map(row).collect();
            let batch = Batch {
                table: table.clone(),
                columns: columns.clone(),
                rows,
                misfits: 0,
            };
            let next = (!last).then(|| poolhouse_connector::Cursor("more".into()));
            staging.stage_page(
                &unit,
                &Page {
                    batches: vec![batch],
                    next,
                    ..Page::end()
                },
            )?;
            staging.commit()?;
        }
    }
    Ok(staging.seal()?.publish(now)?.0)
}

#[test]
fn a_full_disk_at_any_page_changes_nothing_and_the_run_goes_on_once_there_is_room() {
    for more in 0.. {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let open = || Database::open(&folder, NAME).expect("the database");
        drop(import(open(), RunId(1)).expect("the first run"));
        let database = open();
        let pages: i64 = database
            .connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .expect("page count");
        database
            .connection
            .query_row(&format!("PRAGMA max_page_count = {}", pages + more), [], |_| {
                Ok(())
            })
            .expect("limit");
        let Err(error) = import(database, RunId(2)) else {
            assert!(more > 20, "the limit was met at many steps: {more}");
            return;
        };
        assert_eq!(error.kind(), ErrorKind::DiskFull, "{error}");
        assert_eq!(
            check_database(&folder, NAME),
            Ok(()),
            "sound after it was full at {more}"
        );
        let reader = DatabaseReader::open(&folder, NAME)
            .expect("open")
            .expect("a database");
        let seen = reader.publications().expect("history");
        assert_eq!(seen.len(), 1, "readers see the first run still");
        let database = open();
        // A resume reads from the cursor; this import begins its unit again.
        if let Some(staged) = database.staged_run().expect("look") {
            let mut staging = database.resume(staged).expect("resume").expect("staged");
            let unit = staging.units().expect("units").remove(0);
            if !unit.done {
                staging.restart_unit(&unit.unit).expect("restart");
                staging.commit().expect("commit");
            }
        }
        drop(import(open(), RunId(2)).expect("there is room again"));
        assert_eq!(
            check_database(&folder, NAME),
            Ok(()),
            "sound after there was room again"
        );
        let shown = DatabaseReader::open(&folder, NAME)
            .expect("open")
            .expect("a database")
            .tables()
            .expect("tables");
        assert_eq!(shown[0].rows, 100);
    }
}
