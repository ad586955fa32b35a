//! Pools that change: while they are read, and from one run to the next.

use crate::house::Hands;
use crate::pools::Import;
use jiff::{SignedDuration, Timestamp};
use poolhouse_engine::model::{RunKind, RunStatus};
use poolhouse_engine::view::RunQuery;
use poolhouse_sample_pool::{AttributeType, Options, SchemaAttribute, ShortPages};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::{BTreeMap, BTreeSet};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(14),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("a runtime")
        .block_on(work)
}

proptest! {
    #![proptest_config(config(16))]
    #[test]
    /// Users are added, deleted, renamed and edited after each page of them.
    fn a_pool_that_changes_while_it_is_read(users in 60_u64..600, churn in 1_u32..9, seed in 1_u64..9, parts in any::<bool>()) {
        block_on(async {
            let import = Import::with(Options {
                // More than these are read in parts.
                users: users + if parts { 2_100 } else { 0 },
                seed,
                short_pages: ShortPages::Seldom,
                ..Options::default()
            })
            .await;
            let first: BTreeSet<String> = subs(&import).await;
            import.server.control().set_churn(churn);
            let run = import.succeed().await;
            import.server.control().set_churn(0);
            let (_, rows) = import.table("users");
            let read: Vec<String> = rows.iter().map(|row| row[0].clone().expect("a key")).collect();
            let distinct: BTreeSet<&String> = read.iter().collect();
            assert_eq!(distinct.len(), read.len(), "everybody once");
            let told = run.tables.iter().find(|table| table.target == "users").expect("the table");
            assert_eq!(told.rows, read.len() as u64, "the count is of the rows that are there");
            // Who was there before and after was there all the while.
            let last = subs(&import).await;
            for stayed in first.intersection(&last) {
                assert!(distinct.contains(stayed), "{stayed} was there all the while and is missing");
            }
        });
    }

    #[test]
    /// Attributes come and go, some of a name that differs in case alone.
    fn a_schema_that_drifts_loses_nothing(steps in prop::collection::vec((0_usize..4, any::<bool>(), 0_u64..5), 1..7)) {
        const NAMES: [&str; 4] = ["level", "Level", "LEVEL", "shoe size"];
        block_on(async {
            let import = Import::of(60).await;
            import.succeed().await;
            let mut known: BTreeSet<String> = import.table("users").0.into_iter().collect();
            // What each user has, by the attribute's whole name.
            let mut values: BTreeMap<(String, u64), String> = BTreeMap::new();
            for (turn, (name, comes, user)) in steps.into_iter().enumerate() {
                let name = format!("custom:{}", NAMES[name]);
                let control = import.server.control();
                if comes {
                    control.remove_schema_attribute(&name);
                    control.add_schema_attribute(SchemaAttribute::custom(
                        name.strip_prefix("custom:").expect("it was put there"),
                        AttributeType::String,
                    ));
                    let value = format!("turn {turn}");
                    control.set_attribute(user + 20, &name, Some(&value));
                    values.insert((name, user + 20), value);
                } else {
                    control.remove_schema_attribute(&name);
                    for user in 0..5 {
                        control.set_attribute(user + 20, &name, None);
                        values.remove(&(name.clone(), user + 20));
                    }
                }
                import.succeed().await;
                let (columns, rows) = import.table("users");
                let now: BTreeSet<String> = columns.iter().cloned().collect();
                assert!(now.is_superset(&known), "no column is dropped in silence: {known:?}, {now:?}");
                for (name, _) in values.keys() {
                    assert!(now.contains(name), "{name} is a column");
                }
                for (place, column) in columns.iter().enumerate().filter(|(_, column)| NAMES.iter().any(|name| **column == format!("custom:{name}"))) {
                    let stored: BTreeSet<&String> = rows.iter().filter_map(|row| row[place].as_ref()).collect();
                    let held: BTreeSet<&String> = values.iter().filter(|((name, _), _)| name == column).map(|(_, value)| value).collect();
                    assert_eq!(stored, held, "{column} has its own values and NULL elsewhere");
                }
                known = now;
            }
        });
    }
}

