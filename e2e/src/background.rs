//! A program in the background that ends with its handle, by its process id, and the processes
//! that it started with it.

use anyhow::{Context, Result};
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take to tidy up.
const PATIENCE: Duration = Duration::from_secs(3);

/// A program in the background.
#[derive(Debug)]
pub struct Background {
    child: Child,
}

impl Background {
    /// Starts a program; `what` completes "could not start …".
    pub fn start(what: &str, command: &mut Command) -> Result<Self> {
        let child = command
            .spawn()
            .with_context(|| format!("could not start {what}"))?;
        Ok(Self { child })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The process, for its streams.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Sends it a signal, by its name.
    pub fn signal(&self, name: &str) {
        signal(self.id(), name);
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if self.has_ended() {
            return;
        }
        let all = with_descendants(self.id());
        for &id in &all {
            signal(id, "TERM");
        }
        let child = &mut self.child;
        let ended = within(PATIENCE, || {
            !matches!(child.try_wait(), Ok(None)) && all.iter().all(|&id| !is_alive(id))
        });
        if !ended {
            for &id in all.iter().filter(|&&id| is_alive(id)) {
                signal(id, "KILL");
            }
            // It may be gone in this very moment, and then there is nothing left to do.
            let _ = self.child.wait();
        }
    }
}

/// Sends one process a signal, by its id.
pub fn signal(id: u32, name: &str) {
    let mut kill = Command::new("kill");
    kill.args([format!("-{name}"), id.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // A process that is gone needs no signal.
    let _ = kill.status();
}

/// A process and all that it started, itself first.
pub fn with_descendants(id: u32) -> Vec<u32> {
    let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            Some((id, parent(id)?))
        })
        .collect();
    let mut all = vec![id];
    let mut next = 0;
    while let Some(&of) = all.get(next) {
        all.extend(
            parents
                .iter()
                .filter(|&&(_, parent)| parent == of)
                .map(|&(id, _)| id),
        );
        next += 1;
    }
    all
}

/// The name of a process, as the system shortens it.
pub fn name(id: u32) -> String {
    fs::read_to_string(format!("/proc/{id}/comm"))
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// Clock ticks, a hundred a second, that a process has worked so far.
pub fn worked(id: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let words: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some(words.get(11)?.parse::<u64>().ok()? + words.get(12)?.parse::<u64>().ok()?)
}

fn is_alive(id: u32) -> bool {
    // A zombie has ended; its parent has only not looked yet.
    state(id).is_some_and(|(state, _)| state != "Z")
}

fn parent(id: u32) -> Option<u32> {
    state(id).map(|(_, parent)| parent)
}

fn state(id: u32) -> Option<(String, u32)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name stands in brackets and may hold anything.
    let mut words = stat.rsplit_once(')')?.1.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
}

/// Asks again and again until it is so, or the time is over.
fn within(limit: Duration, mut so: impl FnMut() -> bool) -> bool {
    let started = Instant::now();
    loop {
        if so() {
            return true;
        }
        if started.elapsed() > limit {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
