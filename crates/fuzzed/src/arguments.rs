//! A command line as it is typed.

use crate::texts;

/// Words of a command line, [`crate::BETWEEN`] them: understood, or refused in words.
pub fn arguments(bytes: &[u8]) {
    let words = std::iter::once("poolhouse-cli".to_owned()).chain(texts(bytes));
    if let Err(refused) = poolhouse_cli::understood(words) {
        assert!(!refused.trim().is_empty(), "a refusal says something");
    }
}
