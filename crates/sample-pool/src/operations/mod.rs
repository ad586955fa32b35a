//! The operations that are answered, one file each, and what they share.
//!
//! To add one: a file with its `OPERATION` in the folder of its service, and a line in that
//! folder's list. Operations that write, that mint tokens, or that make a user a billable one,
//! are deliberately absent.

mod call;
mod identity_pools;
mod sync;
mod user_pools;

use crate::api::Api;

pub(crate) use call::{Call, Operation};

/// After each page of this operation the churn strikes.
pub(crate) const LIST_USERS: &str = user_pools::LIST_USERS;

/// The operation of this name.
pub(crate) fn find(api: Api, name: &str) -> Option<&'static Operation> {
    let operations: &'static [Operation] = match api {
        Api::UserPools => &user_pools::ALL,
        Api::IdentityPools => &identity_pools::ALL,
        Api::Sync => &sync::ALL,
    };
    operations.iter().find(|operation| operation.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::Category;
    use std::collections::BTreeSet;

    fn all() -> impl Iterator<Item = &'static Operation> {
        user_pools::ALL
            .iter()
            .chain(&identity_pools::ALL)
            .chain(&sync::ALL)
    }

    #[test]
    fn no_two_operations_have_one_name() {
        let names: BTreeSet<&str> = all().map(|operation| operation.name).collect();
        assert_eq!(
            names.len(),
            all().count(),
            "faults and counts go by the name alone"
        );
    }

    #[test]
    fn every_operation_has_the_quota_of_its_category() {
        let of = |category| {
            all()
                .filter(|operation| operation.category == category)
                .map(|operation| operation.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(Category::UserList), ["ListUsers", "ListUsersInGroup"]);
        assert_eq!(of(Category::UserRead), ["AdminGetUserAuthFactors"]);
        assert_eq!(
            of(Category::UserResource),
            ["AdminListDevices", "AdminListUserAuthEvents"]
        );
        assert_eq!(of(Category::PoolRead), ["DescribeUserPool", "ListUserPools"]);
        assert_eq!(
            of(Category::PoolClient),
            ["DescribeUserPoolClient", "ListUserPoolClients"]
        );
        assert_eq!(of(Category::IdentityList), ["ListIdentities"]);
        assert_eq!(of(Category::IdentityPoolRead).len(), 4);
        assert_eq!(of(Category::SyncRead).len(), 3);
        assert_eq!(of(Category::PoolResource).len(), 14, "all the others");
    }
}
