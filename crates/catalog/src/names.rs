//! Names that a person chooses, and the one place that quotes a name for SQL.
//!
//! Called by the engine for what is typed, and by this crate before anything is made of a name.
//! Deliberately absent: column names, which nobody chooses (see `columns`).

/// Why a name may not be. Its words are for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Nothing was typed.
    #[error("Type a name.")]
    Empty,
    /// Too many characters.
    #[error("The name is too long: {limit} characters at most.")]
    TooLong {
        /// How many there may be.
        limit: usize,
    },
    /// A dataflow's first character.
    #[error("The name must start with a letter from A to Z.")]
    DataflowStart,
    /// A dataflow's further character.
    #[error("The name may have letters from A to Z and digits only, so no {}.", spoken(*.0))]
    DataflowCharacter(char),
    /// A name that Windows keeps for a device, so that no file can have it.
    #[error("Windows keeps the name {0} for itself; choose another.")]
    Device(String),
    /// A table's first character.
    #[error("The name must start with a letter from A to Z or an underscore.")]
    TableStart,
    /// A table's further character.
    #[error("The name may have letters from A to Z, digits and underscores only, so no {}.", spoken(*.0))]
    TableCharacter(char),
    /// A name that the database or this app keeps for itself.
    #[error("The name {0} is kept for the database itself; choose another.")]
    Reserved(String),
}

const DATAFLOW_LIMIT: usize = 64;
const TABLE_LIMIT: usize = 63;

/// Whether a dataflow may have this name: it is also its database's file name.
pub fn check_dataflow_name(name: &str) -> Result<(), NameFault> {
    let first = name.chars().next().ok_or(NameFault::Empty)?;
    if !first.is_ascii_alphabetic() {
        return Err(NameFault::DataflowStart);
    }
    if let Some(other) = name.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Err(NameFault::DataflowCharacter(other));
    }
    if name.len() > DATAFLOW_LIMIT {
        return Err(NameFault::TooLong {
            limit: DATAFLOW_LIMIT,
        });
    }
    let upper = name.to_ascii_uppercase();
    let numbered = |stem: &str| {
        upper
            .strip_prefix(stem)
            .is_some_and(|rest| rest.len() == 1 && is_digits(rest))
    };
    if ["CON", "PRN", "AUX", "NUL"].contains(&upper.as_str()) || numbered("COM") || numbered("LPT") {
        return Err(NameFault::Device(name.to_owned()));
    }
    Ok(())
}

/// Whether a table of a database may have this name.
pub fn check_table_name(name: &str) -> Result<(), NameFault> {
    let first = name.chars().next().ok_or(NameFault::Empty)?;
    if !first.is_ascii_alphabetic() && first != '_' {
        return Err(NameFault::TableStart);
    }
    if let Some(other) = name.chars().find(|&c| !c.is_ascii_alphanumeric() && c != '_') {
        return Err(NameFault::TableCharacter(other));
    }
    if name.len() > TABLE_LIMIT {
        return Err(NameFault::TooLong { limit: TABLE_LIMIT });
    }
    let lower = name.to_ascii_lowercase();
    // A table may have a catalogue of its columns beside it, which must have its name too.
    if is_kept_for_itself(&lower) || is_kept_for_itself(&format!("{lower}_columns")) {
        return Err(NameFault::Reserved(name.to_owned()));
    }
    Ok(())
}

/// Whether SQLite or this app keeps a name, in small letters, for itself.
fn is_kept_for_itself(name: &str) -> bool {
    let version = name.strip_prefix('v').and_then(|rest| rest.split_once("__"));
    name.starts_with("sqlite_")
        || name.starts_with("_poolhouse")
        || ["rowid", "oid", "_rowid_"].contains(&name)
        || version.is_some_and(|(run, _)| is_digits(run))
}

/// A name quoted for SQL, whatever is in it. The one quoting function.
///
/// A NUL would end the statement's text; no name that reaches SQL has one (see `columns`).
pub fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn spoken(c: char) -> String {
    match c {
        ' ' => "space".into(),
        c if c.is_control() || c.is_whitespace() => "invisible character".into(),
        c => format!("“{c}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dataflow_name_is_letters_and_digits() {
        for good in ["Acme", "a", "Pool2", "Console", "Com10", &"x".repeat(64)] {
            assert_eq!(check_dataflow_name(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "2nd",
            "my pool",
            "a-b",
            "Ä",
            "con",
            "Nul",
            "COM1",
            "lpt9",
            "a.db",
            "../x",
            &"x".repeat(65),
        ] {
            assert!(check_dataflow_name(bad).is_err(), "{bad}");
        }
        assert_eq!(
            check_dataflow_name("my pool").expect_err("a space").to_string(),
            "The name may have letters from A to Z and digits only, so no space."
        );
    }

    #[test]
    fn a_table_name_is_an_identifier_of_nobody_else() {
        for good in [
            "users",
            "_x",
            "Users2",
            "select",
            "order",
            "v1_users",
            "vx__users",
            "v__a",
            &"x".repeat(63),
        ] {
            assert_eq!(check_table_name(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "2users",
            "us ers",
            "a\"b",
            "sqlite_x",
            "SQLite_x",
            "sqlite",
            "v5_",
            "_poolhouse_meta",
            "_PoolHouse",
            "rowid",
            "OID",
            "_rowid_",
            "v1__users",
            "V22__",
            "a;b",
            "é",
            &"x".repeat(64),
        ] {
            assert!(check_table_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_quote_in_a_name_is_doubled() {
        assert_eq!(quote("a\"b"), "\"a\"\"b\"");
    }
}
