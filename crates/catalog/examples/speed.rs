//! How fast a million rows of 25 columns are staged, sealed, published, compared, forgotten and
//! dropped, and in how much memory: `cargo run --release -p poolhouse-catalog --example speed -- [rows]`.
//! The numbers belong in a note on the change that moved them.

#![expect(clippy::print_stdout, reason = "its numbers are what it is for")]

use jiff::Timestamp;
use poolhouse_catalog::model::{ChangeQuery, Purpose, RunId, Sort, TableQuery, Version};
use poolhouse_catalog::{DataFolder, Database, DatabaseReader, NamesOf, People, StagedTable, TableReader};
use poolhouse_connector::{
    Batch, Column, ColumnType, Cursor, Name, Page, PersonalData, Reading, Table, TableId, Unit, Value,
};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PAGE: u64 = 60;
const NAME: &str = "Speed";
const USERS: TableId = TableId::new("users");
const LIST_USERS: Reading = Reading::new("ListUsers");

fn main() -> Result<(), poolhouse_catalog::Error> {
    let rows: u64 = std::env::args()
        .nth(1)
        .and_then(|rows| rows.parse().ok())
        .unwrap_or(1_000_000);
    let root = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open(root.path())?;
    let columns: Arc<[Column]> = std::iter::once("sub".to_owned())
        .chain((1..25).map(|n| format!("column_{n}")))
        .map(|original| Column {
            original,
            kind: ColumnType::Text,
            personal: PersonalData::FreeText,
        })
        .collect();
    let purposes = [
        Purpose::Customer360,
        Purpose::Customer360,
        Purpose::Customer360,
        Purpose::All,
    ];
    for (run, (purpose, changed_one_in)) in purposes.into_iter().zip([1_000, 5, 100, 1]).enumerate() {
        let run = RunId(run as i64 + 1);
        println!("run {run}: {purpose:?}, one row in {changed_one_in} differs from the run before");
        import(&folder, run, &columns, rows, changed_one_in, purpose)?;
        if run.0 > 1 {
            look_at_both(&folder, run, rows)?;
            back_and_forth(&folder, run, rows)?;
            look_at_changes(&folder, run, rows)?;
        }
    }
    let reader = DatabaseReader::open(&folder, NAME)?.expect("it was imported");
    println!(
        "database {} MB, peak memory {} MB",
        reader.size_bytes()? / 1_000_000,
        peak_memory() / 1_000
    );
    let people = People::from([(USERS, "sub".to_owned())]);
    let key = key_of(rows / 2);
    timed("see what there is of a person", 0, || {
        reader.traces(&people, &key)
    })?;
    drop(reader);
    let mut database = Database::open(&folder, NAME)?;
    timed("forget a person", 0, || {
        database.forget(&people, &key, Timestamp::UNIX_EPOCH)
    })?;
    timed("write the file anew", 0, || database.rewrite())?;
    drop(database);
    for kept in [3, 2, 1] {
        timed(&format!("prune to {kept}"), 0, || {
            Database::open(&folder, NAME)?.prune(kept)
        })?;
    }
    Ok(())
}

/// Compares a run's version with the one before: all lines, the first hundred as they are shown, with their
/// names, and all sorted by name and searched.
fn look_at_both(folder: &DataFolder, run: RunId, rows: u64) -> Result<(), poolhouse_catalog::Error> {
    let names = NamesOf {
        table: USERS,
        column: "sub".into(),
        from: USERS,
        key: "sub".into(),
        names: &[Name {
            shown: "name",
            of: &[&["column_8", "column_16"], &["column_1"]],
        }],
    };
    let sides = (Version::AsOf(RunId(run.0 - 1)), Version::AsOf(run));
    let reader = TableReader::compared(folder, NAME, "users", sides, &[names])?.expect("it was imported");
    let listed = |query: &TableQuery| {
        let (question, mut places) = (reader.ask(query)?, Vec::new());
        reader.list(&question, &mut |found| {
            places.extend_from_slice(found);
            ControlFlow::Continue(())
        })?;
        Ok(places)
    };
    let all = TableQuery::default();
    let places = timed("compare with the version before", rows, || listed(&all))?;
    let lines = places.len() as u64;
    timed("100 of its lines, named", 100, || {
        reader.fetch(&places[..places.len().min(100)])
    })?;
    let by_name = TableQuery {
        sort: vec![Sort {
            column: "name".into(),
            descending: false,
        }],
        ..TableQuery::default()
    };
    timed("its lines sorted by name", lines, || listed(&by_name))?;
    let searched = TableQuery {
        search: "zq".into(),
        ..TableQuery::default()
    };
    timed("its lines searched", lines, || listed(&searched))?;
    Ok(())
}

