//! An opened user pool: which calls fill which tables, and what they cost.
//! Called by the engine through the contract. Deliberately absent: pace, retry, storage.

use crate::check;
use crate::client::{self, Credentials};
use crate::errors::Call;
use crate::quotas;
use crate::readings::{
    self, DESCRIBE_USER_POOL, DESCRIBE_USER_POOL_CLIENT, LIST_GROUPS, LIST_USER_POOL_CLIENTS, LIST_USERS,
    LIST_USERS_IN_GROUP, describe_user_pool, describe_user_pool_client, list_groups, list_user_pool_clients,
    list_user_pools, list_users, list_users_in_group,
};
use crate::speed::Speed;
use crate::tables::{
    self, app_clients, group_members, groups, schema_attributes, user_attributes, user_identities, user_pool,
    users,
};
use async_trait::async_trait;
use aws_sdk_cognitoidentityprovider::Client;
use poolhouse_connector::{
    Category, Checked, Choice, Connector, Cursor, Described, ErrorKind, Page, Quota, ReadError, Reading,
    Split, TableAccess, TableId, TableSize, Unit,
};
use std::sync::Arc;

/// From more users than this on, reading in sixteen parts is faster than in one chain.
const WORTH_SPLITTING: u64 = 2_000;

/// Which user pool to open, and how.
#[derive(Clone)]
pub struct UserPoolSource {
    /// The pool's ID, such as `eu-west-1_AbCdEfGhI`; may be empty to list pools alone.
    pub pool_id: String,
    /// The Region's code.
    pub region: String,
    /// Another address than AWS's own: https, or http on this computer.
    pub endpoint: Option<String>,
    /// How to sign in.
    pub credentials: Credentials,
    /// The share of AWS's quotas to use.
    pub speed: Speed,
}

/// An opened user pool.
#[derive(Debug)]
pub struct UserPool {
    pub(crate) client: Client,
    pub(crate) pool_id: String,
    pub(crate) layouts: users::Layouts,
    region: String,
    /// `aws`, or the endpoint's address.
    place: String,
    scope: String,
    speed: Speed,
}

impl UserPool {
    /// Opens a pool. Makes no call.
    pub fn open(source: UserPoolSource) -> Self {
        let UserPoolSource {
            pool_id,
            region,
            endpoint,
            credentials,
            speed,
        } = source;
        let client = client::client(&region, endpoint.as_deref(), &credentials);
        let place = endpoint.unwrap_or_else(|| "aws".into());
        Self {
            client,
            layouts: users::Layouts::new(),
            scope: format!("{place}/{region}/{}", credentials.identity()),
            pool_id,
            region,
            place,
            speed,
        }
    }
}

#[async_trait]
impl Connector for UserPool {
    fn source(&self) -> String {
        format!("{}/{}", self.place, self.pool_id)
    }

    fn limits(&self) -> Vec<Quota> {
        quotas::at(self.speed, &self.scope)
    }

    fn payer(&self, reading: &Reading) -> Category {
        quotas::payer(reading)
    }

    async fn check(&self, told: &(dyn Fn(Checked) + Send + Sync)) -> Result<Vec<TableAccess>, ReadError> {
        check::check(self, told).await
    }

    async fn describe(&self) -> Result<Described, ReadError> {
        let pool = describe_user_pool::ask(self).await?;
        let schema = pool.schema_attributes.as_deref().unwrap_or_default();
        let layout = Arc::new(users::Layout::of(schema));
        self.layouts.begin(layout.clone());
        let people = u64::try_from(pool.estimated_number_of_users).unwrap_or(0);
        let size = |table, rows| TableSize { table, rows };
        let mut tables = tables::tables();
        if let Some(table) = tables.iter_mut().find(|table| table.id == users::ID) {
            *table = users::table_with(&layout);
        }
        Ok(Described {
            tables,
            sizes: vec![
                size(users::ID, people),
                size(user_pool::ID, 1),
                size(schema_attributes::ID, schema.len() as u64),
            ],
            worth_splitting: people > WORTH_SPLITTING,
            name: pool.name.unwrap_or_else(|| self.pool_id.clone()),
        })
    }

    async fn choices(&self, cursor: Option<&Cursor>) -> Result<(Vec<Choice>, Option<Cursor>), ReadError> {
        list_user_pools::read(&self.client, &self.region, cursor).await
    }

    fn units(&self, tables: &[TableId], split: Split) -> Vec<Unit> {
        let wants = |ids: &[TableId]| ids.iter().any(|id| tables.contains(id));
        let mut units = Vec::new();
        if wants(&[users::ID, user_attributes::ID, user_identities::ID]) {
            if split != Split::Whole {
                units.extend(list_users::parts());
            }
            if split != Split::Parts {
                units.push(Unit::whole(LIST_USERS));
            }
        }
        if wants(&[groups::ID, group_members::ID]) {
            units.push(Unit::whole(LIST_GROUPS));
        }
        if wants(&[user_pool::ID, schema_attributes::ID]) {
            units.push(Unit::whole(DESCRIBE_USER_POOL));
        }
        if wants(&[app_clients::ID]) {
            units.push(Unit::whole(LIST_USER_POOL_CLIENTS));
        }
        units
    }

    async fn read_page(
        &self,
        unit: &Unit,
        cursor: Option<&Cursor>,
        tables: &[TableId],
    ) -> Result<Page, ReadError> {
        let Unit { reading, partition } = unit;
        if *reading == LIST_USERS {
            list_users::read(self, partition, cursor, tables).await
        } else if *reading == LIST_GROUPS {
            list_groups::read(self, cursor, tables).await
        } else if *reading == LIST_USERS_IN_GROUP {
            list_users_in_group::read(self, partition, cursor, tables).await
        } else if *reading == DESCRIBE_USER_POOL {
            describe_user_pool::read(self, tables).await
        } else if *reading == LIST_USER_POOL_CLIENTS {
            list_user_pool_clients::read(self, cursor, tables).await
        } else if *reading == DESCRIBE_USER_POOL_CLIENT {
            describe_user_pool_client::read(self, partition, cursor, tables).await
        } else {
            let call = Call::first(readings::UNKNOWN);
            Err(call.error(
                ErrorKind::BadParameter,
                "the user pool connector has no such reading",
            ))
        }
    }
}
