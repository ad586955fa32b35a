//! Column names. What a pool calls its columns is foreign input; this is the one mapper.
//!
//! The names are kept in the database: a column has one name for good, and one that vanished from
//! the source keeps it. Called by the staging. Deliberately absent: quoting (see `names::quote`).

use crate::Error;
use crate::model::StoredColumn;
use crate::words::{from_word, word};
use poolhouse_connector::{Column, ColumnType, TableId};
use rusqlite::{Connection, params};
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;

const LONGEST: usize = 200;
const RESERVED: [&str; 4] = ["rowid", "oid", "_rowid_", "_unit"];

/// The names of one table's columns.
#[derive(Debug)]
pub(crate) struct ColumnNames {
    source: TableId,
    columns: Vec<StoredColumn>,
    by_original: HashMap<String, usize>,
    /// The names given out, in lower case.
    taken: HashSet<String>,
}

impl ColumnNames {
    /// The names that the columns of `source` got so far.
    pub(crate) fn load(connection: &Connection, source: &TableId) -> Result<Self, Error> {
        let mut names = Self {
            source: source.clone(),
            columns: Vec::new(),
            by_original: HashMap::new(),
            taken: HashSet::new(),
        };
        let mut statement = connection.prepare_cached(
            "SELECT original, name, kind, personal FROM _poolhouse_columns WHERE source = ?1 ORDER BY position",
        )?;
        let mut rows = statement.query([source.as_str()])?;
        while let Some(row) = rows.next()? {
            names.push(StoredColumn {
                original: row.get(0)?,
                name: row.get(1)?,
                kind: from_word(&row.get::<_, String>(2)?)?,
                personal: from_word(&row.get::<_, String>(3)?)?,
            });
        }
        Ok(names)
    }

    /// All columns, in the order in which they were first seen.
    pub(crate) fn all(&self) -> &[StoredColumn] {
        &self.columns
    }

    /// The column of this original name.
    pub(crate) fn find(&self, original: &str) -> Option<&StoredColumn> {
        self.by_original.get(original).map(|&index| &self.columns[index])
    }

    /// Gives a column that was never seen its name. Answers whether it is new.
    pub(crate) fn add(&mut self, connection: &Connection, column: &Column) -> Result<bool, Error> {
        if self.by_original.contains_key(&column.original) {
            return Ok(false);
        }
        let stored = StoredColumn {
            name: free_name(&column.original, &self.taken),
            original: column.original.clone(),
            kind: column.kind,
            personal: column.personal,
        };
        connection
            .prepare_cached(
                "INSERT INTO _poolhouse_columns(source, position, original, name, kind, personal)
                 VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                self.source.as_str(),
                self.columns.len() as i64,
                stored.original,
                stored.name,
                word(stored.kind),
                word(stored.personal),
            ])?;
        self.push(stored);
        Ok(true)
    }

    /// Takes over what the source says a known column is now. A type that changed becomes text,
    /// which holds the values of both.
    pub(crate) fn describe(&mut self, connection: &Connection, column: &Column) -> Result<(), Error> {
        if self.add(connection, column)? {
            return Ok(());
        }
        let stored = &mut self.columns[self.by_original[&column.original]];
        let kind = if stored.kind == column.kind {
            column.kind
        } else {
            ColumnType::Text
        };
        if stored.kind == kind && stored.personal == column.personal {
            return Ok(());
        }
        (stored.kind, stored.personal) = (kind, column.personal);
        connection.execute(
            "UPDATE _poolhouse_columns SET kind = ?3, personal = ?4 WHERE source = ?1 AND original = ?2",
            params![
                self.source.as_str(),
                column.original,
                word(kind),
                word(column.personal)
            ],
        )?;
        Ok(())
    }

    fn push(&mut self, column: StoredColumn) {
        self.taken.insert(column.name.to_ascii_lowercase());
        self.by_original
            .insert(column.original.clone(), self.columns.len());
        self.columns.push(column);
    }
}

