//! A question as SQL. Values and patterns never become part of the text: they are bound, or held by
//! functions that live as long as the connection.

use super::part::{Key, Part};
use super::search::{self, Words};
use crate::Error;
use crate::days::{Days, DaysFault};
use crate::error::Doing;
use crate::model::StoredColumn;
use crate::names::quote;
use crate::query::{Filter, Sort, TableQuery, Test};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use poolhouse_connector::ColumnType;
use regex::bytes::{Regex, RegexBuilder};
use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

/// The largest compiled expression, in bytes: a hostile one must not take the memory.
const LARGEST_EXPRESSION: usize = 4 << 20;

/// How a day begins, with or without a time: not as a number does, which SQLite would take for a day too.
const DAY: &str = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*";

/// How a moment begins. Ends of days are compared with it up to their seconds, without a `Z`: a moment of
/// that second is then not before the end, however many digits of it follow.
const MOMENT: &str = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*";

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryFault {
    /// The table has no such column.
    #[error("there is no column `{column}`")]
    NoSuchColumn {
        /// Its name.
        column: String,
    },
    /// A regular expression that is none.
    #[error("`{pattern}` is no regular expression: {reason}")]
    BadPattern {
        /// The expression.
        pattern: String,
        /// Why, in the words of its reader.
        reason: String,
    },
    /// A day was expected.
    #[error("`{text}` is no day: write it as 2026-11-21")]
    NoDay {
        /// What stood there.
        text: String,
    },
    /// More words are searched for than can be at a time.
    #[error("more than {most} words: put in double quotes what belongs together")]
    TooManyWords {
        /// As many as can be.
        most: usize,
    },
    /// A range that ends before it begins.
    #[error("the end lies before the beginning")]
    Turned,
    /// The engine keeps no text by this number any more.
    #[error("what this filter looked for is no longer known: follow the link again")]
    NoLongerKept,
    /// A number was expected to compare a column of numbers with.
    #[error("`{text}` is no number")]
    NotANumber {
        /// What stood there.
        text: String,
    },
    /// A date was expected to compare a column of dates with.
    #[error("`{text}` is no date such as 2026-11-21 or 2026-11-21T08:30")]
    NotADate {
        /// What stood there.
        text: String,
    },
}

/// Which rows of a part are wanted.
#[derive(Debug, Default)]
pub(super) struct Condition {
    /// `WHERE …`, or nothing.
    pub(super) sql: String,
    pub(super) bound: Vec<Value>,
}

/// The condition of a question; patterns become functions of the part's connection.
pub(super) fn condition(
    part: &Part,
    columns: &[StoredColumn],
    query: &TableQuery,
) -> Result<Condition, Error> {
    let mut tests = Tests {
        part,
        patterns: 0,
        bound: Vec::new(),
    };
    let mut conditions = Vec::new();
    for (number, filter) in query.filters.iter().enumerate() {
        let one = tests
            .filter(&part.from, columns, filter)
            .map_err(|error| of_filter(number, error))?;
        conditions.push(one);
    }
    let words = Words::of(&query.search)?;
    if !words.is_empty() && !columns.is_empty() {
        conditions.push(words.condition(part, columns)?);
    }
    Ok(Condition {
        sql: whole(&conditions),
        bound: tests.bound,
    })
}

fn whole(conditions: &[String]) -> String {
    if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    }
}

/// The same error, with the filter that it is about.
fn of_filter(number: usize, error: Error) -> Error {
    match error {
        Error::BadQuery { fault, .. } => Error::BadQuery {
            filter: Some(number),
            fault,
        },
        other => other,
    }
}

/// What the rows are ordered by; nothing for the order in which they came.
pub(super) fn keys(columns: &[StoredColumn], query: &TableQuery) -> Result<Vec<Key>, Error> {
    let key = |sort: &Sort| {
        Ok(Key {
            column: quote(&find(columns, &sort.column)?.name),
            descending: sort.descending,
            exact: false,
        })
    };
    query.sort.iter().map(key).collect()
}

/// The tests of a question as they become SQL.
struct Tests<'a> {
    part: &'a Part,
    /// Functions made so far: each pattern has its own.
    patterns: usize,
    bound: Vec<Value>,
}

impl<'a> Tests<'a> {
    /// A filter on the rows of `from`.
    fn filter(&mut self, from: &str, columns: &[StoredColumn], filter: &Filter) -> Result<String, Error> {
        let column = find(columns, &filter.column)?;
        let condition = self.test(from, columns, column, &filter.test)?;
        // A comparison with NULL is NULL, and so is its opposite: neither is a yes.
        Ok(if filter.not {
            format!("({condition}) IS NOT TRUE")
        } else {
            format!("({condition})")
        })
    }

