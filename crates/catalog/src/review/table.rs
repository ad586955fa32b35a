//! [`TableReader`]: rows of one version of one table, or of what is made of several.

use super::comparison::Lines;
use super::filter::{condition, keys, list};
use super::part::{Asked, Key, Part, in_order};
use crate::connection::open_reader;
use crate::database::{Classes, Interrupt, STEPS, as_text, key_values, place_of, shown_as_of};
use crate::error::Doing;
use crate::model::{StoredColumn, TableQuery, Version};
use crate::names::{check_dataflow_name, quote};
use crate::{DataFolder, Error, ErrorKind};
use poolhouse_connector::TableId;
use rusqlite::Row;
use rusqlite::types::ValueRef;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Where a row lies. Stays the same for as long as the version is kept.
pub type Place = i64;

/// A place is a row's number in its part, and from this bit on the part's number.
const PART: u32 = 48;

/// Places told at a time at most.
const AT_ONCE: usize = 4_096;

/// The first places are told one by one, as many as fill a screen.
const ONE_BY_ONE: usize = 128;

/// How long a place waits for others at most before the next one has both told.
const TOGETHER: Duration = Duration::from_millis(50);

/// Columns looked at in one statement: three results each, of 2,000 that SQLite allows.
const LOOKED_AT_ONCE: usize = 500;

/// A reader of one version of one table, or of what is made of several: two versions compared, the
/// people of many databases.
#[derive(Debug)]
pub struct TableReader {
    /// Each brings some of the rows; all have the same columns.
    pub(super) parts: Vec<Part>,
    pub(super) columns: Vec<StoredColumn>,
    pub(super) rows: Option<u64>,
    /// Where these are lines of a comparison.
    pub(super) lines: Option<Lines>,
}

/// Which sorts of values a column has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Storage {
    /// Whether one of them is a text.
    pub text: bool,
    /// Whether one of them is a number that is not whole.
    pub real: bool,
    /// Whether one of them is a whole number other than 0 and 1.
    pub beyond_one: bool,
}

/// Which rows are wanted, as SQLite is asked for them.
#[derive(Debug)]
pub struct Question {
    asked: Vec<Asked>,
    keys: Vec<Key>,
}

/// A row as the change log knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowKey {
    /// The name of the dataflow whose database has it.
    pub database: String,
    /// The table's name in the database.
    pub table: String,
    /// The connector's table, which stays the same when that name is another.
    pub source: TableId,
    /// The values of its key, as the change log keeps them.
    pub(crate) key: String,
}

impl RowKey {
    /// The values of its key in the order of the key's columns, numbers as their text; `None` for NULL.
    pub fn values(&self) -> Result<Vec<Option<String>>, Error> {
        key_values(&self.key)
    }
}

/// Ends from another thread what a reader is doing.
#[derive(Debug)]
pub struct Interrupts(Vec<Interrupt>);

impl Interrupts {
    /// Strikes the statements that run now.
    pub fn strike(&self) {
        for interrupt in &self.0 {
            interrupt.strike();
        }
    }
}

impl TableReader {
    /// Opens a table of the database of the dataflow `name`; `None` when there is no database.
    pub fn open(
        folder: &DataFolder,
        name: &str,
        table: &str,
        version: Version,
    ) -> Result<Option<Self>, Error> {
        check_dataflow_name(name)?;
        let Some(opened) = open_reader(&folder.database_path(name), STEPS)? else {
            return Ok(None);
        };
        let connection = &opened.connection;
        let mut beside = shown_as_of(connection, version)?;
        let mut entry = place_of(connection, &beside, table)?
            .map(|place| beside.swap_remove(place))
            .ok_or_else(|| Error::NoSuchTable {
                table: table.to_owned(),
            })?;
        let classes = Classes::load(connection).doing("read what the columns hold")?;
        classes.apply(&entry.source, &mut entry.columns);
        Ok(Some(Self {
            columns: entry.columns.clone(),
            rows: Some(entry.rows),
            lines: None,
            parts: vec![Part::of(name, opened, entry, beside)],
        }))
    }

    /// Ends from another thread what this reader is doing.
    pub fn interrupt(&self) -> Interrupts {
        let of = |part: &Part| Interrupt::of(&part.connection);
        Interrupts(self.parts.iter().map(of).collect())
    }

