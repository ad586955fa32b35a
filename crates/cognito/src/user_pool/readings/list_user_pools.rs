//! `ListUserPools`: the pools of the account in a Region, for *Choose from my account* alone.

use crate::errors::Call;
use crate::fields::REGION;
use crate::operation::{Operation, user_pools};
use crate::reading::PAGE;
use crate::user_pool::fields::{USER_POOL_ID, region_of};
use aws_sdk_cognitoidentityprovider::Client;
use poolhouse_connector::{Choice, Cursor, ReadError};

const CALL: Operation = user_pools("ListUserPools");

pub(crate) async fn read(
    client: &Client,
    region: &str,
    cursor: Option<&Cursor>,
) -> Result<(Vec<Choice>, Option<Cursor>), ReadError> {
    let call = Call {
        operation: CALL,
        resumed: cursor.is_some(),
    };
    let output = client
        .list_user_pools()
        .max_results(PAGE)
        .set_next_token(cursor.map(|cursor| cursor.0.clone()))
        .send()
        .await
        .map_err(|error| call.failed(&error))?;
    let pools = output.user_pools.ok_or_else(|| call.lacks("`UserPools`"))?;
    let choices = pools
        .into_iter()
        .filter_map(|pool| {
            let id = pool.id?;
            let region = region_of(&id).unwrap_or(region).to_owned();
            Some(Choice {
                name: pool.name.unwrap_or_else(|| id.clone()),
                settings: [(USER_POOL_ID.to_owned(), id), (REGION.to_owned(), region)].into(),
                rows: None,
            })
        })
        .collect();
    Ok((
        choices,
        output.next_token.filter(|token| !token.is_empty()).map(Cursor),
    ))
}
