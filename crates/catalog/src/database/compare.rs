//! What changed between two versions of a table, and its way into the change log.
//!
//! All in SQL: rows are matched by the index on their key, compared as a whole first, and cell by
//! cell only where they differ. Where it is known which rows may differ, only those are looked at;
//! the log is the same, line for line. Called by `publish` and `rollback`, in their transaction, and
//! by `preview`, which only counts.

use super::entries::Entry;
use super::touched::Touched;
use crate::Error;
use crate::model::RunId;
use crate::names::quote;
use rusqlite::{Connection, params, params_from_iter, types::Value as SqlValue};

/// How many rows came, changed and went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) removed: u64,
}

impl Counts {
    pub(super) fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// Whether so many rows come and go between versions of these sizes.
    fn lead_to(self, old: &Entry, new: &Entry) -> bool {
        old.rows + self.added == new.rows + self.removed
    }
}

/// Columns in one bit mask.
const MASK: usize = 60;
/// Selects in one statement; SQLite allows 500.
const SELECTS: usize = 400;

/// The change log of the database.
pub(super) const CHANGE_LOG: &str = "_poolhouse_changes";

/// Logs under `run` what makes `new` differ from `old`, and counts it. `log` is the table that takes
/// the lines: [`CHANGE_LOG`], or one of the same columns. No row but those that `touched` knows may
/// differ; without it any may.
pub(crate) fn compare(
    connection: &Connection,
    log: &str,
    run: RunId,
    old: &Entry,
    new: &Entry,
    touched: Option<&Touched>,
) -> Result<Counts, Error> {
    if let Some(counts) = without_looking(old, new) {
        return Ok(counts);
    }
    let tables = Tables::new(log, old, new);
    let narrowed = match touched {
        Some(touched) => tables.narrow(connection, touched)?,
        None => false,
    };
    let added = tables.log_unmatched(connection, run, Side::New, narrowed)?;
    // Keys are unique on both sides, so what is missing shows in the count.
    let removed = (old.rows + added).saturating_sub(new.rows);
    if removed > 0 {
        tables.log_unmatched(connection, run, Side::Old, narrowed)?;
    }
    let changed = tables.log_changed(connection, run, narrowed)?;
    connection.execute_batch("DROP TABLE IF EXISTS temp.touched")?;
    Ok(Counts {
        added,
        changed,
        removed,
    })
}

/// Logs every row of `entry` as having come or gone.
pub(crate) fn log_all(connection: &Connection, log: &str, kind: &str, entry: &Entry) -> Result<(), Error> {
    let key: Vec<String> = entry.key.iter().map(|name| quote(name)).collect();
    connection.execute(
        &format!(
            "INSERT INTO {log}(run, target, kind, key) SELECT ?1, ?2, ?3, json_array({}) FROM {}",
            key.join(", "),
            quote(&entry.physical)
        ),
        params![entry.version.0, entry.target, kind],
    )?;
    Ok(())
}

/// Counts what makes `new` differ from `old`, and writes nothing.
pub(super) fn count(
    connection: &Connection,
    old: &Entry,
    new: &Entry,
    touched: Option<&Touched>,
) -> Result<Counts, Error> {
    if let Some(counts) = without_looking(old, new) {
        return Ok(counts);
    }
    let tables = Tables::new(CHANGE_LOG, old, new);
    if let Some(touched) = touched {
        let counts = tables.count_touched(connection, touched)?;
        if counts.lead_to(old, new) {
            return Ok(counts);
        }
    }
    let one = |sql: String| connection.query_row(&sql, [], |row| row.get::<_, i64>(0));
    let added = one(format!("SELECT count(*) {}", tables.unmatched(Side::New, false)))? as u64;
    let changed = if tables.columns.is_empty() {
        0
    } else {
        one(format!("SELECT count(*) {}", tables.differing(false)))? as u64
    };
    Ok(Counts {
        added,
        changed,
        removed: (old.rows + added).saturating_sub(new.rows),
    })
}

/// The counts of versions that need no comparison.
fn without_looking(old: &Entry, new: &Entry) -> Option<Counts> {
    if old.physical == new.physical {
        return Some(Counts::default());
    }
    // Rows known by another key cannot be matched: the table begins anew.
    (old.key != new.key).then_some(Counts {
        added: new.rows,
        ..Counts::default()
    })
}

/// Of the touched rows: how many came, how many went.
const COME_AND_GO: &str = "SELECT count(*) FILTER (WHERE n IS NOT NULL AND o IS NULL),
    count(*) FILTER (WHERE n IS NULL AND o IS NOT NULL) FROM touched";

fn come_and_go(row: &rusqlite::Row<'_>) -> rusqlite::Result<Counts> {
    Ok(Counts {
        added: row.get::<_, i64>(0)? as u64,
        removed: row.get::<_, i64>(1)? as u64,
        changed: 0,
    })
}

/// A version: the one that was shown, or the one that is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

struct Tables<'a> {
    /// The table that takes the lines.
    log: &'a str,
    /// The old and the new.
    entries: (&'a Entry, &'a Entry),
    target: &'a str,
    old: String,
    new: String,
    key: Vec<String>,
    /// The columns beside the key: name, old expression, new expression.
    columns: Vec<(&'a str, String, String)>,
}

