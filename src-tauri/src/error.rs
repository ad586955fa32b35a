//! Errors as the window sees them. The one place that makes them.

use poolhouse_connector::FieldError;
use poolhouse_engine::{Error, ErrorKind};
use serde::{Deserialize, Serialize};
use specta::Type;

/// An error, in words.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UiError {
    /// What the window does about it.
    pub code: UiErrorCode,
    /// What failed.
    pub message: String,
    /// What to try.
    pub hint: String,
    /// The exact words below, for support.
    pub detail: Option<String>,
    /// What is wrong with which field.
    pub fields: Vec<FieldError>,
}

/// The errors that the window acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UiErrorCode {
    /// Messages beside their fields.
    InvalidFields,
    /// The dialog that asks for the secret.
    NeedsSecret,
    /// The failed check.
    CheckFailed,
    /// Said where the run was asked for.
    AlreadyRunning,
    /// Asks whether the file that is there is replaced.
    FileThere,
    /// Nothing: the person cancelled.
    Cancelled,
    /// Said.
    Other,
}

impl UiError {
    /// A file cannot be told to the engine by its name.
    pub(crate) fn not_unicode(path: String) -> Self {
        Self {
            code: UiErrorCode::Other,
            message: "The name of that file, or of a folder it lies in, is not Unicode.".into(),
            hint: "Choose another folder.".into(),
            detail: Some(path),
            fields: Vec::new(),
        }
    }

    /// There is no file manager that would show a file.
    pub(crate) fn no_file_manager(detail: String) -> Self {
        Self {
            code: UiErrorCode::Other,
            message: "No file manager answered on this computer.".into(),
            hint: "Copy the path and open it where you like.".into(),
            detail: Some(detail),
            fields: Vec::new(),
        }
    }
}

impl From<Error> for UiError {
    fn from(error: Error) -> Self {
        let words = error.words();
        Self {
            code: match error.kind() {
                ErrorKind::InvalidFields => UiErrorCode::InvalidFields,
                ErrorKind::NeedsSecret => UiErrorCode::NeedsSecret,
                ErrorKind::CheckFailed => UiErrorCode::CheckFailed,
                ErrorKind::AlreadyRunning => UiErrorCode::AlreadyRunning,
                ErrorKind::FileThere => UiErrorCode::FileThere,
                ErrorKind::Cancelled => UiErrorCode::Cancelled,
                ErrorKind::Other => UiErrorCode::Other,
            },
            message: words.message,
            hint: words.hint,
            detail: error.detail(),
            fields: error.fields().to_vec(),
        }
    }
}
