//! A question as SQL. Values and patterns never become part of the text: they are bound, or held by
//! functions that live as long as the connection.

use crate::Error;
use crate::error::Doing;
use crate::model::StoredColumn;
use crate::names::quote;
use crate::query::{Filter, TableQuery, Test};
use poolhouse_connector::ColumnType;
use regex::bytes::{Regex, RegexBuilder};
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Value, ValueRef};

/// The largest compiled expression, in bytes: a hostile one must not take the memory.
const LARGEST_EXPRESSION: usize = 4 << 20;

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
    /// A number was expected to compare a column of numbers with.
    #[error("`{text}` is no number")]
    NotANumber {
        /// What stood there.
        text: String,
    },
}

/// The parts of a statement after `FROM`, with what is bound to them.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    /// `WHERE …`, or nothing.
    pub(super) condition: String,
    /// `ORDER BY …`.
    pub(super) order: String,
    pub(super) bound: Vec<Value>,
}

/// `WHERE` and `ORDER BY` for a question; patterns become functions of `connection`.
pub(super) fn clauses(
    connection: &Connection,
    columns: &[StoredColumn],
    query: &TableQuery,
) -> Result<Clauses, Error> {
    let mut clauses = Clauses::default();
    let mut conditions = Vec::new();
    for (number, filter) in query.filters.iter().enumerate() {
        let condition = find(columns, &filter.column)
            .and_then(|column| condition(connection, column, filter, number, &mut clauses.bound))
            .map_err(|error| of_filter(number, error))?;
        // A comparison with NULL is NULL, and so is its opposite: neither is a yes.
        conditions.push(if filter.not {
            format!("({condition}) IS NOT TRUE")
        } else {
            format!("({condition})")
        });
    }
    if !query.search.is_empty() && !columns.is_empty() {
        matcher(connection, "poolhouse_search", literal(&query.search)?)?;
        conditions.push(format!("poolhouse_search({})", list(columns)));
    }
    if !conditions.is_empty() {
        clauses.condition = format!(" WHERE {}", conditions.join(" AND "));
    }
    clauses.order = order(columns, query)?;
    Ok(clauses)
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

fn order(columns: &[StoredColumn], query: &TableQuery) -> Result<String, Error> {
    let mut order = String::from(" ORDER BY ");
    for sort in &query.sort {
        let column = find(columns, &sort.column)?;
        let direction = if sort.descending { "DESC" } else { "ASC" };
        order += &format!("{} COLLATE NOCASE {direction} NULLS LAST, ", quote(&column.name));
    }
    // Rows that are alike keep the order in which they came.
    Ok(order + "rowid")
}

fn condition(
    connection: &Connection,
    column: &StoredColumn,
    filter: &Filter,
    number: usize,
    bound: &mut Vec<Value>,
) -> Result<String, Error> {
    let name = quote(&column.name);
    let mut bind = |value: Value| {
        bound.push(value);
        format!("?{}", bound.len())
    };
    let matching = |pattern: Regex| {
        let function = format!("poolhouse_match_{number}");
        matcher(connection, &function, pattern)?;
        Ok::<_, Error>(format!("{function}({name})"))
    };
    Ok(match &filter.test {
        Test::Contains { text } => matching(literal(text)?)?,
        Test::StartsWith { text } => matching(expression(&format!(r"\A{}", regex::escape(text)))?)?,
        Test::EndsWith { text } => matching(expression(&format!(r"{}\z", regex::escape(text)))?)?,
        Test::Equals { text } => matching(expression(&format!(r"\A{}\z", regex::escape(text)))?)?,
        Test::OneOf { texts } => {
            let texts: Vec<String> = texts.iter().map(|text| regex::escape(text)).collect();
            matching(expression(&format!(r"\A(?:{})\z", texts.join("|")))?)?
        }
        Test::Matches { pattern } => matching(compiled(pattern)?)?,
        Test::Empty => format!("{name} = ''"),
        Test::Null => format!("{name} IS NULL"),
        Test::Between { from, to } => {
            let mut ends = vec![format!("{name} IS NOT NULL")];
            for (end, sign) in [(from, ">="), (to, "<=")] {
                if let Some(end) = end {
                    ends.push(format!("{name} {sign} {}", bind(comparable(column, end)?)));
                }
            }
            if column.kind == ColumnType::Number {
                // What is no number in a column of numbers would be greater than all of them.
                ends.push(format!("typeof({name}) IN ('integer', 'real')"));
            }
            ends.join(" AND ")
        }
    })
}

fn comparable(column: &StoredColumn, end: &str) -> Result<Value, Error> {
    if column.kind != ColumnType::Number {
        return Ok(Value::Text(end.to_owned()));
    }
    let text = end.trim();
    if let Ok(whole) = text.parse() {
        return Ok(Value::Integer(whole));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Value::Real(number)),
        _ => Err(QueryFault::NotANumber { text: end.to_owned() }.into()),
    }
}

/// A function of SQL that says whether any of its arguments matches, as the text that a person sees.
fn matcher(connection: &Connection, name: &str, pattern: Regex) -> Result<(), Error> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection
        .create_scalar_function(name, -1, flags, move |arguments| {
            Ok(any_matches(&pattern, arguments))
        })
        .doing("prepare the search")
}

fn any_matches(pattern: &Regex, arguments: &Context<'_>) -> bool {
    (0..arguments.len()).any(|place| match arguments.get_raw(place) {
        ValueRef::Null => false,
        ValueRef::Integer(number) => pattern.is_match(number.to_string().as_bytes()),
        ValueRef::Real(number) => pattern.is_match(number.to_string().as_bytes()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => pattern.is_match(bytes),
    })
}

fn literal(text: &str) -> Result<Regex, Error> {
    expression(&regex::escape(text))
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
