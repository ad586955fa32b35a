//! What may happen, for the model test, and in which order it makes sense.

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;
use std::collections::{BTreeMap, BTreeSet};

/// Dataflows at a time.
const PLACES: usize = 2;
/// People of the source are numbered up to this.
const PEOPLE: u64 = 14;

/// What the generator must know of the world to choose the next step.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sketch {
    /// The places that have a dataflow.
    pub(crate) places: BTreeSet<usize>,
    /// The source as it is now, by number and name.
    pub(crate) source: BTreeMap<u64, String>,
}

/// One thing that happens.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// The source changes.
    Source {
        person: u64,
        name: Option<String>,
    },
    Create {
        place: usize,
        with_teams: bool,
    },
    Edit {
        place: usize,
        with_teams: bool,
    },
    Run {
        place: usize,
        outcome: Outcome,
    },
    /// To the version of this age, of the table of people alone or of all.
    RollBack {
        place: usize,
        age: usize,
        one: bool,
    },
    Forget {
        place: usize,
        person: u64,
    },
    Remove {
        place: usize,
    },
    /// How many versions are kept from now on.
    Keep(u32),
    /// The app dies with nothing under way, and begins again.
    Reopen,
}

impl Step {
    /// For a table of how often what was tried.
    pub(crate) fn in_words(&self) -> &'static str {
        match self {
            Self::Source { .. } => "The source changes",
            Self::Create { .. } => "A dataflow is created",
            Self::Edit { .. } => "A dataflow is edited",
            Self::Run { outcome, .. } => match outcome {
                Outcome::Succeeds => "A run with nothing in its way",
                Outcome::Stumbles(_) => "A run that meets passing faults",
                Outcome::Refused(_) => "A run whose calls are forbidden",
                Outcome::Panics(_) => "A run that panics",
                Outcome::Offline(_) => "A run that loses the network",
                Outcome::NeverReached => "A run without a network",
                Outcome::Cancelled(_) => "A run that is cancelled",
                Outcome::Closed(_) => "A run over which the app is closed",
                Outcome::Crashes(_) => "A run in which the app is killed",
                Outcome::Watched(_) => "A run beside which a second process tries everything",
                Outcome::TakenOver(_) => "A run that a second process takes over from one that was killed",
            },
            Self::RollBack { one: true, .. } => "A rollback of one table",
            Self::RollBack { one: false, .. } => "A rollback",
            Self::Forget { .. } => "A person is forgotten",
            Self::Remove { .. } => "A dataflow is removed",
            Self::Keep(_) => "Another number of versions is kept",
            Self::Reopen => "The app dies and begins again",
        }
    }
}

/// How a run is meant to go, where it comes as far as the call that is named, counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Succeeds,
    /// The call is broken, later ones are slowed down and refused their token.
    Stumbles(u64),
    Refused(u64),
    Panics(u64),
    /// The network goes for good at this call.
    Offline(u64),
    /// The network is not there at all.
    NeverReached,
    Cancelled(u64),
    /// The app is closed.
    Closed(u64),
    /// The app is killed.
    Crashes(u64),
    /// A second process tries everything meanwhile; then the run is cancelled.
    Watched(u64),
    /// The app is killed, and a second process that was open already goes on with the run.
    TakenOver(u64),
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let call = || 0_u64..10;
    prop_oneof![
        4 => Just(Outcome::Succeeds),
        1 => call().prop_map(Outcome::Stumbles),
        1 => call().prop_map(Outcome::Refused),
        1 => call().prop_map(Outcome::Panics),
        2 => call().prop_map(Outcome::Offline),
        1 => Just(Outcome::NeverReached),
        1 => call().prop_map(Outcome::Cancelled),
        2 => call().prop_map(Outcome::Closed),
        2 => call().prop_map(Outcome::Crashes),
        1 => call().prop_map(Outcome::Watched),
        1 => call().prop_map(Outcome::TakenOver),
    ]
}

impl ReferenceStateMachine for Sketch {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        let source = prop::collection::btree_map(1..=PEOPLE, "[a-c]{1,2}", 0..9);
        source
            .prop_map(|source| Self {
                source,
                places: BTreeSet::new(),
            })
            .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Step> {
        let source = (1..=PEOPLE, prop::option::weighted(0.7, "[a-c]{1,2}"))
            .prop_map(|(person, name)| Step::Source { person, name });
        let create =
            |place: usize| any::<bool>().prop_map(move |with_teams| Step::Create { place, with_teams });
        let free = (0..PLACES).find(|place| !state.places.contains(place));
        let places: Vec<usize> = state.places.iter().copied().collect();
        if places.is_empty() {
            return create(0).boxed();
        }
        let place = || prop::sample::select(places.clone());
        let steps = prop_oneof![
            6 => source,
            12 => (place(), outcome()).prop_map(|(place, outcome)| Step::Run { place, outcome }),
            3 => (place(), 0_usize..5, any::<bool>()).prop_map(|(place, age, one)| Step::RollBack { place, age, one }),
            2 => (place(), 1..=PEOPLE).prop_map(|(place, person)| Step::Forget { place, person }),
            1 => (place(), any::<bool>()).prop_map(|(place, with_teams)| Step::Edit { place, with_teams }),
            1 => place().prop_map(|place| Step::Remove { place }),
            1 => (1_u32..4).prop_map(Step::Keep),
            1 => Just(Step::Reopen),
        ];
        match free {
            Some(free) => prop_oneof![20 => steps, 1 => create(free)].boxed(),
            None => steps.boxed(),
        }
    }

    fn preconditions(state: &Self, step: &Step) -> bool {
        match step {
            Step::Create { place, .. } => !state.places.contains(place),
            Step::Edit { place, .. }
            | Step::Run { place, .. }
            | Step::RollBack { place, .. }
            | Step::Forget { place, .. }
            | Step::Remove { place } => state.places.contains(place),
            Step::Source { .. } | Step::Keep(_) | Step::Reopen => true,
        }
    }

    fn apply(mut state: Self, step: &Step) -> Self {
        match step {
            Step::Source { person, name } => match name {
                Some(name) => drop(state.source.insert(*person, name.clone())),
                None => drop(state.source.remove(person)),
            },
            Step::Create { place, .. } => drop(state.places.insert(*place)),
            Step::Remove { place } => drop(state.places.remove(place)),
            _ => {}
        }
        state
    }
}
