//! Without a limit: a hundred thousand users and a million, their memory, and a second run that finds nothing new.

use crate::Built;
use crate::arguments::{Arguments, Part};
use crate::cases::median;
use crate::ceiling;
use crate::home::{Home, Run};
use crate::machine::megabytes;
use crate::pool::Pool;
use crate::report::{Report, grouped, percent, say};
use anyhow::{Context, Result};

const SMALL: u64 = 100_000;

/// What an import may hold, in words for the report.
const MEMORY: &str = "< 120 MB";

pub(crate) fn all(built: &Built, asked: &Arguments, report: &mut Report) -> Result<()> {
    say("\nLarge pools");
    let rounds = asked.rounds;
    let small = imports(built, SMALL.min(asked.users), rounds, report)?;
    if asked.users <= SMALL {
        return Ok(());
    }
    let large = imports(built, asked.users, rounds, report)?;
    let many = grouped(asked.users as f64);
    report.aim(
        Part::Scale,
        &format!(
            "Users a second of {many}, beside those of {}",
            grouped(SMALL as f64)
        ),
        &percent(large / small.max(1.0)),
        "≥ 100 %",
    );
    if let Some((tool, fastest)) = report.fastest_peer() {
        report.aim(
            Part::Scale,
            &format!("{many} users, beside the fastest tool of others ({tool}, its start taken off)"),
            &format!("{:.1} times", large / fastest),
            "≥ 8 times",
        );
    }
    Ok(())
}

/// Imports so many users: of a pool never read before, then of one that is known, then again.
/// Answers how many users a second of the one that is known.
fn imports(built: &Built, users: u64, rounds: u32, report: &mut Report) -> Result<f64> {
    let many = grouped(users as f64);
    let mut tell = |what: &str, measured: &str, aim: &str| {
        report.aim(Part::Scale, &format!("{many} users{what}"), measured, aim);
    };
    let pool = Pool::start(users)?;
    let mut served = Vec::new();
    for _ in 0..rounds {
        served.push(users as f64 / ceiling::seconds(&pool.at)?);
    }
    let ceiling = median(served.clone()).context("at least one round")?;
    tell(
        ": the sample pool’s own ceiling here, sixteen readers that throw away what they read",
        &format!("{} users/s ({})", grouped(ceiling), of_rounds(&served)),
        "",
    );
    let home = Home::new(built, &pool.at)?;
    let first = home.make_known(&pool.at)?;
    tell(
        ", of a pool never read before (read twice, as proof)",
        &format!("{} users/s (one run), {}", grouped(first.pace()), memory(&first)),
        MEMORY,
    );
    let Known { paces, last, worked } = known(&pool, &home, rounds)?;
    let pace = median(paces.clone()).context("at least one round")?;
    tell(
        " published, of a pool that is known (its parts were proved before)",
        &format!(
            "{} users/s ({}), {} of that ceiling, {}",
            grouped(pace),
            of_rounds(&paces),
            percent(pace / ceiling),
            memory(&last)
        ),
        if users > SMALL {
            "≥ 100,000 users/s, < 120 MB"
        } else {
            MEMORY
        },
    );
    if let (Some(pools), Some(ours)) = (worked, last.worked) {
        tell(
            ": processor time of the last of these",
            &format!(
                "{pools:.1} s the sample pool’s and {ours:.1} s Poolhouse’s, in {:.1} s",
                last.seconds
            ),
            "",
        );
    }
    let before = home.database_size(KEPT)?;
    let again = home.run(KEPT)?;
    let grown = home.database_size(KEPT)? as f64 - before as f64;
    tell(
        ", the same again with nothing changed: the database grows by",
        &format!(
            "{:.2} % of {:.0} MB; {} users/s (one run), {}",
            100.0 * grown / before.max(1) as f64,
            megabytes(before),
            grouped(again.pace()),
            memory(&again)
        ),
        "< 1 %, < 120 MB",
    );
    Ok(pace)
}

/// The dataflow of the last round, which stays.
const KEPT: &str = "Kept";

/// Imports of a pool whose parts are proved.
struct Known {
    /// Users a second of each round.
    paces: Vec<f64>,
    last: Run,
    /// Seconds that a core worked for the pool in the last round.
    worked: Option<f64>,
}

fn known(pool: &Pool, home: &Home, rounds: u32) -> Result<Known> {
    let mut paces = Vec::new();
    loop {
        home.create(KEPT, &pool.at, &pool.at.user_pool_id, "unlimited")?;
        let before = pool.worked();
        let run = home.run(KEPT)?;
        paces.push(run.pace());
        if paces.len() == rounds as usize {
            let worked = before.zip(pool.worked()).map(|(before, after)| after - before);
            return Ok(Known {
                paces,
                last: run,
                worked,
            });
        }
        home.remove(KEPT)?;
    }
}

fn memory(run: &Run) -> String {
    run.peak.map_or("memory not told".into(), |bytes| {
        format!("{:.0} MB at its peak", megabytes(bytes))
    })
}

/// How a median came to be.
fn of_rounds(paces: &[f64]) -> String {
    let least = paces.iter().copied().fold(f64::INFINITY, f64::min);
    let most = paces.iter().copied().fold(0.0, f64::max);
    match paces.len() {
        1 => "one run".to_owned(),
        runs => format!("median of {runs}, {} to {}", grouped(least), grouped(most)),
    }
}