    /// Another number for each database that somebody else has written to since: as long as they are the
    /// same, what was read or made by this reader holds.
    pub fn editions(&self) -> Result<Vec<i64>, Error> {
        let edition = |part: &Part| {
            let connection = &part.connection;
            connection.pragma_query_value(None, "data_version", |row| row.get(0))
        };
        let editions: rusqlite::Result<Vec<i64>> = self.parts.iter().map(edition).collect();
        editions.doing("look whether the database is another")
    }

    /// The table at its source that has the row at a place.
    pub fn source_at(&self, place: Place) -> Result<&TableId, Error> {
        Ok(&self.part(place)?.0.entry.source)
    }

    /// The columns, in their order.
    pub fn columns(&self) -> &[StoredColumn] {
        &self.columns
    }

    /// All its rows, where their number is known before they are listed.
    pub fn rows(&self) -> Option<u64> {
        self.rows
    }

    /// How the lines are made up, where these are lines of a comparison.
    pub fn lines(&self) -> Option<&Lines> {
        self.lines.as_ref()
    }

    /// Makes a question of `query`, to be put to this reader alone.
    pub fn ask(&self, query: &TableQuery) -> Result<Question, Error> {
        self.asked(query, |part| part.place.to_owned())
    }

    fn asked(&self, query: &TableQuery, columns: impl Fn(&Part) -> String) -> Result<Question, Error> {
        let asked = self.parts.iter().map(|part| {
            let condition = condition(part, &self.columns, query)?;
            Ok(Asked {
                columns: columns(part),
                condition: condition.sql,
                grouped: String::new(),
                bound: condition.bound,
            })
        });
        Ok(Question {
            asked: asked.collect::<Result<_, Error>>()?,
            keys: keys(&self.columns, query)?,
        })
    }

    /// Reads rows, once what must be made for that is made: all at one moment of each database, so that
    /// nothing that was there when it was made ready is gone when it is read.
    pub(super) fn read<T>(&self, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let moments: Vec<_> = self.parts.iter().map(Part::ready).collect::<Result<_, _>>()?;
        let read = work();
        drop(moments);
        read.map_err(|error| match error.kind() {
            // A run may have pruned the version that is on screen.
            ErrorKind::Bug => self.parts.iter().find_map(Part::gone).unwrap_or(error),
            _ => error,
        })
    }

