//! Dataflows, runs, logs, settings, ownership.

use crate::support::{at, folder, found_anywhere};
use poolhouse_catalog::model::*;
use poolhouse_catalog::{Catalog, CatalogReader, DataFolder, Error, ErrorKind, InUse, RunFilter, RunTotals};
use poolhouse_connector::TableId;

fn draft(name: &str) -> DataflowDraft {
    DataflowDraft {
        name: name.into(),
        connector: "sample".into(),
        settings: [("region".to_owned(), "canary-region".to_owned())].into(),
        display_name: "Our users".into(),
        description: String::new(),
        organization: String::new(),
        tables: vec![ChosenTable {
            source: "users".to_owned().into(),
            target: "people".into(),
            purpose: Purpose::Customer360,
        }],
        drift: DriftPolicy::TakeAll,
    }
}

fn begun(catalog: &mut Catalog, dataflow: DataflowId, second: i64) -> Result<RunId, Error> {
    catalog.begin_run(dataflow, RunKind::Import, Trigger::Manual, "the plan", at(second))
}

#[test]
fn a_dataflow_is_stored_edited_and_named_once() {
    let (_root, folder) = folder();
    let mut catalog = Catalog::open(&folder).expect("catalog");
    let made = catalog.create_dataflow(&draft("Acme"), at(0)).expect("create");
    let taken = catalog
        .create_dataflow(&draft("ACME"), at(0))
        .expect_err("taken in any case");
    assert_eq!(taken.kind(), ErrorKind::NameTaken);
    let renamed = catalog
        .update_dataflow(made.id, &draft("Other"), at(1))
        .expect_err("the name is the file's");
    assert_eq!(renamed.kind(), ErrorKind::NameFixed);
    let edited = DataflowDraft {
        description: "edited".into(),
        ..draft("Acme")
    };
    let updated = catalog.update_dataflow(made.id, &edited, at(2)).expect("update");
    let reader = catalog.reader().expect("reader");
    assert_eq!(
        reader.dataflow_named("acme").expect("read"),
        Some(updated.clone())
    );
    assert_eq!((updated.created_at, updated.updated_at), (at(0), at(2)));
    assert_eq!(reader.dataflows().expect("read"), [updated]);
    let mut twice = draft("Twice");
    twice.tables.push(ChosenTable {
        source: "groups".to_owned().into(),
        target: "People".into(),
        purpose: Purpose::All,
    });
    assert_eq!(
        catalog
            .create_dataflow(&twice, at(3))
            .expect_err("a target twice")
            .kind(),
        ErrorKind::NameTaken
    );
    for bad in ["", "my pool", "CON", "../x"] {
        assert_eq!(
            catalog.create_dataflow(&draft(bad), at(3)).expect_err(bad).kind(),
            ErrorKind::BadName
        );
    }
}

#[test]
fn a_removed_dataflow_leaves_nothing_and_its_number_is_spent() {
    let (_root, folder) = folder();
    let mut catalog = Catalog::open(&folder).expect("catalog");
    let made = catalog.create_dataflow(&draft("Acme"), at(0)).expect("create");
    let run = begun(&mut catalog, made.id, 1).expect("run");
    catalog
        .log(run, LogLevel::Note, "canary-line", at(1))
        .expect("log");
    assert!(found_anywhere(folder.root(), b"canary-line"));
    catalog.remove_dataflow(made.id, &[], None).expect("remove");
    for canary in [&b"canary-line"[..], b"canary-region", b"Our users"] {
        assert!(
            !found_anywhere(folder.root(), canary),
            "nothing stays to be found while the app is open"
        );
    }
    assert_eq!(
        catalog
            .remove_dataflow(made.id, &[], None)
            .expect_err("gone")
            .kind(),
        ErrorKind::NotFound
    );
    let reader = catalog.reader().expect("reader");
    assert_eq!(reader.run(run).expect("read"), None);
    let next = catalog.create_dataflow(&draft("Acme"), at(2)).expect("create");
    assert!(next.id > made.id, "a number is used once");
    assert!(begun(&mut catalog, next.id, 3).expect("run") > run);
}

