//! An engine on a folder of its own, with the scripted source.

use crate::script::{PEOPLE, Script, ScriptedKind};
use jiff::{SignedDuration, Timestamp};
use poolhouse_catalog::{
    Catalog, CatalogReader, DataFolder, RunTotals, TableReader, check_folder, check_folder_but_runs,
};
use poolhouse_connector::{Secrets, Settings, TableId};
use poolhouse_engine::model::{
    ChosenTable, DataflowDraft, DataflowId, DriftPolicy, Purpose, Run, RunId, RunKind, RunStatus,
    StoredColumn, TableQuery, Trigger, Version,
};
use poolhouse_engine::{Clock, Engine, Keep, Keychain, Openings, SystemClock};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// An engine on a folder of its own, with a scripted source.
pub(crate) struct House {
    pub(crate) engine: Engine,
    pub(crate) script: Arc<Script>,
    pub(crate) keychain: Keychain,
    pub(crate) folder: Folder,
}

/// The data folder of a test. What must hold in it does at the end of each test, whatever that broke; see
/// [`check_folder`].
pub(crate) struct Folder {
    root: TempDir,
    left_broken: AtomicBool,
    has_made_up_runs: AtomicBool,
}

/// How long work that somebody else does on a dataflow may take to end.
const LONGEST: Duration = Duration::from_secs(2);

