//! Going through a history: filters, search, counts and sums.

use crate::support::{at, folder};
use jiff::Timestamp;
use poolhouse_catalog::model::*;
use poolhouse_catalog::{Catalog, CatalogReader, DataFolder, RunFilter, RunSums, RunTotals};

const DAY: i64 = 86_400;

fn dataflow(catalog: &mut Catalog, name: &str, display_name: &str) -> DataflowId {
    let draft = DataflowDraft {
        name: name.into(),
        connector: "sample".into(),
        settings: [].into(),
        display_name: display_name.into(),
        description: "in here nobody searches".into(),
        organization: String::new(),
        tables: vec![ChosenTable {
            source: "users".to_owned().into(),
            target: "users".into(),
            purpose: Purpose::Customer360,
        }],
        drift: DriftPolicy::TakeAll,
    };
    catalog.create_dataflow(&draft, at(0)).expect("create").id
}

struct Ended<'a> {
    started: Timestamp,
    trigger: Trigger,
    status: RunStatus,
    rows: u64,
    description: &'a str,
    failure: Option<Failure>,
}

fn ended(started: Timestamp, status: RunStatus, description: &str) -> Ended<'_> {
    Ended {
        started,
        trigger: Trigger::Manual,
        status,
        rows: 0,
        description,
        failure: None,
    }
}

fn add(catalog: &mut Catalog, dataflow: DataflowId, run: &Ended<'_>) {
    let id = catalog
        .begin_run(dataflow, RunKind::Import, run.trigger, "", run.started)
        .expect("begin");
    let totals = RunTotals {
        rows: run.rows,
        added: 1,
        duration_ms: run.rows,
        ..RunTotals::default()
    };
    catalog
        .finish_run(
            id,
            run.status,
            &totals,
            run.failure.as_ref(),
            run.description,
            run.started,
        )
        .expect("finish");
}

fn failure() -> Failure {
    Failure {
        message: "AWS refused.".into(),
        hint: "Say \"please\" to 100% of them, or to C:\\pool_1.".into(),
        action: Some("cognito-idp:ListGroups".into()),
        code: Some("AccessDeniedException".into()),
        request_id: Some("3f1c-aa".into()),
        detail: "ListGroups".into(),
    }
}

/// Five runs of two dataflows, a day apart, the first at a second's fraction.
fn five(folder: &DataFolder) -> (Catalog, DataflowId) {
    let mut catalog = Catalog::open(folder).expect("catalog");
    let (acme, globex) = (
        dataflow(&mut catalog, "Acme", "Ärzte 100%"),
        dataflow(&mut catalog, "Globex", ""),
    );
    let fraction = Timestamp::from_millisecond(at(0).as_millisecond() + 500).expect("a moment");
    add(
        &mut catalog,
        acme,
        &Ended {
            rows: 7,
            ..ended(fraction, RunStatus::Succeeded, "Published 7 rows.")
        },
    );
    add(
        &mut catalog,
        globex,
        &ended(at(DAY), RunStatus::Cancelled, "Cancelled. Nothing changed."),
    );
    add(
        &mut catalog,
        acme,
        &Ended {
            failure: Some(failure()),
            ..ended(at(2 * DAY), RunStatus::Failed, "AWS refused.")
        },
    );
    add(
        &mut catalog,
        acme,
        &Ended {
            trigger: Trigger::Schedule,
            rows: 9,
            ..ended(at(3 * DAY), RunStatus::Succeeded, "Published 9 rows.")
        },
    );
    add(
        &mut catalog,
        acme,
        &ended(at(3 * DAY + 1), RunStatus::Interrupted, "It was cut off."),
    );
    (catalog, acme)
}

fn listed(reader: &CatalogReader, filter: &RunFilter) -> Vec<i64> {
    let runs = reader.runs(filter).expect("runs");
    let found = reader.found_runs(filter).expect("found");
    assert_eq!(runs.len() as u64, found.runs, "what is counted is what is listed");
    runs.into_iter().map(|run| run.id.0).collect()
}

