//! A data folder of Poolhouse's, and dataflows of the table `users` in it.

use crate::Built;
use crate::program::{self, Ran};
use crate::serve::Address;
use anyhow::{Context, Result, bail};
use poolhouse_e2e::command_line::CommandLine;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A data folder, and the command line on it.
pub(crate) struct Home {
    folder: TempDir,
    command_line: CommandLine,
}

impl Home {
    /// On the disk that cargo builds on: the temporary folder may lie in memory.
    pub(crate) fn new(built: &Built, at: &Address) -> Result<Self> {
        let folder = tempfile::tempdir_in(&built.target)?;
        // For each run alone: a benchmark has no business in anybody's keychain.
        let command_line = CommandLine::of(&built.command_line, folder.path())
            .with("POOLHOUSE_SECRET_ACCESS_KEY", &at.secret_access_key);
        Ok(Self { folder, command_line })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Creates a dataflow of the table `users` of this pool.
    pub(crate) fn create(&self, name: &str, at: &Address, pool_id: &str, speed: &str) -> Result<()> {
        let settings = [
            format!("endpoint={}", at.endpoint),
            format!("user_pool_id={pool_id}"),
            format!("region={}", at.region),
            format!("access_key_id={}", at.access_key_id),
            format!("speed={speed}"),
        ];
        let mut words = vec![
            "create",
            name,
            "--connector",
            "aws-cognito-user-pool",
            "--table",
            "users",
        ];
        words.extend(settings.iter().flat_map(|setting| ["--set", setting]));
        self.command_line.answer(&words).map(|_| ())
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, name: &str) -> Result<Run> {
        let ran = program::run(self.command_line.command(&["run", name, "--json"]))?;
        Run::of(&ran)
    }

    /// Reads the pool for the first time, into a dataflow that stays: with the last dataflow of a pool goes what is
    /// known of its parts.
    pub(crate) fn make_known(&self, at: &Address) -> Result<Run> {
        self.create("Known", at, &at.user_pool_id, "unlimited")?;
        self.run("Known")
    }

    /// The number of a dataflow's newest run.
    pub(crate) fn newest_run(&self, name: &str) -> Result<String> {
        let runs = self.command_line.answer(&["history", name, "--limit", "1"])?;
        let run = runs[0]["id"]
            .as_i64()
            .with_context(|| format!("{name} never ran"))?;
        Ok(run.to_string())
    }

    /// Goes back to what a run published; answers the milliseconds that the engine took.
    pub(crate) fn roll_back(&self, name: &str, to: &str) -> Result<f64> {
        let run = self.command_line.answer(&["rollback", name, "--to", to])?;
        if run["status"] != "succeeded" {
            bail!("the rollback did not succeed: {run}");
        }
        run["durationMs"].as_f64().context("a run has a duration")
    }

    /// How long the program takes for this, from its start to its end.
    pub(crate) fn seconds(&self, words: &[&str]) -> Result<f64> {
        let ran = program::run(self.command_line.command(words))?;
        if !ran.succeeded {
            bail!("{}: {}", words.join(" "), ran.complaint());
        }
        Ok(ran.seconds)
    }

    /// Forgets a dataflow and all that it brought.
    pub(crate) fn remove(&self, name: &str) -> Result<()> {
        self.command_line.answer(&["remove", name, "--yes"]).map(|_| ())
    }

    /// The bytes of a dataflow's database, its log included.
    pub(crate) fn database_size(&self, name: &str) -> Result<u64> {
        let mut bytes = 0;
        for entry in fs::read_dir(self.path().join("databases"))? {
            let entry = entry?;
            if entry
                .file_name()
                .to_string_lossy()
                .starts_with(&format!("{name}.db"))
            {
                bytes += entry.metadata()?.len();
            }
        }
        Ok(bytes)
    }
}

/// What a run did.
pub(crate) struct Run {
    pub(crate) rows: f64,
    /// Of the process, from its start to its end.
    pub(crate) seconds: f64,
    /// Seconds that a core worked for it, where the system tells.
    pub(crate) worked: Option<f64>,
    pub(crate) calls: f64,
    pub(crate) throttled: f64,
    /// Bytes.
    pub(crate) peak: Option<u64>,
}

impl Run {
    fn of(ran: &Ran) -> Result<Self> {
        let run: Value = serde_json::from_slice(&fs::read(ran.output.path())?)
            .with_context(|| format!("the run did not say how it ended: {}", ran.complaint()))?;
        if run["status"] != "succeeded" {
            bail!("the run did not succeed: {run}");
        }
        let number = |name: &str| run[name].as_f64().with_context(|| format!("a run has no {name}"));
        Ok(Self {
            rows: number("rows")?,
            seconds: ran.seconds,
            worked: ran.worked,
            calls: number("calls")?,
            throttled: number("throttled")?,
            peak: ran.peak,
        })
    }

    /// Rows a second, from the process's start to its end.
    pub(crate) fn pace(&self) -> f64 {
        self.rows / self.seconds.max(0.001)
    }

    /// The share of its calls that were refused for going too fast.
    pub(crate) fn throttled(&self) -> f64 {
        self.throttled / self.calls.max(1.0)
    }
}
