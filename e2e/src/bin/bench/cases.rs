//! Side by side: every tool on the same made-up people in the same run, in turns, each round begun by another tool.
//!
//! A tool is measured on as many users as it brings in some seconds, so that the slow are not waited for and the
//! fast are not measured by their start.

use crate::Built;
use crate::arguments::{Arguments, Case as Name};
use crate::home::Home;
use crate::peers::{Peers, Tool, brought};
use crate::pool::Pool;
use crate::program;
use crate::report::{Case, Entry, Report, Start, grouped, say};
use crate::serve::Order;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::time::Duration;

/// What the tools meet.
struct Setting {
    name: Name,
    title: &'static str,
    latency_ms: u64,
    quota: bool,
    /// For so long all listings are refused, from the middle of each run on.
    burst_ms: Option<u64>,
}

const fn setting(name: Name, title: &'static str, latency_ms: u64) -> Setting {
    Setting {
        name,
        title,
        latency_ms,
        quota: false,
        burst_ms: None,
    }
}

/// The case in which nothing slows anybody.
pub(crate) const UNSLOWED: &str = "No latency";

const SETTINGS: [Setting; 5] = [
    setting(Name::NoLatency, UNSLOWED, 0),
    setting(Name::Near, "40 ms a call", 40),
    setting(Name::Far, "150 ms a call", 150),
    Setting {
        quota: true,
        ..setting(Name::Quota, "No latency, AWS’s quota of 30 calls a second", 0)
    },
    Setting {
        burst_ms: Some(2_000),
        ..setting(Name::Burst, "40 ms a call, all refused for 2 s in mid-run", 40)
    },
];

