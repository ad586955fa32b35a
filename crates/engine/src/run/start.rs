//! Start, cancel and end a run.

use super::dispatcher::Dispatcher;
use super::outcome::Stop;
use super::progress::{Progress, published};
use crate::engine::{Engine, Event, Inner};
use crate::error::Error;
use crate::keychain::KeychainError;
use crate::view::{Phase, RunSnapshot};
use poolhouse_catalog::model::{Dataflow, DataflowId, LogLevel, Run, RunId, RunKind, RunStatus};
use poolhouse_catalog::{Database, RunTotals};
use poolhouse_connector::{ConnectorKind, Secrets};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// An interrupted run older than this is not gone on with: its rows would be of two days.
const RESUME_WITHIN_HOURS: i64 = 24;

/// A run under way in this process.
pub(crate) struct Running {
    pub(crate) run: RunId,
    pub(crate) cancel: Cancel,
    pub(crate) snapshot: Arc<Mutex<RunSnapshot>>,
    pub(crate) ended: CancellationToken,
}

/// Asks a run to stop.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cancel {
    token: CancellationToken,
    app_ends: Arc<AtomicBool>,
}

impl Cancel {
    /// The person cancels.
    pub(crate) fn cancel(&self) {
        self.token.cancel();
    }

    /// The app ends; the run may be gone on with.
    pub(crate) fn end_app(&self) {
        self.app_ends.store(true, Ordering::SeqCst);
        self.token.cancel();
    }

    /// Waits until the run is asked to stop.
    pub(crate) async fn stopped(&self) -> Stop {
        self.token.cancelled().await;
        self.reason()
    }

    /// Whether the run is asked to stop.
    pub(crate) fn stop(&self) -> Option<Stop> {
        self.token.is_cancelled().then(|| self.reason())
    }

    fn reason(&self) -> Stop {
        if self.app_ends.load(Ordering::SeqCst) {
            Stop::AppEnds
        } else {
            Stop::Cancelled
        }
    }
}

impl Engine {
    /// Starts a run, or goes on with one that was interrupted, and answers at once how it
    /// stands. `entered` are secrets for this run only, in place of the keychain's.
    pub async fn start_run(&self, id: DataflowId, entered: Option<Secrets>) -> Result<RunSnapshot, Error> {
        let inner = &self.inner;
        let dataflow = inner.dataflow(id)?;
        let name = dataflow.draft.name.clone();
        let kind = inner.kind(&dataflow.draft.connector)?.clone();
        let secrets = inner.secrets_for_run(&dataflow, entered).await?;
        let Some(lock) = inner.folder.lock_dataflow(id)? else {
            return Err(Error::AlreadyRunning { name });
        };
        let connector = kind
            .open(&dataflow.draft.settings, &secrets)
            .await
            .map_err(|error| Error::Check {
                words: kind.words(&dataflow.draft.settings, &error),
                source: error,
            })?;
        drop(secrets);
        let run = inner.begin_or_resume(&dataflow)?;
        let mut progress = Progress::new(run.clone());
        let snapshot = Arc::new(Mutex::new(progress.snapshot(None, &[])));
        let cancel = Cancel::default();
        let ended = CancellationToken::new();
        let first = lock_snapshot(&snapshot).clone();
        inner.running().insert(
            id,
            Running {
                run: run.id,
                cancel: cancel.clone(),
                snapshot: snapshot.clone(),
                ended: ended.clone(),
            },
        );
        let dispatcher = Dispatcher {
            inner: inner.clone(),
            dataflow,
            run: run.id,
            connector,
            cancel,
            progress,
            snapshot,
            shared: None,
            lock,
        };
        inner.tell(Event::Dataflows);
        tokio::spawn(conduct(dispatcher, kind, ended));
        Ok(first)
    }

    /// Asks a run to stop; nothing that readers see has changed by it. A run that has already
    /// ended is left as it is.
    pub fn cancel_run(&self, run: RunId) {
        if let Some(running) = self.inner.running().values().find(|running| running.run == run) {
            running.cancel.cancel();
        }
    }

