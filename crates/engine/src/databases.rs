//! Databases: what was imported, read offline.

use crate::engine::Engine;
use crate::error::Error;
use crate::view::DatabaseView;
use poolhouse_catalog::DatabaseReader;
use poolhouse_catalog::model::{Dataflow, DataflowId};

impl Engine {
    /// The databases, in the order of their names. One that cannot be read says why.
    pub fn databases(&self) -> Result<Vec<DatabaseView>, Error> {
        let dataflows = self.inner.reader().dataflows()?;
        Ok(dataflows
            .into_iter()
            .filter_map(|dataflow| self.view(&dataflow))
            .collect())
    }

    /// The database of one dataflow.
    pub fn database(&self, id: DataflowId) -> Result<DatabaseView, Error> {
        let dataflow = self.inner.dataflow(id)?;
        let name = dataflow.draft.name.clone();
        self.view(&dataflow).ok_or(Error::NoDatabase(name))
    }

    /// `None` where nothing was imported yet.
    fn view(&self, dataflow: &Dataflow) -> Option<DatabaseView> {
        let name = &dataflow.draft.name;
        let mut view = DatabaseView {
            path: self.inner.folder.database_path(name).display().to_string(),
            bytes: 0,
            tables: Vec::new(),
            versions_kept: 0,
            people_forgotten: 0,
            to_rewrite: false,
            unreadable: None,
            dataflow: dataflow.clone(),
        };
        let read = DatabaseReader::open(&self.inner.folder, name).and_then(|database| {
            let Some(database) = database else {
                return Ok(false);
            };
            view.bytes = database.size_bytes()?;
            view.versions_kept = database.versions_kept()?;
            view.tables = database.tables()?;
            (view.people_forgotten, view.to_rewrite) = database.forgotten()?;
            Ok(database.is_published()?)
        });
        match read {
            Ok(true) => Some(view),
            Ok(false) => None,
            Err(error) => {
                let words = crate::error::catalog(&error);
                view.unreadable = Some(format!("{} {}", words.message, words.hint));
                Some(view)
            }
        }
    }
}