    fn test(
        &mut self,
        from: &str,
        columns: &[StoredColumn],
        column: &StoredColumn,
        test: &Test,
    ) -> Result<String, Error> {
        let name = quote(&column.name);
        Ok(match test {
            Test::Contains { text } => self.matching(&name, literal(text)?)?,
            Test::StartsWith { text } => {
                self.matching(&name, expression(&format!(r"\A{}", regex::escape(text)))?)?
            }
            Test::EndsWith { text } => {
                self.matching(&name, expression(&format!(r"{}\z", regex::escape(text)))?)?
            }
            Test::Equals { text } => self.matching(&name, one_of(column, std::slice::from_ref(text))?)?,
            Test::OneOf { texts } => self.matching(&name, one_of(column, texts)?)?,
            Test::Matches { pattern } => self.matching(&name, compiled(pattern)?)?,
            Test::Empty => format!("{name} = ''"),
            Test::Null => format!("{name} IS NULL"),
            Test::Between { from, to } => {
                let mut ends = vec![format!("{name} IS NOT NULL")];
                let texts = |end: &Option<String>| end.as_deref().and_then(|end| moment(end.trim()));
                if column.kind == ColumnType::Timestamp
                    && texts(from)
                        .zip(texts(to))
                        .is_some_and(|(from, to)| from > through(to))
                {
                    return Err(QueryFault::Turned.into());
                }
                for (end, which) in [(from, End::Least), (to, End::Greatest)] {
                    if let Some(end) = end {
                        let bound = self.bind(comparable(column, end, which)?);
                        ends.push(format!("{name} {} {bound}", which.sign()));
                    }
                }
                match column.kind {
                    // What is no number in a column of numbers would be greater than all of them.
                    ColumnType::Number => ends.push(is_number(&name)),
                    ColumnType::Timestamp => {
                        ends.push(is_date(&name));
                    }
                    _ => {}
                }
                ends.join(" AND ")
            }
            Test::Days { from, to, zone } => {
                let days = Days {
                    from: from.as_deref(),
                    to: to.as_deref(),
                    zone: zone.as_deref(),
                };
                let (from, until) = days.moments().map_err(|fault| match fault {
                    DaysFault::NoFirst => no_day(from.as_deref()),
                    DaysFault::NoLast => no_day(to.as_deref()),
                    DaysFault::Turned => QueryFault::Turned,
                })?;
                let mut ends = vec![format!("{name} GLOB '{MOMENT}'")];
                for (end, sign) in [(from, ">="), (until, "<")] {
                    if let Some(end) = end {
                        let end = Value::Text(end.strftime("%Y-%m-%dT%H:%M:%S").to_string());
                        ends.push(format!("{name} {sign} {}", self.bind(end)));
                    }
                }
                ends.join(" AND ")
            }
            Test::Kept { .. } => return Err(QueryFault::NoLongerKept.into()),
            Test::Repeated => format!(
                "{name} COLLATE NOCASE IN (SELECT {name} COLLATE NOCASE FROM {from} WHERE {name} <> ''
                 GROUP BY 1 HAVING count(*) > 1)"
            ),
            Test::AlsoIn {
                table,
                column: other,
                filters,
            } => {
                let (from, columns) = match table {
                    None => (from.to_owned(), columns),
                    Some(table) => self.beside(table)?,
                };
                let other = quote(&find(columns, other)?.name);
                let mut conditions = vec![format!("{other} <> ''")];
                for filter in filters {
                    conditions.push(self.filter(&from, columns, filter)?);
                }
                format!(
                    "{name} COLLATE NOCASE IN (SELECT {other} COLLATE NOCASE FROM {from}{})",
                    whole(&conditions)
                )
            }
        })
    }

    /// Another table of the same version.
    fn beside(&self, table: &str) -> Result<(String, &'a [StoredColumn]), Error> {
        let entry = self.part.beside.iter().find(|entry| entry.target == table);
        let entry = entry.ok_or_else(|| Error::NoSuchTable {
            table: table.to_owned(),
        })?;
        Ok((quote(&entry.physical), &entry.columns))
    }

    fn bind(&mut self, value: Value) -> String {
        self.bound.push(value);
        format!("?{}", self.bound.len())
    }

    fn matching(&mut self, name: &str, pattern: Regex) -> Result<String, Error> {
        self.patterns += 1;
        let function = format!("poolhouse_match_{}", self.patterns);
        matcher(&self.part.connection, &function, pattern)?;
        Ok(format!("{function}({name})"))
    }
}

/// That a value is a date, with or without a time.
pub(super) fn is_date(name: &str) -> String {
    format!("{name} GLOB '{DAY}' AND date({name}) IS NOT NULL")
}

/// That a value is a number.
pub(super) fn is_number(name: &str) -> String {
    format!("typeof({name}) IN ('integer', 'real')")
}

fn no_day(text: Option<&str>) -> QueryFault {
    QueryFault::NoDay {
        text: text.unwrap_or_default().to_owned(),
    }
}

/// An end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Least,
    Greatest,
}

