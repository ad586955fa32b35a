//! Go back to an earlier version, of all tables or of one: itself a run, itself reversible.

use super::ending::{self, after_panic};
use super::outcome::Stop;
use super::progress::{Progress, published};
use super::publishing::unless_stopped;
use super::settle::rollback_cut_off;
use super::start::{Cancel, Running, lock_snapshot};
use crate::engine::{Engine, Event, Inner};
use crate::error::Error;
use crate::view::{Phase, RunSnapshot};
use crate::work::telling;
use poolhouse_catalog::model::{
    ChosenTable, Dataflow, DataflowId, Publication, RollbackPreview, Run, RunId, RunKind, RunStatus,
};
use poolhouse_catalog::{Database, DatabaseReader, Error as CatalogError, InUse};
use poolhouse_connector::TableId;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

impl Engine {
    /// The versions of a dataflow's database, newest first, each with the time at which its run started.
    pub fn versions(&self, id: DataflowId) -> Result<Vec<Publication>, Error> {
        let dataflow = self.inner.dataflow(id)?;
        match DatabaseReader::open(&self.inner.folder, &dataflow.draft.name)? {
            Some(database) => Ok(self.inner.timed(database.publications()?)?),
            None => Ok(Vec::new()),
        }
    }

    /// What [`Self::roll_back`] would change, in rows. Changes nothing. Where all rows have to be
    /// compared it may take seconds; a later preview of the same dataflow, or
    /// [`Self::cancel_preview`], ends it.
    pub async fn preview_rollback(
        &self,
        id: DataflowId,
        to: RunId,
        table: Option<&str>,
    ) -> Result<RollbackPreview, Error> {
        let name = self.inner.dataflow(id)?.draft.name;
        let cancel = Cancel::default();
        if let Some(earlier) = self.inner.previewing().insert(id, cancel.clone()) {
            earlier.cancel();
        }
        let (inner, asked) = (self.inner.clone(), name);
        let reader = crate::blocking(move || {
            DatabaseReader::open(&inner.folder, &asked)?.ok_or(Error::NoDatabase(asked))
        })
        .await?;
        let (interrupt, table) = (reader.interrupt(), table.map(str::to_owned));
        let in_use = InUse::default();
        let preview = unless_stopped(&cancel, &in_use, Some(interrupt), move || {
            reader.preview_rollback(to, table.as_deref())
        });
        preview.await.map_err(|stop| match stop {
            Stop::Catalog(error) => self.inner.about_version(id, error),
            Stop::Panicked => Error::Panicked,
            _ => Error::Cancelled,
        })
    }

    /// Ends the preview of a rollback of this dataflow, where one is under way.
    pub fn cancel_preview(&self, id: DataflowId) {
        if let Some(preview) = self.inner.previewing().remove(&id) {
            preview.cancel();
        }
    }

    /// Publishes again what run `to` published, all of it or one table beside the others as they
    /// are, and answers the run that did so, ended.
    pub async fn roll_back(
        &self,
        id: DataflowId,
        to: RunId,
        table: Option<&str>,
    ) -> Result<RunSnapshot, Error> {
        let inner = &self.inner;
        let lock = inner.turn(id).await?;
        let dataflow = inner.dataflow(id)?;
        let name = dataflow.draft.name.clone();
        // Under the lock: no run can prune the version between this look and the rollback.
        let versions = self.versions(id)?;
        if versions.is_empty() {
            return Err(Error::NoDatabase(name));
        }
        let version = versions
            .iter()
            .find(|version| version.run == to)
            .ok_or_else(|| inner.about_version(id, CatalogError::NotPublished { run: to }))?;
        if version.current || !version.kept {
            return Err(Error::NoVersion {
                name,
                run: to,
                current: version.current,
            });
        }
        let one = table
            .map(|table| table_named(&versions, version, table))
            .transpose()?;
        let tables = inner.tables_of(&dataflow, &versions, version, one.as_ref())?;
        let kind = inner.kind(&dataflow.draft.connector)?;
        // Another program may have the catalog locked for a while.
        let here = inner.clone();
        let run = crate::blocking(move || here.begin_rollback(id, to, &tables)).await?;
        let mut progress = Progress::new(run.clone(), false);
        progress.enter(Phase::Publishing);
        let cancel = Cancel::default();
        let under_way = UnderWay::tell(inner, &run, &cancel, progress.snapshot(None, &[]));
        let in_use = progress.in_use();
        let work = inner.publish_again(&name, &cancel, &in_use, to, table, run.id);
        let done = telling(&in_use, work, |_| under_way.change(progress.snapshot(None, &[]))).await;
        let done = match done {
            Err(Stop::Panicked) => after_panic(inner, &dataflow, run.id).await,
            done => done,
        };
        let fault = done.as_ref().err().and_then(Stop::of_the_disk);
        let mut totals = progress.totals(None);
        let (status, failure) = match done {
            Ok(publication) => {
                published(&mut totals, &publication);
                (RunStatus::Succeeded, None)
            }
            // Nothing is staged that could be gone on with.
            Err(Stop::AppEnds) => (RunStatus::Failed, Some(rollback_cut_off())),
            Err(stop) => {
                let failure = inner.failure_of(&stop, kind.as_ref(), &dataflow);
                let status = match stop.status(false) {
                    RunStatus::Interrupted => RunStatus::Failed,
                    status => status,
                };
                (status, failure)
            }
        };
        ending::end(inner, &under_way.snapshot, status, totals, failure, fault).await;
        ending::is_sound(inner, &dataflow, run.id, fault).await;
        let snapshot = lock_snapshot(&under_way.snapshot).clone();
        drop(under_way);
        drop(lock);
        inner.tell(Event::Dataflows);
        Ok(snapshot)
    }
}

