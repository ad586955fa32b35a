//! The two handles: [`Catalog`] writes, [`CatalogReader`] reads.

use crate::connection::{open_reader, open_writer};
use crate::error::Doing;
use crate::{DataFolder, Error, ErrorKind};
use rusqlite::{Connection, Transaction};
use rusqlite_migration::M;
use std::path::{Path, PathBuf};

pub(super) const STEPS: &[M<'_>] = &[
    M::up(include_str!("../schema/catalog_1.sql")),
    M::up(include_str!("../schema/catalog_2.sql")),
    M::up(include_str!("../schema/catalog_3.sql")),
];

/// The writer. One a process; between processes SQLite's own lock decides, for a moment each.
#[derive(Debug)]
pub struct Catalog {
    connection: Connection,
    path: PathBuf,
    /// Why nothing can be written, where that is so.
    only_reads: Option<ErrorKind>,
    /// Whether the `-wal` still has what was deleted, as somebody read an earlier moment.
    log_to_empty: bool,
}

/// The reader. Sees what was committed, and cannot write.
#[derive(Debug)]
pub struct CatalogReader {
    pub(super) connection: Connection,
}

impl Catalog {
    /// The version of the file that this program writes.
    pub const VERSION: usize = STEPS.len();

    /// Opens the catalog of `folder`, made or migrated as need be.
    pub fn open(folder: &DataFolder) -> Result<Self, Error> {
        let path = folder.catalog_path();
        Ok(Self {
            connection: open_writer(&path, STEPS)?,
            path,
            only_reads: None,
            log_to_empty: false,
        })
    }

    /// Opens the catalog of a folder into which nothing can be written for now, and `why`: all that is to be
    /// stored is refused.
    pub fn open_to_read(folder: &DataFolder, why: ErrorKind) -> Result<Self, Error> {
        let path = folder.catalog_path();
        Ok(Self {
            connection: CatalogReader::at(&path)?.connection,
            path,
            only_reads: Some(why),
            log_to_empty: false,
        })
    }

    /// For a file that was opened anew after the disk had failed: moves what the write-ahead log has into the
    /// file, so that it is written once more, and checks the whole.
    pub fn check_again(&self) -> Result<(), Error> {
        crate::connection::check_again(&self.connection)
    }

    /// Why nothing can be stored, where that is so.
    pub fn only_reads(&self) -> Option<ErrorKind> {
        self.only_reads
    }

    /// From now on nothing can be stored through this handle, and `why`: the disk failed, and what it has kept of the
    /// file is not known.
    pub fn refuse(&mut self, why: ErrorKind) {
        self.only_reads = Some(why);
    }

    /// Whether something can be stored now, or why not. A lock of another program is waited for.
    pub fn check_writable(&mut self) -> Result<(), Error> {
        self.write("write into the catalog", |_| Ok(()))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A reader of the same file.
    pub fn reader(&self) -> Result<CatalogReader, Error> {
        CatalogReader::at(&self.path)
    }

    /// Runs `work` in one transaction, which takes its lock at once.
    pub(super) fn write<T>(
        &mut self,
        doing: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(why) = self.only_reads {
            return Err(Error::OnlyReads(why));
        }
        let transaction = self.connection.transaction().doing(doing)?;
        // An error drops the transaction, which rolls back where SQLite has not already.
        let answer = work(&transaction).doing(doing)?;
        transaction.commit().doing(doing)?;
        // What was committed stays so, whatever becomes of the log.
        if self.log_to_empty
            && let Err(error) = self.empty_log(Patience::None)
        {
            tracing::warn!(%error, "the write-ahead log was not emptied; the next write tries again");
        }
        Ok(answer)
    }

    /// Moves all pages from the `-wal` into the file and empties the `-wal`: what was deleted is then nowhere. Where
    /// that fails, or somebody reads an earlier moment and keeps the log from being emptied, the next writes try it
    /// again; with the last that closes the file the log goes anyway.
    pub(super) fn leave_nothing(&mut self) {
        if let Err(error) = self.empty_log(Patience::AsAlways) {
            // What was committed is done, whatever comes of this.
            tracing::warn!(%error, "the write-ahead log was not emptied; the next write tries again");
        }
    }

    fn empty_log(&mut self, patience: Patience) -> Result<(), Error> {
        const DOING: &str = "empty the write-ahead log";
        // Until it is known to be.
        self.log_to_empty = true;
        if patience == Patience::None {
            self.connection.busy_handler(None).doing(DOING)?;
        }
        let busy = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
            .doing(DOING);
        if patience == Patience::None {
            crate::connection::wait_for_locks(&self.connection).doing(DOING)?;
        }
        self.log_to_empty = busy? != 0;
        if self.log_to_empty {
            tracing::info!(
                "a reader keeps the write-ahead log from being emptied; the next write tries again"
            );
        }
        Ok(())
    }
}

/// Whether a lock of somebody else's is waited for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    AsAlways,
    None,
}

