//! Reading a file as it lies, where nothing beside it can be written: on a full disk, in a folder that is
//! write-protected, on a disk that fails.
//!
//! SQLite wants to make a `-shm` file before it reads a database with a write-ahead log. Where it cannot,
//! nobody else has the file open either, and it can be read without a lock and without that file. A connection
//! opened so does not notice when somebody writes later: [`AsItLies::still`] does. Called by `connection`.

use crate::Error;
use crate::error::Doing;
use crate::folder::beside;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How a connection reads: as it lies, then with what the file looked like; or with locks, as always.
#[derive(Debug, Default)]
pub(crate) struct AsItLies(Option<(PathBuf, Looks)>);

type Looks = Option<(u64, SystemTime)>;

/// A connection that reads, and how.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    pub(crate) as_it_lies: AsItLies,
}

impl AsItLies {
    /// What was read holds: where nobody is kept from writing, nobody has.
    pub(crate) fn still(&self) -> Result<(), Error> {
        match &self.0 {
            Some((path, looks)) if looks_of(path) != *looks => Err(Error::Changed),
            _ => Ok(()),
        }
    }
}

fn looks_of(path: &Path) -> Looks {
    let found = std::fs::metadata(path).ok()?;
    Some((found.len(), found.modified().ok()?))
}

/// Opens the file at `path`, with what its write-ahead log has.
pub(crate) fn open(path: &Path) -> Result<Opened, Error> {
    const DOING: &str = "open the database as it lies";
    let looks = looks_of(path);
    // With a log the file alone is not the whole; without locks SQLite keeps the log's index in memory.
    let how = if wal_is_empty(path) {
        "immutable=1".to_owned()
    } else {
        format!("vfs={}", if cfg!(windows) { "win32-none" } else { "unix-none" })
    };
    let uri = format!("file:{}?{how}", escaped(path));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(uri, flags).doing(DOING)?;
    connection
        .pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))
        .doing(DOING)?;
    // The log stays for who can write.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .doing(DOING)?;
    Ok(Opened {
        connection,
        as_it_lies: AsItLies(Some((path.to_owned(), looks))),
    })
}

pub(crate) fn wal_is_empty(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).map_or(true, |wal| wal.len() == 0)
}

/// A path for a `file:` URI: by its bytes, as not every name is Unicode.
fn escaped(path: &Path) -> String {
    let mut text = String::new();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => text.push(byte.into()),
            other => text.extend(['%', hex(other >> 4), hex(other & 15)]),
        }
    }
    text
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).expect("BUG: half a byte is one digit")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use crate::connection::open_writer;
    use rusqlite_migration::M;

    const STEPS: &[M<'_>] = &[M::up("CREATE TABLE a(x)")];

    fn rows(opened: &Opened) -> i64 {
        opened
            .connection
            .query_row("SELECT count(*) FROM a", [], |row| row.get(0))
            .expect("count")
    }

    fn files(folder: &Path) -> Vec<(std::ffi::OsString, u64)> {
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("a folder")
            .flatten()
            .map(|entry| (entry.file_name(), entry.metadata().expect("its length").len()))
            .collect();
        files.sort();
        files
    }

    #[test]
    fn a_clean_file_of_any_name_is_read_and_nothing_is_written() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("odd name?#%.db");
        let writer = open_writer(&path, STEPS).expect("a writer");
        writer.execute("INSERT INTO a VALUES(7)", []).expect("row");
        drop(writer);
        let before = files(folder.path());
        let opened = open(&path).expect("as it lies");
        assert_eq!(rows(&opened), 1);
        drop(opened);
        assert_eq!(files(folder.path()), before);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_in_a_folder_whose_name_is_not_unicode_is_read() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().expect("folder");
        let odd = folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9\xff"));
        std::fs::create_dir(&odd).expect("folder");
        let path = odd.join("x.db");
        let writer = open_writer(&path, STEPS).expect("a writer");
        writer.execute("INSERT INTO a VALUES(7)", []).expect("row");
        // Beside a log that is not empty, and beside none.
        assert_eq!(rows(&open(&path).expect("as it lies")), 1);
        drop(writer);
        assert!(wal_is_empty(&path));
        assert_eq!(rows(&open(&path).expect("as it lies")), 1);
    }

    #[test]
    fn what_is_in_the_log_alone_is_read_and_the_log_stays() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.db");
        let writer = open_writer(&path, STEPS).expect("a writer");
        writer.execute("INSERT INTO a VALUES(7)", []).expect("row");
        // As a crash would leave them.
        let copies = tempfile::tempdir().expect("folder");
        let copy = copies.path().join("x.db");
        for suffix in ["", "-wal"] {
            std::fs::copy(beside(&path, suffix), beside(&copy, suffix)).expect("copy");
        }
        assert!(!wal_is_empty(&copy), "the row is in the log alone");
        let before = files(copies.path());
        let (one, other) = (open(&copy).expect("one"), open(&copy).expect("another beside it"));
        assert_eq!((rows(&one), rows(&other)), (1, 1));
        drop((one, other));
        assert_eq!(
            files(copies.path()),
            before,
            "nothing was made, and the log is whole"
        );
    }

    #[test]
    fn who_writes_later_is_noticed() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.db");
        drop(open_writer(&path, STEPS).expect("a writer"));
        let opened = open(&path).expect("as it lies");
        assert!(opened.as_it_lies.still().is_ok());
        let writer = open_writer(&path, STEPS).expect("a writer");
        let value = "x".repeat(10_000);
        writer.execute("INSERT INTO a VALUES(?1)", [value]).expect("row");
        drop(writer);
        let error = opened.as_it_lies.still().expect_err("it is another file now");
        assert_eq!(error.kind(), ErrorKind::Interrupted);
    }
}
