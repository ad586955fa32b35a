//! What a database holds of a person: rows of every version, lines of the change log, and what others
//! say of them.
//!
//! Called to show what forgetting would delete. Deliberately absent: deleting anything (see `forget`), and
//! the same person in other databases (see `held`).

use super::classes::Classes;
use super::entries::{self, Entry};
use super::forget::is_to_rewrite;
use super::mentions::mentions;
use super::reader::{DatabaseReader, as_text};
use crate::Error;
use crate::error::Doing;
use crate::model::{PersonTraces, RunId, StoredColumn};
use crate::names::quote;
use crate::words::json;
use poolhouse_connector::{PersonalData, TableId};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// The column that tells whom a row is about, by its name at the source, for each table about people.
pub type People = BTreeMap<TableId, String>;

/// A version table that is kept, and the publications that show it.
pub(super) struct Kept {
    pub(super) entry: Entry,
    pub(super) runs: Vec<RunId>,
}

impl Kept {
    /// The column that tells whom a row is about.
    pub(super) fn person(&self, people: &People) -> Option<&str> {
        let column = self.entry.column_of(people.get(&self.entry.source)?)?;
        Some(column.name.as_str())
    }

    /// The columns by which a person can be found elsewhere: identifiers, e-mail addresses, telephones.
    pub(super) fn telling(&self) -> Vec<&str> {
        let columns = self.entry.columns.iter().filter(|column| tells(column));
        columns.map(|column| column.name.as_str()).collect()
    }

    /// The values of a person in these columns. What an identifier says of others too, such as who
    /// answered for a sign-in, is not the person's.
    fn values(&self, connection: &Connection, column: &str, person: &str) -> Result<Vec<String>, Error> {
        let mut values = Vec::new();
        let (table, whose) = (quote(&self.entry.physical), quote(column));
        for told in self.entry.columns.iter().filter(|column| tells(column)) {
            let name = quote(&told.name);
            let alone = if told.personal == PersonalData::Identifier && told.name != column {
                format!(
                    " AND NOT EXISTS (SELECT 1 FROM {table} AS other
                       WHERE other.{name} = own.{name} AND other.{whose} IS NOT ?1)"
                )
            } else {
                String::new()
            };
            let sql = format!(
                "SELECT DISTINCT CAST({name} AS TEXT) FROM {table} AS own
                 WHERE {whose} = ?1 AND {name} IS NOT NULL{alone}"
            );
            values.extend(texts(connection, &sql, [person])?);
        }
        Ok(values)
    }
}

pub(super) fn tells(column: &StoredColumn) -> bool {
    matches!(
        column.personal,
        PersonalData::Identifier | PersonalData::Email | PersonalData::Phone
    )
}

/// Lines of the change log of one run and table, and where the person stands in their keys.
pub(super) struct Lines {
    pub(super) run: RunId,
    pub(super) target: String,
    pub(super) place: usize,
    telling: Vec<String>,
}

impl Lines {
    /// Which lines are a person's, with the run, the table and the person bound.
    pub(super) fn condition(&self) -> String {
        format!(
            "run = ?1 AND target = ?2 AND CAST(json_extract(key, '$[{}]') AS TEXT) = ?3",
            self.place
        )
    }
}

/// Every version table that is kept, each once, with the classes of its columns as they are known now.
pub(super) fn kept(connection: &Connection) -> Result<Vec<Kept>, Error> {
    let classes = Classes::load(connection)?;
    let mut found: BTreeMap<String, Kept> = BTreeMap::new();
    for seq in entries::seqs(connection)? {
        let run = entries::run_at(connection, seq)?;
        for mut entry in entries::entries(connection, seq)? {
            if let Some(known) = found.get_mut(&entry.physical) {
                known.runs.push(run);
            } else if entries::is_kept(connection, &entry.physical)? {
                classes.apply(&entry.source, &mut entry.columns);
                let runs = vec![run];
                found.insert(entry.physical.clone(), Kept { entry, runs });
            }
        }
    }
    Ok(found.into_values().collect())
}

