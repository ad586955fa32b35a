//! Counts a run as it goes and makes its snapshots.
//!
//! Owned by the dispatcher. Deliberately absent: any decision.

use super::unit::Shared;
use crate::pace::Pace;
use crate::plan::Plan;
use crate::view::{Phase, RunSnapshot, TableProgress};
use crate::words::in_use;
use poolhouse_catalog::model::{Publication, Run, RunTable};
use poolhouse_catalog::{InUse, RunTotals};
use poolhouse_connector::{Reading, TableId, Unit};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;

/// Rates are taken over this time.
const WINDOW: Duration = Duration::from_secs(5);

pub(crate) struct Progress {
    /// The run as the catalog has it; its counts are those of earlier stretches.
    run: Run,
    goes_on: bool,
    started: Instant,
    phase: Phase,
    /// Rows of the tables by unit, so that a unit can be set back.
    staged: HashMap<Unit, BTreeMap<TableId, u64>>,
    rows: BTreeMap<TableId, u64>,
    /// Rows that only prove a split: read, but not counted twice.
    proof: BTreeMap<TableId, u64>,
    proof_misfits: u64,
    retried: u64,
    expected: BTreeMap<TableId, u64>,
    readings: BTreeMap<TableId, Reading>,
    open: BTreeMap<Reading, usize>,
    misfits: u64,
    /// Readings that are read twice, to prove that they may be read in parts.
    proving: BTreeSet<Reading>,
    samples: VecDeque<(Instant, u64, u64)>,
    /// The limit on calls was shut when the source was last asked to describe itself.
    is_shut_out: bool,
    in_use: InUse,
}

impl Progress {
    /// `goes_on` says that an earlier stretch of the run has staged something.
    pub(crate) fn new(run: Run, goes_on: bool) -> Self {
        Self {
            run,
            started: Instant::now(),
            phase: Phase::Preparing,
            staged: HashMap::new(),
            rows: BTreeMap::new(),
            proof: BTreeMap::new(),
            proof_misfits: 0,
            retried: 0,
            goes_on,
            expected: BTreeMap::new(),
            readings: BTreeMap::new(),
            open: BTreeMap::new(),
            misfits: 0,
            proving: BTreeSet::new(),
            samples: VecDeque::new(),
            is_shut_out: false,
            in_use: InUse::default(),
        }
    }

    /// By which it is seen that the run's database is locked by another program.
    pub(crate) fn in_use(&self) -> InUse {
        self.in_use.clone()
    }

    pub(crate) fn enter(&mut self, phase: Phase) {
        self.phase = phase;
    }

    /// `expected` is about how many rows each table has, where that is known.
    pub(crate) fn planned(&mut self, plan: &Plan, expected: BTreeMap<TableId, u64>) {
        self.is_shut_out = false;
        self.expected = expected;
        self.readings = plan
            .tables
            .iter()
            .map(|staged| (staged.table.id.clone(), staged.table.reading.clone()))
            .collect();
    }

    /// A call was made outside the units.
    pub(crate) fn called(&mut self) {
        self.run.calls += 1;
    }

    /// And was refused for going too fast.
    pub(crate) fn slowed_down(&mut self) {
        self.run.throttled += 1;
        self.is_shut_out = true;
    }

    pub(crate) fn opened(&mut self, unit: &Unit, proof: bool) {
        *self.open.entry(unit.reading.clone()).or_default() += 1;
        if proof {
            self.proving.insert(unit.reading.clone());
        }
    }

    pub(crate) fn closed(&mut self, unit: &Unit) {
        if let Some(open) = self.open.get_mut(&unit.reading) {
            *open = open.saturating_sub(1);
        }
    }

    pub(crate) fn staged(&mut self, unit: &Unit, rows: Vec<(TableId, u64)>, misfits: u64, proof: bool) {
        if proof {
            self.proof_misfits += misfits;
            for (table, rows) in rows {
                *self.proof.entry(table).or_default() += rows;
            }
            return;
        }
        self.misfits += misfits;
        let of_unit = self.staged.entry(unit.clone()).or_default();
        for (table, rows) in rows {
            *of_unit.entry(table.clone()).or_default() += rows;
            *self.rows.entry(table).or_default() += rows;
        }
    }

