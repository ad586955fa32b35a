//! Going back a version of a large table, and through a history of years: in the command line and in the real window.

use crate::Built;
use crate::arguments::{Arguments, Part};
use crate::cases::median;
use crate::home::Home;
use crate::pool::Pool;
use crate::report::{Report, grouped, say};
use crate::serve::Order;
use crate::window::{Screen, start};
use anyhow::{Context, Result};
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::window::Window;
use serde_json::json;

const RUNS: u64 = 100_000;

/// One user in so many is changed between two runs.
const SHARES: [u64; 2] = [1_000, 100];

/// Goes to an address and answers the milliseconds until the list there is on screen and complete.
const GO: &str = "
    const done = arguments[arguments.length - 1];
    const [address, said, shown] = [arguments[0], new RegExp(arguments[1]), arguments[2]];
    const begun = performance.now();
    location.hash = address;
    const look = () => {
      const status = [...document.querySelectorAll('main [role=status]')].some((each) => said.test(each.textContent));
      const row = document.querySelector('[role=table][aria-label=Runs] [role=row][aria-rowindex=\"2\"]');
      if (status && row?.textContent.includes(shown))
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
      else requestAnimationFrame(look);
    };
    look();";

pub(crate) async fn all(built: &Built, asked: &Arguments, report: &mut Report) -> Result<()> {
    rollback(built, asked, report)?;
    let screen = Screen::open()?;
    let pool = Pool::start(50)?;
    let home = Home::new(built, &pool.at)?;
    for name in ["Members", "Partners", "Staff"] {
        home.create(name, &pool.at, &pool.at.user_pool_id, "unlimited")?;
    }
    CommandLine::write_long_history(home.path(), RUNS)?;
    say(&format!("\nA history of {} runs", grouped(RUNS as f64)));
    let (mut opened, mut filtered, mut searched) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..asked.rounds {
        let (window, _) = start(built, &home, &screen).await?;
        opened.push(go(&window, "/history", "^100,000 runs$", "Published").await?);
        for (status, word) in [("failed", "Failed"), ("cancelled", "Cancelled")] {
            let address = format!("/history?status={status}");
            filtered.push(go(&window, &address, " runs found$", word).await?);
        }
        filtered.push(
            go(
                &window,
                "/history?from=2023-05-01&to=2023-05-31",
                " runs found$",
                "",
            )
            .await?,
        );
        for (text, shown) in [
            ("AccessDenied", "AWS refused"),
            ("partners", "Partners"),
            ("1,199,", "1,199,"),
        ] {
            let address = format!("/history?search={text}");
            searched.push(go(&window, &address, " runs found$", shown).await?);
        }
        window.close().await?;
    }
    let mut tell = |what: &str, times: Vec<f64>, aim: &str| -> Result<()> {
        let what = format!("{} runs: {what}, until it is on screen", grouped(RUNS as f64));
        report.aim(Part::History, &what, &told(times)?, aim);
        Ok(())
    };
    tell("Run history opened, with its chart", opened, "≤ 200 ms")?;
    tell("filtered by status or days", filtered, "≤ 300 ms")?;
    tell("searched, once typing pauses", searched, "≤ 300 ms")
}

async fn go(window: &Window, address: &str, said: &str, shown: &str) -> Result<f64> {
    let answer = window
        .ask_and_wait(GO, vec![json!(address), json!(said), json!(shown)])
        .await?;
    answer.as_f64().context("the window tells milliseconds")
}

fn rollback(built: &Built, asked: &Arguments, report: &mut Report) -> Result<()> {
    let many = grouped(asked.users as f64);
    say(&format!("\nGoing back, {many} users"));
    let mut pool = Pool::start(asked.users)?;
    let home = Home::new(built, &pool.at)?;
    home.make_known(&pool.at)?;
    home.create("Back", &pool.at, &pool.at.user_pool_id, "unlimited")?;
    home.run("Back")?;
    // What the program takes to start, and to end.
    let start = home.seconds(&["list"])?;
    for share in SHARES {
        let before = home.newest_run("Back")?;
        pool.order(Order::Change { every: share })?;
        home.run("Back")?;
        let forth = home.newest_run("Back")?;
        let (mut previews, mut backs) = (Vec::new(), Vec::new());
        for _ in 0..asked.rounds {
            for to in [&before, &forth] {
                let seconds = home.seconds(&["rollback", "Back", "--to", to, "--preview"])?;
                previews.push((seconds - start).max(0.0) * 1_000.0);
                backs.push(home.roll_back("Back", to)?);
            }
        }
        let what = format!("{many} rows, one in {} changed", grouped(share as f64));
        let preview = format!("{what}: what a rollback would change, counted");
        report.aim(Part::History, &preview, &told(previews)?, "");
        report.aim(
            Part::History,
            &format!("{what}: rolled back"),
            &told(backs)?,
            "≤ 100 ms",
        );
    }
    Ok(())
}

fn told(times: Vec<f64>) -> Result<String> {
    let slowest = times.iter().copied().fold(0.0, f64::max);
    let count = times.len();
    let middle = median(times).context("at least one round")?;
    Ok(format!(
        "{middle:.0} ms (median of {count}; the slowest {slowest:.0} ms)"
    ))
}
