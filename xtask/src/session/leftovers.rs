//! What the programs of a session left running behind them.

use std::path::Path;
use std::time::Duration;
use std::{fs, process};

use crate::process as program;

/// Ends every process that lives in this home folder, and says which of ours or of the window's were among them:
/// a test should have ended those. (The bus's own helpers end a moment after it.)
pub(super) fn end(home: &Path) {
    let mut ours = Vec::new();
    let all = living_in(home);
    for &(id, ref name) in &all {
        if name.starts_with("poolhouse") || name.starts_with("WebKit") {
            ours.push(format!("{name} ({id})"));
        }
        program::end(id);
    }
    if !ours.is_empty() {
        println!(
            "note: still running after the tests, and ended now: {}",
            ours.join(", ")
        );
    }
    if !program::wait_for(Duration::from_secs(3), || living_in(home).is_empty()) {
        for (id, _) in living_in(home) {
            program::succeeds(
                process::Command::new("sh")
                    .args(["-c", "kill -KILL \"$1\"", "sh"])
                    .arg(id.to_string()),
            );
        }
    }
}

/// The processes with this home folder in their environment.
fn living_in(home: &Path) -> Vec<(u32, String)> {
    let mark = format!("HOME={}\0", home.display()).into_bytes();
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| {
        let id: u32 = entry.file_name().to_str()?.parse().ok()?;
        let environment = fs::read(entry.path().join("environ")).ok()?;
        let there = id != process::id() && environment.windows(mark.len()).any(|part| part == mark);
        there.then(|| (id, name(&entry.path())))
    })
    .collect()
}

fn name(folder: &Path) -> String {
    fs::read_to_string(folder.join("comm"))
        .unwrap_or_default()
        .trim()
        .to_owned()
}
