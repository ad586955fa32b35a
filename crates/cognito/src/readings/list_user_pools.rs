//! `ListUserPools`: the pools of the account in a Region, for *Choose from my account* alone.

use super::PAGE;
use crate::errors::Call;
use crate::fields;
use aws_sdk_cognitoidentityprovider::Client;
use poolhouse_connector::{Choice, Cursor, ReadError};

pub(crate) async fn read(
    client: &Client,
    region: &str,
    cursor: Option<&Cursor>,
) -> Result<(Vec<Choice>, Option<Cursor>), ReadError> {
    let call = Call {
        operation: "ListUserPools",
        resumed: cursor.is_some(),
    };
    let output = client
        .list_user_pools()
        .max_results(PAGE)
        .set_next_token(super::token(cursor))
        .send()
        .await
        .map_err(|error| call.failed(&error))?;
    let pools = output.user_pools.ok_or_else(|| call.lacks("`UserPools`"))?;
    let choices = pools
        .into_iter()
        .filter_map(|pool| {
            let id = pool.id?;
            let region = fields::region_of(&id).unwrap_or(region).to_owned();
            Some(Choice {
                name: pool.name.unwrap_or_else(|| id.clone()),
                settings: [
                    (fields::USER_POOL_ID.to_owned(), id),
                    (fields::REGION.to_owned(), region),
                ]
                .into(),
                rows: None,
            })
        })
        .collect();
    Ok((choices, super::next(output.next_token)))
}
