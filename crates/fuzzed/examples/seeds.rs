//! Writes what the fuzzer begins with: a folder for each target, below the folder that is named.
//! Called by `cargo xtask fuzz`.

use poolhouse_fuzzed::{TARGETS, seeds};
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let root: PathBuf = std::env::args_os().nth(1).unwrap_or_default().into();
    for (target, _) in TARGETS {
        let folder = root.join(target);
        std::fs::create_dir_all(&folder)?;
        for (number, seed) in seeds(target).iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), seed)?;
        }
    }
    Ok(())
}
