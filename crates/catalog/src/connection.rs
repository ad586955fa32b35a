//! Opening SQLite files: settings, migrations, and what to do where nothing can be written.
//!
//! Called by the two databases. Deliberately absent: any table's name.

use crate::error::Doing;
use crate::folder::{beside, make_private};
use crate::{Error, ErrorKind};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use std::path::Path;
use std::time::Duration;

const BUSY: Duration = Duration::from_secs(5);
/// Kibibytes of page cache; negative as SQLite wants it for kibibytes. Each sort of a large table
/// takes as much again, and the allocator keeps it: with twice this, proving a split of a million
/// rows peaked at 123 MB.
const CACHE: i32 = -8_192;
/// What a `-wal` file is cut down to once its content is in the database.
const LARGEST_WAL: i64 = 16 << 20;
/// The largest cell or row, in bytes.
const LARGEST_VALUE: i32 = 64 << 20;

/// Opens a file for writing, made if it is not there, at the newest version.
pub(crate) fn open_writer(path: &Path, steps: &[M<'_>]) -> Result<Connection, Error> {
    make_private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).doing("open the database")?;
    settle(&connection).doing("open the database")?;
    // Before anything is written: a newer file is left untouched.
    refuse_newer(&connection, path, steps.len())?;
    // Of a file that is being made alone: rows that were staged in vain give their room back.
    connection
        .pragma_update(None, "auto_vacuum", "INCREMENTAL")
        .doing("open the database")?;
    connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))
        .doing("open the database")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update_and_check(None, "journal_size_limit", LARGEST_WAL, |_| Ok(()))?;
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    migrate(&mut connection, path, steps)?;
    Ok(connection)
}

/// Opens a file for reading alone; `None` where there is none, or nothing in it yet.
pub(crate) fn open_reader(path: &Path, steps: &[M<'_>]) -> Result<Option<Connection>, Error> {
    match std::fs::metadata(path) {
        Ok(found) if found.len() == 0 && wal_is_empty(path) => return Ok(None),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("look at", path, error)),
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags)
        .doing("open the database")
        .and_then(|connection| read_settled(connection, path, steps));
    match opened {
        // On a full disk or in a read-only folder SQLite cannot make the `-shm` file, without which it
        // does not even read. Nothing is in the `-wal`, so the file itself is all there is.
        Err(error)
            if wal_is_empty(path)
                && matches!(
                    error.kind(),
                    ErrorKind::ReadOnly | ErrorKind::Io | ErrorKind::DiskFull
                ) =>
        {
            let uri = format!("file:{}?immutable=1", escaped(path));
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            let connection = Connection::open_with_flags(uri, flags).doing("open the database as it lies")?;
            read_settled(connection, path, steps)
        }
        other => other,
    }
}

fn read_settled(connection: Connection, path: &Path, steps: &[M<'_>]) -> Result<Option<Connection>, Error> {
    settle(&connection).doing("open the database")?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.pragma_update(None, "query_only", true)?;
    refuse_newer(&connection, path, steps.len())?;
    let version = version(&connection)?;
    Ok((version > 0).then_some(connection))
}

/// What holds for every connection.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LARGEST_VALUE)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, Error> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .doing("read the version")
}

fn refuse_newer(connection: &Connection, path: &Path, known: usize) -> Result<(), Error> {
    let (version, known) = (version(connection)?, known as i64);
    if version > known {
        return Err(Error::Newer {
            path: path.to_owned(),
            version,
            known,
        });
    }
    Ok(())
}

/// Brings the file to the newest version: all steps or none, after a copy.
fn migrate(connection: &mut Connection, path: &Path, steps: &[M<'_>]) -> Result<(), Error> {
    let (version, known) = (version(connection)?, steps.len());
    if version == known as i64 {
        return Ok(());
    }
    if version > 0 {
        let copy = beside(path, &format!(".before-v{known}"));
        crate::folder::remove_if_there(&copy)?;
        make_private(&copy)?;
        let target = copy
            .to_str()
            .ok_or_else(|| Error::damaged("the data folder's name is not Unicode"))?;
        connection
            .execute("VACUUM INTO ?1", [target])
            .doing("copy the database before its migration")?;
    }
    Migrations::from_slice(steps)
        .to_latest(connection)
        .map_err(|source| Error::Migration {
            path: path.to_owned(),
            source,
        })
}

fn wal_is_empty(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).map_or(true, |wal| wal.len() == 0)
}

/// A path for a `file:` URI.
fn escaped(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.to_string_lossy().bytes() {
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

/// The whole schema as SQL, for the snapshot that guards it.
#[cfg(test)]
pub(crate) fn schema(connection: &Connection) -> String {
    let mut statement = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name")
        .expect("schema");
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .expect("schema");
    rows.map(|row| row.expect("sql")).collect::<Vec<_>>().join(";\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &[M<'_>] = &[M::up("CREATE TABLE a(x)")];
    const NEW: &[M<'_>] = &[M::up("CREATE TABLE a(x)"), M::up("CREATE TABLE b(y)")];
    const BROKEN: &[M<'_>] = &[
        M::up("CREATE TABLE a(x)"),
        M::up("CREATE TABLE b(y)"),
        M::up("CREATE TABLE b(again)"),
    ];

    fn tables(connection: &Connection) -> i64 {
        connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .expect("count")
    }

    #[test]
    fn a_migration_is_whole_and_copied_before() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.db");
        open_writer(&path, OLD)
            .expect("old")
            .execute("INSERT INTO a VALUES(7)", [])
            .expect("row");
        assert!(!beside(&path, ".before-v1").exists(), "there was nothing to copy");
        let failed = open_writer(&path, BROKEN).expect_err("the third step fails");
        assert_eq!(failed.kind(), ErrorKind::Bug);
        assert_eq!(
            tables(&open_writer(&path, OLD).expect("old again")),
            1,
            "nothing of the second step is left"
        );
        assert_eq!(tables(&open_writer(&path, NEW).expect("new")), 2);
        let copy = Connection::open(beside(&path, ".before-v2")).expect("copy");
        assert_eq!(tables(&copy), 1, "the copy is of the version before");
    }

    #[test]
    fn a_newer_file_is_left_untouched() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.db");
        drop(open_writer(&path, NEW).expect("new"));
        let before = std::fs::read(&path).expect("bytes");
        assert_eq!(
            open_writer(&path, OLD).expect_err("newer").kind(),
            ErrorKind::Newer
        );
        assert_eq!(
            open_reader(&path, OLD).expect_err("newer").kind(),
            ErrorKind::Newer
        );
        assert_eq!(std::fs::read(&path).expect("bytes"), before, "not a byte changed");
    }

    #[test]
    fn a_clean_file_is_read_as_it_lies_where_nothing_can_be_written() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("odd name?#%.db");
        drop(open_writer(&path, OLD).expect("old"));
        let connection = Connection::open_with_flags(
            format!("file:{}?immutable=1", escaped(&path)),
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        )
        .expect("immutable");
        assert_eq!(tables(&connection), 1, "the escaped path names the same file");
    }
}
