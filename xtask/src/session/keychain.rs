//! A real Secret Service on the session's own bus, unlocked, so that nothing ever asks for a password.

use std::io::Write;
use std::process::{Child, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{self, Background};

pub(super) struct Keychain {
    _daemon: Background,
}

impl Keychain {
    pub(super) fn unlocked() -> Result<Self> {
        let mut daemon = process::program("gnome-keyring-daemon");
        daemon.args(["--foreground", "--unlock", "--components=secrets"]);
        daemon
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut daemon = Background::new(daemon.spawn().context("could not start gnome-keyring-daemon")?);
        hand_over_password(daemon.child()).context("could not unlock the tests' keychain")?;
        if !process::wait_for(Duration::from_secs(10), is_there) {
            bail!(
                "the tests' keychain did not come up on the session bus within 10 seconds (gnome-keyring-daemon)"
            );
        }
        Ok(Self { _daemon: daemon })
    }
}

/// A made-up password: the keychain holds nothing but what tests put there, and goes with them.
fn hand_over_password(daemon: &mut Child) -> std::io::Result<()> {
    // Dropped at the end, as the daemon reads until the end.
    daemon
        .stdin
        .take()
        .map_or(Ok(()), |mut input| input.write_all(b"only for tests"))
}

fn is_there() -> bool {
    let mut question = process::program("dbus-send");
    question.args([
        "--session",
        "--print-reply=literal",
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
    ]);
    question.args([
        "org.freedesktop.DBus.NameHasOwner",
        "string:org.freedesktop.secrets",
    ]);
    process::output(&mut question).is_some_and(|answer| answer.contains("true"))
}
