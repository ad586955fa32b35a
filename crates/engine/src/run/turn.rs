//! Whose turn it is to run or to change a dataflow. Called by every use case that does either.

use super::start::lock_snapshot;
use crate::engine::Inner;
use crate::error::Error;
use crate::view::Phase;
use poolhouse_catalog::DataflowLock;
use poolhouse_catalog::model::DataflowId;
use std::time::Duration;
use tokio::time::Instant;

/// How long is waited for somebody who only looks after a dataflow: settles a run of it that was cut off, say.
const MOMENT: Duration = Duration::from_secs(2);

const BETWEEN: Duration = Duration::from_millis(20);

impl Inner {
    /// Takes the right to run or to change a dataflow, for as long as what is answered lives. Whoever was told
    /// that a run has ended gets it; nobody does whose work would go with a dataflow that is being removed.
    pub(crate) async fn turn(&self, id: DataflowId) -> Result<DataflowLock, Error> {
        let lock = self.turn_to_remove(id).await?;
        if self.is_being_removed(id)? {
            let name = self.dataflow(id)?.draft.name;
            return Err(Error::BeingRemoved { name });
        }
        Ok(lock)
    }

    /// As [`Self::turn`], of a dataflow whose removal may have begun.
    pub(crate) async fn turn_to_remove(&self, id: DataflowId) -> Result<DataflowLock, Error> {
        let name = self.dataflow(id)?.draft.name;
        let given_up = Instant::now() + MOMENT;
        loop {
            self.swept(id).await;
            if let Some(lock) = self.folder.lock_dataflow(id)? {
                return Ok(lock);
            }
            if self.is_run_here(id) || Instant::now() >= given_up {
                return Err(Error::AlreadyRunning { name });
            }
            tokio::time::sleep(BETWEEN).await;
        }
    }

    /// Waits until a run of this process that has been told as ended has swept up behind it.
    async fn swept(&self, id: DataflowId) {
        let ended = self
            .running()
            .get(&id)
            .filter(|running| lock_snapshot(&running.snapshot).phase == Phase::Ended)
            .map(|running| running.ended.clone());
        if let Some(ended) = ended {
            ended.cancelled().await;
        }
    }

    fn is_run_here(&self, id: DataflowId) -> bool {
        let running = self.running();
        let run = running.get(&id);
        run.is_some_and(|running| lock_snapshot(&running.snapshot).phase != Phase::Ended)
    }
}
