//! What may be typed after `cargo xtask bench`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Speed and memory, beside public tools, against a made-up pool on this computer.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench", disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) inside: Option<Inside>,
    /// Only these parts (all, if none is given).
    #[arg(value_enum)]
    parts: Vec<Part>,
    /// Only this of the cases in which tools are measured side by side; may be given more than once.
    #[arg(long = "case", value_enum)]
    cases: Vec<Case>,
    /// Users of the largest pool. At AWS's quota a million take ten minutes.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(3_000..))]
    pub(crate) users: u64,
    /// How often each short measurement is made; the median counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// Write what was measured into the README, and the picture into `docs/bench`.
    #[arg(long)]
    pub(crate) readme: bool,
    /// Where the other tools are installed; told by `cargo xtask`.
    #[arg(long, hide = true)]
    pub(crate) peers: Option<PathBuf>,
}

/// A part of the benchmark: measured, and written into the README, without the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Beside the other tools.
    Peers,
    /// Large pools, memory, and a second run.
    Scale,
    /// Looking at what was imported: rows, profiles, comparisons, exports.
    Look,
    /// At AWS's quota, alone and beside another app of the same account.
    Quota,
    /// The window's start and its memory, and a large table in it.
    Window,
    /// Going back a version, and through a history of 100,000 runs in the window.
    History,
}

/// What the tools meet side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Case {
    /// Answers at once.
    NoLatency,
    /// A server in the same part of the world.
    #[value(name = "40ms")]
    Near,
    /// A server in another.
    #[value(name = "150ms")]
    Far,
    /// AWS's quota.
    Quota,
    /// All calls are refused for a while in mid-run.
    Burst,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Inside {
    /// The process that serves the pool.
    #[command(hide = true)]
    Serve(Serve),
    /// The process that looks at what was imported.
    #[command(hide = true, name = "look-within")]
    Look(Look),
}

#[derive(Debug, Args)]
pub(crate) struct Look {
    /// The data folder.
    #[arg(long)]
    pub(crate) folder: PathBuf,
    /// How often each thing is done.
    #[arg(long)]
    pub(crate) rounds: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// How many users.
    #[arg(long)]
    pub(crate) users: u64,
}

impl Part {
    /// Its name in the README's markers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Peers => "peers",
            Self::Scale => "scale",
            Self::Look => "look",
            Self::Quota => "quota",
            Self::Window => "window",
            Self::History => "history",
        }
    }
}

impl Arguments {
    pub(crate) fn wants(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    pub(crate) fn wants_case(&self, case: Case) -> bool {
        self.cases.is_empty() || self.cases.contains(&case)
    }
}
