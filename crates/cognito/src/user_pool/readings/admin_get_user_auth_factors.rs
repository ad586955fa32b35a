//! `AdminGetUserAuthFactors`: fills `user_auth_factors`, one call a user. It is no sign-in: unlike
//! the call that reads one user whole, it makes nobody a billable one.

use super::{Known, list_users_in_slices, per_user};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, allowed, no_parts};
use crate::user_pool::source::{UserPool, people};
use crate::user_pool::tables::user_auth_factors;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("AdminGetUserAuthFactors");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::USER_READ,
    discovered_by: Some(list_users_in_slices::READING.name),
    parts: no_parts,
    calls: |pool| Calls::About(people(pool)),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .admin_get_user_auth_factors()
                .user_pool_id(&pool.pool_id)
                .username(NOBODY)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let send = |name: &str, _| {
        pool.client
            .admin_get_user_auth_factors()
            .user_pool_id(&pool.pool_id)
            .username(name)
            .send()
    };
    let read = Box::pin(per_user::read(ask, CALL, send, |_, user, output| {
        Ok((user_auth_factors::batch(&pool.pool_id, user, output), None))
    }));
    let without = "This pool has no choice of sign-in factors, so there are none to list.";
    pool.lacking
        .unless_off(user_auth_factors::ID, without, read)
        .await
}
