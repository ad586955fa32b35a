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
    /// Values left out of columns that stay, as they say something about a person.
    pub(super) left_out: u64,
}

/// What becomes of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Never,
    Always,
    /// Of a comparison's lines, those that are of a personal column.
    ByLine,
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
    hidden: Vec<Hidden>,
    privacy: Privacy,
}

impl Rows {
    pub(super) fn of(
        name: &str,
        reader: TableReader,
        query: &TableQuery,
        columns: &[String],
        privacy: Privacy,
    ) -> Result<Self, Error> {
        let columns = chosen(&reader, columns, privacy)?;
        // What cannot be asked is told before a file is begun.
        reader.ask(query).map_err(beside_its_filter)?;
        let hidden = |column: &StoredColumn| match privacy {
            Privacy::Keep => Hidden::Never,
            _ if !is_personal(column) => Hidden::Never,
            _ if is_by_line(&reader, column) => Hidden::ByLine,
            Privacy::Mask | Privacy::LeaveOut => Hidden::Always,
        };
        Ok(Self {
            name: name.to_owned(),
            hidden: columns.iter().map(hidden).collect(),
            query: query.clone(),
            columns,
            privacy,
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
        let (mut rows, mut left_out, mut failed) = (0, 0, None);
        let hides_any = self.hidden.iter().any(|hidden| *hidden != Hidden::Never);
        let wanted = self.wanted();
        let told = self.columns.len();
        if !self.query.sort.is_empty() {
            tell(Step::Sorting);
        }
        self.reader.walk(&self.query, &wanted, &mut |values| {
            if cancel.is_cancelled() {
                return ControlFlow::Break(());
            }
            let mut masks: Vec<Option<String>> = Vec::new();
            if hides_any {
                let hides_line = self.hides_line(values.get(told).copied());
                masks.extend(values[..told].iter().zip(&self.hidden).map(|(value, hidden)| {
                    let is_hidden = *hidden == Hidden::Always || (*hidden == Hidden::ByLine && hides_line);
                    is_hidden.then(|| mask(*value)).flatten()
                }));
            }
            let cells = values[..told].iter().enumerate();
            let cells: Vec<Cell<'_>> = cells
                .map(|(place, value)| match masks.get(place) {
                    Some(Some(_)) if self.privacy == Privacy::LeaveOut => {
                        left_out += 1;
                        Cell::Null
                    }
                    Some(Some(mask)) => Cell::Text(mask),
                    _ => cell(*value),
                })
                .collect();
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
        Ok(Written {
            rows,
            shortened,
            left_out,
        })
    }

    /// The columns to read: where the lines of a comparison say what is hidden, what they say it by comes
    /// last.
    fn wanted(&self) -> Vec<StoredColumn> {
        let mut wanted = self.columns.clone();
        if let Some(lines) = self
            .reader
            .lines()
            .filter(|_| self.hidden.contains(&Hidden::ByLine))
        {
            wanted.push(self.reader.columns()[lines.column()].clone());
        }
        wanted
    }

    /// Whether the cells of a line are hidden, which is of this column of the table.
    fn hides_line(&self, column: Option<ValueRef<'_>>) -> bool {
        let column = column.and_then(|column| match cell(column) {
            Cell::Text(name) => Some(name),
            _ => None,
        });
        self.reader.lines().is_some_and(|lines| lines.is_personal(column))
    }

    /// The columns with the sort of values that each truly has.
    fn described(&self) -> Result<Vec<Column>, Error> {
        // Texts are texts; of the others it is looked at, which takes a look at every row.
        let is_looked_at = |column: &StoredColumn, hidden: Hidden| {
            hidden == Hidden::Never && matches!(column.kind, ColumnType::Number | ColumnType::Boolean)
        };
        let columns = || self.columns.iter().zip(self.hidden.iter().copied());
        let looked_at: Vec<StoredColumn> = columns()
            .filter(|(column, hidden)| is_looked_at(column, *hidden))
            .map(|(column, _)| column.clone())
            .collect();
        let mut storage = self.reader.storage(&looked_at)?.into_iter();
        let described = columns().map(|(column, hidden)| Column {
            name: column.name.clone(),
            kind: match is_looked_at(column, hidden).then(|| storage.next()).flatten() {
                Some(storage) => kind(column.kind, storage),
                None => Kind::Text,
            },
        });
        Ok(described.collect())
    }
}

/// The columns that are wanted, in the wanted order.
fn chosen(reader: &TableReader, names: &[String], privacy: Privacy) -> Result<Vec<StoredColumn>, Error> {
    let columns = reader.columns();
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
        chosen.retain(|column| !is_personal(column) || is_by_line(reader, column));
    }
    if chosen.is_empty() {
        return Err(Error::field("columns", "No column is left to export."));
    }
    Ok(chosen)
}

/// Whether what the column holds goes by the line.
fn is_by_line(reader: &TableReader, column: &StoredColumn) -> bool {
    reader.lines().is_some_and(|lines| {
        let mut cells = lines.cells().into_iter();
        cells.any(|place| reader.columns()[place].name == column.name)
    })
}

fn kind(declared: ColumnType, storage: Storage) -> Kind {
    let is_yes_or_no = declared == ColumnType::Boolean && !storage.real && !storage.beyond_one;
    match (is_yes_or_no, storage.text) {
        (true, true) => Kind::MixedBoolean,
        (true, false) => Kind::Boolean,
        (false, true) => Kind::Mixed,
        (false, false) if storage.real => Kind::Real,
        (false, false) => Kind::Integer,
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
