//! What the values of a column are like. Plain data, as the faces show it.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What the values of a column are like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnProfile {
    /// Rows that were looked at.
    pub rows: u64,
    /// Rows with a value: neither NULL nor a text without a character.
    pub filled: u64,
    /// Values that differ.
    pub distinct: u64,
    /// The most frequent values, the most frequent first.
    pub frequent: Vec<Frequent>,
    /// A value of the fewest characters.
    pub shortest: Option<String>,
    /// A value of the most characters.
    pub longest: Option<String>,
    /// The least value: of numbers by their size, of texts (dates too) by their characters. In a column of
    /// numbers or of dates, of those that are.
    pub least: Option<String>,
    /// The greatest value, of the same.
    pub greatest: Option<String>,
    /// Rows with a value that is no number in a column of numbers, or no date in one of dates.
    pub misfits: u64,
    /// How the values are spread, from the least to the greatest without a gap: numbers in equal steps, dates by
    /// their month, by their year where that takes more than 24, and by tens or hundreds of them where that
    /// takes more than 60. Empty for other texts.
    pub spread: Vec<Bar>,
}

/// A value and how often it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Frequent {
    /// The value, as its text.
    pub value: String,
    /// Rows that have it.
    pub rows: u64,
}

/// The values of a stretch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Bar {
    /// Where the stretch begins, in words that a person reads.
    pub from: String,
    /// Rows in it.
    pub rows: u64,
}
