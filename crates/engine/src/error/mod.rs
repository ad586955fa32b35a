//! What may go wrong in a use case, and how it is told.

mod words;

pub(crate) use words::{catalog, read_detail, read_only};

use crate::keychain::KeychainError;
use crate::words::grouped;
use poolhouse_catalog::Error as CatalogError;
use poolhouse_catalog::model::{DataflowId, RunId, RunStatus};
use poolhouse_connector::{FieldError, ReadError, Words};
use poolhouse_export::Error as ExportError;
use std::sync::Arc;
use words::{entry_stays, export, keychain, needs_secret, not_forgotten, not_published, not_rewritten};

/// An error of a use case.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was typed does not hold; nothing was stored.
    #[error("{}", first_message(.0))]
    Fields(Vec<FieldError>),
    /// A check of *Connect* failed.
    #[error("{}", .words.message)]
    Check {
        /// What to tell.
        words: Words,
        /// The call that failed.
        source: ReadError,
    },
    /// Another window has the data folder.
    #[error("another window has the data folder")]
    AnotherWindow {
        /// Its process, where that is known.
        process: Option<u32>,
    },
    /// The secret is not in the keychain and must be entered.
    #[error("the secret of `{name}` must be entered")]
    NeedsSecret {
        /// The dataflow's name.
        name: String,
        /// Why the keychain does not have it.
        source: KeychainError,
    },
    /// The keychain did not delete a secret, so that nothing was removed.
    #[error("the keychain did not delete the secret")]
    SecretStays {
        /// Why.
        source: KeychainError,
    },
    /// The removal of a dataflow has begun, and could not be ended.
    #[error("end the removal of `{name}`: {source}")]
    EntryStays {
        /// The dataflow's name.
        name: String,
        /// Whether it is ended by itself later; else it must be removed once more.
        goes_on: bool,
        /// Why.
        source: CatalogError,
    },
    /// The removal of the dataflow has begun, and is not at its end.
    #[error("`{name}` is being removed")]
    BeingRemoved {
        /// The dataflow's name.
        name: String,
    },
    /// The keychain did not keep a secret.
    #[error("keep the secret")]
    Keychain(#[from] KeychainError),
    /// The catalog.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// Somebody already runs the dataflow.
    #[error("`{name}` is already running")]
    AlreadyRunning {
        /// The dataflow's name.
        name: String,
    },
    /// No such dataflow.
    #[error("there is no dataflow {0}")]
    NoSuchDataflow(DataflowId),
    /// No dataflow of this name.
    #[error("there is no dataflow named `{0}`")]
    NoDataflowNamed(String),
    /// No such run.
    #[error("there is no run {0}")]
    NoSuchRun(RunId),
    /// No such connector.
    #[error("there is no connector `{0}`")]
    NoSuchConnector(String),
    /// No database yet.
    #[error("`{0}` has not been imported yet")]
    NoDatabase(String),
    /// A run has published nothing into the database, so that there is no version of it.
    #[error("run {run} published nothing into `{name}`")]
    NotPublished {
        /// The dataflow's name.
        name: String,
        /// The run.
        run: RunId,
        /// The dataflow that the run is of, where it is another one.
        of: Option<String>,
        /// How the run ended, or where it stands.
        status: RunStatus,
    },
    /// No such version to go back to.
    #[error("`{name}` has no other version of run {run}")]
    NoVersion {
        /// The dataflow's name.
        name: String,
        /// The run whose version was asked for.
        run: RunId,
        /// Whether it is what readers see now; else its rows are no longer kept.
        current: bool,
    },
    /// The version to go back to does not have the table.
    #[error("the version of run {run} has no table `{table}`")]
    NotInVersion {
        /// The table's name.
        table: String,
        /// The run whose version was asked for.
        run: RunId,
    },
    /// The table was closed, or others were opened since.
    #[error("the table is no longer open")]
    TableClosed,
    /// The rows of a table could not be listed.
    #[error(transparent)]
    Listing(Arc<CatalogError>),
    /// A file could not be handed over. Nothing of it is left.
    #[error("write `{path}`: {source}")]
    Export {
        /// Where it was to lie.
        path: String,
        /// Why.
        source: ExportError,
        /// The same, beside the field of the request that is wrong.
        fields: Vec<FieldError>,
    },
    /// Of what was to be handed over, no database could be read.
    #[error("no database could be read")]
    NothingRead {
        /// The databases, each with why, in words.
        left_out: Vec<String>,
    },
    /// Nobody there is known by this.
    #[error("`{name}` knows nobody by this")]
    NoSuchPerson {
        /// The dataflow's name.
        name: String,
    },
    /// More than one person is known by this.
    #[error("`{name}` knows {people} people by this")]
    SeveralPeople {
        /// The dataflow's name.
        name: String,
        /// How many.
        people: u64,
    },
    /// A row of a table that is not about people.
    #[error("the row is about nobody")]
    NotAPerson,
    /// A person could not be deleted. Nothing was.
    #[error("forget a person: {source}")]
    NotForgotten {
        /// Why.
        source: CatalogError,
    },
    /// A person was deleted, and the file could not be rewritten.
    #[error("rewrite the database: {source}")]
    NotRewritten {
        /// Why.
        source: CatalogError,
    },
    /// A fault of ours. What was asked for did not come to its end.
    #[error("a panic")]
    Panicked,
    /// The person cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// The sorts of error that a face acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Show the messages beside their fields.
    InvalidFields,
    /// Ask for the secret.
    NeedsSecret,
    /// Show the failed check.
    CheckFailed,
    /// Say who runs it.
    AlreadyRunning,
    /// Ask whether the file that is there is replaced.
    FileThere,
    /// The person did it: say nothing.
    Cancelled,
    /// Say it.
    Other,
}

