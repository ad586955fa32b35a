//! A home folder for one session, removed with it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use anyhow::{Context, Result};

pub(super) struct PrivateHome {
    folder: PathBuf,
}

/// Variables with these beginnings would lead a test to what is the contributor's.
const FOREIGN: [&str; 6] = ["AWS_", "DBUS_", "GNOME_KEYRING_", "LC_", "POOLHOUSE_", "XDG_"];

impl PrivateHome {
    pub(super) fn create() -> Result<Self> {
        remove_abandoned();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // A short name: sockets lie below it, and their paths may have 108 letters at most.
        let name = format!("poolhouse-{}-{:06}", std::process::id(), now.subsec_micros());
        let folder = env::temp_dir().join(name);
        let home = Self { folder };
        for part in ["", "home", "run", "tmp"] {
            make(&home.folder.join(part)).with_context(|| {
                format!("could not make the tests' home folder {}", home.folder.display())
            })?;
        }
        Ok(home)
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.join("home")
    }

    /// Points a program, and all that it starts, at this home; cargo and rustup stay where they are.
    pub(super) fn apply_to(&self, command: &mut Command) {
        for (name, _) in env::vars_os() {
            if FOREIGN
                .iter()
                .any(|beginning| name.to_string_lossy().starts_with(beginning))
            {
                command.env_remove(name);
            }
        }
        if let Some(own) = env::home_dir() {
            for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
                if env::var_os(name).is_none() && own.join(folder).is_dir() {
                    command.env(name, own.join(folder));
                }
            }
        }
        let home = self.path();
        command
            .env("HOME", &home)
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_STATE_HOME", home.join(".local/state"))
            .env("XDG_RUNTIME_DIR", self.folder.join("run"))
            .env("TMPDIR", self.folder.join("tmp"))
            // The same words, order and times of day for everyone.
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            // No desktop services that would outlive the session.
            .env("GIO_USE_VFS", "local")
            .env("GSETTINGS_BACKEND", "memory")
            .env("NO_AT_BRIDGE", "1")
            .env("AWS_EC2_METADATA_DISABLED", "true");
    }
}

impl Drop for PrivateHome {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            println!(
                "note: the tests' home folder {} could not be removed: {error}",
                self.folder.display()
            );
        }
    }
}

/// Removes the home folders of sessions that were cut off (Ctrl-C), known by the process that is no more.
fn remove_abandoned() {
    for entry in fs::read_dir(env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let parts: Vec<_> = name.to_str().unwrap_or_default().split('-').collect();
        if let ["poolhouse", process, moment] = parts[..]
            && [process, moment].iter().all(|part| part.parse::<u32>().is_ok())
            && !Path::new("/proc").join(process).exists()
        {
            // It may be another contributor's, and then it is theirs to remove.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Makes a folder that is nobody else's, and that was not there.
fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}
