//! Looking at what was imported: a million people opened, sorted, searched, compared and exported. Done
//! by a process of its own, so that its memory is the engine's and nobody else's.

mod measure;

use crate::Built;
use crate::arguments::{Arguments, Look, Part};
use crate::cases::median;
use crate::home::Home;
use crate::machine::{self, megabytes};
use crate::pool::Pool;
use crate::program;
use crate::report::{Report, grouped, say};
use crate::serve::Order;
use anyhow::{Context, Result, bail};
use measure::{Looking, Measured};
use poolhouse_cognito::UserPoolKind;
use poolhouse_engine::model::{Filter, Sort, TableQuery, Test, Trigger, Version};
use poolhouse_engine::view::{FileFormat, Subject};
use poolhouse_engine::{Engine, Keychain, Openings, SystemClock};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The dataflow that is looked at.
const NAME: &str = "Look";

/// Of so many people one is changed between the first two versions.
const FEW: u64 = 100;

/// And between the last two: so many that over both runs the change log is no help.
const MANY: u64 = 5;

/// Columns that a table of people has who have as many attributes as the aims are about.
const ATTRIBUTES: usize = 20;

/// The row whose person is looked for: all others come after the first.
const NEAR_THE_BEGINNING: u64 = 10;

/// What the process that looked has to say.
#[derive(Debug, Serialize, Deserialize)]
struct Seen {
    measured: Vec<Measured>,
    /// The most memory that it held while it looked, and with the exports, in bytes.
    peak_looking: Option<u64>,
    peak: Option<u64>,
}

pub(crate) fn all(built: &Built, asked: &Arguments, report: &mut Report) -> Result<()> {
    say("\nLooking at what was imported");
    let mut pool = Pool::start(asked.users)?;
    let home = Home::new(built, &pool.at)?;
    home.create(NAME, &pool.at, &pool.at.user_pool_id, "unlimited")?;
    home.run(NAME)?;
    for every in [FEW, MANY] {
        pool.order(Order::Change { every })?;
        home.run(NAME)?;
    }
    drop(pool);
    let mut command = std::process::Command::new(std::env::current_exe()?);
    command.args(["look-within", "--rounds", &asked.rounds.to_string(), "--folder"]);
    command.arg(home.path());
    let ran = program::run(command)?;
    if !ran.succeeded {
        bail!("the process that looked failed: {}", ran.complaint());
    }
    let seen: Seen = serde_json::from_slice(&std::fs::read(ran.output.path())?)?;
    let many = grouped(asked.users as f64);
    for Measured {
        what,
        seconds,
        aim,
        note,
    } in seen.measured
    {
        let middle = median(seconds.clone()).context("at least one round")?;
        let slowest = seconds.iter().copied().fold(0.0, f64::max);
        let note = if note.is_empty() {
            note
        } else {
            format!("; {note}")
        };
        let measured = format!(
            "{} (the slowest of {}: {}){note}",
            time(middle),
            seconds.len(),
            time(slowest)
        );
        report.aim(
            Part::Look,
            &format!("{many} users: {what}"),
            &measured,
            &format!("≤ {}", time(aim)),
        );
    }
    let peaks = seen.peak_looking.zip(seen.peak);
    let peaks = peaks.map_or_else(
        || "not told".to_owned(),
        |(looking, all)| {
            format!(
                "{:.0} MB, with the exports {:.0} MB",
                megabytes(looking),
                megabytes(all)
            )
        },
    );
    report.aim(
        Part::Look,
        &format!("{many} users: memory of the engine all the while"),
        &peaks,
        "≤ 250 MB",
    );
    Ok(())
}

fn time(seconds: f64) -> String {
    if seconds < 1.0 {
        format!("{:.0} ms", 1_000.0 * seconds)
    } else {
        format!("{seconds:.1} s")
    }
}

