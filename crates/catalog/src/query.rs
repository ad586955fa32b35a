//! What a person asks of a table: which rows, in which order. Plain data, as the faces send it.

use crate::model::RunId;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Which version of a table is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind", content = "run")]
pub enum Version {
    /// What readers see now.
    #[default]
    Now,
    /// What readers saw once this run had published.
    AsOf(RunId),
}

/// Which rows of a table, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct TableQuery {
    /// Rows that pass all of these.
    pub filters: Vec<Filter>,
    /// Rows of which each of these words stands in some column, whatever its case and its accents; a text in
    /// double quotes is one word, and a number is found however it is written. Without a word, all rows.
    pub search: String,
    /// The order, the first column before the others; empty for the order in which the rows came.
    pub sort: Vec<Sort>,
}

/// A condition on one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// The column's name in the database.
    pub column: String,
    /// What its value must be.
    pub test: Test,
    /// Whether the rows that do **not** pass are wanted.
    #[serde(default)]
    pub not: bool,
}

/// What a value must be. Texts are compared without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Test {
    /// Has this text in it.
    Contains {
        /// The text.
        text: String,
    },
    /// Begins with this text.
    StartsWith {
        /// The text.
        text: String,
    },
    /// Ends with this text.
    EndsWith {
        /// The text.
        text: String,
    },
    /// Is this text.
    Equals {
        /// The text.
        text: String,
    },
    /// Matches this regular expression, somewhere.
    Matches {
        /// The expression, in the `regex` crate's syntax.
        pattern: String,
    },
    /// Is a text without a character.
    Empty,
    /// Is NULL: the source had no value.
    Null,
    /// Is one of these texts.
    OneOf {
        /// The texts.
        texts: Vec<String>,
    },
    /// Lies between these, both included; numbers by their value, all else by its text, which for
    /// dates is their order.
    Between {
        /// The least; `None` for no lower end.
        from: Option<String>,
        /// The greatest; `None` for no upper end.
        to: Option<String>,
    },
    /// Is a moment of these days, from the beginning of the first to the end of the last. Only values
    /// that begin as a moment does, `2026-11-21T…`, are.
    Days {
        /// The first day, as `2026-11-21`; `None` for no first.
        from: Option<String>,
        /// The last day, which is in it to its end; `None` for no last.
        to: Option<String>,
        /// The zone whose days they are, by its IANA name; `None` for that of this computer.
        zone: Option<String>,
    },
    /// Is a text that whoever asks does not know, as personal data is masked. The engine keeps it, and puts
    /// [`Test::Equals`] in its place before the rows are read.
    Kept {
        /// By which the engine knows it.
        value: u64,
        /// What a screen shows of it.
        shown: String,
    },
    /// Stands on another row of the table as well.
    Repeated,
    /// Stands among the values of a column, there or in another table of the same version.
    AlsoIn {
        /// The other table; `None` for the same.
        table: Option<String>,
        /// Its column.
        column: String,
        /// Its rows that count: those that pass all of these.
        filters: Vec<Filter>,
    },
}

/// A column to sort by. NULL comes last in either direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Sort {
    /// The column's name in the database.
    pub column: String,
    /// Whether the greatest comes first.
    pub descending: bool,
}
