//! The readings, one file each: the call, the check that its answer is whole, and its rows to the
//! tables that want them. To add one: a file with its `READING`, and a line in [`ALL`].
//! Called by the opened pool. Deliberately absent: pace and retry.

mod admin_get_user_auth_factors;
mod admin_list_devices;
mod admin_list_user_auth_events;
mod branding;
pub(crate) mod describe_identity_provider;
mod describe_risk_configuration;
mod describe_terms;
pub(crate) mod describe_user_pool;
mod describe_user_pool_client;
pub(crate) mod describe_user_pool_domain;
mod get_log_delivery_configuration;
mod get_user_pool_mfa_config;
mod list_groups;
mod list_identity_providers;
mod list_resource_servers;
mod list_terms;
mod list_user_import_jobs;
mod list_user_pool_clients;
pub(crate) mod list_user_pools;
mod list_users;
mod list_users_in_group;
mod list_users_in_slices;
mod per_user;

use super::source::UserPool;
use crate::reading::Listed;
use aws_sdk_cognitoidentityprovider::types::{UserPoolType, UserType};

/// A reading of a user pool.
type Known = Listed<UserPool, UserPoolType>;

/// Every reading.
pub(crate) static ALL: [Known; 21] = [
    describe_user_pool::READING,
    list_users::READING,
    list_groups::READING,
    list_users_in_group::READING,
    list_user_pool_clients::READING,
    describe_user_pool_client::READING,
    get_user_pool_mfa_config::READING,
    list_identity_providers::READING,
    describe_identity_provider::READING,
    list_resource_servers::READING,
    describe_user_pool_domain::READING,
    describe_risk_configuration::READING,
    branding::READING,
    list_terms::READING,
    describe_terms::READING,
    list_user_import_jobs::READING,
    get_log_delivery_configuration::READING,
    list_users_in_slices::READING,
    admin_get_user_auth_factors::READING,
    admin_list_devices::READING,
    admin_list_user_auth_events::READING,
];

pub(crate) const LIST_USERS: &str = list_users::READING.name;
pub(crate) const LIST_GROUPS: &str = list_groups::READING.name;
pub(crate) const LIST_USERS_IN_GROUP: &str = list_users_in_group::READING.name;
pub(crate) const DESCRIBE_USER_POOL: &str = describe_user_pool::READING.name;
pub(crate) const DESCRIBE_USER_POOL_CLIENT: &str = describe_user_pool_client::READING.name;
pub(crate) const GET_USER_POOL_MFA_CONFIG: &str = get_user_pool_mfa_config::READING.name;
pub(crate) const DESCRIBE_IDENTITY_PROVIDER: &str = describe_identity_provider::READING.name;
pub(crate) const LIST_RESOURCE_SERVERS: &str = list_resource_servers::READING.name;
pub(crate) const DESCRIBE_USER_POOL_DOMAIN: &str = describe_user_pool_domain::READING.name;
pub(crate) const DESCRIBE_RISK_CONFIGURATION: &str = describe_risk_configuration::READING.name;
pub(crate) const BRANDING: &str = branding::READING.name;
pub(crate) const DESCRIBE_TERMS: &str = describe_terms::READING.name;
pub(crate) const LIST_USER_IMPORT_JOBS: &str = list_user_import_jobs::READING.name;
pub(crate) const GET_LOG_DELIVERY_CONFIGURATION: &str = get_log_delivery_configuration::READING.name;
pub(crate) const ADMIN_GET_USER_AUTH_FACTORS: &str = admin_get_user_auth_factors::READING.name;
pub(crate) const ADMIN_LIST_DEVICES: &str = admin_list_devices::READING.name;
pub(crate) const ADMIN_LIST_USER_AUTH_EVENTS: &str = admin_list_user_auth_events::READING.name;

/// A user's `sub`, the key of all that is about people.
pub(crate) fn sub(user: &UserType) -> Option<&str> {
    user.attributes()
        .iter()
        .find(|attribute| attribute.name == "sub")?
        .value
        .as_deref()
}