impl Folder {
    pub(crate) fn new(root: TempDir) -> Self {
        Self {
            root,
            left_broken: AtomicBool::new(false),
            has_made_up_runs: AtomicBool::new(false),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.root.path()
    }

    /// The test ends with a file that is damaged or gone, as nobody mends that by itself.
    pub(crate) fn is_left_broken(&self) {
        self.left_broken.store(true, Ordering::SeqCst);
    }

    /// The test writes runs into the history that nobody made, so that no database has what they published.
    pub(crate) fn has_made_up_runs(&self) {
        self.has_made_up_runs.store(true, Ordering::SeqCst);
    }

    /// Whether nobody holds a dataflow's lock any more: a run that leaks one would turn the check off.
    fn is_let_go_of(folder: &DataFolder, id: DataflowId) -> bool {
        let begun = Instant::now();
        loop {
            let lock = folder.lock_dataflow(id).expect("it can be locked");
            if lock.is_some() || begun.elapsed() >= LONGEST {
                return lock.is_some();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if std::thread::panicking() || self.left_broken.load(Ordering::SeqCst) {
            return;
        }
        // As whoever opens it next: what was cut off is settled then, but for what somebody still does.
        let (script, keychain) = (Arc::new(Script::default()), Keychain::in_memory());
        drop(open(self.path(), &script, &keychain));
        let folder = DataFolder::open(self.path()).expect("the folder");
        let catalog = CatalogReader::open(&folder).expect("the catalog");
        for dataflow in catalog.dataflows().expect("the dataflows") {
            let (id, name) = (dataflow.id, dataflow.draft.name);
            assert!(Self::is_let_go_of(&folder, id), "somebody still holds {name}");
        }
        let check = if self.has_made_up_runs.load(Ordering::SeqCst) {
            check_folder_but_runs
        } else {
            check_folder
        };
        if let Err(faults) = check(&folder) {
            panic!("at the end of the test: {faults:#?}");
        }
    }
}

impl House {
    pub(crate) fn new() -> Self {
        let folder = Folder::new(TempDir::new().expect("a temporary folder"));
        let script = Arc::new(Script::default());
        let keychain = Keychain::in_memory();
        let engine = open(folder.path(), &script, &keychain);
        Self {
            engine,
            script,
            keychain,
            folder,
        }
    }

    /// Ends the engine and opens another on the same folder.
    pub(crate) fn reopened(self) -> Self {
        self.after(|| ())
    }

    /// Does something between two lives of the engine.
    pub(crate) fn after(self, what: impl FnOnce()) -> Self {
        self.after_by(Arc::new(SystemClock), what)
    }

    /// The same, with a clock of the test's own from then on.
    pub(crate) fn after_by(self, clock: Arc<dyn Clock>, what: impl FnOnce()) -> Self {
        let Self {
            engine,
            script,
            keychain,
            folder,
        } = self;
        drop(engine);
        what();
        let engine = open_by(folder.path(), &script, &keychain, clock);
        Self {
            engine,
            script,
            keychain,
            folder,
        }
    }

    /// What a kill leaves: a run that the catalog calls running and that nobody runs.
    pub(crate) fn call_running(&self, id: DataflowId) {
        let folder = DataFolder::open(self.folder.path()).expect("the folder");
        let mut catalog = Catalog::open(&folder).expect("the catalog");
        catalog
            .begin_run(id, RunKind::Import, Trigger::Manual, "", Timestamp::UNIX_EPOCH)
            .expect("a run");
    }

    /// What a kill leaves of a run: its staging, and an entry in the catalog that calls it running
    /// and was written before it had read anything.
    pub(crate) fn cut_off(self, run: RunId) -> Self {
        let root = self.folder.path().to_owned();
        self.after(move || {
            let folder = DataFolder::open(&root).expect("the folder");
            let mut catalog = Catalog::open(&folder).expect("the catalog");
            let resumed = catalog.resume_run(run, Timestamp::UNIX_EPOCH);
            assert!(resumed.expect("the catalog is there"), "the run was interrupted");
            let found = CatalogReader::open(&folder).expect("the catalog");
            let mut found = found.run(run).expect("the catalog reads").expect("the run");
            (found.rows, found.calls, found.misfits) = (0, 0, 0);
            found.tables.iter_mut().for_each(|table| table.rows = 0);
            let nothing = RunTotals::from(&found);
            catalog.record_progress(run, &nothing).expect("it is stored");
        })
    }

    /// Creates `People`, with the table of people alone or with teams too.
    pub(crate) async fn people(&self, tables: &[&'static str]) -> DataflowId {
        let dataflow = self
            .engine
            .create_dataflow(draft("People", tables), Secrets::new(), Keep::Keychain)
            .await;
        dataflow.expect("the draft is sound").id
    }

    /// Creates `People` with its policy on new columns.
    pub(crate) async fn people_with(&self, drift: DriftPolicy) -> DataflowId {
        let draft = DataflowDraft {
            drift,
            ..draft("People", &[PEOPLE])
        };
        let dataflow = self.engine.create_dataflow(draft, Secrets::new(), Keep::Keychain);
        dataflow.await.expect("the draft is sound").id
    }

    /// Runs a dataflow to its end.
    pub(crate) async fn run(&self, id: DataflowId) -> Run {
        let run = self
            .engine
            .start_run(id, None)
            .await
            .expect("the run starts")
            .run
            .id;
        self.engine
            .run_ended(run)
            .await
            .expect("the run is in the history")
    }

    /// Starts a run that hangs at this call of the source, and waits until it does.
    pub(crate) async fn run_until(&self, id: DataflowId, call: u64) -> RunId {
        self.script.state().hangs_from = Some(call);
        let run = self
            .engine
            .start_run(id, None)
            .await
            .expect("the run starts")
            .run
            .id;
        self.script.reached(call).await;
        run
    }

    /// Runs a dataflow and expects it to succeed.
    pub(crate) async fn succeed(&self, id: DataflowId) -> Run {
        let run = self.run(id).await;
        assert_eq!(run.status, RunStatus::Succeeded, "{:?}", run.failure);
        run
    }

    /// The published columns and rows of a table.
    pub(crate) fn table(&self, id: DataflowId, table: &str) -> (Vec<StoredColumn>, Vec<Vec<Option<String>>>) {
        let folder = DataFolder::open(self.folder.path()).expect("the folder");
        let name = self.engine.database(id).expect("a database").dataflow.draft.name;
        let reader = TableReader::open(&folder, &name, table, Version::Now).expect("the table is there");
        let reader = reader.expect("a database");
        let question = reader.ask(&TableQuery::default()).expect("a question");
        let mut places = Vec::new();
        reader
            .list(&question, &mut |found| {
                places.extend_from_slice(found);
                ControlFlow::Continue(())
            })
            .expect("places");
        (reader.columns().to_vec(), reader.fetch(&places).expect("rows"))
    }

    /// The published names of people, sorted.
    pub(crate) fn names(&self, id: DataflowId) -> Vec<String> {
        let (columns, rows) = self.table(id, PEOPLE);
        let column = columns
            .iter()
            .position(|column| column.name == "name")
            .expect("a column of names");
        let mut names: Vec<String> = rows
            .into_iter()
            .filter_map(|mut row| row[column].take())
            .collect();
        names.sort();
        names
    }
}

/// A clock that a test sets.
#[derive(Debug)]
pub(crate) struct Hands(Mutex<Timestamp>);

impl Hands {
    pub(crate) fn at(now: Timestamp) -> Arc<Self> {
        Arc::new(Self(Mutex::new(now)))
    }

    pub(crate) fn turn(&self, by: SignedDuration) {
        let mut now = self.0.lock().expect("nobody panics");
        *now += by;
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("nobody panics")
    }
}

/// A temporary folder in memory, where the system has one there: nothing waits for a disk.
pub(crate) fn in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        TempDir::new_in(memory)
    } else {
        TempDir::new()
    };
    folder.expect("a temporary folder")
}

pub(crate) fn open(folder: &Path, script: &Arc<Script>, keychain: &Keychain) -> Engine {
    open_by(folder, script, keychain, Arc::new(SystemClock))
}

/// With a clock of the test's own.
pub(crate) fn open_by(
    folder: &Path,
    script: &Arc<Script>,
    keychain: &Keychain,
    clock: Arc<dyn Clock>,
) -> Engine {
    Engine::open(folder, openings(script, keychain, clock)).expect("a fresh folder opens")
}

pub(crate) fn openings(script: &Arc<Script>, keychain: &Keychain, clock: Arc<dyn Clock>) -> Openings {
    Openings {
        kinds: vec![Arc::new(ScriptedKind(script.clone()))],
        keychain: keychain.clone(),
        clock,
        trigger: Trigger::Manual,
    }
}

pub(crate) fn draft(name: &str, tables: &[&'static str]) -> DataflowDraft {
    DataflowDraft {
        name: name.into(),
        connector: "scripted".into(),
        settings: Settings::new(),
        display_name: String::new(),
        description: String::new(),
        organization: String::new(),
        tables: tables
            .iter()
            .map(|&table| ChosenTable {
                source: TableId::new(table),
                target: table.into(),
                purpose: Purpose::Customer360,
            })
            .collect(),
        drift: DriftPolicy::TakeAll,
    }
}

/// A run that leaks its lock would else turn off the check of what it left.
#[tokio::test]
#[should_panic(expected = "somebody still holds People")]
async fn a_test_that_leaves_a_dataflow_locked_fails() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    let _leaked = folder.lock_dataflow(id).expect("it can be locked").expect("free");
    drop(house);
}

#[tokio::test]
#[should_panic(expected = "nobody knows")]
async fn a_test_that_makes_up_runs_is_checked_for_all_else() {
    let house = House::new();
    house.folder.has_made_up_runs();
    let stray = house.folder.path().join("databases").join("Stray.db");
    std::fs::write(stray, "nobody's").expect("the folder is there");
    drop(house);
}
