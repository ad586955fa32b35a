//! `GetUICustomization` and, for a client, `DescribeManagedLoginBrandingByClient`: together they
//! fill `branding`. A chain of two pages a client: the classic pages, then the managed ones.

use super::{Known, list_user_pool_clients};
use crate::operation::{Operation, user_pools};
use crate::quotas;
use crate::reading::{Ask, Calls, Listed, NOBODY, allowed, named, no_parts};
use crate::user_pool::source::UserPool;
use crate::user_pool::tables::branding;
use poolhouse_connector::{ErrorKind, Page, ReadError};

const CLASSIC: Operation = user_pools("GetUICustomization");
const MANAGED: Operation = user_pools("DescribeManagedLoginBrandingByClient");

pub(crate) const READING: Known = Listed {
    name: "Branding",
    operations: &[CLASSIC, MANAGED],
    payer: &quotas::POOL_RESOURCE,
    discovered_by: Some(list_user_pool_clients::READING.name),
    parts: no_parts,
    calls: |_| Calls::AtLeast(1),
    probe: |pool| Box::pin(probe(pool)),
    read: |pool, ask| Box::pin(read(pool, ask)),
};

/// The cursor between the two calls of a client.
const THEN_MANAGED: &str = "managed";

const WITHOUT: &str = "This pool's plan has no managed login pages, so there is no branding of them.";

async fn probe(pool: &UserPool) -> Result<(), ReadError> {
    let classic = pool.client.get_ui_customization().user_pool_id(&pool.pool_id);
    allowed(CLASSIC, classic.send()).await?;
    let managed = pool
        .client
        .describe_managed_login_branding_by_client()
        .user_pool_id(&pool.pool_id)
        .client_id(NOBODY);
    allowed(MANAGED, managed.send()).await
}

async fn read(pool: &UserPool, ask: Ask<'_>) -> Result<Page, ReadError> {
    if ask.partition.is_whole() {
        return classic(pool, ask, None).await;
    }
    let client_id = ask.named("client", CLASSIC)?;
    match ask.cursor {
        None => classic(pool, ask, Some(client_id)).await,
        Some(_) => managed(pool, ask, client_id).await,
    }
}

async fn classic(pool: &UserPool, ask: Ask<'_>, client_id: Option<&str>) -> Result<Page, ReadError> {
    let sent = pool
        .client
        .get_ui_customization()
        .user_pool_id(&pool.pool_id)
        .set_client_id(client_id.map(str::to_owned))
        .send();
    let then = || client_id.map(|_| THEN_MANAGED.to_owned());
    let read = named(ask, CLASSIC, pool.is_there(), sent, |call, output| {
        let classic = output
            .ui_customization
            .ok_or_else(|| call.lacks("`UICustomization`"))?;
        let page = Page {
            batches: vec![branding::classic(&pool.pool_id, client_id, classic)],
            ..Page::end()
        };
        Ok((page, then()))
    });
    match read.await {
        // A pool without a domain has no such pages, and AWS calls that a bad parameter.
        Err(error) if *error.kind() == ErrorKind::BadParameter => Ok(Page {
            next: then().map(poolhouse_connector::Cursor),
            ..Page::end()
        }),
        read => read,
    }
}

async fn managed(pool: &UserPool, ask: Ask<'_>, client_id: &str) -> Result<Page, ReadError> {
    // Our own cursor, and none of AWS's that it could refuse.
    let ask = Ask {
        cursor: ask.cursor.filter(|cursor| cursor.0 != THEN_MANAGED),
        ..ask
    };
    let sent = pool
        .client
        .describe_managed_login_branding_by_client()
        .user_pool_id(&pool.pool_id)
        .client_id(client_id)
        .send();
    let read = named(ask, MANAGED, pool.is_there(), sent, |call, output| {
        let managed = output
            .managed_login_branding
            .ok_or_else(|| call.lacks("`ManagedLoginBranding`"))?;
        let page = Page {
            batches: vec![branding::managed(&pool.pool_id, client_id, managed)],
            ..Page::end()
        };
        Ok((page, None))
    });
    pool.lacking.unless_off(branding::ID, WITHOUT, read).await
}