/// Where the change log tells of people. Versions that are no longer kept are among them.
pub(super) fn lines(connection: &Connection, people: &People) -> Result<Vec<Lines>, Error> {
    let classes = Classes::load(connection)?;
    let mut found = Vec::new();
    for seq in entries::seqs(connection)? {
        let run = entries::run_at(connection, seq)?;
        for mut entry in entries::entries(connection, seq)? {
            classes.apply(&entry.source, &mut entry.columns);
            let kept = Kept {
                entry,
                runs: Vec::new(),
            };
            let Some(person) = kept.person(people) else {
                continue;
            };
            if let Some(place) = kept.entry.key.iter().position(|key| key == person) {
                found.push(Lines {
                    run,
                    place,
                    telling: kept.telling().into_iter().map(str::to_owned).collect(),
                    target: kept.entry.target,
                });
            }
        }
    }
    Ok(found)
}

impl DatabaseReader {
    /// How many people were forgotten, and whether the file is still to be rewritten.
    pub fn forgotten(&self) -> Result<(u64, bool), Error> {
        const DOING: &str = "read who was forgotten";
        let connection = self.connection();
        if !entries::is_kept(connection, "_poolhouse_forgotten").doing(DOING)? {
            return Ok((0, false));
        }
        let count: i64 = connection
            .query_row("SELECT count(*) FROM _poolhouse_forgotten", [], |row| row.get(0))
            .doing(DOING)?;
        Ok((count as u64, is_to_rewrite(connection).doing(DOING)?))
    }

    /// The people who have one of these identifiers, e-mail addresses or telephone numbers in any version, or
    /// whom the change log knows by it. Whoever *is* one of them comes alone for that value.
    pub fn find_people(&self, people: &People, values: &BTreeSet<String>) -> Result<BTreeSet<String>, Error> {
        const DOING: &str = "look for a person";
        let transaction = self.connection().unchecked_transaction().doing(DOING)?;
        let mut found = FoundPeople::default();
        for kept in kept(&transaction).doing(DOING)? {
            if let Some(person) = kept.person(people) {
                found.in_rows(&transaction, &kept, person, values).doing(DOING)?;
            }
        }
        for lines in lines(&transaction, people).doing(DOING)? {
            found.in_lines(&transaction, &lines, values).doing(DOING)?;
        }
        Ok(found.all())
    }

    /// Whether a person is in what readers see now, and there has none of these values any more.
    pub fn has_moved_on(
        &self,
        people: &People,
        person: &str,
        values: &BTreeSet<String>,
    ) -> Result<bool, Error> {
        const DOING: &str = "look what a person has now";
        let transaction = self.connection().unchecked_transaction().doing(DOING)?;
        let Some(now) = entries::current(&transaction).doing(DOING)? else {
            return Ok(false);
        };
        let run = entries::run_at(&transaction, now).doing(DOING)?;
        let mut is_there = false;
        let all = kept(&transaction).doing(DOING)?;
        for kept in all.iter().filter(|kept| kept.runs.contains(&run)) {
            let Some(whose) = kept.person(people) else {
                continue;
            };
            let columns: Vec<String> = kept.telling().into_iter().map(quote).collect();
            let told: Vec<String> = columns
                .iter()
                .map(|column| {
                    format!("coalesce({column} COLLATE NOCASE IN (SELECT value FROM json_each(?2)), 0)")
                })
                .chain(["0".to_owned()])
                .collect();
            let sql = format!(
                "SELECT count(*), coalesce(max({}), 0) FROM {} WHERE {} = ?1",
                told.join(" OR "),
                quote(&kept.entry.physical),
                quote(whose)
            );
            let bound = params![person, json(values)];
            let (rows, has_one): (i64, bool) = transaction
                .query_row(&sql, bound, |row| Ok((row.get(0)?, row.get(1)?)))
                .doing(DOING)?;
            if has_one {
                return Ok(false);
            }
            is_there |= rows > 0;
        }
        Ok(is_there)
    }

