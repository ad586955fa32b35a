//! The rows of one table on their way out: which columns, and what becomes of those that are personal.

use super::target::Target;
use crate::error::Error;
use crate::mask::{MASK, is_personal, masked};
use crate::review::beside_its_filter;
use crate::view::Privacy;
use poolhouse_catalog::model::{StoredColumn, TableQuery};
use poolhouse_catalog::{Interrupts, Storage, TableReader, ValueRef};
use poolhouse_connector::ColumnType;
use poolhouse_export::{Cell, Column, Kind};
use std::ops::ControlFlow;
use tokio_util::sync::CancellationToken;

/// What was written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Written {
    pub(super) rows: u64,
    /// Values that were cut because the format holds no longer ones.
    pub(super) shortened: u64,
}

/// How far the writing is.
pub(super) enum Step {
    /// The rows are being put in order; none is written before that is done.
    Sorting,
    /// So many rows are written.
    Written(u64),
}

/// The rows that are wanted of one table.
pub(super) struct Rows {
    name: String,
    reader: TableReader,
    query: TableQuery,
    columns: Vec<StoredColumn>,
    masked: Vec<bool>,
}

impl Rows {
    pub(super) fn of(
        name: &str,
        reader: TableReader,
        query: &TableQuery,
        columns: &[String],
        privacy: Privacy,
    ) -> Result<Self, Error> {
        let columns = chosen(reader.columns(), columns, privacy)?;
        // What cannot be asked is told before a file is begun.
        reader.ask(query).map_err(beside_its_filter)?;
        let is_masked = |column: &StoredColumn| privacy == Privacy::Mask && is_personal(column);
        Ok(Self {
            name: name.to_owned(),
            masked: columns.iter().map(is_masked).collect(),
            query: query.clone(),
            columns,
            reader,
        })
    }

    /// All rows of the table, where their number is known.
    pub(super) fn all(&self) -> Option<u64> {
        self.reader.rows()
    }

    pub(super) fn interrupts(&self) -> Interrupts {
        self.reader.interrupt()
    }

    /// Writes them; `tell` hears where it begins to sort, and after each row how many there are.
    pub(super) fn write(
        &self,
        target: &mut Target,
        cancel: &CancellationToken,
        tell: &mut dyn FnMut(Step),
    ) -> Result<Written, Error> {
        let mut sink = target.table(&self.name, &self.described()?)?;
        let (mut rows, mut failed) = (0, None);
        let masks_any = self.masked.contains(&true);
        if !self.query.sort.is_empty() {
            tell(Step::Sorting);
        }
        self.reader.walk(&self.query, &self.columns, &mut |values| {
            if cancel.is_cancelled() {
                return ControlFlow::Break(());
            }
            let cells: Vec<Cell<'_>>;
            let masks: Vec<Option<String>>;
            if masks_any {
                masks = values
                    .iter()
                    .zip(&self.masked)
                    .map(|(value, masked)| masked.then(|| mask(*value)).flatten())
                    .collect();
                cells = values
                    .iter()
                    .zip(&self.masked)
                    .zip(&masks)
                    .map(|((value, masked), mask)| match (masked, mask) {
                        (true, Some(mask)) => Cell::Text(mask),
                        (true, None) => Cell::Null,
                        (false, _) => cell(*value),
                    })
                    .collect();
            } else {
                cells = values.iter().map(|value| cell(*value)).collect();
            }
            if let Err(error) = sink.row(&cells) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            rows += 1;
            tell(Step::Written(rows));
            ControlFlow::Continue(())
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        if cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let shortened = sink.shortened();
        sink.finish(&|| cancel.is_cancelled())?;
        Ok(Written { rows, shortened })
    }

    /// The columns with the sort of values that each truly has.
    fn described(&self) -> Result<Vec<Column>, Error> {
        // Texts are texts; of the others it is looked at, which takes a look at every row.
        let is_looked_at = |column: &StoredColumn, masked: bool| {
            !masked && matches!(column.kind, ColumnType::Number | ColumnType::Boolean)
        };
        let columns = || self.columns.iter().zip(self.masked.iter().copied());
        let looked_at: Vec<StoredColumn> = columns()
            .filter(|(column, masked)| is_looked_at(column, *masked))
            .map(|(column, _)| column.clone())
            .collect();
        let mut storage = self.reader.storage(&looked_at)?.into_iter();
        let described = columns().map(|(column, masked)| Column {
            name: column.name.clone(),
            kind: match is_looked_at(column, masked).then(|| storage.next()).flatten() {
                Some(storage) => kind(column.kind, storage),
                None => Kind::Text,
            },
        });
        Ok(described.collect())
    }
}

/// The columns that are wanted, in the wanted order.
fn chosen(columns: &[StoredColumn], names: &[String], privacy: Privacy) -> Result<Vec<StoredColumn>, Error> {
    let mut chosen = Vec::new();
    for name in names {
        let column = columns.iter().find(|column| column.name == *name);
        let column = column.ok_or_else(|| Error::field("columns", format!("There is no column {name}.")))?;
        if chosen.contains(column) {
            return Err(Error::field("columns", format!("{name} was chosen twice.")));
        }
        chosen.push(column.clone());
    }
    if names.is_empty() {
        chosen = columns.to_vec();
    }
    if privacy == Privacy::LeaveOut {
        chosen.retain(|column| !is_personal(column));
    }
    if chosen.is_empty() {
        return Err(Error::field("columns", "No column is left to export."));
    }
    Ok(chosen)
}

fn kind(declared: ColumnType, storage: Storage) -> Kind {
    match declared {
        _ if storage.text => Kind::Mixed,
        ColumnType::Boolean if !storage.real && !storage.beyond_one => Kind::Boolean,
        _ if storage.real => Kind::Real,
        _ => Kind::Integer,
    }
}

fn cell(value: ValueRef<'_>) -> Cell<'_> {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        // Only text is stored, and only as UTF-8.
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            std::str::from_utf8(bytes).map_or(Cell::Null, Cell::Text)
        }
    }
}

/// A value as others see it; `None` where there is none to hide.
fn mask(value: ValueRef<'_>) -> Option<String> {
    match cell(value) {
        Cell::Null => None,
        Cell::Text(text) => Some(masked(text)),
        Cell::Integer(_) | Cell::Real(_) => Some(MASK.to_owned()),
    }
}
