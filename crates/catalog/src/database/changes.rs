//! Reading the change log of a run: in pages, of one table, kind or column, and counted.
//!
//! A run may have changed a million cells. Pages follow the index on a run's tables, table by table
//! and line by line. Called by the engine, from threads that may be slow.

use super::reader::{DatabaseReader, as_text};
use crate::Error;
use crate::error::Doing;
use crate::model::{Change, ChangeCount, ChangeQuery, RunId};
use crate::words::{from_json, from_word, word};
use rusqlite::{OptionalExtension, params};

impl DatabaseReader {
    /// What a run changed, table by table, those lines after `after`.
    pub fn changes(
        &self,
        run: RunId,
        query: &ChangeQuery,
        after: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Change>, Error> {
        const DOING: &str = "read the change log";
        let mut changes = Vec::new();
        let mut table = match (&query.table, after) {
            (Some(table), _) => Some(table.clone()),
            (None, Some(after)) => self.table_of_line(after).doing(DOING)?,
            (None, None) => self.table_after(run, "").doing(DOING)?,
        };
        // Of the first table alone: the others are read from their first line on.
        let mut from = after.unwrap_or(0);
        while let Some(target) = table {
            let left = limit - changes.len() as u32;
            self.changes_of_table(run, &target, query, from, left, &mut changes)
                .doing(DOING)?;
            from = 0;
            table = if query.table.is_some() || changes.len() as u32 >= limit {
                None
            } else {
                self.table_after(run, &target).doing(DOING)?
            };
        }
        Ok(changes)
    }

    /// How many lines the change log has for a run: of each table, kind and column.
    pub fn change_counts(&self, run: RunId) -> Result<Vec<ChangeCount>, Error> {
        const DOING: &str = "count the changes";
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT target, kind, \"column\", count(*) FROM _poolhouse_changes WHERE run = ?1
                 GROUP BY target, kind, \"column\" ORDER BY target, kind, \"column\"",
            )
            .doing(DOING)?;
        let mut rows = statement.query([run.0]).doing(DOING)?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next().doing(DOING)? {
            counts.push(ChangeCount {
                table: row.get(0).doing(DOING)?,
                kind: from_word(&row.get::<_, String>(1).doing(DOING)?)?,
                column: row.get(2).doing(DOING)?,
                lines: row.get::<_, i64>(3).doing(DOING)? as u64,
            });
        }
        Ok(counts)
    }

    fn changes_of_table(
        &self,
        run: RunId,
        table: &str,
        query: &ChangeQuery,
        after: i64,
        limit: u32,
        changes: &mut Vec<Change>,
    ) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, target, key, kind, \"column\", old, new FROM _poolhouse_changes
             WHERE run = ?1 AND target = ?2 AND id > ?3
               AND (?4 IS NULL OR kind = ?4) AND (?5 IS NULL OR \"column\" = ?5) ORDER BY id LIMIT ?6",
        )?;
        let mut rows = statement.query(params![
            run.0,
            table,
            after,
            query.kind.map(word),
            query.column,
            limit
        ])?;
        while let Some(row) = rows.next()? {
            changes.push(change(row)?);
        }
        Ok(())
    }

    fn table_of_line(&self, line: i64) -> Result<Option<String>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT target FROM _poolhouse_changes WHERE id = ?1")?;
        Ok(statement.query_row([line], |row| row.get(0)).optional()?)
    }

    fn table_after(&self, run: RunId, table: &str) -> Result<Option<String>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT min(target) FROM _poolhouse_changes WHERE run = ?1 AND target > ?2")?;
        Ok(statement.query_row(params![run.0, table], |row| row.get(0))?)
    }
}

/// The values of a key, as the change log keeps them.
pub(crate) fn key_values(key: &str) -> Result<Vec<Option<String>>, Error> {
    let values: Vec<serde_json::Value> = from_json(key)?;
    let text = |value: serde_json::Value| match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text),
        other => Some(other.to_string()),
    };
    Ok(values.into_iter().map(text).collect())
}

fn change(row: &rusqlite::Row<'_>) -> Result<Change, Error> {
    Ok(Change {
        id: row.get(0)?,
        table: row.get(1)?,
        key: key_values(&row.get::<_, String>(2)?)?,
        names: Vec::new(),
        kind: from_word(&row.get::<_, String>(3)?)?,
        column: row.get(4)?,
        old: as_text(row.get_ref(5)?),
        new: as_text(row.get_ref(6)?),
    })
}
