//! [`Part`]: the rows that one database brings, and the order of the rows of several.

use super::search::{Beyond, Words};
use crate::Error;
use crate::as_it_lies::{AsItLies, Opened};
use crate::connection::with_temporary_tables;
use crate::database::{Entry, is_kept};
use crate::error::Doing;
use crate::names::quote;
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::types::Value;
use rusqlite::{Connection, DropBehavior, OptionalExtension, Row, Statement, Transaction, params_from_iter};
use std::cmp::Ordering;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

const DOING: &str = "prepare the rows";

/// What must be made before the rows can be read: temporary tables of the connection.
pub(super) type Make = Box<dyn FnOnce(&Connection) -> Result<(), Error> + Send>;

/// The view that shows rows of what was made, as what is kept in the file allows.
pub(super) type View = Box<dyn Fn(&Connection) -> Result<String, Error> + Send>;

/// How a search goes over rows of which not every column is stored.
pub(super) struct Searched {
    /// The columns that are looked at row by row, quoted.
    pub(super) own: Vec<String>,
    pub(super) beyond: LookBeyond,
}

/// How words are looked for beyond those columns.
pub(super) type LookBeyond = Box<dyn Fn(&Connection, &Arc<Words>) -> Result<Beyond, Error> + Send>;

/// Rows of one database, read through a connection of their own.
pub(super) struct Part {
    /// The dataflow's name, which is the database's.
    pub(super) database: String,
    pub(super) connection: Connection,
    as_it_lies: AsItLies,
    /// The table or view that has the rows, quoted.
    pub(super) from: String,
    /// The column of `from` that tells a row from all others.
    pub(super) place: &'static str,
    /// Where the rows came from: the table's own entry, and those beside it in its version.
    pub(super) entry: Entry,
    pub(super) beside: Vec<Entry>,
    /// The column that keeps the key of the row that each row is about, where these are not rows of
    /// `entry`.
    pub(super) kept_key: Option<&'static str>,
    /// How they are searched, where it is not all columns alike.
    pub(super) searched: Option<Searched>,
    make: Mutex<Option<Make>>,
    /// Whether it looks into tables that may be dropped meanwhile: then of which edition of the file it is.
    view: Mutex<Option<(View, Option<i64>)>>,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

impl Part {
    /// The rows of a version table.
    pub(super) fn of(database: &str, opened: Opened, entry: Entry, beside: Vec<Entry>) -> Self {
        Self {
            database: database.to_owned(),
            connection: opened.connection,
            as_it_lies: opened.as_it_lies,
            from: quote(&entry.physical),
            place: "rowid",
            entry,
            beside,
            kept_key: None,
            searched: None,
            make: Mutex::default(),
            view: Mutex::default(),
        }
    }

    /// The rows of the view `from`, which `make` makes when they are first wanted.
    pub(super) fn made(self, from: &str, place: &'static str, make: Make) -> Self {
        Self {
            from: quote(from),
            place,
            make: Mutex::new(Some(make)),
            ..self
        }
    }

    /// The same rows, seen through a view that is made anew whenever somebody has written to the file.
    pub(super) fn seen_through(self, view: View) -> Self {
        Self {
            view: Mutex::new(Some((view, None))),
            ..self
        }
    }

    /// The same rows, searched in a way of their own.
    pub(super) fn searched_by(self, searched: Searched) -> Self {
        Self {
            searched: Some(searched),
            ..self
        }
    }

    /// What was read holds: nobody wrote into a file that nobody was kept from writing into.
    pub(super) fn still(&self) -> Result<(), Error> {
        self.as_it_lies.still()
    }

    /// Makes what must be made, once. Cut off, it is made anew the next time it is opened. Where its rows are
    /// seen through a view, they are read in the transaction that this answers: those that it looks into may
    /// be dropped otherwise.
    pub(super) fn ready(&self) -> Result<Option<Transaction<'_>>, Error> {
        let connection = &self.connection;
        let make = self.make.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(make) = make {
            with_temporary_tables(connection, || make(connection))?;
        }
        let mut view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((view, seen)) = &mut *view else {
            return Ok(None);
        };
        let mut moment = connection.unchecked_transaction().doing(DOING)?;
        // Nothing is written but the view, which stays.
        moment.set_drop_behavior(DropBehavior::Commit);
        // Only now it is decided which moment that is.
        let any = moment
            .query_row("SELECT 1 FROM sqlite_schema", [], |_| Ok(()))
            .optional();
        any.doing(DOING)?;
        let edition = moment.pragma_query_value(None, "data_version", |row| row.get(0));
        let edition: i64 = edition.doing(DOING)?;
        if *seen != Some(edition) {
            with_temporary_tables(connection, || {
                let drop = format!("DROP VIEW IF EXISTS temp.{}", self.from);
                let view = format!("CREATE TEMP VIEW {} AS {}", self.from, view(connection)?);
                connection.execute_batch(&format!("{drop}; {view}")).doing(DOING)
            })?;
            *seen = Some(edition);
        }
        Ok(Some(moment))
    }

