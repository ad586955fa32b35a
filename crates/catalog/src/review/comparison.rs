//! Two versions of a table compared: a line for each row that came or went from one to the other, and
//! for each cell that changed.
//!
//! Versions that are kept are compared row by row; where the change log between them is short, only the
//! rows that it names. Of a version that was pruned the log still tells what became of it: the lines of
//! the runs between are folded into what they come to. What the rows are called is not kept with the
//! lines, but looked up where a line is read.

use super::names::{Names, NamesOf, table};
use super::part::Part;
use super::table::TableReader;
use crate::connection::open_reader;
use crate::database::{
    Classes, Entry, Fold, Logged, STEPS, compare, current, entries, is_kept, log_all, place_of, seq_of,
};
use crate::error::Doing;
use crate::model::{RunId, StoredColumn, Version};
use crate::names::{check_dataflow_name, quote};
use crate::{DataFolder, Error};
use poolhouse_connector::{ColumnType, PersonalData, TableId};
use rusqlite::Connection;
use std::collections::BTreeSet;

const DOING: &str = "compare the versions";

/// The lines, as the change log has them.
const LINES: &str = "temp.poolhouse_comparison";
/// The same for a reader: the key's values in columns of their own.
const SHOWN: &str = "poolhouse_compared";
/// Its columns beside those that are told.
const PLACE: &str = "_poolhouse_place";
const KEY: &str = "_poolhouse_key";

/// One side of a comparison.
struct Side {
    seq: i64,
    published: Vec<Entry>,
    entry: Option<Entry>,
    kept: bool,
}

/// How the lines of a comparison are made up: `change`, the key, the names, `column`, `before`, `after`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// How many columns the key has.
    pub key: usize,
    /// How many columns of names come after those.
    pub names: usize,
    /// The columns of the table that hold nothing about a person, by their names in the database.
    plain: BTreeSet<String>,
}

impl Lines {
    /// The place of `column`, which says whose cells stand beside it.
    pub fn column(&self) -> usize {
        1 + self.key + self.names
    }

    /// The places of `before` and `after`.
    pub fn cells(&self) -> [usize; 2] {
        [self.column() + 1, self.column() + 2]
    }

    /// Whether the cells of this column of the table say something about a person. What nothing is
    /// known of does.
    pub fn is_personal(&self, column: Option<&str>) -> bool {
        column.is_none_or(|column| !self.plain.contains(column))
    }
}

impl TableReader {
    /// Opens what became of a table from one version to another, which may be the earlier one.
    /// `None` when there is no database.
    ///
    /// Its columns are `change` (`added`, `changed` or `removed`), those of the table's key, what the row
    /// is called where `names` knows, and for a changed cell `column`, `before` and `after`.
    pub fn compared(
        folder: &DataFolder,
        name: &str,
        table: &str,
        (from, to): (Version, Version),
        names: &[NamesOf],
    ) -> Result<Option<Self>, Error> {
        check_dataflow_name(name)?;
        let Some(opened) = open_reader(&folder.database_path(name), STEPS)? else {
            return Ok(None);
        };
        let connection = &opened.connection;
        let (from, to) = sides(connection, table, from, to)?;
        let shown = to.entry.as_ref().or(from.entry.as_ref());
        let mut entry = shown.cloned().ok_or_else(|| Error::NoSuchTable {
            table: table.to_owned(),
        })?;
        let mut before = from.entry.clone();
        let classes = Classes::load(connection).doing(DOING)?;
        for entry in before.iter_mut().chain([&mut entry]) {
            classes.apply(&entry.source, &mut entry.columns);
        }
        let names = Names::between(names, from.table(), to.table(), &classes);
        let lines = lines(&entry, before.as_ref(), &names);
        let columns = columns(&entry, before.as_ref(), &names);
        let (shown, all) = (entry.clone(), columns.clone());
        let view = move |connection: &Connection| view(connection, &shown, &names, &all);
        let make = move |connection: &Connection| fill(connection, &from, &to);
        let mut part = Part::of(name, opened, entry, Vec::new())
            .made(SHOWN, PLACE, Box::new(make))
            .seen_through(Box::new(view));
        part.kept_key = Some(KEY);
        Ok(Some(Self {
            parts: vec![part],
            columns,
            rows: None,
            lines: Some(lines),
        }))
    }
}

impl Side {
    /// The table that was read from there, in what is published at a place.
    fn of(
        connection: &Connection,
        (seq, published): (i64, Vec<Entry>),
        source: Option<&TableId>,
    ) -> Result<Self, Error> {
        let entry = source.and_then(|source| published.iter().find(|entry| entry.source == *source));
        let entry = entry.cloned();
        let kept = match &entry {
            Some(entry) => is_kept(connection, &entry.physical).doing(DOING)?,
            None => true,
        };
        Ok(Self {
            seq,
            published,
            entry,
            kept,
        })
    }

    /// The table, with those beside it.
    fn table(&self) -> Option<(&Entry, &[Entry])> {
        table(&self.published, &self.entry.as_ref()?.target)
    }
}

/// Both sides, with the table of this name. It is the same table in both, whatever it is called in one of them.
fn sides(connection: &Connection, table: &str, from: Version, to: Version) -> Result<(Side, Side), Error> {
    let (from, to) = (
        published(connection, table, from)?,
        published(connection, table, to)?,
    );
    let mut source = None;
    for (_, published) in [&to, &from] {
        if source.is_none() {
            let place = place_of(connection, published, table)?;
            source = place.map(|place| published[place].source.clone());
        }
    }
    Ok((
        Side::of(connection, from, source.as_ref())?,
        Side::of(connection, to, source.as_ref())?,
    ))
}

