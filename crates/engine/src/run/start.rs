//! Start, cancel and end a run.

use super::dispatcher::Dispatcher;
use super::ending::{self, after_panic};
use super::outcome::Stop;
use super::progress::{Progress, published};
use crate::engine::{Engine, Event, Inner};
use crate::error::Error;
use crate::keychain::KeychainError;
use crate::view::RunSnapshot;
use poolhouse_catalog::model::{Certificate, Dataflow, DataflowId, LogLevel, Run, RunId, RunKind, RunStatus};
use poolhouse_catalog::{Database, DataflowLock, RunTotals};
use poolhouse_connector::{ConnectorKind, Secrets};
use secrecy::ExposeSecret;
use std::collections::BTreeMap;
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

/// A run that begins or goes on.
struct Begun {
    run: Run,
    /// Whether it goes on where it stood.
    goes_on: bool,
    /// What is known of what it has read.
    certificate: Certificate,
}

impl Engine {
    /// Starts a run, or goes on with one that was interrupted, and answers at once how it
    /// stands. `entered` are secrets for this run only, in place of the keychain's.
    pub async fn start_run(&self, id: DataflowId, entered: Option<Secrets>) -> Result<RunSnapshot, Error> {
        let inner = &self.inner;
        let lock = inner.turn(id).await?;
        // Read under the lock: what is run is what is stored.
        let dataflow = inner.dataflow(id)?;
        let kind = inner.kind(&dataflow.draft.connector)?.clone();
        let secrets = inner.secrets_for_run(&dataflow, entered).await?;
        let connector = kind
            .open(&dataflow.draft.settings, &secrets, &inner.network()?)
            .await
            .map_err(|error| Error::Check {
                words: kind.words(&dataflow.draft.settings, &error),
                source: error,
            })?;
        // Another program may have the catalog locked for a while.
        let (here, of) = (inner.clone(), dataflow.clone());
        let Begun {
            run,
            goes_on,
            certificate,
        } = crate::blocking(move || here.begin_or_resume(&of)).await?;
        drop(secrets);
        inner.forget_entered(id);
        let mut progress = Progress::new(run.clone(), goes_on);
        let snapshot = Arc::new(Mutex::new(progress.snapshot(None, &[])));
        let cancel = Cancel::default();
        let ended = CancellationToken::new();
        let first = lock_snapshot(&snapshot).clone();
        // From here on nothing may fail: who takes it out again is the task that is spawned below.
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
            budget: Arc::default(),
            certificate,
            notes: BTreeMap::new(),
            verdict: None,
        };
        inner.tell(Event::Dataflows);
        tokio::spawn(conduct(dispatcher, kind, lock, ended));
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
        let running = self
            .inner
            .running()
            .values()
            .find(|running| running.run == run)
            .map(|running| (running.ended.clone(), running.snapshot.clone()));
        let Some((ended, snapshot)) = running else {
            if let Some(ended) = self.inner.unstored().get(&run) {
                return Ok(ended.clone());
            }
            return self.inner.reader().run(run)?.ok_or(Error::NoSuchRun(run));
        };
        ended.cancelled().await;
        // Not from the catalog, which could not store it on a full disk.
        let ended = lock_snapshot(&snapshot).run.clone();
        Ok(ended)
    }

    /// Waits until no run of this process is under way.
    pub async fn idle(&self) {
        loop {
            let running = self
                .inner
                .running()
                .values()
                .next()
                .map(|running| running.ended.clone());
            let ended = running.or_else(|| self.an_export_ended());
            match ended {
                Some(ended) => ended.cancelled().await,
                None => return,
            }
        }
    }

    /// Ends all exports and all runs of this process, these so that they can be gone on with, and waits
    /// for them.
    pub async fn shut_down(&self) {
        self.end_exports().await;
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
            .get(&dataflow.id)
            .cloned();
        if let Some(kept) = kept {
            return Ok(kept);
        }
        self.stored_secrets(dataflow).await
    }

    /// What the keychain has for a dataflow: all that its connector asks for, or an error.
    pub(crate) async fn stored_secrets(&self, dataflow: &Dataflow) -> Result<Secrets, Error> {
        let wanted = self.secret_fields(&dataflow.draft)?;
        let stored = self.keychain.fetch(&self.owner(dataflow)).await;
        let whole = stored.and_then(|secrets| {
            let has = |key: &String| {
                secrets
                    .get(key)
                    .is_some_and(|secret| !secret.expose_secret().is_empty())
            };
            if wanted.iter().all(has) {
                Ok(secrets)
            } else {
                Err(KeychainError::Changed)
            }
        });
        whole.map_err(|source| Error::NeedsSecret {
            name: dataflow.draft.name.clone(),
            source,
        })
    }

    /// Forgets what was entered for one run, once that run has it.
    fn forget_entered(&self, id: DataflowId) {
        self.entered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&id);
    }

    /// The run to do. The caller holds the lock.
    fn begin_or_resume(&self, dataflow: &Dataflow) -> Result<Begun, Error> {
        let now = self.clock.now();
        let plan = plan_of(dataflow);
        let left = self.reader().last_run(dataflow.id)?;
        if let Some(run) = left.filter(|run| run.status == RunStatus::Running) {
            self.settle_run(run.id)?;
        }
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
        // What shows how far it came must be known to go on; where that is damaged, a new run reads all.
        let known = resumable.and_then(|run| match self.reader().certificate(run) {
            Ok(certificate) => Some((run, certificate.unwrap_or_default())),
            Err(error) => {
                tracing::warn!(%run, %error, "what a run had read is not known; another begins");
                None
            }
        });
        let mut catalog = self.catalog();
        let (run, goes_on, certificate) = match known {
            Some((run, certificate)) if catalog.resume_run(run, now)? => (run, true, certificate),
            _ => (
                catalog.begin_run(dataflow.id, RunKind::Import, self.trigger, &plan, now)?,
                false,
                Certificate::default(),
            ),
        };
        drop(catalog);
        let run = self.reader().run(run)?.ok_or(Error::NoSuchRun(run))?;
        Ok(Begun {
            run,
            goes_on,
            certificate,
        })
    }
}

