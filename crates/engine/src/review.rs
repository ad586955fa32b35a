//! Looking at a table: open it with a question, fetch any of its rows, close it.
//!
//! The places of the rows that a question wants are listed on a thread of its own, as soon as they
//! are known, and kept until the table is closed: eight bytes a row, whatever the row's width. Any
//! row is then fetched by its place.

mod history;
mod views;

use crate::engine::{Engine, Inner};
use crate::error::{Error, catalog};
use crate::mask::is_personal;
use crate::view::{Compared, OpenedTable, RowsWindow, Subject, ViewId};
use poolhouse_catalog::model::{ColumnProfile, TableQuery};
use poolhouse_catalog::{Error as CatalogError, Place, TableReader};
use poolhouse_connector::TableId;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

pub(crate) use views::Views;
use views::{State, View};

/// Rows fetched at a time at most.
const MOST_ROWS: u32 = 1_000;

/// How long a window of rows is waited for before it is answered with those there are.
const PATIENCE: Duration = Duration::from_millis(200);

/// How long a window of which there is a row waits for the others.
const PATIENCE_WITH_ONE: Duration = Duration::from_millis(40);

/// A reader of what is looked at, and what it had to leave out.
pub(crate) struct Opened {
    pub(crate) reader: TableReader,
    /// Databases, each with why.
    pub(crate) left_out: Vec<String>,
    pub(crate) columns_left_out: u64,
}

