//! A run or an export in progress, on standard error.

use crate::output::Output;
use poolhouse_engine::grouped;
use poolhouse_engine::model::RunId;
use poolhouse_engine::view::{Phase, RunSnapshot};
use poolhouse_engine::{Engine, Event};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::pin::pin;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// Shows how a run goes until it ends: in place on a terminal, and else a line a phase.
pub(crate) async fn show(run: RunId, events: &mut Receiver<Event>, output: &Output) {
    let in_place = io::stderr().is_terminal();
    let (mut told, mut waits) = (None, false);
    loop {
        match events.recv().await {
            Ok(Event::Run(snapshot)) if snapshot.run.id == run => {
                if snapshot.phase == Phase::Ended {
                    if in_place {
                        let _ = write!(io::stderr().lock(), "\r\x1b[K");
                    }
                    return;
                }
                if in_place {
                    let _ = write!(io::stderr().lock(), "\r\x1b[K{}", line(&snapshot));
                } else {
                    if told != Some(snapshot.phase) {
                        told = Some(snapshot.phase);
                        output.say(phase(snapshot.phase));
                    }
                    say_wait(&mut waits, snapshot.waiting.as_deref(), output);
                }
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// Does something that may have to wait for another program, and says so while it does.
pub(crate) async fn saying<T>(engine: &Engine, output: &Output, work: impl Future<Output = T>) -> T {
    let (mut events, mut work, mut waits) = (engine.events(), pin!(work), false);
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            event = events.recv() => match event {
                Ok(Event::Wait(wait)) => say_wait(&mut waits, wait.waiting.as_deref(), output),
                Ok(Event::Run(snapshot)) => say_wait(&mut waits, snapshot.waiting.as_deref(), output),
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return work.await,
            },
        }
    }
}

/// Says what is waited for, once where the wait begins.
fn say_wait(waits: &mut bool, waiting: Option<&str>, output: &Output) {
    if let Some(words) = waiting.filter(|_| !*waits) {
        output.say(words);
    }
    *waits = waiting.is_some();
}

/// Shows how far an export is, in place, where there is a terminal. Never ends: the export does.
pub(crate) async fn show_export(export: &str, events: &mut Receiver<Event>) {
    let in_place = io::stderr().is_terminal();
    loop {
        match events.recv().await {
            Ok(Event::Export(progress)) if progress.export == export && in_place => {
                if progress.sorting {
                    let _ = write!(io::stderr().lock(), "\r\x1b[KSorting …");
                    continue;
                }
                let of = progress
                    .of
                    .map_or_else(String::new, |of| format!(" of {}", grouped(of)));
                let _ = write!(
                    io::stderr().lock(),
                    "\r\x1b[KWriting … {}{of} rows",
                    grouped(progress.rows)
                );
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// Shows which column is looked at, in place, where there is a terminal.
pub(crate) fn show_columns(column: usize, of: usize) {
    if io::stderr().is_terminal() {
        let _ = write!(
            io::stderr().lock(),
            "\r\x1b[KLooking at column {column} of {of} …"
        );
    }
}

/// Takes away what is shown in place.
pub(crate) fn clear() {
    if io::stderr().is_terminal() {
        let _ = write!(io::stderr().lock(), "\r\x1b[K");
    }
}

fn line(snapshot: &RunSnapshot) -> String {
    let mut line = format!(
        "{} {} rows, {} a second, {} calls",
        phase(snapshot.phase),
        grouped(snapshot.run.rows),
        grouped(snapshot.rows_per_second),
        grouped(snapshot.run.calls),
    );
    if let Some(percent) = snapshot.percent {
        let _ = write!(line, ", {percent} %");
    }
    if let Some(seconds) = snapshot.seconds_left {
        let _ = write!(line, ", {seconds} s left");
    }
    if let Some(waiting) = &snapshot.waiting {
        let _ = write!(line, ". {waiting}");
    }
    line
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Preparing => "Connecting …",
        Phase::Reading => "Reading …",
        Phase::Publishing => "Comparing and publishing …",
        Phase::Ended => "Ended.",
    }
}
