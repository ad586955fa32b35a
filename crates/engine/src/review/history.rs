//! What became of a row, and where it is to be found as it was.

use super::lock;
use crate::engine::{Engine, Inner};
use crate::error::Error;
use crate::mask::hides;
use crate::view::{RowHistory, ViewId};
use poolhouse_catalog::model::{ChangeKind, Filter, RunId, TableColumns, Test};
use poolhouse_catalog::{DatabaseReader, RowChange, RowKey};
use std::collections::BTreeSet;

/// Lines of what became of a row at most.
const MOST_CHANGES: u32 = 1_000;

impl Engine {
    /// What became of a row of an open table, by run, the newest first, and where it is to be found.
    pub async fn row_history(&self, id: ViewId, row: u64) -> Result<RowHistory, Error> {
        let view = self.inner.view_of(id)?;
        let place = lock(&view.places).get(row as usize).copied();
        let place = place.ok_or(Error::TableClosed)?;
        let inner = self.inner.clone();
        crate::blocking(move || {
            let key = lock(&view.reader).key_at(place)?;
            inner.history_of(&key)
        })
        .await
    }
}

impl Inner {
    fn history_of(&self, key: &RowKey) -> Result<RowHistory, Error> {
        let unknown = || Error::NoDatabase(key.database.clone());
        let database = DatabaseReader::open(&self.folder, &key.database)?.ok_or_else(unknown)?;
        let dataflow = self.reader().dataflow_named(&key.database)?;
        let mut changes = database.row_history(key, MOST_CHANGES)?;
        self.timed_changes(&mut changes)?;
        self.screen()?.hide_history(&database, key, &mut changes)?;
        let then = then(&database, key, &changes)?;
        let filters = match then.first() {
            Some((_, columns)) => self.by_key(columns, key)?,
            None => Vec::new(),
        };
        Ok(RowHistory {
            dataflow: dataflow.ok_or_else(unknown)?.id,
            table: key.table.clone(),
            filters,
            found: then.into_iter().map(|(run, _)| run).collect(),
            changes,
        })
    }

    /// The filters that find a row by its key. What a screen may not show of it is kept.
    fn by_key(&self, table: &TableColumns, key: &RowKey) -> Result<Vec<Filter>, Error> {
        let screen = self.screen()?;
        let filter = |(column, value): (&String, Option<String>)| {
            let is_hidden = screen.masks() && hides(&table.columns, Some(column));
            let test = match value {
                None => Test::Null,
                Some(text) if is_hidden => Test::Kept {
                    shown: screen.value(true, &text),
                    value: self.kept().keep(text),
                },
                Some(text) => Test::Equals { text },
            };
            Filter {
                column: column.clone(),
                test,
                not: false,
            }
        };
        Ok(table.key.iter().zip(key.values()?).map(filter).collect())
    }
}

/// The runs that changed the row and after which it was there, as far as their rows are kept, the newest
/// first: each with the table as it was. Those alone in which the table has the key that it has in the newest.
fn then(
    database: &DatabaseReader,
    key: &RowKey,
    changes: &[RowChange],
) -> Result<Vec<(RunId, TableColumns)>, Error> {
    let gone = changes.iter().filter(|change| change.kind == ChangeKind::Removed);
    let gone: BTreeSet<RunId> = gone.map(|change| change.run).collect();
    let there = changes.iter().map(|change| change.run);
    let there: BTreeSet<RunId> = there.filter(|run| !gone.contains(run)).collect();
    let mut found: Vec<(RunId, TableColumns)> = Vec::new();
    for publication in database.publications()? {
        let is_kept = publication.kept || publication.current;
        if !is_kept || !there.contains(&publication.run) {
            continue;
        }
        let tables = database.columns_of(publication.run)?.into_iter();
        let table = tables.filter(|table| table.source == key.source && !table.key.is_empty());
        let is_same = |table: &TableColumns| found.first().is_none_or(|(_, first)| first.key == table.key);
        let same: Vec<_> = table
            .filter(is_same)
            .map(|table| (publication.run, table))
            .collect();
        found.extend(same);
    }
    Ok(found)
}