/// What is published in a version, and at which place.
fn published(connection: &Connection, table: &str, version: Version) -> Result<(i64, Vec<Entry>), Error> {
    let seq = match version {
        Version::Now => current(connection).doing(DOING)?,
        Version::AsOf(run) => {
            let seq = seq_of(connection, run).doing(DOING)?;
            Some(seq.ok_or(Error::NotPublished { run })?)
        }
    };
    let seq = seq.ok_or_else(|| Error::NoSuchTable {
        table: table.to_owned(),
    })?;
    Ok((seq, entries(connection, seq).doing(DOING)?))
}

/// All columns of either side.
fn either<'a>(entry: &'a Entry, old: Option<&'a Entry>) -> impl Iterator<Item = &'a StoredColumn> {
    let old = old.into_iter().flat_map(|old| &old.columns);
    entry.columns.iter().chain(old)
}

fn lines(entry: &Entry, old: Option<&Entry>, names: &Names) -> Lines {
    let is_personal = |column: &&StoredColumn| column.personal != PersonalData::None;
    let personal: BTreeSet<&str> = either(entry, old)
        .filter(is_personal)
        .map(|column| column.name.as_str())
        .collect();
    let told = either(entry, old).map(|column| column.name.as_str());
    let plain = told.filter(|name| !personal.contains(name));
    Lines {
        key: entry.key.len(),
        names: names.columns.len(),
        plain: plain.map(str::to_owned).collect(),
    }
}

/// The columns of a comparison. What stands before and after may say something about a person if any
/// column of the table does; [`Lines`] knows of which lines that is so.
fn columns(entry: &Entry, old: Option<&Entry>, names: &Names) -> Vec<StoredColumn> {
    let column = |name: &str, personal| StoredColumn {
        name: name.to_owned(),
        original: name.to_owned(),
        kind: ColumnType::Text,
        personal,
    };
    let mut personal = PersonalData::None;
    for side in either(entry, old) {
        if side.personal != PersonalData::None && !entry.key.contains(&side.name) {
            personal = PersonalData::FreeText;
        }
    }
    let mut columns = vec![column("change", PersonalData::None)];
    columns.extend(
        entry
            .columns
            .iter()
            .filter(|column| entry.key.contains(&column.name))
            .cloned(),
    );
    columns.extend(names.columns.iter().cloned());
    columns.push(column("column", PersonalData::None));
    columns.push(column("before", personal));
    columns.push(column("after", personal));
    // A key may have a column of one of these names.
    for place in 0..columns.len() {
        while columns[..place]
            .iter()
            .any(|other| other.name.eq_ignore_ascii_case(&columns[place].name))
        {
            columns[place].name.push('_');
        }
    }
    columns
}

/// What the lines are seen through, in these columns.
fn view(
    connection: &Connection,
    entry: &Entry,
    names: &Names,
    columns: &[StoredColumn],
) -> Result<String, Error> {
    let mut values = vec!["l.kind".to_owned()];
    // By the names that they have in the table: in a comparison they may have others.
    for column in &entry.columns {
        if let Some(nth) = entry.key.iter().position(|key| *key == column.name) {
            values.push(format!("json_extract(l.key, '$[{nth}]')"));
        }
    }
    values.extend(names.values(connection, "l").doing(DOING)?);
    values.extend(["l.\"column\"".into(), "l.old".into(), "l.new".into()]);
    let shown = values.iter().zip(columns);
    let shown: Vec<String> = shown
        .map(|(value, column)| format!("{value} AS {}", quote(&column.name)))
        .collect();
    Ok(format!(
        "SELECT l.id AS {PLACE}, l.key AS {KEY}, {} FROM {LINES} AS l",
        shown.join(", ")
    ))
}

fn fill(connection: &Connection, from: &Side, to: &Side) -> Result<(), Error> {
    connection
        .execute_batch(&format!(
            "CREATE TABLE {LINES}(id INTEGER PRIMARY KEY, run, target, kind, key, \"column\", old, new)"
        ))
        .doing(DOING)?;
    match (&from.entry, &to.entry) {
        (Some(old), Some(new)) if old.physical == new.physical => {}
        (Some(old), Some(new)) if from.kept && to.kept && old.key == new.key => {
            let (later, earlier) = if from.seq < to.seq { (new, old) } else { (old, new) };
            let between = (from.seq.min(to.seq), from.seq.max(to.seq));
            let logged = Logged::between(connection, between, later, earlier).doing(DOING)?;
            compare(connection, LINES, new.version, old, new, logged.as_ref()).doing(DOING)?;
        }
        (None, Some(new)) if to.kept => log_all(connection, LINES, "added", new).doing(DOING)?,
        (Some(old), None) if from.kept => log_all(connection, LINES, "removed", old).doing(DOING)?,
        (Some(old), Some(new)) if old.key == new.key => {
            let later = if from.seq < to.seq { new } else { old };
            let fold = Fold::of(later, (from.seq.min(to.seq), from.seq.max(to.seq)));
            fold.tell(connection, LINES, new.version, new).doing(DOING)?;
        }
        // One that is no longer kept cannot be matched with what is known by other keys, or not there.
        (Some(old), Some(new)) if from.kept && to.kept => {
            log_all(connection, LINES, "removed", old).doing(DOING)?;
            log_all(connection, LINES, "added", new).doing(DOING)?;
        }
        (old, new) => {
            let gone = old.as_ref().filter(|_| !from.kept).or(new.as_ref());
            let run = gone.map_or(RunId(0), |entry| entry.version);
            return Err(Error::VersionGone { run });
        }
    }
    Ok(())
}
