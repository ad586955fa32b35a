//! What rows are called: the name and the e-mail address of a person, the name of a client.
//!
//! A line of the change log, or of a comparison, tells a row by its key alone, which is often but an ID.
//! Its names are looked up by that key in the versions of both sides, as far as their rows are kept, and
//! only of the lines that are read. Called by `comparison` and for the page of a run. Deliberately
//! absent: any copy of a name. Where the rows are gone, by retention or because somebody was forgotten,
//! the names are gone with them.

use crate::Error;
use crate::database::{Classes, DatabaseReader, Entry, as_text, before, entries, is_kept, seq_of};
use crate::error::Doing;
use crate::model::{Change, RowName, RunId, StoredColumn};
use crate::names::quote;
use poolhouse_connector::{ColumnType, Name, PersonalData, TableId};
use rusqlite::Connection;
use std::collections::HashMap;

const DOING: &str = "look up what the rows are called";

/// Where the rows of a table find their names. Columns are named as at the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamesOf {
    /// The table whose rows are named.
    pub table: TableId,
    /// The column of its key that leads to the names.
    pub column: String,
    /// The table that has the names; may be the same one.
    pub from: TableId,
    /// Its key, which `column` is looked up by.
    pub key: String,
    /// The names.
    pub names: &'static [Name],
}

/// The names of a table's rows from one publication to another.
#[derive(Debug)]
pub(super) struct Names {
    /// A column for each name.
    pub(super) columns: Vec<StoredColumn>,
    shown: Vec<&'static Name>,
    from: Option<Side>,
    to: Option<Side>,
}

/// Where one publication has the names.
#[derive(Debug)]
struct Side {
    /// Which part of the row's key leads there.
    part: usize,
    named: Entry,
}

impl Side {
    fn of(names: &NamesOf, entry: &Entry, beside: &[Entry], classes: &Classes) -> Option<Self> {
        let stored = &entry.column_of(&names.column)?.name;
        let part = entry.key.iter().position(|part| part == stored)?;
        let mut named = beside.iter().find(|other| other.source == names.from)?.clone();
        classes.apply(&named.source, &mut named.columns);
        // By another column each look would go through the whole table.
        let key = named.column_of(&names.key)?;
        let is_indexed = matches!(named.key.as_slice(), [one] if *one == key.name);
        is_indexed.then_some(Self { part, named })
    }

    /// The name of the row whose key is `key`; `None` where this side has no column for it.
    fn value(&self, name: &Name, key: &str) -> Option<String> {
        let of = quote(&self.named.key[0]);
        let told: Vec<String> = name
            .of
            .iter()
            .filter_map(|together| {
                let columns = together.iter().filter_map(|column| self.named.column_of(column));
                let filled: Vec<String> = columns
                    .map(|column| format!("coalesce(p.{}, '')", quote(&column.name)))
                    .collect();
                (!filled.is_empty())
                    .then(|| format!("nullif(nullif(trim({}), ''), p.{of})", filled.join(" || ' ' || ")))
            })
            .collect();
        let first = match told.as_slice() {
            [] => return None,
            [one] => one.clone(),
            several => format!("coalesce({})", several.join(", ")),
        };
        Some(format!(
            "(SELECT {first} FROM {} AS p WHERE p.{of} = json_extract({key}, '$[{}]'))",
            quote(&self.named.physical),
            self.part
        ))
    }
}

/// A table of a publication, with all tables of it.
pub(super) fn table<'a>(published: &'a [Entry], target: &str) -> Option<(&'a Entry, &'a [Entry])> {
    let mut entries = published.iter();
    let entry = entries.find(|entry| entry.target.eq_ignore_ascii_case(target))?;
    Some((entry, published))
}

/// The side, where its rows are kept.
fn kept<'a>(connection: &Connection, side: Option<&'a Side>) -> Result<Option<&'a Side>, Error> {
    Ok(match side {
        Some(side) if is_kept(connection, &side.named.physical)? => Some(side),
        _ => None,
    })
}

