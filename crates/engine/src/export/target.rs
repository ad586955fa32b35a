//! Where an export ends up: a file, a SQLite database, or a folder with a file for each table. All of
//! it is under another name until it is whole.

use super::refused;
use crate::error::Error;
use crate::view::{ExportRequest, FileFormat};
use poolhouse_catalog::{DataFolder, Error as CatalogError, Leftover, PlainDatabase, ValueRef, keep_names};
use poolhouse_connector::ColumnType;
use poolhouse_export::{Cell, Column, Error as ExportError, Format, Kind, Sink, Stop};
use std::fs::{DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};

/// Before the name that it has until it is whole.
const PREFIX: &str = ".poolhouse-";
const SUFFIX: &str = ".part";

/// How much is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    /// The rows of one table.
    File,
    /// Every table of a database.
    Database,
}

/// Where an export goes.
pub(super) struct Target {
    path: PathBuf,
    /// The path as it was asked for.
    asked: String,
    replace: bool,
    kind: Sort,
    /// After `kind`, as fields are dropped in this order: what it names goes before it. `None` where nothing
    /// could be noted: one may export from a data folder into which nothing can be written.
    _leftover: Option<Leftover>,
}

enum Sort {
    File(NamedTempFile, Format),
    Database(NamedTempFile, Option<Box<PlainDatabase>>),
    Folder(TempDir, Format),
}

/// A table that is being written.
pub(super) struct Table<'a> {
    asked: &'a str,
    to: To<'a>,
}

enum To<'a> {
    Sink(Box<dyn Sink>),
    Database(&'a mut PlainDatabase),
}

impl Target {
    /// Begins where a request wants it. No other user may read it; where it may not replace what is
    /// there it is refused at once, and once more when it is kept.
    pub(super) fn begin(data: &DataFolder, request: &ExportRequest, whole: Whole) -> Result<Self, Error> {
        let asked = request.path.clone();
        let path = PathBuf::from(&asked);
        let (kind, leftover) = begin(data, &path, request, whole).map_err(refused(&asked))?;
        let kind = match kind {
            Sort::Database(file, None) => {
                let database = PlainDatabase::begin(file.path()).map_err(|error| unstored(&asked, error))?;
                Sort::Database(file, Some(Box::new(database)))
            }
            other => other,
        };
        Ok(Self {
            path,
            asked,
            replace: request.replace,
            kind,
            _leftover: leftover,
        })
    }

    /// Begins a table with these columns.
    pub(super) fn table(&mut self, name: &str, columns: &[Column]) -> Result<Table<'_>, Error> {
        let sink = |format: Format, file: File, folder: &Path| {
            poolhouse_export::begin(format, file, folder, name, columns).map(To::Sink)
        };
        let to = match &mut self.kind {
            Sort::File(file, format) => file
                .as_file()
                .try_clone()
                .map_err(Into::into)
                .and_then(|file| sink(*format, file, folder_of(&self.path))),
            Sort::Folder(folder, format) => {
                let path = folder.path().join(format!("{name}.{}", format.ending()));
                File::create_new(&path)
                    .and_then(|file| private(&path, 0o600).map(|()| file))
                    .map_err(Into::into)
                    .and_then(|file| sink(*format, file, folder.path()))
            }
            Sort::Database(_, database) => {
                let database = database.as_mut().expect("BUG: it is open until it is kept");
                let columns: Vec<(&str, Option<ColumnType>)> = columns
                    .iter()
                    .map(|column| (column.name.as_str(), stored(column.kind)))
                    .collect();
                database
                    .table(name, &columns)
                    .map_err(|error| unstored(&self.asked, error))?;
                Ok(To::Database(database))
            }
        };
        Ok(Table {
            to: to.map_err(refused(&self.asked))?,
            asked: &self.asked,
        })
    }

    /// Gives the whole of it its name; answers its size in bytes.
    pub(super) fn keep(self) -> Result<u64, Error> {
        let Self {
            path,
            asked,
            replace,
            kind,
            _leftover,
        } = self;
        let kept = match kind {
            Sort::File(file, _) => keep(file, &path, replace),
            Sort::Database(file, database) => {
                if let Some(database) = database {
                    database.finish().map_err(|error| unstored(&asked, error))?;
                }
                keep(file, &path, replace)
            }
            Sort::Folder(folder, _) => keep_folder(folder, &path),
        };
        let bytes = kept.map_err(|error| refused(&asked)(error.into()))?;
        keep_names(&path);
        Ok(bytes)
    }
}

