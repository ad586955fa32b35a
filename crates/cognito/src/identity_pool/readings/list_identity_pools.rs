//! `ListIdentityPools`: the pools of the account in a Region, for *Choose from my account* alone.
//! AWS does not say how many identities a pool has.

use crate::errors::Call;
use crate::fields::REGION;
use crate::identity_pool::fields::{IDENTITY_POOL_ID, region_of};
use crate::operation::{Operation, identity_pools};
use crate::reading::PAGE;
use aws_sdk_cognitoidentity::Client;
use poolhouse_connector::{Choice, Cursor, ReadError};

const CALL: Operation = identity_pools("ListIdentityPools");

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
        .list_identity_pools()
        .max_results(PAGE)
        .set_next_token(cursor.map(|cursor| cursor.0.clone()))
        .send()
        .await
        .map_err(|error| call.failed(&error))?;
    let pools = output
        .identity_pools
        .ok_or_else(|| call.lacks("`IdentityPools`"))?;
    let choices = pools
        .into_iter()
        .filter_map(|pool| {
            let id = pool.identity_pool_id?;
            let region = region_of(&id).unwrap_or(region).to_owned();
            Some(Choice {
                name: pool.identity_pool_name.unwrap_or_else(|| id.clone()),
                settings: [(IDENTITY_POOL_ID.to_owned(), id), (REGION.to_owned(), region)].into(),
                rows: None,
            })
        })
        .collect();
    let next = output.next_token.filter(|token| !token.is_empty());
    Ok((choices, next.map(Cursor)))
}
