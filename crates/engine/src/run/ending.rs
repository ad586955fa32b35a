//! The end of a run: stored, and told. Called by whatever conducts one, an import or a rollback, and by what
//! settles one that was cut off.

use super::outcome::{DiskFault, Stop};
use super::progress::apply;
use super::start::{damaged, lock_snapshot};
use crate::engine::{Event, Inner};
use crate::error::Error;
use crate::view::{Phase, RunSnapshot};
use crate::words::{counted, description};
use poolhouse_catalog::model::{Dataflow, Failure, LogLevel, Publication, Run, RunId, RunStatus};
use poolhouse_catalog::{Database, ErrorKind, RunTotals};
use std::sync::{Arc, Mutex};

/// Stores the end of a run that met this `fault`, and tells it: true even where the catalog could not store it.
///
/// After the disk failed, what it was asked to keep it may have dropped, and call kept the next time: so the catalog
/// is opened anew and checked before anything is written into it.
pub(super) async fn end(
    inner: &Arc<Inner>,
    snapshot: &Mutex<RunSnapshot>,
    status: RunStatus,
    totals: RunTotals,
    failure: Option<Failure>,
    fault: Option<DiskFault>,
) {
    let run = lock_snapshot(snapshot).run.id;
    let opened_again = match fault {
        Some(DiskFault::Failed) => {
            let inner = inner.clone();
            Some(crate::blocking(move || inner.open_catalog_again()).await)
        }
        _ => None,
    };
    let stored = inner.finish(run, status, &totals, failure.as_ref());
    tell(inner, snapshot, status, totals, failure);
    if let Err(error) = stored {
        tracing::error!(%error, "the end of a run was not stored; it is settled at the next start");
        // Whoever asks once it is no longer among those under way is told the same.
        inner.unstored().insert(run, lock_snapshot(snapshot).run.clone());
    }
    match opened_again {
        None => {}
        Some(Ok(())) => note(
            inner,
            run,
            LogLevel::Note,
            "The catalog was opened again and checked: it is sound.",
        ),
        Some(Err(error)) => {
            let words = match error {
                Error::Catalog(error) if error.kind() == ErrorKind::Corrupt => "Its file is damaged.".into(),
                other => other.words().message,
            };
            note(
                inner,
                run,
                LogLevel::Error,
                &format!(
                    "The catalog, which has the dataflows and their history, was opened again and checked. {words} What was imported is in files of its own: copy the data folder to another disk before you go on."
                ),
            );
        }
    }
}

/// Says in a run's log what a check after its end has found.
fn note(inner: &Inner, run: RunId, level: LogLevel, words: &str) {
    if let Err(error) = inner.catalog().log(run, level, words, inner.clock.now()) {
        tracing::error!(%error, words, "what a check of the files found was not stored");
    }
}

fn tell(
    inner: &Inner,
    snapshot: &Mutex<RunSnapshot>,
    status: RunStatus,
    totals: RunTotals,
    failure: Option<Failure>,
) {
    let mut last = lock_snapshot(snapshot);
    let stored = inner.reader().run(last.run.id).ok().flatten();
    last.run = match stored {
        Some(run) if run.status == status => run,
        _ => {
            let mut run = last.run.clone();
            let description = description(run.kind, status, &totals, failure.as_ref());
            apply(&mut run, totals);
            Run {
                status,
                failure,
                description,
                ended_at: Some(inner.clock.now()),
                ..run
            }
        }
    };
    last.phase = Phase::Ended;
    last.waiting = None;
    last.seconds_left = None;
    last.percent = (status == RunStatus::Succeeded).then_some(100);
    let RunSnapshot { run, tables, .. } = &mut *last;
    for table in tables {
        if let Some(ended) = run.tables.iter().find(|ended| ended.source == table.source) {
            table.rows = ended.rows;
        }
        table.done = status == RunStatus::Succeeded;
    }
    let last = last.clone();
    inner.tell(Event::Run(Box::new(last)));
}

impl Inner {
    /// The last entry of a run in the catalog. Where it cannot be stored, the next start of the
    /// app or of the dataflow settles the run from what its database says.
    pub(crate) fn finish(
        &self,
        run: RunId,
        status: RunStatus,
        totals: &RunTotals,
        failure: Option<&Failure>,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let begun = self.reader().run(run)?.ok_or(Error::NoSuchRun(run))?;
        let description = description(begun.kind, status, totals, failure);
        let mut catalog = self.catalog();
        if !catalog.finish_run(run, status, totals, failure, &description, now)? {
            return Ok(());
        }
        let (level, words) = match failure {
            Some(failure) if status == RunStatus::Interrupted => (LogLevel::Warning, failure.message.clone()),
            Some(failure) => (LogLevel::Error, failure.message.clone()),
            None => (LogLevel::Note, ending(status, totals)),
        };
        Ok(catalog.log(run, level, &words, now)?)
    }
}

fn ending(status: RunStatus, totals: &RunTotals) -> String {
    match status {
        RunStatus::Succeeded => format!("Published {}.", counted(totals.rows, "row", "rows")),
        RunStatus::Cancelled => "Cancelled; nothing was changed.".into(),
        _ => "Ended.".into(),
    }
}

/// A panic may have come after the publish: the database knows.
pub(super) async fn after_panic(
    inner: &Arc<Inner>,
    dataflow: &Dataflow,
    run: RunId,
) -> Result<Publication, Stop> {
    let (inner, name) = (inner.clone(), dataflow.draft.name.clone());
    let publication =
        crate::blocking(move || Ok::<_, Stop>(Database::open(&inner.folder, &name)?.published(run)?)).await;
    publication.ok().flatten().ok_or(Stop::Panicked)
}

/// Whether the database is known to be sound after a run that met this `fault`: after the disk failed it is opened
/// anew and checked before anything is written. That it is not sound, or could not be checked, is kept for the next
/// run, which sets a damaged one aside: a person may want to look at it, or go back, before.
pub(super) async fn is_sound(
    inner: &Arc<Inner>,
    dataflow: &Dataflow,
    run: RunId,
    fault: Option<DiskFault>,
) -> bool {
    let is_sound = match fault {
        None => return true,
        Some(DiskFault::Damaged) => false,
        Some(DiskFault::Failed) => check_again(inner, &dataflow.draft.name, run).await,
    };
    if !is_sound && let Err(error) = inner.catalog().set_setting(&damaged(dataflow.id), "yes") {
        tracing::warn!(%error, "that a database is to be checked was not kept; the next run may write into it");
    }
    is_sound
}

/// Opens the database of a run anew, written from what its log has, and checks it. Answers whether it is sound.
async fn check_again(inner: &Arc<Inner>, name: &str, run: RunId) -> bool {
    let checked = crate::blocking({
        let (inner, name) = (inner.clone(), name.to_owned());
        move || Ok::<_, Error>(Database::open(&inner.folder, &name)?.check_again()?)
    });
    let checked = checked.await;
    let (level, words) = match &checked {
        Ok(()) => (
            LogLevel::Note,
            "The database was opened again and checked: it is sound.".to_owned(),
        ),
        Err(error) => {
            let words = error.words();
            (
                LogLevel::Error,
                format!(
                    "The database was opened again and checked. {} {}",
                    words.message, words.hint
                ),
            )
        }
    };
    note(inner, run, level, &words);
    checked.is_ok()
}
