//! Side by side: every tool on the same pool in the same run, in turns, each turn begun by another tool.

use crate::Built;
use crate::home::Home;
use crate::peers::{Peers, Tool, brought};
use crate::pool::Pool;
use crate::program;
use crate::report::{Case, Entry, Report, Start, grouped, say};
use crate::serve::Order;
use anyhow::Result;

/// What the tools meet.
struct Setting {
    title: &'static str,
    users: u64,
    latency_ms: u64,
    quota: bool,
    /// For so long all listings are refused, from the middle of each run on.
    burst_ms: Option<u64>,
}

/// At sizes at which the tools of others take some seconds.
const SETTINGS: [Setting; 5] = [
    Setting {
        title: "No latency",
        users: 30_000,
        latency_ms: 0,
        quota: false,
        burst_ms: None,
    },
    Setting {
        title: "40 ms a call",
        users: 6_000,
        latency_ms: 40,
        quota: false,
        burst_ms: None,
    },
    Setting {
        title: "150 ms a call",
        users: 3_000,
        latency_ms: 150,
        quota: false,
        burst_ms: None,
    },
    Setting {
        title: "No latency, AWS’s quota of 30 calls a second",
        users: 9_000,
        latency_ms: 0,
        quota: true,
        burst_ms: None,
    },
    Setting {
        title: "40 ms a call, all refused for 2 s in mid-run",
        users: 6_000,
        latency_ms: 40,
        quota: false,
        burst_ms: Some(2_000),
    },
];

/// How often each short measurement is made.
pub(crate) fn all(built: &Built, peers: &Peers, rounds: u32, report: &mut Report) -> Result<()> {
    for tool in Tool::ALL.into_iter().filter(|tool| !peers.has(*tool)) {
        report.left_out.push(tool.name());
        say(&format!("{} is not here and is left out", tool.name()));
    }
    let starts = starts(built, peers, rounds)?;
    for setting in &SETTINGS {
        let case = side_by_side(built, peers, setting, rounds, &starts)?;
        report.cases.push(case);
    }
    report.starts = starts;
    Ok(())
}

/// How long each tool takes to list a pool with nobody in it: its start, and one call.
fn starts(built: &Built, peers: &Peers, rounds: u32) -> Result<Vec<Start>> {
    let pool = Pool::start(50)?;
    let mut starts = Vec::new();
    for tool in Tool::ALL.into_iter().filter(|tool| *tool != Tool::FirstRun) {
        let mut seconds = Vec::new();
        for _ in 0..rounds {
            let folder = tempfile::tempdir_in(&built.target)?;
            if tool.is_ours() {
                let home = Home::new(built, &pool.at)?;
                home.create("Empty", &pool.at, &pool.at.empty_pool_id, "unlimited")?;
                seconds.push(home.run("Empty")?.seconds);
            } else if let Some(command) = peers.command(tool, &pool.at, &pool.at.empty_pool_id, folder.path())
            {
                let ran = program::run(command)?;
                if ran.succeeded {
                    seconds.push(ran.seconds);
                }
            }
        }
        if let Some(seconds) = median(seconds) {
            starts.push(Start { tool, seconds });
        }
    }
    Ok(starts)
}

/// What one turn of a tool came to.
enum Turn {
    Done { seconds: f64, peak: Option<u64> },
    Failed(String),
}

