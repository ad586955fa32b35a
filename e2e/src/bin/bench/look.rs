//! Looking at what was imported: a million people opened, sorted, searched, compared and exported. Done
//! by a process of its own, so that its memory is the engine's and nobody else's.

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
use poolhouse_cognito::UserPoolKind;
use poolhouse_engine::model::{Filter, Sort, TableQuery, Test, Trigger, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, OpenedTable, Privacy, Subject};
use poolhouse_engine::{Engine, Keychain, Openings, SystemClock};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// The dataflow that is looked at.
const NAME: &str = "Look";

/// Of so many people one is changed between the first two versions: few enough for the change log to say
/// where to look.
const FEW: u64 = 100;

/// And between the last two: so many that all rows are compared.
const MANY: u64 = 5;

/// Rows that a window shows at a time.
const IN_SIGHT: u32 = 100;

/// Columns that a table of people has who have as many attributes as the aims are about.
const ATTRIBUTES: usize = 20;

/// The row whose person is looked for: all others come after the first.
const NEAR_THE_BEGINNING: u64 = 10;

/// Rows jumped to.
const JUMPS: u64 = 50;

/// One thing that was measured.
#[derive(Debug, Serialize, Deserialize)]
struct Measured {
    what: String,
    /// Each round's, in seconds.
    seconds: Vec<f64>,
    /// What is to be reached, in seconds.
    aim: f64,
    /// What came of it, in words; may be empty.
    note: String,
}

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
            "{} (slowest of {} {}){note}",
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
        ("one row in 5 is another, so all are compared", [second, third]),
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

struct Looking<'a> {
    engine: &'a Engine,
    rounds: u32,
    measured: Vec<Measured>,
}

