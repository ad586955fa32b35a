//! Opening SQLite files: settings, migrations, and what to do where nothing can be written.
//!
//! Called by the two databases. Deliberately absent: any table's name.

use crate::as_it_lies::{self, AsItLies, Opened, wal_is_empty};
use crate::error::Doing;
use crate::folder::{Preparing, beside, keep_names, make_private, remove_if_there};
use crate::{Error, ErrorKind};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use std::path::Path;

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
    open_to_write(path, steps).map_err(|error| match path.parent() {
        // SQLite says that it cannot make its `-shm` file, and not why.
        Some(folder) if cannot_write(&error) => crate::folder::try_to_write(folder).err().unwrap_or(error),
        _ => error,
    })
}

fn open_to_write(path: &Path, steps: &[M<'_>]) -> Result<Connection, Error> {
    make_private(path)?;
    refuse_cut_short(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).doing("open the database")?;
    settle(&connection).doing("open the database")?;
    // Before anything is written: a newer file is left untouched.
    refuse_newer(&connection, path, steps.len())?;
    // Of several processes that open it one makes or migrates it, and the others find that done.
    let is_old = version(&connection)? < steps.len() as i64;
    let _preparing = is_old.then(|| Preparing::of(path)).transpose()?;
    let pages: i64 = connection
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .doing("open the database")?;
    if pages == 0 {
        // Rows that were staged in vain give their room back. Of a file that has it already it would be a write,
        // for which a lock of another program is waited.
        connection
            .pragma_update(None, "auto_vacuum", "INCREMENTAL")
            .doing("open the database")?;
    }
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

/// Chooses the folder in which SQLite sets aside what a sort does not hold in memory, for this whole process.
/// Must come before any file is opened. Where it can no longer be written to, SQLite takes the system's.
pub(crate) fn keep_temporary_files_in(folder: &Path) -> Result<(), Error> {
    let folder = folder
        .to_str()
        .ok_or_else(|| Error::damaged("the data folder's name is not Unicode"))?;
    Connection::open_in_memory()?
        .pragma_update(None, "temp_store_directory", folder)
        .doing("choose a folder for temporary files")
}

/// Opens a file for reading alone; `None` where there is none, or nothing in it yet.
pub(crate) fn open_reader(path: &Path, steps: &[M<'_>]) -> Result<Option<Opened>, Error> {
    match std::fs::metadata(path) {
        Ok(found) if found.len() == 0 && wal_is_empty(path) => return Ok(None),
        Ok(_) => refuse_cut_short(path)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("look at", path, error)),
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let with_locks = Connection::open_with_flags(path, flags)
        .doing("open the database")
        .map(|connection| Opened {
            connection,
            as_it_lies: AsItLies::default(),
        });
    match with_locks.and_then(|opened| read_settled(opened, path, steps)) {
        // On a full disk or in a read-only folder SQLite cannot make the `-shm` file.
        Err(error) if cannot_write(&error) => read_settled(as_it_lies::open(path)?, path, steps),
        other => other,
    }
}

/// SQLite takes a file for empty that is shorter than the smallest page, and would write into it.
fn refuse_cut_short(path: &Path) -> Result<(), Error> {
    const SMALLEST_PAGE: u64 = 512;
    let length = std::fs::metadata(path).map_or(0, |found| found.len());
    if (1..SMALLEST_PAGE).contains(&length) {
        return Err(Error::damaged("the file is cut short"));
    }
    Ok(())
}

/// Whether an error says that nothing can be written there, whatever the reason.
pub(crate) fn cannot_write(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ReadOnly | ErrorKind::Io | ErrorKind::DiskFull
    )
}

fn read_settled(opened: Opened, path: &Path, steps: &[M<'_>]) -> Result<Option<Opened>, Error> {
    let connection = &opened.connection;
    settle(connection).doing("open the database")?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.pragma_update(None, "query_only", true)?;
    refuse_newer(connection, path, steps.len())?;
    let version = version(connection)?;
    Ok((version > 0).then_some(opened))
}

/// Lets `work` make tables of the connection's own where the file was opened for reading alone.
pub(crate) fn with_temporary_tables<T>(
    connection: &Connection,
    work: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let reads_only = |only: bool| connection.pragma_update(None, "query_only", only);
    reads_only(false).doing("make a temporary table")?;
    let worked = work();
    reads_only(true).doing("make a temporary table")?;
    worked
}

/// What holds for every connection.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    wait_for_locks(connection)?;
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

/// From now on a lock of another program is waited for.
pub(crate) fn wait_for_locks(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_handler(Some(crate::waiting::try_again))
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

/// Brings the file to the newest version: all steps or none, after a copy. Whoever calls it with an older file is
/// the only one that prepares it.
fn migrate(connection: &mut Connection, path: &Path, steps: &[M<'_>]) -> Result<(), Error> {
    // A newer app may have been the first to prepare it.
    refuse_newer(connection, path, steps.len())?;
    let (version, known) = (version(connection)?, steps.len());
    if version == known as i64 {
        return Ok(());
    }
    if version > 0 {
        copy(connection, path, &format!(".before-v{known}"))?;
    }
    Migrations::from_slice(steps)
        .to_latest(connection)
        .map_err(|source| Error::Migration {
            path: path.to_owned(),
            source,
        })
}

/// Copies the database beside itself. A copy has its name once it is whole, and replaces one of an earlier try.
fn copy(connection: &Connection, path: &Path, suffix: &str) -> Result<(), Error> {
    const DOING: &str = "copy the database before its migration";
    let (copy, part) = (beside(path, suffix), beside(path, &format!("{suffix}.part")));
    remove_if_there(&part)?;
    make_private(&part)?;
    // By its bytes, as not every folder's name is Unicode.
    connection
        .execute(
            "VACUUM INTO CAST(?1 AS TEXT)",
            [part.as_os_str().as_encoded_bytes()],
        )
        .doing(DOING)
        .and_then(|_| {
            // To write, as Windows keeps no file that was opened to read.
            let part_file = std::fs::File::options().write(true).open(&part);
            part_file
                .and_then(|file| file.sync_all())
                .and_then(|()| std::fs::rename(&part, &copy))
                .map_err(|error| Error::io(DOING, &copy, error))?;
            keep_names(&copy);
            Ok(())
        })
        // Half a copy is of no use, and takes the room that there is.
        .inspect_err(|_| drop(remove_if_there(&part)))
}

/// Moves what the write-ahead log has into the file, so that it is written once more, and checks the whole.
pub(crate) fn check_again(connection: &Connection) -> Result<(), Error> {
    const DOING: &str = "check the database";
    let busy: i64 = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .doing(DOING)?;
    if busy != 0 {
        tracing::warn!("a reader kept the write-ahead log from being emptied; the next checkpoint does it");
    }
    let found: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .doing(DOING)?;
    if found == "ok" {
        Ok(())
    } else {
        Err(Error::damaged(found))
    }
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
    fn of_several_that_open_it_at_once_one_makes_or_migrates_it() {
        const OPENERS: usize = 4;
        for round in 0..25 {
            let folder = tempfile::tempdir().expect("folder");
            let path = folder.path().join("x.db");
            if round % 2 == 0 {
                drop(open_writer(&path, OLD).expect("old"));
            }
            let together = std::sync::Barrier::new(OPENERS);
            std::thread::scope(|scope| {
                let openers: Vec<_> = (0..OPENERS)
                    .map(|_| {
                        scope.spawn(|| {
                            together.wait();
                            open_writer(&path, NEW).map(|connection| tables(&connection))
                        })
                    })
                    .collect();
                for opener in openers {
                    let opened = opener.join().expect("no panic");
                    assert_eq!(opened.expect("each opens it"), 2);
                }
            });
            let copy = beside(&path, ".before-v2");
            assert_eq!(copy.exists(), round % 2 == 0);
            if copy.exists() {
                let copy = Connection::open(copy).expect("copy");
                assert_eq!(tables(&copy), 1, "of the version before");
            }
            let left = std::fs::read_dir(folder.path()).expect("files").flatten();
            let left = left.map(|file| file.file_name().to_string_lossy().into_owned());
            let half: Vec<_> = left
                .filter(|name| name.contains(".part") || name.contains(".preparing"))
                .collect();
            assert!(half.is_empty(), "{half:?}");
        }
    }

    #[test]
    fn who_migrates_is_waited_for_and_told() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.db");
        drop(open_writer(&path, OLD).expect("old"));
        let preparing = Preparing::of(&path).expect("free");
        assert_eq!(
            tables(&open_writer(&path, OLD).expect("it is new enough for an older app")),
            1
        );
        let in_use = crate::InUse::default();
        let refused = std::thread::scope(|scope| {
            let waits = scope.spawn(|| in_use.watch(|| open_writer(&path, NEW)));
            while !in_use.is_waited_for() {
                assert!(!waits.is_finished(), "it is seen before it is over");
                std::thread::yield_now();
            }
            in_use.give_up();
            waits.join().expect("no panic")
        });
        assert_eq!(refused.expect_err("it is being prepared").kind(), ErrorKind::Busy);
        drop(preparing);
        assert_eq!(tables(&open_writer(&path, NEW).expect("it is free")), 2);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_in_a_folder_whose_name_is_not_unicode_is_migrated() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().expect("folder");
        let odd = folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9\xff"));
        std::fs::create_dir(&odd).expect("folder");
        let path = odd.join("x.db");
        drop(open_writer(&path, OLD).expect("old"));
        assert_eq!(tables(&open_writer(&path, NEW).expect("new")), 2);
        let copy = Connection::open(beside(&path, ".before-v2")).expect("copy");
        assert_eq!(tables(&copy), 1, "the copy lies beside it");
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

    /// The file is unlocked for other processes by whoever closes it, however it was opened.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_open_stays_locked_when_it_is_opened_once_more() {
        use std::os::unix::fs::MetadataExt;
        let root = tempfile::tempdir().expect("folder");
        let path = root.path().join("x.db");
        let first = open_writer(&path, OLD).expect("a writer");
        let inode = std::fs::metadata(&path).expect("the file").ino();
        let locks = || {
            let all = std::fs::read_to_string("/proc/locks").expect("all locks");
            let ours = format!(" {} ", std::process::id());
            let of_file = format!(":{inode} ");
            let is_ours = |line: &&str| line.contains(&ours) && line.contains(&of_file);
            all.lines().filter(is_ours).count()
        };
        assert_eq!(locks(), 1, "other processes see that it is in use");
        let second = open_writer(&path, OLD).expect("another");
        let reader = open_reader(&path, OLD).expect("a reader");
        assert_eq!(locks(), 1);
        drop((second, reader));
        assert_eq!(locks(), 1);
        drop(first);
        assert_eq!(locks(), 0);
    }
}
