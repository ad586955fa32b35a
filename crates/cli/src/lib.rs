//! `poolhouse-cli`: the same intents as the window, another face.
//!
//! Data on standard output, words on standard error. Exit codes: 0 done, 1 failed, 2 usage,
//! 3 interrupted, 130 cancelled.
//!
//! A library, so that what is typed can be tried without a process for each line of it. Called by the
//! program alone.

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
use std::ffi::OsString;
use std::process::ExitCode;

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

/// Does what the command line of this process says.
pub async fn perform() -> ExitCode {
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

/// Reads a command line, the program's name first, and does nothing; answers what is wrong with it, in the
/// words that a person would be shown, or the help that it asks for.
pub fn understood<Word: Into<OsString> + Clone>(words: impl IntoIterator<Item = Word>) -> Result<(), String> {
    match Arguments::try_parse_from(words) {
        Ok(_) => Ok(()),
        Err(refused) => Err(refused.render().to_string()),
    }
}
