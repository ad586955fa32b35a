//! Opening pools, and reading them to their end.

use poolhouse_cognito::{Credentials, IdentityPool, PoolSource, Speed, UserPool};
use poolhouse_connector::{
    Batch, Connector, Cursor, Kept, Note, Page, ReadError, Since, Split, TableId, Unit, Value,
};
use poolhouse_sample_pool::{Key, Options, SamplePool};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(crate) async fn start(options: Options) -> (SamplePool, UserPool) {
    let server = SamplePool::start(options).await.expect("the sample pool starts");
    let pool = open(&server, Key::full());
    (server, pool)
}

pub(crate) fn open(server: &SamplePool, key: Key) -> UserPool {
    open_as(server, key, server.pool_id())
}

pub(crate) fn open_as(server: &SamplePool, key: Key, pool_id: &str) -> UserPool {
    UserPool::open(source(server, key, pool_id))
}

pub(crate) fn open_identity_pool(server: &SamplePool, key: Key, pool_id: &str) -> IdentityPool {
    IdentityPool::open(source(server, key, pool_id))
}

pub(crate) async fn start_identity_pool(options: Options) -> (SamplePool, IdentityPool) {
    let server = SamplePool::start(options).await.expect("the sample pool starts");
    let pool = open_identity_pool(&server, Key::full(), server.identity_pool_id());
    (server, pool)
}

fn source(server: &SamplePool, key: Key, pool_id: &str) -> PoolSource {
    PoolSource {
        pool_id: pool_id.into(),
        region: server.region().into(),
        endpoint: Some(server.endpoint()),
        credentials: credentials(key),
        speed: Speed::Unlimited,
        network: poolhouse_connector::Network::default(),
    }
}

fn credentials(key: Key) -> Credentials {
    Credentials::Keys {
        access_key_id: key.id,
        secret_access_key: key.secret.into(),
        session_token: key.session_token.map(Into::into),
    }
}

pub(crate) fn table(name: &'static str) -> TableId {
    TableId::new(name)
}

pub(crate) fn unit(reading: &'static str, partition: &str) -> Unit {
    Unit {
        reading: poolhouse_connector::Reading::new(reading),
        partition: poolhouse_connector::Partition(partition.into()),
    }
}

/// The first page of a unit.
pub(crate) async fn first(pool: &dyn Connector, unit: &Unit, tables: &[TableId]) -> Result<Page, ReadError> {
    pool.read_page(unit, None, tables).await
}

/// Every batch of the tables, all units followed to their ends.
pub(crate) async fn read(
    pool: &dyn Connector,
    tables: &[TableId],
    split: Split,
) -> Result<Vec<Batch>, ReadError> {
    Ok(read_all(pool, tables, split).await?.batches)
}

/// What a reading of everything brought.
#[derive(Default)]
pub(crate) struct Brought {
    pub(crate) batches: Vec<Batch>,
    pub(crate) notes: BTreeSet<Note>,
    pub(crate) kept: Vec<Kept>,
    pub(crate) marks: Since,
}

/// Follows all units to their ends, each unit once.
pub(crate) async fn read_all(
    pool: &dyn Connector,
    tables: &[TableId],
    split: Split,
) -> Result<Brought, ReadError> {
    let mut waiting: VecDeque<Unit> = pool.units(tables, split).into();
    let mut known: BTreeSet<Unit> = waiting.iter().cloned().collect();
    let mut brought = Brought::default();
    while let Some(unit) = waiting.pop_front() {
        let mut cursor: Option<Cursor> = None;
        loop {
            let page = pool.read_page(&unit, cursor.as_ref(), tables).await?;
            brought.batches.extend(page.batches);
            brought.notes.extend(page.notes);
            brought.kept.extend(page.kept);
            waiting.extend(
                page.discovered
                    .into_iter()
                    .filter(|unit| known.insert(unit.clone())),
            );
            if let Some(mark) = page.mark {
                brought.marks.insert(unit.clone(), mark);
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
    }
    Ok(brought)
}

/// A row by the names of its columns.
pub(crate) type Row = BTreeMap<String, Value>;

/// The rows of one table.
pub(crate) async fn rows(pool: &dyn Connector, name: &'static str) -> Vec<Row> {
    pool.describe().await.expect("the pool is described");
    let batches = read(pool, &[table(name)], Split::Whole)
        .await
        .expect("the table is read");
    assert!(
        batches.iter().all(|batch| batch.table == table(name)),
        "no other table comes"
    );
    batches.iter().flat_map(named).collect()
}

/// The rows of a batch by the names of their columns.
pub(crate) fn named(batch: &Batch) -> Vec<Row> {
    let names = || batch.columns.iter().map(|column| column.original.clone());
    let row = |row: &Vec<Value>| names().zip(row.iter().cloned()).collect();
    batch.rows.iter().map(row).collect()
}

/// Some columns of rows, a line each, `-` for what is absent and `⏎` for a newline.
pub(crate) fn shown(rows: &[Row], columns: &[&str]) -> String {
    let cell = |row: &Row, column: &str| match &row[column] {
        Value::Null => "-".to_owned(),
        Value::Text(text) => text.replace('\n', "⏎"),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
    };
    let line = |row| {
        columns
            .iter()
            .map(|column| cell(row, column))
            .collect::<Vec<_>>()
            .join(" | ")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The value in a column of a row.
pub(crate) fn cell<'a>(batch: &'a Batch, row: &'a [Value], column: &str) -> &'a Value {
    let place = batch.columns.iter().position(|known| known.original == column);
    &row[place.unwrap_or_else(|| panic!("`{}` has a column `{column}`", batch.table))]
}

pub(crate) fn text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        other => panic!("{other:?} is text"),
    }
}
