//! Looking at a table: open it with a question, fetch any of its rows, close it.
//!
//! The places of the rows that a question wants are listed on a thread of its own, as soon as they
//! are known, and kept until the table is closed: eight bytes a row, whatever the row's width. Any
//! row is then fetched by its place.

use crate::engine::{Engine, Inner};
use crate::error::{Error, catalog};
use crate::view::{OpenedTable, RowsWindow, ViewId};
use poolhouse_catalog::model::{DataflowId, TableQuery, Version};
use poolhouse_catalog::{Error as CatalogError, Interrupt, Place, TableReader};
use poolhouse_connector::TableId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Tables open at a time at most; the one that was opened first is closed for another.
const MOST_OPEN: usize = 16;

/// Rows fetched at a time at most.
const MOST_ROWS: u32 = 1_000;

/// How long a window of rows is waited for before it is answered with those there are.
const PATIENCE: Duration = Duration::from_millis(200);

/// The tables that are open.
#[derive(Default)]
pub(crate) struct Views {
    open: BTreeMap<ViewId, Arc<View>>,
    last: u64,
}

struct View {
    reader: Mutex<TableReader>,
    places: Mutex<Vec<Place>>,
    state: watch::Receiver<State>,
    interrupt: Interrupt,
}

/// How far the listing is.
#[derive(Debug, Clone, Default)]
struct State {
    found: u64,
    done: bool,
    failed: Option<Arc<CatalogError>>,
}

impl Drop for View {
    fn drop(&mut self) {
        self.interrupt.strike();
    }
}

impl Views {
    fn add(&mut self, view: Arc<View>) -> ViewId {
        self.last += 1;
        let id = ViewId(self.last);
        if self.open.len() >= MOST_OPEN {
            self.open.pop_first();
        }
        self.open.insert(id, view);
        id
    }

    /// Closes them all, as their rows are about to go.
    pub(crate) fn close_all(&mut self) {
        self.open.clear();
    }
}

impl Engine {
    /// Opens a version of a table for the rows that `query` wants. They are listed from then on;
    /// [`Self::close_table`] ends that.
    pub async fn open_table(
        &self,
        id: DataflowId,
        table: &str,
        version: Version,
        query: TableQuery,
    ) -> Result<OpenedTable, Error> {
        let (inner, table) = (self.inner.clone(), table.to_owned());
        crate::blocking(move || {
            let name = inner.dataflow(id)?.draft.name;
            let open = || {
                TableReader::open(&inner.folder, &name, &table, version)?
                    .ok_or_else(|| Error::NoDatabase(name.clone()))
            };
            let (reader, lister) = (open()?, open()?);
            let question = lister.ask(&query).map_err(beside_its_filter)?;
            let (columns, rows) = (reader.columns().to_vec(), reader.rows());
            let (tell, state) = watch::channel(State::default());
            let view = Arc::new(View {
                interrupt: lister.interrupt(),
                reader: Mutex::new(reader),
                places: Mutex::default(),
                state,
            });
            let id = inner.views().add(view.clone());
            let view = Arc::downgrade(&view);
            tokio::task::spawn_blocking(move || {
                let listed = lister.list(&question, &mut |places| {
                    // Gone once the table is closed; the interrupt ends the statement.
                    let Some(view) = view.upgrade() else { return };
                    lock(&view.places).extend_from_slice(places);
                    tell.send_modify(|state| state.found += places.len() as u64);
                });
                tell.send_modify(|state| {
                    state.done = true;
                    state.failed = listed.err().map(Arc::new);
                });
            });
            Ok(OpenedTable {
                view: id,
                columns,
                rows,
            })
        })
        .await
    }

    /// Rows of an open table, by their place in its order. Fewer where they are not listed yet.
    pub async fn table_rows(&self, id: ViewId, from: u64, count: u32) -> Result<RowsWindow, Error> {
        let view = self.inner.view_of(id)?;
        let count = count.min(MOST_ROWS);
        let until = from.saturating_add(count.into());
        let mut state = view.state.clone();
        let listed = state.wait_for(|state| state.done || state.found >= until);
        // Not in time, or its thread is gone: what there is, is answered.
        drop(tokio::time::timeout(PATIENCE, listed).await);
        let state = view.state.borrow().clone();
        if let Some(error) = &state.failed {
            return Err(Error::Listing(error.clone()));
        }
        let places: Vec<Place> = {
            let places = lock(&view.places);
            let end = places.len().min(until as usize);
            places.get(from as usize..end).unwrap_or_default().to_vec()
        };
        let screen = self.inner.screen()?;
        let rows = crate::blocking(move || {
            let reader = lock(&view.reader);
            let mut rows = reader.fetch(&places)?;
            screen.hide(reader.columns(), &mut rows);
            Ok::<_, Error>(rows)
        })
        .await?;
        Ok(RowsWindow {
            rows,
            found: state.found,
            done: state.done,
        })
    }

    /// Closes a table and ends its listing.
    pub fn close_table(&self, id: ViewId) {
        self.inner.views().open.remove(&id);
    }
}

impl Inner {
    fn view_of(&self, id: ViewId) -> Result<Arc<View>, Error> {
        self.views().open.get(&id).cloned().ok_or(Error::TableClosed)
    }
}

impl Inner {
    /// A row of an open table as it is, whatever the screen shows: its source, and its cells by the names
    /// of their columns there.
    pub(crate) fn row_of(
        &self,
        id: ViewId,
        row: u64,
    ) -> Result<(TableId, BTreeMap<String, Option<String>>), Error> {
        let view = self.view_of(id)?;
        let place = lock(&view.places).get(row as usize).copied();
        let reader = lock(&view.reader);
        let mut rows = reader.fetch(&[place.ok_or(Error::TableClosed)?])?;
        let names = reader.columns().iter().map(|column| column.original.clone());
        Ok((reader.source().clone(), names.zip(rows.remove(0)).collect()))
    }
}

/// What is wrong with a filter, to be said beside it: its field is `filters.` and its place.
fn beside_its_filter(error: CatalogError) -> Error {
    match &error {
        CatalogError::BadQuery {
            filter: Some(place), ..
        } => Error::field(&format!("filters.{place}"), catalog(&error).message),
        _ => error.into(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
