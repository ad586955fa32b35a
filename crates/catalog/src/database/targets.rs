//! The tables of a staging: their names in the database, how they are made and swept away.

use crate::Error;
use crate::columns::{ColumnNames, declared};
use crate::model::{Purpose, RunId};
use crate::names::{check_table_name, quote};
use crate::words::{from_json, from_word};
use poolhouse_connector::{Column, Reading, Table, TableId};
use rusqlite::{Connection, params};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// Columns of a table at most, beside the one that names a row's unit.
const MOST_COLUMNS: usize = 1_999;

/// A table that a run stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedTable {
    /// The connector's table.
    pub table: Table,
    /// Its name in the database.
    pub target: String,
    /// What it is loaded for.
    pub purpose: Purpose,
    /// The columns to keep, by their names at the source; `None` for all. Key columns are kept
    /// in any case.
    pub accepted: Option<BTreeSet<String>>,
}

impl StagedTable {
    /// Whether the dataflow takes this column.
    fn takes(&self, original: &str) -> bool {
        self.accepted.as_ref().is_none_or(|accepted| {
            accepted.contains(original) || self.table.key.iter().any(|key| key == original)
        })
    }

    /// The name of its column catalogue.
    pub(super) fn catalogue(&self) -> String {
        format!("{}_columns", self.target)
    }

    /// The source of its column catalogue.
    pub(super) fn catalogue_source(&self) -> TableId {
        TableId::from(format!("{}_columns", self.table.id))
    }

    /// The names that it takes in the database.
    fn names(&self) -> impl Iterator<Item = String> {
        let rows = self.purpose.keeps_rows().then(|| self.target.clone());
        rows.into_iter()
            .chain(self.purpose.keeps_column_catalogue().then(|| self.catalogue()))
    }
}

/// The version table of `target` that `run` makes.
pub(super) fn physical(run: RunId, target: &str) -> String {
    format!("v{run}__{target}")
}

/// The run that made a version table, by its name.
pub(super) fn maker(physical: &str) -> Option<RunId> {
    let (run, _) = physical.strip_prefix('v')?.split_once("__")?;
    run.parse().ok().map(RunId)
}

/// A table under staging.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) spec: StagedTable,
    pub(super) physical: String,
    pub(super) names: ColumnNames,
    run: RunId,
    layout: Option<Layout>,
}

/// How a batch's columns go into the table; the same from page to page as a rule.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    columns: Arc<[Column]>,
    /// The statement that stores one row: its unit, then its values.
    pub(super) insert: Arc<str>,
    /// The columns that are taken: the place in the batch, and the stored name.
    pub(super) stored: Arc<[(usize, String)]>,
}

impl Target {
    pub(super) fn load(connection: &Connection, run: RunId, spec: StagedTable) -> Result<Self, Error> {
        Ok(Self {
            physical: physical(run, &spec.target),
            names: ColumnNames::load(connection, &spec.table.id)?,
            layout: None,
            run,
            spec,
        })
    }

    /// The layout for `columns`. A column that was never seen is added to the table.
    pub(super) fn layout(
        &mut self,
        connection: &Connection,
        columns: &Arc<[Column]>,
    ) -> Result<Layout, Error> {
        if let Some(layout) = &self.layout
            && (Arc::ptr_eq(&layout.columns, columns) || layout.columns == *columns)
        {
            return Ok(layout.clone());
        }
        let (taken, held_back): (Vec<_>, Vec<_>) = columns
            .iter()
            .enumerate()
            .partition(|(_, column)| self.spec.takes(&column.original));
        for (_, column) in held_back {
            hold_back(connection, self.run, &self.spec.table.id, &column.original)?;
        }
        for (_, column) in &taken {
            if self.names.add(connection, column)? && self.spec.purpose.keeps_rows() {
                fits(&self.names, &self.spec.table.id)?;
                let stored = self.names.find(&column.original).expect("BUG: it was just added");
                connection.execute_batch(&format!(
                    "ALTER TABLE {} ADD COLUMN {}{}",
                    quote(&self.physical),
                    quote(&stored.name),
                    declared(stored.kind)
                ))?;
            }
        }
        let stored: Arc<[(usize, String)]> = taken
            .into_iter()
            .map(|(place, column)| {
                let found = self.names.find(&column.original);
                (place, found.expect("BUG: every column has a name").name.clone())
            })
            .collect();
        let names: Vec<String> = stored.iter().map(|(_, name)| quote(name)).collect();
        let values = "?, ".repeat(names.len());
        let insert = format!(
            "INSERT INTO {}(_unit, {}) VALUES({values}?)",
            quote(&self.physical),
            names.join(", ")
        );
        let layout = Layout {
            columns: columns.clone(),
            insert: insert.into(),
            stored,
        };
        self.layout = Some(layout.clone());
        Ok(layout)
    }

    /// The stored names of the key.
    pub(super) fn key(&self) -> Result<Vec<String>, Error> {
        self.spec
            .table
            .key
            .iter()
            .map(|original| match self.names.find(original) {
                Some(column) => Ok(column.name.clone()),
                None => Err(Error::damaged(format!(
                    "`{}` lacks its key `{original}`",
                    self.spec.table.id
                ))),
            })
            .collect()
    }
}

/// The tables that `run` has staged, in the dataflow's order.
pub(super) fn staged(connection: &Connection, run: RunId) -> Result<Vec<StagedTable>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT target, purpose, spec, accepted FROM _poolhouse_staging WHERE run = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([run.0])?;
    let mut tables = Vec::new();
    while let Some(row) = rows.next()? {
        tables.push(StagedTable {
            target: row.get(0)?,
            purpose: from_word(&row.get::<_, String>(1)?)?,
            table: from_json(&row.get::<_, String>(2)?)?,
            accepted: row
                .get::<_, Option<String>>(3)?
                .as_deref()
                .map(from_json)
                .transpose()?,
        });
    }
    Ok(tables)
}

