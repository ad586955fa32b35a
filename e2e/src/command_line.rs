//! `poolhouse-cli`, the other face, on a data folder.

use crate::background::Background;
use crate::programs;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The command line on one data folder.
#[derive(Debug, Clone)]
pub struct CommandLine {
    program: PathBuf,
    folder: PathBuf,
    variables: Vec<(String, String)>,
}

impl CommandLine {
    /// The program under test on this data folder.
    pub fn on(folder: &Path) -> Result<Self> {
        Ok(Self::of(&programs::command_line()?, folder))
    }

    /// This program on this data folder.
    pub fn of(program: &Path, folder: &Path) -> Self {
        Self {
            program: program.to_owned(),
            folder: folder.to_owned(),
            variables: Vec::new(),
        }
    }

    /// The same with a variable in its environment.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The folder in which it keeps its data.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The command, to be started by somebody else.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(words)
            .env("POOLHOUSE_DATA_DIR", &self.folder)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Starts it, and leaves it running.
    pub fn start(&self, words: &[&str]) -> Result<Background> {
        let mut command = self.command(words);
        Background::start(
            "poolhouse-cli",
            command.stdout(Stdio::piped()).stderr(Stdio::null()),
        )
    }

    /// What it does, whether it succeeds or not.
    pub fn perform(&self, words: &[&str], input: &str) -> Result<Output> {
        let mut command = self.command(words);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().context("could not start poolhouse-cli")?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        Ok(child.wait_with_output()?)
    }

    /// Its answer in JSON; an error with its words where it fails.
    pub fn answer(&self, words: &[&str]) -> Result<Value> {
        self.answer_to(words, "")
    }

    /// The same, with something on its standard input.
    pub fn answer_to(&self, words: &[&str], input: &str) -> Result<Value> {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        let output = self.perform(&words, input)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!(
                "poolhouse-cli {} failed ({}): {said}",
                words.join(" "),
                output.status
            );
        }
        serde_json::from_slice(&output.stdout).context("poolhouse-cli's answer is no JSON")
    }

    /// Gives the dataflows of a data folder years of runs, as nobody could wait for.
    pub fn write_long_history(folder: &Path, runs: u64) -> Result<()> {
        let output = Command::new(programs::python()?)
            .arg(programs::file("e2e/python/long_history.py"))
            .arg(folder.join("catalog.db"))
            .arg(runs.to_string())
            .output()?;
        if !output.status.success() {
            bail!("no long history: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// Leaves a database as a crash does between forgetting somebody and writing the file anew.
    pub fn leave_unfinished(folder: &Path, database: &str) -> Result<()> {
        const LEAVE: &str = "import sqlite3, sys\n\
            with sqlite3.connect(sys.argv[1]) as database:\n    \
                database.execute(\"INSERT INTO _poolhouse_forgotten(at, rows, changes) \
                VALUES('2026-11-21T08:00:00Z', 1, 0)\")\n";
        let output = Command::new(programs::python()?)
            .args(["-c", LEAVE])
            .arg(folder.join("databases").join(format!("{database}.db")))
            .output()?;
        if !output.status.success() {
            bail!("nothing was left: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// Creates a dataflow of a pool at an address that is not AWS's.
    pub fn create(&self, name: &str, source: &Source<'_>, tables: &[&str]) -> Result<Value> {
        self.create_with(name, source, tables, &[])
    }

    /// The same, and says more of it.
    pub fn create_with(
        &self,
        name: &str,
        source: &Source<'_>,
        tables: &[&str],
        more: &[&str],
    ) -> Result<Value> {
        let settings: Vec<String> = source
            .settings()
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let mut words = vec![
            "create",
            name,
            "--connector",
            source.kind.connector(),
            "--secret-stdin",
        ];
        words.extend(settings.iter().flat_map(|setting| ["--set", setting]));
        words.extend(tables.iter().flat_map(|table| ["--table", *table]));
        words.extend(more);
        self.answer_to(&words, &format!("{}\n", source.secret))
    }
}

/// What kind of pool a source is.
#[derive(Debug, Clone, Copy)]
pub enum PoolKind {
    /// A user pool.
    User,
    /// An identity pool.
    Identity,
}

impl PoolKind {
    fn connector(self) -> &'static str {
        match self {
            Self::User => "aws-cognito-user-pool",
            Self::Identity => "aws-cognito-identity-pool",
        }
    }

    fn setting(self) -> &'static str {
        match self {
            Self::User => "user_pool_id",
            Self::Identity => "identity_pool_id",
        }
    }
}

/// Where a pool is and how to sign in.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What kind of pool it is.
    pub kind: PoolKind,
    /// The server's address.
    pub endpoint: &'a str,
    /// The pool's ID.
    pub pool_id: &'a str,
    /// Its Region.
    pub region: &'a str,
    /// The access key ID.
    pub key_id: &'a str,
    /// The secret access key.
    pub secret: &'a str,
    /// How fast.
    pub speed: &'a str,
}

impl Source<'_> {
    fn settings(&self) -> [(&str, &str); 5] {
        [
            ("endpoint", self.endpoint),
            (self.kind.setting(), self.pool_id),
            ("region", self.region),
            ("access_key_id", self.key_id),
            ("speed", self.speed),
        ]
    }
}
