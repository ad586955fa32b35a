//! What is on the screen by the system's own account: the window of a process, or a box, which is no page and so is
//! beyond the window's driver.

use crate::window::{photograph, xdotool};
use anyhow::{Context, Result};

/// A window or a box on screen.
#[derive(Debug)]
pub struct OnScreen(String);

impl OnScreen {
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

    /// Whether something is drawn in it: what is of one colour makes a small picture.
    pub fn is_drawn(&self) -> Result<bool> {
        Ok(photograph(&self.0)?.len() > 10_000)
    }

    /// Presses its first button, by the keyboard.
    pub fn press_enter(&self) -> Result<()> {
        xdotool(&["windowfocus", &self.0, "key", "--window", &self.0, "Return"])
            .context("the box takes no key")?;
        Ok(())
    }
}
