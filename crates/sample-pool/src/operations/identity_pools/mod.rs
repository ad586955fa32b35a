//! The operations of Cognito identity pools. Deliberately absent: `GetId`,
//! `GetCredentialsForIdentity` and `GetOpenIdToken`, which mint things.

mod describe_identity_pool;
mod get_identity_pool_roles;
mod get_principal_tag_attribute_map;
mod list_identities;
mod list_identity_pools;

use super::Operation;

pub(super) static ALL: [Operation; 5] = [
    describe_identity_pool::OPERATION,
    get_identity_pool_roles::OPERATION,
    get_principal_tag_attribute_map::OPERATION,
    list_identities::OPERATION,
    list_identity_pools::OPERATION,
];
