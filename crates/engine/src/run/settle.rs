//! After a crash: what the catalog takes for running, and nobody runs.
//!
//! The database's publish carries the run's id and comes first; so a run whose publication is
//! there has succeeded, whatever the catalog says.

use super::certify::readings;
use super::outcome::RESUME;
use super::progress::{apply, published};
use crate::engine::Inner;
use crate::error::Error;
use crate::words::description;
use poolhouse_catalog::model::{
    Effort, Failure, Publication, Run, RunId, RunKind, RunStatus, TableCertificate,
};
use poolhouse_catalog::{Brought, Database, DatabaseReader, ErrorKind, RunTotals};
use poolhouse_connector::{Reading, TableId};
use std::collections::{BTreeMap, BTreeSet};

impl Inner {
    /// Gives each run that is called running and whose dataflow nobody holds its true status.
    /// A database that cannot be read now is no reason to fail: its run is settled later.
    pub(crate) fn settle(&self) -> Result<(), Error> {
        let only_reads = self.catalog().only_reads().is_some();
        if !only_reads && let Err(error) = self.finish_removals() {
            tracing::warn!(%error, "a removal that was cut off could not be finished yet");
        }
        let running = self.reader().running()?;
        for run in running
            .into_iter()
            .filter(|run| !self.running().contains_key(&run.dataflow))
        {
            // Who runs it holds this lock, in whatever process.
            let lock = match self.folder.lock_dataflow(run.dataflow) {
                Ok(Some(lock)) => Some(lock),
                // Where no lock can be taken nothing can be run either.
                Err(_) if only_reads => None,
                _ => continue,
            };
            let settled = if only_reads {
                self.see(run)
            } else {
                // Without room to store how it ended, it is told all the same.
                self.settle_run(run.id).or_else(|_| self.see(run))
            };
            if let Err(error) = settled {
                tracing::warn!(%error, "a run that was cut off could not be settled yet");
            }
            drop(lock);
        }
        Ok(())
    }

    /// Gives a run its true status. The caller holds its dataflow's lock.
    pub(crate) fn settle_run(&self, id: RunId) -> Result<(), Error> {
        // Its owner may have ended it since it was listed.
        let run = self.reader().run(id)?.ok_or(Error::NoSuchRun(id))?;
        if run.status != RunStatus::Running {
            return Ok(());
        }
        let publication =
            Database::open(&self.folder, &run.dataflow_name).and_then(|database| database.published(id));
        let publication = match publication {
            Err(error) if error.kind() == ErrorKind::Corrupt => {
                let words = crate::error::catalog(&error);
                let failure = Failure {
                    detail: error.to_string(),
                    ..cut_off(&words.message, &words.hint)
                };
                self.catalog()
                    .set_setting(&super::start::damaged(run.dataflow), "yes")?;
                return self.finish(id, RunStatus::Failed, &RunTotals::from(&run), Some(&failure));
            }
            publication => publication?,
        };
        let mut totals = RunTotals::from(&run);
        if publication.is_none() {
            self.count_staged(&run, &mut totals)?;
        }
        let (status, failure) = truth(run.kind, publication.as_ref(), &mut totals);
        self.finish(run.id, status, &totals, failure.as_ref())?;
        self.unstored().remove(&id);
        Ok(())
    }

    /// Finds how a run ended where that cannot be stored, for whoever asks of it.
    fn see(&self, mut run: Run) -> Result<(), Error> {
        if self.unstored().contains_key(&run.id) {
            return Ok(());
        }
        let database = DatabaseReader::open(&self.folder, &run.dataflow_name)?;
        let published = database.map_or(Ok(Vec::new()), |database| database.publications())?;
        let publication = published
            .into_iter()
            .find(|publication| publication.run == run.id);
        let mut totals = RunTotals::from(&run);
        let (status, failure) = truth(run.kind, publication.as_ref(), &mut totals);
        run.description = description(run.kind, status, &totals, failure.as_ref());
        apply(&mut run, totals);
        let ended = Run {
            status,
            failure,
            ..run
        };
        self.unstored().insert(ended.id, ended);
        Ok(())
    }

