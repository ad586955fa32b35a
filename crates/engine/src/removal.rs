//! Removing a dataflow: what would go, that it goes whole, and what a crash cut off.

use crate::dataflows::asked_each_run;
use crate::engine::{Engine, Event, Inner};
use crate::error::Error;
use crate::keychain::KeychainError;
use crate::view::{Removal, TableCount};
use poolhouse_catalog::model::{Dataflow, DataflowId};
use poolhouse_catalog::{Database, DatabaseReader, DataflowLock, ErrorKind};
use poolhouse_connector::{Network, Secrets};
use std::sync::PoisonError;

impl Engine {
    /// What [`Self::remove_dataflow`] would delete.
    pub async fn removal(&self, id: DataflowId) -> Result<Removal, Error> {
        let dataflow = self.inner.dataflow(id)?;
        let keychain_entry = self
            .inner
            .keychain
            .fetch(&self.inner.owner(&dataflow))
            .await
            .is_ok();
        let runs = self.inner.reader().count_runs(id)?;
        let mut removal = Removal {
            name: dataflow.draft.name,
            tables: Vec::new(),
            versions: 0,
            runs,
            bytes: 0,
            keychain_entry,
        };
        // One that cannot be read can still be removed.
        if let Ok(Some(database)) = DatabaseReader::open(&self.inner.folder, &removal.name) {
            removal.tables = database
                .tables()
                .unwrap_or_default()
                .into_iter()
                .map(|table| TableCount {
                    name: table.name,
                    rows: table.rows,
                })
                .collect();
            removal.versions = database.versions_kept().unwrap_or_default();
            removal.bytes = database.size_bytes().unwrap_or_default();
        }
        Ok(removal)
    }

    /// Deletes a dataflow, its database, its history and its keychain entry. Afterwards no
    /// value of it can be found in the data folder.
    pub async fn remove_dataflow(&self, id: DataflowId) -> Result<(), Error> {
        let lock = self.inner.turn_to_remove(id).await?;
        let dataflow = self.inner.dataflow(id)?;
        // Before anything is gone: all of it goes, or nothing.
        Database::check_files(&self.inner.folder, &dataflow.draft.name)?;
        let inner = self.inner.clone();
        let checking = self
            .inner
            .work_on(id, move || match inner.catalog().check_writable() {
                // What goes makes room.
                Err(error) if error.kind() == ErrorKind::DiskFull => Ok(()),
                checked => Ok(checked?),
            });
        checking.await?;
        match self.inner.keychain.forget(&self.inner.owner(&dataflow)).await {
            // Without a keychain nothing of it can be there.
            Ok(()) | Err(KeychainError::Absent { .. }) => {}
            Err(source) => return Err(Error::SecretStays { source }),
        }
        let source = self.inner.source_read_by_nobody_else(&dataflow).await?;
        let inner = self.inner.clone();
        let here = inner.clone();
        let removing = here.work_on(id, move || {
            inner.views().let_go_of_compared();
            inner.delete(&dataflow, source.as_deref())?;
            drop(lock);
            if let Err(error) = inner.folder.forget_lock(id) {
                // An empty file, and the dataflow is gone.
                tracing::warn!(%error, "the lock of a dataflow that was removed stays");
            }
            Ok(())
        });
        let removed = removing.await;
        // Where the entry stays, its rows and its secret are gone all the same.
        self.inner
            .entered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&id);
        self.inner.tell(Event::Dataflows);
        removed
    }
}

impl Inner {
    /// Deletes the database and the entry of a dataflow. The caller holds its lock.
    fn delete(&self, dataflow: &Dataflow, source: Option<&str>) -> Result<(), Error> {
        let (id, name) = (dataflow.id, &dataflow.draft.name);
        let database = self.folder.database_path(name);
        let had_rows = database.exists();
        let mut is_noted = self.note_removal(id, source)?;
        let stays = |goes_on, source| Error::EntryStays {
            name: name.clone(),
            goes_on,
            source,
        };
        // First: on a full disk it makes the room that the rest needs.
        if let Err(error) = Database::remove_files(&self.folder, name) {
            if !database.exists() {
                return Err(stays(is_noted, error));
            }
            // All of it is still there, and stays.
            if is_noted && let Err(unforgotten) = self.catalog().forget_setting(&removing(id)) {
                tracing::warn!(error = %unforgotten, "a removal that could not begin goes on later");
                return Err(stays(true, error));
            }
            return Err(error.into());
        }
        self.look_again(true);
        // There may be room for it now.
        is_noted = is_noted || self.note_removal(id, source).unwrap_or(false);
        self.remove_entry(id, source).map_err(|error| match error {
            Error::Catalog(error) if is_noted || had_rows => stays(is_noted, error),
            other => other,
        })
    }

