//! The one thread that stages what the units of a run read.
//!
//! Called by the dispatcher and, through [`Room`], by units. Pages wait in a queue of bounded
//! length; a checkpoint is made every [`CHECKPOINT_PAGES`] or [`CHECKPOINT_AFTER`].

use poolhouse_catalog::{Error as CatalogError, InUse, Staging};
use poolhouse_connector::{Note, Page, Reading, TableId, Unit};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc::UnboundedSender};

/// Pages read but not staged, at most: what a run holds in memory.
const ROOM: usize = 32;

/// With `synchronous=FULL` each checkpoint waits for the disk: seldom enough to cost little,
/// often enough to lose little.
const CHECKPOINT_PAGES: u32 = 50;
const CHECKPOINT_AFTER: Duration = Duration::from_millis(250);

/// What the writer did, for the dispatcher.
#[derive(Debug)]
pub(crate) enum Written {
    /// A page is staged.
    Page {
        /// Whose page.
        unit: Unit,
        /// Its rows by table.
        rows: Vec<(TableId, u64)>,
        /// Values that did not fit their column.
        misfits: u64,
        /// Units that it revealed and that nobody knew.
        discovered: Vec<Unit>,
        /// What the source does not have.
        notes: Vec<Note>,
        /// Whether it was the unit's last.
        last: bool,
    },
    /// A unit was set back to its start.
    Restarted(Unit),
    /// The parts of a reading are gone.
    PartsDropped(Reading),
    /// The writer stopped by an error, which [`Writer::finish`] hands over.
    Stopped,
}

enum Order {
    Page {
        unit: Unit,
        page: Page,
        _room: OwnedSemaphorePermit,
    },
    Restart(Unit),
    LeaveParts(Reading),
    AddUnits(Vec<Unit>),
}

/// The queue's end that units hold.
#[derive(Clone)]
pub(crate) struct Queue {
    orders: Sender<Order>,
    room: Arc<Semaphore>,
}

/// Leave to queue one page.
pub(crate) struct Room<'a> {
    queue: &'a Queue,
    permit: OwnedSemaphorePermit,
}

/// The running thread. Ends when every [`Queue`] is gone.
pub(crate) struct Writer {
    thread: std::thread::JoinHandle<Result<Staging, CatalogError>>,
}

impl Queue {
    /// Waits until the queue has room for a page.
    pub(crate) async fn room(&self) -> Room<'_> {
        let permit = self
            .room
            .clone()
            .acquire_owned()
            .await
            .expect("BUG: the semaphore is never closed");
        Room { queue: self, permit }
    }

    /// Sets a unit back to its start, after the pages already queued.
    pub(crate) fn restart(&self, unit: Unit) {
        self.order(Order::Restart(unit));
    }

    /// Drops the parts of a reading and adds the whole in their place, in one transaction and
    /// after the pages already queued.
    pub(crate) fn leave_parts(&self, reading: Reading) {
        self.order(Order::LeaveParts(reading));
    }

    /// Adds units that the plan did not have.
    pub(crate) fn add_units(&self, units: Vec<Unit>) {
        self.order(Order::AddUnits(units));
    }

    fn order(&self, order: Order) {
        // A writer that has failed has said so; what comes after is void.
        let _ = self.orders.send(order);
    }
}

impl Room<'_> {
    /// Queues the page.
    pub(crate) fn stage(self, unit: Unit, page: Page) {
        self.queue.order(Order::Page {
            unit,
            page,
            _room: self.permit,
        });
    }
}

impl Writer {
    /// Starts the thread. While another program has the database locked, `in_use` says so.
    pub(crate) fn start(staging: Staging, written: UnboundedSender<Written>, in_use: InUse) -> (Self, Queue) {
        let (orders, received) = channel();
        let thread = std::thread::spawn(move || in_use.watch(|| write(staging, &received, &written)));
        (
            Self { thread },
            Queue {
                orders,
                room: Arc::new(Semaphore::new(ROOM)),
            },
        )
    }

    /// Waits for the last checkpoint and hands the staging back. All [`Queue`]s must be gone.
    pub(crate) async fn finish(self) -> Result<Staging, CatalogError> {
        let joined = tokio::task::spawn_blocking(move || self.thread.join()).await;
        match joined {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

fn write(
    mut staging: Staging,
    orders: &Receiver<Order>,
    written: &UnboundedSender<Written>,
) -> Result<Staging, CatalogError> {
    let result = write_all(&mut staging, orders, written);
    if result.is_err() {
        let _ = written.send(Written::Stopped);
    }
    result.map(|()| staging)
}

fn write_all(
    staging: &mut Staging,
    orders: &Receiver<Order>,
    written: &UnboundedSender<Written>,
) -> Result<(), CatalogError> {
    let mut pages = 0;
    let mut since = Instant::now();
    loop {
        let wait = if pages == 0 {
            Duration::from_hours(1)
        } else {
            CHECKPOINT_AFTER.saturating_sub(since.elapsed())
        };
        let order = match orders.recv_timeout(wait) {
            Ok(order) => Some(order),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return staging.commit(),
        };
        let report = match order {
            None => None,
            Some(Order::Page { unit, page, _room }) => {
                if pages == 0 {
                    since = Instant::now();
                }
                pages += 1;
                Some(stage(staging, unit, &page)?)
            }
            Some(Order::Restart(unit)) => {
                staging.restart_unit(&unit)?;
                Some(Written::Restarted(unit))
            }
            Some(Order::LeaveParts(reading)) => {
                staging.drop_parts(&reading)?;
                staging.add_units(&[Unit::whole(reading.clone())])?;
                Some(Written::PartsDropped(reading))
            }
            Some(Order::AddUnits(units)) => {
                staging.add_units(&units)?;
                None
            }
        };
        if pages >= CHECKPOINT_PAGES || (pages > 0 && since.elapsed() >= CHECKPOINT_AFTER) {
            staging.commit()?;
            pages = 0;
        }
        if let Some(report) = report {
            // The dispatcher outlives the writer but in a crash.
            let _ = written.send(report);
        }
    }
}

fn stage(staging: &mut Staging, unit: Unit, page: &Page) -> Result<Written, CatalogError> {
    let discovered = staging.stage_page(&unit, page)?;
    Ok(Written::Page {
        rows: page
            .batches
            .iter()
            .map(|batch| (batch.table.clone(), batch.rows.len() as u64))
            .collect(),
        misfits: page.batches.iter().map(|batch| batch.misfits).sum(),
        last: page.next.is_none(),
        notes: page.notes.clone(),
        unit,
        discovered,
    })
}
