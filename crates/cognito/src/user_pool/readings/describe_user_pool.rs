//! `DescribeUserPool`: fills `user_pool` and the tables of what is nested in it, tells what
//! `users` looks like, and names the pool's domains.

use super::{DESCRIBE_USER_POOL_DOMAIN, Known};
use crate::errors::Call;
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, naming, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::{lambda_triggers, schema_attributes, tags, user_pool};
use aws_sdk_cognitoidentityprovider::types::UserPoolType;
use poolhouse_connector::{Page, ReadError};

pub(crate) const CALL: Operation = user_pools("DescribeUserPool");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::POOL_READ,
    discovered_by: None,
    parts: no_parts,
    calls: |_| Calls::About(1),
    // *Connect* has described the pool before it asks what is allowed.
    probe: |_| Box::pin(async { Ok(()) }),
    read: |pool, ask| Box::pin(read(pool, ask)),
};

/// A pool of the account as it is now.
pub(crate) async fn ask(pool: &UserPool, pool_id: &str) -> Result<UserPoolType, ReadError> {
    let call = Call::first(CALL);
    let output = pool
        .client
        .describe_user_pool()
        .user_pool_id(pool_id)
        .send()
        .await
        .map_err(|error| call.failed(&error))?;
    let described = output.user_pool.ok_or_else(|| call.lacks("`UserPool`"))?;
    // A reply cut short inside the pool leaves its fields out; its ID is in every whole one.
    if described.id.as_deref() != Some(pool_id) {
        return Err(call.lacks("`Id` of this pool"));
    }
    Ok(described)
}

/// The domains under which the pool's pages are served.
pub(crate) fn domains(pool: &UserPoolType) -> impl Iterator<Item = &str> {
    [&pool.domain, &pool.custom_domain]
        .into_iter()
        .filter_map(|domain| domain.as_deref())
        .filter(|domain| !domain.is_empty())
}

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let mut described = self::ask(pool, &pool.pool_id).await?;
    let discovered = domains(&described)
        .flat_map(|domain| ask.discovered(&[DESCRIBE_USER_POOL_DOMAIN], &naming("domain", domain)))
        .collect();
    let mut batches = Vec::new();
    if ask.wants(&lambda_triggers::ID) {
        batches.push(lambda_triggers::batch(
            &pool.pool_id,
            described.lambda_config.as_ref(),
        ));
    }
    if ask.wants(&tags::ID) {
        batches.push(tags::batch(&pool.pool_id, described.user_pool_tags.as_ref()));
    }
    if ask.wants(&schema_attributes::ID) {
        let schema = described.schema_attributes.take().unwrap_or_default();
        batches.push(schema_attributes::batch(&pool.pool_id, schema));
    }
    if ask.wants(&user_pool::ID) {
        batches.push(user_pool::batch(&pool.pool_id, described));
    }
    Ok(Page {
        batches,
        discovered,
        ..Page::end()
    })
}
