//! After a crash: what the catalog takes for running, and nobody runs.
//!
//! The database's publish carries the run's id and comes first; so a run whose publication is
//! there has succeeded, whatever the catalog says.

use super::outcome::RESUME;
use super::progress::published;
use crate::engine::Engine;
use crate::error::Error;
use poolhouse_catalog::model::{Failure, Run, RunKind, RunStatus};
use poolhouse_catalog::{Database, RunTotals};

impl Engine {
    /// Gives each run that is called running and whose dataflow nobody holds its true status.
    pub(crate) fn settle(&self) -> Result<(), Error> {
        let running = self.inner.reader().running()?;
        for run in running {
            // Who runs it holds this lock, in whatever process.
            let Some(lock) = self.inner.folder.lock_dataflow(run.dataflow)? else {
                continue;
            };
            self.settle_run(&run)?;
            drop(lock);
        }
        Ok(())
    }

    fn settle_run(&self, run: &Run) -> Result<(), Error> {
        let mut totals = RunTotals::from(run);
        let publication = Database::open(&self.inner.folder, &run.dataflow_name)?.published(run.id)?;
        let (status, failure) = match (publication, run.kind) {
            (Some(publication), _) => {
                published(&mut totals, &publication);
                (RunStatus::Succeeded, None)
            }
            (None, RunKind::Import) => (
                RunStatus::Interrupted,
                Some(cut_off(
                    "This run was cut off: the computer or Poolhouse stopped.",
                    RESUME,
                )),
            ),
            (None, RunKind::Rollback { .. }) => (
                RunStatus::Failed,
                Some(cut_off(
                    "The rollback was cut off before it changed anything.",
                    "Roll back again.",
                )),
            ),
        };
        self.inner.finish(run.id, status, &totals, failure.as_ref());
        Ok(())
    }
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
