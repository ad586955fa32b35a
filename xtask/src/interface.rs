//! Building the UI (`ui/` → `ui/dist`), which the window carries inside itself.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::process;

/// npm, in the folder of the UI.
pub(crate) fn npm() -> Command {
    let mut command = process::program("npm");
    command.current_dir(process::root().join("ui"));
    command
}

/// Builds what the window shows, unless nothing has changed since.
pub(crate) fn build() -> Result<()> {
    let folder = process::root().join("ui");
    let changed_at = |path: &Path| fs::metadata(path).and_then(|about| about.modified());
    let built = changed_at(&folder.join("dist/index.html"));
    // The page lists the crates too.
    let crates = changed_at(&process::root().join("Cargo.lock")).ok();
    if let (Ok(built), Some(changed)) = (built, newest(&folder).max(crates))
        && built > changed
    {
        return Ok(());
    }
    println!("Building the UI");
    process::run("build the UI", npm().args(["run", "--silent", "build"]))
}

/// Rust's lints and the bindings need no UI, but Tauri's macro wants the folder: an empty page stands in. It is
/// older than anything, so that `build` replaces it.
pub(crate) fn stand_in() -> Result<()> {
    let page = process::root().join("ui/dist/index.html");
    if page.exists() {
        return Ok(());
    }
    let write = || {
        fs::create_dir_all(page.with_file_name(""))?;
        let file = fs::File::create(&page)?;
        file.set_modified(SystemTime::UNIX_EPOCH)
    };
    write().with_context(|| format!("could not write {}", page.display()))
}

/// When anything in a folder changed last; the folders themselves count, so that a deleted file does.
fn newest(folder: &Path) -> Option<SystemTime> {
    let inside = fs::read_dir(folder).ok()?.flatten().filter_map(|entry| {
        let name = entry.file_name();
        if name == "node_modules" || name == "dist" || name == "coverage" {
            return None;
        }
        let about = entry.metadata().ok()?;
        let own = about.modified().ok();
        if about.is_dir() {
            own.max(newest(&entry.path()))
        } else {
            own
        }
    });
    inside.max()
}