impl Error {
    /// A single field's error.
    pub(crate) fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Fields(vec![FieldError {
            field: field.into(),
            message: message.into(),
        }])
    }

    /// A file that could not be handed over.
    pub(crate) fn export(path: &str, source: ExportError) -> Self {
        let field = match source {
            ExportError::Io(_) => "path",
            ExportError::TooWide { .. } | ExportError::Format(_) => "format",
        };
        let (message, _) = export(path, &source);
        Self::Export {
            path: path.to_owned(),
            fields: vec![FieldError {
                field: field.into(),
                message,
            }],
            source,
        }
    }

    /// The sort of error.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Fields(_) => ErrorKind::InvalidFields,
            Self::NeedsSecret { .. } | Self::Keychain(_) => ErrorKind::NeedsSecret,
            Self::Check { .. } => ErrorKind::CheckFailed,
            Self::AlreadyRunning { .. } => ErrorKind::AlreadyRunning,
            Self::Export {
                source: ExportError::Io(error),
                ..
            } if error.kind() == std::io::ErrorKind::AlreadyExists => ErrorKind::FileThere,
            Self::Cancelled => ErrorKind::Cancelled,
            _ => ErrorKind::Other,
        }
    }

    /// Whether what was asked cannot be asked of these rows, so that another question helps and another try
    /// does not.
    pub fn is_bad_question(&self) -> bool {
        matches!(self, Self::Catalog(error) if error.kind() == poolhouse_catalog::ErrorKind::BadQuery)
    }

    /// Whether what was named is not there: a dataflow, a connector, a run or a table.
    pub fn is_not_there(&self) -> bool {
        match self {
            Self::NoDataflowNamed(_)
            | Self::NoSuchConnector(_)
            | Self::NoSuchRun(_)
            | Self::NotInVersion { .. } => true,
            Self::Catalog(error) => matches!(error, CatalogError::NoSuchTable { .. }),
            _ => false,
        }
    }

    /// What is wrong with which field.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::Fields(fields) | Self::Export { fields, .. } => fields,
            _ => &[],
        }
    }

    /// What happened and what to try, for a person.
    pub fn words(&self) -> Words {
        let (message, hint) = match self {
            Self::Fields(fields) => (first_message(fields), "Correct it and try again.".into()),
            Self::Check { words, .. } => return words.clone(),
            Self::NeedsSecret { name, source } => return needs_secret(name, source),
            Self::Keychain(error) => return keychain(error),
            Self::SecretStays { source } => (
                keychain(source).message,
                "Nothing was removed: the secret in it would stay behind. Unlock it, then try again.".into(),
            ),
            Self::EntryStays {
                name,
                goes_on,
                source,
            } => entry_stays(name, *goes_on, source),
            Self::BeingRemoved { name } => (
                format!("{name} is being removed."),
                "That has begun, and goes on when Poolhouse lists the dataflows again or is started. Remove it once more to see what is in the way.".into(),
            ),
            Self::Catalog(error) => return catalog(error),
            Self::AlreadyRunning { name } => (
                format!("{name} is already running."),
                "Wait for it to end, or cancel it. It may have been started from the command line.".into(),
            ),
            Self::AnotherWindow { process } => (
                match process {
                    Some(process) => format!("Poolhouse is open already (process {process})."),
                    None => "Poolhouse is open already.".into(),
                },
                "Go to its window. If that was closed while runs go on, Poolhouse ends with the last of them; then it can be opened again.".into(),
            ),
            Self::NoSuchDataflow(_) => (
                "This dataflow is no longer there.".into(),
                "It may have been removed in another window.".into(),
            ),
            Self::NoDataflowNamed(name) => (
                format!("There is no dataflow named {name}."),
                "`list` shows the ones there are.".into(),
            ),
            Self::NoSuchRun(run) => (
                format!("There is no run {run}."),
                "The history has the runs there are; with its dataflow a run is removed.".into(),
            ),
            Self::NoSuchConnector(id) => (
                format!("There is no connector named {id}."),
                "`connectors` shows the ones there are.".into(),
            ),
            Self::NotPublished {
                name,
                run,
                of,
                status,
            } => return not_published(name, *run, of.as_deref(), *status),
            Self::NoVersion { name, run, current } => (
                format!("{name} cannot go back to run {run}."),
                if *current {
                    "What that run published is what is shown now."
                } else {
                    "Its rows are no longer kept. Choose a newer run; the settings say how many versions stay."
                }
                .into(),
            ),
            Self::NotInVersion { table, run } => (
                format!("What run {run} published has no table {table}."),
                "Choose another version or table, or go back with all tables.".into(),
            ),
            Self::NoDatabase(name) => (format!("{name} has no database yet."), "Run it first.".into()),
            Self::TableClosed => (
                "This table was put away to make room for others.".into(),
                "Open it again.".into(),
            ),
            Self::Listing(error) => return catalog(error),
            Self::Export { path, source, .. } => export(path, source),
            Self::NothingRead { left_out } => (
                "No database could be read, so nothing was exported.".into(),
                left_out.join(" "),
            ),
            Self::NoSuchPerson { name } => (
                format!("Nobody in {name} is known by this."),
                "An ID, a user name, an e-mail address or a telephone number is looked for, whole, in every version.".into(),
            ),
            Self::SeveralPeople { name, people } => (
                format!("{} people in {name} are known by this.", grouped(*people)),
                "Say whom by what only one of them has, such as the ID that stands under sub.".into(),
            ),
            Self::NotAPerson => (
                "This row is not about a person.".into(),
                "Open the person's own row, such as the one in users.".into(),
            ),
            Self::NotForgotten { source } => not_forgotten(source),
            Self::NotRewritten { source } => not_rewritten(source),
            Self::Panicked => (
                "A fault in Poolhouse itself ended this.".into(),
                "Try again. If it happens again, send the diagnostics that Settings makes.".into(),
            ),
            Self::Cancelled => ("Cancelled.".into(), String::new()),
        };
        Words { message, hint }
    }

    /// The exact words below, for support. Never a secret.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Check { source, .. } => Some(read_detail(source)),
            Self::Catalog(error) => Some(error.to_string()),
            Self::NotForgotten { source }
            | Self::NotRewritten { source }
            | Self::EntryStays { source, .. } => Some(source.to_string()),
            Self::Listing(error) => Some(error.to_string()),
            // One of our own making has no other words than those that are told.
            Self::Export {
                source: ExportError::Io(error),
                ..
            } if error.raw_os_error().is_none() && error.get_ref().is_none() => None,
            Self::Export { source, .. } => Some(source.to_string()),
            Self::Keychain(error)
            | Self::NeedsSecret { source: error, .. }
            | Self::SecretStays { source: error } => Some(error.to_string()),
            _ => None,
        }
    }
}

fn first_message(fields: &[FieldError]) -> String {
    fields.first().map_or_else(
        || "Something that was typed does not hold.".into(),
        |field| field.message.clone(),
    )
}
