//! Values that break what is careless: one corpus for import, grid, export and re-read.
//!
//! It is a file, `corpus.json`, so that suites in other languages, and crates that may not depend on this
//! one, read the same. The first users of a sample pool of fifty and more carry it.

use serde::Deserialize;
use std::sync::LazyLock;

/// A hostile value and what is bad about it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Hostile {
    /// What it is, for a failed assertion.
    pub what: String,
    /// The value.
    pub value: String,
}

/// As it stands in the file: what is long is a part of it and how often that stands there.
#[derive(Deserialize)]
struct Written {
    what: String,
    value: String,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

impl From<Written> for Hostile {
    fn from(written: Written) -> Self {
        Self {
            what: written.what,
            value: written.value.repeat(written.times),
        }
    }
}

#[derive(Deserialize)]
struct Corpus {
    values: Vec<Hostile>,
    misfits: Vec<(String, String)>,
    usernames: Vec<String>,
    groups: [String; 5],
}

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../corpus.json")).expect("BUG: the corpus is JSON of this shape")
});

/// Texts that are all allowed in an attribute, none longer than 2,048 characters.
pub fn values() -> &'static [Hostile] {
    &CORPUS.values
}

/// Attributes whose value does not fit their type.
pub fn misfits() -> &'static [(String, String)] {
    &CORPUS.misfits
}

/// User names that AWS allows, as it allows all letters, marks, symbols and punctuation.
pub fn usernames() -> &'static [String] {
    &CORPUS.usernames
}

/// Group names; the sample pool has a group of each.
pub fn groups() -> &'static [String; 5] {
    &CORPUS.groups
}
