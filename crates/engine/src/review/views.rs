//! The tables that are open, each with what it was opened for, and how their listings end.

use super::lock;
use crate::view::{Subject, ViewId};
use poolhouse_catalog::model::TableQuery;
use poolhouse_catalog::{Error as CatalogError, Interrupts, Place, TableReader};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

/// Tables open at a time at most; the one that was opened first is closed for another.
const MOST_OPEN: usize = 16;

/// How often a listing that nobody wants any more is struck until it ends.
const STRIKE_EVERY: Duration = Duration::from_millis(5);

/// The name of the thread that does so.
const STRIKER: &str = "strike";

/// The tables that are open.
#[derive(Default)]
pub(crate) struct Views {
    pub(super) open: BTreeMap<ViewId, Arc<View>>,
    last: u64,
    /// Two versions that were compared last: a filter on them must not compare them anew.
    pub(super) compared: Option<Arc<View>>,
}

pub(super) struct View {
    pub(super) subject: Subject,
    pub(super) query: TableQuery,
    pub(super) reader: Arc<Mutex<TableReader>>,
    /// Of what is in the databases when the reader is opened.
    pub(super) editions: Vec<i64>,
    pub(super) places: Mutex<Vec<Place>>,
    pub(super) state: watch::Receiver<State>,
    pub(super) listing: Arc<Interrupts>,
    pub(super) is_closed: AtomicBool,
    /// Ends the look at a column that is under way.
    pub(super) profiling: Mutex<Option<Arc<Interrupts>>>,
}

/// How far the listing is.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) found: u64,
    pub(super) done: bool,
    pub(super) failed: Option<Arc<CatalogError>>,
}

impl View {
    /// Ends what is under way. Who waits for rows or for a profile holds the view as well: it does not
    /// go by itself when it is closed.
    pub(super) fn close(&self) {
        self.end_profile();
        let state = self.state.clone();
        if self.is_closed.swap(true, Ordering::Relaxed) || state.borrow().done {
            return;
        }
        // A statement that has not begun is not struck, and a sort that has goes on for seconds.
        let listing = self.listing.clone();
        let strikes = std::thread::Builder::new().name(STRIKER.into()).spawn(move || {
            while !state.borrow().done && state.has_changed().is_ok() {
                listing.strike();
                std::thread::sleep(STRIKE_EVERY);
            }
        });
        if let Err(error) = strikes {
            // It goes on to its end then, and nobody hears it.
            tracing::warn!(%error, "a listing that nobody wants was not ended");
        }
    }

    /// Whether it compared two versions, to the end, and so can be asked something else.
    pub(super) fn is_compared(&self) -> bool {
        let state = self.state.borrow();
        matches!(self.subject, Subject::Comparison { .. }) && state.done && state.failed.is_none()
    }

    pub(super) fn end_profile(&self) {
        if let Some(profiling) = lock(&self.profiling).take() {
            profiling.strike();
        }
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.close();
    }
}

impl Views {
    pub(super) fn add(&mut self, view: Arc<View>) -> ViewId {
        self.last += 1;
        let id = ViewId(self.last);
        if self.open.len() >= MOST_OPEN
            && let Some((_, first)) = self.open.pop_first()
        {
            first.close();
        }
        self.open.insert(id, view);
        id
    }

    /// Closes them all, as their rows are about to go.
    pub(crate) fn close_all(&mut self) {
        self.open.clear();
        self.let_go_of_compared();
    }

    /// Lets go of what nobody looks at any more, as its file is about to go.
    pub(crate) fn let_go_of_compared(&mut self) {
        self.compared = None;
    }
}
