//! Runs over the wire: the engine and the connector against a sample pool that misbehaves. Server and app
//! share a runtime whose clock is stopped, so that a silence of half a minute is over at once, and how
//! long anything would have taken can be read.

use poolhouse_catalog::model::{TableQuery, Version};
use poolhouse_catalog::{DataFolder, TableReader, check_database};
use poolhouse_connector::{Secrets, Settings, TableId};
use poolhouse_engine::model::{
    ChosenTable, DataflowDraft, DataflowId, DriftPolicy, Purpose, Run, RunStatus, Trigger,
};
use poolhouse_engine::{Clock, Engine, Keep, Keychain, Openings, SystemClock};
use poolhouse_sample_pool::{Key, Options, SamplePool, ShortPages};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use tempfile::TempDir;

pub(crate) const TABLES: [&str; 3] = ["users", "groups", "group_members"];
pub(crate) const NAME: &str = "Customers";

/// Rows of each table, in some order.
pub(crate) type Tables = BTreeMap<&'static str, Vec<Vec<Option<String>>>>;

/// A sample pool, and an app with a dataflow that imports it.
pub(crate) struct Import {
    pub(crate) server: SamplePool,
    pub(crate) engine: Engine,
    pub(crate) folder: TempDir,
    pub(crate) id: DataflowId,
    pub(crate) key: Key,
}

impl Import {
    pub(crate) async fn of(users: u64) -> Self {
        Self::with(Options {
            users,
            groups: 11,
            short_pages: ShortPages::Never,
            ..Options::default()
        })
        .await
    }

    pub(crate) async fn with(options: Options) -> Self {
        Self::by(options, Arc::new(SystemClock)).await
    }

    pub(crate) async fn by(options: Options, clock: Arc<dyn Clock>) -> Self {
        let server = SamplePool::start(options).await.expect("the sample pool starts");
        let folder = crate::house::in_memory();
        let openings = Openings {
            kinds: vec![poolhouse_cognito::user_pool()],
            keychain: Keychain::in_memory(),
            clock,
            trigger: Trigger::Manual,
        };
        let engine = Engine::open(folder.path(), openings).expect("a fresh folder opens");
        let key = Key::full();
        let draft = DataflowDraft {
            name: NAME.into(),
            connector: "aws-cognito-user-pool".into(),
            settings: settings(&server, &key),
            display_name: String::new(),
            description: String::new(),
            organization: String::new(),
            tables: TABLES
                .iter()
                .map(|&table| ChosenTable {
                    source: TableId::new(table),
                    target: table.into(),
                    purpose: Purpose::Customer360,
                })
                .collect(),
            drift: DriftPolicy::TakeAll,
        };
        let made = engine.create_dataflow(draft, secrets(&key), Keep::ThisRunOnly);
        let id = made.await.expect("the draft is sound").id;
        Self {
            server,
            engine,
            folder,
            id,
            key,
        }
    }

    /// Runs to the end.
    pub(crate) async fn run(&self) -> Run {
        let secrets = secrets(&self.key);
        let run = self.engine.start_run(self.id, Some(secrets)).await;
        let run = run.expect("the run starts").run.id;
        let ended = self.engine.run_ended(run).await.expect("in the history");
        self.engine.idle().await;
        let folder = DataFolder::open(self.folder.path()).expect("the folder");
        assert_eq!(check_database(&folder, NAME), Ok(()), "after {:?}", ended.status);
        ended
    }

    pub(crate) async fn succeed(&self) -> Run {
        let run = self.run().await;
        assert_eq!(run.status, RunStatus::Succeeded, "{:?}", run.failure);
        run
    }

    /// What readers see, sorted.
    pub(crate) fn tables(&self) -> Tables {
        let mut tables = Tables::new();
        for table in TABLES {
            let (_, mut rows) = self.table(table);
            rows.sort();
            tables.insert(table, rows);
        }
        tables
    }

    /// The columns that a table has for readers, by their names at the source, and its rows.
    pub(crate) fn table(&self, table: &str) -> (Vec<String>, Vec<Vec<Option<String>>>) {
        let folder = DataFolder::open(self.folder.path()).expect("the folder");
        let reader = TableReader::open(&folder, NAME, table, Version::Now).expect("the table is there");
        let reader = reader.expect("a database");
        let question = reader.ask(&TableQuery::default()).expect("a question");
        let mut places = Vec::new();
        let listed = reader.list(&question, &mut |found| {
            places.extend_from_slice(found);
            ControlFlow::Continue(())
        });
        listed.expect("places");
        let columns = reader.columns().iter().map(|column| column.original.clone());
        (columns.collect(), reader.fetch(&places).expect("rows"))
    }

    /// Requests that the pool has met so far.
    pub(crate) fn calls(&self) -> u64 {
        self.server.calls().total().received
    }
}

pub(crate) fn settings(server: &SamplePool, key: &Key) -> Settings {
    [
        ("user_pool_id", server.pool_id()),
        ("access_key_id", &key.id),
        ("endpoint", &server.endpoint()),
        ("speed", "unlimited"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

pub(crate) fn secrets(key: &Key) -> Secrets {
    let secret = ("secret_access_key".to_owned(), key.secret.clone().into());
    let token = key.session_token.clone();
    let token = token.map(|token| ("session_token".to_owned(), token.into()));
    std::iter::once(secret).chain(token).collect()
}