impl<'a> Tables<'a> {
    fn new(log: &'a str, old: &'a Entry, new: &'a Entry) -> Self {
        let cell = |side: &str, entry: &Entry, name: &str| {
            // A column that one side lacks is NULL there.
            let has = entry.columns.iter().any(|column| column.name == name);
            if has {
                format!("{side}.{}", quote(name))
            } else {
                "NULL".to_owned()
            }
        };
        let gone = old
            .columns
            .iter()
            .filter(|column| new.columns.iter().all(|other| other.name != column.name));
        let columns = new
            .columns
            .iter()
            .chain(gone)
            .map(|column| column.name.as_str())
            .filter(|name| !new.key.iter().any(|key| key == name))
            .map(|name| (name, cell("o", old, name), cell("n", new, name)))
            .collect();
        Self {
            log,
            entries: (old, new),
            target: &new.target,
            old: quote(&old.physical),
            new: quote(&new.physical),
            key: new.key.iter().map(|name| quote(name)).collect(),
            columns,
        }
    }

    /// `IS` and not `=`, so that a NULL in a key matches a NULL. The index serves both.
    fn same_key(&self) -> String {
        let parts: Vec<String> = self.key.iter().map(|key| format!("o.{key} IS n.{key}")).collect();
        parts.join(" AND ")
    }

    fn key_of(&self, side: &str) -> String {
        let parts: Vec<String> = self.key.iter().map(|key| format!("{side}.{key}")).collect();
        format!("json_array({})", parts.join(", "))
    }

    /// Keeps where the touched rows lie for the statements to come. Answers whether they account
    /// for what came and went; if not, the log is not to be trusted, and all rows are looked at.
    fn narrow(&self, connection: &Connection, touched: &Touched) -> Result<bool, Error> {
        connection.execute_batch("DROP TABLE IF EXISTS temp.touched; CREATE TEMP TABLE touched(n, o)")?;
        connection.execute(
            &format!(
                "INSERT INTO temp.touched {}",
                touched.places(self.entries.0, self.entries.1)
            ),
            touched.bound(),
        )?;
        let counts = connection.query_row(COME_AND_GO, [], come_and_go)?;
        Ok(counts.lead_to(self.entries.0, self.entries.1))
    }

    fn count_touched(&self, connection: &Connection, touched: &Touched) -> Result<Counts, Error> {
        let places = touched.places(self.entries.0, self.entries.1);
        let changed = if self.columns.is_empty() {
            "0".to_owned()
        } else {
            format!("(SELECT count(*) {})", self.differing(true))
        };
        let sql = format!(
            "WITH touched(n, o) AS MATERIALIZED ({places}) SELECT changed.*, came.* FROM
             (SELECT {changed}) AS changed, ({COME_AND_GO}) AS came"
        );
        Ok(connection.query_row(&sql, touched.bound(), |row| {
            Ok(Counts {
                changed: row.get::<_, i64>(0)? as u64,
                added: row.get::<_, i64>(1)? as u64,
                removed: row.get::<_, i64>(2)? as u64,
            })
        })?)
    }

    /// From where to take the rows, as `n`, of one side whose key the other lacks.
    fn unmatched(&self, side: Side, narrowed: bool) -> String {
        let (here, there, at, elsewhere) = match side {
            Side::New => (&self.new, &self.old, "n", "o"),
            Side::Old => (&self.old, &self.new, "o", "n"),
        };
        if narrowed {
            return format!(
                "FROM touched AS t CROSS JOIN {here} AS n ON n.rowid = t.{at}
                 WHERE t.{elsewhere} IS NULL ORDER BY t.{at}"
            );
        }
        format!(
            "FROM {here} AS n WHERE NOT EXISTS (SELECT 1 FROM {there} AS o WHERE {})",
            self.same_key()
        )
    }

    /// From where to take the rows, as `n` and `o`, that differ.
    fn differing(&self, narrowed: bool) -> String {
        let old: Vec<&str> = self.columns.iter().map(|(_, old, _)| old.as_str()).collect();
        let new: Vec<&str> = self.columns.iter().map(|(_, _, new)| new.as_str()).collect();
        let differ = format!("({}) IS NOT ({})", new.join(", "), old.join(", "));
        let (old, new) = (&self.old, &self.new);
        if narrowed {
            return format!(
                "FROM touched AS t CROSS JOIN {new} AS n ON n.rowid = t.n
                 CROSS JOIN {old} AS o ON o.rowid = t.o WHERE {differ} ORDER BY t.n"
            );
        }
        let same_key = self.same_key();
        format!("FROM {new} AS n CROSS JOIN {old} AS o WHERE {same_key} AND {differ}")
    }

    /// Logs the rows of one side whose key the other lacks.
    fn log_unmatched(
        &self,
        connection: &Connection,
        run: RunId,
        side: Side,
        narrowed: bool,
    ) -> Result<u64, Error> {
        let kind = match side {
            Side::New => "added",
            Side::Old => "removed",
        };
        let logged = connection.execute(
            &format!(
                "INSERT INTO {}(run, target, kind, key) SELECT ?1, ?2, ?3, {} {}",
                self.log,
                self.key_of("n"),
                self.unmatched(side, narrowed)
            ),
            params![run.0, self.target, kind],
        )?;
        Ok(logged as u64)
    }

