//! `ListUserPoolClients`: names the app clients that are to be described. No rows of its own.

use super::{DESCRIBE_USER_POOL_CLIENT, PAGE, describe_user_pool_client};
use crate::errors::Call;
use crate::source::UserPool;
use crate::tables::app_clients;
use poolhouse_connector::{Cursor, Page, ReadError, TableId, Unit};

pub(crate) async fn read(
    pool: &UserPool,
    cursor: Option<&Cursor>,
    tables: &[TableId],
) -> Result<Page, ReadError> {
    let call = Call {
        operation: "ListUserPoolClients",
        resumed: cursor.is_some(),
    };
    let output = pool
        .client
        .list_user_pool_clients()
        .user_pool_id(&pool.pool_id)
        .max_results(PAGE)
        .set_next_token(super::token(cursor))
        .send()
        .await
        .map_err(|error| call.failed(&error))?;
    let clients = output
        .user_pool_clients
        .ok_or_else(|| call.lacks("`UserPoolClients`"))?;
    let mut discovered = Vec::new();
    if tables.contains(&app_clients::ID) {
        for client in clients {
            let id = client
                .client_id
                .ok_or_else(|| call.lacks("`ClientId` for a client"))?;
            discovered.push(Unit {
                reading: DESCRIBE_USER_POOL_CLIENT,
                partition: describe_user_pool_client::partition(&id),
            });
        }
    }
    Ok(Page {
        batches: Vec::new(),
        next: super::next(output.next_token),
        discovered,
    })
}

/// The smallest such call, to see whether it is allowed.
pub(crate) async fn probe(pool: &UserPool) -> Result<(), ReadError> {
    let asked = pool
        .client
        .list_user_pool_clients()
        .user_pool_id(&pool.pool_id)
        .max_results(1)
        .send()
        .await;
    asked
        .map(|_| ())
        .map_err(|error| Call::first("ListUserPoolClients").failed(&error))
}