#[test]
fn a_run_ends_once() {
    let (_root, folder) = folder();
    let mut catalog = Catalog::open(&folder).expect("catalog");
    let dataflow = catalog.create_dataflow(&draft("Acme"), at(0)).expect("create").id;
    let reader = CatalogReader::open(&folder).expect("reader");
    let run = begun(&mut catalog, dataflow, 1).expect("run");
    assert!(
        matches!(
            begun(&mut catalog, dataflow, 2),
            Err(Error::AlreadyRunning { .. })
        ),
        "one at a time"
    );
    assert!(!catalog.resume_run(run, at(2)).expect("not interrupted"));
    let mut totals = RunTotals {
        rows: 7,
        calls: 3,
        duration_ms: 20,
        ..RunTotals::default()
    };
    totals.tables = reader.run(run).expect("read").expect("run").tables;
    assert_eq!(
        totals.tables[0].target, "people",
        "a run has its dataflow's tables"
    );
    totals.tables[0].rows = 7;
    catalog.record_progress(run, &totals).expect("progress");
    assert_eq!(reader.running().expect("running")[0].tables[0].rows, 7);
    assert!(
        catalog
            .finish_run(run, RunStatus::Interrupted, &totals, None, "", at(3))
            .expect("interrupt")
    );
    assert!(
        !catalog
            .finish_run(run, RunStatus::Failed, &totals, None, "", at(3))
            .expect("too late")
    );
    let plan = || reader.plan(run).expect("plan");
    assert_eq!(
        plan().as_deref(),
        Some("the plan"),
        "by it the run is gone on with"
    );
    assert!(catalog.resume_run(run, at(4)).expect("resume"));
    let failure = Failure {
        message: "AWS said no 100%".into(),
        hint: "Ask.".into(),
        action: None,
        code: None,
        request_id: None,
        detail: String::new(),
    };
    assert!(
        catalog
            .finish_run(run, RunStatus::Failed, &totals, Some(&failure), "", at(5))
            .expect("fail")
    );
    totals.rows = 99;
    catalog.record_progress(run, &totals).expect("a late word");
    assert!(!catalog.resume_run(run, at(6)).expect("failed for good"));
    let ended = reader.last_run(dataflow).expect("read").expect("run");
    assert_eq!(
        (ended.status, ended.rows, ended.ended_at),
        (RunStatus::Failed, 7, Some(at(5)))
    );
    assert_eq!(ended.failure, Some(failure));
    assert_eq!(
        plan().as_deref(),
        Some(""),
        "what cannot be gone on with needs none"
    );
    assert_eq!(reader.last_success(dataflow).expect("read"), None);
    let second = begun(&mut catalog, dataflow, 7).expect("the way is free");
    assert!(
        catalog
            .finish_run(second, RunStatus::Succeeded, &totals, None, "", at(8))
            .expect("succeed")
    );
    assert_eq!(reader.last_success(dataflow).expect("read"), Some(at(8)));
}

#[test]
fn an_interrupted_run_waits_for_a_newer_one() {
    let (_root, folder) = folder();
    let mut catalog = Catalog::open(&folder).expect("catalog");
    let dataflow = catalog.create_dataflow(&draft("Acme"), at(0)).expect("create").id;
    let first = begun(&mut catalog, dataflow, 1).expect("run");
    catalog
        .finish_run(
            first,
            RunStatus::Interrupted,
            &RunTotals::default(),
            None,
            "",
            at(2),
        )
        .expect("interrupt");
    begun(&mut catalog, dataflow, 3).expect("run");
    assert_eq!(
        catalog
            .resume_run(first, at(4))
            .expect_err("one at a time")
            .kind(),
        ErrorKind::AlreadyRunning
    );
}

#[test]
fn runs_are_listed_by_page_state_and_text() {
    let (_root, folder) = folder();
    let mut catalog = Catalog::open(&folder).expect("catalog");
    let mut runs = Vec::new();
    for name in ["Acme", "Globex"] {
        let dataflow = catalog.create_dataflow(&draft(name), at(0)).expect("create").id;
        for status in [RunStatus::Succeeded, RunStatus::Cancelled, RunStatus::Succeeded] {
            let run = begun(&mut catalog, dataflow, 1).expect("run");
            catalog
                .finish_run(run, status, &RunTotals::default(), None, "", at(2))
                .expect("finish");
            runs.push((dataflow, run));
        }
    }
    let reader = catalog.reader().expect("reader");
    let listed = |filter: RunFilter| -> Vec<i64> {
        reader
            .runs(&filter)
            .expect("runs")
            .into_iter()
            .map(|run| run.id.0)
            .collect()
    };
    let all = RunFilter::default;
    assert_eq!(listed(all()), [6, 5, 4, 3, 2, 1], "newest first");
    assert_eq!(
        listed(RunFilter {
            limit: 2,
            before: Some(RunId(5)),
            ..all()
        }),
        [4, 3]
    );
    assert_eq!(
        listed(RunFilter {
            status: Some(RunStatus::Cancelled),
            ..all()
        }),
        [5, 2]
    );
    assert_eq!(
        listed(RunFilter {
            text: Some("glo".into()),
            ..all()
        }),
        [6, 5, 4]
    );
    assert_eq!(
        listed(RunFilter {
            text: Some("100%".into()),
            ..all()
        }),
        [0_i64; 0],
        "a percent sign is just that"
    );
    assert_eq!(
        listed(RunFilter {
            dataflow: Some(runs[0].0),
            ..all()
        }),
        [3, 2, 1]
    );
    assert_eq!(reader.count_runs(runs[0].0).expect("count"), 3);
}

