//! The UI's packages, and Tauri's command line, which npm brings ready-made.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::{interface, process};

/// The oldest Node that the UI's tools run on.
const NODE: u32 = 20;

/// Of the same release as the `tauri` that the workspace depends on.
const TAURI: &str = "2.12.5";

/// Installs the UI's packages, unless they are those of the lock file already.
pub(super) fn ready() -> Result<()> {
    node_is_there()?;
    let folder = process::root().join("ui");
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("could not read {}", lock.display()))?;
    let stamp = folder.join("node_modules/.installed-from");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Installing the UI's packages");
    process::run(
        "install the UI's packages",
        interface::npm().args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]),
    )?;
    fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))
}

/// Installs npm's tool that the benchmark runs beside ours, unless it is that of the lock file already.
pub(super) fn peers_ready() -> Result<()> {
    node_is_there()?;
    let from = process::root().join("e2e/peers");
    let folder = super::peers_folder().join("node");
    let lock = from.join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("could not read {}", lock.display()))?;
    let stamp = folder.join("node_modules/.installed-from");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Installing cognito-backup-restore to compare with");
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    for name in ["package.json", "package-lock.json"] {
        let copy = folder.join(name);
        fs::copy(from.join(name), &copy).with_context(|| format!("could not write {}", copy.display()))?;
    }
    let mut npm = process::program("npm");
    npm.current_dir(&folder).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    process::run("install cognito-backup-restore", &mut npm)?;
    fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))
}

/// Where the script lies that starts Tauri's command line.
pub(super) fn tauri_ready() -> Result<PathBuf> {
    node_is_there()?;
    let folder = process::tools().join(format!("tauri-cli-{TAURI}"));
    let script = folder.join("node_modules/@tauri-apps/cli/tauri.js");
    if !script.is_file() {
        println!("Installing Tauri's command line {TAURI}, once");
        fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
        let mut npm = process::program("npm");
        npm.args([
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--prefix",
        ]);
        npm.arg(&folder).arg(format!("@tauri-apps/cli@{TAURI}"));
        process::run("install Tauri's command line", &mut npm)?;
    }
    Ok(script)
}

fn node_is_there() -> Result<()> {
    let Some(version) = process::output(process::program("node").arg("--version")) else {
        bail!(
            "Node is not here, and the UI is built with it. Install Node {NODE} or newer with npm, then try again."
        );
    };
    if major(&version).is_none_or(|major| major < NODE) {
        bail!(
            "Node {} is here, and the UI's tools need {NODE} or newer. Update Node, then try again.",
            version.trim()
        );
    }
    if process::find("npm").is_none() {
        bail!(
            "npm is not here, and it brings the UI's packages. Install npm (it comes with Node), then try again."
        );
    }
    Ok(())
}

/// `v20.20.2` → 20
fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_the_version_that_node_prints() {
        assert_eq!(super::major("v20.20.2\n"), Some(20));
        assert_eq!(super::major("nonsense"), None);
    }
}
