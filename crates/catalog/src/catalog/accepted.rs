//! Columns that a person took, of dataflows that ask before they take one.

use super::{Catalog, CatalogReader, dataflows};
use crate::Error;
use crate::error::Doing;
use crate::model::DataflowId;
use poolhouse_connector::TableId;
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

impl Catalog {
    /// Takes these columns, by their names at the source, from the next run on.
    pub fn accept_columns(&mut self, id: DataflowId, columns: &[(TableId, String)]) -> Result<(), Error> {
        self.write("take the columns", |transaction| {
            if !dataflows::exists(transaction, id)? {
                return Err(Error::NoSuchDataflow(id));
            }
            let mut statement = transaction.prepare_cached(
                "INSERT OR IGNORE INTO accepted_columns(dataflow, source, original) VALUES(?1, ?2, ?3)",
            )?;
            for (source, original) in columns {
                statement.execute(params![id.0, source.as_str(), original])?;
            }
            Ok(())
        })
    }
}

impl CatalogReader {
    /// The columns that a person took, by table.
    pub fn accepted_columns(&self, id: DataflowId) -> Result<BTreeMap<TableId, BTreeSet<String>>, Error> {
        const DOING: &str = "read the columns that were taken";
        let mut statement = self
            .connection
            .prepare_cached("SELECT source, original FROM accepted_columns WHERE dataflow = ?1")
            .doing(DOING)?;
        let mut rows = statement.query([id.0]).doing(DOING)?;
        let mut accepted: BTreeMap<TableId, BTreeSet<String>> = BTreeMap::new();
        while let Some(row) = rows.next().doing(DOING)? {
            let source = TableId::from(row.get::<_, String>(0).doing(DOING)?);
            accepted
                .entry(source)
                .or_default()
                .insert(row.get(1).doing(DOING)?);
        }
        Ok(accepted)
    }
}
