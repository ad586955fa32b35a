//! `cargo xtask run`: the window; where there is no display, the main job in the terminal.

use std::env;

use anyhow::Result;

use crate::{interface, process, setup};

pub(crate) fn run() -> Result<()> {
    if !has_display() {
        println!(
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.\n\
             Instead, Poolhouse imports its built-in sample pool in the terminal.\n\
             Building it; the first time takes a few minutes."
        );
        return process::run(
            "run the demo",
            process::cargo().args(["run", "--quiet", "--package", "poolhouse-cli", "--", "demo"]),
        );
    }
    setup::for_window()?;
    interface::build()?;
    println!("Building the window; the first time takes a few minutes");
    process::run(
        "run Poolhouse",
        process::cargo().args(["run", "--quiet", "--package", "poolhouse"]),
    )
}

/// Whether a window can open. Only on Linux is that ever in doubt.
pub(crate) fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
