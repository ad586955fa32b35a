//! The sample pool as a connector: the very code that reads AWS, pointed at a server that this
//! program starts for itself. Called by the faces, which offer it beside AWS.

use crate::{Key, Options, SamplePool};
use async_trait::async_trait;
use poolhouse_cognito::{Credentials, PoolSource, Speed, UserPool, UserPoolKind};
use poolhouse_connector::{
    Connector, ConnectorKind, Directory, ErrorKind, Field, FieldError, Naming, Network, Question, ReadError,
    Secrets, Settings, Shelf, Table, TableId, Words,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::OnceCell;

/// The connector *Sample pool*. Its server starts with the first dataflow that opens it and
/// ends with the program.
#[derive(Default)]
pub struct SamplePoolKind {
    server: OnceCell<SamplePool>,
    openings: AtomicU64,
}

/// Who may change between two openings: the people before them are the ones that tests name.
const FIRST_TO_CHANGE: u64 = 60;
const MAY_CHANGE: u64 = 150;

const TIERS: [&str; 3] = ["gold", "silver", "bronze"];

impl SamplePoolKind {
    /// Its id.
    pub const ID: &'static str = "sample-pool";

    /// A few people change between two openings, as people do, so that a second run has
    /// something to show: one comes, one goes, three move to another tier.
    fn let_time_pass(&self, server: &SamplePool) {
        let opening = self.openings.fetch_add(1, Ordering::Relaxed);
        if opening == 0 {
            return;
        }
        let person = |step: u64| FIRST_TO_CHANGE + (opening * 5 + step) % MAY_CHANGE;
        let control = server.control();
        control.add_users(1);
        control.delete_user(person(0));
        for step in 1..4 {
            let tier = TIERS[((opening + step) % 3) as usize];
            control.set_attribute(person(step), "custom:tier", Some(tier));
        }
    }

    async fn server(&self) -> Result<&SamplePool, ReadError> {
        self.server
            .get_or_try_init(|| SamplePool::start(Options::default()))
            .await
            .map_err(|error| ReadError::new(ErrorKind::Refused, "start the sample pool", error.to_string()))
    }
}

#[async_trait]
impl ConnectorKind for SamplePoolKind {
    fn id(&self) -> &'static str {
        Self::ID
    }

    fn name(&self) -> &'static str {
        "Sample pool"
    }

    fn summary(&self) -> &'static str {
        "250 made-up people on this computer: no AWS account and no internet needed"
    }

    fn shelf(&self) -> Shelf {
        Shelf::Samples
    }

    fn fields(&self) -> Vec<Field> {
        Vec::new()
    }

    fn tables(&self) -> Vec<Table> {
        UserPoolKind.tables()
    }

    fn directory(&self) -> Option<Directory> {
        UserPoolKind.directory()
    }

    fn namings(&self) -> Vec<Naming> {
        UserPoolKind.namings()
    }

    fn questions(&self) -> Vec<Question> {
        UserPoolKind.questions()
    }

    fn validate(&self, _settings: &Settings, _secrets: &[String]) -> Result<Settings, Vec<FieldError>> {
        Ok(Settings::new())
    }

    fn policy(&self, _settings: &Settings, _tables: &[TableId]) -> Option<String> {
        None
    }

    fn bill(&self) -> &'static str {
        "Nothing: the sample pool is on this computer."
    }

    fn origin(&self, _settings: &Settings) -> String {
        "the sample pool, which is a part of Poolhouse: made-up people on this computer".into()
    }

    fn words(&self, _settings: &Settings, error: &ReadError) -> Words {
        Words {
            message: "The built-in sample pool did not answer as it should.".into(),
            hint: format!("Close Poolhouse and start it again. ({error})"),
        }
    }

    async fn open(
        &self,
        _settings: &Settings,
        _secrets: &Secrets,
        _network: &Network,
    ) -> Result<Arc<dyn Connector>, ReadError> {
        let server = self.server().await?;
        self.let_time_pass(server);
        let key = Key::full();
        let pool = UserPool::open(PoolSource {
            pool_id: server.pool_id().to_owned(),
            region: server.region().to_owned(),
            endpoint: Some(server.endpoint()),
            credentials: Credentials::Keys {
                access_key_id: key.id,
                secret_access_key: key.secret.into(),
                session_token: None,
            },
            speed: Speed::Unlimited,
            network: Network::default(),
        });
        Ok(Arc::new(pool))
    }
}