impl Table<'_> {
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        match &mut self.to {
            To::Sink(sink) => sink.row(cells).map_err(refused(self.asked)),
            To::Database(database) => database
                .row(cells.iter().map(value))
                .map_err(|error| unstored(self.asked, error)),
        }
    }

    /// Values that were cut because the format holds no longer ones.
    pub(super) fn shortened(&self) -> u64 {
        match &self.to {
            To::Sink(sink) => sink.shortened(),
            To::Database(_) => 0,
        }
    }

    pub(super) fn finish(self, stop: &Stop<'_>) -> Result<(), Error> {
        match self.to {
            To::Sink(sink) => sink
                .finish(stop)
                .and_then(|file| file.sync_all().map_err(Into::into))
                .map_err(refused(self.asked)),
            To::Database(_) => Ok(()),
        }
    }
}

fn begin(
    data: &DataFolder,
    path: &Path,
    request: &ExportRequest,
    whole: Whole,
) -> Result<(Sort, Option<Leftover>), ExportError> {
    let there = std::fs::symlink_metadata(path);
    if there.as_ref().is_ok_and(std::fs::Metadata::is_dir) {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    // A device, a pipe or a socket is no file that somebody could mean to replace.
    if there
        .as_ref()
        .is_ok_and(|there| !there.is_file() && !there.is_symlink())
    {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file").into());
    }
    let is_folder = whole == Whole::Database && request.format != FileFormat::Sqlite;
    if there.is_ok() && (is_folder || !request.replace) {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists).into());
    }
    let folder = folder_of(path);
    let name = format!("{PREFIX}{}{SUFFIX}", uuid::Uuid::new_v4().simple());
    let leftover = data.note_leftover(&folder.join(&name));
    let leftover = leftover
        .inspect_err(|error| tracing::info!(%error, "if this export is killed, its unfinished file stays"))
        .ok();
    let mut builder = tempfile::Builder::new();
    // The name is the one that was noted, and no other.
    builder.prefix(&name).rand_bytes(0);
    if let (Some(format), true) = (request.format.by_rows(), is_folder) {
        let folder = builder.tempdir_in(folder)?;
        private(folder.path(), 0o700)?;
        return Ok((Sort::Folder(folder, format), leftover));
    }
    let file = builder.tempfile_in(folder)?;
    private(file.path(), 0o600)?;
    let kind = match request.format.by_rows() {
        None => Sort::Database(file, None),
        Some(format) => Sort::File(file, format),
    };
    Ok((kind, leftover))
}

/// For this user alone, and for this user in any case: a process may have a mask that takes even that.
#[cfg(unix)]
fn private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it has what to refuse elsewhere")]
fn private(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

/// What is wrong with a database that was to be written, as of any other file.
fn unstored(asked: &str, error: CatalogError) -> Error {
    use poolhouse_catalog::ErrorKind as Kind;
    let kind = match error.kind() {
        Kind::DiskFull => io::ErrorKind::StorageFull,
        Kind::ReadOnly => io::ErrorKind::PermissionDenied,
        _ => io::ErrorKind::Other,
    };
    refused(asked)(io::Error::new(kind, error).into())
}

/// A link that stands there is replaced and not followed.
fn keep(file: NamedTempFile, path: &Path, replace: bool) -> io::Result<u64> {
    file.as_file().sync_all()?;
    let kept = if replace {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    let kept = kept.map_err(|error| error.error)?;
    Ok(kept.metadata()?.len())
}

fn keep_folder(folder: TempDir, path: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder.path())? {
        bytes += entry?.metadata()?.len();
    }
    rename_folder(folder.path(), path)?;
    let _ = folder.keep();
    Ok(bytes)
}

/// Gives a folder a name that nothing has, in one step where the file system can.
fn rename_folder(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            renamed => return Ok(renamed?),
        }
    }
    // Made anew and empty, so that nothing of anybody's is written over; a rename takes its place.
    DirBuilder::new().create(to)?;
    std::fs::rename(from, to).inspect_err(|_| drop(std::fs::remove_dir(to)))
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// The declared type, where it changes no value: SQLite would make 7 of the text 007 in a column of numbers.
fn stored(kind: Kind) -> Option<ColumnType> {
    match kind {
        Kind::Text => Some(ColumnType::Text),
        Kind::Boolean => Some(ColumnType::Boolean),
        Kind::Integer => Some(ColumnType::Number),
        Kind::Mixed | Kind::MixedBoolean | Kind::Real => None,
    }
}

fn value<'a>(cell: &Cell<'a>) -> ValueRef<'a> {
    match cell {
        Cell::Null => ValueRef::Null,
        Cell::Integer(number) => ValueRef::Integer(*number),
        Cell::Real(number) => ValueRef::Real(*number),
        Cell::Text(text) => ValueRef::Text(text.as_bytes()),
    }
}
