//! *AWS Cognito identity pool*, as the wizard's picker and the command line know it.
//! Called by the engine through the contract.

use super::fields::{self, POOL_ID};
use super::policy;
use super::questions;
use super::source::{IdentityPool, OFFER};
use crate::sign_in::{self, PoolSource};
use crate::{network, validation, words};
use async_trait::async_trait;
use poolhouse_connector::{
    Connector, ConnectorKind, Field, FieldError, Network, Question, ReadError, Secrets, Settings, Shelf,
    Table, TableId, Words,
};
use std::sync::Arc;

/// The AWS Cognito identity pool connector.
#[derive(Debug, Clone, Copy, Default)]
pub struct IdentityPoolKind;

#[async_trait]
impl ConnectorKind for IdentityPoolKind {
    fn id(&self) -> &'static str {
        "aws-cognito-identity-pool"
    }

    fn name(&self) -> &'static str {
        "AWS Cognito identity pool"
    }

    fn summary(&self) -> &'static str {
        "The identities of an identity pool, who they sign in with, and the roles they get"
    }

    fn shelf(&self) -> Shelf {
        Shelf::Services
    }

    fn fields(&self) -> Vec<Field> {
        fields::fields()
    }

    fn tables(&self) -> Vec<Table> {
        OFFER.tables.clone()
    }

    fn questions(&self) -> Vec<Question> {
        questions::questions()
    }

    fn validate(&self, settings: &Settings, secrets: &[String]) -> Result<Settings, Vec<FieldError>> {
        validation::validate(&POOL_ID, settings, secrets)
    }

    fn policy(&self, settings: &Settings, tables: &[TableId]) -> Option<String> {
        let (pool_id, region) = sign_in::place(&POOL_ID, settings);
        Some(policy::policy(&pool_id, &region, tables))
    }

    fn bill(&self) -> &'static str {
        "Reading costs nothing at AWS. No identity is made by it, and none gets credentials."
    }

    fn origin(&self, settings: &Settings) -> String {
        words::origin(&POOL_ID, settings)
    }

    fn words(&self, settings: &Settings, error: &ReadError) -> Words {
        words::words(&POOL_ID, settings, error)
    }

    fn check_network(&self, network: &Network) -> Vec<FieldError> {
        network::check(network)
    }

    async fn open(
        &self,
        settings: &Settings,
        secrets: &Secrets,
        network: &Network,
    ) -> Result<Arc<dyn Connector>, ReadError> {
        let source = PoolSource::of(&POOL_ID, settings, secrets, network);
        Ok(Arc::new(IdentityPool::open(source)))
    }
}
