//! Looking through a long history.

use crate::house::House;
use crate::script::PEOPLE;
use jiff::Timestamp;
use poolhouse_catalog::model::{RunKind, RunStatus, Trigger};
use poolhouse_catalog::{Catalog, DataFolder, RunTotals};
use poolhouse_engine::model::{ChangeKind, ChangeQuery, DataflowId, RunId};
use poolhouse_engine::view::RunQuery;
use poolhouse_engine::{Engine, Stretch};

const BERLIN: &str = "Europe/Berlin";

/// Adds runs that started at these moments, every third of which failed.
fn add(house: &House, id: DataflowId, starts: &[&str]) {
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    let mut catalog = Catalog::open(&folder).expect("the catalog");
    for (index, start) in starts.iter().enumerate() {
        let start: Timestamp = start.parse().expect("a moment");
        let run = catalog
            .begin_run(id, RunKind::Import, Trigger::Schedule, "", start)
            .expect("begin");
        let (status, words) = if index % 3 == 2 {
            (RunStatus::Failed, "AWS said “no” to 100% of it.")
        } else {
            (RunStatus::Succeeded, "Published 5 rows in 1 table.")
        };
        let totals = RunTotals {
            rows: index as u64,
            ..RunTotals::default()
        };
        catalog
            .finish_run(run, status, &totals, None, words, start)
            .expect("finish");
    }
}

fn between(from: &str, to: &str) -> RunQuery {
    RunQuery {
        from: Some(from.into()),
        to: Some(to.into()),
        zone: Some(BERLIN.into()),
        ..RunQuery::default()
    }
}

async fn listed(engine: &Engine, query: &RunQuery) -> Vec<i64> {
    let runs = engine.list_runs(query).await.expect("the history");
    let found = engine.runs_over_time(query).await.expect("the history").found;
    assert_eq!(found, runs.len() as u64, "what is counted is what is listed");
    runs.iter().map(|run| run.id.0).collect()
}

#[tokio::test]
async fn days_are_those_of_the_persons_zone_to_their_end() {
    let house = House::new();
    house.folder.has_made_up_runs();
    let id = house.people(&[PEOPLE]).await;
    // In Berlin: the last second of the 27th of March, the first of the 28th, and the last of the
    // 29th, which has 23 hours.
    add(
        &house,
        id,
        &[
            "2026-03-27T22:59:59.9Z",
            "2026-03-27T23:00:00.1Z",
            "2026-03-29T21:59:59.9Z",
            "2026-03-29T22:00:00Z",
        ],
    );
    let engine = &house.engine;
    assert_eq!(listed(engine, &between("2026-03-28", "2026-03-29")).await, [3, 2]);
    assert_eq!(listed(engine, &between("2026-03-27", "2026-03-27")).await, [1]);
    let in_utc = RunQuery {
        zone: Some("UTC".into()),
        ..between("2026-03-28", "2026-03-29")
    };
    assert_eq!(listed(engine, &in_utc).await, [4, 3]);
    let from = RunQuery {
        to: None,
        ..between("2026-03-29", "")
    };
    assert_eq!(listed(engine, &from).await, [4, 3]);
    let blank = between(" ", "");
    assert_eq!(
        listed(engine, &blank).await.len(),
        4,
        "an empty field asks nothing"
    );
}

#[tokio::test]
async fn bad_days_are_told_beside_their_field() {
    let house = House::new();
    for (from, to, field) in [
        ("2026-03-29", "2026-03-28", "to"),
        ("29.3.2026", "", "from"),
        ("", "2026-02-30", "to"),
        ("2026-03-29T10:00:00Z", "", "from"),
        ("'; DROP", "", "from"),
        ("", "9999-12-31", "to"),
    ] {
        let query = between(from, to);
        for error in [
            house.engine.list_runs(&query).await.err(),
            house.engine.runs_over_time(&query).await.err(),
        ] {
            let error = error.unwrap_or_else(|| panic!("{from} to {to} is refused"));
            assert_eq!(error.fields()[0].field, field, "{from} to {to}");
        }
    }
}

#[tokio::test]
async fn filters_and_search_hold_together() {
    let house = House::new();
    house.folder.has_made_up_runs();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    add(&house, id, &["2026-01-01T10:00:00Z"; 6]);
    let engine = &house.engine;
    let search = |text: &str| RunQuery {
        text: Some(text.into()),
        ..RunQuery::default()
    };
    assert_eq!(listed(engine, &search("100%")).await, [7, 4]);
    assert_eq!(listed(engine, &search("“NO”")).await, [7, 4]);
    assert_eq!(listed(engine, &search("10_%")).await, [0_i64; 0]);
    assert_eq!(
        listed(engine, &search("people")).await.len(),
        7,
        "the dataflow's name"
    );
    let both = RunQuery {
        trigger: Some(Trigger::Manual),
        ..search("published")
    };
    assert_eq!(
        listed(engine, &both).await,
        [1],
        "what a run says is what it said at its end"
    );
    let none = RunQuery {
        status: Some(RunStatus::Cancelled),
        ..both
    };
    assert_eq!(listed(engine, &none).await, [0_i64; 0]);
}

