//! The sample pool in a process of its own, and dataflows that read from it.

use crate::Built;
use anyhow::{Context, Result, bail};
use poolhouse_e2e::background::Background;
use poolhouse_e2e::command_line::CommandLine;
use serde::Deserialize;
use serde_json::Value;
use std::io::BufReader;
use std::path::Path;
use tempfile::TempDir;

/// A server.
pub(crate) struct Pool {
    _server: Background,
    pub(crate) at: Address,
}

/// Where it is and how to sign in.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Address {
    pub(crate) endpoint: String,
    pub(crate) user_pool_id: String,
    pub(crate) region: String,
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
}

impl Pool {
    /// Starts one with so many users.
    pub(crate) fn start(built: &Built, users: u64, more: &[&str]) -> Result<Self> {
        let users = users.to_string();
        let words: Vec<&str> = ["sample-pool", "--json", "--users", &users]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        let mut server = CommandLine::of(&built.command_line, &built.target).start(&words)?;
        let output = server.child().stdout.take().context("BUG: its output is piped")?;
        let mut answers =
            serde_json::Deserializer::from_reader(BufReader::new(output)).into_iter::<Address>();
        let at = answers
            .next()
            .context("the sample pool did not say where it is")??;
        Ok(Self { _server: server, at })
    }
}

/// A data folder, and the command line on it.
pub(crate) struct Home {
    folder: TempDir,
    pub(crate) command_line: CommandLine,
}

impl Home {
    /// On the disk that cargo builds on: the temporary folder may lie in memory.
    pub(crate) fn new(built: &Built, pool: &Pool) -> Result<Self> {
        let folder = tempfile::tempdir_in(&built.target)?;
        // For each run alone: a benchmark has no business in anybody's keychain.
        let command_line = CommandLine::of(&built.command_line, folder.path())
            .with("POOLHOUSE_SECRET_ACCESS_KEY", &pool.at.secret_access_key);
        Ok(Self { folder, command_line })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Creates a dataflow of the table `users`.
    pub(crate) fn create(&self, name: &str, pool: &Pool, speed: &str) -> Result<()> {
        let settings = [
            format!("endpoint={}", pool.at.endpoint),
            format!("user_pool_id={}", pool.at.user_pool_id),
            format!("region={}", pool.at.region),
            format!("access_key_id={}", pool.at.access_key_id),
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
        Run::of(&self.command_line.answer(&["run", name])?)
    }
}

/// What a run did.
pub(crate) struct Run {
    pub(crate) rows: f64,
    pub(crate) seconds: f64,
    pub(crate) calls: f64,
    pub(crate) throttled: f64,
}

impl Run {
    pub(crate) fn of(run: &Value) -> Result<Self> {
        if run["status"] != "succeeded" {
            bail!("the run did not succeed: {run}");
        }
        let number = |name: &str| run[name].as_f64().with_context(|| format!("a run has no {name}"));
        Ok(Self {
            rows: number("rows")?,
            seconds: number("durationMs")? / 1000.0,
            calls: number("calls")?,
            throttled: number("throttled")?,
        })
    }

    /// Rows a second, from the run's start to its publication.
    pub(crate) fn pace(&self) -> f64 {
        self.rows / self.seconds.max(0.001)
    }
}