    /// Finds the rows that differ, with a bit for each cell that does.
    fn changed_rows(&self, narrowed: bool) -> String {
        let masks: Vec<String> = self
            .columns
            .chunks(MASK)
            .map(|columns| {
                let bits = columns.iter().enumerate();
                let bits: Vec<String> = bits
                    .map(|(bit, (_, old, new))| format!("(({new} IS NOT {old}) << {bit})"))
                    .collect();
                bits.join(" | ")
            })
            .collect();
        format!(
            "SELECT n.rowid, o.rowid, {} {}",
            masks.join(", "),
            self.differing(narrowed)
        )
    }

    fn log_changed(&self, connection: &Connection, run: RunId, narrowed: bool) -> Result<u64, Error> {
        if self.columns.is_empty() {
            return Ok(0);
        }
        let masks: Vec<String> = (0..self.columns.len().div_ceil(MASK))
            .map(|mask| format!("m{mask}"))
            .collect();
        connection.execute_batch(&format!(
            "DROP TABLE IF EXISTS temp.changed_rows; CREATE TEMP TABLE changed_rows(n, o, {})",
            masks.join(", ")
        ))?;
        let changed = connection.execute(
            &format!("INSERT INTO temp.changed_rows {}", self.changed_rows(narrowed)),
            [],
        )?;
        if changed > 0 {
            self.log_cells(connection, run)?;
        }
        connection.execute_batch("DROP TABLE temp.changed_rows")?;
        Ok(changed as u64)
    }

    /// Logs the cells of the rows that differ, row by row.
    fn log_cells(&self, connection: &Connection, run: RunId) -> Result<(), Error> {
        let mut differing = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            let bit = format!("c.m{} & {}", index / MASK, 1_i64 << (index % MASK));
            let sql = format!("SELECT 1 FROM temp.changed_rows AS c WHERE {bit} LIMIT 1");
            if connection.prepare(&sql)?.exists([])? {
                differing.push((index, bit, column));
            }
        }
        for columns in differing.chunks(SELECTS) {
            let mut values: Vec<SqlValue> = vec![run.0.into(), self.target.to_owned().into()];
            let mut selects = Vec::new();
            for (index, bit, (name, old, new)) in columns {
                values.push((*name).to_owned().into());
                selects.push(format!(
                    "SELECT c.rowid AS place, {index} AS nth, {} AS key, ?{} AS col, {old} AS old, {new} AS new
                     FROM temp.changed_rows AS c CROSS JOIN {} AS n ON n.rowid = c.n
                       CROSS JOIN {} AS o ON o.rowid = c.o WHERE {bit}",
                    self.key_of("n"),
                    values.len(),
                    self.new,
                    self.old,
                ));
            }
            connection.execute(
                &format!(
                    "INSERT INTO {}(run, target, kind, key, \"column\", old, new)
                     SELECT ?1, ?2, 'changed', key, col, old, new FROM ({}) ORDER BY place, nth",
                    self.log,
                    selects.join(" UNION ALL ")
                ),
                params_from_iter(values),
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::StoredColumn;
    use poolhouse_connector::{ColumnType, PersonalData, TableId};

    fn entry(version: i64, columns: &[&str]) -> Entry {
        Entry {
            source: TableId::new("users"),
            target: "users".into(),
            version: RunId(version),
            physical: format!("v{version}__users"),
            columns: columns
                .iter()
                .map(|name| StoredColumn {
                    name: (*name).into(),
                    original: (*name).into(),
                    kind: ColumnType::Text,
                    personal: PersonalData::None,
                })
                .collect(),
            key: vec!["sub".into(), "name".into()],
            rows: 0,
            added: 0,
            changed: 0,
            removed: 0,
        }
    }

    #[test]
    fn rows_are_matched_by_the_index() {
        let connection = Connection::open_in_memory().expect("memory");
        connection
            .execute_batch(
                "CREATE TABLE v1__users(sub TEXT, name TEXT, a TEXT, b); CREATE UNIQUE INDEX i ON v1__users(sub, name);
                 CREATE TABLE v2__users(sub TEXT, name TEXT, a TEXT, b); CREATE UNIQUE INDEX j ON v2__users(sub, name);",
            )
            .expect("tables");
        let (old, new) = (
            entry(1, &["sub", "name", "a", "b"]),
            entry(2, &["sub", "name", "a", "b"]),
        );
        let sql = Tables::new(CHANGE_LOG, &old, &new).changed_rows(false);
        let plan: Vec<String> = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .expect("plan")
            .query_map([], |row| row.get(3))
            .expect("plan")
            .collect::<rusqlite::Result<_>>()
            .expect("plan");
        insta::assert_debug_snapshot!(plan, @r#"
        [
            "SCAN n",
            "SEARCH o USING INDEX i (sub=? AND name=?)",
        ]
        "#);
    }
}