#[test]
fn filters_hold_together() {
    let (_root, folder) = folder();
    let (catalog, acme) = five(&folder);
    let reader = catalog.reader().expect("reader");
    let all = RunFilter::default;
    assert_eq!(listed(&reader, &all()), [5, 4, 3, 2, 1]);
    assert_eq!(
        listed(
            &reader,
            &RunFilter {
                trigger: Some(Trigger::Schedule),
                ..all()
            }
        ),
        [4]
    );
    let between = |from, until| RunFilter {
        from: Some(at(from)),
        until: Some(at(until)),
        ..all()
    };
    assert_eq!(
        listed(&reader, &between(0, DAY)),
        [1],
        "a fraction of the first second is in it"
    );
    assert_eq!(
        listed(&reader, &between(DAY, 3 * DAY)),
        [3, 2],
        "the end is not in it"
    );
    assert!(listed(&reader, &between(3 * DAY, DAY)).is_empty());
    let narrow = RunFilter {
        dataflow: Some(acme),
        status: Some(RunStatus::Succeeded),
        text: Some("published".into()),
        ..between(1, 9 * DAY)
    };
    assert_eq!(listed(&reader, &narrow), [4]);
    let second_page = RunFilter {
        before: Some(RunId(4)),
        limit: 2,
        ..all()
    };
    let page: Vec<i64> = reader
        .runs(&second_page)
        .expect("runs")
        .iter()
        .map(|run| run.id.0)
        .collect();
    assert_eq!(page, [3, 2]);
    assert_eq!(
        reader.found_runs(&second_page).expect("found").runs,
        5,
        "of all pages"
    );
    let span = reader.found_runs(&between(DAY, 3 * DAY)).expect("found").span;
    assert_eq!(span, Some((at(DAY), at(2 * DAY))));
}

#[test]
fn search_takes_every_character_for_itself() {
    let (_root, folder) = folder();
    let (catalog, _) = five(&folder);
    let reader = catalog.reader().expect("reader");
    let search = |text: &str| {
        listed(
            &reader,
            &RunFilter {
                text: Some(text.into()),
                ..RunFilter::default()
            },
        )
    };
    assert_eq!(search("published 7"), [1], "in any case");
    assert_eq!(search("ÄRZTE"), [5, 4, 3, 1], "of any script");
    assert_eq!(search("100%"), [5, 4, 3, 1]);
    assert_eq!(search("accessdenied"), [3], "what else a failure says");
    assert_eq!(search("\"please\""), [3], "quotes are not those of its JSON");
    assert_eq!(search("C:\\pool_1"), [3]);
    for none in [
        "requestId",
        "poolX1",
        ".*",
        "in here nobody",
        "'; DROP TABLE runs; --",
    ] {
        assert!(search(none).is_empty(), "{none}");
    }
    assert_eq!(search("%"), [5, 4, 3, 1], "a percent sign is just that");
    assert_eq!(search("_"), [3], "an underscore too");
    assert_eq!(search("  "), [5, 4, 3, 2, 1], "nothing is no question");
    assert!(search(&"x".repeat(100_000)).is_empty(), "however long");
}

#[test]
fn stretches_are_summed_up() {
    let (_root, folder) = folder();
    let (catalog, acme) = five(&folder);
    let reader = catalog.reader().expect("reader");
    let edges: Vec<Timestamp> = (0..=4).map(|day| at(day * DAY)).collect();
    let sums = |filter: &RunFilter| reader.run_sums(filter, &edges).expect("sums");
    let all = sums(&RunFilter::default());
    let told: Vec<_> = all
        .iter()
        .map(|sum| (sum.runs, sum.failed, sum.most_rows))
        .collect();
    assert_eq!(told, [(1, 0, 7), (1, 0, 0), (1, 1, 0), (2, 1, 9)]);
    assert_eq!((all[3].longest_ms, all[3].added), (9, 2));
    let searched = sums(&RunFilter {
        dataflow: Some(acme),
        text: Some("Published".into()),
        ..RunFilter::default()
    });
    let told: Vec<u64> = searched.iter().map(|sum| sum.runs).collect();
    assert_eq!(told, [1, 0, 0, 1]);
    assert_eq!(searched[1], RunSums::default());
    assert!(
        reader
            .run_sums(&RunFilter::default(), &edges[..1])
            .expect("sums")
            .is_empty()
    );
}

#[test]
fn a_run_that_is_resumed_says_nothing_until_its_end() {
    let (_root, folder) = folder();
    let (mut catalog, _) = five(&folder);
    let said = |catalog: &Catalog| {
        let reader = catalog.reader().expect("reader");
        reader.run(RunId(5)).expect("read").expect("the run").description
    };
    assert_eq!(said(&catalog), "It was cut off.");
    assert!(catalog.resume_run(RunId(5), at(9)).expect("resume"));
    assert_eq!(said(&catalog), "");
}
