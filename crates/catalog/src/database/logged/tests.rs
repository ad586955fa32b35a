use super::*;
use crate::database::compare::{CHANGE_LOG, compare, count};
use crate::database::{STEPS, entries};
use crate::model::{RunId, StoredColumn};
use jiff::Timestamp;
use poolhouse_connector::{ColumnType, PersonalData, TableId};
use proptest::prelude::*;
use rusqlite::{params_from_iter, types::Value};
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
    let mut entry = entry(
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
        let counts = compare(connection, CHANGE_LOG, RunId(run), before, &entry, None).expect("a comparison");
        (entry.added, entry.changed, entry.removed) = (counts.added, counts.changed, counts.removed);
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
    fn what_the_log_knows_is_logged_and_counted_as_without_it(
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
        let Some(logged) = Logged::since(&connection, back as i64 + 1, now, then).expect("a log") else {
            // A key that JSON does not bring back as it was.
            return Ok(());
        };
        let fold = Logged::Fold(Fold::of(now, (back as i64 + 1, i64::MAX)));
        for (old, new) in [(now, then), (then, now)] {
            let counted = count(&connection, old, new, None).expect("counts");
            prop_assert_eq!(counted, count(&connection, old, new, Some(&logged)).expect("counts"));
            prop_assert_eq!(counted, count(&connection, old, new, Some(&fold)).expect("counts"));
            for (run, logged) in [(97, Some(&fold)), (98, Some(&logged)), (99, None)] {
                connection.execute("DELETE FROM _poolhouse_changes WHERE run = ?1", [run]).expect("a log");
                let whole = compare(&connection, CHANGE_LOG, RunId(run), old, new, logged).expect("a comparison");
                prop_assert_eq!(counted, whole);
            }
            prop_assert_eq!(log(&connection, 98), log(&connection, 99), "line for line");
            let sorted = |run| {
                let mut lines: Vec<String> =
                    log(&connection, run).iter().map(|line| format!("{line:?}")).collect();
                lines.sort();
                lines
            };
            prop_assert_eq!(sorted(97), sorted(99), "summed up");
        }
    }
}

fn of(cell: u8) -> Rows {
    Rows::from([((Part::Text("a"), Part::Null), (Some(cell), None))])
}

fn two_versions() -> (Connection, Entry, Entry) {
    let connection = database();
    let then = publish(&connection, 1, &of(1), true, None);
    let now = publish(&connection, 2, &of(2), true, Some(&then));
    (connection, then, now)
}

#[test]
fn the_index_finds_what_was_touched() {
    let (connection, then, middle) = two_versions();
    let now = publish(&connection, 3, &of(3), true, Some(&middle));
    let logged = Logged::since(&connection, 1, &now, &then).expect("a log");
    let Some(Logged::Rows(touched)) = logged else {
        panic!("two runs made the difference: {logged:?}");
    };
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
    assert!(indexed("i1") && indexed("i3"), "{plan:?}");
}

#[test]
fn what_went_to_and_fro_does_not_count() {
    let (connection, then, now) = two_versions();
    let show = |run: i64, old: &Entry, new: &Entry| {
        let counts = compare(&connection, CHANGE_LOG, RunId(run), old, new, None).expect("a comparison");
        let entry = Entry {
            added: counts.added,
            changed: counts.changed,
            removed: counts.removed,
            ..new.clone()
        };
        entries::append(&connection, RunId(run), Timestamp::UNIX_EPOCH, &[entry]).expect("an entry");
    };
    show(3, &now, &then);
    show(4, &then, &now);
    for first in [1, 3] {
        let logged = Logged::since(&connection, first, &now, &then).expect("a log");
        let Some(Logged::Lines(lines)) = logged else {
            panic!("the last run alone lies between: {logged:?}");
        };
        assert_eq!(lines.log.run, RunId(4));
        let counts = compare(
            &connection,
            CHANGE_LOG,
            RunId(9),
            &now,
            &then,
            Some(&Logged::Lines(lines)),
        );
        assert_eq!(counts.expect("a comparison").changed, 1);
    }
    let (line, back) = (log(&connection, 3), log(&connection, 9));
    assert_eq!(
        back,
        [line.clone(), line].concat(),
        "as it was logged when it was gone back to"
    );
}

