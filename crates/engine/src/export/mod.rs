//! Handing over: rows, or a whole database, as files that other programs read.
//!
//! `rows` writes the rows of one table, `target` is where they end up: a file grows under a name of
//! its own beside the one that was asked for, and gets that name once it is whole and on the disk.
//! Cancelled, or without room, it leaves nothing behind. `path` offers a place and a name.

mod path;
mod rows;
mod target;

use crate::engine::{Engine, Event, Inner};
use crate::error::Error;
use crate::view::{ExportProgress, ExportRequest, Exported, Handed, Subject};
use poolhouse_catalog::model::{DataflowId, TableQuery, Version};
use poolhouse_catalog::{DatabaseReader, Interrupts};
use poolhouse_export::Error as ExportError;
use rows::{Rows, Step, Written};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use target::{Target, Whole};
use tokio_util::sync::CancellationToken;

/// Rows between two words on the progress.
const TELL_EVERY: u64 = 5_000;

/// The exports under way, as the faces named them.
pub(crate) type Exports = HashMap<String, Arc<UnderWay>>;

/// An export under way.
#[derive(Default)]
pub(crate) struct UnderWay {
    cancel: CancellationToken,
    /// Cancelled once it has ended, whichever way.
    ended: CancellationToken,
    /// Ends the statement that runs.
    working: Mutex<Option<Interrupts>>,
}

impl Engine {
    /// Writes what a request wants into a file, or a folder of files. The face names the export, for
    /// its [`Event::Export`]s and [`Self::cancel_export`].
    pub async fn export_file(&self, export: &str, request: ExportRequest) -> Result<Exported, Error> {
        let under_way = Arc::new(UnderWay::default());
        self.inner.exports().insert(export.to_owned(), under_way.clone());
        let work = Work {
            inner: self.inner.clone(),
            export: export.to_owned(),
            under_way,
        };
        // It takes itself off the list even if nobody waits for it any longer.
        crate::blocking(move || {
            // After a panic too: the app could not be closed while it stood on the list.
            let _ends = Ends(&work);
            work.export(&request)
        })
        .await
    }

    /// Ends an export: nothing of it is left.
    pub fn cancel_export(&self, export: &str) {
        if let Some(under_way) = self.inner.exports().get(export) {
            under_way.strike();
        }
    }

    /// How many exports are under way.
    pub fn exports_under_way(&self) -> usize {
        self.inner.exports().len()
    }

    /// Tells of the end of one of the exports under way.
    pub(crate) fn an_export_ended(&self) -> Option<CancellationToken> {
        let exports = self.inner.exports();
        exports.values().next().map(|export| export.ended.clone())
    }

    /// Ends all exports of this process, and waits until nothing is left of them.
    pub(crate) async fn end_exports(&self) {
        loop {
            let under_way = self.inner.exports().values().next().cloned();
            let Some(under_way) = under_way else { return };
            under_way.strike();
            under_way.ended.cancelled().await;
        }
    }
}

impl UnderWay {
    fn strike(&self) {
        self.cancel.cancel();
        let working = self.working.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(interrupts) = &*working {
            interrupts.strike();
        }
    }
}

/// What is not in a file though it was wanted.
#[derive(Default)]
struct LeftOut {
    /// Each with why.
    databases: Vec<String>,
    columns: u64,
}

/// What an export needs while it lasts.
struct Work {
    inner: Arc<Inner>,
    export: String,
    under_way: Arc<UnderWay>,
}

/// Takes an export off the list when it is dropped, and tells whoever waits for its end.
struct Ends<'a>(&'a Work);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.inner.exports().remove(&self.0.export);
        self.0.under_way.ended.cancel();
    }
}

impl Work {
    fn export(&self, request: &ExportRequest) -> Result<Exported, Error> {
        path::check(&request.path)?;
        self.inner.sweep_leftovers();
        let written = match &request.what {
            Handed::Rows {
                subject,
                query,
                columns,
            } => self.rows(request, subject, query, columns),
            Handed::Database { dataflow, version } => self.database(request, *dataflow, *version),
        };
        match written {
            // However the end came about, it was wanted.
            Err(_) if self.under_way.cancel.is_cancelled() => Err(Error::Cancelled),
            other => other,
        }
    }

