//! [`Part`]: the rows that one database brings, and the order of the rows of several.

use crate::Error;
use crate::database::Entry;
use crate::error::Doing;
use crate::names::quote;
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Statement, params_from_iter};
use std::cmp::Ordering;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

/// What must be made before the rows can be read: temporary tables of the connection.
pub(super) type Make = Box<dyn FnOnce(&Connection) -> Result<(), Error> + Send>;

/// Rows of one database, read through a connection of their own.
pub(super) struct Part {
    /// The dataflow's name, which is the database's.
    pub(super) database: String,
    pub(super) connection: Connection,
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
    make: Mutex<Option<Make>>,
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
    pub(super) fn of(database: &str, connection: Connection, entry: Entry, beside: Vec<Entry>) -> Self {
        Self {
            database: database.to_owned(),
            connection,
            from: quote(&entry.physical),
            place: "rowid",
            entry,
            beside,
            kept_key: None,
            make: Mutex::default(),
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

    /// Makes what must be made, once. Cut off, it is made anew the next time it is opened.
    pub(super) fn ready(&self) -> Result<(), Error> {
        let make = self.make.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(make) = make else { return Ok(()) };
        // Only tables of the connection's own are made; the file was opened for reading alone.
        self.connection
            .pragma_update(None, "query_only", false)
            .doing("prepare the rows")?;
        make(&self.connection)?;
        self.connection
            .pragma_update(None, "query_only", true)
            .doing("prepare the rows")
    }
}

/// What rows are ordered by.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// The column, quoted.
    pub(super) column: String,
    pub(super) descending: bool,
    /// Whether case counts.
    pub(super) exact: bool,
}

impl Key {
    fn sql(&self) -> String {
        let collation = if self.exact { "BINARY" } else { "NOCASE" };
        let direction = if self.descending { "DESC" } else { "ASC" };
        format!("{} COLLATE {collation} {direction} NULLS LAST", self.column)
    }

    /// The same order as [`Self::sql`], for rows of different databases.
    fn order(&self, one: &Value, other: &Value) -> Ordering {
        let order = match (one, other) {
            (Value::Null, Value::Null) => return Ordering::Equal,
            // NULL comes last in either direction.
            (Value::Null, _) => return Ordering::Greater,
            (_, Value::Null) => return Ordering::Less,
            (Value::Integer(one), Value::Integer(other)) => one.cmp(other),
            (Value::Text(one), Value::Text(other)) if self.exact => one.cmp(other),
            (Value::Text(one), Value::Text(other)) => {
                let folded = |text: &str| {
                    text.bytes()
                        .map(|byte| byte.to_ascii_lowercase())
                        .collect::<Vec<_>>()
                };
                folded(one).cmp(&folded(other))
            }
            _ => number(one).total_cmp(&number(other)),
        };
        if self.descending { order.reverse() } else { order }
    }
}

/// Numbers by their size, and every text after them.
fn number(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Real(number) => *number,
        Value::Null | Value::Text(_) | Value::Blob(_) => f64::INFINITY,
    }
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
    let mut streams = Vec::with_capacity(parts.len());
    for (statement, asked) in statements.iter_mut().zip(asked) {
        let width = statement.column_count() - keys.len();
        let rows = statement.query(params_from_iter(&asked.bound)).doing(doing)?;
        streams.push((rows, width, None::<Vec<Value>>));
    }
    for (rows, width, head) in &mut streams {
        *head = advance(rows, *width, keys, doing)?;
    }
    loop {
        let first = streams
            .iter()
            .enumerate()
            .filter_map(|(number, (_, _, head))| Some((number, head.as_ref()?)))
            .min_by(|(_, one), (_, other)| order(keys, one, other));
        let Some((number, _)) = first else { return Ok(()) };
        let (rows, width, head) = &mut streams[number];
        let row = rows.get().expect("BUG: a part with a head has a row");
        if each(number, row)?.is_break() {
            return Ok(());
        }
        *head = advance(rows, *width, keys, doing)?;
    }
}

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