impl CatalogReader {
    /// Opens the catalog of `folder`, which must have been made.
    pub fn open(folder: &DataFolder) -> Result<Self, Error> {
        Self::at(&folder.catalog_path())
    }

    /// What SQLite finds wrong with the file; nothing where it is sound.
    pub(crate) fn unsound(&self) -> Result<Vec<String>, Error> {
        const DOING: &str = "check the catalog";
        let mut found = Vec::new();
        for check in ["PRAGMA integrity_check", "PRAGMA foreign_key_check"] {
            let mut statement = self.connection.prepare(check).doing(DOING)?;
            let mut rows = statement.query([]).doing(DOING)?;
            while let Some(row) = rows.next().doing(DOING)? {
                found.push(row.get::<_, String>(0).doing(DOING)?);
            }
        }
        found.retain(|line| line != "ok");
        Ok(found)
    }

    fn at(path: &std::path::Path) -> Result<Self, Error> {
        let opened = open_reader(path, STEPS)?
            .ok_or_else(|| Error::io("open", path, std::io::Error::from(std::io::ErrorKind::NotFound)))?;
        Ok(Self {
            connection: opened.connection,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ChosenTable, DataflowDraft, DataflowId, DriftPolicy, Purpose};
    use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

    #[test]
    fn the_schema_is_the_one_that_was_reviewed() {
        let connection = Connection::open_in_memory().expect("memory");
        let mut connection = connection;
        rusqlite_migration::Migrations::from_slice(STEPS)
            .to_latest(&mut connection)
            .expect("migrate");
        insta::assert_snapshot!("catalog_schema", crate::connection::schema(&connection));
    }

    fn with_a_dataflow() -> (tempfile::TempDir, DataFolder, Catalog, DataflowId) {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let mut catalog = Catalog::open(&folder).expect("the catalog");
        let draft = DataflowDraft {
            name: "Acme".into(),
            connector: "scripted".into(),
            settings: poolhouse_connector::Settings::new(),
            display_name: String::new(),
            description: String::new(),
            organization: String::new(),
            tables: vec![ChosenTable {
                source: poolhouse_connector::TableId::new("people"),
                target: "people".into(),
                purpose: Purpose::Customer360,
            }],
            drift: DriftPolicy::TakeAll,
        };
        let made = catalog.create_dataflow(&draft, jiff::Timestamp::UNIX_EPOCH);
        let id = made.expect("the draft is sound").id;
        (root, folder, catalog, id)
    }

    fn refuse_checkpoints(catalog: &Catalog, refused: bool) {
        let decide = move |context: AuthContext<'_>| match context.action {
            AuthAction::Pragma {
                pragma_name: "wal_checkpoint",
                ..
            } if refused => Authorization::Deny,
            _ => Authorization::Allow,
        };
        let set = catalog.connection.authorizer(Some(decide));
        set.expect("an authorizer");
    }

    #[test]
    fn a_removal_is_done_though_the_log_cannot_be_emptied_and_the_next_write_tries_again() {
        let (_root, folder, mut catalog, id) = with_a_dataflow();
        refuse_checkpoints(&catalog, true);
        let removed = catalog.remove_dataflow(id, &[], None);
        removed.expect("the entry is gone, and that is told");
        let left = catalog.reader().expect("a reader").dataflows();
        assert_eq!(left.expect("the list"), []);
        let length = || {
            let log = folder.root().join("catalog.db-wal");
            std::fs::metadata(log).expect("the log").len()
        };
        assert_ne!(length(), 0);
        refuse_checkpoints(&catalog, false);
        catalog.set_setting("any", "write").expect("it is stored");
        assert_eq!(length(), 0, "what was removed is nowhere");
    }

    #[test]
    fn where_a_copy_of_the_catalog_cannot_be_deleted_nothing_is_removed() {
        let (_root, folder, mut catalog, id) = with_a_dataflow();
        catalog.set_setting("removing/1", "").expect("it is stored");
        // To the program the same as a file that may not be deleted.
        let copy = folder.root().join("catalog.db.before-v3");
        std::fs::create_dir(&copy).expect("a folder");
        let settings = ["removing/1".to_owned()];
        let refused = catalog.remove_dataflow(id, &settings, None);
        refused.expect_err("the copy has what is to be removed");
        let reader = catalog.reader().expect("a reader");
        assert!(reader.dataflow(id).expect("it reads").is_some());
        assert!(reader.setting("removing/1").expect("it reads").is_some());
        std::fs::remove_dir(&copy).expect("it was in the way");
        let removed = catalog.remove_dataflow(id, &settings, None);
        removed.expect("nothing is in the way");
        assert_eq!(reader.dataflow(id).expect("it reads"), None);
        assert_eq!(reader.setting("removing/1").expect("it reads"), None);
    }

    #[test]
    fn what_was_committed_is_no_failure_where_the_log_cannot_be_emptied() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(&root.path().join("data")).expect("a data folder");
        let mut catalog = Catalog::open(&folder).expect("the catalog");
        catalog.log_to_empty = true;
        let log = root.path().join("data/catalog.db-wal");
        let setting = |catalog: &mut Catalog, value: &str| {
            catalog.write("store a setting", |transaction| {
                transaction
                    .execute("INSERT OR REPLACE INTO settings VALUES('a', ?1)", [value])
                    .doing("store a setting")
            })
        };

        refuse_checkpoints(&catalog, true);
        setting(&mut catalog, "1").expect("it is committed");
        assert!(catalog.log_to_empty, "the next write tries again");
        assert!(std::fs::metadata(&log).expect("the log").len() > 0);

        refuse_checkpoints(&catalog, false);
        setting(&mut catalog, "2").expect("it is committed");
        assert!(!catalog.log_to_empty);
        assert_eq!(std::fs::metadata(&log).expect("the log").len(), 0);
    }