impl End {
    fn sign(self) -> &'static str {
        match self {
            Self::Least => ">=",
            Self::Greatest => "<=",
        }
    }
}

fn comparable(column: &StoredColumn, end: &str, which: End) -> Result<Value, Error> {
    let text = end.trim();
    match column.kind {
        ColumnType::Number => {}
        ColumnType::Timestamp => {
            let moment = moment(text).ok_or_else(|| QueryFault::NotADate { text: end.to_owned() })?;
            return Ok(Value::Text(match which {
                End::Least => moment,
                End::Greatest => through(moment),
            }));
        }
        _ => return Ok(Value::Text(end.to_owned())),
    }
    if let Ok(whole) = text.parse() {
        return Ok(Value::Integer(whole));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Value::Real(number)),
        _ => Err(QueryFault::NotANumber { text: end.to_owned() }.into()),
    }
}

/// A moment, or the beginning of one (a year, a month, a day, a minute), as moments are stored but for the `Z`:
/// without an offset they are of UTC.
fn moment(text: &str) -> Option<String> {
    let text = text.replacen(' ', "T", 1);
    let text = text.strip_suffix(['Z', 'z']).unwrap_or(&text);
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    if time.contains(['+', '-']) {
        let moment: Timestamp = text.parse().ok()?;
        return Some(moment.to_string().trim_end_matches('Z').to_owned());
    }
    // What is left out is filled in, to see whether there is such a day and such a time.
    let whole_day = format!("{day}{}", "0000-01-01".get(day.len()..)?);
    let whole_time = format!("{time}{}", "00:00:00".get(time.len()..).unwrap_or_default());
    let is_day = matches!(day.len(), 4 | 7 | 10) && whole_day.parse::<Date>().is_ok();
    let is_time = match time.len() {
        0 => !text.contains('T'),
        2 | 5 | 8.. => day.len() == 10 && whole_time.parse::<Time>().is_ok(),
        _ => false,
    };
    (is_day && is_time).then(|| text.to_owned())
}

/// Greater than all that a moment goes on with: the last day is in it, to its end.
fn through(moment: String) -> String {
    moment + "~"
}

/// A function of SQL that says whether its argument matches, as the text that a person sees.
fn matcher(connection: &Connection, name: &str, pattern: Regex) -> Result<(), Error> {
    connection
        .create_scalar_function(name, 1, search::flags(), move |arguments| {
            Ok(matches(&pattern, arguments.get_raw(0)))
        })
        .doing("prepare the filter")
}

fn matches(pattern: &Regex, cell: ValueRef<'_>) -> bool {
    match cell {
        ValueRef::Null => false,
        ValueRef::Integer(number) => pattern.is_match(number.to_string().as_bytes()),
        ValueRef::Real(number) => pattern.is_match(number.to_string().as_bytes()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => pattern.is_match(bytes),
    }
}

fn literal(text: &str) -> Result<Regex, Error> {
    expression(&regex::escape(text))
}

/// Whatever is one of `texts`. A column of yes or no holds 1 and 0, and is asked for in words too.
fn one_of(column: &StoredColumn, texts: &[String]) -> Result<Regex, Error> {
    let mut wanted: Vec<String> = texts.iter().map(|text| regex::escape(text)).collect();
    if column.kind == ColumnType::Boolean {
        for (words, held) in [(["yes", "true"], "1"), (["no", "false"], "0")] {
            let said = |text: &String| words.iter().any(|word| text.eq_ignore_ascii_case(word));
            if texts.iter().any(said) {
                wanted.push(held.to_owned());
            }
        }
    }
    expression(&format!(r"\A(?:{})\z", wanted.join("|")))
}

/// An expression of ours: what it was made from cannot make it wrong, but may make it too large.
fn expression(pattern: &str) -> Result<Regex, Error> {
    compiled(pattern)
}

fn compiled(pattern: &str) -> Result<Regex, Error> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(LARGEST_EXPRESSION)
        .build()
        .map_err(|error| {
            QueryFault::BadPattern {
                pattern: pattern.to_owned(),
                reason: reason(&error),
            }
            .into()
        })
}

/// The last line of what the expression's reader says; those above draw where it is.
fn reason(error: &regex::Error) -> String {
    if matches!(error, regex::Error::CompiledTooBig(_)) {
        return "it would take too much memory".into();
    }
    let words = error.to_string();
    let last = words.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

pub(super) fn find<'a>(columns: &'a [StoredColumn], name: &str) -> Result<&'a StoredColumn, Error> {
    columns.iter().find(|column| column.name == name).ok_or_else(|| {
        QueryFault::NoSuchColumn {
            column: name.to_owned(),
        }
        .into()
    })
}

/// The names of columns, for a statement.
pub(super) fn list(columns: &[StoredColumn]) -> String {
    let names: Vec<String> = columns.iter().map(|column| quote(&column.name)).collect();
    names.join(", ")
}