    /// The runs under way in this process.
    pub fn runs_under_way(&self) -> Vec<RunSnapshot> {
        self.inner
            .running()
            .values()
            .map(|running| lock_snapshot(&running.snapshot).clone())
            .collect()
    }

    /// Waits until a run of this process has ended and answers how.
    pub async fn run_ended(&self, run: RunId) -> Result<Run, Error> {
        let ended = self
            .inner
            .running()
            .values()
            .find(|running| running.run == run)
            .map(|running| running.ended.clone());
        if let Some(ended) = ended {
            ended.cancelled().await;
        }
        self.inner.reader().run(run)?.ok_or(Error::NoSuchRun(run))
    }

    /// Waits until no run of this process is under way.
    pub async fn idle(&self) {
        loop {
            let ended = self
                .inner
                .running()
                .values()
                .next()
                .map(|running| running.ended.clone());
            match ended {
                Some(ended) => ended.cancelled().await,
                None => return,
            }
        }
    }

    /// Ends all runs of this process so that they can be gone on with, and waits for them.
    pub async fn shut_down(&self) {
        let ended: Vec<_> = {
            let running = self.inner.running();
            for run in running.values() {
                run.cancel.end_app();
            }
            running.values().map(|running| running.ended.clone()).collect()
        };
        for ended in ended {
            ended.cancelled().await;
        }
    }
}

impl Inner {
    /// The secrets of a run: entered now, entered when the dataflow was stored, or the
    /// keychain's.
    async fn secrets_for_run(&self, dataflow: &Dataflow, entered: Option<Secrets>) -> Result<Secrets, Error> {
        if self.secret_fields(&dataflow.draft)?.is_empty() {
            return Ok(Secrets::new());
        }
        if let Some(entered) = entered.filter(|entered| !entered.is_empty()) {
            return Ok(entered);
        }
        let kept = self
            .entered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&dataflow.id);
        if let Some(kept) = kept {
            return Ok(kept);
        }
        self.keychain
            .fetch(&self.owner(dataflow))
            .await
            .map_err(|source: KeychainError| Error::NeedsSecret {
                name: dataflow.draft.name.clone(),
                source,
            })
    }

    fn begin_or_resume(&self, dataflow: &Dataflow) -> Result<Run, Error> {
        let now = self.clock.now();
        let plan = plan_of(dataflow);
        let last = self.reader().last_run(dataflow.id)?;
        let resumable = match last {
            Some(run) if run.status == RunStatus::Interrupted && run.kind == RunKind::Import => {
                let fresh = run
                    .ended_at
                    .is_none_or(|at| now.duration_since(at).as_hours() < RESUME_WITHIN_HOURS);
                let same = self.reader().plan(run.id)?.is_some_and(|before| before == plan);
                (fresh && same).then_some(run.id)
            }
            _ => None,
        };
        let mut catalog = self.catalog();
        let run = match resumable {
            Some(run) if catalog.resume_run(run, now)? => run,
            _ => catalog.begin_run(dataflow.id, RunKind::Import, self.trigger, &plan, now)?,
        };
        drop(catalog);
        self.reader().run(run)?.ok_or(Error::NoSuchRun(run))
    }

    /// The last entry of a run in the catalog, and the last snapshot of it.
    pub(crate) fn finish(
        &self,
        run: RunId,
        status: RunStatus,
        totals: &RunTotals,
        failure: Option<&poolhouse_catalog::model::Failure>,
    ) {
        let now = self.clock.now();
        let mut catalog = self.catalog();
        let finished = catalog.finish_run(run, status, totals, failure, now);
        let line = match (&finished, failure) {
            (Err(error), _) => {
                // The next start settles it from what the database says.
                tracing::error!(%error, "the end of a run was not recorded");
                return;
            }
            (Ok(_), Some(failure)) if status == RunStatus::Interrupted => {
                (LogLevel::Warning, failure.message.clone())
            }
            (Ok(_), Some(failure)) => (LogLevel::Error, failure.message.clone()),
            (Ok(_), None) => (LogLevel::Note, ending(status, totals)),
        };
        if let Err(error) = catalog.log(run, line.0, &line.1, now) {
            tracing::warn!(%error, "a line of a run's log was lost");
        }
    }
}

