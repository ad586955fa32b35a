//! The tables, one file each: its columns, and its rows out of the SDK's structures. To add one:
//! a file with its `table`, and a line in [`ALL`]. Called by `readings` and the opened pool.
//! Deliberately absent: calls, which are in `readings`.

pub(crate) mod identities;
pub(crate) mod identity_logins;
pub(crate) mod identity_pool;
pub(crate) mod identity_providers;
pub(crate) mod principal_tags;
pub(crate) mod role_mappings;
pub(crate) mod role_rules;
pub(crate) mod sync_datasets;
pub(crate) mod sync_records;
pub(crate) mod sync_usage;

use crate::offer::Told;
use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;

/// Every table, in the order to show them, with the number of its rows where the pool's description
/// tells it.
pub(crate) static ALL: &[Told<DescribeIdentityPoolOutput>] = &[
    Told::unknown(identities::table),
    Told::unknown(identity_logins::table),
    Told::counted(identity_pool::table, |_| 1),
    Told::counted(identity_providers::table, identity_providers::count),
    Told::unknown(role_mappings::table),
    Told::unknown(role_rules::table),
    Told::unknown(principal_tags::table),
    Told::unknown(sync_usage::table),
    Told::unknown(sync_datasets::table),
    Told::unknown(sync_records::table),
];
