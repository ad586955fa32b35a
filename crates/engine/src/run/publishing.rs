//! What a run asks of its database alone: open the staging, prove a split, seal and publish.
//!
//! Each may take seconds on a large pool, so each is struck when the run is asked to stop. Part of
//! the dispatcher, which calls it.

use super::dispatcher::Dispatcher;
use super::outcome::Stop;
use super::start::{Cancel, damaged};
use crate::error::Error;
use crate::plan::Plan;
use crate::words::{counted, grouped};
use crate::work::telling;
use poolhouse_catalog::model::{LogLevel, Publication, SplitVerdict};
use poolhouse_catalog::{Database, Error as CatalogError, ErrorKind, InUse, Interrupt, Staging};
use std::time::Duration;

/// The column that says when a row came to be, for proving a split.
const CREATED_AT: &str = "created_at";

/// Among so many rows one that the parts did not bring is no reason to distrust them.
const FEW_AMONG: u64 = 2_000;

/// A strike ends the statement that runs now. One that falls between two statements ends nothing,
/// so it is repeated.
const STRIKE_AGAIN: Duration = Duration::from_millis(50);

impl Dispatcher {
    pub(super) async fn open_staging(&mut self, plan: &Plan) -> Result<Staging, Stop> {
        let (inner, name, run) = (self.inner.clone(), self.dataflow.draft.name.clone(), self.run);
        let (tables, units) = (plan.tables.clone(), plan.units.clone());
        let now = inner.clock.now();
        self.set_aside_if_damaged().await?;
        let resumed = {
            let (inner, name) = (inner.clone(), name.clone());
            self.alone(None, move || Database::open(&inner.folder, &name)?.resume(run))
                .await?
        };
        if let Some(staging) = resumed {
            return Ok(staging);
        }
        let database = self
            .alone(None, move || Database::open(&inner.folder, &name))
            .await?;
        // What an earlier run left may be large, and is swept here.
        let interrupt = database.interrupt();
        self.alone(Some(interrupt), move || database.begin(run, &tables, &units, now))
            .await
    }

