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
use crate::reading::Listed;
use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;

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

/// An identity that is not there: being told so proves that one may ask. It has the form of one,
/// as what has not is refused before it is looked whether one may.
fn nobody(pool: &IdentityPool) -> String {
    let region = pool.pool_id.split(':').next().unwrap_or_default();
    format!("{region}:00000000-0000-0000-0000-000000000000")
}
