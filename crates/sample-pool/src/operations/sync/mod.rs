//! The operations of Cognito Sync. `route.rs` makes their paths and queries into an input.

mod list_datasets;
mod list_identity_pool_usage;
mod list_records;

use super::Operation;
use crate::identity_pool::{Identity, IdentityPool};
use crate::operations::call::{Call, is_identity_id, no_identity_id};
use crate::refusal::Refusal;

pub(super) static ALL: [Operation; 3] = [
    list_datasets::OPERATION,
    list_identity_pool_usage::OPERATION,
    list_records::OPERATION,
];

/// The identity that a call names, and its pool.
///
/// The model of these operations knows no `ResourceNotFoundException`: that an identity that is
/// not there is answered like one of somebody else is assumed.
fn identity<'a>(
    call: &Call<'a>,
    pool_id: Option<&str>,
    id: Option<&str>,
) -> Result<(&'a IdentityPool, Identity), Refusal> {
    let pool_id = pool_id.ok_or_else(|| Refusal::missing("identityPoolId"))?;
    let id = id.ok_or_else(|| Refusal::missing("identityId"))?;
    for (id, member) in [(pool_id, "identityPoolId"), (id, "identityId")] {
        if !is_identity_id(id) {
            return Err(no_identity_id(id, member));
        }
    }
    call.world
        .identity_pools
        .iter()
        .filter(|pool| pool.id == pool_id)
        .find_map(|pool| Some((pool, pool.read().find(pool, id)?)))
        .ok_or_else(|| {
            let message = format!("Access to identity '{id}' is forbidden.");
            Refusal::new("NotAuthorizedException", message)
        })
}
