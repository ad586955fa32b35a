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

use super::source::people;
use crate::offer::Told;
use aws_sdk_cognitoidentityprovider::types::UserPoolType;

/// Every table, in the order to show them, with the number of its rows where the pool's description
/// tells it.
pub(crate) static ALL: &[Told<UserPoolType>] = &[
    Told::counted(users::table, people),
    Told::unknown(user_attributes::table),
    Told::unknown(user_identities::table),
    Told::unknown(groups::table),
    Told::unknown(group_members::table),
    Told::counted(user_pool::table, |_| 1),
    Told::counted(schema_attributes::table, schema_attributes::count),
    Told::unknown(lambda_triggers::table),
    Told::counted(mfa_settings::table, |_| 1),
    Told::unknown(app_clients::table),
    Told::unknown(identity_providers::table),
    Told::unknown(resource_servers::table),
    Told::unknown(resource_server_scopes::table),
    Told::counted(domains::table, domains::count),
    Told::unknown(risk_settings::table),
    Told::unknown(branding::table),
    Told::unknown(terms::table),
    Told::unknown(import_jobs::table),
    Told::counted(tags::table, tags::count),
    Told::unknown(log_delivery::table),
    Told::counted(user_auth_factors::table, people),
    Told::unknown(user_devices::table),
    Told::unknown(user_sign_ins::table),
];