#[tokio::test]
async fn many_runs_are_summed_up_by_stretches() {
    let house = House::new();
    house.folder.has_made_up_runs();
    let id = house.people(&[PEOPLE]).await;
    let days: Vec<String> = (0..90)
        .map(|day| {
            let first: jiff::civil::Date = "2026-01-01".parse().expect("a day");
            let day = first.checked_add(jiff::Span::new().days(day)).expect("a day");
            format!("{day}T12:00:00Z")
        })
        .collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    add(&house, id, &days[..60]);
    let berlin = RunQuery {
        zone: Some(BERLIN.into()),
        ..RunQuery::default()
    };
    let few = house.engine.runs_over_time(&berlin).await.expect("the history");
    assert_eq!((few.found, few.stretch, few.marks.len()), (60, Stretch::Run, 0));
    add(&house, id, &days[60..]);
    let many = house.engine.runs_over_time(&berlin).await.expect("the history");
    assert_eq!((many.found, many.stretch), (90, Stretch::Week));
    let told: Vec<_> = many
        .marks
        .iter()
        .map(|mark| {
            (
                mark.first_day.as_str(),
                mark.last_day.as_str(),
                mark.runs,
                mark.failed,
            )
        })
        .collect();
    assert_eq!(told[0], ("2025-12-29", "2026-01-04", 4, 1));
    assert_eq!(told.last(), Some(&("2026-03-30", "2026-04-05", 2, 1)));
    assert_eq!(many.marks.iter().map(|mark| mark.runs).sum::<u64>(), 90);
    assert_eq!(many.marks[7].most_rows, 52);
    // What a mark says of its days is what asking for them brings.
    for mark in [&many.marks[0], &many.marks[5]] {
        let query = between(&mark.first_day, &mark.last_day);
        assert_eq!(listed(&house.engine, &query).await.len() as u64, mark.runs);
    }
    let unknown = RunQuery {
        zone: Some("Nowhere/Nothing".into()),
        ..RunQuery::default()
    };
    let told = house
        .engine
        .runs_over_time(&unknown)
        .await
        .expect("the computer's zone stands in");
    assert_eq!(told.found, 90);
}

#[tokio::test]
async fn what_changed_is_filtered_and_counted() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    {
        let mut state = house.script.state();
        state.people.remove(&1);
        for number in 2..=4 {
            state.people.insert(number, format!("Renamed {number}"));
        }
        state.people.insert(11, "A newcomer".into());
    }
    let run = house.succeed(id).await.id;
    let lines = async |kind, column: Option<&str>| {
        let query = ChangeQuery {
            table: None,
            kind,
            column: column.map(Into::into),
        };
        house
            .engine
            .run_changes(run, &query, None)
            .await
            .expect("changes")
            .len()
    };
    assert_eq!(lines(None, None).await, 5);
    assert_eq!(lines(Some(ChangeKind::Removed), None).await, 1);
    assert_eq!(lines(None, Some("name")).await, 3);
    assert_eq!(lines(None, Some("no \"such\" column")).await, 0);
    let counts = house.engine.run_change_counts(run).await.expect("counts");
    let told: Vec<_> = counts
        .iter()
        .map(|count| (count.kind, count.column.as_deref(), count.lines))
        .collect();
    assert_eq!(
        told,
        [
            (ChangeKind::Added, None, 1),
            (ChangeKind::Changed, Some("name"), 3),
            (ChangeKind::Removed, None, 1)
        ]
    );
    let gone = house.engine.run_change_counts(RunId(99)).await;
    assert!(gone.is_err(), "there is no such run");
}

#[tokio::test]
async fn the_diagnostics_tell_what_failed_however_much_succeeded_since() {
    let house = House::new();
    house.folder.has_made_up_runs();
    let id = house.people(&[PEOPLE]).await;
    let folder = DataFolder::open(house.folder.path()).expect("the folder");
    let mut catalog = Catalog::open(&folder).expect("the catalog");
    let mut runs = Vec::new();
    let mut add = |status| {
        let now = Timestamp::UNIX_EPOCH;
        let run = catalog.begin_run(id, RunKind::Import, Trigger::Manual, "", now);
        let run = run.expect("begin");
        let ended = catalog.finish_run(run, status, &RunTotals::default(), None, "", now);
        assert!(ended.expect("finish"));
        runs.push(run);
    };
    add(RunStatus::Failed);
    add(RunStatus::Interrupted);
    (0..201).for_each(|_| add(RunStatus::Succeeded));
    let report = house.engine.diagnostics().await.expect("a report");
    let told = |run: RunId| report.contains(&format!("Run: {run} ("));
    assert!(told(runs[0]) && told(runs[1]), "{report}");
    assert!(!told(runs[2]), "{report}");
}
