//! Marks: from where a source that numbers its changes need not be read again, and the rows that
//! stay as they are because of it.

use super::entries;
use super::staging::{Bound, Staging};
use super::targets::Target;
use crate::Error;
use crate::error::Doing;
use crate::model::RunId;
use crate::names::quote;
use poolhouse_connector::{Kept, Mark, Partition, Reading, Since, Unit};
use rusqlite::{Connection, params, params_from_iter};

impl Staging {
    /// The marks of the import that readers see now, if it read this source; none after a
    /// rollback, or where the import left none.
    pub fn marks(&self, source: &str) -> Result<Since, Error> {
        const DOING: &str = "read the marks";
        let mut statement = self
            .database
            .connection
            .prepare_cached(
                "SELECT reading, \"partition\", mark FROM _poolhouse_marks
                 WHERE source = ?1
                   AND run = (SELECT run FROM _poolhouse_publications ORDER BY seq DESC LIMIT 1)",
            )
            .doing(DOING)?;
        let mut rows = statement.query([source]).doing(DOING)?;
        let mut since = Since::new();
        while let Some(row) = rows.next().doing(DOING)? {
            let unit = Unit {
                reading: Reading::from(row.get::<_, String>(0).doing(DOING)?),
                partition: Partition(row.get::<_, String>(1).doing(DOING)?.into()),
            };
            since.insert(unit, Mark(row.get(2).doing(DOING)?));
        }
        Ok(since)
    }
}

/// Makes the marks of a staged run those of the publication that it becomes.
pub(super) fn publish(connection: &Connection, run: RunId, source: Option<&str>) -> Result<(), Error> {
    connection.execute("DELETE FROM _poolhouse_marks", [])?;
    if let Some(source) = source {
        connection.execute(
            "INSERT INTO _poolhouse_marks(run, source, reading, \"partition\", mark)
             SELECT run, ?2, reading, \"partition\", mark FROM _poolhouse_units
             WHERE run = ?1 AND mark IS NOT NULL",
            params![run.0, source],
        )?;
    }
    Ok(())
}

/// Copies the rows that stay from the version that readers see. Answers how many.
pub(super) fn keep(connection: &Connection, target: &Target, unit: i64, kept: &Kept) -> Result<u64, Error> {
    let damaged = |what: &str| Error::damaged(format!("`{}` keeps rows of {what}", kept.table));
    let seq = entries::current(connection)?.ok_or_else(|| damaged("nothing"))?;
    let shown = entries::entries(connection, seq)?;
    let old = shown
        .into_iter()
        .find(|entry| entry.source == kept.table)
        .ok_or_else(|| damaged("a table that is not shown"))?;
    let columns: Vec<String> = old
        .columns
        .iter()
        .filter(|column| target.names.all().iter().any(|now| now.name == column.name))
        .map(|column| quote(&column.name))
        .collect();
    let mut conditions = Vec::new();
    for (place, (original, _)) in kept.rows_with.iter().enumerate() {
        let column = target
            .names
            .find(original)
            .ok_or_else(|| damaged("a column that is not there"))?;
        conditions.push(format!("{} IS ?{}", quote(&column.name), place + 1));
    }
    let columns = columns.join(", ");
    let condition = if conditions.is_empty() {
        "TRUE".to_owned()
    } else {
        conditions.join(" AND ")
    };
    let copied = connection
        .prepare_cached(&format!(
            "INSERT INTO {}(_unit, {columns}) SELECT {unit}, {columns} FROM {} WHERE {condition}",
            quote(&target.physical),
            quote(&old.physical)
        ))?
        .execute(params_from_iter(
            kept.rows_with.iter().map(|(_, value)| Bound(value)),
        ))?;
    Ok(copied as u64)
}
