//! Rows of a large table in the real window: scrolled by the bar and by the wheel, a column looked at, a file made.

use crate::Built;
use crate::arguments::{Arguments, Part};
use crate::home::Home;
use crate::pool::Pool;
use crate::report::{Report, grouped, say};
use crate::window::{Screen, start};
use anyhow::{Context, Result};
use poolhouse_e2e::find::Role;
use poolhouse_e2e::wait::{LONG, until};
use poolhouse_e2e::window::Window;
use serde_json::json;
use std::time::Instant;

const SCROLL: &str = include_str!("scroll.js");

/// Seconds from one end to the other, as somebody drags who looks for something.
const SECONDS: u64 = 10;

pub(crate) async fn all(built: &Built, asked: &Arguments, report: &mut Report) -> Result<()> {
    let many = grouped(asked.users as f64);
    say(&format!("\n{many} users in the window"));
    let pool = Pool::start(asked.users)?;
    let home = Home::new(built, &pool.at)?;
    home.create("Members", &pool.at, &pool.at.user_pool_id, "unlimited")?;
    home.run("Members")?;
    drop(pool);
    let screen = Screen::open()?;
    let (window, _) = start(built, &home, &screen).await?;
    window.go_to("/databases/1/users").await?;
    window.find(Role::Button, "Keys").await?;
    window.read_within(&format!("{many} rows"), LONG).await?;
    for (way, what) in [
        ("bar", "the bar dragged from end to end"),
        ("wheel", "the wheel turned"),
    ] {
        let seen = window
            .ask_and_wait(SCROLL, vec![json!(way), json!(SECONDS)])
            .await?;
        let number = |name: &str| seen[name].as_f64().context("the page counts");
        report.aim(
            Part::Window,
            &format!("{many} rows, {what} in {SECONDS} s: frames a second"),
            &format!(
                "{:.0} (the slowest took {:.0} ms)",
                number("perSecond")?,
                number("slowest")?
            ),
            "≥ 30",
        );
        report.aim(
            Part::Window,
            &format!("{many} rows, {what}: the longest that a row in sight was blank"),
            &format!(
                "{:.0} ms ({:.0} ms in all)",
                number("blankest")?,
                number("blank")?
            ),
            "≤ 100 ms",
        );
    }
    let seconds = profile(&window).await?;
    let what = format!("{many} rows: a column’s profile, from the click to its values on screen");
    report.aim(Part::Window, &what, &format!("{seconds:.1} s"), "≤ 1 s");
    let seconds = export(&window, &home).await?;
    let what = format!("{many} rows: exported as CSV, from the click to the notice");
    report.aim(Part::Window, &what, &format!("{seconds:.1} s"), "≤ 5 s");
    window.close().await
}

async fn profile(window: &Window) -> Result<f64> {
    window.click(Role::Button, "Menu of column status").await?;
    window.find(Role::MenuItem, "Profile").await?;
    let begun = Instant::now();
    window.click(Role::MenuItem, "Profile").await?;
    there(window, "Most frequent").await?;
    let seconds = begun.elapsed().as_secs_f64();
    window.click(Role::Button, "Close the profile").await?;
    Ok(seconds)
}

async fn export(window: &Window, home: &Home) -> Result<f64> {
    let path = home.path().join("people.csv");
    window.click(Role::Button, "Export…").await?;
    window.tick(Role::Radio, "CSV for programs", true).await?;
    window.fill("File", path.to_str().context("Unicode")?).await?;
    let begun = Instant::now();
    window.click(Role::Button, "Export").await?;
    until("the file to be there", LONG, async || {
        Ok(window.has(Role::Button, "Show in folder").await?.then_some(()))
    })
    .await?;
    Ok(begun.elapsed().as_secs_f64())
}

async fn there(window: &Window, heading: &str) -> Result<()> {
    until(heading, LONG, async || {
        Ok(window.has(Role::Heading, heading).await?.then_some(()))
    })
    .await
}
