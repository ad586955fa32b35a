//! What changed between two versions of a table, and its way into the change log.
//!
//! All in SQL: rows are matched along the index on their key, compared as a whole first, and cell by
//! cell only where they differ. Where it is known which rows may differ, only those are looked at;
//! the log is the same, line for line. Called by `publish` and `rollback`, in their transaction, and
//! by `preview`, which only counts.

use super::entries::Entry;
use super::logged::Logged;
use crate::Error;
use crate::model::RunId;
use crate::names::quote;
use rusqlite::{Connection, Params, params, params_from_iter, types::Value as SqlValue};

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

    /// What was counted forwards, seen forwards or backwards.
    pub(super) fn seen(self, forwards: bool) -> Self {
        if forwards {
            return self;
        }
        Self {
            added: self.removed,
            removed: self.added,
            ..self
        }
    }

    /// Whether so many rows come and go between versions of these sizes.
    fn lead_to(self, old: &Entry, new: &Entry) -> bool {
        old.rows + self.added == new.rows + self.removed
    }

    /// Keys are unique on both sides, so how many went shows in how many came.
    fn and_the_missing(self, old: &Entry, new: &Entry) -> Self {
        Self {
            removed: (old.rows + self.added).saturating_sub(new.rows),
            ..self
        }
    }
}

/// Columns in one bit mask.
const MASK: usize = 60;
/// Selects in one statement; SQLite allows 500.
const SELECTS: usize = 400;

/// The change log of the database.
pub(super) const CHANGE_LOG: &str = "_poolhouse_changes";

