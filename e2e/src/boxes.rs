//! Boxes of the system's own, which are no page and so are beyond the window's driver.

use crate::window::xdotool;
use anyhow::{Context, Result};

/// A box on screen.
#[derive(Debug)]
pub struct SystemBox(String);

impl SystemBox {
    /// The one of this process whose title begins so, where it is on screen.
    pub fn find(process: u32, title: &str) -> Option<Self> {
        let (process, title) = (process.to_string(), format!("^{title}"));
        let found = xdotool(&[
            "search",
            "--all",
            "--onlyvisible",
            "--pid",
            &process,
            "--name",
            &title,
        ]);
        let found = found.ok()?;
        found.lines().next().map(|id| Self(id.to_owned()))
    }

    /// Presses its one button, by the keyboard.
    pub fn press_enter(&self) -> Result<()> {
        xdotool(&["windowfocus", &self.0, "key", "--window", &self.0, "Return"])
            .context("the box takes no key")?;
        Ok(())
    }
}
