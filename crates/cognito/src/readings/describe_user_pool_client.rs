//! `DescribeUserPoolClient`: fills `app_clients`, one call a client.

use super::NOBODY;
use crate::errors::Call;
use crate::source::UserPool;
use crate::tables::app_clients;
use poolhouse_connector::{Cursor, ErrorKind, Page, Partition, ReadError, TableId};

/// What a part's name begins with; the rest is the client's ID.
const BY_CLIENT: &str = "client=";

/// The part that a client is.
pub(crate) fn partition(client_id: &str) -> Partition {
    Partition(format!("{BY_CLIENT}{client_id}"))
}

pub(crate) async fn read(
    pool: &UserPool,
    partition: &Partition,
    cursor: Option<&Cursor>,
    tables: &[TableId],
) -> Result<Page, ReadError> {
    if let Some(page) = super::seen_to_vanish(pool, cursor).await? {
        return Ok(page);
    }
    let call = Call::first("DescribeUserPoolClient");
    let client_id = partition
        .0
        .strip_prefix(BY_CLIENT)
        .ok_or_else(|| call.error(ErrorKind::BadParameter, "clients are read one by one"))?;
    let asked = pool
        .client
        .describe_user_pool_client()
        .user_pool_id(&pool.pool_id)
        .client_id(client_id)
        .send()
        .await;
    let output = match asked.map_err(|error| call.failed(&error)) {
        Ok(output) => output,
        Err(error) if *error.kind() == ErrorKind::NotFound => {
            return Ok(super::vanished());
        }
        Err(error) => return Err(error),
    };
    let client = output
        .user_pool_client
        .ok_or_else(|| call.lacks("`UserPoolClient`"))?;
    if client.client_id.as_deref() != Some(client_id) {
        return Err(call.lacks("`ClientId` of this client"));
    }
    let mut batches = Vec::new();
    if tables.contains(&app_clients::ID) {
        batches.push(app_clients::batch(&pool.pool_id, client));
    }
    Ok(Page {
        batches,
        next: None,
        discovered: Vec::new(),
    })
}

/// The smallest such call, to see whether it is allowed: that a client is not there is told only
/// to those who may ask.
pub(crate) async fn probe(pool: &UserPool) -> Result<(), ReadError> {
    let asked = pool
        .client
        .describe_user_pool_client()
        .user_pool_id(&pool.pool_id)
        .client_id(NOBODY)
        .send()
        .await;
    match asked.map_err(|error| Call::first("DescribeUserPoolClient").failed(&error)) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::BadParameter) => Err(error),
        _ => Ok(()),
    }
}
