//! What a connector knows of reading its tables later, offline: who is who, and what people ask.

use crate::TableId;

/// Where people and their groups are among a connector's tables. Columns are named by
/// [`Column::original`](crate::Column::original).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// The table with a row for each person.
    pub people: TableId,
    /// Its column by which the other tables name a person.
    pub identity: &'static str,
    /// Its column by which a person is known in other sources too, such as the e-mail address.
    pub address: &'static str,
    /// Its columns that say who a person is, first of all, each with a plainer name to show it by.
    pub leading: &'static [(&'static str, &'static str)],
    /// Its columns that a list of people is sorted by: the names that people are called by.
    pub order: &'static [&'static str],
    /// The table with a row for each group, and its column with the group's name.
    pub groups: (TableId, &'static str),
    /// The table with a row for each person in each group, and its columns with the group's name
    /// and the person's identity.
    pub members: (TableId, &'static str, &'static str),
}

/// What the rows of a table are called, where their key says that to nobody. Shown beside the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// The table. Its key is one column.
    pub table: TableId,
    /// The names of a row, each a column of its own where they are shown.
    pub names: &'static [Name],
}

/// One name of a row, made of its columns. Those are named by
/// [`Column::original`](crate::Column::original).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// What it is shown as, such as `email`.
    pub shown: &'static str,
    /// What it is: the first of these that has something in it. Columns that stand together are joined by
    /// a space. What is but the key once more says nothing, and is passed over.
    pub of: &'static [&'static [&'static str]],
}

/// A question that is often asked of a table, ready to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// A few words, such as `Not confirmed`.
    pub title: &'static str,
    /// What the rows that it brings have in common, in one sentence.
    pub about: &'static str,
    /// The table that it is put to.
    pub table: TableId,
    /// The rows that pass all of these.
    pub conditions: Vec<Condition>,
    /// The columns that its rows are sorted by, by [`Column::original`](crate::Column::original), so that those
    /// that belong together stand together; none where no two do.
    pub order: &'static [&'static str],
}

/// A condition on one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The column, by [`Column::original`](crate::Column::original).
    pub column: &'static str,
    /// What its value must be.
    pub test: Expected,
    /// Whether the rows that do **not** pass are wanted.
    pub not: bool,
}

/// What a value must be. Texts are compared without regard to case; true is `1`, false is `0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// This text.
    Is(&'static str),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// Something that matches this regular expression.
    Matches(&'static str),
    /// Nothing at all.
    Null,
    /// A moment so many days ago or earlier, by the days of the calendar where the app runs.
    OlderThan {
        /// The days.
        days: u32,
    },
    /// A value that another row has as well.
    Repeated,
    /// A value that a column of a table has as well, on a row that passes these.
    AlsoIn {
        /// The table.
        table: TableId,
        /// Its column.
        column: &'static str,
        /// Its rows that count.
        conditions: Vec<Condition>,
    },
}

impl Condition {
    /// The rows whose `column` is what is expected.
    pub fn is(column: &'static str, test: Expected) -> Self {
        Self {
            column,
            test,
            not: false,
        }
    }

    /// All other rows.
    pub fn is_not(column: &'static str, test: Expected) -> Self {
        Self {
            column,
            test,
            not: true,
        }
    }
}
