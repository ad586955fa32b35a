//! Values that a face asks for and does not know: while personal data is masked, a link from a row to the
//! rows that have the same elsewhere.
//!
//! They are in memory alone, the newest of them, until the program ends. Deliberately absent: values of
//! columns that say nothing about a person, which a face knows.

use crate::engine::{Engine, Inner};
use crate::error::Error;
use crate::view::{KeptValue, ViewId};
use poolhouse_catalog::model::{TableQuery, Test};
use std::collections::VecDeque;

/// Values kept at most; the oldest goes for another.
const MOST: usize = 1_000;

#[derive(Default)]
pub(crate) struct Kept {
    last: u64,
    values: VecDeque<(u64, String)>,
}

impl Kept {
    /// Keeps a value; answers by which number. The same value keeps its number, and is the newest then.
    pub(crate) fn keep(&mut self, value: String) -> u64 {
        let place = self.values.iter().position(|(_, known)| *known == value);
        if let Some((number, value)) = place.and_then(|place| self.values.remove(place)) {
            self.values.push_back((number, value));
            return number;
        }
        if self.values.len() >= MOST {
            self.values.pop_front();
        }
        self.last += 1;
        self.values.push_back((self.last, value));
        self.last
    }

    pub(crate) fn value(&self, number: u64) -> Option<&str> {
        let mut values = self.values.iter();
        let found = values.find(|(each, _)| *each == number);
        found.map(|(_, value)| value.as_str())
    }
}

impl Engine {
    /// Keeps the value of a cell of an open table, for a [`Test::Kept`]; `None` where there is none.
    pub async fn keep_value(&self, id: ViewId, row: u64, column: &str) -> Result<Option<KeptValue>, Error> {
        let (inner, column) = (self.inner.clone(), column.to_owned());
        crate::blocking(move || {
            let Some((value, is_personal)) = inner.cell_of(id, row, &column)? else {
                return Ok(None);
            };
            Ok(Some(KeptValue {
                shown: inner.screen()?.value(is_personal, &value),
                value: inner.kept().keep(value),
            }))
        })
        .await
    }

    /// A kept value as the screen shows it now: whole once personal data is masked no more. `None` where it is
    /// no longer known.
    pub async fn kept_value(&self, value: u64) -> Result<Option<KeptValue>, Error> {
        let inner = self.inner.clone();
        crate::blocking(move || {
            let screen = inner.screen()?;
            let kept = inner.kept();
            Ok(kept.value(value).map(|text| KeptValue {
                value,
                shown: screen.value(true, text),
            }))
        })
        .await
    }
}

impl Inner {
    /// The question with the values that are kept for it.
    pub(crate) fn asked(&self, mut query: TableQuery) -> TableQuery {
        for filter in &mut query.filters {
            if let Test::Kept { value, .. } = filter.test
                && let Some(text) = self.kept().value(value)
            {
                filter.test = Test::Equals {
                    text: text.to_owned(),
                };
            }
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_values_are_kept_each_once() {
        let mut kept = Kept::default();
        let first = kept.keep("first".into());
        let second = kept.keep("second".into());
        for number in 2..MOST {
            kept.keep(format!("value {number}"));
        }
        assert_eq!(kept.value(first), Some("first"));
        assert_eq!(kept.keep("first".into()), first);
        kept.keep("one more".into());
        assert_eq!(
            (kept.value(first), kept.value(second)),
            (Some("first"), None),
            "who asked for it again may still follow it"
        );
    }
}
