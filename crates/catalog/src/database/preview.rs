//! What a rollback would change, counted by the same comparison as the rollback itself. Reads alone:
//! nothing goes into the change log.

use super::compare::{Counts, count};
use super::entries::{self, Entry};
use super::logged::Logged;
use super::reader::DatabaseReader;
use super::rollback::Wanted;
use crate::Error;
use crate::connection::with_temporary_tables;
use crate::error::Doing;
use crate::model::{RollbackPreview, RunId, TableRollback};
use poolhouse_connector::TableId;
use rusqlite::Connection;

impl DatabaseReader {
    /// What going back to the version of the run `to` would change, of the whole or of one table.
    /// May take as long as comparing all rows; [`DatabaseReader::interrupt`] ends it.
    pub fn preview_rollback(&self, to: RunId, table: Option<&str>) -> Result<RollbackPreview, Error> {
        const DOING: &str = "count what a rollback would change";
        // One moment for all tables, whatever is published meanwhile.
        let transaction = self.connection.unchecked_transaction().doing(DOING)?;
        let wanted = Wanted::find(&transaction, to, table).doing(DOING)?;
        crate::failpoints::pass(&transaction, "preview a rollback");
        let mut tables = Vec::new();
        for then in &wanted.shown {
            let now = wanted.before.iter().find(|now| now.source == then.source);
            let come = || come(&transaction, wanted.seq, now, then);
            tables.push(with_temporary_tables(&transaction, come).doing(DOING)?);
        }
        let gone = wanted
            .before
            .iter()
            .filter(|now| wanted.shown.iter().all(|then| then.source != now.source));
        tables.extend(gone.map(go));
        if let Some(one) = &wanted.one {
            tables.retain(|table| entries::table_of(&table.source) == one);
        }
        // A column catalogue goes with its table, and is not worth a line beside it.
        let sources: Vec<TableId> = tables.iter().map(|table| table.source.clone()).collect();
        tables.retain(|table| {
            let of = entries::table_of(&table.source);
            of == table.source.as_str() || sources.iter().all(|source| source.as_str() != of)
        });
        Ok(RollbackPreview { to, tables })
    }
}

/// A table that readers would see as it was `then`.
fn come(
    connection: &Connection,
    seq: i64,
    now: Option<&Entry>,
    then: &Entry,
) -> Result<TableRollback, Error> {
    let counts = match now {
        Some(now) => {
            let logged = Logged::since(connection, seq, now, then)?;
            count(connection, now, then, logged.as_ref())?
        }
        None => Counts {
            added: then.rows,
            ..Counts::default()
        },
    };
    Ok(TableRollback {
        source: then.source.clone(),
        name: then.target.clone(),
        rows_now: now.map(|now| now.rows),
        rows_then: Some(then.rows),
        added: counts.added,
        changed: counts.changed,
        removed: counts.removed,
        columns_added: now.map_or_else(Vec::new, |now| only_in(then, now)),
        columns_removed: now.map_or_else(Vec::new, |now| only_in(now, then)),
    })
}

/// A table that readers would see no more.
fn go(now: &Entry) -> TableRollback {
    TableRollback {
        source: now.source.clone(),
        name: now.target.clone(),
        rows_now: Some(now.rows),
        rows_then: None,
        added: 0,
        changed: 0,
        removed: now.rows,
        columns_added: Vec::new(),
        columns_removed: Vec::new(),
    }
}

fn only_in(here: &Entry, there: &Entry) -> Vec<String> {
    let lacks = |name: &str| there.columns.iter().all(|column| column.name != name);
    let names = here.columns.iter().map(|column| column.name.clone());
    names.filter(|name| lacks(name)).collect()
}
