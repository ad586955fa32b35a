//! Places where a test has this process panic, or meet a disk that fails, to see what is left after one. Each is set
//! by the database that is worked on and by what is done with it, so that tests beside one another do not meet.
//!
//! Only with the feature `failpoints`, which tests alone ask for: without it nothing of this is built in.

use crate::Error;
use rusqlite::Connection;

#[cfg(feature = "failpoints")]
mod set {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};
    use std::sync::{Mutex, MutexGuard, PoisonError};

    /// What is met there.
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub(super) enum Met {
        Panic,
        FailingDisk,
    }

    static SET: Mutex<BTreeSet<(PathBuf, &'static str, Met)>> = Mutex::new(BTreeSet::new());

    fn set() -> MutexGuard<'static, BTreeSet<(PathBuf, &'static str, Met)>> {
        SET.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has whoever comes next to `place` with the database at `path` panic.
    pub fn panic_at(path: &Path, place: &'static str) {
        set().insert((path.to_owned(), place, Met::Panic));
    }

    /// Has whoever comes next to `place` with the database at `path` be told that the disk did not keep it.
    pub fn fail_at(path: &Path, place: &'static str) {
        set().insert((path.to_owned(), place, Met::FailingDisk));
    }

    pub(super) fn is_taken(path: Option<&str>, place: &'static str, met: Met) -> bool {
        path.is_some_and(|path| set().remove(&(path.into(), place, met)))
    }
}

#[cfg(feature = "failpoints")]
pub use set::{fail_at, panic_at};

/// Panics where a test wants it.
pub(crate) fn pass(connection: &Connection, place: &'static str) {
    #[cfg(feature = "failpoints")]
    assert!(
        !set::is_taken(connection.path(), place, set::Met::Panic),
        "as a test wants it: {place}"
    );
    #[cfg(not(feature = "failpoints"))]
    let _ = (connection, place);
}

/// The error of a disk that fails, where a test wants it.
#[cfg_attr(
    not(feature = "failpoints"),
    expect(clippy::unnecessary_wraps, reason = "a test wants an error")
)]
pub(crate) fn kept(connection: &Connection, place: &'static str) -> Result<(), Error> {
    #[cfg(feature = "failpoints")]
    if set::is_taken(connection.path(), place, set::Met::FailingDisk) {
        return Err(Error::Sqlite {
            doing: place,
            source: rusqlite::Error::SqliteFailure(
                rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC),
                None,
            ),
        });
    }
    #[cfg(not(feature = "failpoints"))]
    let _ = (connection, place);
    Ok(())
}
