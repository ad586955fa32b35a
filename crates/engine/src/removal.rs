//! Removing a dataflow: what would go, that it goes whole, and what a crash cut off.

use crate::dataflows::asked_each_run;
use crate::engine::{Engine, Event, Inner};
use crate::error::Error;
use crate::keychain::KeychainError;
use crate::view::{Removal, TableCount};
use poolhouse_catalog::model::{Dataflow, DataflowId};
use poolhouse_catalog::{Database, DatabaseReader, Error as CatalogError, ErrorKind};
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
        let lock = self.inner.turn(id).await?;
        let dataflow = self.inner.dataflow(id)?;
        let name = dataflow.draft.name.clone();
        // Before anything is gone: all of it goes, or nothing. On a full disk what goes makes room.
        Database::check_files(&self.inner.folder, &name)?;
        if let Some(why) = self.inner.catalog().only_reads()
            && why != ErrorKind::DiskFull
        {
            return Err(CatalogError::OnlyReads(why).into());
        }
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
            let had_rows = inner.folder.database_path(&name).exists();
            // A removal that is cut off from here on is done to its end by whoever opens the folder next. On a full
            // disk this cannot be stored, and what goes makes room.
            let noted = inner
                .catalog()
                .set_setting(&removing(id), source.as_deref().unwrap_or_default());
            if let Err(error) = noted {
                tracing::info!(%error, "that a dataflow is being removed was not stored");
            }
            // First: on a full disk it makes the room that the rest needs.
            if let Err(error) = Database::remove_files(&inner.folder, &name) {
                inner.catalog().forget_setting(&removing(id))?;
                return Err(error.into());
            }
            inner.look_again(true);
            let entry = inner.remove_entry(id, source.as_deref());
            entry.map_err(|source| match source {
                Error::Catalog(source) if had_rows => Error::EntryStays { name, source },
                other => other,
            })?;
            drop(lock);
            Ok(inner.folder.forget_lock(id)?)
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
    /// Removes a dataflow from the catalog, with what is known about it and about its `source`.
    pub(crate) fn remove_entry(&self, id: DataflowId, source: Option<&str>) -> Result<(), Error> {
        if let Some(source) = source {
            self.catalog().forget_source(source)?;
        }
        self.catalog().forget_setting(&asked_each_run(id))?;
        self.catalog().forget_setting(&crate::run::damaged(id))?;
        self.catalog().forget_setting(&removing(id))?;
        Ok(self.catalog().remove_dataflow(id)?)
    }

    /// Ends the removal of dataflows that a crash cut off after it had begun to delete.
    pub(crate) fn finish_removals(&self) -> Result<(), Error> {
        let dataflows = self.reader().dataflows()?;
        for dataflow in dataflows {
            let Some(source) = self.reader().setting(&removing(dataflow.id))? else {
                continue;
            };
            // Who removes it holds this lock, in whatever process.
            let Ok(Some(lock)) = self.folder.lock_dataflow(dataflow.id) else {
                continue;
            };
            Database::remove_files(&self.folder, &dataflow.draft.name)?;
            self.remove_entry(
                dataflow.id,
                Some(source.as_str()).filter(|source| !source.is_empty()),
            )?;
            drop(lock);
            self.folder.forget_lock(dataflow.id)?;
        }
        Ok(())
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