    /// Tells the places of the rows that a question wants, in its order. The first are told one by one, each
    /// as soon as it is found; then those found within 50 ms together, up to 4,096 of them. In an order, or of
    /// what must be made first, none is known before all are. Ends early where `tell` says so.
    pub fn list(
        &self,
        question: &Question,
        tell: &mut dyn FnMut(&[Place]) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        const DOING: &str = "list the rows";
        self.read(|| {
            self.pass(DOING);
            let mut places = Vec::with_capacity(AT_ONCE);
            let (mut singles, mut last) = (0, Instant::now());
            let mut each = |part: usize, row: &Row<'_>| {
                places.push((part as Place) << PART | row.get::<_, Place>(0).doing(DOING)?);
                if singles < ONE_BY_ONE {
                    singles += 1;
                } else if places.len() < AT_ONCE && last.elapsed() < TOGETHER {
                    return Ok(ControlFlow::Continue(()));
                }
                let flow = tell(&places);
                places.clear();
                last = Instant::now();
                Ok(flow)
            };
            in_order(&self.parts, &question.asked, &question.keys, DOING, &mut each)?;
            let _ = tell(&places);
            Ok(())
        })
    }

    /// Tells every row that `query` wants, in its order, its cells those of `columns`. Ends early where
    /// `each` says so.
    pub fn walk(
        &self,
        query: &TableQuery,
        columns: &[StoredColumn],
        each: &mut dyn FnMut(&[ValueRef<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        const DOING: &str = "read the rows";
        self.read(|| {
            self.pass(DOING);
            let question = self.asked(query, |_| list(columns))?;
            let mut row = |_: usize, row: &Row<'_>| {
                let cells: rusqlite::Result<Vec<_>> =
                    (0..columns.len()).map(|index| row.get_ref(index)).collect();
                Ok(each(&cells.doing(DOING)?))
            };
            in_order(&self.parts, &question.asked, &question.keys, DOING, &mut row)
        })
    }

    /// Which sorts of values these columns truly have, NULL aside.
    pub fn storage(&self, columns: &[StoredColumn]) -> Result<Vec<Storage>, Error> {
        self.read(|| {
            let mut storage = vec![Storage::default(); columns.len()];
            for part in &self.parts {
                let mut seen = Vec::with_capacity(columns.len());
                for columns in columns.chunks(LOOKED_AT_ONCE) {
                    seen.extend(Self::storage_of(part, columns)?);
                }
                for (all, seen) in storage.iter_mut().zip(seen) {
                    all.text |= seen.text;
                    all.real |= seen.real;
                    all.beyond_one |= seen.beyond_one;
                }
            }
            Ok(storage)
        })
    }

    fn storage_of(part: &Part, columns: &[StoredColumn]) -> Result<Vec<Storage>, Error> {
        let of = |column: &StoredColumn| {
            let name = quote(&column.name);
            format!(
                "coalesce(max(typeof({name}) NOT IN ('integer', 'real', 'null')), 0),
                 coalesce(max(typeof({name}) = 'real'), 0),
                 coalesce(max(typeof({name}) = 'integer' AND {name} NOT IN (0, 1)), 0)"
            )
        };
        let looks: Vec<String> = columns.iter().map(of).collect();
        let sql = format!("SELECT {} FROM {}", looks.join(", "), part.from);
        let told = |row: &rusqlite::Row<'_>| {
            let storage = |place: usize| {
                Ok(Storage {
                    text: row.get(place * 3)?,
                    real: row.get(place * 3 + 1)?,
                    beyond_one: row.get(place * 3 + 2)?,
                })
            };
            (0..columns.len()).map(storage).collect()
        };
        part.connection
            .query_row(&sql, [], told)
            .doing("look at the columns")
    }

    /// The rows at these places, in this order; a cell is NULL or its text.
    pub fn fetch(&self, places: &[Place]) -> Result<Vec<Vec<Option<String>>>, Error> {
        const DOING: &str = "read the rows";
        self.read(|| {
            let width = self.columns.len();
            let row = |row: &Row<'_>| (0..width).map(|index| row.get_ref(index).map(as_text)).collect();
            let fetch = |place: &Place| {
                let (part, place) = self.part(*place)?;
                let sql = format!(
                    "SELECT {} FROM {} WHERE {} = ?1",
                    list(&self.columns),
                    part.from,
                    part.place
                );
                let mut statement = part.connection.prepare_cached(&sql).doing(DOING)?;
                statement.query_row([place], row).doing(DOING)
            };
            let fetched = places.iter().map(fetch).collect();
            self.parts.iter().try_for_each(Part::still)?;
            fetched
        })
    }

    /// The row at a place as the change log knows it.
    pub fn key_at(&self, place: Place) -> Result<RowKey, Error> {
        const DOING: &str = "look for the row";
        self.read(|| {
            let (part, place) = self.part(place)?;
            let sql = if let Some(key) = part.kept_key {
                format!("SELECT {key} FROM {} WHERE {} = ?1", part.from, part.place)
            } else {
                let names: Vec<String> = part.entry.key.iter().map(|name| quote(name)).collect();
                let physical = quote(&part.entry.physical);
                format!(
                    "SELECT json_array({}) FROM {physical} WHERE rowid = ?1",
                    names.join(", ")
                )
            };
            Ok(RowKey {
                database: part.database.clone(),
                table: part.entry.target.clone(),
                source: part.entry.source.clone(),
                key: part
                    .connection
                    .query_row(&sql, [place], |row| row.get(0))
                    .doing(DOING)?,
            })
        })
    }

    pub(super) fn pass(&self, place: &'static str) {
        for part in &self.parts {
            crate::failpoints::pass(&part.connection, place);
        }
    }

    fn part(&self, place: Place) -> Result<(&Part, Place), Error> {
        let part = self.parts.get((place >> PART) as usize);
        let part = part.ok_or_else(|| Error::damaged("a row of a part that is not there"))?;
        Ok((part, place & ((1 << PART) - 1)))
    }
}
