//! Without a limit: a hundred thousand users and a million, their memory, and a second run that finds nothing new.

use crate::Built;
use crate::cases::median;
use crate::home::{Home, Run};
use crate::machine::megabytes;
use crate::pool::Pool;
use crate::report::{Report, grouped, percent};
use anyhow::{Context, Result};

const SMALL: u64 = 100_000;
const LARGE: u64 = 1_000_000;

/// What an import may hold, in words for the report.
const MEMORY: &str = "< 120 MB";

pub(crate) fn all(built: &Built, rounds: u32, report: &mut Report) -> Result<()> {
    let small = imports(built, SMALL, rounds, report)?;
    let large = imports(built, LARGE, rounds, report)?;
    report.aim(
        "Users a second of the million, beside those of the hundred thousand",
        &percent(large / small.max(1.0)),
        "≥ 100 %",
    );
    if let Some((tool, fastest)) = report.fastest_peer() {
        report.aim(
            &format!("The million, beside the fastest tool of others ({tool}, its start taken off)"),
            &format!("{:.1} times", large / fastest),
            "≥ 8 times",
        );
    }
    Ok(())
}

/// Imports so many users: of a pool never read before, then of one that is known, then again.
fn imports(built: &Built, users: u64, rounds: u32, report: &mut Report) -> Result<f64> {
    let many = grouped(users as f64);
    let pool = Pool::start(users)?;
    let home = Home::new(built, &pool.at)?;
    home.create("First", &pool.at, &pool.at.user_pool_id, "unlimited")?;
    let first = home.run("First")?;
    report.aim(
        &format!("No latency, {many} users, a pool never read before (read twice, as proof)"),
        &format!("{} users/s, {}", grouped(first.pace()), memory(&first)),
        MEMORY,
    );
    home.remove("First")?;
    let (mut paces, mut peak) = (Vec::new(), None);
    let mut size = 0;
    for round in 0..rounds {
        let name = format!("Round{round}");
        home.create(&name, &pool.at, &pool.at.user_pool_id, "unlimited")?;
        let run = home.run(&name)?;
        paces.push(run.pace());
        peak = run.peak.max(peak);
        if round + 1 < rounds {
            home.remove(&name)?;
        } else {
            size = home.database_size(&name)?;
        }
    }
    let pace = median(paces.clone()).context("at least one round")?;
    report.aim(
        &format!("No latency, {many} users, a pool that is known, published"),
        &format!(
            "{} users/s (median of {rounds}, {})",
            grouped(pace),
            spread(&paces)
        ),
        if users == LARGE { "≥ 100,000 users/s" } else { "" },
    );
    report.aim(
        &format!("Peak memory there, {many} users"),
        &peak.map_or("not told".into(), |bytes| format!("{:.0} MB", megabytes(bytes))),
        MEMORY,
    );
    let name = format!("Round{}", rounds - 1);
    let again = home.run(&name)?;
    let after = home.database_size(&name)?;
    report.aim(
        &format!("The same again, nothing changed, {many} users: the database grows by"),
        &format!(
            "{:.2} % ({:.0} MB before); {} users/s, {}",
            100.0 * (after as f64 - size as f64) / size.max(1) as f64,
            megabytes(size),
            grouped(again.pace()),
            memory(&again)
        ),
        "< 1 %",
    );
    Ok(pace)
}

fn memory(run: &Run) -> String {
    run.peak.map_or("memory not told".into(), |bytes| {
        format!("{:.0} MB at its peak", megabytes(bytes))
    })
}

fn spread(paces: &[f64]) -> String {
    let least = paces.iter().copied().fold(f64::INFINITY, f64::min);
    let most = paces.iter().copied().fold(0.0, f64::max);
    format!("{} to {}", grouped(least), grouped(most))
}