impl Looking<'_> {
    async fn open(&self, subject: &Subject, query: &TableQuery) -> Result<OpenedTable> {
        Ok(self.engine.open_table(subject.clone(), query.clone()).await?)
    }

    fn tell(&mut self, what: &str, aim: f64, seconds: Vec<f64>, note: String) {
        self.measured.push(Measured {
            what: what.to_owned(),
            seconds,
            aim,
            note,
        });
    }

    async fn first_rows(
        &mut self,
        what: &str,
        aim: f64,
        subject: &Subject,
        query: &TableQuery,
    ) -> Result<()> {
        let mut seconds = Vec::new();
        for _ in 0..self.rounds {
            let begun = Instant::now();
            let table = self.open(subject, query).await?;
            while self
                .engine
                .table_rows(table.view, 0, IN_SIGHT)
                .await?
                .rows
                .is_empty()
            {}
            seconds.push(begun.elapsed().as_secs_f64());
            self.engine.close_table(table.view);
        }
        self.tell(what, aim, seconds, String::new());
        Ok(())
    }

    /// What a row has in a column.
    async fn of_one(&self, subject: &Subject, column: &str, row: u64) -> Result<String> {
        let table = self.open(subject, &TableQuery::default()).await?;
        let column = table.columns.iter().position(|each| each.name == column);
        let column = column.context("the column is there")?;
        let mut found = None;
        for row in row..row + 100 {
            let mut window = self.engine.table_rows(table.view, row, 1).await?;
            let cells = window.rows.pop().context("the row is there")?;
            found = cells.into_iter().nth(column).flatten();
            if found.is_some() {
                break;
            }
        }
        self.engine.close_table(table.view);
        found.context("somebody has one")
    }

    async fn all_rows(&mut self, what: &str, aim: f64, subject: &Subject, query: &TableQuery) -> Result<()> {
        let (mut seconds, mut found) = (Vec::new(), 0);
        for _ in 0..self.rounds {
            let begun = Instant::now();
            let table = self.open(subject, query).await?;
            found = self.listed(&table).await?;
            seconds.push(begun.elapsed().as_secs_f64());
            self.engine.close_table(table.view);
        }
        self.tell(
            what,
            aim,
            seconds,
            format!("{} rows found", grouped(found as f64)),
        );
        Ok(())
    }

    /// To the last line, with the first ones in sight. Every other round goes back: what was compared last is
    /// kept, and would answer for itself.
    async fn compare(
        &mut self,
        what: &str,
        aim: f64,
        mut sides: [Version; 2],
        between: &impl Fn([Version; 2]) -> Subject,
    ) -> Result<()> {
        let (mut seconds, mut found) = (Vec::new(), 0);
        for _ in 0..self.rounds {
            let begun = Instant::now();
            let table = self.open(&between(sides), &TableQuery::default()).await?;
            found = self.listed(&table).await?;
            self.engine.table_rows(table.view, 0, IN_SIGHT).await?;
            seconds.push(begun.elapsed().as_secs_f64());
            self.engine.close_table(table.view);
            sides.reverse();
        }
        self.tell(
            what,
            aim,
            seconds,
            format!("{} lines found", grouped(found as f64)),
        );
        Ok(())
    }

    /// Waits until all rows are listed; answers how many.
    async fn listed(&self, table: &OpenedTable) -> Result<u64> {
        loop {
            let window = self.engine.table_rows(table.view, u64::MAX, 0).await?;
            if window.done {
                return Ok(window.found);
            }
        }
    }

    async fn jump(&mut self, subject: &Subject, aim: f64) -> Result<()> {
        let table = self.open(subject, &TableQuery::default()).await?;
        let rows = self.listed(&table).await?;
        let mut seconds = Vec::new();
        for jump in 0..JUMPS {
            // All over the table, in no order.
            let to = jump * 7_919 % JUMPS * (rows / JUMPS);
            let begun = Instant::now();
            self.engine.table_rows(table.view, to, IN_SIGHT).await?;
            seconds.push(begun.elapsed().as_secs_f64());
        }
        self.engine.close_table(table.view);
        self.tell("jump to any row", aim, seconds, String::new());
        Ok(())
    }

    /// Closes a table while it is sorted: what comes next must not wait for it.
    async fn cancel(&mut self, subject: &Subject, query: &TableQuery, aim: f64) -> Result<()> {
        let mut seconds = Vec::new();
        for _ in 0..self.rounds {
            for _ in 0..10 {
                let table = self.open(subject, query).await?;
                self.engine.close_table(table.view);
            }
            let begun = Instant::now();
            let table = self.open(subject, query).await?;
            while self.engine.table_rows(table.view, 0, 1).await?.rows.is_empty() {}
            seconds.push(begun.elapsed().as_secs_f64());
            self.engine.close_table(table.view);
        }
        self.tell(
            "the same sort after ten that were cancelled",
            aim,
            seconds,
            String::new(),
        );
        Ok(())
    }

    async fn profile(&mut self, subject: &Subject, column: &str, aim: f64) -> Result<()> {
        let table = self.open(subject, &TableQuery::default()).await?;
        self.listed(&table).await?;
        let (mut seconds, mut distinct) = (Vec::new(), 0);
        for _ in 0..self.rounds {
            let begun = Instant::now();
            distinct = self.engine.profile_column(table.view, column).await?.distinct;
            seconds.push(begun.elapsed().as_secs_f64());
        }
        self.engine.close_table(table.view);
        let note = format!("{} values", grouped(distinct as f64));
        self.tell(&format!("profile of the column {column}"), aim, seconds, note);
        Ok(())
    }

    /// All columns, or so many of the first.
    async fn export(
        &mut self,
        folder: &Path,
        subject: &Subject,
        format: FileFormat,
        first: Option<usize>,
        aim: f64,
    ) -> Result<()> {
        let table = self.open(subject, &TableQuery::default()).await?;
        self.engine.close_table(table.view);
        let names = table.columns.into_iter().map(|column| column.name);
        let columns: Vec<String> = names.take(first.unwrap_or(usize::MAX)).collect();
        let path = folder.join(format!("export.{}", format.ending()));
        let (mut seconds, mut bytes) = (Vec::new(), 0);
        for _ in 0..self.rounds {
            let request = ExportRequest {
                what: Handed::Rows {
                    subject: subject.clone(),
                    query: TableQuery::default(),
                    columns: columns.clone(),
                },
                privacy: Privacy::Keep,
                format,
                path: path.to_str().context("a path in Unicode")?.to_owned(),
                replace: true,
            };
            let begun = Instant::now();
            bytes = self.engine.export_file("bench", request).await?.bytes;
            seconds.push(begun.elapsed().as_secs_f64());
        }
        let note = format!("{} columns, {:.0} MB", columns.len(), megabytes(bytes));
        self.tell(&format!("export as {}", format.ending()), aim, seconds, note);
        std::fs::remove_file(path)?;
        Ok(())
    }
}
