//! What may go wrong while a file is written.

use std::io;

/// An error of an export.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// More columns than the format has.
    #[error("the table has {columns} columns, and a sheet has {most} at most")]
    TooWide {
        /// The table's.
        columns: usize,
        /// The format's.
        most: usize,
    },
    /// The format's own writer.
    #[error("the file could not be made: {0}")]
    Format(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// An error of a format's writer; the disk's own is found below it.
    pub(crate) fn of(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        let mut below: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(found) = below {
            if let Some(io) = found.downcast_ref::<io::Error>() {
                return Self::Io(io::Error::new(io.kind(), io.to_string()));
            }
            below = found.source();
        }
        Self::Format(Box::new(error))
    }
}