impl Inner {
    /// An error about a version of a dataflow's database; of a run that never had one, with why.
    pub(crate) fn about_version(&self, id: DataflowId, error: CatalogError) -> Error {
        let CatalogError::NotPublished { run } = error else {
            return error.into();
        };
        let told = || {
            let name = self.dataflow(id)?.draft.name;
            let found = self.reader().run(run)?.ok_or(Error::NoSuchRun(run))?;
            Ok(Error::NotPublished {
                of: (found.dataflow != id).then_some(found.dataflow_name),
                name,
                run,
                status: found.status,
            })
        };
        told().unwrap_or_else(|error: Error| error)
    }

    /// The tables that readers see now or would see, or `one` of them alone. What they are called and loaded
    /// for, the dataflow says; of those that it no longer has, the runs that published them.
    fn tables_of(
        &self,
        dataflow: &Dataflow,
        versions: &[Publication],
        version: &Publication,
        one: Option<&TableId>,
    ) -> Result<Vec<ChosenTable>, Error> {
        let shown = || {
            let now = versions.iter().filter(|version| version.current);
            now.chain([version])
        };
        let is_shown = |source: &TableId| {
            let mut tables = shown().flat_map(|version| &version.tables);
            tables.any(|table| table_of(&table.source) == *source)
        };
        let mut known = dataflow.draft.tables.clone();
        for version in shown() {
            let run = self.reader().run(version.run)?;
            let tables = run.into_iter().flat_map(|run| run.tables);
            known.extend(tables.map(|table| ChosenTable {
                source: table.source,
                target: table.target,
                purpose: table.purpose,
            }));
        }
        let mut tables: Vec<ChosenTable> = Vec::new();
        for table in known {
            let is_wanted = one.is_none_or(|one| *one == table.source) && is_shown(&table.source);
            if is_wanted && tables.iter().all(|other| other.source != table.source) {
                tables.push(table);
            }
        }
        Ok(tables)
    }

    /// Begins the run of a rollback of these tables.
    fn begin_rollback(&self, id: DataflowId, to: RunId, tables: &[ChosenTable]) -> Result<Run, Error> {
        let now = self.clock.now();
        let mut catalog = self.catalog();
        let run = catalog.begin_run(id, RunKind::Rollback { to }, self.trigger, "", now)?;
        catalog.set_run_tables(run, tables)?;
        drop(catalog);
        self.reader().run(run)?.ok_or(Error::NoSuchRun(run))
    }

    async fn publish_again(
        &self,
        name: &str,
        cancel: &Cancel,
        in_use: &InUse,
        to: RunId,
        table: Option<&str>,
        run: RunId,
    ) -> Result<Publication, Stop> {
        let (folder, name) = (self.folder.clone(), name.to_owned());
        let (table, now) = (table.map(str::to_owned), self.clock.now());
        let open = move || Database::open(&folder, &name);
        let mut database = unless_stopped(cancel, in_use, None, open).await?;
        let interrupt = database.interrupt();
        unless_stopped(cancel, in_use, Some(interrupt), move || {
            database.roll_back(to, table.as_deref(), run, now)
        })
        .await
    }
}

/// The connector's table that is known by this name now, or was in `version`, which must have it.
fn table_named(versions: &[Publication], version: &Publication, table: &str) -> Result<TableId, Error> {
    let now = versions.iter().filter(|version| version.current);
    let mut tables = now.chain([version]).flat_map(|version| &version.tables);
    tables
        .find(|known| known.target.eq_ignore_ascii_case(table))
        .map(|known| table_of(&known.source))
        .filter(|one| version.tables.iter().any(|then| table_of(&then.source) == *one))
        .ok_or_else(|| Error::NotInVersion {
            table: table.to_owned(),
            run: version.run,
        })
}

/// The connector's table of what is published: a column catalogue is of the table that it describes.
fn table_of(source: &TableId) -> TableId {
    let source = source.as_str();
    TableId::from(source.strip_suffix("_columns").unwrap_or(source).to_owned())
}

/// A rollback among the runs under way, until this is dropped: also where it panics.
struct UnderWay<'a> {
    inner: &'a Inner,
    dataflow: DataflowId,
    snapshot: Arc<Mutex<RunSnapshot>>,
    ended: CancellationToken,
}

impl<'a> UnderWay<'a> {
    fn tell(inner: &'a Inner, run: &Run, cancel: &Cancel, snapshot: RunSnapshot) -> Self {
        let ended = CancellationToken::new();
        let last = Arc::new(Mutex::new(snapshot.clone()));
        let running = Running {
            run: run.id,
            cancel: cancel.clone(),
            snapshot: last.clone(),
            ended: ended.clone(),
        };
        inner.running().insert(run.dataflow, running);
        inner.tell(Event::Run(Box::new(snapshot)));
        Self {
            inner,
            dataflow: run.dataflow,
            snapshot: last,
            ended,
        }
    }

    /// The rollback stands otherwise than before.
    fn change(&self, snapshot: RunSnapshot) {
        let mut last = self.snapshot.lock().unwrap_or_else(PoisonError::into_inner);
        last.clone_from(&snapshot);
        self.inner.tell(Event::Run(Box::new(snapshot)));
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.inner.running().remove(&self.dataflow);
        self.ended.cancel();
    }
}