    /// That the version is no longer kept, where that is so.
    pub(super) fn gone(&self) -> Option<Error> {
        let run = self.entry.version;
        let is_kept = is_kept(&self.connection, &self.entry.physical).unwrap_or(true);
        (!is_kept).then_some(Error::VersionGone { run })
    }
}

/// What rows are ordered by.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// The column, quoted.
    pub(super) column: String,
    pub(super) descending: bool,
    /// As SQLite groups: case counts, and NULL comes before all else. What is grouped by the column is in
    /// this order already and need not be sorted again.
    pub(super) exact: bool,
}

impl Key {
    fn sql(&self) -> String {
        let direction = if self.descending { "DESC" } else { "ASC" };
        if self.exact {
            format!("{} {direction}", self.column)
        } else {
            format!("{} COLLATE NOCASE {direction} NULLS LAST", self.column)
        }
    }

    /// The same order as [`Self::sql`], for rows of different databases.
    fn order(&self, one: &Value, other: &Value) -> Ordering {
        let order = match (one, other) {
            _ if self.exact => compared(one, other),
            (Value::Null, Value::Null) => return Ordering::Equal,
            // NULL comes last in either direction.
            (Value::Null, _) => return Ordering::Greater,
            (_, Value::Null) => return Ordering::Less,
            (Value::Text(one), Value::Text(other)) => folded(one, other),
            _ => compared(one, other),
        };
        if self.descending { order.reverse() } else { order }
    }
}

/// As SQLite compares values without a collation: numbers by their size, then texts, then all else.
fn compared(one: &Value, other: &Value) -> Ordering {
    let class = |value: &Value| match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 1,
        Value::Text(_) => 2,
        Value::Blob(_) => 3,
    };
    match (one, other) {
        (Value::Integer(one), Value::Integer(other)) => one.cmp(other),
        (Value::Real(one), Value::Real(other)) => one.partial_cmp(other).unwrap_or(Ordering::Equal),
        (Value::Integer(one), Value::Real(other)) => whole_and_real(*one, *other),
        (Value::Real(one), Value::Integer(other)) => whole_and_real(*other, *one).reverse(),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (Value::Blob(one), Value::Blob(other)) => one.cmp(other),
        _ => class(one).cmp(&class(other)),
    }
}

/// A whole number beside one that may have a fraction: not every whole one is also a real one.
fn whole_and_real(whole: i64, real: f64) -> Ordering {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if real >= BEYOND {
        return Ordering::Less;
    }
    if real < -BEYOND {
        return Ordering::Greater;
    }
    // Cut off towards zero; what was cut off decides between those alike.
    let cut = real as i64;
    whole
        .cmp(&cut)
        .then_with(|| 0.0.partial_cmp(&(real - cut as f64)).unwrap_or(Ordering::Equal))
}

/// As SQLite's NOCASE has it: by bytes, A as a, up to a NUL if they are alike so far, then by length.
fn folded(one: &str, other: &str) -> Ordering {
    for (one, other) in one.bytes().zip(other.bytes()) {
        let order = one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase());
        if order.is_ne() {
            return order;
        }
        if one == 0 {
            break;
        }
    }
    one.len().cmp(&other.len())
}

/// What is asked of one part: the columns wanted, the condition, what is bound to it.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) columns: String,
    pub(super) condition: String,
    /// `GROUP BY …`, or nothing.
    pub(super) grouped: String,
    pub(super) bound: Vec<Value>,
}

/// Hears each row, with the number of its part; says whether to go on.
pub(super) type Each<'a> = dyn FnMut(usize, &Row<'_>) -> Result<ControlFlow<()>, Error> + 'a;

