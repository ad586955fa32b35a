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
    /// Users at AWS's quota and 150 ms a call; a thousand take 0.6 s.
    #[arg(long, default_value_t = 60_000)]
    pub(crate) users: u64,
    /// The whole million at AWS's quota, which takes ten minutes.
    #[arg(long)]
    pub(crate) long: bool,
    /// How often each short measurement is made; the median counts.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// Write the figures and the picture into the README too.
    #[arg(long)]
    pub(crate) readme: bool,
    /// Where the other tools are installed; told by `cargo xtask`.
    #[arg(long, hide = true)]
    pub(crate) peers: Option<PathBuf>,
}

/// A part of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Beside the other tools.
    Peers,
    /// At AWS's quota, alone and beside another app of the same account.
    Quota,
    /// Large pools, memory, and a second run.
    Scale,
    /// The window's start and its memory.
    Window,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Inside {
    /// The process that serves the pool.
    #[command(hide = true)]
    Serve(Serve),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// How many users.
    #[arg(long)]
    pub(crate) users: u64,
}

impl Arguments {
    pub(crate) fn wants(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }
}