/// The pools that tools are measured on. Poolhouse reads in parts from two thousand users on.
const SIZES: [u64; 6] = [3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

/// The next larger pool is not for a tool that would take longer over it, its start apart.
const TURN_SECONDS: f64 = 7.0;

/// The quota fills again within a second; nobody is to pay for the one before.
const REFILL: Duration = Duration::from_millis(1_100);

pub(crate) fn all(built: &Built, peers: &Peers, asked: &Arguments, report: &mut Report) -> Result<()> {
    for tool in Tool::ALL.into_iter().filter(|tool| !peers.has(*tool)) {
        report.left_out.push(tool.name());
        say(&format!("{} is not here and is left out", tool.name()));
    }
    report.starts = starts(built, peers, asked.rounds)?;
    let mut bench = Bench {
        built,
        peers,
        rounds: asked.rounds as usize,
        largest: asked.users,
        starts: report.starts.clone(),
        beds: BTreeMap::new(),
    };
    for setting in SETTINGS.iter().filter(|setting| asked.wants_case(setting.name)) {
        say(&format!("\n{}", setting.title));
        let case = bench.side_by_side(setting)?;
        report.cases.push(case);
    }
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

/// A pool of some size, and a home that has read it before.
struct Bed {
    pool: Pool,
    known: Home,
}

/// What all cases share.
struct Bench<'a> {
    built: &'a Built,
    peers: &'a Peers,
    rounds: usize,
    largest: u64,
    starts: Vec<Start>,
    beds: BTreeMap<u64, Bed>,
}

impl Bench<'_> {
    fn side_by_side(&mut self, setting: &Setting) -> Result<Case> {
        let mut tools = Vec::new();
        for tool in Tool::ALL.into_iter().filter(|tool| self.peers.has(*tool)) {
            let users = self.bearable(tool, setting)?;
            say(&format!("  {}: on {} users", tool.name(), grouped(users as f64)));
            tools.push((tool, users, Vec::new()));
        }
        for round in 0..self.rounds {
            for place in 0..tools.len() {
                let place = (place + round) % tools.len();
                let (tool, users, turns) = &mut tools[place];
                turns.push(self.turn(*tool, *users, setting)?);
            }
        }
        let entries = tools.into_iter().map(|(tool, users, turns)| {
            let entry = entry(tool, turns, users, self.start_of(tool));
            say(&format!("  {}: {} users/s", tool.name(), entry.told()));
            entry
        });
        Ok(Case {
            title: setting.title,
            entries: entries.collect(),
        })
    }

    /// The largest pool that a tool gets through in good time; found without bursts.
    fn bearable(&mut self, tool: Tool, setting: &Setting) -> Result<u64> {
        let calm = Setting {
            burst_ms: None,
            ..*setting
        };
        let largest = self.largest;
        let mut found = SIZES[0];
        for more in SIZES.into_iter().skip(1).filter(|more| *more <= largest) {
            let Turn::Done { seconds, .. } = self.turn(tool, found, &calm)? else {
                break;
            };
            let longer = more as f64 / found as f64;
            if (seconds - self.start_of(tool)) * longer > TURN_SECONDS {
                break;
            }
            found = more;
        }
        Ok(found)
    }

    /// What is taken off a tool's times: the start of the tools of others; nothing of ours.
    fn start_of(&self, tool: Tool) -> f64 {
        let start = self.starts.iter().find(|start| start.tool == tool);
        start
            .filter(|_| !tool.is_ours())
            .map_or(0.0, |start| start.seconds)
    }

    /// The pool of so many users, made if there is none.
    fn bed(&mut self, users: u64) -> Result<&mut Bed> {
        if !self.beds.contains_key(&users) {
            let pool = Pool::start(users)?;
            let known = Home::new(self.built, &pool.at)?;
            known.make_known(&pool.at)?;
            self.beds.insert(users, Bed { pool, known });
        }
        self.beds.get_mut(&users).context("BUG: made above")
    }

    fn turn(&mut self, tool: Tool, users: u64, setting: &Setting) -> Result<Turn> {
        let (built, peers) = (self.built, self.peers);
        let bed = self.bed(users)?;
        bed.pool.answer(setting.latency_ms, setting.quota)?;
        if let Some(for_ms) = setting.burst_ms {
            let after_calls = tool.calls(users) / 2;
            bed.pool.order(Order::Throttle { after_calls, for_ms })?;
        }
        let speed = if setting.quota { "full" } else { "unlimited" };
        let turn = match tool {
            Tool::Poolhouse => ours(&bed.known, &bed.pool, speed),
            Tool::FirstRun => ours(&Home::new(built, &bed.pool.at)?, &bed.pool, speed),
            _ => theirs(built, peers, tool, &bed.pool),
        };
        if setting.quota {
            std::thread::sleep(REFILL);
        }
        turn
    }
}

/// A first import into a dataflow of its own.
fn ours(home: &Home, pool: &Pool, speed: &str) -> Result<Turn> {
    home.create("Turn", &pool.at, &pool.at.user_pool_id, speed)?;
    let turn = match home.run("Turn") {
        Ok(run) if run.rows < pool.users as f64 => Turn::Failed(format!("brought {}", run.rows)),
        Ok(run) => Turn::Done {
            seconds: run.seconds,
            peak: run.peak,
        },
        Err(error) => Turn::Failed(format!("{error:#}")),
    };
    home.remove("Turn")?;
    Ok(turn)
}

fn theirs(built: &Built, peers: &Peers, tool: Tool, pool: &Pool) -> Result<Turn> {
    let folder = tempfile::tempdir_in(&built.target)?;
    let pool_id = &pool.at.user_pool_id;
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
        Turn::Failed(format!("it brought {brought} users of {}", pool.users))
    })
}

/// The median of a tool's turns, less `start`.
fn entry(tool: Tool, turns: Vec<Turn>, users: u64, start: f64) -> Entry {
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
    Entry {
        tool,
        users,
        failed: rounds - seconds.len(),
        users_per_second: median(seconds).map(|seconds| users as f64 / (seconds - start).max(0.001)),
        peak: peaks.into_iter().max(),
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