    /// The run as it ended, where that could not be stored.
    pub(crate) fn as_it_ended(&self, run: Run) -> Run {
        let unstored = self.unstored();
        match unstored.get(&run.id) {
            Some(ended) if run.status == RunStatus::Running => ended.clone(),
            _ => run,
        }
    }
}

/// How a run ended that nobody runs any longer.
fn truth(
    kind: RunKind,
    publication: Option<&Publication>,
    totals: &mut RunTotals,
) -> (RunStatus, Option<Failure>) {
    match (publication, kind) {
        (Some(publication), _) => {
            published(totals, publication);
            (RunStatus::Succeeded, None)
        }
        (None, RunKind::Import) => (
            RunStatus::Interrupted,
            Some(cut_off(
                "This run was cut off: the computer or Poolhouse stopped.",
                RESUME,
            )),
        ),
        (None, RunKind::Rollback { .. }) => (RunStatus::Failed, Some(rollback_cut_off())),
    }
}

impl Inner {
    /// What the run had staged when it was cut off, which is more than it had told the catalog.
    fn count_staged(&self, run: &Run, totals: &mut RunTotals) -> Result<(), Error> {
        let database = Database::open(&self.folder, &run.dataflow_name)?;
        let Some(staging) = database.resume(run.id)? else {
            return Ok(());
        };
        let units = staging.units()?;
        let split: BTreeSet<&Reading> = units
            .iter()
            .filter(|staged| !staged.unit.partition.is_whole())
            .map(|staged| &staged.unit.reading)
            .collect();
        // The whole beside its parts only proves them.
        let counted = units
            .iter()
            .filter(|staged| !(staged.unit.partition.is_whole() && split.contains(&staged.unit.reading)));
        let mut staged: BTreeMap<&TableId, Brought> = BTreeMap::new();
        for (table, brought) in counted.flat_map(|unit| &unit.brought) {
            let sum = staged.entry(table).or_default();
            sum.rows += brought.rows;
            sum.misfits += brought.misfits;
        }
        let of = |table: &TableId| staged.get(table).copied().unwrap_or_default();
        for table in &mut totals.tables {
            table.rows = of(&table.source).rows;
        }
        totals.rows = totals.tables.iter().map(|table| table.rows).sum();
        totals.misfits = staged.values().map(|brought| brought.misfits).sum();
        let pages: u64 = units.iter().map(|staged| staged.pages).sum();
        if pages > 0 {
            // Each page was a call, and one described the source.
            totals.calls = totals.calls.max(pages + 1);
        }
        let mut certificate = self.reader().certificate(run.id)?.unwrap_or_default();
        certificate.readings = readings(&units);
        certificate.tables = run
            .tables
            .iter()
            .map(|table| TableCertificate {
                source: table.source.clone(),
                target: table.target.clone(),
                read: of(&table.source).rows,
                rows: 0,
                expected: None,
                misfits: of(&table.source).misfits,
                notes: Vec::new(),
                columns: Vec::new(),
            })
            .collect();
        certificate.actual = Effort {
            rows: None,
            calls: totals.calls,
            at_least: false,
            seconds: Some(totals.duration_ms.div_ceil(1_000)),
        };
        self.catalog().set_certificate(run.id, &certificate)?;
        Ok(())
    }
}

/// What the history says of a rollback that did not come to its end.
pub(super) fn rollback_cut_off() -> Failure {
    cut_off(
        "The rollback was cut off before it changed anything.",
        "Roll back again.",
    )
}

fn cut_off(message: &str, hint: &str) -> Failure {
    Failure {
        message: message.into(),
        hint: hint.into(),
        action: None,
        code: None,
        request_id: None,
        detail: String::new(),
    }
}
