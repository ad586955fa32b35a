//! Killed at any moment: a child process imports without end and is killed fifty times over.
//! Whatever it had acknowledged is there, and the next child goes on where it stood.

use crate::support::*;
use poolhouse_catalog::model::{Purpose, RunId};
use poolhouse_catalog::{DataFolder, Database, Staging};
use poolhouse_connector::{Page, Unit};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

const KILLS: u64 = 50;
const UNITS: [&str; 3] = ["a", "b", "c"];
const PAGES: u64 = 8;
const ROWS: u64 = 5;
/// Where the child is told its data folder; the test binary's own arguments are the harness's.
const FOLDER: &str = "POOLHOUSE_CRASH_TEST_FOLDER";

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    let (_root, folder) = folder();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    let mut published = 0;
    for kill in 0..KILLS {
        let (mut child, mut acks) = spawn(&folder);
        let mut seen = Vec::new();
        for _ in 0..next(40) {
            let mut line = String::new();
            assert!(
                acks.read_line(&mut line).expect("a line") > 0,
                "the child never ends by itself: {seen:?}"
            );
            seen.push(line);
        }
        // Further into whatever it does next, by a hair or by a lot.
        let reach = next(22);
        for _ in 0..next(1 << reach) {
            std::hint::spin_loop();
        }
        child.kill().expect("kill");
        child.wait().expect("wait");
        let mut rest = String::new();
        acks.read_to_string(&mut rest).expect("what it still said");
        seen.extend(rest.lines().map(str::to_owned));
        published = published.max(check(&folder, &seen, kill));
    }
    assert!(
        published > 10,
        "the children came far enough to publish: {published}"
    );
}

fn spawn(folder: &DataFolder) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args([
            "--exact",
            "crash::child",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(FOLDER, folder.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let acks = BufReader::new(child.stdout.take().expect("its output"));
    (child, acks)
}

/// What was acknowledged is there; answers the newest published run.
fn check(folder: &DataFolder, seen: &[String], kill: u64) -> i64 {
    sound(folder);
    let database = open(folder);
    let newest = poolhouse_catalog::DatabaseReader::open(folder, NAME)
        .expect("open")
        .map_or_else(Vec::new, |reader| reader.publications().expect("history"));
    let newest = newest.first().map_or(0, |publication| publication.run.0);
    let staged = database.staged_run().expect("look");
    let staging = staged.and_then(|run| database.resume(run).expect("resume"));
    for line in seen.iter().filter_map(|line| line.trim().strip_prefix("ack ")) {
        let mut words = line.split(' ').map(|word| word.parse::<u64>().expect("a number"));
        let run = words.next().expect("a run") as i64;
        let pages = words.next();
        match (pages, &staging) {
            (None, _) => assert!(run <= newest, "kill {kill}: run {run} said that it was published"),
            (Some(pages), Some(staging)) if staging.run() == RunId(run) => {
                let found = staging.totals().expect("totals").pages;
                assert!(
                    found >= pages,
                    "kill {kill}: {pages} pages were acknowledged, {found} are there"
                );
            }
            (Some(_), _) => assert!(
                run <= newest,
                "kill {kill}: run {run} is neither staged nor published"
            ),
        }
    }
    drop(staging);
    if newest > 0 {
        let reader = reader(folder);
        let version = reader.publications().expect("history")[0].tables[0].version.0;
        let mut expected: Cells = Vec::new();
        for unit in UNITS {
            (0..PAGES).for_each(|number| expected.extend(cells(version, unit, number)));
        }
        let found = shown(folder, "users");
        assert_eq!(found.len(), expected.len(), "what readers see is one whole run");
        for row in found {
            assert_eq!(row[1], Some((version / 2).to_string()), "and no other run's");
        }
    }
    newest
}

#[test]
#[ignore = "started by the test above, killed by it, never ends by itself"]
fn child() {
    #[expect(
        clippy::disallowed_methods,
        reason = "a child of this test is told its folder so"
    )]
    let root = std::env::var_os(FOLDER).expect("the folder");
    let folder = DataFolder::open(root.as_ref()).expect("a data folder");
    loop {
        step(&folder);
    }
}

/// One run, from wherever the last child was killed.
fn step(folder: &DataFolder) {
    let database = open(folder);
    let left = database.staged_run().expect("look");
    let staging = match left {
        Some(run) => database.resume(run).expect("resume").expect("staged"),
        None => {
            let newest = reader(folder)
                .publications()
                .expect("history")
                .first()
                .map_or(0, |entry| entry.run.0);
            if newest > 0 && newest % 5 == 0 {
                return roll_back(database, newest);
            }
            let tables = [staged(users(&["sub", "value"]), "users", Purpose::All)];
            let units: Vec<Unit> = UNITS.iter().map(|unit| part(unit)).collect();
            database
                .begin(RunId(newest + 1), &tables, &units, at(newest))
                .expect("begin")
        }
    };
    let run = staging.run();
    let (mut database, _) = read(staging)
        .seal()
        .expect("seal")
        .publish(at(run.0))
        .expect("publish");
    ack(&format!("ack {run}"));
    database.prune(3).expect("prune");
}

fn roll_back(mut database: Database, newest: i64) {
    database
        .roll_back(RunId(newest - 1), None, RunId(newest + 1), at(newest))
        .expect("roll back");
    ack(&format!("ack {}", newest + 1));
}

fn read(mut staging: Staging) -> Staging {
    let run = staging.run().0;
    let mut staged = 0;
    for unit in staging
        .units()
        .expect("units")
        .into_iter()
        .filter(|unit| !unit.done)
    {
        let from = unit
            .cursor
            .as_ref()
            .map_or(0, |cursor| cursor.0.parse().expect("a number"));
        for number in from..PAGES {
            let name = unit.unit.partition.0.to_string();
            staging
                .stage_page(&unit.unit, &made(run, &name, number))
                .expect("stage");
            staged += 1;
            if staged % 3 == 0 {
                staging.commit().expect("commit");
                ack(&format!("ack {run} {}", staging.totals().expect("totals").pages));
            }
        }
    }
    staging.commit().expect("commit");
    staging
}

fn made(run: i64, unit: &str, number: u64) -> Page {
    let next = (number + 1 < PAGES).then(|| (number + 1).to_string());
    page(
        &columns(&["sub", "value"]),
        cells(run, unit, number),
        next.as_deref(),
    )
}

/// Every second run brings what the one before brought, so that versions are kept, too.
fn cells(run: i64, unit: &str, number: u64) -> Cells {
    (0..ROWS)
        .map(|row| {
            vec![
                text(&format!("{unit}-{number}-{row}")),
                text(&(run / 2).to_string()),
            ]
        })
        .collect()
}

fn ack(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .expect("the parent listens");
}
