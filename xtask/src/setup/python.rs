//! Packages of Python, each list of them in a virtual environment of its own: boto3 and moto, which make and serve
//! the pools that nobody here wrote, and the tools that the benchmark runs beside ours.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process;

/// A list of packages, all versions told, and where they are installed.
pub(super) struct Environment {
    /// Completes "Installing …".
    what: &'static str,
    list: &'static str,
    folder: fn() -> PathBuf,
}

pub(super) const TESTS: Environment = Environment {
    what: "boto3, moto, DuckDB and pandas for the tests",
    list: "e2e/requirements.txt",
    folder: || process::target().join("python"),
};

pub(super) const PEERS: Environment = Environment {
    what: "the AWS CLI, boto3 and pandas to compare with",
    list: "e2e/requirements-bench.txt",
    folder: || super::peers_folder().join("python"),
};

impl Environment {
    pub(super) fn program(&self) -> PathBuf {
        let folder = (self.folder)();
        if cfg!(windows) {
            folder.join("Scripts/python.exe")
        } else {
            folder.join("bin/python")
        }
    }

    /// Makes the environment, unless it is that of the list already.
    pub(super) fn ready(&self) -> Result<()> {
        let list = process::root().join(self.list);
        let wanted = fs::read(&list).with_context(|| format!("could not read {}", list.display()))?;
        let stamp = (self.folder)().join("installed-from");
        if self.program().exists() && fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        let Some(python) = system() else {
            bail!(
                "Python 3.11 or newer with its `venv` module is not here, and it is needed for {}. Install it, then \
                 try again.",
                self.what
            );
        };
        println!("Installing {}", self.what);
        process::run(
            "make a Python environment",
            process::program(python)
                .args(["-m", "venv", "--clear"])
                .arg((self.folder)()),
        )?;
        let mut pip = process::program(&self.program().to_string_lossy());
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--only-binary",
            ":all:",
            "--requirement",
        ]);
        process::run(&format!("install {}", self.what), pip.arg(list))?;
        fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))
    }
}

/// A Python of this machine that is new enough and can make virtual environments.
pub(super) fn system() -> Option<&'static str> {
    let question = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
    ["python3", "python"].into_iter().find(|python| {
        process::find(python).is_some() && process::succeeds(process::program(python).args(["-c", question]))
    })
}
