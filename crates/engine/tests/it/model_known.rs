//! What the model test knows of each dataflow: how its runs ended, and what they published.

use crate::script::{PEOPLE, TEAMS};
use poolhouse_engine::model::{DataflowId, RunId, RunStatus};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Source = BTreeMap<u64, String>;
/// The two cells of each row; the table of people is told by the first, that of teams by both.
pub(crate) type Rows = BTreeSet<(String, String)>;

/// What is known of a dataflow.
#[derive(Debug)]
pub(crate) struct Flow {
    pub(crate) id: DataflowId,
    pub(crate) with_teams: bool,
    pub(crate) runs: Vec<Ran>,
    /// The source as it was each time that the interrupted run read from it.
    pub(crate) stretches: Vec<Source>,
}

/// What is known of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) id: RunId,
    pub(crate) status: RunStatus,
    /// What it published, by table.
    pub(crate) published: Option<BTreeMap<&'static str, Rows>>,
    /// A later run may have pruned it.
    pub(crate) may_be_gone: bool,
}

pub(crate) fn flow_name(place: usize) -> String {
    format!("People{place}")
}

pub(crate) fn tables(with_teams: bool) -> &'static [&'static str] {
    if with_teams { &[PEOPLE, TEAMS] } else { &[PEOPLE] }
}

impl Flow {
    pub(crate) fn new(id: DataflowId, with_teams: bool) -> Self {
        Self {
            id,
            with_teams,
            runs: Vec::new(),
            stretches: Vec::new(),
        }
    }

    pub(crate) fn publications(&self) -> impl DoubleEndedIterator<Item = &Ran> {
        self.runs.iter().filter(|run| run.published.is_some())
    }

    /// A rollback is a run that publishes what another published, or one table of it.
    pub(crate) fn went_back(&mut self, run: RunId, to: RunId, one: bool) {
        let shown = self
            .publications()
            .next_back()
            .and_then(|run| run.published.clone());
        let target = self.runs.iter().find(|run| run.id == to);
        let target = target
            .and_then(|run| run.published.clone())
            .expect("it published");
        let published = match shown {
            Some(mut shown) if one => {
                shown.insert(PEOPLE, target[PEOPLE].clone());
                shown
            }
            _ => target,
        };
        self.runs.push(Ran {
            id: run,
            status: RunStatus::Succeeded,
            published: Some(published),
            may_be_gone: false,
        });
    }

    /// Whether a version that is surely kept has this person.
    pub(crate) fn knows(&self, person: &str) -> bool {
        let mut kept = self.publications().filter(|run| !run.may_be_gone);
        kept.any(|run| {
            run.published
                .iter()
                .flatten()
                .any(|(_, rows)| rows.iter().any(|row| is(row, person)))
        })
    }

    /// Nobody of this number is in any version, and what was staged is gone.
    pub(crate) fn forget(&mut self, person: &str) {
        self.stretches.clear();
        for rows in self
            .runs
            .iter_mut()
            .flat_map(|run| &mut run.published)
            .flat_map(BTreeMap::values_mut)
        {
            rows.retain(|row| !is(row, person));
        }
    }

    /// Takes in how a run ended.
    pub(crate) fn ran(&mut self, id: RunId, status: RunStatus, source: &Source, keep: usize) -> &mut Ran {
        if self.runs.last().is_some_and(|last| last.id == id) {
            assert_eq!(
                self.runs.last().map(|last| last.status),
                Some(RunStatus::Interrupted),
                "gone on with"
            );
        } else {
            self.stretches.clear();
            self.runs.push(Ran {
                id,
                status,
                published: None,
                may_be_gone: false,
            });
        }
        self.stretches.push(source.clone());
        if status == RunStatus::Succeeded {
            let older = self
                .runs
                .iter_mut()
                .rev()
                .skip(1)
                .filter(|run| run.published.is_some());
            older.skip(keep.max(1) - 1).for_each(|run| run.may_be_gone = true);
        }
        let last = self.runs.last_mut().expect("it was put there");
        last.status = status;
        last
    }

    /// Whether a run that read the source in these states may have published these rows.
    pub(crate) fn may_publish(&self, table: &str, rows: &Rows) {
        let number = |text: &str| text.parse::<u64>().expect("a number");
        if table == PEOPLE {
            for (key, name) in rows {
                let read = self
                    .stretches
                    .iter()
                    .any(|source| source.get(&number(key)) == Some(name));
                assert!(read, "{key} was never named {name}");
            }
            let keys: BTreeSet<u64> = rows.iter().map(|(key, _)| number(key)).collect();
            assert_eq!(keys.len(), rows.len(), "no person is there twice");
            let (first, others) = self.stretches.split_first().expect("the source was read");
            for key in first
                .keys()
                .filter(|key| others.iter().all(|other| other.contains_key(key)))
            {
                assert!(keys.contains(key), "{key} was there all the while and is missing");
            }
        } else {
            // The members of a team are one page, of one of the states.
            for team in ["red", "blue"] {
                let of: BTreeSet<u64> = rows
                    .iter()
                    .filter(|(name, _)| name == team)
                    .map(|(_, key)| number(key))
                    .collect();
                let read = self
                    .stretches
                    .iter()
                    .any(|source| source.keys().copied().eq(of.iter().copied()));
                assert!(read, "{team} never had these members: {of:?}");
            }
        }
    }
}

/// Whether a row of either table is about somebody.
fn is((first, second): &(String, String), person: &str) -> bool {
    first == person || second == person
}