fn side_by_side(
    built: &Built,
    peers: &Peers,
    setting: &Setting,
    rounds: u32,
    starts: &[Start],
) -> Result<Case> {
    say(&format!(
        "\n{} ({} users)",
        setting.title,
        grouped(setting.users as f64)
    ));
    let mut pool = Pool::start(setting.users)?;
    let known = Home::new(built, &pool.at)?;
    known.create("Known", &pool.at, &pool.at.user_pool_id, "full")?;
    known.run("Known")?;
    pool.answer(setting.latency_ms, setting.quota)?;
    let tools: Vec<Tool> = Tool::ALL.into_iter().filter(|tool| peers.has(*tool)).collect();
    let mut turns: Vec<Vec<Turn>> = tools.iter().map(|_| Vec::new()).collect();
    for round in 0..rounds as usize {
        for place in 0..tools.len() {
            let place = (place + round) % tools.len();
            if let Some(for_ms) = setting.burst_ms {
                let after_calls = tools[place].calls(setting.users) / 2;
                pool.order(Order::Throttle { after_calls, for_ms })?;
            }
            turns[place].push(turn(
                built,
                peers,
                tools[place],
                &pool,
                &known,
                setting.quota,
                round,
            )?);
            if setting.quota {
                // The quota fills again within a second; nobody is to pay for the one before.
                std::thread::sleep(std::time::Duration::from_millis(1_100));
            }
        }
    }
    let entries = tools
        .iter()
        .zip(turns)
        .map(|(tool, turns)| {
            let start = starts.iter().find(|start| start.tool == *tool);
            let entry = entry(*tool, turns, setting.users, start);
            say(&format!("  {}: {}", tool.name(), entry.told()));
            entry
        })
        .collect();
    Ok(Case {
        title: setting.title,
        users: setting.users,
        entries,
    })
}

fn turn(
    built: &Built,
    peers: &Peers,
    tool: Tool,
    pool: &Pool,
    known: &Home,
    quota: bool,
    round: usize,
) -> Result<Turn> {
    let folder = tempfile::tempdir_in(&built.target)?;
    let pool_id = &pool.at.user_pool_id;
    let speed = if quota { "full" } else { "unlimited" };
    let ours = |home: &Home, name: &str| -> Result<Turn> {
        home.create(name, &pool.at, pool_id, speed)?;
        Ok(match home.run(name) {
            Ok(run) if run.rows < pool.users as f64 => Turn::Failed(format!("brought {}", run.rows)),
            Ok(run) => Turn::Done {
                seconds: run.seconds,
                peak: run.peak,
            },
            Err(error) => Turn::Failed(format!("{error:#}")),
        })
    };
    match tool {
        Tool::Poolhouse => ours(known, &format!("Round{round}")),
        Tool::FirstRun => ours(&Home::new(built, &pool.at)?, "First"),
        _ => {
            let Some(command) = peers.command(tool, &pool.at, pool_id, folder.path()) else {
                return Ok(Turn::Failed("not here".into()));
            };
            let ran = program::run(command)?;
            if !ran.succeeded {
                return Ok(Turn::Failed(ran.complaint()));
            }
            let brought = brought(tool, ran.output.path(), ran.errors.path(), folder.path(), pool_id);
            Ok(if brought == pool.users {
                Turn::Done {
                    seconds: ran.seconds,
                    peak: ran.peak,
                }
            } else {
                Turn::Failed(format!("brought {brought} users of {}", pool.users))
            })
        }
    }
}

/// The median of a tool's turns. The start of the tools of others is taken off, ours is not.
fn entry(tool: Tool, turns: Vec<Turn>, users: u64, start: Option<&Start>) -> Entry {
    let rounds = turns.len();
    let (mut seconds, mut peaks, mut why) = (Vec::new(), Vec::new(), None);
    for turn in turns {
        match turn {
            Turn::Done { seconds: took, peak } => {
                seconds.push(took);
                peaks.extend(peak);
            }
            Turn::Failed(reason) => {
                say(&format!("  {} failed: {reason}", tool.name()));
                why = Some(reason);
            }
        }
    }
    let failed = rounds - seconds.len();
    let start = start
        .filter(|_| !tool.is_ours())
        .map_or(0.0, |start| start.seconds);
    Entry {
        tool,
        users_per_second: median(seconds).map(|seconds| users as f64 / (seconds - start).max(0.001)),
        peak: peaks.into_iter().max(),
        failed,
        rounds,
        why,
    }
}

/// The one in the middle; the lower of the two where there are two.
pub(crate) fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len().checked_sub(1)? / 2;
    numbers.get(middle).copied()
}
