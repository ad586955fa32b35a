//! Everything that can happen to dataflows, in any order, against a model of a few lines: what readers
//! see, what is kept of older versions, and how each run ended.
//!
//! A life of the app is a runtime of its own, so that a crash can be had at any call: the runtime is
//! dropped, and with it every task, in mid-sentence. A second process is a second engine on the same
//! folder, as the kernel's locks do not ask whose process it is.

use crate::house::draft;
use crate::model_known::{Flow, flow_name, tables};
use crate::model_steps::{Sketch, Step};
use crate::model_world::World;
use crate::script::PEOPLE;
use poolhouse_connector::Secrets;
use poolhouse_engine::model::{RunId, RunStatus};
use poolhouse_engine::{Error, Keep, Person};
use proptest::test_runner::{Config, RngSeed};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;

prop_state_machine! {
    #![proptest_config(Config {
        cases: 16,
        rng_seed: RngSeed::Fixed(24),
        max_shrink_iters: 300,
        failure_persistence: None,
        ..Config::default()
    })]
    /// The same cases each time.
    #[test]
    fn whatever_happens_readers_see_what_was_published(sequential 1..24 => World);
}

prop_state_machine! {
    #![proptest_config(Config { failure_persistence: None, max_shrink_iters: 300, ..Config::default() })]
    /// Other cases each time, as many as `PROPTEST_CASES` says. Its figures are those of the cases so far.
    #[test]
    #[ignore = "takes long: `cargo xtask soak model`"]
    fn soak_model(sequential 1..40 => World);
}

/// How many cases there were, and what happened in them, how often.
static TRIED: Mutex<(u64, BTreeMap<&'static str, u64>)> = Mutex::new((0, BTreeMap::new()));

impl StateMachineTest for World {
    type SystemUnderTest = Self;
    type Reference = Sketch;

    fn init_test(_: &Sketch) -> Self {
        Self::new()
    }

    fn apply(mut world: Self, sketch: &Sketch, step: Step) -> Self {
        *TRIED
            .lock()
            .expect("no other thread")
            .1
            .entry(step.in_words())
            .or_default() += 1;
        world.script.state().people.clone_from(&sketch.source);
        match step {
            Step::Source { .. } => {}
            Step::Create { place, with_teams } => world.create(place, with_teams),
            Step::Edit { place, with_teams } => {
                let (runtime, engine) = world.life();
                let draft = draft(&flow_name(place), tables(with_teams));
                runtime
                    .block_on(engine.edit_dataflow(world.flows[&place].id, draft, None, Keep::Keychain))
                    .expect("the edit is sound");
                world.flow(place).with_teams = with_teams;
            }
            Step::Run { place, outcome } => world.run(place, outcome, &sketch.source),
            Step::RollBack { place, age, one } => world.roll_back(place, age, one),
            Step::Forget { place, person } => world.forget(place, person),
            Step::Remove { place } => world.remove(place),
            Step::Keep(versions) => {
                let (_, engine) = world.life();
                let mut preferences = engine.preferences().expect("the preferences");
                preferences.versions_kept = versions;
                engine.save_preferences(&preferences).expect("they are kept");
                world.keep = versions as usize;
            }
            Step::Reopen => {
                world.crash();
                world.begin();
            }
        }
        world
    }

    fn check_invariants(world: &Self, _: &<Self::Reference as ReferenceStateMachine>::State) {
        world.holds();
    }

    fn teardown(mut world: Self, _: Sketch) {
        world.crash();
        let (cases, steps) = &mut *TRIED.lock().expect("no other thread");
        *cases += 1;
        let all: u64 = steps.values().sum();
        let mut figures = format!(
            "{cases} lives of a data folder, {all} steps in all, other ones each time; after each step everything that \
             must hold did, and readers saw what a model in memory said.\n\n| What happened | Times |\n|---|--:|\n"
        );
        for (step, times) in steps {
            writeln!(figures, "| {step} | {times} |").expect("a text takes it");
        }
        crate::soak::figures("model", &figures);
    }
}

impl World {
    fn create(&mut self, place: usize, with_teams: bool) {
        let (runtime, engine) = self.life();
        let draft = draft(&flow_name(place), tables(with_teams));
        let made = runtime.block_on(engine.create_dataflow(draft, Secrets::new(), Keep::Keychain));
        let id = made.expect("the name is free").id;
        self.flows.insert(place, Flow::new(id, with_teams));
    }

    fn roll_back(&mut self, place: usize, age: usize, one: bool) {
        let (runtime, engine) = self.life();
        let flow = &self.flows[&place];
        let table = one.then_some(PEOPLE);
        let versions = engine.versions(flow.id).expect("the versions");
        let Some(version) = versions.get(age) else {
            let nowhere = runtime.block_on(engine.roll_back(flow.id, RunId(1_000_000), table));
            let is_told = matches!(nowhere, Err(Error::NoSuchRun(_) | Error::NoDatabase(_)));
            assert!(is_told, "{nowhere:?}");
            return;
        };
        let preview = runtime.block_on(engine.preview_rollback(flow.id, version.run, table));
        let back = runtime.block_on(engine.roll_back(flow.id, version.run, table));
        if version.current || !version.kept {
            assert!(matches!(back, Err(Error::NoVersion { .. })), "{back:?}");
            return;
        }
        let back = back.expect("what is kept can be gone back to").run;
        assert_eq!(back.status, RunStatus::Succeeded, "{:?}", back.failure);
        for told in preview.expect("and what it changes can be counted before").tables {
            let done = back.tables.iter().find(|done| done.source == told.source);
            let done = done.unwrap_or_else(|| panic!("the run is about {}", told.name));
            assert_eq!(
                (done.rows, done.added, done.changed, done.removed),
                (
                    told.rows_then.unwrap_or_default(),
                    told.added,
                    told.changed,
                    told.removed
                ),
                "the preview told what happened to {}",
                told.name
            );
        }
        self.flow(place).went_back(back.id, version.run, one);
    }

    fn forget(&mut self, place: usize, person: u64) {
        let (runtime, engine) = self.life();
        let flow = &self.flows[&place];
        let value = person.to_string();
        let known = flow.knows(&value);
        let forgotten =
            runtime.block_on(engine.forget_person(flow.id, Person::Named { value: value.clone() }));
        match forgotten {
            Ok(_) => self.flow(place).forget(&value),
            Err(Error::NoSuchPerson { .. } | Error::NoDatabase(_)) => {
                assert!(!known, "{value} is in a version that is kept");
            }
            Err(error) => panic!("forget {value}: {error}"),
        }
    }

    fn remove(&mut self, place: usize) {
        let (runtime, engine) = self.life();
        runtime
            .block_on(engine.remove_dataflow(self.flows[&place].id))
            .expect("it is removed");
        self.flows.remove(&place);
        let left: Vec<_> = std::fs::read_dir(self.folder.path().join("databases"))
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name())
            .filter(|file| file.to_string_lossy().starts_with(&flow_name(place)))
            .collect();
        assert!(left.is_empty(), "nothing of it is left: {left:?}");
    }
}
