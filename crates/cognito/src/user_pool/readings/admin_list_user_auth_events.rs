//! `AdminListUserAuthEvents`: fills `user_sign_ins`, a call or more a user.

use super::{Known, list_users_in_slices, per_user};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, PAGE, allowed, no_parts};
use crate::user_pool::source::{UserPool, people};
use crate::user_pool::tables::user_sign_ins;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("AdminListUserAuthEvents");

pub(crate) const READING: Known = Listed {
    name: CALL.name,
    operations: &[CALL],
    payer: &quotas::USER_RESOURCE,
    discovered_by: Some(list_users_in_slices::READING.name),
    parts: no_parts,
    calls: |pool| Calls::About(people(pool)),
    probe: |pool| {
        Box::pin(allowed(
            CALL,
            pool.client
                .admin_list_user_auth_events()
                .user_pool_id(&pool.pool_id)
                .username(NOBODY)
                .max_results(1)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let send = |name: &str, token| {
        pool.client
            .admin_list_user_auth_events()
            .user_pool_id(&pool.pool_id)
            .username(name)
            .max_results(PAGE)
            .set_next_token(token)
            .send()
    };
    let read = Box::pin(per_user::read(ask, CALL, send, |call, user, output| {
        // A user who never signed in may have the list left out.
        let events = output.auth_events.unwrap_or_default();
        if events.iter().any(|event| event.event_id.is_none()) {
            return Err(call.lacks("`EventId` for a sign-in"));
        }
        let batch = user_sign_ins::batch(&pool.pool_id, user, events);
        Ok((batch, output.next_token))
    }));
    let without = "This pool has no threat protection, so there are no sign-in events.";
    pool.lacking.unless_off(user_sign_ins::ID, without, read).await
}
