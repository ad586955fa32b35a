//! The true thing that the model test tries, beside what the test knows of it.

use crate::house::{self, draft};
use crate::model_known::{Flow, Rows, Source, flow_name, tables};
use crate::model_steps::Outcome;
use crate::script::{Fault, PEOPLE, Script};
use poolhouse_catalog::{DataFolder, TableReader, check_database};
use poolhouse_connector::ErrorKind;
use poolhouse_engine::model::{DataflowId, RunId, RunStatus, TableQuery, Version};
use poolhouse_engine::view::RunQuery;
use poolhouse_engine::{Engine, Error, Keep, Keychain, Person};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long what a crash leaves of blocking work may take to end.
const LONGEST: Duration = Duration::from_mins(1);

/// A data folder and the app that lives on it, and what is known of its dataflows.
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) script: Arc<Script>,
    keychain: Keychain,
    /// `None` between two lives.
    life: Option<(Runtime, Engine)>,
    pub(crate) flows: BTreeMap<usize, Flow>,
    /// How many versions are kept.
    pub(crate) keep: usize,
}

/// Whether nobody has a database open: then alone can it be had for oneself.
fn is_left(path: &Path) -> bool {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let alone = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK";
    rusqlite::Connection::open_with_flags(path, flags).is_ok_and(|own| own.execute_batch(alone).is_ok())
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

impl World {
    pub(crate) fn new() -> Self {
        let script = Arc::new(Script::default());
        script.state().people.clear();
        let mut world = Self {
            folder: house::in_memory(),
            script,
            keychain: Keychain::in_memory(),
            life: None,
            flows: BTreeMap::new(),
            keep: 0,
        };
        world.begin();
        let (_, engine) = world.life();
        world.keep = engine.preferences().expect("the preferences").versions_kept as usize;
        world
    }

    pub(crate) fn begin(&mut self) {
        let runtime = runtime();
        let engine = {
            let _inside = runtime.enter();
            house::open(self.folder.path(), &self.script, &self.keychain)
        };
        self.life = Some((runtime, engine));
    }

    pub(crate) fn life(&self) -> (&Runtime, &Engine) {
        let (runtime, engine) = self.life.as_ref().expect("the app lives");
        (runtime, engine)
    }

    pub(crate) fn flow(&mut self, place: usize) -> &mut Flow {
        self.flows.get_mut(&place).expect("it was created")
    }

    /// Every task ends where it is, without a word.
    pub(crate) fn crash(&mut self) {
        let (runtime, engine) = self.life.take().expect("the app lives");
        runtime.shutdown_timeout(LONGEST);
        drop(engine);
        for place in self.flows.keys() {
            self.until_nobody_writes(*place);
        }
    }

    /// The thread that stages pages outlives its run by a moment here, as it would not outlive its process.
    fn until_nobody_writes(&self, place: usize) {
        let path = self
            .folder
            .path()
            .join("databases")
            .join(format!("{}.db", flow_name(place)));
        let begun = Instant::now();
        while path.exists() && !is_left(&path) {
            assert!(begun.elapsed() < LONGEST, "somebody holds {}", path.display());
            std::thread::yield_now();
        }
    }

    fn prepare(&self, outcome: Outcome) -> u64 {
        let first = self.script.calls.load(Ordering::SeqCst) + 1;
        let mut state = self.script.state();
        state.faults.clear();
        state.hangs_from = None;
        state.cannot_describe = outcome == Outcome::NeverReached;
        let mut fault = |call: u64, kind| state.faults.insert(first + call, Fault::Error(kind));
        let call = match outcome {
            Outcome::Succeeds | Outcome::NeverReached => 0,
            Outcome::Stumbles(call) => {
                fault(call, ErrorKind::Broken);
                fault(call + 2, ErrorKind::Throttled);
                fault(call + 4, ErrorKind::StaleCursor);
                call
            }
            Outcome::Refused(call) => {
                let action = "scripted:List".into();
                fault(call, ErrorKind::Forbidden { action });
                call
            }
            Outcome::Offline(call) => {
                (call..call + 500).for_each(|call| drop(fault(call, ErrorKind::Offline)));
                call
            }
            Outcome::Panics(call) => {
                state.faults.insert(first + call, Fault::Panic);
                call
            }
            Outcome::Cancelled(call)
            | Outcome::Closed(call)
            | Outcome::Crashes(call)
            | Outcome::Watched(call)
            | Outcome::TakenOver(call) => {
                state.hangs_from = Some(first + call);
                call
            }
        };
        first + call
    }

    /// Runs a dataflow as is meant, and takes in how it ended.
    pub(crate) fn run(&mut self, place: usize, outcome: Outcome, source: &Source) {
        let met_at = self.prepare(outcome);
        let id = self.flows[&place].id;
        let hangs = self.script.state().hangs_from.is_some();
        let (runtime, engine) = self.life();
        let run = runtime.block_on(async {
            // Back-off takes no time. Not for longer: the keychain's time limit would take none either.
            tokio::time::pause();
            let run = engine.start_run(id, None).await.expect("the run starts").run.id;
            tokio::select! {
                () = self.script.reached(met_at), if hangs => {}
                ended = engine.run_ended(run) => drop(ended.expect("in the history")),
            }
            tokio::time::resume();
            run
        });
        let met = self.script.calls.load(Ordering::SeqCst) >= met_at;
        match outcome {
            Outcome::Cancelled(_) => engine.cancel_run(run),
            Outcome::Watched(_) => {
                self.intrude(id, run, met);
                engine.cancel_run(run);
            }
            Outcome::Closed(_) => {
                runtime.block_on(engine.shut_down());
                self.crash();
                self.begin();
            }
            Outcome::Crashes(_) => {
                self.crash();
                self.begin();
            }
            Outcome::TakenOver(_) => self.take_over(),
            _ => {}
        }
        let (runtime, engine) = self.life();
        // A run that has been told as ended may still sweep up behind it.
        runtime.block_on(engine.idle());
        {
            let mut state = self.script.state();
            (state.hangs_from, state.cannot_describe) = (None, false);
            state.faults.clear();
        }
        engine
            .list_dataflows()
            .expect("the list settles what was cut off");
        let ended = engine.open_run(run).expect("in the history").snapshot.run.status;
        let allowed: &[RunStatus] = match outcome {
            _ if !met => &[RunStatus::Succeeded],
            Outcome::Succeeds | Outcome::Stumbles(_) => &[RunStatus::Succeeded],
            Outcome::Refused(_) | Outcome::Panics(_) => &[RunStatus::Failed],
            Outcome::Offline(_) | Outcome::NeverReached => &[RunStatus::Failed, RunStatus::Interrupted],
            Outcome::Cancelled(_) | Outcome::Watched(_) => &[RunStatus::Cancelled],
            Outcome::Closed(_) | Outcome::Crashes(_) | Outcome::TakenOver(_) => &[RunStatus::Interrupted],
        };
        let never = outcome == Outcome::NeverReached;
        assert!(
            allowed.contains(&ended) || (never && ended != RunStatus::Succeeded),
            "{outcome:?} ended {ended:?}"
        );
        let keep = self.keep;
        let published = (ended == RunStatus::Succeeded).then(|| self.shown(place));
        let flow = self.flow(place);
        flow.ran(run, ended, source, keep)
            .published
            .clone_from(&published);
        for (table, rows) in published.iter().flatten() {
            flow.may_publish(table, rows);
        }
        if published.is_some() {
            flow.stretches.clear();
        }
    }

    /// What readers see of each table that the dataflow imports.
    fn shown(&self, place: usize) -> BTreeMap<&'static str, Rows> {
        let name = flow_name(place);
        let rows = |&table: &&'static str| (table, self.rows(&name, table, Version::Now));
        tables(self.flows[&place].with_teams).iter().map(rows).collect()
    }

    /// A second process, while a run is under way: it reads, and may change nothing.
    fn intrude(&self, id: DataflowId, run: RunId, under_way: bool) {
        let runtime = runtime();
        runtime.block_on(async {
            let second = house::open(self.folder.path(), &self.script, &self.keychain);
            second.list_dataflows().expect("the list opens");
            if !under_way {
                return;
            }
            let seen = second.open_run(run).expect("the run is in the history");
            assert_eq!(seen.snapshot.run.status, RunStatus::Running, "it is somebody's");
            let refused = |what: &str, error: Option<Error>| {
                assert!(
                    matches!(error, Some(Error::AlreadyRunning { .. })),
                    "{what}: {error:?}"
                );
            };
            refused("run", second.start_run(id, None).await.err());
            refused("remove", second.remove_dataflow(id).await.err());
            refused("roll back", second.roll_back(id, run, None).await.err());
            let edited = second.edit_dataflow(id, draft("Other", &[PEOPLE]), None, Keep::Keychain);
            refused("edit", edited.await.err());
            let person = Person::Named { value: "1".into() };
            refused("forget", second.forget_person(id, person).await.err());
        });
        runtime.shutdown_timeout(LONGEST);
    }

    /// A second process is open when the first one dies, and is the only one from then on.
    fn take_over(&mut self) {
        let heir = runtime();
        let engine = {
            let _inside = heir.enter();
            house::open(self.folder.path(), &self.script, &self.keychain)
        };
        self.crash();
        self.life = Some((heir, engine));
    }

    fn rows(&self, name: &str, table: &str, version: Version) -> Rows {
        let folder = DataFolder::open(self.folder.path()).expect("the folder");
        let reader = TableReader::open(&folder, name, table, version).expect("the version is there");
        let reader = reader.expect("a database");
        let question = reader.ask(&TableQuery::default()).expect("a question");
        let mut places = Vec::new();
        let listed = reader.list(&question, &mut |found| {
            places.extend_from_slice(found);
            ControlFlow::Continue(())
        });
        listed.expect("places");
        assert_eq!(
            reader.rows(),
            Some(places.len() as u64),
            "the rows are as many as is said"
        );
        let row = |mut row: Vec<Option<String>>| {
            let mut cell = |place: usize| row[place].take().expect("no cell is empty");
            (cell(0), cell(1))
        };
        let rows: Rows = reader
            .fetch(&places)
            .expect("rows")
            .into_iter()
            .map(row)
            .collect();
        assert_eq!(rows.len(), places.len(), "no row is there twice");
        rows
    }

    /// Everything that is known, held against what is there.
    pub(crate) fn holds(&self) {
        let (runtime, engine) = self.life();
        let listed = engine.list_dataflows().expect("the list opens");
        assert_eq!(listed.len(), self.flows.len());
        let folder = DataFolder::open(self.folder.path()).expect("the folder");
        for (place, flow) in &self.flows {
            let name = flow_name(*place);
            assert_eq!(check_database(&folder, &name), Ok(()), "{name} is sound");
            let query = RunQuery {
                dataflow: Some(flow.id),
                ..RunQuery::default()
            };
            let mut runs = runtime.block_on(engine.list_runs(&query)).expect("the history");
            runs.reverse();
            let told: Vec<_> = runs.iter().map(|run| (run.id, run.status)).collect();
            let known: Vec<_> = flow.runs.iter().map(|run| (run.id, run.status)).collect();
            assert_eq!(told, known, "how the runs of {name} ended");
            self.holds_versions(&name, flow);
        }
    }

    fn holds_versions(&self, name: &str, flow: &Flow) {
        let (_, engine) = self.life();
        let versions = engine.versions(flow.id).expect("the versions");
        let told: Vec<RunId> = versions.iter().map(|version| version.run).collect();
        let known: Vec<RunId> = flow.publications().rev().map(|run| run.id).collect();
        assert_eq!(told, known, "what {name} has published, the newest first");
        for (age, (version, run)) in versions.iter().zip(flow.publications().rev()).enumerate() {
            assert_eq!(version.current, age == 0);
            assert!(
                version.kept || run.may_be_gone,
                "what run {} published is kept",
                run.id
            );
            let tables = run.published.as_ref().expect("it published");
            assert_eq!(version.tables.len(), tables.len(), "as many tables");
            if !version.kept {
                continue;
            }
            for (table, expected) in tables {
                let as_of = self.rows(name, table, Version::AsOf(run.id));
                assert_eq!(
                    &as_of, expected,
                    "{table} of {name}, as run {} published it",
                    run.id
                );
                if age == 0 {
                    let now = self.rows(name, table, Version::Now);
                    assert_eq!(&now, expected, "{table} of {name}, now");
                }
                let told = version.tables.iter().find(|told| told.target == *table);
                assert_eq!(
                    told.map(|told| told.rows),
                    Some(expected.len() as u64),
                    "as is told"
                );
            }
        }
    }
}
