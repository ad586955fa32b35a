//! Places where a test has this process panic, to see what is left after one. Each is set by the database that
//! is worked on and by what is done with it, so that tests beside one another do not meet.
//!
//! Only with the feature `failpoints`, which tests alone ask for: without it nothing of this is built in.

use rusqlite::Connection;

#[cfg(feature = "failpoints")]
mod set {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};
    use std::sync::{Mutex, MutexGuard, PoisonError};

    static SET: Mutex<BTreeSet<(PathBuf, &'static str)>> = Mutex::new(BTreeSet::new());

    fn set() -> MutexGuard<'static, BTreeSet<(PathBuf, &'static str)>> {
        SET.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has whoever comes next to `place` with the database at `path` panic.
    pub fn panic_at(path: &Path, place: &'static str) {
        set().insert((path.to_owned(), place));
    }

    pub(super) fn is_taken(path: &Path, place: &'static str) -> bool {
        set().remove(&(path.to_owned(), place))
    }
}

#[cfg(feature = "failpoints")]
pub use set::panic_at;

/// Panics where a test wants it.
pub(crate) fn pass(connection: &Connection, place: &'static str) {
    #[cfg(feature = "failpoints")]
    if let Some(path) = connection.path()
        && set::is_taken(std::path::Path::new(path), place)
    {
        panic!("as a test wants it: {place}");
    }
    #[cfg(not(feature = "failpoints"))]
    let _ = (connection, place);
}
