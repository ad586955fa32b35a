//! The owner of one run while it lasts: the only one that changes its status.
//!
//! Describe, plan, open the staging, read, prove, publish. Reading is one `select!` over a
//! closed set of events: cancelled, written, unit ended, time to tell. What the database does
//! alone stands in `publishing`. Called by [`super::start`]; nothing is spawned here that is not
//! joined here.

use super::outcome::Stop;
use super::progress::Progress;
use super::reading::Units;
use super::unit::{Shared, UnitEnd};
use super::writer::{Writer, Written};
use crate::cost::SourceCosts;
use crate::engine::{Event, Inner};
use crate::pace::SHUT_FOR_GOOD;
use crate::plan::{Plan, plan};
use crate::retry::{RetryBudget, TRIES, is_passing, pause};
use crate::view::{Phase, RunSnapshot};
use crate::words::counted;
use poolhouse_catalog::model::{Certificate, Dataflow, LogLevel, Publication, RunId, SplitVerdict};
use poolhouse_catalog::{StagedUnit, Staging};
use poolhouse_connector::{Connector, Cursor, Described, Retry, TableId, Unit};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, MissedTickBehavior};

/// Snapshots for the faces: five a second.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// Snapshots for the catalog, so that a crash leaves about the right duration and calls: one of
/// so many of the above, the second first.
const RECORD_EVERY: u32 = 5;

pub(crate) struct Dispatcher {
    pub(crate) inner: Arc<Inner>,
    pub(crate) dataflow: Dataflow,
    pub(crate) run: RunId,
    pub(crate) connector: Arc<dyn Connector>,
    pub(crate) cancel: super::start::Cancel,
    pub(crate) progress: Progress,
    pub(crate) snapshot: Arc<Mutex<RunSnapshot>>,
    pub(crate) shared: Option<Arc<Shared>>,
    /// One for the whole run, describing included.
    pub(crate) budget: Arc<RetryBudget>,
    /// What the run will show of how completely it read, so far.
    pub(crate) certificate: Certificate,
    /// What the source told of each table in this stretch.
    pub(crate) notes: BTreeMap<TableId, Vec<String>>,
    /// What was known about reading in parts when the run began, or what it found since.
    pub(crate) verdict: Option<SplitVerdict>,
}

/// What the reading left: the staging, where the writer could hand it back.
type Read = (Result<(), Stop>, Result<Staging, poolhouse_catalog::Error>);

impl Dispatcher {
    /// Does the run, short of its last entry in the catalog.
    pub(crate) async fn work(&mut self) -> Result<Publication, Stop> {
        self.tell();
        let cancel = self.cancel.clone();
        let described = tokio::select! {
            biased;
            stop = cancel.stopped() => return Err(stop),
            described = self.describe() => described.map_err(Stop::Read)?,
        };
        let (verdict, sizes) = self.inner.known_of(self.connector.as_ref())?;
        let accepted = self.accepted_columns()?;
        let (mut plan, gone) = plan(
            &self.dataflow.draft,
            &described,
            self.connector.as_ref(),
            verdict.as_ref(),
            &accepted,
        );
        for table in &gone {
            self.log(
                LogLevel::Warning,
                &format!("The source no longer has a table named {table}; it was left out."),
            );
        }
        if plan.tables.is_empty() {
            return Err(Stop::NothingToRead);
        }
        let costs = SourceCosts::of(self.connector.as_ref(), &described, verdict.as_ref(), &sizes);
        self.certify_beforehand(costs.of_tables(&plan.wanted).effort, gone, verdict)?;
        let staging = self.open_staging(&plan).await?;
        self.go_on_from_marks(&staging, &plan)?;
        self.progress.planned(&plan, costs.rows(&plan.wanted));
        self.progress.enter(Phase::Reading);
        let (read, staging) = self.read_all(staging, &mut plan).await;
        if let Ok(staging) = &staging {
            self.certify_read(staging, &plan);
        }
        let staging = match (read, staging) {
            (Ok(()), Ok(staging)) => staging,
            (Ok(()) | Err(Stop::WriterStopped), Err(error)) => return Err(error.into()),
            (Err(stop), _) => return Err(stop),
        };
        self.progress.enter(Phase::Publishing);
        self.tell();
        let staging = self.prove(staging, &plan).await?;
        self.publish(staging).await
    }

