//! A database file, or the catalog, that is not as we wrote it.

use crate::shelf::{self, NAME};
use poolhouse_catalog::model::{
    ChangeQuery, ChosenTable, DataflowDraft, DataflowId, DriftPolicy, Purpose, RunId, RunKind, TableQuery,
    Trigger, Version,
};
use poolhouse_catalog::{
    Catalog, CatalogReader, DataFolder, Database, DatabaseReader, Error, RunFilter, TableReader,
    check_database,
};
use poolhouse_connector::{Column, ColumnType, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// The files as they are written, before anything is done to them.
struct Sound {
    database: Vec<u8>,
    catalog: Vec<u8>,
}

/// The first byte says which file, whether the rest is the file itself or changes of a sound one, and
/// whether it is opened to be written. A change is a place of three bytes and the byte that stands there.
pub fn databases(bytes: &[u8]) {
    let [how, rest @ ..] = bytes else { return };
    let (_root, folder) = shelf::folder();
    let sound = sound();
    let (path, original): (PathBuf, _) = if how & 1 == 0 {
        (folder.database_path(NAME), &sound.database)
    } else {
        (folder.root().join("catalog.db"), &sound.catalog)
    };
    let content = if how & 2 == 0 {
        changed(original.clone(), rest, how & 8 != 0)
    } else {
        rest.to_vec()
    };
    std::fs::write(&path, content).expect("the folder can be written");
    if how & 1 == 0 {
        read_database(&folder);
        if how & 4 != 0 {
            drop(write_database(&folder));
            drop(check_database(&folder, NAME));
        }
    } else {
        drop(read_catalog(&folder));
        if how & 4 != 0 {
            drop(write_catalog(&folder));
        }
    }
}

fn changed(mut file: Vec<u8>, changes: &[u8], cut: bool) -> Vec<u8> {
    let length = file.len();
    for change in changes.chunks_exact(4) {
        let place = usize::from(change[0]) << 16 | usize::from(change[1]) << 8 | usize::from(change[2]);
        file[place % length] = change[3];
    }
    if let (true, [.., high, low]) = (cut, changes) {
        file.truncate((usize::from(*high) << 8 | usize::from(*low)) * 16 % length);
    }
    file
}

/// What is called sound can be read whole.
fn read_database(folder: &DataFolder) {
    let checked = check_database(folder, NAME);
    let read = read_tables(folder);
    if checked.is_ok() {
        for (table, said, listed) in read.expect("what is called sound can be read") {
            assert_eq!(said, listed, "the rows of {table}");
        }
    }
}

/// Each table that readers see, with the rows that it is said to have and those that are listed.
fn read_tables(folder: &DataFolder) -> Result<Vec<(String, u64, u64)>, Error> {
    let Some(reader) = DatabaseReader::open(folder, NAME)? else {
        return Ok(Vec::new());
    };
    let mut read = Vec::new();
    for table in reader.tables()? {
        let Some(rows) = TableReader::open(folder, NAME, &table.name, Version::Now)? else {
            continue;
        };
        let listed = shelf::count(&rows, &TableQuery::default())?;
        read.push((table.name, table.rows, listed));
        if let Some(column) = rows.columns().first() {
            // What is not needed to show the rows may be damaged: an error, and no more.
            drop(rows.profile(&column.name, &TableQuery::default()));
            drop(rows.storage(rows.columns()));
        }
    }
    drop(reader.classes());
    drop(reader.forgotten());
    for publication in reader.publications().unwrap_or_default() {
        drop(reader.changes(publication.run, &ChangeQuery::default(), None, 100));
        drop(reader.change_counts(publication.run));
        drop(reader.columns_of(publication.run));
        drop(reader.tables_as_of(Version::AsOf(publication.run)));
        drop(reader.preview_rollback(publication.run, None));
    }
    Ok(read)
}

fn write_database(folder: &DataFolder) -> Result<(), Error> {
    let mut database = Database::open(folder, NAME)?;
    if let Some(run) = database.staged_run()? {
        if let Some(staging) = database.resume(run)? {
            drop(staging.units());
            drop(staging.seal().and_then(|staged| staged.publish(shelf::at(9))));
        }
        database = Database::open(folder, NAME)?;
        database.discard(run)?;
    }
    drop(database.roll_back(RunId(1), None, RunId(50), shelf::at(10)));
    drop(database.prune(1));
    database.rewrite()
}

fn read_catalog(folder: &DataFolder) -> Result<(), Error> {
    let reader = CatalogReader::open(folder)?;
    drop(reader.dataflows());
    drop(reader.running());
    for run in reader.runs(&RunFilter::default())? {
        drop(reader.run_log(run.id));
        drop(reader.plan(run.id));
        drop(reader.certificate(run.id));
    }
    drop(reader.found_runs(&RunFilter::default()));
    drop(reader.accepted_columns(DataflowId(1)));
    drop(reader.sizes("source"));
    drop(reader.verdict("source"));
    Ok(())
}

fn write_catalog(folder: &DataFolder) -> Result<(), Error> {
    let mut catalog = Catalog::open(folder)?;
    catalog.set_setting("a", "b")?;
    catalog.create_dataflow(&draft("Another"), shelf::at(5))?;
    Ok(())
}

fn draft(name: &str) -> DataflowDraft {
    DataflowDraft {
        name: name.into(),
        connector: "aws-cognito-user-pool".into(),
        settings: BTreeMap::new(),
        display_name: String::new(),
        description: String::new(),
        organization: String::new(),
        tables: vec![ChosenTable {
            source: shelf::USERS,
            target: "users".into(),
            purpose: Purpose::All,
        }],
        drift: DriftPolicy::TakeAll,
    }
}

fn sound() -> &'static Sound {
    static SOUND: OnceLock<Sound> = OnceLock::new();
    SOUND.get_or_init(|| made().expect("sound files are made"))
}

fn made() -> Result<Sound, Error> {
    let (_root, folder) = shelf::folder();
    let columns: Arc<[Column]> = [
        shelf::column("sub", ColumnType::Text),
        shelf::column("email", ColumnType::Text),
        shelf::column("score", ColumnType::Number),
    ]
    .into();
    let rows = |from: i64| {
        let row = |place: i64| {
            vec![
                Value::Text(place.to_string()),
                Value::Text(format!("{place}@example.com")),
                Value::Integer(from),
            ]
        };
        (from..from + 9).map(row).collect::<Vec<_>>()
    };
    for run in [1, 2] {
        shelf::stage(&folder, run, "users", &columns, rows(run))?
            .seal()?
            .publish(shelf::at(run))?;
    }
    // And one that was interrupted.
    drop(shelf::stage(&folder, 3, "users", &columns, rows(3))?);
    // The last to close brings the write-ahead log into the file.
    drop(Database::open(&folder, NAME)?);
    let mut catalog = Catalog::open(&folder)?;
    let dataflow = catalog.create_dataflow(&draft("Acme"), shelf::at(0))?;
    let run = catalog.begin_run(
        dataflow.id,
        RunKind::Import,
        Trigger::Manual,
        "the plan",
        shelf::at(1),
    )?;
    catalog.log(
        run,
        poolhouse_catalog::model::LogLevel::Note,
        "It began.",
        shelf::at(1),
    )?;
    drop(catalog);
    let read = |path: PathBuf| std::fs::read(&path).expect("the file is there");
    Ok(Sound {
        database: read(folder.database_path(NAME)),
        catalog: read(folder.root().join("catalog.db")),
    })
}