    /// A unit was set back to its start, or dropped.
    pub(crate) fn set_back(&mut self, unit: &Unit) {
        for (table, rows) in self.staged.remove(unit).unwrap_or_default() {
            let of_table = self.rows.entry(table).or_default();
            *of_table = of_table.saturating_sub(rows);
        }
    }

    /// The parts of a reading were dropped: the whole counts from now on.
    pub(crate) fn parts_dropped(&mut self, reading: &Reading) {
        let parts: Vec<Unit> = self
            .staged
            .keys()
            .filter(|unit| &unit.reading == reading && !unit.partition.is_whole())
            .cloned()
            .collect();
        for unit in parts {
            self.set_back(&unit);
        }
        // What only proved them so far is now what counts.
        for (table, rows) in std::mem::take(&mut self.proof) {
            *self.rows.entry(table).or_default() += rows;
        }
        self.misfits = std::mem::take(&mut self.proof_misfits);
        self.proving.remove(reading);
    }

    /// About how many rows a table has.
    pub(crate) fn expected(&self, table: &TableId) -> Option<u64> {
        self.expected.get(table).copied()
    }

    fn proof_rows(&self) -> u64 {
        self.proof.values().sum()
    }

    /// When the run was first started.
    pub(crate) fn started_at(&self) -> jiff::Timestamp {
        self.run.started_at
    }

    /// Whether anything is staged, in this stretch or an earlier one.
    pub(crate) fn has_staged(&self) -> bool {
        self.goes_on || self.proof_rows() > 0 || self.rows.values().any(|rows| *rows > 0)
    }

    /// Keeps the counts of units that have all ended.
    pub(crate) fn keep_counts(&mut self, shared: &Shared) {
        self.run.calls += shared.calls.load(Ordering::Relaxed);
        self.run.throttled += shared.throttled.load(Ordering::Relaxed);
        self.retried += shared.retried.load(Ordering::Relaxed);
    }

    /// Calls of units that have all ended which failed in passing, and were made again.
    pub(crate) fn retried(&self) -> u64 {
        self.retried
    }

    pub(crate) fn rows_by_table(&self) -> &BTreeMap<TableId, u64> {
        &self.rows
    }

    /// The counts for the catalog.
    pub(crate) fn totals(&self, shared: Option<&Shared>) -> RunTotals {
        let tables = self
            .run
            .tables
            .iter()
            .map(|table| RunTable {
                rows: self.rows.get(&table.source).copied().unwrap_or(table.rows),
                ..table.clone()
            })
            .collect::<Vec<_>>();
        RunTotals {
            rows: tables.iter().map(|table| table.rows).sum(),
            added: 0,
            changed: 0,
            removed: 0,
            calls: self.run.calls + shared.map_or(0, |shared| shared.calls.load(Ordering::Relaxed)),
            throttled: self.run.throttled
                + shared.map_or(0, |shared| shared.throttled.load(Ordering::Relaxed)),
            misfits: self.misfits,
            duration_ms: self.run.duration_ms + self.started.elapsed().as_millis() as u64,
            tables,
        }
    }

    /// The snapshot for the faces.
    pub(crate) fn snapshot(&mut self, shared: Option<&Shared>, paces: &[Arc<Pace>]) -> RunSnapshot {
        let totals = self.totals(shared);
        let (rows_per_second, calls_per_10_seconds) =
            self.rates(totals.rows + self.proof_rows(), totals.calls);
        let (percent, seconds_left) = self.outlook(rows_per_second);
        let tables = totals
            .tables
            .iter()
            .map(|table| TableProgress {
                source: table.source.clone(),
                target: table.target.clone(),
                purpose: table.purpose,
                rows: table.rows,
                expected: self.expected(&table.source),
                done: self.phase > Phase::Reading
                    || (self.phase == Phase::Reading
                        && self
                            .readings
                            .get(&table.source)
                            .is_some_and(|reading| self.open.get(reading).is_some_and(|open| *open == 0))),
            })
            .collect();
        let mut run = self.run.clone();
        apply(&mut run, totals);
        RunSnapshot {
            run,
            phase: self.phase,
            tables,
            rows_per_second,
            calls_per_10_seconds,
            percent,
            seconds_left,
            waiting: (self.in_use.waits_for().map(|awaited| in_use(awaited).to_owned()))
                .or_else(|| waiting(paces))
                .or_else(|| self.is_shut_out.then(shut_out)),
        }
    }

