//! A command line as it is typed.

use crate::texts;

/// Words of a command line, [`crate::BETWEEN`] them: understood, or refused in words. A text that a column is
/// to be equal to may be any.
pub fn arguments(bytes: &[u8]) {
    if let [text] = texts(bytes).as_slice() {
        let asked = "poolhouse-cli export Acme --table users --to x.csv --where".split(' ');
        let asked = asked.map(str::to_owned).chain([format!("名前={text}")]);
        assert_eq!(poolhouse_cli::understood(asked), Ok(()), "{text:?}");
    }
    let words = std::iter::once("poolhouse-cli".to_owned()).chain(texts(bytes));
    if let Err(refused) = poolhouse_cli::understood(words) {
        assert!(!refused.trim().is_empty(), "a refusal says something");
    }
}
