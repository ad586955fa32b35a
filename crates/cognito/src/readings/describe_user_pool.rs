//! `DescribeUserPool`: fills `user_pool` and `schema_attributes`, and tells what `users` looks like.

use crate::errors::Call;
use crate::source::UserPool;
use crate::tables::{schema_attributes, user_pool};
use aws_sdk_cognitoidentityprovider::types::UserPoolType;
use poolhouse_connector::{Page, ReadError, TableId};

/// The pool as it is now.
pub(crate) async fn ask(pool: &UserPool) -> Result<UserPoolType, ReadError> {
    let call = Call::first("DescribeUserPool");
    let output = pool
        .client
        .describe_user_pool()
        .user_pool_id(&pool.pool_id)
        .send()
        .await
        .map_err(|error| call.failed(&error))?;
    let described = output.user_pool.ok_or_else(|| call.lacks("`UserPool`"))?;
    // A reply cut short inside the pool leaves its fields out; its ID is in every whole one.
    if described.id.as_deref() != Some(pool.pool_id.as_str()) {
        return Err(call.lacks("`Id` of this pool"));
    }
    Ok(described)
}

pub(crate) async fn read(pool: &UserPool, tables: &[TableId]) -> Result<Page, ReadError> {
    let mut described = ask(pool).await?;
    let mut batches = Vec::new();
    if tables.contains(&schema_attributes::ID) {
        let schema = described.schema_attributes.take().unwrap_or_default();
        batches.push(schema_attributes::batch(&pool.pool_id, schema));
    }
    if tables.contains(&user_pool::ID) {
        batches.push(user_pool::batch(&pool.pool_id, described));
    }
    Ok(Page {
        batches,
        next: None,
        discovered: Vec::new(),
    })
}
