//! What may go wrong in the catalog, told by kind and never by text.

use crate::model::{DataflowId, RunId};
use crate::names::NameFault;
use crate::review::QueryFault;
use poolhouse_connector::{TableId, Unit};
use std::io;
use std::path::{Path, PathBuf};

/// An error of the catalog. Decisions read [`Error::kind`] and [`Error::retry`] alone.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite refused.
    #[error("{doing}: {source}")]
    Sqlite {
        /// What was being done.
        doing: &'static str,
        /// SQLite's own words.
        source: rusqlite::Error,
    },
    /// The operating system refused.
    #[error("{doing} `{}`: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// The system's own words.
        source: io::Error,
    },
    /// A file of the data folder is a link to one that lies elsewhere. It was left untouched.
    #[error("`{}` is a link to a file elsewhere", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A file of the data folder is to be found under a second name too. It was left untouched.
    #[error("`{}` has a second name (a hard link)", path.display())]
    SecondName {
        /// The file.
        path: PathBuf,
    },
    /// A newer version of the app has written the file. It was left untouched.
    #[error("`{}` is of version {version}, this app knows {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: i64,
        /// The newest version known here.
        known: i64,
    },
    /// Another process makes the file, or brings it to a newer version, and was waited for long enough.
    #[error("another process is preparing `{}`", path.display())]
    Preparing {
        /// The file.
        path: PathBuf,
    },
    /// A migration did not go through; the file is as it was.
    #[error("migrate `{}`: {source}", path.display())]
    Migration {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite_migration::Error,
    },
    /// What stands in the file's bookkeeping cannot be.
    #[error("the bookkeeping is damaged: {what}")]
    Damaged {
        /// What is wrong.
        what: String,
    },
    /// A name that may not be.
    #[error("{0}")]
    BadName(#[from] NameFault),
    /// A question that cannot be asked of a table.
    #[error("{fault}")]
    BadQuery {
        /// The filter that is wrong, by its place among the question's; `None` where none is.
        filter: Option<usize>,
        /// What is wrong.
        fault: QueryFault,
    },
    /// What a person is told by could not be looked for: there is too much of it.
    #[error("look for a person's values: {source}")]
    Values {
        /// Why.
        source: aho_corasick::BuildError,
    },
    /// Another dataflow has the name, perhaps in another case.
    #[error("there is a dataflow named `{name}` already")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// The name of a dataflow is its file's name and may not change.
    #[error("the name `{name}` may not change")]
    NameFixed {
        /// The name it has.
        name: String,
    },
    /// Two tables would have one name in the database, or something else there has it.
    #[error("the table name `{target}` is taken")]
    TargetTaken {
        /// The name.
        target: String,
    },
    /// A dataflow without a table.
    #[error("no table is chosen")]
    NoTables,
    /// Another run of the dataflow is under way.
    #[error("dataflow {dataflow} is already running")]
    AlreadyRunning {
        /// The dataflow.
        dataflow: DataflowId,
    },
    /// No such dataflow.
    #[error("there is no dataflow {0}")]
    NoSuchDataflow(DataflowId),
    /// No such run.
    #[error("there is no run {0}")]
    NoSuchRun(RunId),
    /// No table of this name, or none of this id among those that are staged.
    #[error("there is no table `{table}`")]
    NoSuchTable {
        /// The table.
        table: String,
    },
    /// A run is to be staged that this database has published already.
    #[error("run {run} is published already")]
    Published {
        /// The run.
        run: RunId,
    },
    /// What lies where the data folder is to be is no folder. It was left untouched.
    #[error("`{}` is a file and no folder", path.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// No version is of this run: it published nothing into this database.
    #[error("run {run} published nothing here")]
    NotPublished {
        /// The run.
        run: RunId,
    },
    /// The rows of a version are no longer kept.
    #[error("the version of run {run} is no longer kept")]
    VersionGone {
        /// The run.
        run: RunId,
    },
    /// A run cannot be published before all of its units are read.
    #[error("{units} units are not read to their end")]
    Unfinished {
        /// How many.
        units: u64,
    },
    /// A unit that is not part of the staging.
    // Without its partition, which may name people.
    #[error("a unit of `{}` is not part of the run", unit.reading)]
    NoSuchUnit {
        /// The unit.
        unit: Unit,
    },
    /// More columns than a table of SQLite can hold.
    #[error("`{table}` has more than 1,999 columns at its source, and a table of SQLite holds no more")]
    TooManyColumns {
        /// The table.
        table: TableId,
    },
    /// A row that is not as wide as its batch's columns. The connector's fault.
    #[error("a row of `{table}` has {width} values for {columns} columns")]
    RowWidth {
        /// The table.
        table: TableId,
        /// Its values.
        width: usize,
        /// The columns.
        columns: usize,
    },
    /// The staging met an error before; what was not committed is gone. Open it again.
    #[error("the staging met an error before and must be opened again")]
    StagingLost,
    /// Nothing can be written there for now; what is there was opened to be read.
    #[error("nothing can be written: {0:?}")]
    OnlyReads(ErrorKind),
    /// Somebody wrote into a file that was read as it lay.
    #[error("the database was changed while it was read; open it again")]
    Changed,
    /// The one who did the work is gone.
    #[error("the writer stopped before its end")]
    Interrupted,
}

