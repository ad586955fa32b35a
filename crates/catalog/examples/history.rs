//! How fast a history of 100,000 runs is opened, filtered, searched and summed up:
//! `cargo run --release -p poolhouse-catalog --example history -- [runs] [folder]`. Each run is written as the
//! app writes it, with its two commits: a folder in memory (`/dev/shm`) spares waiting for the disk.

#![expect(clippy::print_stdout, reason = "its numbers are what it is for")]

use jiff::{Timestamp, ToSpan};
use poolhouse_catalog::model::{
    Certificate, ChosenTable, DataflowDraft, DriftPolicy, Failure, Purpose, RunKind, RunStatus, Trigger,
};
use poolhouse_catalog::{Catalog, CatalogReader, DataFolder, Error, RunFilter, RunTotals};
use std::time::Instant;

const PAGE: u32 = 200;
const ROUNDS: u32 = 5;

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let runs: i64 = arguments
        .next()
        .and_then(|runs| runs.parse().ok())
        .unwrap_or(100_000);
    let root = match arguments.next() {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    };
    let root = root.expect("a folder");
    let folder = DataFolder::open(root.path())?;
    write(&folder, runs)?;
    let reader = CatalogReader::open(&folder)?;
    let all = RunFilter {
        limit: PAGE,
        ..RunFilter::default()
    };
    let months: Vec<Timestamp> = (0..=48).map(|month| start() + (month * 730).hours()).collect();
    let timed = |what: &str, filter: &RunFilter| -> Result<(), Error> {
        let (mut page, mut found) = (f64::MAX, f64::MAX);
        let mut told = (0, 0);
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            told.0 = reader.runs(filter)?.len();
            page = page.min(begun.elapsed().as_secs_f64());
            let begun = Instant::now();
            told.1 = reader.found_runs(filter)?.runs;
            reader.run_sums(filter, &months)?;
            found = found.min(begun.elapsed().as_secs_f64());
        }
        println!(
            "{what}: a page of {} in {:.0} ms; {} counted and summed up by month in {:.0} ms",
            told.0,
            page * 1e3,
            told.1,
            found * 1e3
        );
        Ok(())
    };
    timed("all", &all)?;
    for status in [RunStatus::Failed, RunStatus::Interrupted] {
        let filter = RunFilter {
            status: Some(status),
            ..all.clone()
        };
        timed(&format!("{status:?}"), &filter)?;
    }
    let oldest = RunFilter {
        until: Some(start() + 48.hours()),
        ..all.clone()
    };
    timed("the first two days", &oldest)?;
    for text in ["published 1,000,0", "accessdenied", "100%_\"", "no run has this"] {
        let filter = RunFilter {
            text: Some(text.into()),
            ..all.clone()
        };
        timed(&format!("search for {text}"), &filter)?;
    }
    Ok(())
}

fn start() -> Timestamp {
    Timestamp::from_second(1_667_000_000).expect("a moment")
}

fn write(folder: &DataFolder, runs: i64) -> Result<(), Error> {
    let mut catalog = Catalog::open(folder)?;
    let mut dataflows = Vec::new();
    for name in ["Members", "Partners", "Staff"] {
        let draft = DataflowDraft {
            name: name.into(),
            connector: "sample".into(),
            settings: [].into(),
            display_name: String::new(),
            description: String::new(),
            organization: String::new(),
            tables: ["users", "groups"].map(chosen).to_vec(),
            drift: DriftPolicy::TakeAll,
        };
        dataflows.push(catalog.create_dataflow(&draft, start())?.id);
    }
    let step = (4 * 365 * 24 * 3_600) / runs;
    for run in 0..runs {
        let now = start() + (run * step).seconds();
        let dataflow = dataflows[run as usize % dataflows.len()];
        let id = catalog.begin_run(
            dataflow,
            RunKind::Import,
            Trigger::Schedule,
            &"plan ".repeat(60),
            now,
        )?;
        catalog.set_certificate(id, &Certificate::default())?;
        let totals = RunTotals {
            rows: 1_000_000 + run as u64,
            ..RunTotals::default()
        };
        let refused = (run % 23 == 7).then(failure);
        let (status, words) = match &refused {
            Some(failure) => (RunStatus::Failed, failure.message.clone()),
            None => (
                RunStatus::Succeeded,
                format!(
                    "Published 1,{:03},{:03} rows in 2 tables.",
                    run / 1_000,
                    run % 1_000
                ),
            ),
        };
        catalog.finish_run(id, status, &totals, refused.as_ref(), &words, now)?;
    }
    Ok(())
}

fn chosen(table: &str) -> ChosenTable {
    ChosenTable {
        source: table.to_owned().into(),
        target: table.into(),
        purpose: Purpose::All,
    }
}

fn failure() -> Failure {
    Failure {
        message: "AWS refused these keys the permission to list the groups of the pool.".into(),
        hint: "Ask your administrator to allow cognito-idp:ListGroups, or untick the table groups.".into(),
        action: Some("cognito-idp:ListGroups".into()),
        code: Some("AccessDeniedException".into()),
        request_id: Some("3f1c7a52-90c4-4f5e-8c67-0a41d7c2b9aa".into()),
        detail: "ListGroups: User is not authorized to perform: cognito-idp:ListGroups".into(),
    }
}
