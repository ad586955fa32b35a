//! How a run ended, and what the history says of it.

use crate::error::{self, read_detail};
use crate::work::Panicked;
use poolhouse_catalog::ErrorKind as CatalogErrorKind;
use poolhouse_catalog::model::{Failure, RunStatus};
use poolhouse_connector::{ConnectorKind, ErrorKind, ReadError, Settings};

/// Why a run stopped before it published.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The person cancelled it.
    Cancelled,
    /// The app is ending.
    AppEnds,
    /// A call failed for good.
    Read(ReadError),
    /// The catalog failed.
    Catalog(poolhouse_catalog::Error),
    /// The writer stopped; its own error replaces this one as soon as it is joined.
    WriterStopped,
    /// A task of the run panicked.
    Panicked,
    /// None of the chosen tables is there any more.
    NothingToRead,
}

impl From<poolhouse_catalog::Error> for Stop {
    fn from(error: poolhouse_catalog::Error) -> Self {
        Self::Catalog(error)
    }
}

impl From<Panicked> for Stop {
    fn from(_: Panicked) -> Self {
        Self::Panicked
    }
}

/// What a run met of the disk that its database is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DiskFault {
    /// The disk failed to read, write or keep something.
    Failed,
    /// What stands in the file cannot be.
    Damaged,
}

impl Stop {
    /// What it says of the disk.
    pub(crate) fn of_the_disk(&self) -> Option<DiskFault> {
        match self {
            Self::Catalog(error) => match error.kind() {
                CatalogErrorKind::Io => Some(DiskFault::Failed),
                CatalogErrorKind::Corrupt => Some(DiskFault::Damaged),
                _ => None,
            },
            _ => None,
        }
    }

    /// The status to end with. What was staged is kept for *Interrupted* alone, so only where
    /// there is something to go on from, and hope.
    pub(crate) fn status(&self, staged_pages: bool) -> RunStatus {
        match self {
            Self::Cancelled => RunStatus::Cancelled,
            Self::AppEnds => RunStatus::Interrupted,
            Self::Read(error) if staged_pages && crate::retry::is_passing(error) => RunStatus::Interrupted,
            // Another program lets go of the file sooner or later, whatever was read before.
            Self::Catalog(error) if error.kind() == CatalogErrorKind::Busy => RunStatus::Interrupted,
            Self::Catalog(error) if staged_pages && error.kind() == CatalogErrorKind::DiskFull => {
                RunStatus::Interrupted
            }
            Self::Read(_) | Self::Catalog(_) | Self::WriterStopped | Self::Panicked | Self::NothingToRead => {
                RunStatus::Failed
            }
        }
    }

    /// What the history says. Nothing for a run that the person cancelled.
    pub(crate) fn failure(&self, kind: &dyn ConnectorKind, settings: &Settings) -> Option<Failure> {
        let plain = |message: &str, hint: &str| {
            Some(Failure {
                message: message.into(),
                hint: hint.into(),
                action: None,
                code: None,
                request_id: None,
                detail: String::new(),
            })
        };
        match self {
            Self::Cancelled => None,
            Self::AppEnds => plain("Poolhouse was closed while this run was under way.", RESUME),
            Self::WriterStopped | Self::Panicked => plain(
                "A fault in Poolhouse itself ended this run. Nothing was changed.",
                "Run again; if it happens again, use Copy for support.",
            ),
            Self::NothingToRead => plain(
                "None of the chosen tables is there any more.",
                "Edit the dataflow, connect, and choose its tables again.",
            ),
            Self::Read(error) => {
                let words = kind.words(settings, error);
                Some(Failure {
                    message: words.message,
                    hint: words.hint,
                    action: match error.kind() {
                        ErrorKind::Forbidden { action } => Some(action.clone()),
                        _ => None,
                    },
                    code: error.code.clone(),
                    request_id: error.request_id.clone(),
                    detail: read_detail(error),
                })
            }
            Self::Catalog(error) => {
                let words = error::catalog(error);
                Some(Failure {
                    message: words.message,
                    hint: words.hint,
                    action: None,
                    code: None,
                    request_id: None,
                    detail: error.to_string(),
                })
            }
        }
    }
}

/// What to do about an interrupted run.
pub(crate) const RESUME: &str = "What was read is kept. Run goes on where it stood.";