/// Does a run in a task of its own, so that a panic ends that run and not the app.
async fn conduct(dispatcher: Dispatcher, kind: Arc<dyn ConnectorKind>, ended: CancellationToken) {
    let (inner, dataflow, run) = (
        dispatcher.inner.clone(),
        dispatcher.dataflow.clone(),
        dispatcher.run,
    );
    let snapshot = dispatcher.snapshot.clone();
    let work = tokio::spawn(async move {
        let mut dispatcher = dispatcher;
        let result = dispatcher.work().await;
        (result, dispatcher)
    });
    let (result, mut totals, staged, lock) = match work.await {
        Ok((result, dispatcher)) => {
            let totals = dispatcher.progress.totals(dispatcher.shared.as_deref());
            (
                result,
                totals,
                dispatcher.progress.has_staged(),
                Some(dispatcher.lock),
            )
        }
        // The lock went with the task; nobody else can know of the staging yet.
        Err(_) => (
            Err(Stop::Panicked),
            RunTotals::from(&lock_snapshot(&snapshot).run),
            false,
            None,
        ),
    };
    let (status, failure) = match result {
        Ok(publication) => {
            published(&mut totals, &publication);
            (RunStatus::Succeeded, None)
        }
        Err(stop) => (
            stop.status(staged),
            stop.failure(kind.as_ref(), &dataflow.draft.settings),
        ),
    };
    inner.finish(run, status, &totals, failure.as_ref());
    // The person is told first: to overwrite what was staged may take seconds.
    tell_end(&inner, run, &snapshot);
    if matches!(status, RunStatus::Failed | RunStatus::Cancelled) {
        let (inner, name) = (inner.clone(), dataflow.draft.name.clone());
        let discarded = crate::blocking(move || Database::open(&inner.folder, &name)?.discard(run)).await;
        if let Err(error) = discarded {
            tracing::warn!(%error, "what a run had staged was not discarded; the next run sweeps it");
        }
    }
    drop(lock);
    inner.running().remove(&dataflow.id);
    inner.tell(Event::Dataflows);
    ended.cancel();
}

/// The last snapshot of a run, with what the history now says of it.
fn tell_end(inner: &Inner, run: RunId, snapshot: &Mutex<RunSnapshot>) {
    let Ok(Some(run)) = inner.reader().run(run) else {
        return;
    };
    let mut last = lock_snapshot(snapshot);
    last.phase = Phase::Ended;
    last.waiting = None;
    last.seconds_left = None;
    last.percent = (run.status == RunStatus::Succeeded).then_some(100);
    for table in &mut last.tables {
        if let Some(ended) = run.tables.iter().find(|ended| ended.source == table.source) {
            table.rows = ended.rows;
        }
        table.done = run.status == RunStatus::Succeeded;
    }
    last.run = run;
    let last = last.clone();
    inner.tell(Event::Run(Box::new(last)));
}

/// What must be the same for an interrupted run to be gone on with.
fn plan_of(dataflow: &Dataflow) -> String {
    let draft = &dataflow.draft;
    serde_json::to_string(&(&draft.connector, &draft.settings, &draft.tables))
        .expect("BUG: texts and tables are JSON")
}

fn ending(status: RunStatus, totals: &RunTotals) -> String {
    match status {
        RunStatus::Succeeded => format!("Published {} rows.", totals.rows),
        RunStatus::Cancelled => "Cancelled; nothing was changed.".into(),
        _ => "Ended.".into(),
    }
}

fn lock_snapshot(snapshot: &Mutex<RunSnapshot>) -> std::sync::MutexGuard<'_, RunSnapshot> {
    snapshot.lock().unwrap_or_else(PoisonError::into_inner)
}