/// The process that looks.
pub(crate) async fn look(asked: &Look) -> Result<()> {
    let engine = Engine::open(
        &asked.folder,
        Openings {
            kinds: vec![Arc::new(UserPoolKind)],
            keychain: Keychain::in_memory(),
            clock: Arc::new(SystemClock),
            trigger: Trigger::CommandLine,
        },
    )?;
    let id = engine.dataflow_named(NAME)?.id;
    let versions = engine.versions(id)?;
    let [third, second, first] = &versions[..] else {
        bail!("three versions are compared, and there are {}", versions.len());
    };
    let users = |version| Subject::Table {
        dataflow: id,
        table: "users".into(),
        version,
    };
    let mut looking = Looking {
        engine: &engine,
        rounds: asked.rounds,
        measured: Vec::new(),
    };
    let all = TableQuery::default();
    let now_shown = users(Version::Now);
    looking
        .first_rows("open a table, to its first rows", 0.15, &now_shown, &all)
        .await?;
    looking.jump(&now_shown, 0.05).await?;
    let by_name = TableQuery {
        sort: vec![Sort {
            column: "family_name".into(),
            descending: false,
        }],
        ..all.clone()
    };
    looking
        .first_rows("sort by a column without an index", 1.0, &now_shown, &by_name)
        .await?;
    looking.cancel(&now_shown, &by_name, 1.0).await?;
    let search = TableQuery {
        search: "zq".into(),
        ..all.clone()
    };
    looking
        .all_rows(
            "look for a text in all columns, to the last row",
            1.5,
            &now_shown,
            &search,
        )
        .await?;
    let rare = TableQuery {
        search: looking.of_one(&now_shown, "email", NEAR_THE_BEGINNING).await?,
        ..all.clone()
    };
    looking
        .first_rows(
            "look for one person near the beginning, to the first row",
            0.15,
            &now_shown,
            &rare,
        )
        .await?;
    let two_words = TableQuery {
        search: "zq an".into(),
        ..all.clone()
    };
    looking
        .all_rows(
            "look for two words in all columns, to the last row",
            1.5,
            &now_shown,
            &two_words,
        )
        .await?;
    let contains = TableQuery {
        filters: vec![Filter {
            column: "email".into(),
            test: Test::Contains { text: "an".into() },
            not: false,
        }],
        ..all.clone()
    };
    looking
        .first_rows(
            "look for a text in a column, to the first rows",
            0.15,
            &now_shown,
            &contains,
        )
        .await?;
    for column in ["status", "family_name", "email"] {
        looking.profile(&now_shown, column, 1.0).await?;
    }
    for (what, [from, to]) in [
        ("one row in 100 is another", [first, second]),
        ("one row in 5 is another", [second, third]),
        (
            "two runs apart and one row in 5 another, so that their logs are summed up",
            [first, third],
        ),
    ] {
        let sides = [from, to].map(|version| Version::AsOf(version.run));
        let between = |[from, to]: [Version; 2]| Subject::Comparison {
            dataflow: id,
            table: "users".into(),
            from,
            to,
        };
        looking
            .compare(&format!("compare two versions, {what}"), 3.0, sides, &between)
            .await?;
        let named = TableQuery {
            sort: vec![Sort {
                column: "name".into(),
                descending: false,
            }],
            ..all.clone()
        };
        looking
            .first_rows("the same, sorted by name", 3.0, &between(sides), &named)
            .await?;
    }
    let everybody = Subject::People {
        organization: None,
        dataflow: None,
        group: None,
    };
    looking
        .all_rows(
            "find people in all databases, to the last",
            1.5,
            &everybody,
            &search,
        )
        .await?;
    let peak_looking = machine::peak(std::process::id());
    for (format, columns, aim) in [
        (FileFormat::Csv, None, 5.0),
        (FileFormat::Parquet, None, 6.0),
        (FileFormat::Parquet, Some(ATTRIBUTES), 6.0),
        (FileFormat::Xlsx, None, 45.0),
    ] {
        looking
            .export(&asked.folder, &now_shown, format, columns, aim)
            .await?;
    }
    say(&serde_json::to_string(&Seen {
        measured: looking.measured,
        peak_looking,
        peak: machine::peak(std::process::id()),
    })?);
    Ok(())
}
