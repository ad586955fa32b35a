//! Dataflows: what a person set up. A name never changes, as it is a file's name.

use super::{Catalog, CatalogReader, sources};
use crate::Error;
use crate::error::Doing;
use crate::folder::remove_copies;
use crate::model::{ChosenTable, Dataflow, DataflowDraft, DataflowId};
use crate::names::{check_dataflow_name, check_table_name};
use crate::words::{from_json, from_word, json, moment, word};
use jiff::Timestamp;
use poolhouse_connector::TableId;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, Transaction, params};
use std::collections::HashSet;

impl Catalog {
    /// Stores a new dataflow.
    pub fn create_dataflow(&mut self, draft: &DataflowDraft, now: Timestamp) -> Result<Dataflow, Error> {
        check(draft)?;
        self.write("store the dataflow", |transaction| {
            let at = now.to_string();
            let inserted = transaction.execute(
                "INSERT INTO dataflows(name, connector, settings, display_name, description, organization,
                   created_at, updated_at, drift) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)",
                params![
                    draft.name,
                    draft.connector,
                    json(&draft.settings),
                    draft.display_name,
                    draft.description,
                    draft.organization,
                    at,
                    word(draft.drift)
                ],
            );
            match inserted {
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                    return Err(Error::NameTaken {
                        name: draft.name.clone(),
                    });
                }
                other => other?,
            };
            let id = DataflowId(transaction.last_insert_rowid());
            store_tables(transaction, id, &draft.tables)?;
            Ok(Dataflow {
                id,
                draft: draft.clone(),
                created_at: now,
                updated_at: now,
            })
        })
    }

    /// Stores what was edited. The name must be the one it has.
    pub fn update_dataflow(
        &mut self,
        id: DataflowId,
        draft: &DataflowDraft,
        now: Timestamp,
    ) -> Result<Dataflow, Error> {
        check(draft)?;
        self.write("store the dataflow", |transaction| {
            let before = one(transaction, "id = ?1", &id.0)?.ok_or(Error::NoSuchDataflow(id))?;
            if before.draft.name != draft.name {
                return Err(Error::NameFixed {
                    name: before.draft.name,
                });
            }
            transaction.execute(
                "UPDATE dataflows SET connector = ?2, settings = ?3, display_name = ?4, description = ?5,
                   organization = ?6, updated_at = ?7, drift = ?8 WHERE id = ?1",
                params![
                    id.0,
                    draft.connector,
                    json(&draft.settings),
                    draft.display_name,
                    draft.description,
                    draft.organization,
                    now.to_string(),
                    word(draft.drift)
                ],
            )?;
            transaction.execute("DELETE FROM dataflow_tables WHERE dataflow = ?1", [id.0])?;
            store_tables(transaction, id, &draft.tables)?;
            Ok(Dataflow {
                id,
                draft: draft.clone(),
                created_at: before.created_at,
                updated_at: now,
            })
        })
    }

    /// Deletes a dataflow with its runs and logs, with the `settings` that are about it, and with what is known of
    /// its `source` where no other dataflow reads that: all of it or, on an error, nothing. Nothing of it can be
    /// found in the file afterwards. Its number is never used again.
    pub fn remove_dataflow(
        &mut self,
        id: DataflowId,
        settings: &[String],
        source: Option<&str>,
    ) -> Result<(), Error> {
        const DOING: &str = "remove the dataflow";
        let path = self.path().to_owned();
        self.write(DOING, |transaction| {
            if transaction.execute("DELETE FROM dataflows WHERE id = ?1", [id.0])? == 0 {
                return Err(Error::NoSuchDataflow(id));
            }
            for setting in settings {
                transaction.execute("DELETE FROM settings WHERE key = ?1", [setting])?;
            }
            if let Some(source) = source {
                sources::forget(transaction, source)?;
            }
            // They have what is deleted here, and while they stay it is not gone.
            remove_copies(&path)?;
            crate::failpoints::pass(transaction, DOING);
            Ok(())
        })?;
        self.leave_nothing();
        Ok(())
    }
}

