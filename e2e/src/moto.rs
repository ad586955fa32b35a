//! Pools that nobody here wrote: moto's server, filled with boto3.

use crate::background::Background;
use crate::programs;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The pools, for as long as this is held.
#[derive(Debug)]
pub struct Moto {
    _server: Background,
    put: PathBuf,
    told: Told,
}

#[derive(Debug, Deserialize)]
struct Told {
    endpoint: String,
    pool_id: String,
    identity_pool_id: String,
    region: String,
}

impl Moto {
    /// Starts the server and fills a user pool and an identity pool; what was put in is written into `folder`.
    pub fn start(folder: &Path) -> Result<Self> {
        let put = folder.join("put.json");
        let mut command = python("python/moto_pool.py")?;
        command.arg(&put).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = Background::start("moto", &mut command)?;
        let output = server.child().stdout.take().context("BUG: piped above")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let told = serde_json::from_str(&line)
            .with_context(|| format!("moto did not start; it said {line:?}, and why above"))?;
        Ok(Self {
            _server: server,
            put,
            told,
        })
    }

    /// The server's address.
    pub fn endpoint(&self) -> &str {
        &self.told.endpoint
    }

    /// The user pool's ID.
    pub fn pool_id(&self) -> &str {
        &self.told.pool_id
    }

    /// The identity pool's ID.
    pub fn identity_pool_id(&self) -> &str {
        &self.told.identity_pool_id
    }

    /// The pools' Region.
    pub fn region(&self) -> &str {
        &self.told.region
    }

    /// Compares every value of a database with what was put into the user pool, by Python's own
    /// sqlite3. Answers how many values were compared.
    pub fn compare(&self, database: &Path) -> Result<u64> {
        self.compared("users", database)
    }

    /// The same with what was put into the identity pool.
    pub fn compare_identities(&self, database: &Path) -> Result<u64> {
        self.compared("identities", database)
    }

    fn compared(&self, pool: &str, database: &Path) -> Result<u64> {
        let output = python("python/compare.py")?
            .arg(&self.put)
            .arg(database)
            .arg(pool)
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            bail!(
                "the database differs from what was put in:\n{said}{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        said.trim()
            .parse()
            .with_context(|| format!("the comparison said {said:?}"))
    }
}

fn python(script: &str) -> Result<Command> {
    let mut command = Command::new(programs::python()?);
    command
        .arg(programs::own_file(script))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}
