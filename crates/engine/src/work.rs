//! Work that waits for the disk: where it is done, what becomes of its panics, and what is told while another
//! program keeps it waiting.

use crate::engine::{Event, Inner};
use crate::error::Error;
use crate::view::Wait;
use crate::words::in_use;
use poolhouse_catalog::model::DataflowId;
use poolhouse_catalog::{Awaited, InUse};
use std::pin::pin;
use std::time::Duration;

/// How often who waits is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Work that panicked: a fault of ours, which ends what was asked for and nothing else.
pub(crate) struct Panicked;

impl From<Panicked> for Error {
    fn from(_: Panicked) -> Self {
        Self::Panicked
    }
}

/// Does work that waits for the disk, off the threads that must not wait. Where it panics, that is an error as
/// any other: whoever asked is answered.
pub(crate) async fn blocking<T: Send + 'static, E: From<Panicked> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Panicked.into()))
}

/// Waits for work, and calls `tell` again and again while that waits for another program, and once with nothing when
/// it does no more.
pub(crate) async fn telling<T>(
    in_use: &InUse,
    work: impl Future<Output = T>,
    mut tell: impl FnMut(Option<Awaited>),
) -> T {
    let mut work = pin!(work);
    let mut look = tokio::time::interval(LOOK_EVERY);
    let mut told = false;
    loop {
        tokio::select! {
            biased;
            done = &mut work => {
                if told {
                    tell(None);
                }
                return done;
            }
            _ = look.tick() => {
                let awaited = in_use.waits_for();
                if awaited.is_some() || told {
                    tell(awaited);
                }
                told = awaited.is_some();
            }
        }
    }
}

impl Inner {
    /// Does work on the databases of a dataflow; whoever looks is told while it waits for another program.
    pub(crate) async fn work_on<T: Send + 'static>(
        &self,
        dataflow: DataflowId,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let waits = InUse::default();
        let watched = waits.clone();
        let work = blocking(move || watched.watch(work));
        telling(&waits, work, |awaited| {
            let waiting = awaited.map(|awaited| in_use(awaited).to_owned());
            self.tell(Event::Wait(Wait { dataflow, waiting }));
        })
        .await
    }
}
