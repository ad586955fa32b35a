//! An opened user pool. Called by the engine through the contract. Deliberately absent: pace,
//! retry, storage, and what follows from the lists of readings and tables alone.

use super::fields::USER_POOL_ID;
use super::readings::{self, describe_user_pool, list_user_pools};
use super::tables::{self, users};
use crate::check::{self, Tell};
use crate::client::Account;
use crate::offer::Offer;
use crate::quotas;
use crate::reading::{Doing, Lacking};
use crate::sign_in::PoolSource;
use async_trait::async_trait;
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::types::UserPoolType;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use poolhouse_connector::{
    Category, Choice, Connector, Cursor, Described, Page, Quota, ReadError, Reading, Split, TableAccess,
    TableId, Unit,
};
use std::sync::{Arc, LazyLock};

/// From more users than this on, reading in sixteen parts is faster than in one chain.
const WORTH_SPLITTING: u64 = 2_000;

/// What a user pool offers.
pub(crate) static OFFER: Offer<UserPool, UserPoolType> = Offer {
    readings: readings::ALL,
    tables: LazyLock::new(|| Offer::made(readings::ALL, tables::ALL)),
    told: tables::ALL,
};

/// An opened user pool.
#[derive(Debug)]
pub struct UserPool {
    pub(crate) client: Client,
    pub(crate) pool_id: String,
    pub(crate) layouts: users::Layouts,
    pub(crate) lacking: Lacking,
    account: Account,
}

impl UserPool {
    /// Opens a pool. Makes no call.
    pub fn open(source: PoolSource) -> Self {
        Self::open_with(source, None)
    }

    /// Opens a pool whose calls go through `client`, where one is given, and not over the network.
    pub(crate) fn open_with(source: PoolSource, client: Option<SharedHttpClient>) -> Self {
        let account = Account::new(&source, client);
        Self {
            client: account.user_pools(),
            layouts: users::Layouts::new(),
            lacking: Lacking::default(),
            pool_id: source.pool_id,
            account,
        }
    }

    /// Whether the pool is there.
    pub(crate) fn is_there(&self) -> Doing<'_, ()> {
        Box::pin(async { describe_user_pool::ask(self, &self.pool_id).await.map(drop) })
    }
}

/// About how many users a pool has.
pub(crate) fn people(pool: &UserPoolType) -> u64 {
    u64::try_from(pool.estimated_number_of_users).unwrap_or(0)
}

#[async_trait]
impl Connector for UserPool {
    fn source(&self) -> String {
        self.account.source(&self.pool_id)
    }

    fn limits(&self) -> Vec<Quota> {
        self.account.limits(&quotas::OF_USER_POOLS)
    }

    fn payer(&self, reading: &Reading) -> Category {
        OFFER.payer(reading)
    }

    async fn check(&self, told: Tell<'_>) -> Result<Vec<TableAccess>, ReadError> {
        let described = async {
            let pool = describe_user_pool::ask(self, &self.pool_id).await?;
            Ok(pool.name.unwrap_or_else(|| self.pool_id.clone()))
        };
        check::check(&OFFER, self, described, told).await
    }

    async fn describe(&self) -> Result<Described, ReadError> {
        let pool = describe_user_pool::ask(self, &self.pool_id).await?;
        let schema = pool.schema_attributes.as_deref().unwrap_or_default();
        let layout = Arc::new(users::Layout::of(schema));
        self.layouts.begin(layout.clone());
        self.lacking.forget();
        let mut tables = OFFER.tables.clone();
        if let Some(table) = tables.iter_mut().find(|table| table.id == users::ID) {
            table.columns = layout.columns();
        }
        Ok(Described {
            tables,
            sizes: OFFER.sizes(&pool),
            calls: OFFER.calls(&pool),
            worth_splitting: people(&pool) > WORTH_SPLITTING,
            name: pool.name.unwrap_or_else(|| self.pool_id.clone()),
        })
    }

    async fn choices(&self, cursor: Option<&Cursor>) -> Result<(Vec<Choice>, Option<Cursor>), ReadError> {
        list_user_pools::read(&self.client, &self.account.region, cursor).await
    }

    fn size_payer(&self) -> Option<Category> {
        Some(quotas::POOL_READ.category.clone())
    }

    async fn size_of(&self, choice: &Choice) -> Result<Option<u64>, ReadError> {
        let Some(pool_id) = choice.settings.get(USER_POOL_ID) else {
            return Ok(None);
        };
        Ok(Some(people(&describe_user_pool::ask(self, pool_id).await?)))
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
