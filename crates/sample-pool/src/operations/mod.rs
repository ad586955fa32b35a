//! The operations that are answered, one file each, and what they share.
//!
//! To add one: a file with its `OPERATION`, and a line in [`ALL`]. Operations that write, or
//! that make a user a billable one, are deliberately absent.

mod call;
mod describe_user_pool;
mod describe_user_pool_client;
mod list_groups;
mod list_user_pool_clients;
mod list_user_pools;
mod list_users;
mod list_users_in_group;

pub(crate) use call::{Call, Operation};

/// After each page of this operation the churn strikes.
pub(crate) const LIST_USERS: &str = list_users::OPERATION.name;

/// All operations.
pub(crate) const ALL: [Operation; 7] = [
    describe_user_pool::OPERATION,
    describe_user_pool_client::OPERATION,
    list_groups::OPERATION,
    list_user_pool_clients::OPERATION,
    list_user_pools::OPERATION,
    list_users::OPERATION,
    list_users_in_group::OPERATION,
];
