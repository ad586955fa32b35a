//! What may go wrong in a use case, and how it is told.

use crate::keychain::KeychainError;
use crate::words::grouped;
use poolhouse_catalog::Error as CatalogError;
use poolhouse_catalog::model::{DataflowId, RunId};
use poolhouse_connector::{FieldError, ReadError, Words};
use poolhouse_export::Error as ExportError;
use std::sync::Arc;

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
    /// No such version to go back to.
    #[error("`{name}` has no other version of run {run}")]
    NoVersion {
        /// The dataflow's name.
        name: String,
        /// The run whose version was asked for.
        run: RunId,
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
                "Its dataflow may have been removed.".into(),
            ),
            Self::NoSuchConnector(id) => (
                format!("There is no connector named {id}."),
                "`connectors` shows the ones there are.".into(),
            ),
            Self::NoVersion { name, run } => (
                format!("{name} cannot go back to run {run}."),
                "It is the version shown now, it published nothing, or its rows are no longer kept.".into(),
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
            Self::Cancelled => ("Cancelled.".into(), String::new()),
        };
        Words { message, hint }
    }

    /// The exact words below, for support. Never a secret.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Check { source, .. } => Some(read_detail(source)),
            Self::Catalog(error) => Some(error.to_string()),
            Self::NotForgotten { source } | Self::NotRewritten { source } => Some(source.to_string()),
            Self::Listing(error) => Some(error.to_string()),
            Self::Export { source, .. } => Some(source.to_string()),
            Self::Keychain(error)
            | Self::NeedsSecret { source: error, .. }
            | Self::SecretStays { source: error } => Some(error.to_string()),
            _ => None,
        }
    }
}

/// A read error's facts in one line, for support.
pub(crate) fn read_detail(error: &ReadError) -> String {
    let mut detail = error.to_string();
    if let Some(code) = &error.code {
        detail += &format!(" ({code})");
    }
    if let Some(id) = &error.request_id {
        detail += &format!(", request {id}");
    }
    detail
}

/// What happened in the catalog and what to try.
pub(crate) fn catalog(error: &CatalogError) -> Words {
    use poolhouse_catalog::ErrorKind as Kind;
    if let CatalogError::OnlyReads(why) = error {
        return read_only(*why);
    }
    let (message, hint) = match error.kind() {
        Kind::DiskFull => (
            "The disk is full.".to_owned(),
            "Make room, then run again: what was read is kept and the run goes on where it stood.",
        ),
        Kind::Busy => (
            "Another program holds the database.".to_owned(),
            "Close it in the other program (or end its transaction), then try again.",
        ),
        Kind::Corrupt => (
            "The database file is damaged.".to_owned(),
            "It was left as it is. An earlier version in it may be whole: go back to it, or export what can be read. A run that finds it damaged fails; the run after that sets the file aside and imports into a new one.",
        ),
        Kind::Io => (
            "The disk reported an error.".to_owned(),
            "What was published before is as it was. Try again; if it happens again, the disk may be failing: export what you need to another one.",
        ),
        Kind::Newer => (
            "A newer version of Poolhouse has written this data.".to_owned(),
            "Install that version or a newer one; nothing was changed.",
        ),
        Kind::AlreadyRunning => (
            "This dataflow is already running.".to_owned(),
            "Wait for it to end, or cancel it. It may have been started from the command line.",
        ),
        Kind::NameTaken => (
            "Another dataflow or table already has this name.".to_owned(),
            "Choose another name.",
        ),
        Kind::BadQuery => (
            sentence(&error.to_string()),
            "Choose another column, or change the filter.",
        ),
        Kind::NotFound => (
            sentence(&error.to_string()),
            "It may have another name by now, or be gone: look at what there is, and choose again.",
        ),
        Kind::VersionGone => (
            "This version is no longer kept.".to_owned(),
            "Look at a newer one; what changed since then is still in the run's page.",
        ),
        Kind::Linked => (
            sentence(&error.to_string()),
            "Put the file itself in its place, or delete its other name: what Poolhouse deletes must not stay elsewhere. To keep all data on another disk, move the whole data folder.",
        ),
        Kind::ReadOnly => (
            "The data folder cannot be written to.".to_owned(),
            "Check the folder's permissions and that its disk is not write-protected.",
        ),
        _ => (
            sentence(&error.to_string()),
            "Try again; if it happens again, use Copy for support.",
        ),
    };
    Words {
        message,
        hint: hint.into(),
    }
}

/// What to tell while what is there can only be read.
pub(crate) fn read_only(why: poolhouse_catalog::ErrorKind) -> Words {
    use poolhouse_catalog::ErrorKind as Kind;
    let (message, hint) = match why {
        Kind::DiskFull => (
            "The disk is full, so Poolhouse can only read.",
            "What was imported can be looked at, and exported to another disk. Make room to import again.",
        ),
        Kind::ReadOnly => (
            "The data folder cannot be written to, so Poolhouse can only read.",
            "What was imported can be looked at and exported. Check the folder's permissions and that its disk is not write-protected.",
        ),
        _ => (
            "The disk refuses what is written, so Poolhouse can only read.",
            "What was imported can be looked at, and exported to another disk. Do that soon: the disk may be failing.",
        ),
    };
    Words {
        message: message.into(),
        hint: hint.into(),
    }
}