/// Logs under `run` what makes `new` differ from `old`, and counts it. `log` is the table that takes
/// the lines: [`CHANGE_LOG`], or one of the same columns. Nothing differs but what is `logged` to; without
/// that any row may.
pub(crate) fn compare(
    connection: &Connection,
    log: &str,
    run: RunId,
    old: &Entry,
    new: &Entry,
    logged: Option<&Logged>,
) -> Result<Counts, Error> {
    if let Some(counts) = without_looking(old, new) {
        return Ok(counts);
    }
    match logged {
        Some(Logged::Lines(lines)) => return lines.copy(connection, log, run, new),
        Some(Logged::Fold(fold)) => {
            if let Some(counts) = fold.tell_exactly(connection, log, run, new)? {
                return Ok(counts);
            }
        }
        Some(Logged::Rows(_)) | None => {}
    }
    let tables = Tables::new(log, old, new);
    let Counts { added, removed, .. } = tables.find(connection, logged)?;
    for (side, lines) in [(Side::New, added), (Side::Old, removed)] {
        if lines > 0 {
            tables.log_unmatched(connection, run, side)?;
        }
    }
    let changed = tables.log_changed(connection, run)?;
    connection.execute_batch("DROP TABLE temp.touched")?;
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

/// Counts what makes `new` differ from `old`, and writes nothing but a temporary table.
pub(super) fn count(
    connection: &Connection,
    old: &Entry,
    new: &Entry,
    logged: Option<&Logged>,
) -> Result<Counts, Error> {
    if let Some(counts) = without_looking(old, new) {
        return Ok(counts);
    }
    match logged {
        Some(Logged::Lines(lines)) => return Ok(lines.counts(new)),
        Some(Logged::Fold(fold)) => {
            if let Some(counts) = fold.count(connection, new)? {
                return Ok(counts);
            }
        }
        Some(Logged::Rows(_)) | None => {}
    }
    let tables = Tables::new(CHANGE_LOG, old, new);
    let counts = tables.find(connection, logged)?;
    let changed = tables.count_changed(connection)?;
    connection.execute_batch("DROP TABLE temp.touched")?;
    Ok(Counts { changed, ..counts })
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

/// Keeps these places in `temp.touched`; counts the rows that came and went.
fn keep_places(connection: &Connection, places: &str, bound: impl Params) -> Result<Counts, Error> {
    connection.execute_batch("DROP TABLE IF EXISTS temp.touched; CREATE TEMP TABLE touched(n, o)")?;
    connection.execute(&format!("INSERT INTO temp.touched {places}"), bound)?;
    Ok(connection.query_row(COME_AND_GO, [], come_and_go)?)
}

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

    /// Where all rows of the new version lie, as `n`, and those of the old with the same key, as `o`.
    ///
    /// Both sides are gone through along the index on their key, in which what is next is near. Told in the
    /// order of the rows of the new version, which that of the old mostly is too: so are the rows then read.
    /// Without the `+` SQLite would go along the rows and look for each key.
    fn all_places(&self) -> String {
        format!(
            "SELECT n.rowid AS n, o.rowid AS o FROM {} AS n LEFT JOIN {} AS o ON {}
             ORDER BY +n.rowid",
            self.new,
            self.old,
            self.same_key()
        )
    }

    /// Keeps where the rows lie that may differ, in `temp.touched`, for the statements to come; counts those
    /// that came and went. Where what is known to be touched does not account for these, the log is not to be
    /// trusted, and all rows are looked at.
    fn find(&self, connection: &Connection, logged: Option<&Logged>) -> Result<Counts, Error> {
        let (old, new) = self.entries;
        if let Some(Logged::Rows(touched)) = logged {
            let counts = keep_places(connection, &touched.places(old, new), touched.bound())?;
            if counts.lead_to(old, new) {
                return Ok(counts);
            }
        }
        let counts = keep_places(connection, &self.all_places(), [])?.and_the_missing(old, new);
        if counts.removed > 0 {
            connection.execute(
                &format!(
                    "INSERT INTO temp.touched SELECT NULL, o.rowid FROM {} AS o
                     WHERE NOT EXISTS (SELECT 1 FROM {} AS n WHERE {})",
                    self.old,
                    self.new,
                    self.same_key()
                ),
                [],
            )?;
        }
        Ok(counts)
    }

    fn count_changed(&self, connection: &Connection) -> Result<u64, Error> {
        if self.columns.is_empty() {
            return Ok(0);
        }
        let sql = format!("SELECT count(*) {}", self.differing());
        Ok(connection.query_row(&sql, [], |row| row.get::<_, i64>(0))? as u64)
    }

    /// From where to take the rows, as `n` and `o`, that differ.
    fn differing(&self) -> String {
        let old: Vec<&str> = self.columns.iter().map(|(_, old, _)| old.as_str()).collect();
        let new: Vec<&str> = self.columns.iter().map(|(_, _, new)| new.as_str()).collect();
        format!(
            "FROM touched AS t CROSS JOIN {} AS n ON n.rowid = t.n CROSS JOIN {} AS o ON o.rowid = t.o
             WHERE ({}) IS NOT ({})",
            self.new,
            self.old,
            new.join(", "),
            old.join(", ")
        )
    }

    /// Logs the rows of one side whose key the other lacks.
    fn log_unmatched(&self, connection: &Connection, run: RunId, side: Side) -> Result<(), Error> {
        let (kind, here, at, elsewhere) = match side {
            Side::New => ("added", &self.new, "n", "o"),
            Side::Old => ("removed", &self.old, "o", "n"),
        };
        connection.execute(
            &format!(
                "INSERT INTO {}(run, target, kind, key) SELECT ?1, ?2, ?3, {}
                 FROM touched AS t CROSS JOIN {here} AS n ON n.rowid = t.{at}
                 WHERE t.{elsewhere} IS NULL ORDER BY t.{at}",
                self.log,
                self.key_of("n"),
            ),
            params![run.0, self.target, kind],
        )?;
        Ok(())
    }

    /// Finds the rows that differ, with a bit for each cell that does.
    fn changed_rows(&self) -> String {
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
            "SELECT n.rowid, o.rowid, {} {} ORDER BY t.n",
            masks.join(", "),
            self.differing()
        )
    }

    fn log_changed(&self, connection: &Connection, run: RunId) -> Result<u64, Error> {
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
            &format!("INSERT INTO temp.changed_rows {}", self.changed_rows()),
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
        let tables = Tables::new(CHANGE_LOG, &old, &new);
        let plan = |sql: String| -> Vec<String> {
            let mut statement = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .expect("plan");
            let steps = statement.query_map([], |row| row.get(3)).expect("plan");
            steps.collect::<rusqlite::Result<_>>().expect("plan")
        };
        insta::assert_debug_snapshot!(plan(tables.all_places()), @r#"
        [
            "SCAN n USING COVERING INDEX j",
            "SEARCH o USING COVERING INDEX i (sub=? AND name=?) LEFT-JOIN",
            "USE TEMP B-TREE FOR ORDER BY",
        ]
        "#);
        keep_places(&connection, &tables.all_places(), []).expect("places");
        insta::assert_debug_snapshot!(plan(tables.changed_rows()), @r#"
        [
            "SCAN t",
            "SEARCH n USING INTEGER PRIMARY KEY (rowid=?)",
            "SEARCH o USING INTEGER PRIMARY KEY (rowid=?)",
            "USE TEMP B-TREE FOR ORDER BY",
        ]
        "#);
    }
}