impl CatalogReader {
    /// All dataflows, by name.
    pub fn dataflows(&self) -> Result<Vec<Dataflow>, Error> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{SELECT} ORDER BY name"))
            .doing(READ)?;
        let mut rows = statement.query([]).doing(READ)?;
        let mut dataflows = Vec::new();
        while let Some(row) = rows.next().doing(READ)? {
            dataflows.push(read(&self.connection, row)?);
        }
        Ok(dataflows)
    }

    /// One dataflow.
    pub fn dataflow(&self, id: DataflowId) -> Result<Option<Dataflow>, Error> {
        one(&self.connection, "id = ?1", &id.0)
    }

    /// The dataflow of this name, in any case.
    pub fn dataflow_named(&self, name: &str) -> Result<Option<Dataflow>, Error> {
        one(&self.connection, "name = ?1", &name)
    }
}

const READ: &str = "read the dataflows";
const SELECT: &str = "SELECT id, name, connector, settings, display_name, description, organization,
  created_at, updated_at, drift FROM dataflows";

fn one(
    connection: &Connection,
    condition: &str,
    value: &dyn rusqlite::ToSql,
) -> Result<Option<Dataflow>, Error> {
    let mut statement = connection
        .prepare_cached(&format!("{SELECT} WHERE {condition}"))
        .doing(READ)?;
    let mut rows = statement.query([value]).doing(READ)?;
    rows.next()
        .doing(READ)?
        .map(|row| read(connection, row))
        .transpose()
}

fn read(connection: &Connection, row: &Row<'_>) -> Result<Dataflow, Error> {
    let id = DataflowId(row.get("id")?);
    Ok(Dataflow {
        id,
        draft: DataflowDraft {
            name: row.get("name")?,
            connector: row.get("connector")?,
            settings: from_json(&row.get::<_, String>("settings")?)?,
            display_name: row.get("display_name")?,
            description: row.get("description")?,
            organization: row.get("organization")?,
            tables: tables(connection, id)?,
            drift: from_word(&row.get::<_, String>("drift")?)?,
        },
        created_at: moment(&row.get::<_, String>("created_at")?)?,
        updated_at: moment(&row.get::<_, String>("updated_at")?)?,
    })
}

/// The tables of a dataflow, in its order.
pub(super) fn tables(connection: &Connection, id: DataflowId) -> Result<Vec<ChosenTable>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT source, target, purpose FROM dataflow_tables WHERE dataflow = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([id.0])?;
    let mut tables = Vec::new();
    while let Some(row) = rows.next()? {
        tables.push(ChosenTable {
            source: TableId::from(row.get::<_, String>(0)?),
            target: row.get(1)?,
            purpose: from_word(&row.get::<_, String>(2)?)?,
        });
    }
    Ok(tables)
}

/// Whether there is a dataflow of this number.
pub(super) fn exists(connection: &Connection, id: DataflowId) -> Result<bool, Error> {
    let found = connection.query_row("SELECT 1 FROM dataflows WHERE id = ?1", [id.0], |_| Ok(()));
    Ok(found.optional()?.is_some())
}

fn store_tables(transaction: &Transaction<'_>, id: DataflowId, tables: &[ChosenTable]) -> Result<(), Error> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO dataflow_tables(dataflow, position, source, target, purpose) VALUES(?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, table) in tables.iter().enumerate() {
        statement.execute(params![
            id.0,
            position as i64,
            table.source.as_str(),
            table.target,
            word(table.purpose)
        ])?;
    }
    Ok(())
}

/// The last wall before the file; the engine has told the person field by field.
fn check(draft: &DataflowDraft) -> Result<(), Error> {
    check_dataflow_name(&draft.name)?;
    if draft.tables.is_empty() {
        return Err(Error::NoTables);
    }
    let (mut targets, mut sources) = (HashSet::new(), HashSet::new());
    for table in &draft.tables {
        check_table_name(&table.target)?;
        if !targets.insert(table.target.to_ascii_lowercase()) || !sources.insert(&table.source) {
            return Err(Error::TargetTaken {
                target: table.target.clone(),
            });
        }
    }
    Ok(())
}
