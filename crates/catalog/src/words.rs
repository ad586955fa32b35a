//! Enums as the words that the files hold: the same as in JSON, so that there is one list of them. Beside them,
//! moments and counts as they are stored.

use crate::Error;
use jiff::Timestamp;
use rusqlite::{Row, RowIndex};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The word for a unit-like enum value.
pub(crate) fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("BUG: not a plain enum: {other:?}"),
    }
}

/// The value for a word.
pub(crate) fn from_word<T: DeserializeOwned>(word: &str) -> Result<T, Error> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| Error::damaged(format!("`{word}` is no known word")))
}

/// A value as JSON text.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("BUG: plain data becomes JSON")
}

/// The value of a JSON text.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::damaged(error.to_string()))
}

/// A number of rows or bytes, as it was stored. Less than none is damage.
pub(crate) fn count(row: &Row<'_>, index: &impl RowIndex) -> rusqlite::Result<u64> {
    let place = index.idx(row.as_ref())?;
    let stored: i64 = row.get(place)?;
    u64::try_from(stored).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(place, stored))
}

/// The moment of an RFC 3339 text.
pub(crate) fn moment(text: &str) -> Result<Timestamp, Error> {
    text.parse()
        .map_err(|_| Error::damaged(format!("`{text}` is no moment")))
}
