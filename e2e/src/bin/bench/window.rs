//! The window: from its start to when it can be used, and its memory when nothing happens.

use crate::Built;
use crate::arguments::Part;
use crate::home::Home;
use crate::machine::{age, megabytes, proportional, seconds, worked};
use crate::pool::Pool;
use crate::report::{Report, percent};
use anyhow::{Context, Result};
use poolhouse_e2e::background::Background;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::wait::{SOON, until};
use poolhouse_e2e::window::{Opening, Window};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const STARTS: usize = 5;

/// How long an idle window is watched.
const WATCHED: Duration = Duration::from_secs(30);

/// A stretch in which no process of the app works.
const IDLE: Duration = Duration::from_secs(3);

/// The kernel's ticks that count as nothing in such a stretch.
const NOTHING: u64 = 5;

pub(crate) async fn start_and_idle(built: &Built, report: &mut Report) -> Result<()> {
    let screen = Screen::open()?;
    let pool = Pool::start(10_000)?;
    let home = Home::new(built, &pool.at)?;
    home.create("Members", &pool.at, &pool.at.user_pool_id, "unlimited")?;
    home.run("Members")?;
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let (window, seconds) = start(built, &home, &screen).await?;
        times.push(seconds);
        window.close().await?;
    }
    times.sort_by(f64::total_cmp);
    report.aim(
        Part::Window,
        "Window, from the process's start to its list on screen",
        &format!(
            "{:.2} s (median of {STARTS}; the slowest {:.2} s)",
            times[STARTS / 2],
            times[STARTS - 1]
        ),
        "< 1.5 s",
    );
    let (window, _) = start(built, &home, &screen).await?;
    let idle = idle(&window).await?;
    report.aim(
        Part::Window,
        "Window, idle, all its processes (PSS)",
        &format!("{:.0} MB", megabytes(idle)),
        "< 300 MB",
    );
    let share = work_while_idle(&window);
    report.aim(
        Part::Window,
        "Window, idle, processor time of all its processes",
        &format!("{} of a core (over {} s)", percent(share), WATCHED.as_secs()),
        "about 0",
    );
    window.close().await
}

/// Opens the window and answers how old its process was when the list was seen.
pub(crate) async fn start(built: &Built, home: &Home, screen: &Screen) -> Result<(Window, f64)> {
    let private = home.path().join("home");
    std::fs::create_dir_all(private.join("run"))?;
    let opening = Opening {
        app: built.app.clone(),
        folder: home.path().to_owned(),
        within: ["dbus-run-session", "--"].map(Into::into).into(),
        environment: vec![
            ("DISPLAY".into(), screen.display.clone().into()),
            ("GDK_BACKEND".into(), "x11".into()),
            ("HOME".into(), private.clone().into()),
            ("XDG_RUNTIME_DIR".into(), private.join("run").into()),
            ("NO_AT_BRIDGE".into(), "1".into()),
            ("GSETTINGS_BACKEND".into(), "memory".into()),
        ],
    };
    let window = Window::open_with(&opening).await?;
    until("the list of dataflows", SOON, async || {
        Ok(window.has(Role::Link, "Members").await?.then_some(()))
    })
    .await?;
    let seconds = age(window.app()?).context("the app has a start")?;
    Ok((window, seconds))
}

/// The memory of all its processes once none of them works any more.
async fn idle(window: &Window) -> Result<u64> {
    let ticks = || window.processes().into_iter().filter_map(worked).sum::<u64>();
    let mut since = (Instant::now(), ticks());
    until("the window to be idle", SOON, async || {
        let now = ticks();
        if now.saturating_sub(since.1) > NOTHING {
            since = (Instant::now(), now);
        }
        Ok((since.0.elapsed() > IDLE).then_some(()))
    })
    .await?;
    Ok(window.processes().into_iter().filter_map(proportional).sum())
}

/// The share of a core that all its processes take while nobody does anything.
fn work_while_idle(window: &Window) -> f64 {
    let ticks = || window.processes().into_iter().filter_map(worked).sum::<u64>();
    let (since, before) = (Instant::now(), ticks());
    std::thread::sleep(WATCHED);
    seconds(ticks().saturating_sub(before)) / since.elapsed().as_secs_f64()
}

/// A screen that nobody sees.
pub(crate) struct Screen {
    display: String,
    _server: Background,
}

impl Screen {
    pub(crate) fn open() -> Result<Self> {
        let mut command = Command::new("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1600x1200x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Background::start("Xvfb", &mut command)?;
        let mut number = String::new();
        let output = server.child().stdout.take().context("BUG: piped above")?;
        BufReader::new(output).read_line(&mut number)?;
        Ok(Self {
            display: format!(":{}", number.trim()),
            _server: server,
        })
    }
}