/// People by their numbers, all with this cell.
fn many(cell: u8) -> Rows {
    let row = |number| ((Part::Whole(number), Part::Null), (Some(cell), None));
    (0..1_500).map(row).collect()
}

#[test]
fn many_lines_of_several_runs_are_summed_up_if_they_add_up() {
    let connection = database();
    let then = publish(&connection, 1, &many(1), true, None);
    let middle = publish(&connection, 2, &many(2), true, Some(&then));
    let few = publish(&connection, 3, &of(2), true, Some(&middle));
    let last = publish(&connection, 4, &many(3), true, Some(&few));
    let between = |first, until, now: &Entry, then: &Entry| {
        Logged::between(&connection, (first, until), now, then).expect("a log")
    };
    assert!(between(1, 4, &last, &then).is_none(), "more lines than rows");
    let (head, tail) = (many(3).into_iter().take(800), many(2).into_iter().skip(800));
    let short = head.chain(tail).collect();
    let now = publish(&connection, 5, &short, true, Some(&last));
    let back = publish(&connection, 6, &many(3), true, Some(&now));
    assert!(matches!(between(4, 6, &back, &last), Some(Logged::Fold(_))));
    let counts = count(&connection, &last, &back, between(4, 6, &back, &last).as_ref());
    assert!(
        counts.expect("counts").is_nothing(),
        "one undid what the other did"
    );
    connection
        .execute_batch("DELETE FROM _poolhouse_changes WHERE id = (SELECT max(id) FROM _poolhouse_changes)")
        .expect("a log that lost a line");
    assert!(between(4, 6, &back, &last).is_none());
}

#[test]
fn the_lines_of_the_one_run_between_are_the_answer_if_they_add_up() {
    let (connection, then, now) = two_versions();
    let rows_are_looked_at = |now: &Entry| {
        let logged = Logged::since(&connection, 1, now, &then).expect("a log");
        !matches!(logged.expect("it reaches so far"), Logged::Lines(_))
    };
    assert!(!rows_are_looked_at(&now));
    let same = publish(&connection, 3, &of(2), true, Some(&now));
    assert!(
        !rows_are_looked_at(&same),
        "what changed nothing stands in nobody's way"
    );
    let add = "INSERT INTO _poolhouse_changes(run, target, kind, key) VALUES(3, 't', 'removed', '[1,1]')";
    connection
        .execute_batch(add)
        .expect("a line that its run does not account for");
    assert!(rows_are_looked_at(&same));
    connection
        .execute_batch("DELETE FROM _poolhouse_changes WHERE run = 3")
        .expect("as it was");
    connection
        .execute_batch("UPDATE _poolhouse_changes SET kind = 'added'")
        .expect("lines that do not account for what their run changed");
    assert!(rows_are_looked_at(&same));
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
        Logged::between(&connection, (first, until), now, then).expect("a log")
    };
    assert!(between(1, 2, &now, &then).is_some(), "a short one");
    assert!(between(1, 3, &last, &then).is_none(), "a long one");
    assert!(between(2, 3, &last, &now).is_none());
}

#[test]
fn where_the_log_does_not_reach_all_rows_are_compared() {
    let (connection, then, now) = two_versions();
    let since = |seq| Logged::since(&connection, seq, &now, &then).expect("a log");
    assert!(since(1).is_some());
    assert!(since(2).is_none(), "nothing was published since");
    connection
        .execute_batch("INSERT INTO _poolhouse_publications(run, at) VALUES(3, '1970-01-01T00:00:00Z')")
        .expect("a publication without the table");
    let later = publish(&connection, 4, &of(3), true, Some(&now));
    let since_away = Logged::since(&connection, 1, &later, &then).expect("a log");
    assert!(since_away.is_none(), "the table was away for a while");
    connection
        .execute_batch(
            "DELETE FROM _poolhouse_published WHERE version = 4;
             DELETE FROM _poolhouse_publications WHERE run IN (3, 4); DELETE FROM _poolhouse_changes",
        )
        .expect("a log that lost its lines");
    let logged = since(1).expect("an empty log");
    assert_eq!(
        compare(&connection, CHANGE_LOG, RunId(9), &now, &then, Some(&logged))
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
    let counts =
        compare(&connection, CHANGE_LOG, RunId(10), &now, &smaller, Some(&logged)).expect("a comparison");
    assert_eq!(counts.removed, 1, "what does not add up is compared row by row");
}
