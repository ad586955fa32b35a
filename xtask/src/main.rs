//! Every contributor command: `cargo xtask <command>`, one file each.
//!
//! Each does its own set-up first (`setup`), so that the Rust toolchain and Node are all that a newcomer needs.
//! Deliberately not here: anything that the app itself needs when it runs.
#![expect(clippy::print_stdout, reason = "what these commands say is for the terminal")]
#![expect(
    clippy::disallowed_methods,
    reason = "a contributor command is all start-up: it reads the environment"
)]

mod bench;
mod bindings;
mod bundle;
mod check;
mod dev;
mod faults;
mod fuzz;
mod icons;
mod interface;
mod marked;
mod process;
mod report;
mod run;
mod session;
mod setup;
mod shots;
mod soak;
mod test;
mod traces;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Every contributor command of Poolhouse",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build Poolhouse and open its window; without a display, do the main job in the terminal
    Run,
    /// Run every test: Rust, the UI, the CLI and the real window
    Test(test::Arguments),
    /// Run every lint: formatting, clippy, the UI's lints and types, dependencies
    Check,
    /// Open the window with hot reload of the UI
    Dev,
    /// Write a PNG of every screen in every state, from the real window, to `shots/`
    Shots(shots::Arguments),
    /// Write the UI's bindings anew from the Rust types
    Bindings,
    /// Write the table of faults and their tests anew into `docs/reliability.md`
    Faults,
    /// Make the installers for this system
    Bundle,
    /// Measure speed and memory; arguments go to the benchmark
    Bench(bench::Arguments),
    /// Run the long loops: a thousand kills, every write refused, ten thousand runs, a million users
    Soak(soak::Arguments),
    /// Let the fuzzer loose on all that reads foreign bytes; needs a nightly toolchain
    Fuzz(fuzz::Arguments),
    /// Make the app's icons anew from `icons/poolhouse.svg`
    Icons,
    /// Install all that the other commands need, and do nothing else
    Setup,
    /// What runs inside the private session (see `session`)
    #[command(hide = true)]
    InSession(session::Inside),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Run => run::run(),
        Command::Test(arguments) => test::run(&arguments),
        Command::Check => check::run(),
        Command::Dev => dev::run(),
        Command::Shots(arguments) => shots::run(&arguments),
        Command::Bindings => bindings::run(),
        Command::Faults => faults::run(),
        Command::Bundle => bundle::run(),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Soak(arguments) => soak::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Icons => icons::run(),
        Command::Setup => setup::for_everything(),
        Command::InSession(inside) => session::inside(&inside),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is::<report::AlreadySaid>() {
                println!("\nerror: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}
