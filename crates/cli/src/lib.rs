//! `poolhouse-cli`: the same intents as the window, another face.
//!
//! Data on standard output, words on standard error. Exit codes: 0 done, 1 failed, 2 not understood or
//! refused as it was typed, such as a table that is not there, 3 interrupted, 4 done in part, 130 cancelled. With
//! `--json` an error is JSON too.
//!
//! A library, so that what is typed can be tried without a process for each line of it. Called by the
//! program, and by `fuzzed`, which gives it command lines.

mod arguments;
mod failed;
mod output;
mod progress;
mod secrets;
mod start;
mod verbs;

use arguments::Arguments;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use failed::{Told, without_wrong_tip};
use output::Output;
use poolhouse_engine::{logging, without_core_dumps};
use std::ffi::OsString;
use std::io::{Write, stderr};
use std::process::ExitCode;

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    Done,
    Failed,
    Usage,
    Interrupted,
    /// What could be read was answered; something that was asked for could not.
    InPart,
    Cancelled,
}

impl Ended {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Interrupted => 3,
            Self::InPart => 4,
            Self::Cancelled => 130,
        }
    }
}

/// Does what the command line of this process says.
pub async fn perform() -> ExitCode {
    // First, so that it is told where a crash may write the memory to the disk.
    logging::start(start::environment("RUST_LOG").as_deref());
    // Before a secret is read.
    without_core_dumps();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(refused) => return not_understood(refused),
    };
    let output = Output::new(arguments.json);
    let ended = verbs::perform(&arguments, &output).await;
    let code = match (ended, output.unwritten()) {
        (Err(failed), _) => output.refuse(&failed.told(&arguments.verb)),
        (Ok(Ended::Done | Ended::InPart), Some(told)) => output.refuse(&told),
        (Ok(ended), _) => ended.code(),
    };
    code.into()
}

/// Says what is wrong with a command line, or shows the help that it asks for.
fn not_understood(refused: clap::Error) -> ExitCode {
    let refused = without_wrong_tip(refused);
    let json = std::env::args_os().any(|word| word == "--json");
    if json && refused.use_stderr() {
        return Output::new(json).refuse(&Told::of_usage(&refused)).into();
    }
    // Whoever asked for help and went away, as `head` does, has what they wanted.
    let _ = match refused.kind() {
        ErrorKind::MissingSubcommand => writeln!(stderr().lock(), "{}", Arguments::command().render_help()),
        _ => refused.print(),
    };
    let code = if refused.use_stderr() {
        Ended::Usage
    } else {
        Ended::Done
    };
    code.code().into()
}

/// Reads a command line, the program's name first, and does nothing; answers what is wrong with it, in the
/// words that a person would be shown, or the help that it asks for.
pub fn understood<Word: Into<OsString> + Clone>(words: impl IntoIterator<Item = Word>) -> Result<(), String> {
    match Arguments::try_parse_from(words) {
        Ok(_) => Ok(()),
        Err(refused) => Err(refused.render().to_string()),
    }
}