    /// What a person is called, as the newest version says that has them: what stands in those of these
    /// columns, by their names at the source, that hold names or e-mail addresses.
    pub fn called(&self, people: &People, person: &str, originals: &[&str]) -> Result<Vec<String>, Error> {
        const DOING: &str = "look what a person is called";
        // One moment: what is kept when it is looked up is kept when it is read.
        let moment = self.connection().unchecked_transaction().doing(DOING)?;
        let mut newest = kept(&moment).doing(DOING)?;
        newest.sort_by_key(|kept| std::cmp::Reverse(kept.runs.first().copied()));
        for kept in newest {
            let Some(whose) = kept.person(people) else {
                continue;
            };
            let columns = originals
                .iter()
                .filter_map(|original| kept.entry.column_of(original));
            // An identifier is no name, and stands in tables that have none.
            let columns =
                columns.filter(|column| matches!(column.personal, PersonalData::Name | PersonalData::Email));
            let columns: Vec<_> = columns.collect();
            if columns.is_empty() {
                continue;
            }
            let names: Vec<String> = columns.iter().map(|column| quote(&column.name)).collect();
            let sql = format!(
                "SELECT {} FROM {} WHERE {} = ?1",
                names.join(", "),
                quote(&kept.entry.physical),
                quote(whose)
            );
            let cells = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Vec<Option<String>>> {
                let cells = 0..columns.len();
                cells.map(|place| row.get_ref(place).map(as_text)).collect()
            };
            let cells = moment.query_row(&sql, [person], cells).optional().doing(DOING)?;
            let filled = cells.into_iter().flatten().flatten();
            let called: Vec<String> = filled.filter(|cell| !cell.is_empty()).collect();
            if !called.is_empty() {
                return Ok(called);
            }
        }
        Ok(Vec::new())
    }

    /// What the database holds of a person, and where else in it their identifiers stand.
    pub fn traces(&self, people: &People, person: &str) -> Result<PersonTraces, Error> {
        const DOING: &str = "look what there is of a person";
        let transaction = self.connection().unchecked_transaction().doing(DOING)?;
        traces(&transaction, people, person).doing(DOING)
    }
}

fn traces(connection: &Connection, people: &People, person: &str) -> Result<PersonTraces, Error> {
    let mut traces = PersonTraces::default();
    let kept = kept(connection)?;
    for kept in &kept {
        let Some(column) = kept.person(people) else {
            continue;
        };
        let physical = &kept.entry.physical;
        let rows = count_person(connection, physical, column, person)?;
        if rows == 0 {
            continue;
        }
        let table = traces.tables.entry(kept.entry.target.clone()).or_default();
        table.rows += rows;
        table.versions += 1;
        traces.values.extend(kept.values(connection, column, person)?);
    }
    let lines = lines(connection, people)?;
    for lines in &lines {
        let found = count_lines(connection, lines, person)?;
        if found == 0 {
            continue;
        }
        traces.changes += found;
        // What they had before is theirs as well.
        for column in &lines.telling {
            for value in ["old", "new"] {
                let sql = format!(
                    "SELECT DISTINCT CAST({value} AS TEXT) FROM _poolhouse_changes
                     WHERE {} AND \"column\" = ?4 AND {value} IS NOT NULL",
                    lines.condition()
                );
                let bound = params![lines.run.0, lines.target, person, column];
                traces.values.extend(texts(connection, &sql, bound)?);
            }
        }
    }
    traces.staged = connection
        .prepare("SELECT 1 FROM _poolhouse_staging LIMIT 1")?
        .exists([])?;
    traces.values.insert(person.to_owned());
    traces.values.retain(|value| !value.trim().is_empty());
    traces.mentions = mentions(connection, &kept, &lines, people, person, &traces.values)?;
    Ok(traces)
}

fn count_person(connection: &Connection, physical: &str, column: &str, person: &str) -> Result<u64, Error> {
    let rows: i64 = connection.query_row(
        &format!(
            "SELECT count(*) FROM {} WHERE {} = ?1",
            quote(physical),
            quote(column)
        ),
        [person],
        |row| row.get(0),
    )?;
    Ok(rows as u64)
}

fn count_lines(connection: &Connection, lines: &Lines, person: &str) -> Result<u64, Error> {
    let found: i64 = connection.query_row(
        &format!(
            "SELECT count(*) FROM _poolhouse_changes WHERE {}",
            lines.condition()
        ),
        params![lines.run.0, lines.target, person],
        |row| row.get(0),
    )?;
    Ok(found as u64)
}