/// Tells the rows of all parts in one order, each with the part it is of.
pub(super) fn in_order(
    parts: &[Part],
    asked: &[Asked],
    keys: &[Key],
    doing: &'static str,
    each: &mut Each<'_>,
) -> Result<(), Error> {
    let told = told_in_order(parts, asked, keys, doing, each);
    // Who wrote meanwhile may have made an error of it, too.
    parts.iter().try_for_each(Part::still)?;
    told
}

fn told_in_order(
    parts: &[Part],
    asked: &[Asked],
    keys: &[Key],
    doing: &'static str,
    each: &mut Each<'_>,
) -> Result<(), Error> {
    // In one part, or in no order, the parts come one after the other and nothing is compared.
    if keys.is_empty() || parts.len() == 1 {
        for (number, (part, asked)) in parts.iter().zip(asked).enumerate() {
            let mut statement = prepare(part, asked, keys, false, doing)?;
            let mut rows = statement.query(params_from_iter(&asked.bound)).doing(doing)?;
            while let Some(row) = rows.next().doing(doing)? {
                if each(number, row)?.is_break() {
                    return Ok(());
                }
            }
        }
        return Ok(());
    }
    let mut statements: Vec<Statement<'_>> = Vec::with_capacity(parts.len());
    for (part, asked) in parts.iter().zip(asked) {
        statements.push(prepare(part, asked, keys, true, doing)?);
    }
    let mut streams: Vec<Stream<'_>> = Vec::with_capacity(parts.len());
    for (statement, asked) in statements.iter_mut().zip(asked) {
        let width = statement.column_count() - keys.len();
        let rows = statement.query(params_from_iter(&asked.bound)).doing(doing)?;
        streams.push((rows, width, None));
    }
    for (rows, width, head) in &mut streams {
        *head = advance(rows, *width, keys, doing)?;
    }
    // The parts that have a row left, that of the first row at the end.
    let mut left: Vec<usize> = (0..streams.len())
        .filter(|number| streams[*number].2.is_some())
        .collect();
    let before = |streams: &[Stream<'_>], one: usize, other: usize| {
        let heads = streams[one].2.as_ref().zip(streams[other].2.as_ref());
        let order = heads.map_or(Ordering::Equal, |(one, other)| order(keys, one, other));
        // Rows that are alike come by their parts.
        order.then(one.cmp(&other))
    };
    left.sort_by(|one, other| before(&streams, *other, *one));
    while let Some(number) = left.pop() {
        let (rows, width, head) = &mut streams[number];
        let row = rows.get().expect("BUG: a part with a head has a row");
        if each(number, row)?.is_break() {
            return Ok(());
        }
        *head = advance(rows, *width, keys, doing)?;
        if head.is_some() {
            let place = left.partition_point(|other| before(&streams, *other, number).is_gt());
            left.insert(place, number);
        }
    }
    Ok(())
}

/// The rows of a part, how many columns are asked for, and what its next row is ordered by.
type Stream<'a> = (rusqlite::Rows<'a>, usize, Option<Vec<Value>>);

fn prepare<'a>(
    part: &'a Part,
    asked: &Asked,
    keys: &[Key],
    with_keys: bool,
    doing: &'static str,
) -> Result<Statement<'a>, Error> {
    let mut columns = asked.columns.clone();
    let mut order: Vec<String> = keys.iter().map(Key::sql).collect();
    if with_keys {
        for key in keys {
            columns += ", ";
            columns += &key.column;
        }
    }
    if asked.grouped.is_empty() {
        // Rows that are alike keep the order in which they came.
        order.push(part.place.to_owned());
    }
    let sql = format!(
        "SELECT {columns} FROM {}{}{} ORDER BY {}",
        part.from,
        asked.condition,
        asked.grouped,
        order.join(", ")
    );
    part.connection.prepare(&sql).doing(doing)
}

/// Goes on to a part's next row; answers what it is ordered by.
fn advance(
    rows: &mut rusqlite::Rows<'_>,
    width: usize,
    keys: &[Key],
    doing: &'static str,
) -> Result<Option<Vec<Value>>, Error> {
    rows.advance().doing(doing)?;
    let Some(row) = rows.get() else { return Ok(None) };
    let values: rusqlite::Result<Vec<Value>> = (0..keys.len()).map(|key| row.get(width + key)).collect();
    values.doing(doing).map(Some)
}

fn order(keys: &[Key], one: &[Value], other: &[Value]) -> Ordering {
    keys.iter()
        .zip(one.iter().zip(other))
        .map(|(key, (one, other))| key.order(one, other))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}
