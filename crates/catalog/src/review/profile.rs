//! A column's profile, from its values and how often each stands there.

use super::filter::condition;
use super::part::{Asked, Key, in_order};
use super::table::TableReader;
use crate::Error;
use crate::database::as_text;
use crate::error::Doing;
use crate::model::{Bar, ColumnProfile, Frequent, TableQuery};
use crate::names::quote;
use poolhouse_connector::ColumnType;
use rusqlite::types::{Value, ValueRef};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::ControlFlow;

/// Values told as the most frequent.
const MOST_FREQUENT: usize = 20;
/// Bars of a spread.
const BARS: usize = 24;

const DOING: &str = "look at the column";

/// Finds the most frequent, the shortest and so on, while the values go by in their order.
#[derive(Default)]
struct Gathered {
    rows: u64,
    filled: u64,
    distinct: u64,
    frequent: BinaryHeap<(Reverse<u64>, String)>,
    shortest: Option<(usize, String)>,
    longest: Option<(usize, String)>,
    least: Option<String>,
    /// Empty until there is one.
    greatest: String,
    numbers: Vec<(f64, u64)>,
    months: BTreeMap<String, u64>,
}

impl TableReader {
    /// The profile of a column, over the rows that `query` wants.
    pub fn profile(&self, column: &str, query: &TableQuery) -> Result<ColumnProfile, Error> {
        self.ready()?;
        self.pass("profile a column");
        let column = super::filter::find(self.columns(), column)?;
        let name = quote(&column.name);
        let asked = self.parts.iter().map(|part| {
            let condition = condition(part, self.columns(), query)?;
            Ok(Asked {
                columns: format!("{name}, count(*)"),
                condition: condition.sql,
                grouped: " GROUP BY 1".into(),
                bound: condition.bound,
            })
        });
        let asked: Vec<Asked> = asked.collect::<Result<_, Error>>()?;
        let by_value = [Key {
            column: name,
            descending: false,
            exact: true,
        }];
        let mut gathered = Gathered::default();
        if self.parts.len() == 1 {
            in_order(&self.parts, &asked, &by_value, DOING, &mut |_, row| {
                let rows = row.get::<_, i64>(1).doing(DOING)? as u64;
                gathered.see(row.get_ref(0).doing(DOING)?, rows, column.kind);
                Ok(ControlFlow::Continue(()))
            })?;
            return Ok(gathered.told(column.kind));
        }
        // The same value of several databases comes in a row: it is one.
        let mut last: Option<(Value, u64)> = None;
        in_order(&self.parts, &asked, &by_value, DOING, &mut |_, row| {
            let value: Value = row.get(0).doing(DOING)?;
            let rows = row.get::<_, i64>(1).doing(DOING)? as u64;
            match &mut last {
                Some((same, all)) if *same == value => *all += rows,
                _ => {
                    if let Some((value, rows)) = last.replace((value, rows)) {
                        gathered.see((&value).into(), rows, column.kind);
                    }
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if let Some((value, rows)) = last {
            gathered.see((&value).into(), rows, column.kind);
        }
        Ok(gathered.told(column.kind))
    }
}

impl Gathered {
    fn see(&mut self, value: ValueRef<'_>, rows: u64, kind: ColumnType) {
        self.rows += rows;
        // Of a million values nearly all are seen once and forgotten: nothing is copied but what stays.
        let text = match value {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes),
            other => as_text(other).unwrap_or_default().into(),
        };
        if text.is_empty() {
            return;
        }
        let text: &str = &text;
        self.filled += rows;
        self.distinct += 1;
        let length = text.chars().count();
        if self.shortest.as_ref().is_none_or(|(least, _)| length < *least) {
            self.shortest = Some((length, text.to_owned()));
        }
        if self.longest.as_ref().is_none_or(|(most, _)| length > *most) {
            self.longest = Some((length, text.to_owned()));
        }
        if self.least.is_none() {
            self.least = Some(text.to_owned());
        }
        match value {
            ValueRef::Integer(number) => self.numbers.push((number as f64, rows)),
            ValueRef::Real(number) => self.numbers.push((number, rows)),
            // `2026-11-…`
            ValueRef::Text(_)
                if kind == ColumnType::Timestamp && text.is_char_boundary(7) && text.len() > 7 =>
            {
                match self.months.get_mut(&text[..7]) {
                    Some(month) => *month += rows,
                    None => drop(self.months.insert(text[..7].to_owned(), rows)),
                }
            }
            ValueRef::Null | ValueRef::Text(_) | ValueRef::Blob(_) => {}
        }
        // They come in their order.
        self.greatest.clear();
        self.greatest.push_str(text);
        let is_frequent = self.frequent.len() < MOST_FREQUENT
            || self
                .frequent
                .peek()
                .is_some_and(|(Reverse(least), last)| (*least, text) < (rows, last.as_str()));
        if is_frequent {
            self.frequent.push((Reverse(rows), text.to_owned()));
            if self.frequent.len() > MOST_FREQUENT {
                self.frequent.pop();
            }
        }
    }

    fn told(self, kind: ColumnType) -> ColumnProfile {
        let mut frequent: Vec<Frequent> = self
            .frequent
            .into_iter()
            .map(|(Reverse(rows), value)| Frequent { value, rows })
            .collect();
        frequent.sort_by(|one, other| {
            other
                .rows
                .cmp(&one.rows)
                .then_with(|| one.value.cmp(&other.value))
        });
        ColumnProfile {
            rows: self.rows,
            filled: self.filled,
            distinct: self.distinct,
            frequent,
            shortest: self.shortest.map(|(_, text)| text),
            longest: self.longest.map(|(_, text)| text),
            least: self.least,
            greatest: Some(self.greatest).filter(|text| !text.is_empty()),
            spread: match kind {
                ColumnType::Number => steps(&self.numbers),
                ColumnType::Timestamp => times(self.months),
                ColumnType::Text | ColumnType::Boolean | ColumnType::Json => Vec::new(),
            },
        }
    }
}

/// Numbers in equal steps, told by where each begins.
fn steps(numbers: &[(f64, u64)]) -> Vec<Bar> {
    let (Some((least, _)), Some((greatest, _))) = (numbers.first(), numbers.last()) else {
        return Vec::new();
    };
    let width = (greatest - least) / BARS as f64;
    if width <= 0.0 || !width.is_finite() {
        return Vec::new();
    }
    let mut bars = vec![0; BARS];
    for (number, rows) in numbers {
        let place = ((number - least) / width) as usize;
        bars[place.min(BARS - 1)] += rows;
    }
    let bar = |(place, rows): (usize, u64)| Bar {
        from: rounded(least + width * place as f64),
        rows,
    };
    bars.into_iter().enumerate().map(bar).collect()
}

/// To three digits, as a person reads it.
fn rounded(number: f64) -> String {
    let size = number.abs();
    if size >= 100.0 || size == 0.0 {
        format!("{number:.0}")
    } else if size >= 1.0 {
        format!("{number:.1}")
    } else {
        format!("{number:.3}")
    }
}

/// Moments by their month, or by their year where there would be too many.
fn times(months: BTreeMap<String, u64>) -> Vec<Bar> {
    if months.len() <= BARS {
        return months
            .into_iter()
            .map(|(from, rows)| Bar { from, rows })
            .collect();
    }
    let mut years: BTreeMap<String, u64> = BTreeMap::new();
    for (month, rows) in months {
        *years.entry(month.chars().take(4).collect()).or_default() += rows;
    }
    years.into_iter().map(|(from, rows)| Bar { from, rows }).collect()
}
