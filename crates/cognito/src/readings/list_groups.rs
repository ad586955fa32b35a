//! `ListGroups`: fills `groups`, and names the groups whose members are to be read.

use super::{LIST_USERS_IN_GROUP, PAGE, list_users_in_group};
use crate::errors::Call;
use crate::source::UserPool;
use crate::tables::{group_members, groups};
use poolhouse_connector::{Cursor, Page, ReadError, TableId, Unit};

pub(crate) async fn read(
    pool: &UserPool,
    cursor: Option<&Cursor>,
    tables: &[TableId],
) -> Result<Page, ReadError> {
    let call = Call {
        operation: "ListGroups",
        resumed: cursor.is_some(),
    };
    let output = pool
        .client
        .list_groups()
        .user_pool_id(&pool.pool_id)
        .limit(PAGE)
        .set_next_token(super::token(cursor))
        .send()
        .await
        .map_err(|error| call.failed(&error))?;
    let found = output.groups.ok_or_else(|| call.lacks("`Groups`"))?;
    let names: Vec<&str> = found
        .iter()
        .map(|group| {
            group
                .group_name
                .as_deref()
                .ok_or_else(|| call.lacks("name for a group"))
        })
        .collect::<Result<_, _>>()?;

    let mut discovered = Vec::new();
    if tables.contains(&group_members::ID) {
        let unit = |&name: &&str| Unit {
            reading: LIST_USERS_IN_GROUP,
            partition: list_users_in_group::partition(name),
        };
        discovered.extend(names.iter().map(unit));
    }
    let mut batches = Vec::new();
    if tables.contains(&groups::ID) {
        batches.push(groups::batch(&pool.pool_id, found));
    }
    Ok(Page {
        batches,
        next: super::next(output.next_token),
        discovered,
    })
}

/// The smallest such call, to see whether it is allowed.
pub(crate) async fn probe(pool: &UserPool) -> Result<(), ReadError> {
    let asked = pool
        .client
        .list_groups()
        .user_pool_id(&pool.pool_id)
        .limit(1)
        .send()
        .await;
    asked
        .map(|_| ())
        .map_err(|error| Call::first("ListGroups").failed(&error))
}
