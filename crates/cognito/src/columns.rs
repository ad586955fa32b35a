//! What the tables of both pools are made of. Called by the tables.

use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Reading, Row, Table, TableId};
use std::sync::Arc;

/// A column that may say something about a person.
pub(crate) fn column(original: &str, kind: ColumnType, personal: PersonalData) -> Column {
    Column {
        original: original.into(),
        kind,
        personal,
    }
}

/// A column of settings, which holds nothing about a person.
pub(crate) fn setting(original: &str, kind: ColumnType) -> Column {
    column(original, kind, PersonalData::None)
}

/// A table that a newcomer has ticked. Its discovering readings are filled in from the list of
/// readings.
pub(crate) fn table(
    id: TableId,
    summary: &str,
    reading: &'static str,
    columns: Vec<Column>,
    key: &[&str],
) -> Table {
    Table {
        id,
        summary: summary.into(),
        reading: Reading::new(reading),
        columns,
        key: key.iter().map(|&name| name.into()).collect(),
        discovered_by: Vec::new(),
        person: None,
        names_people: Vec::new(),
        default: true,
    }
}

/// Rows of a table with fixed columns.
pub(crate) fn batch(table: TableId, columns: &Arc<[Column]>, rows: Vec<Row>, misfits: u64) -> Batch {
    Batch {
        table,
        columns: columns.clone(),
        rows,
        misfits,
    }
}
