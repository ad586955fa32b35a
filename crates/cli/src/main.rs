//! `poolhouse-cli`: the same intents as the window, another face.
//!
//! Data on standard output, words on standard error. Exit codes: 0 done, 1 failed, 2 usage,
//! 3 interrupted, 130 cancelled.

mod arguments;
mod output;
mod progress;
mod secrets;
mod start;
mod verbs;

use arguments::Arguments;
use clap::Parser;
use output::Output;
use poolhouse_engine::{logging, without_core_dumps};
use std::process::ExitCode;

/// A page is some thousands of small strings, made on one thread and dropped on another: what the system's
/// allocator is slowest at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    Done,
    Failed,
    Usage,
    Interrupted,
    Cancelled,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        Self::from(match ended {
            Ended::Done => 0,
            Ended::Failed => 1,
            Ended::Usage => 2,
            Ended::Interrupted => 3,
            Ended::Cancelled => 130,
        })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    // Before a secret is read.
    without_core_dumps();
    let arguments = Arguments::parse();
    logging::start(start::environment("RUST_LOG").as_deref());
    let output = Output { json: arguments.json };
    match verbs::perform(&arguments, &output).await {
        Ok(ended) => ended.into(),
        Err(failed) => failed.tell(&output).into(),
    }
}
