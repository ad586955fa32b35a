//! Running a program to its end: how long that takes, how much of a processor, and the most memory that it holds.

use crate::machine;
use crate::report::say;
use anyhow::{Context, Result, bail};
use poolhouse_e2e::background::Background;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;

/// A pool of a million at a third of AWS's quota takes half an hour.
const AT_MOST: Duration = Duration::from_hours(1);

/// How closely the end of a program is seen.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// How often its memory is looked at. The kernel keeps the highest mark; only what is taken and given back
/// after the last glance is missed.
const WEIGH_EVERY: Duration = Duration::from_millis(20);

/// How often is said that a long one still runs.
const SAY_EVERY: Duration = Duration::from_mins(1);

/// A program that has ended.
pub(crate) struct Ran {
    /// From its start to its end.
    pub(crate) seconds: f64,
    /// Seconds that a core worked for it, where the system tells.
    pub(crate) worked: Option<f64>,
    /// Bytes, where the system tells.
    pub(crate) peak: Option<u64>,
    pub(crate) succeeded: bool,
    pub(crate) output: NamedTempFile,
    pub(crate) errors: NamedTempFile,
}

impl Ran {
    /// The last line of what it complained of.
    pub(crate) fn complaint(&self) -> String {
        let said = fs::read_to_string(self.errors.path()).unwrap_or_default();
        said.lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("nothing was said")
            .trim()
            .to_owned()
    }
}

/// Runs a program; how it ends is for the caller to judge.
pub(crate) fn run(mut command: Command) -> Result<Ran> {
    let (output, errors) = (NamedTempFile::new()?, NamedTempFile::new()?);
    command
        .stdin(Stdio::null())
        .stdout(output.reopen()?)
        .stderr(errors.reopen()?);
    let started = Instant::now();
    let name = command.get_program().to_string_lossy().into_owned();
    let mut running = Background::start(&name, &mut command)?;
    let (mut peak, mut worked) = (None, None);
    let (mut weighed, mut said) = (started, started);
    let ended = loop {
        if let Some(ended) = running.child().try_wait().context("could not wait for it")? {
            break ended;
        }
        if weighed.elapsed() >= WEIGH_EVERY {
            peak = machine::peak(running.id()).max(peak);
            worked = machine::worked(running.id()).or(worked);
            weighed = Instant::now();
        }
        if said.elapsed() >= SAY_EVERY {
            say(&format!("  … for {} min now", started.elapsed().as_secs() / 60));
            said = Instant::now();
        }
        if started.elapsed() > AT_MOST {
            bail!("it did not end within {} s", AT_MOST.as_secs());
        }
        std::thread::sleep(LOOK_EVERY);
    };
    Ok(Ran {
        seconds: started.elapsed().as_secs_f64(),
        worked: worked.map(machine::seconds),
        peak,
        succeeded: ended.success(),
        output,
        errors,
    })
}
