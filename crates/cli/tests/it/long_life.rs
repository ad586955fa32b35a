//! A pool that changes with every run, run again and again with retention on: what the files, the memory and a run
//! take after thousands of runs is what they took after a hundred.

use poolhouse_connector::{Secrets, Settings, TableId};
use poolhouse_engine::model::{
    ChosenTable, DataflowDraft, DataflowId, DriftPolicy, Purpose, RunStatus, Trigger,
};
use poolhouse_engine::view::{RunQuery, RunSnapshot};
use poolhouse_engine::{Engine, Error, Keep, Keychain, Openings, SystemClock};
use poolhouse_sample_pool::{Key, Options, SamplePool};
use secrecy::SecretString;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const USERS: u64 = 20;
/// How long it is left alone at the end of all.
const IDLE: Duration = Duration::from_secs(20);

/// How everything stands after so many runs.
struct Mark {
    runs: u64,
    database: u64,
    catalog: u64,
    /// Kibibytes of this process, the pool's server included.
    memory: u64,
    /// Of each run since the mark before.
    run: Duration,
    /// To open the first page of the history.
    history: Duration,
}

#[tokio::test(flavor = "multi_thread")]
async fn after_many_runs_of_a_changing_pool_the_files_have_grown_by_their_history_alone() {
    let life = Life::new().await;
    let marks = life.lives(120, 4).await;
    let grown = |from: &Mark, to: &Mark, of: fn(&Mark) -> u64| {
        of(to).saturating_sub(of(from)) / (to.runs - from.runs)
    };
    // A run's line in the history and the cells it changed: some hundred bytes, and its certificate as many.
    let (first, last) = (&marks[1], &marks[3]);
    let database = grown(first, last, |mark| mark.database);
    let catalog = grown(first, last, |mark| mark.catalog);
    assert!(database < 2_048, "the database grows by {database} bytes a run");
    assert!(catalog < 2_048, "the catalog grows by {catalog} bytes a run");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: `cargo xtask soak` runs it"]
async fn soak_life() {
    let life = Life::new().await;
    let marks = life.lives(10_000, 10).await;
    let mut table = String::from(
        "| After runs | Database | Catalog | Memory | A run took | The history opened in |\n|--:|--:|--:|--:|--:|--:|\n",
    );
    for mark in &marks {
        table += &format!(
            "| {} | {} KB | {} KB | {} MB | {:.1} ms | {:.1} ms |\n",
            mark.runs,
            mark.database / 1_000,
            mark.catalog / 1_000,
            mark.memory / 1_000,
            mark.run.as_secs_f64() * 1_000.0,
            mark.history.as_secs_f64() * 1_000.0
        );
    }
    let before = processor_time();
    tokio::time::sleep(IDLE).await;
    let idle = processor_time().saturating_sub(before);
    // Of the mark after the first thousand: until then caches fill and the first versions are not yet pruned.
    let (second, last) = (&marks[1], &marks[marks.len() - 1]);
    assert!(
        last.run < second.run * 3 / 2,
        "a run takes longer and longer: {table}"
    );
    assert!(
        last.memory < second.memory * 3 / 2,
        "it takes more and more memory: {table}"
    );
    assert!(idle < IDLE / 100, "idle, it took {idle:?} of processor time");
    crate::soak::figures(
        "life",
        &format!(
            "A pool of {USERS} users, one of whom changes before each run; five versions are kept, and every change stays in the log. The server of the pool is in the same process.\n\n{table}\n\
             Idle for {} seconds afterwards, the engine and that server took {} ms of processor time.",
            IDLE.as_secs(),
            idle.as_millis()
        ),
    );
}

/// An engine with one dataflow, as a face opens it, but with a keychain in memory.
struct Life {
    pool: SamplePool,
    engine: Engine,
    dataflow: DataflowId,
    folder: TempDir,
}

impl Life {
    async fn new() -> Self {
        let pool = SamplePool::start(Options {
            users: USERS,
            ..Options::default()
        })
        .await
        .expect("a free port");
        let folder = TempDir::new().expect("a folder");
        let engine = Engine::open(
            folder.path(),
            Openings {
                kinds: vec![poolhouse_cognito::user_pool()],
                keychain: Keychain::in_memory(),
                clock: std::sync::Arc::new(SystemClock),
                trigger: Trigger::Manual,
            },
        )
        .expect("a fresh folder");
        let key = Key::full();
        let settings: Settings = [
            ("user_pool_id", pool.pool_id().to_owned()),
            ("access_key_id", key.id.clone()),
            ("endpoint", pool.endpoint()),
            ("speed", "unlimited".to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        let secrets: Secrets = [("secret_access_key".to_owned(), SecretString::from(key.secret))].into();
        let draft = DataflowDraft {
            name: "Life".into(),
            connector: "aws-cognito-user-pool".into(),
            settings,
            display_name: String::new(),
            description: String::new(),
            organization: String::new(),
            tables: ["users", "groups"]
                .map(|table| ChosenTable {
                    source: TableId::new(table),
                    target: table.into(),
                    purpose: Purpose::All,
                })
                .into(),
            drift: DriftPolicy::TakeAll,
        };
        let created = engine.create_dataflow(draft, secrets, Keep::Keychain).await;
        Self {
            pool,
            engine,
            dataflow: created.expect("a sound draft").id,
            folder,
        }
    }

    /// So many runs, marked so many times.
    async fn lives(&self, runs: u64, marks: u64) -> Vec<Mark> {
        let mut told = Vec::new();
        for mark in 1..=marks {
            let begun = Instant::now();
            let each = runs / marks;
            for number in 0..each {
                let changed = format!("{mark} {number}");
                self.pool
                    .control()
                    .set_attribute(number % USERS, "nickname", Some(&changed));
                self.run().await;
            }
            let run = begun.elapsed() / u32::try_from(each).expect("few");
            let begun = Instant::now();
            let query = RunQuery {
                limit: 200,
                ..RunQuery::default()
            };
            self.engine.list_runs(&query).await.expect("the history");
            told.push(Mark {
                runs: mark * each,
                database: size(&self.folder.path().join("databases/Life.db")),
                catalog: size(&self.folder.path().join("catalog.db")),
                memory: resident(),
                run,
                history: begun.elapsed(),
            });
        }
        told
    }

    async fn run(&self) {
        let started = self.start().await.expect("it starts");
        let ended = self.engine.run_ended(started.run.id).await.expect("it ends");
        assert_eq!(ended.status, RunStatus::Succeeded, "{:?}", ended.failure);
        self.engine.idle().await;
    }
}

impl Life {
    /// A program that another test starts has this one's locks too, until it has become itself.
    async fn start(&self) -> Result<RunSnapshot, Error> {
        for _ in 0..10_000 {
            match self.engine.start_run(self.dataflow, None).await {
                Err(Error::AlreadyRunning { .. }) => tokio::task::yield_now().await,
                other => return other,
            }
        }
        self.engine.start_run(self.dataflow, None).await
    }
}

fn size(database: &Path) -> u64 {
    let of = |path: &Path| fs::metadata(path).map_or(0, |found| found.len());
    of(database) + of(&database.with_extension("db-wal"))
}

/// Kibibytes that this process has in memory now; nothing where the system does not tell so.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}

/// What this process has taken of the processor so far, in hundredths of a second as Linux tells it.
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which may have anything in it; user and system time are the 12th and 13th then.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}
