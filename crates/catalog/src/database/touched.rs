//! Which rows may differ between two versions, as the change log knows.
//!
//! Every row that differs was logged by one of the runs between: what they did not touch is the same in
//! both. So a rollback, or a comparison, over runs that changed little looks at little. The rows
//! themselves are then compared: the log decides where to look and never what is said. Called by
//! `rollback`, `preview` and the review's comparisons. Deliberately absent: any answer where the log may
//! not reach. All rows are compared then.

use super::entries::Entry;
use crate::Error;
use crate::names::quote;
use crate::words::json;
use rusqlite::types::Value;
use rusqlite::{Connection, Params, params, params_from_iter};

/// Selects in one statement; SQLite allows 500.
const MOST_RUNS: usize = 400;
/// Beyond one line of the log to so many rows, comparing all rows is quicker.
const ROWS_A_LINE: u64 = 16;
/// So few lines are always quicker.
const FEW_LINES: u64 = 1_000;

/// The rows that some runs touched.
#[derive(Debug)]
pub(crate) struct Touched {
    /// Their keys, each once: `key` as the log has it, and its parts as `k0`, `k1` …
    keys: String,
    bound: Vec<Value>,
}

impl Touched {
    /// What the publications after `seq` touched of the table that readers see as `now`.
    pub(crate) fn since(
        connection: &Connection,
        seq: i64,
        now: &Entry,
        then: &Entry,
    ) -> Result<Option<Self>, Error> {
        Self::between(connection, (seq, i64::MAX), now, then)
    }

    /// What the publications after the first of two touched of a table, up to the second, in which it is
    /// `now`. `None` where the log does not reach so far back, or is so long that it is no help.
    pub(crate) fn between(
        connection: &Connection,
        (first, last): (i64, i64),
        now: &Entry,
        then: &Entry,
    ) -> Result<Option<Self>, Error> {
        if now.key != then.key || now.physical == then.physical {
            return Ok(None);
        }
        let Some(logs) = logs_between(connection, first, last, now)? else {
            return Ok(None);
        };
        let bearable = ((now.rows + then.rows) / ROWS_A_LINE).max(FEW_LINES);
        let mut lines = 0;
        for (run, target) in &logs {
            lines += connection
                .prepare_cached(
                    "SELECT count(*) FROM (SELECT 1 FROM _poolhouse_changes WHERE run = ?1 AND target = ?2 LIMIT ?3)",
                )?
                .query_row(params![run, target, bearable as i64 + 1], |row| row.get::<_, i64>(0))?
                as u64;
            if lines > bearable {
                return Ok(None);
            }
        }
        let touched = Self::by(logs, now.key.len());
        let readable = touched.keys_can_be_read_back(connection, now.key.len())?;
        Ok(readable.then_some(touched))
    }

