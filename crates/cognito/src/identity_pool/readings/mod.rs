//! The readings, one file each: the call, the check that its answer is whole, and its rows to the
//! tables that want them. To add one: a file with its `READING`, and a line in [`ALL`].
//! Called by the opened pool. Deliberately absent: pace and retry.

pub(crate) mod describe_identity_pool;
mod get_identity_pool_roles;
mod get_principal_tag_attribute_map;
mod list_datasets;
mod list_identities;
mod list_identities_in_slices;
pub(crate) mod list_identity_pool_usage;
pub(crate) mod list_identity_pools;
mod list_records;

use super::source::IdentityPool;
use crate::errors::Call;
use crate::reading::Listed;
use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use poolhouse_connector::{ErrorKind, ReadError};

/// A reading of an identity pool.
type Known = Listed<IdentityPool, DescribeIdentityPoolOutput>;

/// Every reading.
pub(crate) static ALL: [Known; 8] = [
    describe_identity_pool::READING,
    get_identity_pool_roles::READING,
    get_principal_tag_attribute_map::READING,
    list_identities::READING,
    list_identity_pool_usage::READING,
    list_identities_in_slices::READING,
    list_datasets::READING,
    list_records::READING,
];

pub(crate) const DESCRIBE_IDENTITY_POOL: &str = describe_identity_pool::READING.name;
pub(crate) const GET_IDENTITY_POOL_ROLES: &str = get_identity_pool_roles::READING.name;
pub(crate) const GET_PRINCIPAL_TAG_ATTRIBUTE_MAP: &str = get_principal_tag_attribute_map::READING.name;
pub(crate) const LIST_IDENTITIES: &str = list_identities::READING.name;
pub(crate) const LIST_IDENTITY_POOL_USAGE: &str = list_identity_pool_usage::READING.name;
pub(crate) const LIST_DATASETS: &str = list_datasets::READING.name;
pub(crate) const LIST_RECORDS: &str = list_records::READING.name;

/// An identity of the pool, to try permissions by; `None` where there is none, or where even
/// listing them is not allowed.
async fn somebody(pool: &IdentityPool) -> Result<Option<String>, ReadError> {
    let listed = pool
        .client
        .list_identities()
        .identity_pool_id(&pool.pool_id)
        .max_results(1)
        .hide_disabled(true)
        .send();
    let call = Call::first(list_identities::CALL);
    match Box::pin(listed).await.map_err(|error| call.failed(&error)) {
        Ok(listed) => Ok(listed.identities().iter().find_map(|one| one.identity_id.clone())),
        Err(error) if matches!(error.kind(), ErrorKind::Forbidden { .. } | ErrorKind::Throttled) => Ok(None),
        Err(error) => Err(error),
    }
}
