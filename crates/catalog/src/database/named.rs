//! [`Named`]: finds the values of a person in any text, as words of their own and without regard to case.
//!
//! All of them at once, however many and however long they are. Called by `mentions` and `held`.

use crate::Error;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use serde_json::Value;
use std::collections::BTreeSet;

/// A text of fewer characters is found in too much to tell anything.
const FEWEST_CHARACTERS: usize = 4;

/// Whether a value is too short to be looked for within others.
pub(super) fn is_short(value: &str) -> bool {
    value.chars().count() < FEWEST_CHARACTERS
}

pub(super) struct Named {
    finder: AhoCorasick,
    /// Of each value, whether it begins and whether it ends with a character of a word.
    edges: Vec<[bool; 2]>,
}

impl Named {
    /// Looks for any of these values; `None` where none is long enough.
    pub(super) fn by(values: &BTreeSet<String>) -> Result<Option<Self>, Error> {
        let long = values.iter().filter(|value| !is_short(value));
        let folded: Vec<String> = long.map(|value| fold(value)).collect();
        if folded.is_empty() {
            return Ok(None);
        }
        let edges = folded
            .iter()
            .map(|value| {
                let (mut first, mut last) = (value.chars(), value.chars());
                [is_of_word(first.next()), is_of_word(last.next_back())]
            })
            .collect();
        // Its size grows with the values alone, where that of other kinds grows with the alphabet as well.
        let finder = AhoCorasickBuilder::new()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .ascii_case_insensitive(true)
            .build(&folded)
            .map_err(|source| Error::Values { source })?;
        Ok(Some(Self { finder, edges }))
    }

    /// Whether one of the values stands in a text; of one that is JSON, also where it is written with escapes.
    pub(super) fn stands_in(&self, text: &[u8]) -> bool {
        // Most texts are ASCII and name nobody, which is seen without a copy of them.
        let may_be_in = !text.is_ascii() || self.finder.is_match(text);
        // Without an escape what is written is what is meant.
        may_be_in && self.is_in(&String::from_utf8_lossy(text))
            || text.contains(&b'\\')
                && serde_json::from_slice(text).is_ok_and(|value| self.stands_within(&value))
    }

    fn stands_within(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.stands_in(text.as_bytes()),
            Value::Array(values) => values.iter().any(|value| self.stands_within(value)),
            Value::Object(values) => values
                .iter()
                .any(|(name, value)| self.is_in(name) || self.stands_within(value)),
            _ => false,
        }
    }

    fn is_in(&self, text: &str) -> bool {
        let text = fold(text);
        // One value may stand within another, or begin in it.
        self.finder.find_overlapping_iter(&text).any(|found| {
            let [first, last] = self.edges[found.pattern().as_usize()];
            let before = text[..found.start()].chars().next_back();
            let after = text[found.end()..].chars().next();
            !(first && is_of_word(before) || last && is_of_word(after))
        })
    }
}

/// Each character by itself, so that a text within another folds as it does alone.
pub(super) fn fold(text: &str) -> String {
    let folded = text.chars().flat_map(char::to_lowercase);
    // Which of its small letters a Σ becomes depends on what follows.
    folded.map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

fn is_of_word(character: Option<char>) -> bool {
    character.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(values: &[&str]) -> Named {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Named::by(&values).expect("it can be built").expect("long enough")
    }

    #[test]
    fn a_value_is_found_as_a_word_of_its_own_in_any_case() {
        let named = named(&["jo@x.io", "ZOË", "+44 7700", "ΟΔΟΣ"]);
        for text in [
            "jo@x.io",
            "wrote to JO@X.IO, twice",
            r#"["jo@x.io"]"#,
            r#"{"jo@x.io": 1}"#,
            r#"{"a": ["jo\u0040x.io"]}"#,
            "(+44 7700)",
            "οδος",
        ] {
            assert!(named.stands_in(text.as_bytes()), "{text}");
        }
        for text in ["", "mojo@x.io", "jo@x.ion", "jo@x.io_", "+44 77001", "Zoë", "\\"] {
            assert!(
                !named.stands_in(text.as_bytes()),
                "{text}: no word of its own, or too short"
            );
        }
    }

    #[test]
    fn one_value_within_another_is_found_where_the_longer_is_not() {
        let named = named(&["anna@example.org", "anna@example", "example"]);
        assert!(named.stands_in(b"anna@example.com"));
        assert!(named.stands_in(b"an example"));
    }

    #[test]
    fn many_and_long_values_are_all_looked_for() {
        let values: BTreeSet<String> = (0..300)
            .map(|number| format!("{number}-{}", "x".repeat(2_000)))
            .chain(["anna@example.org".to_owned()])
            .collect();
        let named = Named::by(&values).expect("it can be built").expect("long enough");
        assert!(named.stands_in(b"to anna@example.org"));
        assert!(named.stands_in(format!("271-{}", "X".repeat(2_000)).as_bytes()));
        assert!(!named.stands_in(format!("271-{}", "x".repeat(1_999)).as_bytes()));
    }

    #[test]
    fn short_values_alone_are_not_looked_for() {
        let short = ["jo".to_owned(), "abc".to_owned()].into();
        assert!(Named::by(&short).expect("it can be built").is_none());
    }
}
