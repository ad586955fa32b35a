//! Where the long loops leave their figures: `cargo xtask soak` names a folder and puts what it finds there into
//! `docs/reliability.md`, and prints it.

use std::fs;
use std::path::PathBuf;

/// Keeps the figures of a part, in the place of those of before.
pub(crate) fn figures(part: &str, text: &str) {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test is told so where its figures are wanted"
    )]
    let folder = std::env::var_os("POOLHOUSE_SOAK_FIGURES").map(PathBuf::from);
    if let Some(folder) = folder {
        fs::write(folder.join(format!("{part}.md")), text).expect("the folder is there");
    }
}
