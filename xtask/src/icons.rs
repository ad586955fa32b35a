//! `cargo xtask icons`: every size and form of the app's icon from its one source, `icons/poolhouse.svg`.

use std::fs;

use anyhow::{Context, Result};

use crate::{process, setup};

/// What the app and its installers use; Tauri's command line makes more, for shops and phones.
const KEPT: [(&str, &str); 7] = [
    ("32x32.png", "32x32.png"),
    ("128x128.png", "128x128.png"),
    ("128x128@2x.png", "128x128@2x.png"),
    ("128x128@2x.png", "256x256.png"),
    ("icon.png", "512x512.png"),
    ("icon.icns", "icon.icns"),
    ("icon.ico", "icon.ico"),
];

pub(crate) fn run() -> Result<()> {
    let icons = process::root().join("icons");
    let made = process::target().join("icons");
    let mut tauri = setup::tauri()?;
    tauri
        .arg("icon")
        .arg(icons.join("poolhouse.svg"))
        .arg("--output")
        .arg(&made);
    process::run("make the icons", &mut tauri)?;
    for (name, kept) in KEPT {
        fs::copy(made.join(name), icons.join(kept)).with_context(|| format!("could not keep {kept}"))?;
    }
    println!("\nThe icons lie in {}", icons.display());
    Ok(())
}
