//! A column's profile, from its values and how often each stands there.

use super::filter::{condition, is_date, is_number};
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
/// Bars of a spread of numbers, and of one of months at most.
const BARS: usize = 24;
/// Years told each by itself at most.
const YEARS: usize = 60;

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
    misfits: u64,
    numbers: Vec<(f64, u64)>,
    /// By their number since the year 0.
    months: BTreeMap<usize, u64>,
}

impl TableReader {
    /// The profile of a column, over the rows that `query` wants.
    pub fn profile(&self, column: &str, query: &TableQuery) -> Result<ColumnProfile, Error> {
        self.read(|| {
            self.pass("profile a column");
            let column = super::filter::find(self.columns(), column)?;
            let name = quote(&column.name);
            let fits = match column.kind {
                ColumnType::Number => is_number(&name),
                ColumnType::Timestamp => is_date(&name),
                ColumnType::Text | ColumnType::Boolean | ColumnType::Json => "true".into(),
            };
            let asked = self.parts.iter().map(|part| {
                let condition = condition(part, self.columns(), query)?;
                Ok(Asked {
                    columns: format!("{name}, count(*), {fits}"),
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
                    let fits = row.get(2).doing(DOING)?;
                    gathered.see(row.get_ref(0).doing(DOING)?, rows, column.kind, fits);
                    Ok(ControlFlow::Continue(()))
                })?;
                return Ok(gathered.told(column.kind));
            }
            // The same value of several databases comes in a row: it is one.
            let mut last: Option<(Value, u64, Option<bool>)> = None;
            in_order(&self.parts, &asked, &by_value, DOING, &mut |_, row| {
                let value: Value = row.get(0).doing(DOING)?;
                let rows = row.get::<_, i64>(1).doing(DOING)? as u64;
                match &mut last {
                    Some((same, all, _)) if *same == value => *all += rows,
                    _ => {
                        let fits = row.get(2).doing(DOING)?;
                        if let Some((value, rows, fits)) = last.replace((value, rows, fits)) {
                            gathered.see((&value).into(), rows, column.kind, fits);
                        }
                    }
                }
                Ok(ControlFlow::Continue(()))
            })?;
            if let Some((value, rows, fits)) = last {
                gathered.see((&value).into(), rows, column.kind, fits);
            }
            Ok(gathered.told(column.kind))
        })
    }
}

impl Gathered {
    /// `fits` where the value is one of the column's type; nothing is said of NULL.
    fn see(&mut self, value: ValueRef<'_>, rows: u64, kind: ColumnType, fits: Option<bool>) {
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
        if fits == Some(true) {
            if self.least.is_none() {
                self.least = Some(text.to_owned());
            }
            // They come in their order.
            self.greatest.clear();
            self.greatest.push_str(text);
            match (kind, value) {
                (ColumnType::Number, ValueRef::Integer(number)) => self.numbers.push((number as f64, rows)),
                (ColumnType::Number, ValueRef::Real(number)) => self.numbers.push((number, rows)),
                (ColumnType::Timestamp, _) => {
                    if let Some(month) = month(text) {
                        *self.months.entry(month).or_default() += rows;
                    }
                }
                _ => {}
            }
        } else {
            self.misfits += rows;
        }
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
            misfits: self.misfits,
            spread: match kind {
                ColumnType::Number => steps(&self.numbers),
                ColumnType::Timestamp => times(&self.months),
                ColumnType::Text | ColumnType::Boolean | ColumnType::Json => Vec::new(),
            },
        }
    }
}

/// Numbers in equal steps, told by where each begins. A few whole numbers have a bar each.
fn steps(numbers: &[(f64, u64)]) -> Vec<Bar> {
    let (Some((least, _)), Some((greatest, _))) = (numbers.first(), numbers.last()) else {
        return Vec::new();
    };
    let range = greatest - least;
    if range <= 0.0 {
        return Vec::new();
    }
    let are_few = range < BARS as f64 && numbers.iter().all(|(number, _)| number.fract() == 0.0);
    let many = if are_few { range as usize + 1 } else { BARS };
    // By the halves: the whole of what numbers span may be none.
    let width = if are_few {
        1.0
    } else {
        2.0 * (greatest / 2.0 - least / 2.0) / many as f64
    };
    let mut bars = vec![0; many];
    for (number, rows) in numbers {
        let place = ((number / 2.0 - least / 2.0) / (width / 2.0)) as usize;
        bars[place.min(many - 1)] += rows;
    }
    let bar = |(place, rows): (usize, u64)| Bar {
        from: rounded(least + width * place as f64, width),
        rows,
    };
    bars.into_iter().enumerate().map(bar).collect()
}

/// As a person reads it, to the digit in which numbers that lie so far apart differ.
fn rounded(number: f64, apart: f64) -> String {
    /// Digits behind the point, and before it, beyond which powers of ten are told.
    const MOST: i32 = 9;
    let last = apart.log10().floor() as i32;
    let first = number.abs().max(apart).log10().floor() as i32;
    if last < -MOST || first > 2 * MOST {
        return format!("{number:.*e}", (first - last) as usize);
    }
    format!("{number:.*}", (-last).max(0) as usize)
}

/// The number of the month of a date, since the year 0.
fn month(date: &str) -> Option<usize> {
    let year: usize = date.get(..4)?.parse().ok()?;
    let month: usize = date.get(5..7)?.parse().ok()?;
    Some(year * 12 + month - 1)
}

/// Dates by their month, or by as many years as make no more bars than are read.
fn times(months: &BTreeMap<usize, u64>) -> Vec<Bar> {
    let (Some((first, _)), Some((last, _))) = (months.first_key_value(), months.last_key_value()) else {
        return Vec::new();
    };
    if last - first < BARS {
        let bar = |month: usize| Bar {
            from: format!("{:04}-{:02}", month / 12, month % 12 + 1),
            rows: months.get(&month).copied().unwrap_or_default(),
        };
        return (*first..=*last).map(bar).collect();
    }
    let (first, last) = (first / 12, last / 12);
    let mut step = 1;
    while last / step - first / step >= YEARS {
        step *= 10;
    }
    let bar = |number: usize| {
        let (from, until) = (number * step, (number + 1) * step);
        let rows = months.range(from * 12..until * 12).map(|(_, rows)| rows);
        Bar {
            from: match step {
                1 => format!("{from:04}"),
                _ => format!("{from:04}–{:04}", until - 1),
            },
            rows: rows.sum(),
        }
    };
    (first / step..=last / step).map(bar).collect()
}
