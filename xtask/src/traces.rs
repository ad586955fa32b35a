//! Proof that a test run left nothing behind in the contributor's own folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Where an app keeps its things, under the home folder, on each system.
const FOLDERS: [&str; 9] = [
    ".local/share",
    ".local/state",
    ".config",
    ".cache",
    "Library/Application Support",
    "Library/Caches",
    "Library/WebKit",
    "AppData/Roaming",
    "AppData/Local",
];

/// All that is of Poolhouse under a home folder, at one moment.
#[derive(PartialEq, Eq)]
pub(crate) struct Snapshot {
    files: BTreeMap<PathBuf, (u64, Option<SystemTime>)>,
}

impl Snapshot {
    pub(crate) fn take(home: &Path) -> Self {
        let mut files = BTreeMap::new();
        for folder in FOLDERS {
            for entry in fs::read_dir(home.join(folder)).into_iter().flatten().flatten() {
                if entry
                    .file_name()
                    .to_string_lossy()
                    .to_lowercase()
                    .contains("poolhouse")
                {
                    add(&entry.path(), &mut files);
                }
            }
        }
        Self { files }
    }

    /// What came, went or changed between two moments.
    pub(crate) fn changes(&self, later: &Self) -> Vec<PathBuf> {
        let all = self.files.keys().chain(later.files.keys());
        let mut changed: Vec<_> = all
            .filter(|path| self.files.get(*path) != later.files.get(*path))
            .cloned()
            .collect();
        changed.sort();
        changed.dedup();
        changed
    }
}

fn add(path: &Path, files: &mut BTreeMap<PathBuf, (u64, Option<SystemTime>)>) {
    let Ok(about) = path.symlink_metadata() else {
        return;
    };
    let size = if about.is_dir() { 0 } else { about.len() };
    files.insert(path.to_path_buf(), (size, about.modified().ok()));
    if about.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            add(&entry.path(), files);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_came_and_what_changed() {
        let home = std::env::temp_dir().join(format!("poolhouse-traces-{}", std::process::id()));
        let data = home.join(".local/share/io.github.poolhouse");
        fs::create_dir_all(&data).unwrap();
        fs::create_dir_all(home.join(".config/other")).unwrap();
        fs::write(data.join("catalog.db"), "a").unwrap();
        let before = Snapshot::take(&home);
        assert!(
            before.changes(&Snapshot::take(&home)).is_empty(),
            "nothing happened yet"
        );

        fs::write(data.join("catalog.db"), "ab").unwrap();
        fs::write(home.join(".config/other/file"), "not of Poolhouse").unwrap();
        fs::create_dir_all(home.join(".cache/Poolhouse")).unwrap();
        let changed = before.changes(&Snapshot::take(&home));
        fs::remove_dir_all(&home).unwrap();
        assert_eq!(changed, [home.join(".cache/Poolhouse"), data.join("catalog.db")]);
    }
}