/// Does a run in a task of its own, so that a panic ends that run and not the app. Holds the
/// dataflow's lock to the end.
async fn conduct(
    dispatcher: Dispatcher,
    kind: Arc<dyn ConnectorKind>,
    lock: DataflowLock,
    ended: CancellationToken,
) {
    let (inner, dataflow, run) = (
        dispatcher.inner.clone(),
        dispatcher.dataflow.clone(),
        dispatcher.run,
    );
    let snapshot = dispatcher.snapshot.clone();
    let origin = kind.origin(&dataflow.draft.settings);
    dispatcher.log(LogLevel::Note, &format!("Reads from {origin}."));
    let work = tokio::spawn(async move {
        let mut dispatcher = dispatcher;
        let result = dispatcher.work().await;
        (result, dispatcher)
    });
    let (result, mut totals, staged) = match work.await {
        Ok((result, dispatcher)) => {
            let result = match result {
                Err(Stop::Panicked) => after_panic(&inner, &dataflow, run).await,
                result => result,
            };
            let totals = dispatcher.progress.totals(dispatcher.shared.as_deref());
            (result, totals, dispatcher.progress.has_staged())
        }
        Err(_) => (
            after_panic(&inner, &dataflow, run).await,
            RunTotals::from(&lock_snapshot(&snapshot).run),
            false,
        ),
    };
    let fault = result.as_ref().err().and_then(Stop::of_the_disk);
    let (status, failure) = match result {
        Ok(publication) => {
            published(&mut totals, &publication);
            (RunStatus::Succeeded, None)
        }
        Err(stop) => (
            stop.status(staged),
            inner.failure_of(&stop, kind.as_ref(), &dataflow),
        ),
    };
    // First: to overwrite what was staged may take seconds.
    ending::end(&inner, &snapshot, status, totals, failure, fault).await;
    let is_sound = ending::is_sound(&inner, &dataflow, run, fault).await;
    if is_sound && matches!(status, RunStatus::Failed | RunStatus::Cancelled) {
        let (inner, name) = (inner.clone(), dataflow.draft.name.clone());
        let discarded =
            crate::blocking(move || Ok::<_, Error>(Database::open(&inner.folder, &name)?.discard(run)?))
                .await;
        if let Err(error) = discarded {
            tracing::warn!(%error, "what a run had staged was not discarded; the next run sweeps it");
        }
    }
    // In one: who gets the lock next must not find, nor lose, this entry; and who no longer finds it gets the lock.
    {
        let mut running = inner.running();
        running.remove(&dataflow.id);
        drop(lock);
    }
    inner.tell(Event::Dataflows);
    ended.cancel();
}

/// Under which setting it is kept that a run found a dataflow's database damaged, or could not check it after the
/// disk had failed.
pub(crate) fn damaged(id: DataflowId) -> String {
    format!("damaged/{id}")
}

/// What must be the same for an interrupted run to be gone on with.
fn plan_of(dataflow: &Dataflow) -> String {
    let draft = &dataflow.draft;
    serde_json::to_string(&(&draft.connector, &draft.settings, &draft.tables))
        .expect("BUG: texts and tables are JSON")
}

pub(super) fn lock_snapshot(snapshot: &Mutex<RunSnapshot>) -> std::sync::MutexGuard<'_, RunSnapshot> {
    snapshot.lock().unwrap_or_else(PoisonError::into_inner)
}