    fn rows(
        &self,
        request: &ExportRequest,
        subject: &Subject,
        query: &TableQuery,
        columns: &[String],
    ) -> Result<Exported, Error> {
        let query = &self.inner.asked(query.clone());
        let name = match subject {
            Subject::Table { table, .. } => table.clone(),
            Subject::Comparison { table, .. } => format!("{table}_changes"),
            Subject::People { .. } => "people".to_owned(),
        };
        let (rows, left_out) = self.of(request, &name, subject, query, columns)?;
        let is_whole = query.filters.is_empty() && query.search.is_empty();
        let all = is_whole.then(|| rows.all()).flatten();
        let mut target = Target::begin(&self.inner.folder, request, Whole::File)?;
        let written = self.write(&rows, &mut target, 0, all)?;
        self.keep(target, request, written, left_out)
    }

    fn database(&self, request: &ExportRequest, id: DataflowId, version: Version) -> Result<Exported, Error> {
        let name = self.inner.dataflow(id)?.draft.name;
        let database = DatabaseReader::open(&self.inner.folder, &name)?.ok_or(Error::NoDatabase(name))?;
        let tables = database
            .tables_as_of(version)
            .map_err(|error| self.inner.about_version(id, error))?;
        let all = tables.iter().map(|table| table.rows).sum();
        let mut target = Target::begin(&self.inner.folder, request, Whole::Database)?;
        let mut written = Written::default();
        for table in tables {
            let subject = Subject::Table {
                dataflow: id,
                table: table.name.clone(),
                version,
            };
            let query = TableQuery::default();
            let rows = match self.of(request, &table.name, &subject, &query, &[]) {
                // Of some tables nothing is left without what is personal.
                Err(Error::Fields(_)) => continue,
                other => other?.0,
            };
            let more = self.write(&rows, &mut target, written.rows, Some(all))?;
            written.rows += more.rows;
            written.shortened += more.shortened;
            written.left_out += more.left_out;
        }
        self.keep(target, request, written, LeftOut::default())
    }

    /// What is to be written, and what it lacks.
    fn of(
        &self,
        request: &ExportRequest,
        name: &str,
        subject: &Subject,
        query: &TableQuery,
        columns: &[String],
    ) -> Result<(Rows, LeftOut), Error> {
        let opened = self.inner.reader_of(subject)?;
        if !opened.left_out.is_empty() && opened.reader.databases() == 0 {
            return Err(Error::NothingRead {
                left_out: opened.left_out,
            });
        }
        // Who chose some of the columns misses none of the others.
        let are_all = columns.is_empty() || columns.len() == opened.reader.columns().len();
        let left_out = LeftOut {
            databases: opened.left_out,
            columns: if are_all { opened.columns_left_out } else { 0 },
        };
        let rows = Rows::of(name, opened.reader, query, columns, request.privacy)?;
        Ok((rows, left_out))
    }

    /// Writes the rows of one table. `before` were written before them.
    fn write(
        &self,
        rows: &Rows,
        target: &mut Target,
        before: u64,
        of: Option<u64>,
    ) -> Result<Written, Error> {
        let working = || {
            self.under_way
                .working
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        *working() = Some(rows.interrupts());
        let mut told = 0;
        let written = rows.write(target, &self.under_way.cancel, &mut |step| match step {
            Step::Sorting => self.tell(before, of, true),
            Step::Written(rows) => {
                if rows >= told + TELL_EVERY {
                    told = rows;
                    self.tell(before + rows, of, false);
                }
            }
        });
        *working() = None;
        let written = written?;
        self.tell(before + written.rows, of, false);
        Ok(written)
    }

    fn keep(
        &self,
        target: Target,
        request: &ExportRequest,
        written: Written,
        left_out: LeftOut,
    ) -> Result<Exported, Error> {
        if self.under_way.cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        Ok(Exported {
            path: request.path.clone(),
            rows: written.rows,
            shortened: written.shortened,
            cells_left_out: written.left_out,
            bytes: target.keep()?,
            left_out: left_out.databases,
            columns_left_out: left_out.columns,
        })
    }

    fn tell(&self, rows: u64, of: Option<u64>, sorting: bool) {
        self.inner.tell(Event::Export(ExportProgress {
            export: self.export.clone(),
            rows,
            of,
            sorting,
        }));
    }
}

/// What is wrong with a file that was to be written.
fn refused(path: &str) -> impl Fn(ExportError) -> Error + '_ {
    |source| Error::export(path, source)
}
