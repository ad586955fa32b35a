//! Go back to an earlier version: itself a run, itself reversible.

use super::outcome::Stop;
use super::progress::{Progress, published};
use crate::engine::{Engine, Event};
use crate::error::Error;
use crate::view::RunSnapshot;
use poolhouse_catalog::model::{DataflowId, Publication, RunId, RunKind, RunStatus};
use poolhouse_catalog::{Database, DatabaseReader};

impl Engine {
    /// The versions of a dataflow's database, newest first.
    pub fn versions(&self, id: DataflowId) -> Result<Vec<Publication>, Error> {
        let dataflow = self.inner.dataflow(id)?;
        match DatabaseReader::open(&self.inner.folder, &dataflow.draft.name)? {
            Some(database) => Ok(database.publications()?),
            None => Ok(Vec::new()),
        }
    }

    /// Publishes again what run `to` published, and answers the run that did so, ended.
    pub async fn roll_back(&self, id: DataflowId, to: RunId) -> Result<RunSnapshot, Error> {
        let inner = &self.inner;
        inner.swept(id).await;
        let dataflow = inner.dataflow(id)?;
        let name = dataflow.draft.name.clone();
        if !self
            .versions(id)?
            .iter()
            .any(|version| version.run == to && version.kept && !version.current)
        {
            return Err(Error::NoVersion { name, run: to });
        }
        let Some(lock) = inner.folder.lock_dataflow(id)? else {
            return Err(Error::AlreadyRunning { name });
        };
        let now = inner.clock.now();
        let run = inner
            .catalog()
            .begin_run(id, RunKind::Rollback { to }, inner.trigger, "", now)?;
        let begun = inner.reader().run(run)?.ok_or(Error::NoSuchRun(run))?;
        let progress = Progress::new(begun, false);
        let worker = inner.clone();
        let publication = crate::blocking(move || {
            Database::open(&worker.folder, &name)?.roll_back(to, run, worker.clock.now())
        })
        .await;
        let mut totals = progress.totals(None);
        match publication {
            Ok(publication) => {
                published(&mut totals, &publication);
                inner.finish(run, RunStatus::Succeeded, &totals, None)?;
            }
            Err(error) => {
                let kind = inner.kind(&dataflow.draft.connector)?.clone();
                let failure = Stop::Catalog(error).failure(kind.as_ref(), &dataflow.draft.settings);
                inner.finish(run, RunStatus::Failed, &totals, failure.as_ref())?;
            }
        }
        drop(lock);
        let ended = inner.reader().run(run)?.ok_or(Error::NoSuchRun(run))?;
        let snapshot = crate::history::ended(ended);
        inner.tell(Event::Run(Box::new(snapshot.clone())));
        inner.tell(Event::Dataflows);
        Ok(snapshot)
    }
}
