//! At AWS's quota and 150 ms a call: how near to the ceiling, and what is left for another app of the account.

use crate::Built;
use crate::arguments::Part;
use crate::home::{Home, Run};
use crate::machine::megabytes;
use crate::peers::Peers;
use crate::pool::Pool;
use crate::report::{Report, grouped, percent, say};
use crate::serve::Address;
use anyhow::{Context, Result};
use poolhouse_e2e::background::Background;
use poolhouse_e2e::programs;
use serde::Deserialize;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

/// 60 users a page, 30 pages a second.
const CEILING: f64 = 1800.0;

const LATENCY_MS: u64 = 150;

/// Two thirds of a minute at a third of the quota.
const USERS_BESIDE: u64 = 24_000;

/// Calls a second of the other app.
const FOREIGN: &str = "10";

/// *Full*, alone.
pub(crate) fn alone(built: &Built, users: u64, report: &mut Report) -> Result<()> {
    let (mut pool, home) = known(built, users)?;
    pool.answer(LATENCY_MS, true)?;
    let many = grouped(users as f64);
    say(&format!(
        "\nAt AWS’s quota, {many} users: at least {:.1} min",
        users as f64 / CEILING / 60.0
    ));
    let what = format!("150 ms a call and AWS’s quota, at *Full*, {many} users, a pool that is known");
    let run = match run(&home, &pool.at, "full") {
        Ok(run) => run,
        Err(error) => {
            report.aim(Part::Quota, &what, &format!("failed: {error:#}"), "no failure");
            return Ok(());
        }
    };
    report.aim(
        Part::Quota,
        &what,
        &format!(
            "{} users/s in {:.1} s: {} of the ceiling of 1,800 (one run), {:.0} MB at its peak",
            grouped(run.pace()),
            run.seconds,
            percent(run.pace() / CEILING),
            megabytes(run.peak.unwrap_or_default())
        ),
        "≥ 97 %, < 120 MB",
    );
    report.aim(
        Part::Quota,
        "Calls refused for going too fast, there",
        &format!(
            "{} ({} of {})",
            percent(run.throttled()),
            run.throttled,
            grouped(run.calls)
        ),
        "< 1 %, no failure",
    );
    Ok(())
}

/// Beside another app that takes a third of the quota.
pub(crate) fn beside_another(built: &Built, peers: &Peers, report: &mut Report) -> Result<()> {
    let Some(python) = peers.python() else {
        say("boto3 is not here: what is left for another app is not measured");
        return Ok(());
    };
    let (mut pool, home) = known(built, USERS_BESIDE)?;
    pool.answer(LATENCY_MS, true)?;
    for (speed, name, aim) in [
        ("gentle", "Gentle", "< 2 %"),
        ("balanced", "Balanced", ""),
        ("full", "Full", ""),
    ] {
        let other = Foreign::start(&python, &pool.at)?;
        let run = run(&home, &pool.at, speed);
        let counts = other.end()?;
        let beside = match run {
            Ok(run) => format!(
                "beside an import of {} users/s (one run), {} of whose calls were refused",
                grouped(run.pace()),
                percent(run.throttled())
            ),
            Err(error) => format!("beside an import that failed: {error:#}"),
        };
        report.aim(
            Part::Quota,
            &format!("Another app’s {FOREIGN} calls a second, while Poolhouse runs at *{name}*"),
            &format!(
                "{} refused ({} of {}, {:.1} a second; {} failed otherwise), {beside}",
                percent(counts.throttled as f64 / counts.calls.max(1) as f64),
                counts.throttled,
                grouped(counts.calls as f64),
                counts.calls as f64 / counts.seconds,
                counts.failed,
            ),
            aim,
        );
    }
    Ok(())
}

/// A pool, and a home that has read it before, without a limit.
fn known(built: &Built, users: u64) -> Result<(Pool, Home)> {
    let pool = Pool::start(users)?;
    let home = Home::new(built, &pool.at)?;
    home.make_known(&pool.at)?;
    Ok((pool, home))
}

/// A first import into a dataflow of its own.
fn run(home: &Home, at: &Address, speed: &str) -> Result<Run> {
    home.create(speed, at, &at.user_pool_id, speed)?;
    home.run(speed)
}

/// The other app: a client of boto3 with its own counts.
struct Foreign {
    process: Background,
    said: BufReader<std::process::ChildStdout>,
}

/// What it counted.
#[derive(Deserialize)]
struct Counts {
    calls: u64,
    throttled: u64,
    failed: u64,
    seconds: f64,
}

impl Foreign {
    fn start(python: &Path, at: &Address) -> Result<Self> {
        let mut command = Command::new(python);
        command
            .arg(programs::own_file("python/foreign_app.py"))
            .args([&at.endpoint, &at.region, &at.user_pool_id])
            .arg(FOREIGN)
            .env("AWS_ACCESS_KEY_ID", &at.access_key_id)
            .env("AWS_SECRET_ACCESS_KEY", &at.secret_access_key)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = Background::start("the other app", &mut command)?;
        let mut said = BufReader::new(process.child().stdout.take().context("BUG: piped above")?);
        // Only now does it call at its pace.
        let mut ready = String::new();
        said.read_line(&mut ready)?;
        Ok(Self { process, said })
    }

    fn end(mut self) -> Result<Counts> {
        drop(self.process.child().stdin.take());
        let mut counts = String::new();
        self.said.read_to_string(&mut counts)?;
        serde_json::from_str(&counts).context("the other app did not say what it counted")
    }
}
