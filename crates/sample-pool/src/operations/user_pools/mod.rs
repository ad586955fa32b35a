//! The operations of Cognito user pools.

mod admin_get_user_auth_factors;
mod admin_list_devices;
mod admin_list_user_auth_events;
mod describe_identity_provider;
mod describe_managed_login_branding;
mod describe_managed_login_branding_by_client;
mod describe_risk_configuration;
mod describe_terms;
mod describe_user_pool;
mod describe_user_pool_client;
mod describe_user_pool_domain;
mod get_log_delivery_configuration;
mod get_ui_customization;
mod get_user_pool_mfa_config;
mod list_groups;
mod list_identity_providers;
mod list_resource_servers;
mod list_terms;
mod list_user_import_jobs;
mod list_user_pool_clients;
mod list_user_pools;
mod list_users;
mod list_users_in_group;

use super::Operation;

pub(super) const LIST_USERS: &str = list_users::OPERATION.name;

pub(super) static ALL: [Operation; 23] = [
    admin_get_user_auth_factors::OPERATION,
    admin_list_devices::OPERATION,
    admin_list_user_auth_events::OPERATION,
    describe_identity_provider::OPERATION,
    describe_managed_login_branding::OPERATION,
    describe_managed_login_branding_by_client::OPERATION,
    describe_risk_configuration::OPERATION,
    describe_terms::OPERATION,
    describe_user_pool::OPERATION,
    describe_user_pool_client::OPERATION,
    describe_user_pool_domain::OPERATION,
    get_log_delivery_configuration::OPERATION,
    get_ui_customization::OPERATION,
    get_user_pool_mfa_config::OPERATION,
    list_groups::OPERATION,
    list_identity_providers::OPERATION,
    list_resource_servers::OPERATION,
    list_terms::OPERATION,
    list_user_import_jobs::OPERATION,
    list_user_pool_clients::OPERATION,
    list_user_pools::OPERATION,
    list_users::OPERATION,
    list_users_in_group::OPERATION,
];