    fn rates(&mut self, rows: u64, calls: u64) -> (u64, u64) {
        let now = Instant::now();
        self.samples.push_back((now, rows, calls));
        while self.samples.len() > 2 && now.duration_since(self.samples[0].0) > WINDOW {
            self.samples.pop_front();
        }
        let (since, rows_then, calls_then) = self.samples[0];
        let seconds = now.duration_since(since).as_secs_f64();
        if seconds < 0.05 {
            return (0, 0);
        }
        let per_second = |difference: u64| difference as f64 / seconds;
        (
            per_second(rows.saturating_sub(rows_then)).round() as u64,
            (per_second(calls.saturating_sub(calls_then)) * 10.0).round() as u64,
        )
    }

    fn outlook(&self, rows_per_second: u64) -> (Option<u8>, Option<u64>) {
        if self.phase != Phase::Reading || self.expected.is_empty() {
            return (None, None);
        }
        let is_proved = |table: &TableId| {
            self.readings
                .get(table)
                .is_some_and(|reading| self.proving.contains(reading))
        };
        let of = |rows: &BTreeMap<TableId, u64>, table: &TableId| rows.get(table).copied().unwrap_or(0);
        let (mut expected, mut read) = (0, 0);
        for (table, rows) in &self.expected {
            expected += rows * if is_proved(table) { 2 } else { 1 };
            read += of(&self.rows, table) + of(&self.proof, table);
        }
        if expected == 0 {
            return (None, None);
        }
        // The estimate may be short: what is not done is never told as done.
        let percent = (read * 100 / expected).min(99) as u8;
        // The rate is that of all tables: what is left of these, at their share of it.
        let left = expected.saturating_sub(read) as f64;
        let share = read as f64 / (self.rows.values().sum::<u64>() + self.proof_rows()).max(1) as f64;
        let rate = rows_per_second as f64 * share;
        (Some(percent), (rate > 0.0).then(|| (left / rate).ceil() as u64))
    }
}

/// The counts of a publication, table by table.
pub(crate) fn published(totals: &mut RunTotals, publication: &Publication) {
    for table in &mut totals.tables {
        if let Some(published) = publication
            .tables
            .iter()
            .find(|published| published.source == table.source)
        {
            table.rows = published.rows;
            table.added = published.added;
            table.changed = published.changed;
            table.removed = published.removed;
        } else {
            // Loaded for *Privacy-Metadata*: its rows were looked at and none was kept. Or gone with a rollback.
            table.rows = 0;
            let gone = publication.gone.iter().find(|gone| gone.source == table.source);
            table.removed = gone.map_or(0, |gone| gone.rows);
        }
    }
    totals.rows = totals.tables.iter().map(|table| table.rows).sum();
    totals.added = totals.tables.iter().map(|table| table.added).sum();
    totals.changed = totals.tables.iter().map(|table| table.changed).sum();
    totals.removed = totals.tables.iter().map(|table| table.removed).sum();
}

pub(crate) fn apply(run: &mut Run, totals: RunTotals) {
    run.rows = totals.rows;
    run.added = totals.added;
    run.changed = totals.changed;
    run.removed = totals.removed;
    run.calls = totals.calls;
    run.throttled = totals.throttled;
    run.misfits = totals.misfits;
    run.duration_ms = totals.duration_ms;
    run.tables = totals.tables;
}

fn shut_out() -> String {
    "AWS asked us to slow down; asking again every few seconds.".to_owned()
}

fn waiting(paces: &[Arc<Pace>]) -> Option<String> {
    let slowest = paces
        .iter()
        .filter_map(|pace| pace.slowed_to())
        .min_by(f64::total_cmp)?;
    Some(if slowest < 1.0 {
        "AWS asked us to slow down; going at one call every two seconds.".to_owned()
    } else {
        format!("AWS asked us to slow down; going at {slowest:.0} calls a second.")
    })
}
