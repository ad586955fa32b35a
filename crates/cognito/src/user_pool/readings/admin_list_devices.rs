//! `AdminListDevices`: fills `user_devices`, a call or more a user.

use super::{Known, list_users_in_slices, per_user};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, PAGE, allowed, no_parts};
use crate::user_pool::source::{UserPool, people};
use crate::user_pool::tables::user_devices;
use poolhouse_connector::{Page, ReadError};

const CALL: Operation = user_pools("AdminListDevices");

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
                .admin_list_devices()
                .user_pool_id(&pool.pool_id)
                .username(NOBODY)
                .limit(1)
                .send(),
        ))
    },
    read: |pool, ask| Box::pin(read(pool, ask)),
};

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    let send = |name: &str, token| {
        pool.client
            .admin_list_devices()
            .user_pool_id(&pool.pool_id)
            .username(name)
            .limit(PAGE)
            .set_pagination_token(token)
            .send()
    };
    let read = Box::pin(per_user::read(ask, CALL, send, |call, user, output| {
        // A user without devices may have the list left out.
        let devices = output.devices.unwrap_or_default();
        if devices.iter().any(|device| device.device_key.is_none()) {
            return Err(call.lacks("`DeviceKey` for a device"));
        }
        let batch = user_devices::batch(&pool.pool_id, user, devices);
        Ok((batch, output.pagination_token))
    }));
    let without = "This pool does not remember devices, so there are none to list.";
    pool.lacking.unless_off(user_devices::ID, without, read).await
}