    /// As [`unless_stopped`]; the faces are told while another program has the database locked.
    async fn alone<T: Send + 'static>(
        &mut self,
        interrupt: Option<Interrupt>,
        work: impl FnOnce() -> Result<T, CatalogError> + Send + 'static,
    ) -> Result<T, Stop> {
        let (cancel, in_use) = (self.cancel.clone(), self.progress.in_use());
        let work = unless_stopped(&cancel, &in_use, interrupt, work);
        telling(&in_use, work, |_| self.tell()).await
    }

    /// Where the run before found the database damaged, or could not check it, and it is damaged: sets the file aside, so that this run imports
    /// into a new one.
    async fn set_aside_if_damaged(&self) -> Result<(), Stop> {
        let setting = damaged(self.dataflow.id);
        if self.inner.reader().setting(&setting)?.is_none() {
            return Ok(());
        }
        let (inner, name) = (self.inner.clone(), self.dataflow.draft.name.clone());
        let aside = crate::blocking(move || {
            let set_aside =
                match Database::open(&inner.folder, &name).and_then(|database| database.check_again()) {
                    Err(error) if error.kind() == ErrorKind::Corrupt => {
                        inner.views().close_all();
                        Database::set_aside(&inner.folder, &name).map(Some)
                    }
                    sound => sound.map(|()| None),
                };
            set_aside.map_err(Stop::from)
        })
        .await?;
        self.inner.catalog().forget_setting(&setting)?;
        if let Some(aside) = aside {
            let file = aside
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            self.log(
                LogLevel::Warning,
                &format!("The database file was damaged. It was set aside as {file}, and this run imports into a new one; earlier versions are in that file alone."),
            );
        }
        Ok(())
    }

    /// Compares parts with the whole, where both were read, and keeps the verdict.
    pub(super) async fn prove(&mut self, mut staging: Staging, plan: &Plan) -> Result<Staging, Stop> {
        let started = self.progress.started_at();
        for reading in &plan.split_readings {
            let units = staging.units()?;
            let mut of_reading = units
                .iter()
                .map(|staged| &staged.unit)
                .filter(|unit| &unit.reading == reading);
            let both = of_reading.clone().any(|unit| unit.partition.is_whole())
                && of_reading.any(|unit| !unit.partition.is_whole());
            let proof = plan
                .tables
                .iter()
                .find(|staged| &staged.table.reading == reading && staged.purpose.keeps_rows());
            let (true, Some(table)) = (both, proof) else {
                continue;
            };
            let created = table
                .table
                .columns
                .iter()
                .any(|column| column.original == CREATED_AT)
                .then_some(CREATED_AT);
            let id = table.table.id.clone();
            let interrupt = staging.interrupt();
            let (back, coverage) = self
                .alone(Some(interrupt), move || {
                    let mut staging = staging;
                    let coverage = staging.missed_by_parts(&id, created, started)?;
                    Ok((staging, coverage))
                })
                .await?;
            staging = back;
            if coverage.only_whole == 0 {
                self.keep_verdict(
                    true,
                    &format!(
                        "all {} rows of the whole listing were in its parts",
                        grouped(coverage.whole)
                    ),
                );
            } else {
                let missed = coverage.only_whole;
                let reason = format!(
                    "{} of the whole listing were in none of its parts",
                    counted(missed, "row", "rows")
                );
                if missed.saturating_mul(FEW_AMONG) <= coverage.whole {
                    self.leave_open(&reason);
                } else {
                    self.distrust(&reason);
                }
                let (interrupt, reading) = (staging.interrupt(), reading.clone());
                staging = self
                    .alone(Some(interrupt), {
                        let reading = reading.clone();
                        move || {
                            let mut staging = staging;
                            staging.drop_parts(&reading)?;
                            staging.commit()?;
                            Ok(staging)
                        }
                    })
                    .await?;
                self.progress.parts_dropped(&reading);
            }
        }
        Ok(staging)
    }

    pub(super) async fn publish(&mut self, staging: Staging) -> Result<Publication, Stop> {
        let inner = self.inner.clone();
        let keep = inner.preferences()?.versions_kept as usize;
        let interrupt = staging.interrupt();
        let staged = self.alone(Some(interrupt), move || staging.seal()).await?;
        self.certify_sealed(&staged.tables());
        let staged = staged.read_from(self.connector.source());
        let interrupt = staged.interrupt();
        let (mut database, publication) = self
            .alone(Some(interrupt), move || staged.publish(inner.clock.now()))
            .await?;
        // The run has succeeded, whatever comes of this and whoever asks it to stop.
        self.learn_sizes();
        let pruned = crate::blocking(move || database.prune(keep).map_err(Error::from)).await;
        if let Err(error) = pruned {
            tracing::warn!(%error, "old versions were not pruned; the next run will");
        }
        Ok(publication)
    }

    /// Neither trusts a split nor distrusts it: who was deleted while it was proved looks like somebody
    /// whom the parts lost.
    fn leave_open(&mut self, reason: &str) {
        self.log(
            LogLevel::Warning,
            &format!("Reading in parts is not proved yet ({reason}; they may have been deleted meanwhile): the whole listing counts, and the next run tries again."),
        );
        if let Some(split) = &mut self.certificate.split {
            reason.clone_into(&mut split.reason);
        }
    }

    pub(super) fn distrust(&mut self, reason: &str) {
        self.log(
            LogLevel::Warning,
            &format!("Reading in parts cannot be trusted here ({reason}); the listing is read in one go, from now on."),
        );
        self.keep_verdict(false, reason);
    }

    fn keep_verdict(&mut self, trusted: bool, reason: &str) {
        let verdict = SplitVerdict {
            trusted,
            reason: reason.into(),
            at: self.inner.clock.now(),
        };
        if let Err(error) = self
            .inner
            .catalog()
            .set_verdict(&self.connector.source(), &verdict)
        {
            tracing::warn!(%error, "the verdict on splitting was not kept; the next run finds it again");
        }
        if let Some(split) = &mut self.certificate.split {
            (split.trusted, split.reason) = (trusted, reason.to_owned());
        }
        self.verdict = Some(verdict);
    }
}

/// Does work on a database. Once the run is asked to stop, `interrupt` is struck and a lock of another program,
/// which `in_use` tells of, is waited for no longer. Work that comes to its end all the same has been done, and
/// its result counts; so does a fault of the disk, which is to be looked into.
pub(super) async fn unless_stopped<T: Send + 'static>(
    cancel: &Cancel,
    in_use: &InUse,
    interrupt: Option<Interrupt>,
    work: impl FnOnce() -> Result<T, CatalogError> + Send + 'static,
) -> Result<T, Stop> {
    if let Some(stop) = cancel.stop() {
        return Err(stop);
    }
    let watched = in_use.clone();
    let work = crate::blocking(move || watched.watch(work).map_err(Stop::from));
    tokio::pin!(work);
    let stop = tokio::select! {
        biased;
        done = &mut work => return done,
        stop = cancel.stopped() => stop,
    };
    in_use.give_up();
    loop {
        if let Some(interrupt) = &interrupt {
            interrupt.strike();
        }
        tokio::select! {
            biased;
            done = &mut work => return done.map_err(|found| match found.of_the_disk() {
                Some(_) => found,
                None => stop,
            }),
            () = tokio::time::sleep(STRIKE_AGAIN) => {}
        }
    }
}