/// The sort of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// No room left.
    DiskFull,
    /// Another program holds the file, or another run is under way.
    Busy,
    /// The file is damaged.
    Corrupt,
    /// A newer app has written the file.
    Newer,
    /// The file or its folder cannot be written to, or not opened.
    ReadOnly,
    /// The file is a link, or there is a link to it.
    Linked,
    /// A file lies where a folder is to be.
    NoFolder,
    /// The disk failed.
    Io,
    /// A cell, a row or a table is larger than SQLite can hold.
    TooBig,
    /// The name may not be.
    BadName,
    /// The question cannot be asked of this table.
    BadQuery,
    /// The name is taken.
    NameTaken,
    /// The name may not change.
    NameFixed,
    /// Another run of the dataflow is under way.
    AlreadyRunning,
    /// What is asked for is not there.
    NotFound,
    /// The version is no longer kept.
    VersionGone,
    /// It is too early or too late for this in the run.
    Unfinished,
    /// It was cut off, and goes on when opened again.
    Interrupted,
    /// A mistake of the program.
    Bug,
}

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Not before something else changes.
    Never,
    /// After a while, by itself.
    Later,
    /// Once a person has acted (made room, closed the other program).
    AfterHelp,
}

impl From<QueryFault> for Error {
    fn from(fault: QueryFault) -> Self {
        Self::BadQuery { filter: None, fault }
    }
}

impl Error {
    /// The error for a caller whose worker is gone and took the true error with it.
    pub fn interrupted() -> Self {
        Self::Interrupted
    }

    /// The sort of error.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Sqlite { source, .. } => sqlite_kind(source),
            Self::Migration {
                source: rusqlite_migration::Error::RusqliteError { err, .. },
                ..
            } => sqlite_kind(err),
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorKind::DiskFull,
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ErrorKind::ReadOnly,
                _ => ErrorKind::Io,
            },
            Self::Newer { .. } => ErrorKind::Newer,
            Self::Preparing { .. } => ErrorKind::Busy,
            Self::Link { .. } | Self::SecondName { .. } => ErrorKind::Linked,
            Self::NoFolder { .. } => ErrorKind::NoFolder,
            Self::Damaged { .. } => ErrorKind::Corrupt,
            Self::BadName(_) | Self::NoTables => ErrorKind::BadName,
            Self::BadQuery { .. } => ErrorKind::BadQuery,
            Self::NameTaken { .. } | Self::TargetTaken { .. } => ErrorKind::NameTaken,
            Self::NameFixed { .. } => ErrorKind::NameFixed,
            Self::TooManyColumns { .. } => ErrorKind::TooBig,
            Self::AlreadyRunning { .. } => ErrorKind::AlreadyRunning,
            Self::NoSuchDataflow(_)
            | Self::NoSuchRun(_)
            | Self::NoSuchTable { .. }
            | Self::NotPublished { .. } => ErrorKind::NotFound,
            Self::VersionGone { .. } => ErrorKind::VersionGone,
            Self::Unfinished { .. } | Self::Published { .. } => ErrorKind::Unfinished,
            Self::OnlyReads(why) => *why,
            Self::StagingLost | Self::Interrupted | Self::Changed => ErrorKind::Interrupted,
            Self::NoSuchUnit { .. }
            | Self::RowWidth { .. }
            | Self::Migration { .. }
            | Self::Values { .. } => ErrorKind::Bug,
        }
    }

    /// Whether trying again can help.
    pub fn retry(&self) -> Retry {
        match self.kind() {
            ErrorKind::Busy | ErrorKind::AlreadyRunning | ErrorKind::Interrupted => Retry::Later,
            ErrorKind::DiskFull | ErrorKind::ReadOnly | ErrorKind::Linked | ErrorKind::Newer => {
                Retry::AfterHelp
            }
            _ => Retry::Never,
        }
    }

    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}

fn sqlite_kind(error: &rusqlite::Error) -> ErrorKind {
    use rusqlite::Error as Found;
    use rusqlite::ErrorCode as Code;
    // We wrote what is read here ourselves: what has another form now is damaged.
    if let Found::Utf8Error(..)
    | Found::FromSqlConversionFailure(..)
    | Found::IntegralValueOutOfRange(..)
    | Found::InvalidColumnType(..) = error
    {
        return ErrorKind::Corrupt;
    }
    match error.sqlite_error_code() {
        Some(Code::DiskFull) => ErrorKind::DiskFull,
        Some(Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed) => ErrorKind::Busy,
        Some(Code::DatabaseCorrupt | Code::NotADatabase) => ErrorKind::Corrupt,
        Some(Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen) => ErrorKind::ReadOnly,
        Some(Code::SystemIoFailure) => ErrorKind::Io,
        Some(Code::TooBig) => ErrorKind::TooBig,
        Some(Code::OperationInterrupted) => ErrorKind::Interrupted,
        _ => ErrorKind::Bug,
    }
}

impl From<rusqlite::Error> for Error {
    fn from(source: rusqlite::Error) -> Self {
        Self::Sqlite {
            doing: "use the database",
            source,
        }
    }
}

/// Says what was being done when SQLite refused.
pub(crate) trait Doing<T> {
    fn doing(self, what: &'static str) -> Result<T, Error>;
}

impl<T, E: Into<Error>> Doing<T> for Result<T, E> {
    fn doing(self, what: &'static str) -> Result<T, Error> {
        self.map_err(|error| match error.into() {
            Error::Sqlite { source, .. } => Error::Sqlite { doing: what, source },
            other => other,
        })
    }
}
