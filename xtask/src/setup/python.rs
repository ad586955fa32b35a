//! boto3 and moto, which make and serve the pools that nobody here wrote, in a virtual environment of their own.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process;

pub(super) fn program() -> PathBuf {
    let folder = folder();
    if cfg!(windows) {
        folder.join("Scripts/python.exe")
    } else {
        folder.join("bin/python")
    }
}

/// Makes the environment, unless it is that of the list already.
pub(super) fn ready() -> Result<()> {
    let list = process::root().join("e2e/requirements.txt");
    let wanted = fs::read(&list).with_context(|| format!("could not read {}", list.display()))?;
    let stamp = folder().join("installed-from");
    if program().exists() && fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let Some(python) = system() else {
        bail!(
            "Python 3.11 or newer with its `venv` module is not here, and some tests need it. Install it, then try again."
        );
    };
    println!("Installing boto3 and moto for the tests");
    process::run(
        "make a Python environment",
        process::program(python)
            .args(["-m", "venv", "--clear"])
            .arg(folder()),
    )?;
    let mut pip = process::program(&program().to_string_lossy());
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
    process::run("install boto3 and moto", pip.arg(list))?;
    fs::write(&stamp, wanted).with_context(|| format!("could not write {}", stamp.display()))
}

/// A Python of this machine that is new enough and can make virtual environments.
pub(super) fn system() -> Option<&'static str> {
    let question = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
    ["python3", "python"].into_iter().find(|python| {
        process::find(python).is_some() && process::succeeds(process::program(python).args(["-c", question]))
    })
}

fn folder() -> PathBuf {
    process::target().join("python")
}
