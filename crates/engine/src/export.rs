//! Handing over: the rows that a question wants, as a file that another program reads.
//!
//! The file grows under a name of its own beside the one it was asked for, and gets that name once it
//! is whole and on the disk. Cancelled, or without room, it leaves nothing behind.

use crate::engine::{Engine, Inner};
use crate::error::Error;
use crate::mask::{MASK, is_personal, masked};
use crate::view::{ExportRequest, Exported, Privacy};
use poolhouse_catalog::model::{DataflowId, StoredColumn};
use poolhouse_catalog::{Storage, TableReader, ValueRef};
use poolhouse_connector::ColumnType;
use poolhouse_export::{Cell, Column, Error as ExportError, Kind, Sink};
use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use tempfile::NamedTempFile;
use tokio_util::sync::CancellationToken;

/// Rows between two words on the progress.
const TELL_EVERY: u64 = 5_000;

impl Engine {
    /// Writes the rows that a request wants into a file. `tell` hears how many are written; `cancel`
    /// ends it, and nothing is left.
    pub async fn export(
        &self,
        id: DataflowId,
        request: ExportRequest,
        cancel: CancellationToken,
        tell: impl Fn(u64) + Send + 'static,
    ) -> Result<Exported, Error> {
        let inner = self.inner.clone();
        crate::blocking(move || inner.export(id, &request, &cancel, &tell)).await
    }
}

impl Inner {
    fn export(
        &self,
        id: DataflowId,
        request: &ExportRequest,
        cancel: &CancellationToken,
        tell: &dyn Fn(u64),
    ) -> Result<Exported, Error> {
        let name = self.dataflow(id)?.draft.name;
        let table = TableReader::open(&self.folder, &name, &request.table, request.version)?
            .ok_or_else(|| Error::NoDatabase(name.clone()))?;
        let columns = chosen(table.columns(), request)?;
        let masked: Vec<bool> = columns
            .iter()
            .map(|column| request.privacy == Privacy::Mask && is_personal(column))
            .collect();
        let path = Path::new(&request.path);
        let refused = |source| Error::Export {
            path: request.path.clone(),
            source,
        };
        let target = begin(path, request.replace).map_err(refused)?;
        let file = target
            .as_file()
            .try_clone()
            .map_err(|error| refused(error.into()))?;
        let described = describe(&table, &columns, &masked)?;
        let mut sink =
            poolhouse_export::begin(request.format, file, folder_of(path), &request.table, &described)
                .map_err(refused)?;
        let (mut rows, mut failed) = (0, None);
        table.walk(&request.query, &columns, &mut |values| {
            if cancel.is_cancelled() {
                return ControlFlow::Break(());
            }
            if let Err(error) = write(sink.as_mut(), values, &masked) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            rows += 1;
            if rows % TELL_EVERY == 0 {
                tell(rows);
            }
            ControlFlow::Continue(())
        })?;
        if let Some(error) = failed {
            return Err(refused(error));
        }
        if cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        sink.finish()
            .and_then(|file| file.sync_all().map_err(Into::into))
            .map_err(refused)?;
        let file = keep(target, path, request.replace).map_err(refused)?;
        tell(rows);
        Ok(Exported {
            path: request.path.clone(),
            rows,
            bytes: file.metadata().map_or(0, |found| found.len()),
        })
    }
}

/// The columns that are wanted, in the wanted order.
fn chosen(columns: &[StoredColumn], request: &ExportRequest) -> Result<Vec<StoredColumn>, Error> {
    let mut chosen = Vec::new();
    for name in &request.columns {
        let column = columns.iter().find(|column| column.name == *name);
        let column = column.ok_or_else(|| Error::field("columns", format!("There is no column {name}.")))?;
        chosen.push(column.clone());
    }
    if request.columns.is_empty() {
        chosen = columns.to_vec();
    }
    if request.privacy == Privacy::LeaveOut {
        chosen.retain(|column| !is_personal(column));
    }
    if chosen.is_empty() {
        return Err(Error::field("columns", "No column is left to export."));
    }
    Ok(chosen)
}

/// The columns with the sort of values that each truly has.
fn describe(table: &TableReader, columns: &[StoredColumn], masked: &[bool]) -> Result<Vec<Column>, Error> {
    let described = columns.iter().zip(table.storage(columns)?).zip(masked);
    Ok(described
        .map(|((column, storage), masked)| Column {
            name: column.name.clone(),
            kind: if *masked {
                Kind::Text
            } else {
                kind(column.kind, storage)
            },
        })
        .collect())
}

fn kind(declared: ColumnType, storage: Storage) -> Kind {
    match declared {
        ColumnType::Text | ColumnType::Timestamp | ColumnType::Json => Kind::Text,
        _ if storage.text => Kind::Text,
        ColumnType::Boolean if !storage.real && !storage.beyond_one => Kind::Boolean,
        _ if storage.real => Kind::Real,
        _ => Kind::Integer,
    }
}

/// A file that no other user may read, gone unless it is kept. Where it may not replace another it
/// is refused at once, and once more when it is kept.
fn begin(path: &Path, replace: bool) -> Result<NamedTempFile, ExportError> {
    let there = std::fs::symlink_metadata(path);
    if there.as_ref().is_ok_and(std::fs::Metadata::is_dir) {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    if there.is_ok() && !replace {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists).into());
    }
    let file = tempfile::Builder::new()
        .prefix(".poolhouse-")
        .suffix(".part")
        .tempfile_in(folder_of(path))?;
    Ok(file)
}

/// Gives the whole file its name. A link that stands there is replaced and not followed.
fn keep(file: NamedTempFile, path: &Path, replace: bool) -> Result<File, ExportError> {
    let kept = if replace {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    kept.map_err(|error| error.error.into())
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn write(sink: &mut dyn Sink, values: &[ValueRef<'_>], masked: &[bool]) -> Result<(), ExportError> {
    let masks: Vec<Option<String>> = values
        .iter()
        .zip(masked)
        .map(|(value, masked)| masked.then(|| mask(*value)).flatten())
        .collect();
    let cells: Vec<Cell<'_>> = values
        .iter()
        .zip(masked)
        .zip(&masks)
        .map(|((value, masked), mask)| match (masked, mask) {
            (true, Some(mask)) => Cell::Text(mask),
            (true, None) => Cell::Null,
            (false, _) => cell(*value),
        })
        .collect();
    sink.row(&cells)
}

fn cell(value: ValueRef<'_>) -> Cell<'_> {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        // Only text is stored, and only as UTF-8.
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            std::str::from_utf8(bytes).map_or(Cell::Null, Cell::Text)
        }
    }
}

/// A value as others see it; `None` where there is none to hide.
fn mask(value: ValueRef<'_>) -> Option<String> {
    match cell(value) {
        Cell::Null => None,
        Cell::Text(text) => Some(masked(text)),
        Cell::Integer(_) | Cell::Real(_) => Some(MASK.to_owned()),
    }
}