/// Counts what going back to the first run would change, goes back, and forth again.
fn back_and_forth(folder: &DataFolder, run: RunId, rows: u64) -> Result<(), poolhouse_catalog::Error> {
    let reader = DatabaseReader::open(folder, NAME)?.expect("it was imported");
    let preview = timed("preview of a rollback", rows, || {
        reader.preview_rollback(RunId(1), None)
    })?;
    let table = &preview.tables[0];
    println!("  +{} ~{} -{}", table.added, table.changed, table.removed);
    for (to, under) in [(RunId(1), 1_000), (run, 2_000)] {
        let mut database = Database::open(folder, NAME)?;
        timed(&format!("roll back to run {to}"), rows, || {
            database.roll_back(to, None, RunId(run.0 + under), Timestamp::UNIX_EPOCH)
        })?;
    }
    Ok(())
}

/// Reads what a run changed: the first lines, those of one column, of one that there is not, all counted.
fn look_at_changes(folder: &DataFolder, run: RunId, rows: u64) -> Result<(), poolhouse_catalog::Error> {
    let reader = DatabaseReader::open(folder, NAME)?.expect("it was imported");
    for (what, column) in [
        ("any", None),
        ("column_2", Some("column_2")),
        ("none", Some("none")),
    ] {
        let query = ChangeQuery {
            column: column.map(Into::into),
            ..ChangeQuery::default()
        };
        timed(&format!("500 changes of column {what}"), rows, || {
            reader.changes(run, &query, None, 500)
        })?;
    }
    let counts = timed("count the changes", rows, || reader.change_counts(run))?;
    println!("  {counts:?}");
    Ok(())
}

fn import(
    folder: &DataFolder,
    run: RunId,
    columns: &Arc<[Column]>,
    rows: u64,
    changed_one_in: u64,
    purpose: Purpose,
) -> Result<(), poolhouse_catalog::Error> {
    let table = Table {
        id: USERS,
        summary: String::new(),
        reading: LIST_USERS,
        columns: columns.to_vec(),
        key: vec!["sub".into()],
        discovered_by: Vec::new(),
        person: None,
        names_people: Vec::new(),
        default: true,
    };
    let (unit, now) = (Unit::whole(LIST_USERS), Timestamp::UNIX_EPOCH);
    let tables = [StagedTable {
        table,
        target: "users".into(),
        purpose,
        accepted: None,
    }];
    let mut staging = Database::open(folder, NAME)?.begin(run, &tables, std::slice::from_ref(&unit), now)?;
    let mut spent = Duration::ZERO;
    for number in 0..rows.div_ceil(PAGE) {
        let made = page(columns, run, number, rows, changed_one_in);
        let begun = Instant::now();
        staging.stage_page(&unit, &made)?;
        if number % 50 == 49 {
            staging.commit()?;
        }
        spent += begun.elapsed();
    }
    staging.commit()?;
    tell("stage", rows, spent);
    let staged = timed("seal", rows, || staging.seal())?;
    let (_, publication) = timed("publish", rows, || staged.publish(now))?;
    let table = &publication.tables[0];
    println!(
        "  +{} ~{} -{}, peak memory {} MB",
        table.added,
        table.changed,
        table.removed,
        peak_memory() / 1_000
    );
    Ok(())
}

fn page(columns: &Arc<[Column]>, run: RunId, number: u64, rows: u64, changed_one_in: u64) -> Page {
    let first = number * PAGE;
    let last = (first + PAGE).min(rows);
    let row = |n: u64| -> Vec<Value> {
        let mut row = vec![Value::Text(key_of(n))];
        row.extend((1..25).map(|column| match column {
            1 => Value::Text(format!("person.{n}@example.org")),
            2 if n.is_multiple_of(changed_one_in) => Value::Text(format!("seen in run {run}")),
            8 | 16 => Value::Null,
            9 => Value::Integer(i64::from(n.is_multiple_of(2))),
            _ => Value::Text(format!("value {}", n % 997)),
        }));
        row
    };
    let batch = Batch {
        table: USERS,
        columns: columns.clone(),
        rows: (first..last).map(row).collect(),
        misfits: 0,
    };
    let next = (last < rows).then(|| Cursor(number.to_string()));
    Page {
        batches: vec![batch],
        next,
        ..Page::end()
    }
}

/// As random as a `sub`, and the same in each run.
fn key_of(n: u64) -> String {
    let key = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("{key:016x}-{n:012x}")
}

fn timed<T>(
    what: &str,
    rows: u64,
    work: impl FnOnce() -> Result<T, poolhouse_catalog::Error>,
) -> Result<T, poolhouse_catalog::Error> {
    let begun = Instant::now();
    let done = work()?;
    tell(what, rows, begun.elapsed());
    Ok(done)
}

fn tell(what: &str, rows: u64, spent: Duration) {
    println!(
        "  {what}: {:.2} s, {:.0} rows/s",
        spent.as_secs_f64(),
        rows as f64 / spent.as_secs_f64()
    );
}

/// Kilobytes of memory at the peak, where the system tells.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