/// The declared type that makes SQLite keep a value as it came: any other would turn the text
/// `007` into the number 7.
pub(crate) fn declared(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text | ColumnType::Timestamp | ColumnType::Json => " TEXT",
        ColumnType::Number | ColumnType::Boolean => "",
    }
}

/// A name for a column, not among those `taken`.
fn free_name(original: &str, taken: &HashSet<String>) -> String {
    let base = plain(original);
    let free = |name: &str| {
        let lower = name.to_ascii_lowercase();
        !taken.contains(&lower) && !RESERVED.contains(&lower.as_str())
    };
    if free(&base) {
        return base;
    }
    // One of so many numbers is free, as no more names than these are taken.
    (2..=taken.len() + RESERVED.len() + 2)
        .map(|number| {
            let suffix = format!("_{number}");
            let kept: String = base.chars().take(LONGEST - suffix.len()).collect();
            kept + &suffix
        })
        .find(|name| free(name))
        .expect("BUG: there are more numbers than columns")
}

/// A name that nobody is surprised by: NFC, no control or bidirectional characters, `_` for
/// punctuation and white space.
fn plain(original: &str) -> String {
    let cleaned: String = original
        .nfc()
        .filter_map(|c| match c {
            c if c.is_whitespace() || c.is_ascii_punctuation() => Some('_'),
            c if c.is_control() || is_invisible(c) => None,
            c => Some(c),
        })
        .collect();
    // Once more, as what was taken out may have stood between a letter and its accent.
    let name: String = cleaned.nfc().take(LONGEST).collect();
    if name.is_empty() {
        return "column".into();
    }
    if name
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"))
    {
        return format!("column_{name}").chars().take(LONGEST).collect();
    }
    name
}

/// Bidirectional controls, and the byte-order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn given(originals: &[&str]) -> Vec<String> {
        let mut taken = HashSet::new();
        originals
            .iter()
            .map(|original| {
                let name = free_name(original, &taken);
                taken.insert(name.to_ascii_lowercase());
                name
            })
            .collect()
    }

    #[test]
    fn names_are_plain_and_apart() {
        insta::assert_debug_snapshot!(
            given(&["sub", "custom:tier", "custom_tier", "CUSTOM:Tier", "rowid", "_unit", "SQLite_x", "", "\u{202e}",
                "a\nb", "e\u{301}", "\u{e9}", "=1+1", "dev:custom:x", "名前", "👩‍💻"]),
            @r#"
        [
            "sub",
            "custom_tier",
            "custom_tier_2",
            "CUSTOM_Tier_3",
            "rowid_2",
            "_unit_2",
            "column_SQLite_x",
            "column",
            "column_2",
            "a_b",
            "é",
            "é_2",
            "_1_1",
            "dev_custom_x",
            "名前",
            "👩\u{200d}💻",
        ]
        "#
        );
    }

    proptest! {
        #[test]
        fn any_names_become_columns_of_one_table(originals in prop::collection::hash_set(".{0,12}|[a-cA-C:_]{0,4}|(?i)rowid|_?unit|sqlite_.{0,250}", 1..40)) {
            let originals: Vec<&str> = originals.iter().map(String::as_str).collect();
            let names = given(&originals);
            let mut lower = HashSet::new();
            for name in &names {
                prop_assert!(lower.insert(name.to_ascii_lowercase()), "{name} is there twice");
                prop_assert!(!name.is_empty() && name.chars().count() <= LONGEST);
                prop_assert!(!RESERVED.contains(&name.to_ascii_lowercase().as_str()));
                prop_assert!(!name.to_ascii_lowercase().starts_with("sqlite_"));
                prop_assert!(!name.chars().any(|c| c.is_control() || is_invisible(c) || c == '"'));
                prop_assert_eq!(name, &name.nfc().collect::<String>());
            }
            let columns: Vec<String> = names.iter().map(|name| crate::names::quote(name)).collect();
            let connection = Connection::open_in_memory().expect("memory");
            let made = connection.execute(&format!("CREATE TABLE t(\"_unit\", {})", columns.join(", ")), []);
            prop_assert!(made.is_ok(), "SQLite refuses {:?}: {:?}", columns, made);
        }
    }
}