    /// Asks the source to describe itself, as often as a unit would ask for a page.
    async fn describe(&mut self) -> Result<Described, poolhouse_connector::ReadError> {
        let mut tries = 1;
        let mut shut_since = None;
        loop {
            self.progress.called();
            match self.connector.describe().await {
                Err(error) if error.retry() == Retry::Slower => {
                    self.progress.slowed_down();
                    self.tell();
                    let since = *shut_since.get_or_insert_with(Instant::now);
                    if since.elapsed() > SHUT_FOR_GOOD {
                        return Err(error);
                    }
                    tokio::time::sleep(pause(TRIES)).await;
                }
                Err(error) if is_passing(&error) && tries < TRIES && self.budget.take() => {
                    tries += 1;
                    tokio::time::sleep(pause(tries)).await;
                }
                result => return result,
            }
        }
    }

    /// Reads every unit to its end. Whatever happens, every unit and the writer have ended
    /// when this returns.
    async fn read_all(&mut self, staging: Staging, plan: &mut Plan) -> Read {
        let begun = match self.take_up(&staging, plan) {
            Ok(begun) => begun,
            Err(error) => return (Err(error.into()), Ok(staging)),
        };
        let (written, mut received) = unbounded_channel();
        let (writer, queue) = Writer::start(staging, written, self.progress.in_use());
        let shared = Arc::new(Shared {
            connector: self.connector.clone(),
            wanted: plan.wanted.clone(),
            queue,
            budget: self.budget.clone(),
            calls: AtomicU64::new(0),
            throttled: AtomicU64::new(0),
            retried: AtomicU64::new(0),
        });
        self.shared = Some(shared.clone());
        let mut units = Units::new(shared, self.inner.clone());
        for staged in begun {
            if staged.done {
                units.was_read(staged.unit);
            } else {
                self.open(&mut units, plan, staged.unit, staged.cursor);
            }
        }
        let result = self.read_units(&mut units, plan, &mut received).await;
        units.stop().await;
        if result.is_err() {
            // A run that ends does not wait for another program to let go.
            self.progress.in_use().give_up();
        }
        if let Some(shared) = self.shared.take() {
            // The counts stay; the queue must go, or the writer would wait for ever.
            self.progress.keep_counts(&shared);
        }
        let mut proofs = plan.whole_units();
        proofs.retain(|unit| is_proof(&units, plan, unit));
        drop(units);
        let staging = writer.finish().await;
        // What the writer did last counts too: by it the run knows whether there is anything to go
        // on from.
        while let Ok(written) = received.try_recv() {
            match written {
                Written::Page {
                    unit, rows, misfits, ..
                } => {
                    let proof = proofs.contains(&unit);
                    self.progress.staged(&unit, rows, misfits, proof);
                }
                Written::Restarted(unit) => self.progress.set_back(&unit),
                Written::PartsDropped(reading) => self.progress.parts_dropped(&reading),
                Written::Stopped => {}
            }
        }
        (result, staging)
    }

    /// What an earlier stretch of this run had staged, and so what is left to read.
    fn take_up(
        &mut self,
        staging: &Staging,
        plan: &mut Plan,
    ) -> Result<Vec<StagedUnit>, poolhouse_catalog::Error> {
        let units = staging.units()?;
        plan.resumed(self.connector.as_ref(), units.iter().map(|staged| &staged.unit));
        let pages: u64 = units.iter().map(|staged| staged.pages).sum();
        if pages > 0 {
            self.log(
                LogLevel::Note,
                &format!(
                    "Goes on where it stood, after {}.",
                    counted(pages, "page", "pages")
                ),
            );
        }
        for staged in &units {
            let rows = staged.brought.iter();
            let rows = rows
                .map(|(table, brought)| (table.clone(), brought.rows))
                .collect();
            let misfits = staged.brought.values().map(|brought| brought.misfits).sum();
            self.progress
                .staged(&staged.unit, rows, misfits, plan.is_proof(&staged.unit));
        }
        Ok(units)
    }

