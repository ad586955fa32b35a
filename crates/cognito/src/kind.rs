//! *AWS Cognito user pool*, as the wizard's picker and the command line know it.
//! Called by the engine through the contract.

use crate::client::Credentials;
use crate::fields::{self, ACCESS_KEY_ID, ENDPOINT, FROM_PROFILE, PROFILE, REGION, SECRET_ACCESS_KEY};
use crate::fields::{SESSION_TOKEN, SIGN_IN, SPEED, TEMPORARY_KEYS, USER_POOL_ID};
use crate::source::{UserPool, UserPoolSource};
use crate::speed::Speed;
use crate::{policy, tables, words};
use async_trait::async_trait;
use poolhouse_connector::{
    Connector, ConnectorKind, Field, FieldError, ReadError, Secrets, Settings, Shelf, Table, TableId, Words,
};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// The AWS Cognito user pool connector.
#[derive(Debug, Clone, Copy, Default)]
pub struct UserPoolKind;

#[async_trait]
impl ConnectorKind for UserPoolKind {
    fn id(&self) -> &'static str {
        "aws-cognito-user-pool"
    }

    fn name(&self) -> &'static str {
        "AWS Cognito user pool"
    }

    fn summary(&self) -> &'static str {
        "The people, groups and settings of a user pool"
    }

    fn shelf(&self) -> Shelf {
        Shelf::Services
    }

    fn fields(&self) -> Vec<Field> {
        fields::fields()
    }

    fn tables(&self) -> Vec<Table> {
        tables::tables()
    }

    fn validate(&self, settings: &Settings, secrets: &[String]) -> Result<Settings, Vec<FieldError>> {
        fields::validate(settings, secrets)
    }

    fn policy(&self, settings: &Settings, tables: &[TableId]) -> Option<String> {
        let settings = fields::tidy(settings);
        let pool_id = settings.get(USER_POOL_ID).map_or("", String::as_str);
        let region = fields::region_of(pool_id)
            .or(settings.get(REGION).map(String::as_str))
            .unwrap_or_default();
        Some(policy::policy(pool_id, region, tables))
    }

    fn words(&self, settings: &Settings, error: &ReadError) -> Words {
        words::words(settings, error)
    }

    async fn open(&self, settings: &Settings, secrets: &Secrets) -> Result<Arc<dyn Connector>, ReadError> {
        Ok(Arc::new(UserPool::open(source(settings, secrets))))
    }
}

/// What the settings and secrets say to open. What is missing stays empty, and AWS says so: the
/// list of pools can be read before a pool is chosen.
fn source(settings: &Settings, secrets: &Secrets) -> UserPoolSource {
    let mut settings = fields::tidy(settings);
    let pool_id = settings.remove(USER_POOL_ID).unwrap_or_default();
    let region = settings
        .remove(REGION)
        .or_else(|| fields::region_of(&pool_id).map(str::to_owned))
        .unwrap_or_default();
    let sign_in = settings.remove(SIGN_IN).unwrap_or_default();
    let secret = |key: &str| secrets.get(key).map(bare);
    let credentials = if sign_in == FROM_PROFILE {
        Credentials::Profile(settings.remove(PROFILE).unwrap_or_default())
    } else {
        Credentials::Keys {
            access_key_id: settings.remove(ACCESS_KEY_ID).unwrap_or_default(),
            secret_access_key: secret(SECRET_ACCESS_KEY).unwrap_or_default(),
            session_token: secret(SESSION_TOKEN).filter(|_| sign_in == TEMPORARY_KEYS),
        }
    };
    UserPoolSource {
        speed: settings
            .get(SPEED)
            .and_then(|speed| Speed::read(speed))
            .unwrap_or_default(),
        endpoint: settings.remove(ENDPOINT),
        pool_id,
        region,
        credentials,
    }
}

/// A pasted secret without stray spaces and quotes.
fn bare(secret: &SecretString) -> SecretString {
    fields::bare(secret.expose_secret()).to_owned().into()
}
