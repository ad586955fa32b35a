//! *AWS Cognito user pool*, as the wizard's picker and the command line know it.
//! Called by the engine through the contract.

use super::fields::{self, POOL_ID};
use super::policy;
use super::questions;
use super::source::{OFFER, UserPool};
use crate::sign_in::{self, PoolSource};
use crate::{network, validation, words};
use async_trait::async_trait;
use poolhouse_connector::{
    Connector, ConnectorKind, Directory, Field, FieldError, Naming, Network, Question, ReadError, Secrets,
    Settings, Shelf, Table, TableId, Words,
};
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
        OFFER.tables.clone()
    }

    fn directory(&self) -> Option<Directory> {
        Some(questions::directory())
    }

    fn namings(&self) -> Vec<Naming> {
        questions::namings()
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
        "Reading costs nothing at AWS. It makes nobody a billable monthly active user."
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
        Ok(Arc::new(UserPool::open(source)))
    }
}
