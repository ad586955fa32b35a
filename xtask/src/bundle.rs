//! `cargo xtask bundle`: the installers for the system it runs on, with the CLI beside the window.

use anyhow::Result;

use crate::{interface, process, setup};

pub(crate) fn run() -> Result<()> {
    setup::for_window()?;
    interface::build()?;
    println!("Building for release; this takes several minutes");
    process::run(
        "build the CLI",
        process::cargo().args(["build", "--quiet", "--release", "--package", "poolhouse-cli"]),
    )?;
    let mut tauri = setup::tauri()?;
    process::run(
        "make the installers",
        tauri.args(["build", "--ci", "--bundles", bundles()]),
    )?;
    println!(
        "\nThe installers lie in {}",
        process::target().join("release/bundle").display()
    );
    if cfg!(target_os = "linux") {
        println!(
            "No AppImage is among them: making one downloads tools at build time, so it is left to the release machine."
        );
    }
    Ok(())
}

fn bundles() -> &'static str {
    if cfg!(target_os = "macos") {
        "app,dmg"
    } else if cfg!(windows) {
        "nsis"
    } else {
        "deb,rpm"
    }
}