/// Everybody who is in the pool now.
async fn subs(import: &Import) -> BTreeSet<String> {
    import.succeed().await;
    let (_, rows) = import.table("users");
    rows.into_iter()
        .map(|mut row| row[0].take().expect("a key"))
        .collect()
}

#[tokio::test]
async fn a_pool_that_is_deleted_is_told_and_what_was_read_stays() {
    let import = Import::of(60).await;
    import.succeed().await;
    let whole = import.tables();
    import.server.control().set_pool_deleted(true);
    let before = import.calls();
    let run = import.run().await;
    assert_eq!(run.status, RunStatus::Failed);
    let failure = run.failure.expect("it says why");
    assert!(
        failure.message.contains("There is no user pool"),
        "{}",
        failure.message
    );
    assert_eq!(
        import.calls() - before,
        1,
        "what cannot succeed is not tried again"
    );
    assert_eq!(import.tables(), whole);
}

#[tokio::test]
async fn a_clock_that_jumps_changes_neither_the_order_of_runs_nor_their_length() {
    let begun: Timestamp = "2026-10-25T00:59:30Z".parse().expect("a moment");
    let clock = Hands::at(begun);
    let import = Import::by(
        Options {
            users: 60,
            ..Options::default()
        },
        clock.clone(),
    )
    .await;
    let hours = SignedDuration::from_hours;
    // The clocks of Europe go back within this minute; then somebody sets it right, and wrong, by years.
    let mut runs = Vec::new();
    for jump in [hours(0), hours(1), hours(-2), hours(24 * 400), hours(-24 * 4_000)] {
        clock.turn(jump);
        let run = import.succeed().await;
        assert!(
            run.duration_ms < 600_000,
            "a run of a moment took {} ms by its own account",
            run.duration_ms
        );
        runs.push(run.id);
    }
    // And while a run is under way.
    let secrets = crate::pools::secrets(&import.key);
    let run = import.engine.start_run(import.id, Some(secrets)).await;
    let run = run.expect("it starts").run.id;
    clock.turn(hours(-5));
    let ended = import.engine.run_ended(run).await.expect("in the history");
    assert_eq!(ended.status, RunStatus::Succeeded, "{:?}", ended.failure);
    assert!(ended.duration_ms < 600_000, "{} ms", ended.duration_ms);
    runs.push(run);
    import.engine.idle().await;
    let listed = import
        .engine
        .list_runs(&RunQuery::default())
        .await
        .expect("the history");
    let listed: Vec<_> = listed.into_iter().rev().map(|run| run.id).collect();
    assert_eq!(listed, runs, "in the order in which they were begun");
    let versions = import.engine.versions(import.id).expect("the versions");
    assert!(
        versions[0].current && versions[0].run == run,
        "the last one is shown"
    );
    let back = import
        .engine
        .roll_back(import.id, runs[4], None)
        .await
        .expect("it is kept")
        .run;
    assert_eq!(back.kind, RunKind::Rollback { to: runs[4] });
    assert!(back.duration_ms < 600_000, "{} ms", back.duration_ms);
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_run_of_before_a_jump_back_goes_on() {
    let clock = Hands::at("2026-11-21T12:00:00Z".parse().expect("a moment"));
    let import = Import::by(
        Options {
            users: 400,
            ..Options::default()
        },
        clock.clone(),
    )
    .await;
    let fault = poolhouse_sample_pool::Fault {
        operation: None,
        when: poolhouse_sample_pool::When::Burst {
            first: 4,
            length: 100_000,
        },
        kind: poolhouse_sample_pool::FaultKind::ResetConnection,
    };
    import.server.control().set_faults(vec![fault]);
    let cut = import.run().await;
    assert_eq!(cut.status, RunStatus::Interrupted, "{:?}", cut.failure);
    import.server.control().set_faults(Vec::new());
    clock.turn(SignedDuration::from_hours(-30));
    let run = import.succeed().await;
    assert_eq!(
        run.id, cut.id,
        "its rows are of the same day, whatever the clock says"
    );
    assert!(run.duration_ms < 3_600_000, "{} ms", run.duration_ms);
}