fn not_forgotten(error: &CatalogError) -> (String, String) {
    let words = catalog(error);
    let hint = match error.kind() {
        poolhouse_catalog::ErrorKind::DiskFull => "Nobody was forgotten. Make room, then try again.".into(),
        _ => format!("Nobody was forgotten. {}", words.hint),
    };
    (words.message, hint)
}

fn not_rewritten(error: &CatalogError) -> (String, String) {
    use poolhouse_catalog::ErrorKind as Kind;
    let hint = match error.kind() {
        Kind::DiskFull => {
            "The disk is full. Make room for twice what the database takes, then choose Finish forgetting."
        }
        Kind::Busy => "Another program reads the database. Close it there, then choose Finish forgetting.",
        _ => "Choose Finish forgetting to try it again; the next run tries it too.",
    };
    (
        "The person is deleted, but traces may be left in the file: it could not be rewritten.".into(),
        hint.into(),
    )
}

fn export(path: &str, error: &ExportError) -> (String, String) {
    use std::io::ErrorKind as Kind;
    let ExportError::Io(io) = error else {
        return (
            sentence(&error.to_string()),
            "Choose fewer columns, or another format.".into(),
        );
    };
    let (message, hint) = match io.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => (
            "The disk is full, so the file was not written.".to_owned(),
            "Make room or choose another disk. Nothing is left of what was begun.",
        ),
        Kind::FileTooLarge => (
            "The file became larger than its disk allows.".to_owned(),
            "Sticks are often made for files of 4 GB at most: choose another disk, or fewer rows. Nothing is left of what was begun.",
        ),
        Kind::AlreadyExists => (
            format!("{path} is there already."),
            "Choose another name, or let it be replaced.",
        ),
        Kind::IsADirectory => (
            format!("{path} is a folder."),
            "Choose a name for the file in it.",
        ),
        Kind::InvalidInput => (
            format!("{path} is a device or a connection, and no file."),
            "Choose another name.",
        ),
        Kind::NotFound => (
            format!("The folder of {path} is not there."),
            "If it is on a stick or a network drive, connect it again; or choose another folder.",
        ),
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => (
            format!("{path} may not be written."),
            "Choose another folder, or close the file where another program has it open.",
        ),
        _ => (
            format!("{path} could not be written."),
            "If it is on a stick or a network drive, connect it again; or choose another folder.",
        ),
    };
    (message, hint.into())
}

fn keychain(error: &KeychainError) -> Words {
    let (message, hint) = match error {
        KeychainError::Absent { .. } => (
            "There is no keychain on this computer, so the secret cannot be kept.",
            "Choose “enter for this run only”, or install and unlock a keychain (GNOME Keyring, KWallet).",
        ),
        KeychainError::Locked => (
            "The keychain is locked.",
            "Unlock it and try again, or enter the secret for this run only.",
        ),
        KeychainError::Dismissed => (
            "The keychain stayed locked, as its prompt was dismissed.",
            "Try again and answer the prompt, or enter the secret for this run only.",
        ),
        KeychainError::Silent => (
            "The keychain did not answer in time.",
            "Look for its prompt behind other windows, answer it and try again, or enter the secret for this run only.",
        ),
        KeychainError::NoEntry => (
            "The keychain no longer has this dataflow's secret.",
            "Enter it again under Edit › Credentials.",
        ),
        KeychainError::Changed => (
            "The keychain's entry for this dataflow is no longer what Poolhouse put there.",
            "Another program may have changed it. Enter the secret again under Edit › Credentials.",
        ),
        KeychainError::TooLong { most } => {
            return Words {
                message: "The secret is too long for the keychain of this computer.".into(),
                hint: format!(
                    "It holds {} characters at most. Enter the secret for this run only, or use keys with a shorter session token.",
                    grouped(u64::from(*most))
                ),
            };
        }
        KeychainError::Refused { .. } => (
            "The keychain refused.",
            "Try again, or enter the secret for this run only.",
        ),
    };
    Words {
        message: message.into(),
        hint: hint.into(),
    }
}

fn needs_secret(name: &str, error: &KeychainError) -> Words {
    let why = match error {
        KeychainError::Absent { .. } => "There is no keychain on this computer, so it is kept nowhere.",
        KeychainError::NoEntry => "The keychain has no entry for it.",
        KeychainError::Changed => "What the keychain has for it is not what Poolhouse put there.",
        KeychainError::TooLong { .. } => "The keychain holds no secret as long.",
        KeychainError::Locked => "The keychain is locked.",
        KeychainError::Dismissed => "The keychain stayed locked, as its prompt was dismissed.",
        KeychainError::Silent => "The keychain did not answer in time.",
        KeychainError::Refused { .. } => "The keychain refused to hand it out.",
    };
    Words {
        message: format!("The secret of {name} is needed. {why}"),
        hint: "Enter it for this run only, or store it in the keychain under Edit › Credentials.".into(),
    }
}

fn first_message(fields: &[FieldError]) -> String {
    fields.first().map_or_else(
        || "Something that was typed does not hold.".into(),
        |field| field.message.clone(),
    )
}

/// A lower-case fragment as a sentence.
fn sentence(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let mut text: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    text.extend(letters);
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}
