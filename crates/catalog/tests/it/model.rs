//! The comparison of two versions against the plainest model of it.

use crate::support::*;
use poolhouse_catalog::model::{ChangeKind, ChangeQuery, RunId};
use poolhouse_connector::Value;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Rows = BTreeMap<String, Vec<Option<String>>>;

fn versions() -> impl Strategy<Value = Vec<Rows>> {
    let cell = prop_oneof![Just(None), "[ab]{0,2}".prop_map(Some)];
    let row = prop::collection::vec(cell, 3);
    prop::collection::vec(prop::collection::btree_map("[a-f]", row, 0..6), 2..4)
}

fn cells(rows: &Rows) -> Cells {
    let value = |cell: &Option<String>| cell.clone().map_or(Value::Null, Value::Text);
    rows.iter()
        .map(|(key, row)| std::iter::once(text(key)).chain(row.iter().map(value)).collect())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn applying_the_log_to_the_version_before_gives_the_version_after(versions in versions(), back in 0_usize..2) {
        let (_root, folder) = folder();
        let names = ["x", "y", "z"];
        let mut steps: Vec<Rows> = Vec::new();
        for (index, rows) in versions.iter().enumerate() {
            import(&folder, index as i64 + 1, &["sub", "x", "y", "z"], cells(rows));
            steps.push(rows.clone());
        }
        let run = versions.len() as i64 + 1;
        open(&folder).roll_back(RunId(back as i64 + 1), None, RunId(run), at(run)).expect("roll back");
        steps.push(versions[back].clone());
        sound(&folder);
        let reader = reader(&folder);
        for (index, pair) in steps.windows(2).enumerate() {
            let (before, after) = (&pair[0], &pair[1]);
            let run = RunId(index as i64 + 2);
            let mut replayed = before.clone();
            for change in reader.changes(run, &ChangeQuery::default(), None, 1_000).expect("changes") {
                let key = change.key[0].clone().expect("a key");
                match (change.kind, change.column) {
                    (ChangeKind::Removed, None) => prop_assert!(replayed.remove(&key).is_some()),
                    // The log keeps the key of a row that came; its cells are in the version.
                    (ChangeKind::Added, None) => prop_assert!(replayed.insert(key.clone(), after[&key].clone()).is_none()),
                    (ChangeKind::Changed, Some(column)) => {
                        let place = names.iter().position(|name| **name == column).expect("a column");
                        let cell = &mut replayed.get_mut(&key).expect("a row of both")[place];
                        prop_assert_eq!(&*cell, &change.old, "the old value was there");
                        prop_assert_ne!(&change.old, &change.new);
                        *cell = change.new;
                    }
                    other => prop_assert!(false, "no such line: {other:?}"),
                }
            }
            prop_assert_eq!(&replayed, after);
            let publications = reader.publications().expect("history");
            let told = &publications.iter().find(|entry| entry.run == run).expect("published").tables[0];
            let both = before.keys().filter(|key| after.contains_key(*key));
            prop_assert_eq!(told.changed, both.clone().filter(|key| before[*key] != after[*key]).count() as u64);
            prop_assert_eq!(told.added, (after.len() - both.clone().count()) as u64);
            prop_assert_eq!(told.removed, (before.len() - both.count()) as u64);
            prop_assert_eq!(told.rows, after.len() as u64);
        }
    }
}
