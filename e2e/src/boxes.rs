//! What is on the screen by the system's own account: the window of a process, or a box, which is no page and so is
//! beyond the window's driver.

use crate::window::xdotool;
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

    /// Moves the mouse beside it, to the right. On a screen without a window manager it is by the mouse that a
    /// window has the focus, and loses it.
    pub fn look_elsewhere(&self) -> Result<()> {
        let place = xdotool(&["getwindowgeometry", "--shell", &self.0])?;
        let of = |name: &str| {
            let line = place.lines().find_map(|line| line.strip_prefix(name))?;
            line.parse::<i64>().ok()
        };
        let (left, width) = (of("X=").context("its place")?, of("WIDTH=").context("its width")?);
        xdotool(&["mousemove", &(left + width + 20).to_string(), "20"])?;
        Ok(())
    }

    /// Presses its first button, by the keyboard.
    pub fn press_enter(&self) -> Result<()> {
        xdotool(&["windowfocus", &self.0, "key", "--window", &self.0, "Return"])
            .context("the box takes no key")?;
        Ok(())
    }
}
