//! Imports: as fast as it goes, at AWS's quota, and how much memory they take.

use crate::Built;
use crate::machine::{megabytes, peak};
use crate::pool::{Home, Pool, Run};
use crate::report::{Report, grouped};
use anyhow::{Context, Result};
use poolhouse_e2e::wait::until;
use std::io::Read;
use std::time::Duration;

const USERS: u64 = 100_000;
const USERS_AT_THE_QUOTA: u64 = 40_000;
const USERS_FOR_MEMORY: u64 = 1_000_000;

/// 60 users a page, 30 pages a second.
const CEILING: f64 = 1800.0;

/// `UserList`, calls a second.
const QUOTA: f64 = 30.0;

const AN_HOUR: Duration = Duration::from_hours(1);

fn describe(run: &Run) -> String {
    format!(
        "{} users/s ({} users in {:.2} s, {} calls)",
        grouped(run.pace()),
        grouped(run.rows),
        run.seconds,
        grouped(run.calls)
    )
}

/// No latency and no limit, into a published database; the server is a process of its own.
pub(crate) fn without_a_limit(built: &Built, report: &mut Report) -> Result<()> {
    let pool = Pool::start(built, USERS, &[])?;
    let home = Home::new(built, &pool)?;
    home.create("First", &pool, "unlimited")?;
    let first = home.run("First")?;
    report.add(
        "Import of 100,000 users, a pool never read before (its parts proved against the whole)",
        &describe(&first),
        "",
    );
    home.create("Second", &pool, "unlimited")?;
    let trusted = home.run("Second")?;
    report.add(
        "Import of 100,000 users, a pool whose split is trusted",
        &describe(&trusted),
        "50,000 users/s",
    );
    let again = home.run("Second")?;
    report.add("The same again, nothing changed", &describe(&again), "");
    Ok(())
}

/// 150 ms a call and AWS's quota, at *Full*. Every page is full: how many rows a call brings is
/// AWS's affair, how many calls are made is ours.
pub(crate) fn at_the_quota(built: &Built, report: &mut Report) -> Result<()> {
    let pool = Pool::start(
        built,
        USERS_AT_THE_QUOTA,
        &["--latency-ms", "150", "--quota", "--full-pages"],
    )?;
    let home = Home::new(built, &pool)?;
    home.create("First", &pool, "full")?;
    let first = home.run("First")?;
    // The whole is read beside the parts, so that the same quota brings half the rows.
    report.add(
        "At AWS's quota and 150 ms a call, a pool never read before",
        &describe(&first),
        "",
    );
    home.create("Second", &pool, "full")?;
    let trusted = home.run("Second")?;
    let share = 100.0 * trusted.pace() / CEILING;
    report.add(
        "At AWS's quota and 150 ms a call, split trusted",
        &format!("{share:.1} % of 1,800 users/s; {}", describe(&trusted)),
        "95 %",
    );
    // The stand-in answers some pages short or empty, as AWS does, and each costs a call.
    let calls = trusted.calls / trusted.seconds.max(0.001);
    report.add(
        "AWS calls a second, there",
        &format!(
            "{calls:.1}: {:.1} % of 30; {:.1} users a page of 60",
            100.0 * calls / QUOTA,
            trusted.rows / trusted.calls.max(1.0)
        ),
        "",
    );
    let throttled = 100.0 * trusted.throttled / trusted.calls.max(1.0);
    report.add(
        "Calls refused for going too fast, there",
        &format!("{throttled:.1} %"),
        "",
    );
    Ok(())
}

/// The most memory that the importing process holds.
pub(crate) async fn memory(built: &Built, report: &mut Report) -> Result<()> {
    let pool = Pool::start(built, USERS_FOR_MEMORY, &[])?;
    let home = Home::new(built, &pool)?;
    for (name, split) in [("First", "never read before"), ("Second", "split trusted")] {
        home.create(name, &pool, "unlimited")?;
        let mut running = home.command_line.start(&["run", name, "--json"])?;
        let mut most = 0;
        until("the import of 1,000,000 users", AN_HOUR, async || {
            // The kernel keeps the highest mark, so that only the last glance counts.
            most = peak(running.id()).unwrap_or(0).max(most);
            Ok(running.has_ended().then_some(()))
        })
        .await?;
        let mut answer = String::new();
        running
            .child()
            .stdout
            .take()
            .context("BUG: its output is piped")?
            .read_to_string(&mut answer)?;
        let run = Run::of(&serde_json::from_str(&answer).context("the run did not say how it ended")?)?;
        report.add(
            &format!("Peak memory at 1,000,000 users, {split}"),
            &format!("{:.0} MB; {}", megabytes(most), describe(&run)),
            "under 120 MB",
        );
    }
    Ok(())
}
