//! Reads one chain of pages: wait for pace, read, queue, report.
//!
//! Spawned by the dispatcher. The one place that retries.

use super::writer::Queue;
use crate::pace::{Pace, SHUT_FOR_GOOD};
use crate::retry::{RetryBudget, TRIES, pause};
use poolhouse_connector::{Connector, Cursor, ErrorKind, Page, ReadError, Retry, TableId, Unit};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio_util::sync::CancellationToken;

/// How often a unit may be set back to its start.
const RESTARTS: u32 = 3;

/// What all units of a run share.
pub(crate) struct Shared {
    pub(crate) connector: Arc<dyn Connector>,
    pub(crate) wanted: Vec<TableId>,
    pub(crate) queue: Queue,
    pub(crate) budget: Arc<RetryBudget>,
    pub(crate) calls: AtomicU64,
    pub(crate) throttled: AtomicU64,
    pub(crate) retried: AtomicU64,
}

/// How a unit ended.
#[derive(Debug)]
pub(crate) enum UnitEnd {
    /// All its pages are queued.
    Read(Unit),
    /// It was told to stop.
    Stopped(Unit),
    /// It cannot go on.
    Failed(Unit, ReadError),
}

/// Reads `unit` from `cursor` to its end.
pub(crate) async fn read(
    shared: Arc<Shared>,
    pace: Arc<Pace>,
    unit: Unit,
    cursor: Option<Cursor>,
    stop: CancellationToken,
) -> UnitEnd {
    let chain = Chain {
        seen: HashSet::new(),
        restarts: 0,
        tries: 0,
        cursor,
    };
    tokio::select! {
        biased;
        () = stop.cancelled() => UnitEnd::Stopped(unit),
        result = chain.read(&shared, &pace, &unit) => match result {
            Ok(()) => UnitEnd::Read(unit),
            Err(error) => UnitEnd::Failed(unit, error),
        },
    }
}

struct Chain {
    cursor: Option<Cursor>,
    /// Hashes of the cursors so far: a source that hands one out again would be read for ever.
    seen: HashSet<u64>,
    tries: u32,
    restarts: u32,
}

impl Chain {
    async fn read(mut self, shared: &Shared, pace: &Pace, unit: &Unit) -> Result<(), ReadError> {
        loop {
            let result = {
                let _in_flight = pace.turn().await;
                shared.calls.fetch_add(1, Ordering::Relaxed);
                shared
                    .connector
                    .read_page(unit, self.cursor.as_ref(), &shared.wanted)
                    .await
            };
            match result {
                Ok(read) => {
                    pace.answered();
                    shared.budget.earn();
                    self.tries = 0;
                    if self.goes_round(&read) {
                        self.start_again(shared, unit, repeated_cursor(unit))?;
                        continue;
                    }
                    self.cursor.clone_from(&read.next);
                    let room = shared.queue.room().await;
                    room.stage(unit.clone(), read);
                    if self.cursor.is_none() {
                        return Ok(());
                    }
                }
                Err(error) => self.recover(shared, pace, unit, error).await?,
            }
        }
    }

    async fn recover(
        &mut self,
        shared: &Shared,
        pace: &Pace,
        unit: &Unit,
        error: ReadError,
    ) -> Result<(), ReadError> {
        match error.retry() {
            Retry::Slower => {
                shared.throttled.fetch_add(1, Ordering::Relaxed);
                if pace.refused() > SHUT_FOR_GOOD {
                    Err(error)
                } else {
                    Ok(())
                }
            }
            Retry::AfterPause => {
                self.tries += 1;
                if self.tries >= TRIES || !shared.budget.take() {
                    return Err(error);
                }
                shared.retried.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(pause(self.tries + 1)).await;
                Ok(())
            }
            Retry::UnitFromStart => self.start_again(shared, unit, error),
            Retry::WithoutSplit | Retry::Never => Err(error),
        }
    }

    fn start_again(&mut self, shared: &Shared, unit: &Unit, error: ReadError) -> Result<(), ReadError> {
        self.restarts += 1;
        if self.restarts > RESTARTS {
            return Err(error);
        }
        self.cursor = None;
        self.seen.clear();
        shared.queue.restart(unit.clone());
        Ok(())
    }

    /// Whether the page leads back to where the chain has been.
    fn goes_round(&mut self, page: &Page) -> bool {
        let Some(next) = &page.next else { return false };
        let mut hasher = DefaultHasher::new();
        next.hash(&mut hasher);
        !self.seen.insert(hasher.finish())
    }
}

fn repeated_cursor(unit: &Unit) -> ReadError {
    ReadError::new(
        ErrorKind::Malformed,
        unit.reading.as_str(),
        "the same page token was handed out twice",
    )
}