    async fn read_units(
        &mut self,
        units: &mut Units,
        plan: &Plan,
        received: &mut UnboundedReceiver<Written>,
    ) -> Result<(), Stop> {
        let cancel = self.cancel.clone();
        let mut tick = tokio::time::interval(TELL_EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut ticks = 0;
        loop {
            if units.all_done() {
                if !self.must_prove(units, plan) {
                    return Ok(());
                }
                self.log(
                    LogLevel::Note,
                    "The count strays from AWS's estimate: the listing is read once more in one go, to be sure.",
                );
                self.add(units, plan, plan.whole_units());
            }
            tokio::select! {
                biased;
                stop = cancel.stopped() => return Err(stop),
                // A writer that panicked says nothing; joining it says the rest.
                written = received.recv() => self.written(units, plan, written.unwrap_or(Written::Stopped))?,
                Some(end) = units.next_end() => self.ended(units, plan, end)?,
                _ = tick.tick() => {
                    ticks += 1;
                    self.tell();
                    if ticks % RECORD_EVERY == 2 {
                        self.record();
                    }
                }
            }
        }
    }

    fn written(&mut self, units: &mut Units, plan: &Plan, written: Written) -> Result<(), Stop> {
        match written {
            Written::Page {
                unit,
                rows,
                misfits,
                discovered,
                notes,
                last,
            } => {
                for note in notes {
                    self.note(&note);
                }
                let proof = is_proof(units, plan, &unit);
                self.progress.staged(&unit, rows, misfits, proof);
                for unit in discovered {
                    self.open(units, plan, unit, None);
                }
                if last && units.done(&unit) {
                    self.progress.closed(&unit);
                }
            }
            Written::Restarted(unit) => {
                self.log(
                    LogLevel::Warning,
                    &format!("{} was started again: its page token was refused.", named(&unit)),
                );
                self.progress.set_back(&unit);
            }
            Written::PartsDropped(reading) => self.progress.parts_dropped(&reading),
            Written::Stopped => return Err(Stop::WriterStopped),
        }
        Ok(())
    }

    fn ended(&mut self, units: &mut Units, plan: &Plan, end: Option<UnitEnd>) -> Result<(), Stop> {
        match end {
            None => Err(Stop::Panicked),
            Some(UnitEnd::Read(unit) | UnitEnd::Stopped(unit)) => {
                if units.distrusts(&unit.reading) && !unit.partition.is_whole() {
                    self.leave_parts(units, plan, &unit);
                }
                Ok(())
            }
            Some(UnitEnd::Failed(unit, error)) if error.retry() == Retry::WithoutSplit => {
                self.distrust(&error.to_string());
                for stopped in units.stop_parts(&unit) {
                    self.progress.closed(&stopped);
                }
                self.progress.closed(&unit);
                self.leave_parts(units, plan, &unit);
                Ok(())
            }
            Some(UnitEnd::Failed(_, error)) => Err(Stop::Read(error)),
        }
    }

    /// Once the last part of a split that cannot be trusted has stopped: drop what the parts
    /// brought and read the whole, unless that is under way.
    fn leave_parts(&mut self, units: &mut Units, plan: &Plan, unit: &Unit) {
        if units.parts_left(&unit.reading) {
            return;
        }
        units.leave_parts(&unit.reading);
        let whole = Unit::whole(unit.reading.clone());
        if !units.knows(&whole) {
            self.open(units, plan, whole, None);
        }
    }

    fn add(&mut self, units: &mut Units, plan: &Plan, added: Vec<Unit>) {
        let added: Vec<Unit> = added.into_iter().filter(|unit| !units.knows(unit)).collect();
        units.announce(&added);
        for unit in added {
            self.open(units, plan, unit, None);
        }
    }

    fn open(&mut self, units: &mut Units, plan: &Plan, unit: Unit, cursor: Option<Cursor>) {
        let proof = is_proof(units, plan, &unit);
        self.progress.opened(&unit, proof);
        units.open(unit, cursor);
    }

    /// Whether parts were read alone and their count strays from the estimate.
    fn must_prove(&self, units: &Units, plan: &Plan) -> bool {
        plan.split_readings
            .iter()
            .any(|reading| !units.knows(&Unit::whole(reading.clone())))
            && plan.strays(self.progress.rows_by_table())
    }

    pub(crate) fn log(&self, level: LogLevel, message: &str) {
        if let Err(error) = self
            .inner
            .catalog()
            .log(self.run, level, message, self.inner.clock.now())
        {
            tracing::warn!(%error, "a line of a run's log was lost");
        }
    }

    fn record(&self) {
        let totals = self.progress.totals(self.shared.as_deref());
        if let Err(error) = self.inner.catalog().record_progress(self.run, &totals) {
            tracing::warn!(%error, "a run's progress was not recorded");
        }
    }

    /// Tells the faces how the run stands.
    pub(super) fn tell(&mut self) {
        let paces: Vec<_> = self
            .connector
            .limits()
            .iter()
            .filter(|_| self.shared.is_some())
            .filter_map(|quota| self.inner.paces.in_use(quota))
            .collect();
        let snapshot = self.progress.snapshot(self.shared.as_deref(), &paces);
        self.snapshot
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone_from(&snapshot);
        self.inner.tell(Event::Run(Box::new(snapshot)));
    }
}

/// Whether a unit's rows only prove what the parts brought.
fn is_proof(units: &Units, plan: &Plan, unit: &Unit) -> bool {
    plan.is_proof(unit) && !units.distrusts(&unit.reading)
}

fn named(unit: &Unit) -> String {
    if unit.partition.is_whole() {
        unit.reading.to_string()
    } else {
        // A partition's text may hold a group's name; its reading is enough for a person.
        format!("A part of {}", unit.reading)
    }
}