/// Whom each value that was looked for tells.
#[derive(Default)]
struct FoundPeople {
    /// Values that are themselves what tells a person.
    own: BTreeSet<String>,
    /// Who has a value, in small letters, in another column.
    by: BTreeMap<String, BTreeSet<String>>,
}

impl FoundPeople {
    fn all(self) -> BTreeSet<String> {
        let is_own = |value: &str| self.own.iter().any(|own| own.eq_ignore_ascii_case(value));
        let others = self.by.iter().filter(|(value, _)| !is_own(value));
        let others: BTreeSet<String> = others.flat_map(|(_, people)| people).cloned().collect();
        self.own.iter().cloned().chain(others).collect()
    }

    /// `person` has these cells, some of which may be among the values.
    fn see(&mut self, person: String, cells: impl Iterator<Item = String>, values: &BTreeSet<String>) {
        // As SQLite's NOCASE has it.
        for value in cells.flat_map(|cell| {
            values
                .iter()
                .filter(move |value| value.eq_ignore_ascii_case(&cell))
        }) {
            let people = self.by.entry(value.to_ascii_lowercase()).or_default();
            people.insert(person.clone());
        }
        if values.contains(&person) {
            self.own.insert(person);
        }
    }

    fn in_rows(
        &mut self,
        connection: &Connection,
        kept: &Kept,
        person: &str,
        values: &BTreeSet<String>,
    ) -> Result<(), Error> {
        let columns: Vec<String> = [person].into_iter().chain(kept.telling()).map(quote).collect();
        let (whose, telling) = (&columns[0], &columns[1..]);
        // However many there are, they are one bound value.
        let mut same = vec![format!("{whose} IN (SELECT value FROM json_each(?1))")];
        same.extend(
            telling
                .iter()
                .map(|column| format!("{column} COLLATE NOCASE IN (SELECT value FROM json_each(?1))")),
        );
        let sql = format!(
            "SELECT DISTINCT {} FROM {} WHERE {}",
            columns.join(", "),
            quote(&kept.entry.physical),
            same.join(" OR ")
        );
        self.see_all(connection, &sql, [json(values)], values)
    }

    /// Of a version that is no longer kept, an address that changed is told by the log alone.
    fn in_lines(
        &mut self,
        connection: &Connection,
        lines: &Lines,
        values: &BTreeSet<String>,
    ) -> Result<(), Error> {
        let sql = format!(
            "SELECT DISTINCT person, iif(tells, old, NULL), iif(tells, new, NULL)
             FROM (SELECT json_extract(key, '$[{}]') AS person, old, new,
                     \"column\" IN (SELECT value FROM json_each(?3)) AS tells
                   FROM _poolhouse_changes WHERE run = ?1 AND target = ?2)
             WHERE CAST(person AS TEXT) IN (SELECT value FROM json_each(?4))
               OR tells AND (old COLLATE NOCASE IN (SELECT value FROM json_each(?4))
                          OR new COLLATE NOCASE IN (SELECT value FROM json_each(?4)))",
            lines.place
        );
        let bound = params![lines.run.0, lines.target, json(&lines.telling), json(values)];
        self.see_all(connection, &sql, bound, values)
    }

    /// Sees rows that begin with whom they are about.
    fn see_all(
        &mut self,
        connection: &Connection,
        sql: &str,
        bound: impl rusqlite::Params,
        values: &BTreeSet<String>,
    ) -> Result<(), Error> {
        let mut statement = connection.prepare(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(bound)?;
        while let Some(row) = rows.next()? {
            let cell = |place| row.get_ref(place).map(as_text);
            let Some(person) = cell(0)? else { continue };
            let cells: Vec<Option<String>> = (1..width).map(cell).collect::<rusqlite::Result<_>>()?;
            self.see(person, cells.into_iter().flatten(), values);
        }
        Ok(())
    }
}

fn texts(connection: &Connection, sql: &str, bound: impl rusqlite::Params) -> Result<Vec<String>, Error> {
    let mut statement = connection.prepare(sql)?;
    let found = statement.query_map(bound, |row| row.get::<_, Option<String>>(0))?;
    let found: Vec<Option<String>> = found.collect::<rusqlite::Result<_>>()?;
    Ok(found.into_iter().flatten().collect())
}