    /// Stores that a dataflow is being removed: what is cut off from here on is done to its end by whoever opens
    /// the folder next. False on a full disk, which has no room for that; what goes makes some.
    fn note_removal(&self, id: DataflowId, source: Option<&str>) -> Result<bool, Error> {
        match self
            .catalog()
            .set_setting(&removing(id), source.unwrap_or_default())
        {
            Err(error) if error.kind() == ErrorKind::DiskFull => {
                tracing::info!(%error, "that a dataflow is being removed was not stored");
                Ok(false)
            }
            noted => Ok(noted.map(|()| true)?),
        }
    }

    /// Removes a dataflow from the catalog, with what is known about it and about its `source`: all of it or nothing.
    pub(crate) fn remove_entry(&self, id: DataflowId, source: Option<&str>) -> Result<(), Error> {
        let about = [asked_each_run(id), crate::run::damaged(id), removing(id)];
        Ok(self.catalog().remove_dataflow(id, &about, source)?)
    }

    /// Whether the removal of a dataflow has begun, and is not at its end.
    pub(crate) fn is_being_removed(&self, id: DataflowId) -> Result<bool, Error> {
        Ok(self.reader().setting(&removing(id))?.is_some())
    }

    /// Ends the removal of dataflows that was cut off after it had begun to delete. One that cannot be ended now is
    /// tried again the next time, and keeps nobody else's from its end.
    pub(crate) fn finish_removals(&self) -> Result<(), Error> {
        let dataflows = self.reader().dataflows()?;
        for id in dataflows.into_iter().map(|dataflow| dataflow.id) {
            if let Err(error) = self.finish_removal(id) {
                tracing::warn!(%error, dataflow = %id, "a removal that was cut off could not be ended yet");
            }
        }
        Ok(())
    }

    fn finish_removal(&self, id: DataflowId) -> Result<(), Error> {
        if !self.is_being_removed(id)? {
            return Ok(());
        }
        // Who removes it holds this lock, in whatever process.
        match self.folder.lock_dataflow(id)? {
            Some(lock) => self.end_removal(id, lock),
            None => Ok(()),
        }
    }

    fn end_removal(&self, id: DataflowId, lock: DataflowLock) -> Result<(), Error> {
        // Read under the lock: it may have come to its end since, and its name be another dataflow's.
        let dataflow = self.reader().dataflow(id)?;
        if let Some(dataflow) = dataflow {
            let Some(source) = self.reader().setting(&removing(id))? else {
                return Ok(());
            };
            Database::remove_files(&self.folder, &dataflow.draft.name)?;
            self.remove_entry(id, Some(source.as_str()).filter(|source| !source.is_empty()))?;
        }
        drop(lock);
        Ok(self.folder.forget_lock(id)?)
    }

    /// The name of a dataflow's source, where no other dataflow reads it: what is known about
    /// the source goes with the last one.
    async fn source_read_by_nobody_else(&self, dataflow: &Dataflow) -> Result<Option<String>, Error> {
        let Some(source) = self.source(dataflow).await else {
            return Ok(None);
        };
        let others = self.reader().dataflows()?;
        for other in others.iter().filter(|other| other.id != dataflow.id) {
            if self.source(other).await.as_ref() == Some(&source) {
                return Ok(None);
            }
        }
        Ok(Some(source))
    }

    /// Opening makes no call, and the source's name needs no secret.
    async fn source(&self, dataflow: &Dataflow) -> Option<String> {
        let kind = self.kind(&dataflow.draft.connector).ok()?;
        let connector = kind
            .open(&dataflow.draft.settings, &Secrets::new(), &Network::default())
            .await
            .ok()?;
        Some(connector.source())
    }
}