#[test]
fn settings_verdicts_and_logs_come_back() {
    let (_root, folder) = folder();
    let mut catalog = Catalog::open(&folder).expect("catalog");
    catalog.set_setting("pace", "gentle").expect("set");
    catalog.set_setting("pace", "full").expect("set");
    let verdict = SplitVerdict {
        trusted: true,
        reason: "seen".into(),
        at: at(4),
    };
    catalog.set_verdict("pool", &verdict).expect("verdict");
    let sizes = |pages, rows| SourceSizes {
        pages: [("ListPeople".to_owned(), pages)].into(),
        rows: [(TableId::new("people"), rows)].into(),
    };
    catalog.learn_sizes("pool", &sizes(1, 2)).expect("sizes");
    catalog.learn_sizes("pool", &sizes(3, 40)).expect("sizes");
    let dataflow = catalog.create_dataflow(&draft("Acme"), at(0)).expect("create").id;
    let run = begun(&mut catalog, dataflow, 1).expect("run");
    catalog.log(run, LogLevel::Warning, "slow", at(2)).expect("log");
    let reader = catalog.reader().expect("reader");
    assert_eq!(reader.setting("pace").expect("read").as_deref(), Some("full"));
    assert_eq!(reader.verdict("pool").expect("read"), Some(verdict));
    assert_eq!(reader.sizes("pool").expect("read"), sizes(3, 40), "the newest");
    let line = LogLine {
        at: at(2),
        level: LogLevel::Warning,
        message: "slow".into(),
    };
    assert_eq!(reader.run_log(run).expect("log"), [line]);
    catalog.forget_setting("pace").expect("forget");
    let removed = catalog.remove_dataflow(dataflow, &[], Some("pool"));
    removed.expect("with what is known of its source");
    assert_eq!(
        (
            reader.setting("pace").expect("read"),
            reader.verdict("pool").expect("read")
        ),
        (None, None)
    );
}

#[test]
fn a_dataflow_has_one_runner() {
    let (_root, folder) = folder();
    let other = DataFolder::open(folder.root()).expect("the same folder");
    let lock = folder.lock_dataflow(DataflowId(1)).expect("lock").expect("free");
    assert!(other.lock_dataflow(DataflowId(1)).expect("lock").is_none());
    assert!(
        other.lock_dataflow(DataflowId(2)).expect("lock").is_some(),
        "another dataflow is free"
    );
    drop(lock);
    assert!(other.lock_dataflow(DataflowId(1)).expect("lock").is_some());
    other.forget_lock(DataflowId(1)).expect("forget");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_look() {
    use std::os::unix::fs::PermissionsExt;
    let (_root, folder) = folder();
    let mut catalog = Catalog::open(&folder).expect("catalog");
    catalog.set_setting("a", "b").expect("set");
    let _window = folder.lock_window().expect("lock");
    let mut waiting = vec![folder.root().to_owned()];
    while let Some(path) = waiting.pop() {
        let mode = std::fs::metadata(&path).expect("found").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is open to others", path.display());
        if path.is_dir() {
            waiting.extend(
                std::fs::read_dir(&path)
                    .expect("list")
                    .map(|entry| entry.expect("entry").path()),
            );
        }
    }
}

#[test]
fn a_share_counts_those_who_hold_one() {
    let (_root, folder) = crate::support::folder();
    let take = |name| folder.share(name).expect("the folder can be locked");
    let first = take("quota").expect("there is room");
    assert_eq!(first.holders(), 1);
    let second = take("quota").expect("there is room");
    let other = take("another quota").expect("there is room");
    assert_eq!((first.holders(), second.holders(), other.holders()), (2, 2, 1));
    drop(first);
    assert_eq!(second.holders(), 1, "who is gone holds nothing");
    let many: Vec<_> = std::iter::from_fn(|| take("quota")).collect();
    assert_eq!(many.len(), 7, "no more than eight are counted");
    assert_eq!(second.holders(), 8);
}

#[test]
fn who_reads_an_earlier_moment_only_delays_that_what_was_removed_is_nowhere() {
    const CANARY: &str = "CanaryOfARemovedDataflow";
    let (_root, folder) = folder();
    let mut catalog = Catalog::open(&folder).expect("catalog");
    let removed = catalog.create_dataflow(&draft(CANARY), at(1)).expect("created");
    catalog.create_dataflow(&draft("Stays"), at(1)).expect("created");
    let files = ["catalog.db", "catalog.db-wal"].map(|name| folder.root().join(name));
    let is_left = || {
        files.iter().any(|path| {
            let bytes = std::fs::read(path).expect("it is there");
            bytes
                .windows(CANARY.len())
                .any(|window| window == CANARY.as_bytes())
        })
    };
    let theirs = rusqlite::Connection::open(&files[0]).expect("another program");
    theirs
        .execute_batch("BEGIN; SELECT count(*) FROM dataflows")
        .expect("it stands in this moment");
    let hasty = InUse::default();
    hasty.give_up();
    hasty
        .watch(|| catalog.remove_dataflow(removed.id, &[], None))
        .expect("it is removed all the same");
    assert!(is_left(), "the other program reads it still");
    theirs.execute_batch("COMMIT").expect("it is done");
    catalog.set_setting("any", "write").expect("stored");
    assert!(!is_left());
}
