//! A screen that nobody sees.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::{self, Background};

pub(super) struct Screen {
    display: String,
    _server: Background,
}

impl Screen {
    /// Starts Xvfb, which itself looks for a number that is free, and says it once it is ready.
    pub(super) fn open() -> Result<Self> {
        let mut server = process::program("Xvfb");
        server.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1600x1200x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        server
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Background::new(server.spawn().context("could not start Xvfb")?);
        let mut number = String::new();
        if let Some(output) = server.child().stdout.take() {
            BufReader::new(output)
                .read_line(&mut number)
                .context("could not read which screen Xvfb has opened")?;
        }
        let number = number.trim();
        if number.is_empty() {
            bail!("Xvfb ended without opening a screen; `Xvfb -displayfd 1` in a terminal says why");
        }
        Ok(Self {
            display: format!(":{number}"),
            _server: server,
        })
    }

    pub(super) fn apply_to(&self, command: &mut Command) {
        command.env("DISPLAY", &self.display).env("GDK_BACKEND", "x11");
        command.env_remove("WAYLAND_DISPLAY").env_remove("XAUTHORITY");
    }
}
