//! What sort of personal data columns hold: found by names and values, corrected by a person.

use crate::engine::{Engine, Event};
use crate::error::Error;
use poolhouse_catalog::model::{ColumnClass, DataflowId};
use poolhouse_catalog::{Database, DatabaseReader};
use poolhouse_connector::PersonalData;

impl Engine {
    /// What the columns of a dataflow's database hold, and where that is known from.
    pub fn column_classes(&self, id: DataflowId) -> Result<Vec<ColumnClass>, Error> {
        let name = self.inner.dataflow(id)?.draft.name;
        match DatabaseReader::open(&self.inner.folder, &name)? {
            Some(database) => Ok(database.classes()?),
            None => Err(Error::NoDatabase(name)),
        }
    }

    /// Says what a column holds, in every version and from now on; `None` takes back what was said. A
    /// table and its column go by their names in the database.
    pub async fn class_column(
        &self,
        id: DataflowId,
        table: &str,
        column: &str,
        class: Option<PersonalData>,
    ) -> Result<(), Error> {
        let inner = self.inner.clone();
        let lock = inner.turn(id).await?;
        let name = inner.dataflow(id)?.draft.name;
        let (table, column) = (table.to_owned(), column.to_owned());
        crate::blocking(move || {
            if DatabaseReader::open(&inner.folder, &name)?.is_none() {
                return Err(Error::NoDatabase(name));
            }
            Database::open(&inner.folder, &name)?.class_column(&table, &column, class)?;
            drop(lock);
            inner.tell(Event::Dataflows);
            Ok(())
        })
        .await
    }
}