    #[test]
    fn runs_of_the_version_before_keep_their_papers_and_say_what_they_did() {
        let mut connection = Connection::open_in_memory().expect("memory");
        rusqlite_migration::Migrations::from_slice(&STEPS[..2])
            .to_latest(&mut connection)
            .expect("version 2");
        connection
            .execute_batch(
                r#"INSERT INTO dataflows VALUES(1, 'Acme', 'c', '{}', '', '', '', '', '', 'ask');
                INSERT INTO runs(dataflow, kind, rollback_to, "trigger", status, plan, started_at, rows, failure, certificate) VALUES
                  (1, 'import', NULL, 'manual', 'succeeded', 'plan 1', 'then', 1204331, NULL, '{"a":1}'),
                  (1, 'import', NULL, 'manual', 'succeeded', 'plan 2', 'then', 1, NULL, NULL),
                  (1, 'import', NULL, 'manual', 'failed', 'plan 3', 'then', 0, '{"message":"It said “no”."}', NULL),
                  (1, 'import', NULL, 'manual', 'cancelled', 'plan 4', 'then', 0, NULL, NULL),
                  (1, 'rollback', 1, 'manual', 'succeeded', '', 'then', 0, NULL, NULL),
                  (1, 'import', NULL, 'manual', 'running', 'plan 6', 'then', 0, NULL, NULL);
                INSERT INTO run_tables(run, position, source, target, purpose) VALUES
                  (1, 0, 'users', 'users', 'all'), (1, 1, 'groups', 'groups', 'all'), (2, 0, 'users', 'users', 'all');"#,
            )
            .expect("runs");
        rusqlite_migration::Migrations::from_slice(STEPS)
            .to_latest(&mut connection)
            .expect("now");
        let told: Vec<String> = connection
            .prepare("SELECT description || ' | ' || plan || ' | ' || coalesce(certificate, '-') FROM runs JOIN run_papers ON run = id")
            .expect("runs")
            .query_map([], |row| row.get(0))
            .expect("runs")
            .collect::<rusqlite::Result<_>>()
            .expect("texts");
        insta::assert_debug_snapshot!(told, @r#"
        [
            "Published 1,204,331 rows in 2 tables. | plan 1 | {\"a\":1}",
            "Published 1 row in 1 table. | plan 2 | -",
            "It said “no”. | plan 3 | -",
            "Cancelled. Nothing changed. | plan 4 | -",
            "Rolled back to what run 1 published. |  | -",
            " | plan 6 | -",
        ]
        "#);
    }
}
