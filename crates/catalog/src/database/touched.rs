//! The rows that some runs touched: where they lie in two versions.
//!
//! Every row that differs was logged by one of the runs between: what they did not touch is the same in
//! both. So a rollback, or a comparison, over runs that changed little looks at little. The rows
//! themselves are then compared: the log decides where to look and not what is said. Made by `logged`.

use super::entries::Entry;
use super::logged::RunLog;
use crate::Error;
use crate::names::quote;
use rusqlite::types::Value;
use rusqlite::{Connection, Params, params_from_iter};

/// The rows that some runs touched.
#[derive(Debug)]
pub(crate) struct Touched {
    /// Their keys, each once: `key` as the log has it, and its parts as `k0`, `k1` …
    keys: String,
    bound: Vec<Value>,
}

impl Touched {
    /// What these runs touched of a table whose key has so many parts. `None` where a key cannot be had from
    /// the log as it was.
    pub(super) fn by(connection: &Connection, logs: Vec<RunLog>, key: usize) -> Result<Option<Self>, Error> {
        let mut bound: Vec<Value> = Vec::new();
        let selects: Vec<String> = logs
            .into_iter()
            .map(|log| {
                bound.extend([Value::Integer(log.run.0), Value::Text(log.target)]);
                let at = bound.len();
                format!(
                    "SELECT key FROM _poolhouse_changes WHERE run = ?{} AND target = ?{at}",
                    at - 1
                )
            })
            .collect();
        let parts: Vec<String> = (0..key)
            .map(|place| format!("key ->> {place} AS k{place}"))
            .collect();
        let touched = Self {
            keys: format!(
                "SELECT DISTINCT key, {} FROM ({})",
                parts.join(", "),
                selects.join(" UNION ALL ")
            ),
            bound,
        };
        let readable = touched.keys_can_be_read_back(connection, key)?;
        Ok(readable.then_some(touched))
    }

    /// Where the rows lie, as `n` in the version `then` and as `o` in `now`; NULL where they are not.
    pub(super) fn places(&self, now: &Entry, then: &Entry) -> String {
        let same = |side: &str| {
            let parts = now.key.iter().enumerate();
            let parts: Vec<String> = parts
                .map(|(place, name)| format!("{side}.{} IS k.k{place}", quote(name)))
                .collect();
            parts.join(" AND ")
        };
        format!(
            "SELECT n.rowid AS n, o.rowid AS o FROM ({}) AS k
             LEFT JOIN {} AS n ON {} LEFT JOIN {} AS o ON {}",
            self.keys,
            quote(&then.physical),
            same("n"),
            quote(&now.physical),
            same("o"),
        )
    }

    /// What is bound to the statements that this is part of.
    pub(super) fn bound(&self) -> impl Params + '_ {
        params_from_iter(&self.bound)
    }

    /// Whether each key can be had from its JSON as it was: not so, for one, of a number that is
    /// not whole, which JSON may have rounded.
    fn keys_can_be_read_back(&self, connection: &Connection, parts: usize) -> Result<bool, Error> {
        let again: Vec<String> = (0..parts).map(|place| format!("k{place}")).collect();
        let real: Vec<String> = (0..parts)
            .map(|place| format!("json_type(key, '$[{place}]') = 'real'"))
            .collect();
        let sql = format!(
            "SELECT 1 FROM ({}) WHERE json_array({}) IS NOT key OR {} LIMIT 1",
            self.keys,
            again.join(", "),
            real.join(" OR ")
        );
        Ok(!connection.prepare(&sql)?.exists(self.bound())?)
    }
}
