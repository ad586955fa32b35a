//! An opened identity pool. Called by the engine through the contract. Deliberately absent: pace,
//! retry, storage, and every call that makes an identity or gives one credentials.

use super::readings::{self, describe_identity_pool, list_identity_pools};
use super::tables;
use crate::check::{self, Tell};
use crate::client::Account;
use crate::offer::Offer;
use crate::quotas;
use crate::reading::Doing;
use crate::sign_in::PoolSource;
use async_trait::async_trait;
use aws_sdk_cognitoidentity::operation::describe_identity_pool::DescribeIdentityPoolOutput;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use poolhouse_connector::{
    Category, Choice, Connector, Cursor, Described, Mark, Page, Quota, ReadError, Reading, Since, Split,
    TableAccess, TableId, Unit,
};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// What an identity pool offers.
pub(crate) static OFFER: Offer<IdentityPool, DescribeIdentityPoolOutput> = Offer {
    readings: readings::ALL,
    tables: LazyLock::new(|| Offer::made(readings::ALL, tables::ALL)),
    told: tables::ALL,
};

/// An opened identity pool.
#[derive(Debug)]
pub struct IdentityPool {
    pub(crate) client: aws_sdk_cognitoidentity::Client,
    pub(crate) sync: aws_sdk_cognitosync::Client,
    pub(crate) pool_id: String,
    since: Mutex<Since>,
    account: Account,
}

impl IdentityPool {
    /// Opens a pool. Makes no call.
    pub fn open(source: PoolSource) -> Self {
        Self::open_with(source, None)
    }

    /// Opens a pool whose calls go through `client`, where one is given, and not over the network.
    pub(crate) fn open_with(source: PoolSource, client: Option<SharedHttpClient>) -> Self {
        let account = Account::new(&source, client);
        Self {
            client: account.identity_pools(),
            sync: account.sync(),
            since: Mutex::default(),
            pool_id: source.pool_id,
            account,
        }
    }

    /// Whether the pool is there.
    pub(crate) fn is_there(&self) -> Doing<'_, ()> {
        Box::pin(async { describe_identity_pool::ask(self).await.map(drop) })
    }

    /// How far a unit was read when what readers see now was published.
    pub(crate) fn mark(&self, unit: &Unit) -> Option<Mark> {
        self.since().get(unit).cloned()
    }

    fn since(&self) -> MutexGuard<'_, Since> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Connector for IdentityPool {
    fn source(&self) -> String {
        self.account.source(&self.pool_id)
    }

    fn limits(&self) -> Vec<Quota> {
        self.account.limits(&quotas::OF_IDENTITY_POOLS)
    }

    fn payer(&self, reading: &Reading) -> Category {
        OFFER.payer(reading)
    }

    async fn check(&self, told: Tell<'_>) -> Result<Vec<TableAccess>, ReadError> {
        let described = async { Ok(describe_identity_pool::ask(self).await?.identity_pool_name) };
        check::check(&OFFER, self, described, told).await
    }

    async fn describe(&self) -> Result<Described, ReadError> {
        let pool = describe_identity_pool::ask(self).await?;
        self.since().clear();
        Ok(Described {
            tables: OFFER.tables.clone(),
            sizes: OFFER.sizes(&pool),
            calls: OFFER.calls(&pool),
            worth_splitting: false,
            name: pool.identity_pool_name,
        })
    }

    async fn choices(&self, cursor: Option<&Cursor>) -> Result<(Vec<Choice>, Option<Cursor>), ReadError> {
        list_identity_pools::read(&self.client, &self.account.region, cursor).await
    }

    fn go_on_from(&self, since: Since) {
        *self.since() = since;
    }

    fn units(&self, tables: &[TableId], split: Split) -> Vec<Unit> {
        OFFER.units(tables, split)
    }

    async fn read_page(
        &self,
        unit: &Unit,
        cursor: Option<&Cursor>,
        tables: &[TableId],
    ) -> Result<Page, ReadError> {
        OFFER.read_page(self, unit, cursor, tables).await
    }
}
