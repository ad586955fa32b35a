//! The tables, one file each: its columns, and its rows out of the SDK's structures. To add one:
//! a file with its `table`, and a line in [`ALL`]. Called by `readings` and the opened pool.
//! Deliberately absent: calls, which are in `readings`.

pub(crate) mod app_clients;
pub(crate) mod branding;
pub(crate) mod domains;
pub(crate) mod group_members;
pub(crate) mod groups;
pub(crate) mod identity_providers;
pub(crate) mod import_jobs;
pub(crate) mod lambda_triggers;
pub(crate) mod log_delivery;
pub(crate) mod mfa_settings;
pub(crate) mod resource_server_scopes;
pub(crate) mod resource_servers;
pub(crate) mod risk_settings;
pub(crate) mod schema_attributes;
pub(crate) mod tags;
pub(crate) mod terms;
pub(crate) mod user_attributes;
pub(crate) mod user_auth_factors;
pub(crate) mod user_devices;
pub(crate) mod user_identities;
pub(crate) mod user_pool;
pub(crate) mod user_sign_ins;
pub(crate) mod users;

use poolhouse_connector::Table;

/// Every table, in the order to show them.
pub(crate) static ALL: [fn() -> Table; 23] = [
    users::table,
    user_attributes::table,
    user_identities::table,
    groups::table,
    group_members::table,
    user_pool::table,
    schema_attributes::table,
    lambda_triggers::table,
    mfa_settings::table,
    app_clients::table,
    identity_providers::table,
    resource_servers::table,
    resource_server_scopes::table,
    domains::table,
    risk_settings::table,
    branding::table,
    terms::table,
    import_jobs::table,
    tags::table,
    log_delivery::table,
    user_auth_factors::table,
    user_devices::table,
    user_sign_ins::table,
];
