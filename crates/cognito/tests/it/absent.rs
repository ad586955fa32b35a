//! What this crate must never do, by the words that must not stand in it.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the sources can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn no_call_that_bills_or_mints_is_named() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 60, "the sources are looked through");
    for path in found {
        let text = fs::read_to_string(&path)
            .expect("sources are text")
            .to_lowercase()
            .replace('_', "")
            // It reads how somebody may sign in, and makes nobody a billable user.
            .replace("admingetuserauthfactors", "");
        for word in [
            "admingetuser",
            "initiateauth",
            "getcredentials",
            "getid(",
            "getopenid",
            "gettokens",
        ] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
        for word in ["attributestoget", ".println", "unwrap()"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}