impl Engine {
    /// Opens what is looked at for the rows that `query` wants. They are listed from then on;
    /// [`Self::close_table`] ends that.
    pub async fn open_table(&self, subject: Subject, query: TableQuery) -> Result<OpenedTable, Error> {
        let inner = self.inner.clone();
        crate::blocking(move || {
            let query = inner.asked(query);
            let (reader, left_out, columns_left_out) = match inner.compared_before(&subject) {
                Some(reader) => (reader, Vec::new(), 0),
                None => {
                    let opened = inner.reader_of(&subject)?;
                    let reader = Arc::new(Mutex::new(opened.reader));
                    (reader, opened.left_out, opened.columns_left_out)
                }
            };
            let (columns, rows, compared, editions) = {
                let reader = lock(&reader);
                let columns = reader.columns().to_vec();
                let compared = reader.lines().map(Compared::of);
                (columns, reader.rows(), compared, reader.editions()?)
            };
            let lister = inner.beside(&subject, &reader)?;
            let (question, listing) = {
                let lister = lock(&lister);
                (lister.ask(&query).map_err(beside_its_filter)?, lister.interrupt())
            };
            let (tell, state) = watch::channel(State::default());
            let view = Arc::new(View {
                subject,
                query,
                reader,
                editions,
                places: Mutex::default(),
                state,
                listing: Arc::new(listing),
                is_closed: AtomicBool::new(false),
                profiling: Mutex::default(),
            });
            let id = inner.views().add(view.clone());
            let view = Arc::downgrade(&view);
            tokio::task::spawn_blocking(move || {
                if view.strong_count() == 0 {
                    return;
                }
                let listed = lock(&lister).list(&question, &mut |places| {
                    // Gone once the table is closed.
                    let Some(view) = view.upgrade() else {
                        return ControlFlow::Break(());
                    };
                    lock(&view.places).extend_from_slice(places);
                    tell.send_modify(|state| state.found += places.len() as u64);
                    ControlFlow::Continue(())
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
                compared,
                left_out,
                columns_left_out,
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
        let listed = async {
            drop(state.wait_for(|state| state.done || state.found > from).await);
            let all = state.wait_for(|state| state.done || state.found >= until);
            drop(tokio::time::timeout(PATIENCE_WITH_ONE, all).await);
        };
        // Not in time: what there is, is answered.
        drop(tokio::time::timeout(PATIENCE, listed).await);
        let is_left = view.state.has_changed().is_err();
        let state = view.state.borrow().clone();
        if is_left && !state.done {
            // Who lists says at its end that it is done: it panicked.
            return Err(Error::Panicked);
        }
        if let Some(error) = &state.failed {
            return Err(Error::Listing(error.clone()));
        }
        let places: Vec<Place> = {
            let places = lock(&view.places);
            let end = places.len().min(until as usize);
            places.get(from as usize..end).unwrap_or_default().to_vec()
        };
        let screen = self.inner.screen()?;
        // Where there are none to fetch, who compares two versions need not be waited for.
        let rows = if places.is_empty() {
            Vec::new()
        } else {
            crate::blocking(move || {
                let reader = lock(&view.reader);
                let mut rows = reader.fetch(&places)?;
                screen.hide(&reader, &mut rows);
                Ok::<_, Error>(rows)
            })
            .await?
        };
        Ok(RowsWindow {
            rows,
            found: state.found,
            done: state.done,
        })
    }

    /// What the values of a column are like, over the rows that an open table was opened for. Another
    /// look, [`Self::cancel_profile`], or closing the table, ends it.
    pub async fn profile_column(&self, id: ViewId, column: &str) -> Result<ColumnProfile, Error> {
        let view = self.inner.view_of(id)?;
        let (inner, column) = (self.inner.clone(), column.to_owned());
        let screen = inner.screen()?;
        crate::blocking(move || {
            let reader = inner.beside(&view.subject, &view.reader)?;
            let reader = lock(&reader);
            // It may have been closed while the reader was waited for.
            inner.view_of(id)?;
            let ours = Arc::new(reader.interrupt());
            if let Some(before) = lock(&view.profiling).replace(ours.clone()) {
                before.strike();
            }
            let profile = reader.profile(&column, &view.query);
            // What is over must not be ended: its reader may be doing something else by then.
            lock(&view.profiling).take_if(|last| Arc::ptr_eq(last, &ours));
            let mut profile = profile?;
            let known = reader.columns().iter().find(|known| known.name == column);
            if known.is_some_and(is_personal) {
                screen.hide_profile(&mut profile);
            }
            Ok(profile)
        })
        .await
    }

    /// Ends the look at a column that is under way.
    pub fn cancel_profile(&self, id: ViewId) {
        if let Ok(view) = self.inner.view_of(id) {
            view.end_profile();
        }
    }

    /// Closes a table and ends its listing.
    pub fn close_table(&self, id: ViewId) {
        let mut views = self.inner.views();
        let Some(closed) = views.open.remove(&id) else {
            return;
        };
        // What is struck while it is under way is of no use afterwards.
        let is_compared = closed.is_compared();
        closed.close();
        if is_compared {
            lock(&closed.places).clear();
            views.compared = Some(closed);
        }
    }
}

impl Inner {
    /// Opens a reader of what is looked at.
    pub(crate) fn reader_of(&self, subject: &Subject) -> Result<Opened, Error> {
        let (dataflow, opened) = match subject {
            Subject::Table {
                dataflow,
                table,
                version,
            } => {
                let name = self.dataflow(*dataflow)?.draft.name;
                let reader = TableReader::open(&self.folder, &name, table, *version)
                    .map_err(|error| self.about_version(*dataflow, error))?;
                (name, reader)
            }
            Subject::Comparison {
                dataflow,
                table,
                from,
                to,
            } => {
                let of = self.dataflow(*dataflow)?;
                let names = self.names_of(&of);
                let name = of.draft.name;
                let reader = TableReader::compared(&self.folder, &name, table, (*from, *to), &names)
                    .map_err(|error| self.about_version(*dataflow, error))?;
                (name, reader)
            }
            Subject::People {
                organization,
                dataflow,
                group,
            } => return self.people(organization.as_deref(), *dataflow, group.as_deref()),
        };
        Ok(Opened {
            reader: opened.ok_or(Error::NoDatabase(dataflow))?,
            left_out: Vec::new(),
            columns_left_out: 0,
        })
    }

    /// Another reader, to work beside the one that fetches rows; the same one where what it reads had
    /// to be made first.
    fn beside(
        &self,
        subject: &Subject,
        reader: &Arc<Mutex<TableReader>>,
    ) -> Result<Arc<Mutex<TableReader>>, Error> {
        Ok(match subject {
            Subject::Comparison { .. } => reader.clone(),
            Subject::Table { .. } | Subject::People { .. } => {
                Arc::new(Mutex::new(self.reader_of(subject)?.reader))
            }
        })
    }

    /// The reader that compared these two versions before, unless somebody has written since.
    fn compared_before(&self, subject: &Subject) -> Option<Arc<Mutex<TableReader>>> {
        let known = {
            let views = self.views();
            let mut known = views.open.values().chain(&views.compared);
            known
                .find(|view| view.subject == *subject && view.is_compared())
                .cloned()?
        };
        let editions = lock(&known.reader).editions();
        let is_same = editions.is_ok_and(|editions| editions == known.editions);
        is_same.then(|| known.reader.clone())
    }

    fn view_of(&self, id: ViewId) -> Result<Arc<View>, Error> {
        self.views().open.get(&id).cloned().ok_or(Error::TableClosed)
    }

    /// A row of an open table as it is, whatever the screen shows: its source, and its cells by the names
    /// of their columns there.
    pub(crate) fn row_of(
        &self,
        id: ViewId,
        row: u64,
    ) -> Result<(TableId, BTreeMap<String, Option<String>>), Error> {
        let view = self.view_of(id)?;
        let place = lock(&view.places).get(row as usize).copied();
        let place = place.ok_or(Error::TableClosed)?;
        let reader = lock(&view.reader);
        let mut rows = reader.fetch(&[place])?;
        let names = reader.columns().iter().map(|column| column.original.clone());
        Ok((
            reader.source_at(place)?.clone(),
            names.zip(rows.remove(0)).collect(),
        ))
    }
}

impl Inner {
    /// A cell of an open table as it is, whatever the screen shows, and whether it is personal.
    pub(crate) fn cell_of(
        &self,
        id: ViewId,
        row: u64,
        column: &str,
    ) -> Result<Option<(String, bool)>, Error> {
        let view = self.view_of(id)?;
        let place = lock(&view.places).get(row as usize).copied();
        let place = place.ok_or(Error::TableClosed)?;
        let reader = lock(&view.reader);
        let mut columns = reader.columns().iter();
        let Some(at) = columns.position(|each| each.name == column) else {
            return Err(Error::field("column", format!("There is no column {column}.")));
        };
        let is_personal = is_personal(&reader.columns()[at]);
        let cell = reader.fetch(&[place])?.remove(0).swap_remove(at);
        Ok(cell.map(|value| (value, is_personal)))
    }
}

/// What is wrong with a filter, to be said beside it: its field is `filters.` and its place.
pub(crate) fn beside_its_filter(error: CatalogError) -> Error {
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