    fn by(logs: Vec<(i64, String)>, parts: usize) -> Self {
        let mut bound: Vec<Value> = Vec::new();
        let selects: Vec<String> = logs
            .into_iter()
            .map(|(run, target)| {
                bound.extend([Value::Integer(run), Value::Text(target)]);
                let at = bound.len();
                format!(
                    "SELECT key FROM _poolhouse_changes WHERE run = ?{} AND target = ?{at}",
                    at - 1
                )
            })
            .collect();
        let parts: Vec<String> = (0..parts)
            .map(|place| format!("key ->> {place} AS k{place}"))
            .collect();
        Self {
            keys: format!(
                "SELECT DISTINCT key, {} FROM ({})",
                parts.join(", "),
                selects.join(" UNION ALL ")
            ),
            bound,
        }
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

/// The runs that published after `first`, up to `last`, and the names under which they logged the table of
/// `now`. `None` where it was not there all the while, or its rows were known by another key.
fn logs_between(
    connection: &Connection,
    first: i64,
    last: i64,
    now: &Entry,
) -> Result<Option<Vec<(i64, String)>>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, run, target, key FROM _poolhouse_publications JOIN _poolhouse_published USING(seq)
         WHERE seq BETWEEN ?1 AND ?2 AND source = ?3 ORDER BY seq",
    )?;
    let mut rows = statement.query(params![first, last, now.source.as_str()])?;
    let key = json(&now.key);
    let mut logs = Vec::new();
    let mut shown = 0;
    while let Some(row) = rows.next()? {
        if row.get::<_, String>(3)? != key {
            return Ok(None);
        }
        shown += 1;
        if row.get::<_, i64>(0)? > first {
            logs.push((row.get(1)?, row.get(2)?));
        }
    }
    let publications: i64 = connection
        .prepare_cached("SELECT count(*) FROM _poolhouse_publications WHERE seq BETWEEN ?1 AND ?2")?
        .query_row([first, last], |row| row.get(0))?;
    Ok((shown == publications && !logs.is_empty() && logs.len() <= MOST_RUNS).then_some(logs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::compare::{CHANGE_LOG, compare, count};
    use crate::database::{STEPS, entries};
    use crate::model::{RunId, StoredColumn};
    use jiff::Timestamp;
    use poolhouse_connector::{ColumnType, PersonalData, TableId};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// A row: a key of two parts, and its cells.
    type Rows = BTreeMap<(Part, Part), (Option<u8>, Option<u8>)>;

    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
    enum Part {
        Null,
        Whole(i64),
        Text(&'static str),
    }

    impl Part {
        fn value(&self) -> Value {
            match self {
                Self::Null => Value::Null,
                Self::Whole(number) => Value::Integer(*number),
                Self::Text(text) => Value::Text((*text).into()),
            }
        }
    }

    fn part() -> impl Strategy<Value = Part> {
        prop_oneof![
            Just(Part::Null),
            prop_oneof![Just(0), Just(i64::MAX), Just(-7)].prop_map(Part::Whole),
            prop::sample::select(vec![
                "",
                "0",
                "a",
                "A",
                "a'\"]",
                "$[0]",
                "{\"a\":1}",
                "a\0b",
                "a\u{1}\n\\",
                "\u{202e}é💧",
                "null",
            ])
            .prop_map(Part::Text),
        ]
    }

    fn rows() -> impl Strategy<Value = Rows> {
        let cell = || prop::option::of(0_u8..3);
        prop::collection::btree_map((part(), part()), (cell(), cell()), 0..8)
    }

    fn entry(run: i64, columns: &[&str], rows: usize) -> Entry {
        let column = |name: &&str| StoredColumn {
            name: (*name).into(),
            original: (*name).into(),
            kind: ColumnType::Text,
            personal: PersonalData::None,
        };
        Entry {
            source: TableId::new("t"),
            target: "t".into(),
            version: RunId(run),
            physical: format!("v{run}__t"),
            columns: columns.iter().map(column).collect(),
            key: vec!["j".into(), "k".into()],
            rows: rows as u64,
            added: 0,
            changed: 0,
            removed: 0,
        }
    }

    /// Publishes rows as `run`; without `wide` they have one column less.
    fn publish(connection: &Connection, run: i64, rows: &Rows, wide: bool, before: Option<&Entry>) -> Entry {
        let entry = entry(
            run,
            if wide {
                &["j", "k", "x", "y"]
            } else {
                &["j", "k", "x"]
            },
            rows.len(),
        );
        connection
            .execute_batch(&format!(
                "CREATE TABLE v{run}__t(j, k, x{}); CREATE UNIQUE INDEX i{run} ON v{run}__t(j, k)",
                if wide { ", y" } else { "" }
            ))
            .expect("a version");
        for ((j, k), (x, y)) in rows {
            let mut row = vec![j.value(), k.value(), Value::from(*x)];
            row.extend(wide.then(|| Value::from(*y)));
            let places = vec!["?"; row.len()].join(", ");
            connection
                .execute(
                    &format!("INSERT INTO v{run}__t VALUES({places})"),
                    params_from_iter(row),
                )
                .expect("a row");
        }
        if let Some(before) = before {
            compare(connection, CHANGE_LOG, RunId(run), before, &entry, None).expect("a comparison");
        }
        entries::append(
            connection,
            RunId(run),
            Timestamp::UNIX_EPOCH,
            std::slice::from_ref(&entry),
        )
        .expect("an entry");
        entry
    }

    fn log(connection: &Connection, run: i64) -> Vec<Vec<Value>> {
        connection
            .prepare("SELECT target, kind, key, \"column\", old, new FROM _poolhouse_changes WHERE run = ?1 ORDER BY id")
            .expect("a log")
            .query_map([run], |row| (0..6).map(|column| row.get(column)).collect())
            .expect("a log")
            .collect::<rusqlite::Result<_>>()
            .expect("lines")
    }

    fn database() -> Connection {
        let mut connection = Connection::open_in_memory().expect("memory");
        rusqlite_migration::Migrations::from_slice(STEPS)
            .to_latest(&mut connection)
            .expect("a schema");
        connection
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn what_the_log_narrows_down_is_logged_and_counted_as_without_it(
            versions in prop::collection::vec((rows(), any::<bool>()), 2..6),
            back in 0_usize..4,
        ) {
            let connection = database();
            let mut published: Vec<Entry> = Vec::new();
            for (index, (rows, wide)) in versions.iter().enumerate() {
                let entry = publish(&connection, index as i64 + 1, rows, *wide, published.last());
                published.push(entry);
            }
            let back = back.min(published.len() - 2);
            let (now, then) = (published.last().expect("the last"), &published[back]);
            let Some(touched) = Touched::since(&connection, back as i64 + 1, now, then).expect("a log") else {
                // A key that JSON does not bring back as it was.
                return Ok(());
            };
            let counted = count(&connection, now, then, Some(&touched)).expect("counts");
            prop_assert_eq!(counted, count(&connection, now, then, None).expect("counts"));
            let narrowed = compare(&connection, CHANGE_LOG, RunId(98), now, then, Some(&touched)).expect("narrowed");
            let whole = compare(&connection, CHANGE_LOG, RunId(99), now, then, None).expect("whole");
            prop_assert_eq!(narrowed, whole);
            prop_assert_eq!(counted, whole);
            prop_assert_eq!(log(&connection, 98), log(&connection, 99), "line for line");
        }
    }

    fn two_versions() -> (Connection, Entry, Entry) {
        let connection = database();
        let of = |cell| Rows::from([((Part::Text("a"), Part::Null), (Some(cell), None))]);
        let then = publish(&connection, 1, &of(1), true, None);
        let now = publish(&connection, 2, &of(2), true, Some(&then));
        (connection, then, now)
    }

    #[test]
    fn the_index_finds_what_was_touched() {
        let (connection, then, now) = two_versions();
        let touched = Touched::since(&connection, 1, &now, &then)
            .expect("a log")
            .expect("short");
        let plan: Vec<String> = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {}", touched.places(&now, &then)))
            .expect("plan")
            .query_map(touched.bound(), |row| row.get(3))
            .expect("plan")
            .collect::<rusqlite::Result<_>>()
            .expect("plan");
        let indexed = |index: &str| {
            plan.iter()
                .any(|step| step.contains(&format!("INDEX {index} (j=? AND k=?)")))
        };
        assert!(indexed("i1") && indexed("i2"), "{plan:?}");
    }

    #[test]
    fn what_a_later_run_touched_does_not_count() {
        let (connection, then, now) = two_versions();
        let last = publish(&connection, 3, &Rows::new(), true, Some(&now));
        connection
            .execute_batch(
                "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 2000)
                 INSERT INTO _poolhouse_changes(run, target, kind, key) SELECT 3, 't', 'removed', json_array(x, x) FROM c",
            )
            .expect("a long log");
        let between = |first, until, now: &Entry, then: &Entry| {
            Touched::between(&connection, (first, until), now, then).expect("a log")
        };
        assert!(between(1, 2, &now, &then).is_some(), "a short one");
        assert!(between(1, 3, &last, &then).is_none(), "a long one");
        assert!(between(2, 3, &last, &now).is_none());
    }

    #[test]
    fn where_the_log_does_not_reach_all_rows_are_compared() {
        let (connection, then, now) = two_versions();
        let since = |seq| Touched::since(&connection, seq, &now, &then).expect("a log");
        assert!(since(1).is_some());
        assert!(since(2).is_none(), "nothing was published since");
        connection
            .execute_batch("INSERT INTO _poolhouse_publications(run, at) VALUES(3, '1970-01-01T00:00:00Z')")
            .expect("a publication without the table");
        assert!(since(1).is_none(), "the table was away for a while");
        connection
            .execute_batch(
                "DELETE FROM _poolhouse_publications WHERE run = 3; DELETE FROM _poolhouse_changes",
            )
            .expect("a log that lost its lines");
        let touched = since(1).expect("an empty log");
        assert_eq!(
            compare(&connection, CHANGE_LOG, RunId(9), &now, &then, Some(&touched))
                .expect("a comparison")
                .changed,
            0,
            "of a change alone the log is the only witness"
        );
        connection
            .execute_batch("DELETE FROM v1__t")
            .expect("a row that the log does not know to have come");
        let smaller = Entry {
            rows: 0,
            ..then.clone()
        };
        let counts = compare(&connection, CHANGE_LOG, RunId(10), &now, &smaller, Some(&touched))
            .expect("a comparison");
        assert_eq!(counts.removed, 1, "what does not add up is compared row by row");
    }
}