/// The readings whose partitions are written nowhere: where no table keeps rows of people, the names
/// of people have no business on the disk.
pub(super) fn hidden(tables: &[StagedTable]) -> BTreeSet<Reading> {
    let keeps_people = |staged: &StagedTable| staged.purpose.keeps_rows() && staged.table.person.is_some();
    if tables.iter().any(keeps_people) {
        return BTreeSet::new();
    }
    let naming = tables.iter().flat_map(|staged| &staged.table.names_people);
    naming.cloned().collect()
}

/// The readings that lead to hidden ones, themselves not hidden.
pub(super) fn leading_to_hidden(tables: &[StagedTable]) -> BTreeSet<Reading> {
    let hidden = hidden(tables);
    let leads = |staged: &&StagedTable| staged.table.names_people.iter().any(|name| hidden.contains(name));
    let leading = tables
        .iter()
        .filter(leads)
        .flat_map(|staged| &staged.table.discovered_by);
    leading
        .filter(|reading| !hidden.contains(*reading))
        .cloned()
        .collect()
}

/// Whether these tables can stand in the database side by side.
pub(super) fn check(connection: &Connection, tables: &[StagedTable]) -> Result<(), Error> {
    if tables.is_empty() {
        return Err(Error::NoTables);
    }
    let (mut taken, mut sources) = (HashSet::new(), HashSet::new());
    for table in tables {
        check_table_name(&table.target)?;
        if !sources.insert(&table.table.id) {
            return Err(Error::TargetTaken {
                target: table.target.clone(),
            });
        }
        for name in table.names() {
            if !taken.insert(name.to_ascii_lowercase()) || is_foreign(connection, &name)? {
                return Err(Error::TargetTaken { target: name });
            }
        }
    }
    Ok(())
}

/// Whether something has this name in the database that is not one of our views: a table that
/// another tool has put there stays untouched.
pub(super) fn is_foreign(connection: &Connection, name: &str) -> Result<bool, Error> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE AND NOT (type = 'view' AND name IN
               (SELECT target FROM _poolhouse_published
                WHERE seq = (SELECT max(seq) FROM _poolhouse_publications)))",
        )?
        .exists([name])?)
}

/// Makes the version table of a staged table, with every column that its source ever had.
pub(super) fn make(connection: &Connection, run: RunId, table: &StagedTable) -> Result<(), Error> {
    let mut names = ColumnNames::load(connection, &table.table.id)?;
    for column in &table.table.columns {
        if table.takes(&column.original) {
            names.describe(connection, column)?;
        } else {
            hold_back(connection, run, &table.table.id, &column.original)?;
        }
    }
    if table.purpose.keeps_rows() {
        fits(&names, &table.table.id)?;
        make_version(connection, &physical(run, &table.target), &names)?;
    }
    Ok(())
}

/// Whether a version table has room for these columns: SQLite allows a table 2,000, and one is ours.
fn fits(names: &ColumnNames, table: &TableId) -> Result<(), Error> {
    if names.all().len() <= MOST_COLUMNS {
        return Ok(());
    }
    Err(Error::TooManyColumns { table: table.clone() })
}

/// Notes a column that came and is not taken.
fn hold_back(connection: &Connection, run: RunId, source: &TableId, original: &str) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO _poolhouse_held_back(run, source, original) VALUES(?1, ?2, ?3)",
        )?
        .execute(params![run.0, source.as_str(), original])?;
    Ok(())
}

/// The columns of a table that came and were not taken.
pub(super) fn held_back(connection: &Connection, run: RunId, source: &TableId) -> Result<Vec<String>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT original FROM _poolhouse_held_back WHERE run = ?1 AND source = ?2 ORDER BY original",
    )?;
    let columns = statement.query_map(params![run.0, source.as_str()], |row| row.get(0))?;
    Ok(columns.collect::<rusqlite::Result<_>>()?)
}

/// Makes an empty version table.
pub(super) fn make_version(
    connection: &Connection,
    physical: &str,
    names: &ColumnNames,
) -> Result<(), Error> {
    let mut columns = vec!["_unit INTEGER NOT NULL".to_owned()];
    columns.extend(
        names
            .all()
            .iter()
            .map(|column| quote(&column.name) + declared(column.kind)),
    );
    connection.execute_batch(&format!(
        "CREATE TABLE {}({})",
        quote(physical),
        columns.join(", ")
    ))?;
    Ok(())
}

/// Drops whatever is staged, of any run.
pub(super) fn sweep(connection: &Connection) -> Result<(), Error> {
    let runs: Vec<i64> = connection
        .prepare("SELECT DISTINCT run FROM _poolhouse_staging")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for run in runs.into_iter().map(RunId) {
        for table in staged(connection, run)? {
            for target in [table.target.clone(), table.catalogue()] {
                connection.execute_batch(&format!(
                    "DROP TABLE IF EXISTS {}",
                    quote(&physical(run, &target))
                ))?;
            }
        }
    }
    forget(connection)
}

/// Deletes the bookkeeping of the staging, and none of its tables.
pub(super) fn forget(connection: &Connection) -> Result<(), Error> {
    // Units and profiles hang on their unit.
    connection.execute_batch(
        "DELETE FROM _poolhouse_units; DELETE FROM _poolhouse_staging; DELETE FROM _poolhouse_held_back",
    )?;
    Ok(())
}
