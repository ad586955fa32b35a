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

use poolhouse_connector::Table;

/// Every table, in the order to show them.
pub(crate) static ALL: [fn() -> Table; 10] = [
    identities::table,
    identity_logins::table,
    identity_pool::table,
    identity_providers::table,
    role_mappings::table,
    role_rules::table,
    principal_tags::table,
    sync_usage::table,
    sync_datasets::table,
    sync_records::table,
];