/// Under which setting it is kept that a dataflow is being removed: the name of the source that goes with it.
fn removing(id: DataflowId) -> String {
    format!("removing/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Keychain, Openings, SystemClock};
    use jiff::Timestamp;
    use poolhouse_catalog::model::{ChosenTable, DataflowDraft, DriftPolicy, Purpose, Trigger};
    use poolhouse_catalog::{Catalog, DataFolder};
    use poolhouse_connector::{Settings, TableId};
    use std::path::Path;
    use std::sync::Arc;

    fn draft() -> DataflowDraft {
        DataflowDraft {
            name: "People".into(),
            connector: "none".into(),
            settings: Settings::new(),
            display_name: String::new(),
            description: String::new(),
            organization: String::new(),
            tables: vec![ChosenTable {
                source: TableId::new("people"),
                target: "people".into(),
                purpose: Purpose::Customer360,
            }],
            drift: DriftPolicy::TakeAll,
        }
    }

    fn open(root: &Path) -> Arc<Inner> {
        let openings = Openings {
            kinds: Vec::new(),
            keychain: Keychain::in_memory(),
            clock: Arc::new(SystemClock),
            trigger: Trigger::Manual,
        };
        Engine::open(root, openings).expect("it opens").inner
    }

    /// Another process ends it, and a dataflow of the same name is imported, between the look and the lock.
    #[test]
    fn a_removal_that_another_process_has_ended_is_not_ended_once_more() {
        let root = tempfile::tempdir().expect("a folder");
        let inner = open(root.path());
        let folder = DataFolder::open(root.path()).expect("the folder");
        let mut theirs = Catalog::open(&folder).expect("the catalog");
        let mut create = || {
            let made = theirs.create_dataflow(&draft(), Timestamp::UNIX_EPOCH);
            made.expect("the name is free").id
        };
        let first = create();
        inner.catalog().set_setting(&removing(first), "").expect("noted");
        assert!(inner.is_being_removed(first).expect("it reads"), "it is seen");
        inner.remove_entry(first, None).expect("it is ended");
        let second = create();
        let database = Database::open(&folder, "People").expect("it is made");
        drop(database);
        let lock = || {
            folder
                .lock_dataflow(first)
                .expect("it can be locked")
                .expect("free")
        };
        inner.end_removal(first, lock()).expect("nothing is left to do");
        assert!(folder.database_path("People").exists(), "it is the other one's");
        assert!(inner.reader().dataflow(second).expect("it reads").is_some());
        let left = root.path().join(format!("locks/{first}.lock"));
        assert!(!left.exists(), "nobody locks it again");
        // One whose note is gone stays as it is.
        let lock = folder
            .lock_dataflow(second)
            .expect("it can be locked")
            .expect("free");
        inner.end_removal(second, lock).expect("nothing is to be done");
        assert!(folder.database_path("People").exists(), "nobody removes it");
    }

    #[test]
    fn a_database_that_cannot_be_deleted_stays_with_its_dataflow_and_that_is_what_is_told() {
        let root = tempfile::tempdir().expect("a folder");
        let inner = open(root.path());
        let made = inner.catalog().create_dataflow(&draft(), Timestamp::UNIX_EPOCH);
        let dataflow = made.expect("the name is free");
        // To the program the same as a file that may not be deleted.
        let database = inner.folder.database_path("People");
        std::fs::create_dir(&database).expect("a folder");
        let refused = inner.delete(&dataflow, None);
        let Err(Error::Catalog(error)) = refused else {
            panic!("{refused:?}")
        };
        assert!(error.to_string().contains("People.db"), "{error}");
        assert!(
            !inner.is_being_removed(dataflow.id).expect("it reads"),
            "nothing is deleted, so nothing goes later"
        );
        // Where that cannot be taken back, it goes later, and what was in the way is told all the same.
        let catalog = rusqlite::Connection::open(root.path().join("catalog.db")).expect("the catalog");
        catalog
            .execute_batch(
                "CREATE TRIGGER no BEFORE DELETE ON settings BEGIN SELECT RAISE(FAIL, 'as scripted'); END",
            )
            .expect("a disk that fails");
        let refused = inner.delete(&dataflow, None);
        let Err(Error::EntryStays { goes_on, source, .. }) = refused else {
            panic!("{refused:?}")
        };
        assert!(goes_on);
        assert!(source.to_string().contains("People.db"), "{source}");
    }
}
