//! `DescribeIdentityPool`: fills `identity_pool` and `identity_providers`, and names the providers
//! whose tags are to be read.

use super::{GET_PRINCIPAL_TAG_ATTRIBUTE_MAP, Known};
use crate::errors::Call;
use crate::identity_pool::source::IdentityPool;
use crate::identity_pool::tables::{identity_pool, identity_providers};
use crate::operation::{Operation, identity_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, naming, no_parts};
use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use poolhouse_connector::{Page, ReadError};
use std::collections::BTreeSet;

pub(crate) const CALL: Operation = identity_pools("DescribeIdentityPool");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::IDENTITY_POOL,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::About(1),
    // *Connect* has described the pool before it asks what is allowed.
    probe: |_| Box::pin(async { Ok(()) }),
    read: |pool, ask| Box::pin(read(pool, ask)),
};

/// The pool as it is now.
pub(crate) async fn ask(pool: &IdentityPool) -> Result<DescribeIdentityPoolOutput, ReadError> {
    let call = Call::first(CALL);
    let described = pool
        .client
        .describe_identity_pool()
        .identity_pool_id(&pool.pool_id)
        .send()
        .await
        .map_err(|error| call.failed(&error))?;
    // A reply cut short leaves fields out; the ID is in every whole one.
    if described.identity_pool_id != pool.pool_id {
        return Err(call.lacks("`IdentityPoolId` of this pool"));
    }
    Ok(described)
}

/// The providers that may have tags, as their tags are asked for: a user pool without its client.
pub(crate) fn tagged(pool: &DescribeIdentityPoolOutput) -> BTreeSet<&str> {
    let user_pools = pool.cognito_identity_providers().iter();
    let logins = pool
        .supported_login_providers
        .iter()
        .flat_map(|logins| logins.keys());
    user_pools
        .filter_map(|provider| provider.provider_name.as_deref())
        .chain(logins.map(String::as_str))
        .chain(pool.open_id_connect_provider_arns().iter().map(String::as_str))
        .chain(pool.saml_provider_arns().iter().map(String::as_str))
        .collect()
}

async fn read(pool: &IdentityPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let described = self::ask(pool).await?;
    let discovered = tagged(&described)
        .into_iter()
        .flat_map(|provider| {
            ask.discovered(&[GET_PRINCIPAL_TAG_ATTRIBUTE_MAP], &naming("provider", provider))
        })
        .collect();
    let mut batches = Vec::new();
    if ask.wants(&identity_providers::ID) {
        batches.push(identity_providers::batch(&pool.pool_id, &described));
    }
    if ask.wants(&identity_pool::ID) {
        batches.push(identity_pool::batch(&pool.pool_id, described));
    }
    Ok(Page {
        batches,
        discovered,
        ..Page::end()
    })
}
