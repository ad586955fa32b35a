//! Opening pools, and reading them to their end.

use poolhouse_cognito::{Credentials, Speed, UserPool, UserPoolSource};
use poolhouse_connector::{Batch, Connector, Cursor, Page, ReadError, Split, TableId, Unit, Value};
use poolhouse_sample_pool::{Key, Options, SamplePool};
use std::collections::VecDeque;

pub(crate) async fn start(options: Options) -> (SamplePool, UserPool) {
    let server = SamplePool::start(options).await.expect("the sample pool starts");
    let pool = open(&server, Key::full());
    (server, pool)
}

pub(crate) fn open(server: &SamplePool, key: Key) -> UserPool {
    open_as(server, key, server.pool_id())
}

pub(crate) fn open_as(server: &SamplePool, key: Key, pool_id: &str) -> UserPool {
    UserPool::open(UserPoolSource {
        pool_id: pool_id.into(),
        region: server.region().into(),
        endpoint: Some(server.endpoint()),
        credentials: Credentials::Keys {
            access_key_id: key.id,
            secret_access_key: key.secret.into(),
            session_token: key.session_token.map(Into::into),
        },
        speed: Speed::Unlimited,
    })
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
pub(crate) async fn first(pool: &UserPool, unit: &Unit, tables: &[TableId]) -> Result<Page, ReadError> {
    pool.read_page(unit, None, tables).await
}

/// Every batch of the tables, all units followed to their ends.
pub(crate) async fn read(pool: &UserPool, tables: &[TableId], split: Split) -> Result<Vec<Batch>, ReadError> {
    let mut waiting: VecDeque<Unit> = pool.units(tables, split).into();
    let mut batches = Vec::new();
    while let Some(unit) = waiting.pop_front() {
        let mut cursor: Option<Cursor> = None;
        loop {
            let page = pool.read_page(&unit, cursor.as_ref(), tables).await?;
            batches.extend(page.batches);
            waiting.extend(page.discovered);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
    }
    Ok(batches)
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
