//! A session of its own for tests: a home folder, a session bus, an unlocked keychain and a screen, all of which
//! end with it. On Linux only; elsewhere the work runs in the contributor's own session.
//!
//! `within` sets it up and starts this program again inside the bus, as `in-session`; `inside` is what runs there.
//! Nothing is looked up by name to be ended: what we started we end by its process id, and what those left running
//! is known by our home folder in its environment.

mod home;
mod keychain;
mod leftovers;
mod screen;

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::report::AlreadySaid;
use crate::{process, shots, test};

/// Where windows open.
#[derive(PartialEq, Eq, Clone, Copy)]
pub(crate) enum Choice {
    /// On a screen of its own that nobody sees, so that the contributor's keys and mouse do not interfere.
    Hidden,
    /// On the contributor's screen.
    Visible,
}

/// What is done in a session.
#[derive(Subcommand)]
pub(crate) enum Work {
    Test(test::Which),
    Shots { names: Vec<String> },
}

#[derive(Args)]
pub(crate) struct Inside {
    #[command(subcommand)]
    work: Work,
}

/// The variable that tells the inside which home folder is the contributor's.
const OWN_HOME: &str = "POOLHOUSE_XTASK_OWN_HOME";

/// Does the work in a session of its own.
pub(crate) fn within(choice: Choice, work: &Work) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return start(work);
    }
    let home = home::PrivateHome::create()?;
    let screen = (choice == Choice::Hidden)
        .then(screen::Screen::open)
        .transpose()?;
    let mut command = process::program("dbus-run-session");
    command
        .arg("--")
        .arg(env::current_exe().context("could not find this very program")?);
    command.arg("in-session").args(words(work));
    home.apply_to(&mut command);
    match &screen {
        Some(screen) => screen.apply_to(&mut command),
        None => keep_own_screen(&mut command),
    }
    if let Some(own) = own_home() {
        command.env(OWN_HOME, own);
    }
    let ended = process::status("start a session of its own", &mut command)?;
    leftovers::end(&home.path());
    if ended.success() {
        Ok(())
    } else {
        Err(AlreadySaid.into())
    }
}

/// What runs inside the session: the keychain first, then the work.
pub(crate) fn inside(inside: &Inside) -> Result<()> {
    let _keychain = keychain::Keychain::unlocked()?;
    start(&inside.work)
}

/// The contributor's own home folder, from inside the session too.
pub(crate) fn own_home() -> Option<PathBuf> {
    env::var_os(OWN_HOME).map(PathBuf::from).or_else(env::home_dir)
}

fn start(work: &Work) -> Result<()> {
    match work {
        Work::Test(which) => test::all(which),
        Work::Shots { names } => shots::take(names),
    }
}

fn words(work: &Work) -> Vec<String> {
    let (verb, filter, names) = match work {
        Work::Test(which) => ("test", which.filter.as_deref(), &which.names),
        Work::Shots { names } => ("shots", None, names),
    };
    let mut words = vec![verb.to_owned()];
    if let Some(filter) = filter {
        words.extend(["--filter".to_owned(), filter.to_owned()]);
    }
    words.push("--".to_owned());
    words.extend(names.iter().cloned());
    words
}

/// The contributor's Wayland socket is named relative to a folder that the session replaces.
fn keep_own_screen(command: &mut Command) {
    if let (Some(folder), Some(socket)) = (env::var_os("XDG_RUNTIME_DIR"), env::var_os("WAYLAND_DISPLAY")) {
        command.env("WAYLAND_DISPLAY", PathBuf::from(folder).join(socket));
    }
    if let Some(home) = env::home_dir()
        && env::var_os("XAUTHORITY").is_none()
    {
        command.env("XAUTHORITY", home.join(".Xauthority"));
    }
}
