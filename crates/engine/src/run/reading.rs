//! The units of a run: which wait, which are being read, which are done.
//!
//! Owned by the dispatcher; the executor's side of the run.

use super::unit::{Shared, UnitEnd, read};
use crate::engine::Inner;
use crate::pace::Pace;
use poolhouse_connector::{Category, Cursor, Reading, Unit};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;
use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

pub(crate) struct Units {
    shared: Arc<Shared>,
    inner: Arc<Inner>,
    /// Those that have units. Without any a run has no share of a quota.
    lanes: BTreeMap<Category, Lane>,
    tasks: JoinSet<UnitEnd>,
    /// The category of each task, so that a panic too gives its place back.
    places: HashMap<Id, (Category, Unit)>,
    known: HashSet<Unit>,
    /// Units whose last page is not staged.
    open: HashSet<Unit>,
    /// Readings whose parts are stopped, or are to be.
    distrusted: BTreeSet<Reading>,
    stop_parts: BTreeMap<Reading, CancellationToken>,
    never: CancellationToken,
}

/// The units of one quota category.
struct Lane {
    pace: Arc<Pace>,
    most: usize,
    active: usize,
    waiting: VecDeque<(Unit, Option<Cursor>)>,
}

impl Units {
    pub(crate) fn new(shared: Arc<Shared>, inner: Arc<Inner>) -> Self {
        Self {
            shared,
            inner,
            lanes: BTreeMap::new(),
            tasks: JoinSet::new(),
            places: HashMap::new(),
            known: HashSet::new(),
            open: HashSet::new(),
            distrusted: BTreeSet::new(),
            stop_parts: BTreeMap::new(),
            never: CancellationToken::new(),
        }
    }

    /// Opens a unit: it is read as soon as there is a place.
    pub(crate) fn open(&mut self, unit: Unit, cursor: Option<Cursor>) {
        self.known.insert(unit.clone());
        self.open.insert(unit.clone());
        let category = self.shared.connector.payer(&unit.reading);
        let (inner, connector) = (&self.inner, &self.shared.connector);
        self.lanes
            .entry(category.clone())
            .or_insert_with(|| {
                let mut limits = connector.limits().into_iter();
                let quota = limits
                    .find(|quota| quota.category == category)
                    .expect("BUG: a connector names a quota for each payer; see its compliance test");
                Lane {
                    pace: inner.paces.of(&quota),
                    most: quota.concurrency.max(1),
                    active: 0,
                    waiting: VecDeque::new(),
                }
            })
            .waiting
            .push_back((unit, cursor));
        self.fill(&category);
    }

    /// Tells the writer of units that neither the plan nor a page named.
    pub(crate) fn announce(&self, units: &[Unit]) {
        if !units.is_empty() {
            self.shared.queue.add_units(units.to_vec());
        }
    }

    /// A unit that an earlier stretch of the run read to its end.
    pub(crate) fn was_read(&mut self, unit: Unit) {
        self.known.insert(unit);
    }

    pub(crate) fn knows(&self, unit: &Unit) -> bool {
        self.known.contains(unit)
    }

    pub(crate) fn distrusts(&self, reading: &Reading) -> bool {
        self.distrusted.contains(reading)
    }

    /// A unit's last page is staged. Answers whether it was open.
    pub(crate) fn done(&mut self, unit: &Unit) -> bool {
        self.open.remove(unit)
    }

    pub(crate) fn all_done(&self) -> bool {
        self.open.is_empty() && self.tasks.is_empty()
    }

    /// The next unit to end; `None` inside for one that panicked, `None` outside while there
    /// is none.
    pub(crate) async fn next_end(&mut self) -> Option<Option<UnitEnd>> {
        let joined = self.tasks.join_next_with_id().await?;
        let (id, end) = match joined {
            Ok((id, end)) => (id, Some(end)),
            Err(error) => (error.id(), None),
        };
        if let Some((category, _)) = self.places.remove(&id) {
            if let Some(lane) = self.lanes.get_mut(&category) {
                lane.active -= 1;
            }
            self.fill(&category);
            let is_idle = |lane: &Lane| lane.active == 0 && lane.waiting.is_empty();
            if self.lanes.get(&category).is_some_and(is_idle) {
                self.lanes.remove(&category);
            }
        }
        if let Some(UnitEnd::Stopped(unit) | UnitEnd::Failed(unit, _)) = &end {
            self.open.remove(unit);
        }
        Some(end)
    }

    /// Stops the parts of a unit's reading, for good. Answers those that were open.
    pub(crate) fn stop_parts(&mut self, unit: &Unit) -> Vec<Unit> {
        let reading = &unit.reading;
        self.distrusted.insert(reading.clone());
        if let Some(stop) = self.stop_parts.get(reading) {
            stop.cancel();
        }
        let is_part = |unit: &Unit| &unit.reading == reading && !unit.partition.is_whole();
        for lane in self.lanes.values_mut() {
            lane.waiting.retain(|(waiting, _)| !is_part(waiting));
        }
        // Parts that are read but not staged yet are dropped with the rest.
        self.open.extract_if(|open| is_part(open)).collect()
    }

    /// Whether parts of a reading are still being read.
    pub(crate) fn parts_left(&self, reading: &Reading) -> bool {
        self.places
            .values()
            .any(|(_, unit)| &unit.reading == reading && !unit.partition.is_whole())
    }

    /// Drops what the parts of a reading brought; the whole takes their place.
    pub(crate) fn leave_parts(&self, reading: &Reading) {
        self.shared.queue.leave_parts(reading.clone());
    }

    /// Ends all tasks and waits for them.
    pub(crate) async fn stop(&mut self) {
        self.tasks.shutdown().await;
    }

    fn fill(&mut self, category: &Category) {
        let Some(lane) = self.lanes.get_mut(category) else {
            return;
        };
        while lane.active < lane.most {
            let Some((unit, cursor)) = lane.waiting.pop_front() else {
                return;
            };
            let stop = if unit.partition.is_whole() {
                self.never.clone()
            } else {
                self.stop_parts.entry(unit.reading.clone()).or_default().clone()
            };
            lane.active += 1;
            let task = self.tasks.spawn(read(
                self.shared.clone(),
                lane.pace.clone(),
                unit.clone(),
                cursor,
                stop,
            ));
            self.places.insert(task.id(), (category.clone(), unit));
        }
    }
}
