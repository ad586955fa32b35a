//! Starting other programs, and ending the ones that stay in the background by their process id.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::{Context, Result, bail};

/// The folder of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("BUG: xtask lies in the repository")
}

/// The folder that cargo builds into, wherever `CARGO_TARGET_DIR` or the configuration puts it: this program
/// was built into it too.
pub(crate) fn target() -> PathBuf {
    let built = env::current_exe().ok();
    let folder = built.as_deref().and_then(Path::parent).and_then(Path::parent);
    folder.map_or_else(|| root().join("target"), Path::to_path_buf)
}

/// A program of the project, as `cargo build` leaves it.
pub(crate) fn built(name: &str) -> PathBuf {
    target()
        .join("debug")
        .join(name)
        .with_extension(env::consts::EXE_EXTENSION)
}

/// Tools of our own choice of version, out of the way of the contributor's.
pub(crate) fn tools() -> PathBuf {
    target().join("tools")
}

/// A program, started in the root of the repository, which sees our tools after the contributor's own.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(find(name).unwrap_or_else(|| name.into()));
    command.current_dir(root()).env("PATH", path_with_tools());
    command
}

/// The cargo that started us.
pub(crate) fn cargo() -> Command {
    let mut command = program("cargo");
    if let Some(cargo) = env::var_os("CARGO") {
        command = Command::new(cargo);
        command.current_dir(root()).env("PATH", path_with_tools());
    }
    command
}

fn path_with_tools() -> std::ffi::OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain([tools().join("bin")]);
    env::join_paths(folders).unwrap_or(path)
}

/// Where a program lies, among those of the contributor and our own.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) {
        &["exe", "cmd", "bat"]
    } else {
        &[""]
    };
    env::split_paths(&path_with_tools())
        .flat_map(|folder| {
            endings
                .iter()
                .map(move |ending| folder.join(name).with_extension(ending))
        })
        .find(|file| is_executable(file))
}

fn is_executable(file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.metadata()
            .is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    {
        file.is_file()
    }
}

/// Runs to the end with the terminal as it is; `what` completes "could not …".
pub(crate) fn run(what: &str, command: &mut Command) -> Result<()> {
    let ended = status(what, command)?;
    if !ended.success() {
        bail!("could not {what}: `{}` {}", line(command), words(ended));
    }
    Ok(())
}

/// As `run`, where a failure of the program itself is for the caller to judge.
pub(crate) fn status(what: &str, command: &mut Command) -> Result<ExitStatus> {
    command
        .status()
        .with_context(|| format!("could not {what}: `{}` could not be started", line(command)))
}

/// Whether a program could be started and ended well; what it says is not shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|ended| ended.success())
}

/// As `succeeds`, for one that may wait for ever: then it is ended, and did not succeed.
pub(crate) fn succeeds_within(limit: Duration, command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(child) = command.spawn() else { return false };
    let mut started = Background::new(child);
    let mut ended = None;
    wait_for(limit, || {
        ended = started.child.try_wait().ok().flatten();
        ended.is_some()
    });
    ended.is_some_and(|ended| ended.success())
}

/// What a program prints, if it ended well.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Asks again and again until it is so, or the time is over.
pub(crate) fn wait_for(limit: Duration, mut so: impl FnMut() -> bool) -> bool {
    let started = Instant::now();
    while !so() {
        if started.elapsed() > limit {
            return false;
        }
        thread::sleep(Duration::from_millis(50));
    }
    true
}

/// A command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn words(ended: ExitStatus) -> String {
    ended.code().map_or_else(
        || "was ended by a signal".to_owned(),
        |code| format!("ended with {code}"),
    )
}

/// A program in the background, which is ended when this is dropped.
pub(crate) struct Background {
    child: Child,
}

impl Background {
    pub(crate) fn new(child: Child) -> Self {
        Self { child }
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        end(self.child.id());
        let child = &mut self.child;
        if !wait_for(Duration::from_secs(3), || matches!(child.try_wait(), Ok(Some(_)))) {
            // It may be gone in this very moment, and then there is nothing left to do.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Asks one process to end, by its id, so that it can tidy up behind itself.
pub(crate) fn end(id: u32) {
    if cfg!(unix) {
        succeeds(
            Command::new("sh")
                .args(["-c", "kill -TERM \"$1\"", "sh"])
                .arg(id.to_string()),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_not_found() {
        assert_eq!(find("poolhouse-has-no-such-program"), None);
        assert!(find("cargo").is_some(), "cargo runs this very test");
    }

    #[test]
    fn a_failure_names_what_was_tried_and_the_command() {
        let error = run(
            "list the versions",
            cargo().args(["--no-such-option"]).stderr(Stdio::null()),
        );
        let error = error.expect_err("cargo has no such option").to_string();
        assert!(
            error.starts_with("could not list the versions: `cargo --no-such-option` ended with"),
            "{error}"
        );
    }

    #[test]
    fn waiting_ends_when_the_time_is_over() {
        assert!(!wait_for(Duration::from_millis(1), || false));
        assert!(wait_for(Duration::ZERO, || true), "asked at least once");
    }
}