impl Names {
    /// The names of the rows of a table, which is `from` in one publication and `to` in the other, each
    /// with the tables beside it.
    pub(super) fn between(
        known: &[NamesOf],
        from: Option<(&Entry, &[Entry])>,
        to: Option<(&Entry, &[Entry])>,
        classes: &Classes,
    ) -> Self {
        let side = |side: Option<(&Entry, &[Entry])>| {
            let (entry, beside) = side?;
            let names = known.iter().find(|names| names.table == entry.source)?;
            Some((names.names, Side::of(names, entry, beside, classes)?))
        };
        let (from, to) = (side(from), side(to));
        let all = to.as_ref().or(from.as_ref()).map_or(&[][..], |(names, _)| names);
        let (from, to) = (from.map(|(_, side)| side), to.map(|(_, side)| side));
        let mut shown = Vec::new();
        let mut columns = Vec::new();
        for name in all {
            let made_of = || name.of.iter().copied().flatten();
            let sides = || to.iter().chain(&from);
            let found: Vec<PersonalData> = sides()
                .flat_map(|side| made_of().filter_map(|column| side.named.column_of(column)))
                .map(|column| column.personal)
                .collect();
            if found.is_empty() {
                continue;
            }
            let personal = found.into_iter().find(|personal| *personal != PersonalData::None);
            shown.push(name);
            columns.push(StoredColumn {
                name: name.shown.to_owned(),
                original: name.shown.to_owned(),
                kind: ColumnType::Text,
                personal: personal.unwrap_or(PersonalData::None),
            });
        }
        Self {
            columns,
            shown,
            from,
            to,
        }
    }

    /// For each name an expression over a line's `kind` and `key`. A row that went is named as it was, any
    /// other as it is; where the rows of that version are not kept, by nothing.
    pub(super) fn values(&self, connection: &Connection, line: &str) -> Result<Vec<String>, Error> {
        let (from, to) = (
            kept(connection, self.from.as_ref())?,
            kept(connection, self.to.as_ref())?,
        );
        let key = format!("{line}.key");
        let value = |name: &&'static Name| {
            let value = |side: Option<&Side>| side.and_then(|side| side.value(name, &key));
            match (value(from), value(to)) {
                (None, None) => "NULL".to_owned(),
                (None, Some(to)) => format!("iif({line}.kind = 'removed', NULL, {to})"),
                (Some(from), None) => format!("iif({line}.kind = 'added', NULL, {from})"),
                (Some(from), Some(to)) => format!("iif({line}.kind = 'removed', {from}, {to})"),
            }
        };
        Ok(self.shown.iter().map(value).collect())
    }
}

impl DatabaseReader {
    /// Tells in lines of the change log of a run what their rows are called.
    pub fn name_changes(&self, run: RunId, known: &[NamesOf], changes: &mut [Change]) -> Result<(), Error> {
        // One moment: what is kept when it is looked up is kept when it is read.
        let connection = &*self.connection().unchecked_transaction().doing(DOING)?;
        let Some(seq) = seq_of(connection, run).doing(DOING)? else {
            return Ok(());
        };
        let classes = Classes::load(connection).doing(DOING)?;
        let now = entries(connection, seq).doing(DOING)?;
        let earlier = match before(connection, seq).doing(DOING)? {
            Some(seq) => entries(connection, seq).doing(DOING)?,
            None => Vec::new(),
        };
        let mut tables: HashMap<String, (Vec<StoredColumn>, String)> = HashMap::new();
        for change in changes {
            if !tables.contains_key(&change.table) {
                let (from, to) = (table(&earlier, &change.table), table(&now, &change.table));
                let names = Names::between(known, from, to, &classes);
                let values = names.values(connection, "l").doing(DOING)?.join(", ");
                let sql = format!("SELECT {values} FROM _poolhouse_changes AS l WHERE l.id = ?1");
                tables.insert(change.table.clone(), (names.columns, sql));
            }
            let (columns, sql) = &tables[&change.table];
            if columns.is_empty() {
                continue;
            }
            let mut statement = connection.prepare_cached(sql).doing(DOING)?;
            let mut rows = statement.query([change.id]).doing(DOING)?;
            let Some(row) = rows.next().doing(DOING)? else {
                continue;
            };
            for (place, column) in columns.iter().enumerate() {
                if let Some(value) = as_text(row.get_ref(place).doing(DOING)?) {
                    change.names.push(RowName {
                        name: column.name.clone(),
                        value,
                        personal: column.personal,
                    });
                }
            }
        }
        Ok(())
    }
}
