//! What is exported: columns, and cells as they are stored.

/// The sort of values that all the cells of a column have, but for those that are NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Of several sorts: numbers, and texts among them. A format with a sort for each column has texts.
    Mixed,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// True or false, stored as 1 or 0.
    Boolean,
    /// The same, with texts among them. A format with a sort for each cell has them as such.
    MixedBoolean,
}

impl Kind {
    /// Whether a 1 is true and a 0 is false.
    pub(crate) fn is_boolean(self) -> bool {
        matches!(self, Self::Boolean | Self::MixedBoolean)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its sort of values.
    pub kind: Kind,
}

/// A value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(&'a str),
}
