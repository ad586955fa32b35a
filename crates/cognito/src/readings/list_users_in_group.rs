//! `ListUsersInGroup`: fills `group_members`, a chain for each group.

use super::{NOBODY, PAGE, list_users};
use crate::errors::Call;
use crate::source::UserPool;
use crate::tables::group_members;
use poolhouse_connector::{Cursor, ErrorKind, Page, Partition, ReadError, TableId};

/// What a part's name begins with; the rest is the group's name, whatever that is.
const BY_GROUP: &str = "group=";

/// The part that a group's members are.
pub(crate) fn partition(group: &str) -> Partition {
    Partition(format!("{BY_GROUP}{group}"))
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
    let call = Call {
        operation: "ListUsersInGroup",
        resumed: cursor.is_some(),
    };
    let group = partition
        .0
        .strip_prefix(BY_GROUP)
        .ok_or_else(|| call.error(ErrorKind::BadParameter, "members are read group by group"))?;
    let asked = pool
        .client
        .list_users_in_group()
        .user_pool_id(&pool.pool_id)
        .group_name(group)
        .limit(PAGE)
        .set_next_token(super::token(cursor))
        .send()
        .await;
    let output = match asked.map_err(|error| call.failed(&error)) {
        Ok(output) => output,
        Err(error) if *error.kind() == ErrorKind::NotFound => {
            return Ok(super::vanished());
        }
        Err(error) => return Err(error),
    };
    let users = output.users.ok_or_else(|| call.lacks("`Users`"))?;
    list_users::looked_at(call, &users, "")?;
    let mut batches = Vec::new();
    if tables.contains(&group_members::ID) {
        batches.push(group_members::batch(&pool.pool_id, group, users));
    }
    Ok(Page {
        batches,
        next: super::next(output.next_token),
        discovered: Vec::new(),
    })
}

/// The smallest such call, to see whether it is allowed: that nobody is in a group that is not
/// there is told only to those who may ask.
pub(crate) async fn probe(pool: &UserPool) -> Result<(), ReadError> {
    let asked = pool
        .client
        .list_users_in_group()
        .user_pool_id(&pool.pool_id)
        .group_name(NOBODY)
        .limit(1)
        .send()
        .await;
    match asked.map_err(|error| Call::first("ListUsersInGroup").failed(&error)) {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::BadParameter) => Err(error),
        _ => Ok(()),
    }
}
