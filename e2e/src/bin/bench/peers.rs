//! The tools that are measured, Poolhouse among them, and how each is started.

use crate::serve::Address;
use poolhouse_e2e::programs;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A way to have the users of a pool on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Poolhouse on a pool that it has read before.
    Poolhouse,
    /// Poolhouse on a pool that it never read: twice, as it proves its parts against the whole.
    FirstRun,
    Backup,
    Boto3,
    CliText,
    Pandas,
    CliJson,
}

impl Tool {
    pub(crate) const ALL: [Self; 7] = [
        Self::Poolhouse,
        Self::FirstRun,
        Self::Backup,
        Self::Boto3,
        Self::CliText,
        Self::Pandas,
        Self::CliJson,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Poolhouse => "Poolhouse",
            Self::FirstRun => "Poolhouse, first run",
            Self::Backup => "cognito-backup-restore",
            Self::Boto3 => "boto3 to CSV",
            Self::CliText => "AWS CLI, text",
            Self::Pandas => "pandas to SQLite",
            Self::CliJson => "AWS CLI, JSON",
        }
    }

    pub(crate) fn is_ours(self) -> bool {
        matches!(self, Self::Poolhouse | Self::FirstRun)
    }

    /// How many calls it takes to list so many users.
    pub(crate) fn calls(self, users: u64) -> u64 {
        match self {
            // It does not ask for a size of page, and the pool's default is this, as AWS's is about.
            Self::Backup => users.div_ceil(25),
            Self::FirstRun => 2 * users.div_ceil(60),
            _ => users.div_ceil(60),
        }
    }
}

/// Where the tools of others are.
pub(crate) struct Peers {
    folder: Option<PathBuf>,
}

impl Peers {
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// The Python that has boto3.
    pub(crate) fn python(&self) -> Option<PathBuf> {
        self.there("python/bin/python")
    }

    /// Whether a tool is here.
    pub(crate) fn has(&self, tool: Tool) -> bool {
        match tool {
            Tool::Poolhouse | Tool::FirstRun => true,
            Tool::Backup => self
                .there("node/node_modules/cognito-backup-restore/package.json")
                .is_some(),
            Tool::Boto3 | Tool::Pandas => self.python().is_some(),
            Tool::CliText | Tool::CliJson => self.there("python/bin/aws").is_some(),
        }
    }

    fn there(&self, file: &str) -> Option<PathBuf> {
        let file = self.folder.as_ref()?.join(file);
        file.exists().then_some(file)
    }

    /// What runs it; what it brings goes to its standard output or into `folder`. `None` where it is not here, and
    /// for ourselves.
    pub(crate) fn command(&self, tool: Tool, at: &Address, pool_id: &str, folder: &Path) -> Option<Command> {
        let mut command = match tool {
            Tool::Poolhouse | Tool::FirstRun => return None,
            Tool::Boto3 | Tool::Pandas => {
                let mut python = Command::new(self.python()?);
                let script = if tool == Tool::Boto3 {
                    "python/boto3_to_csv.py"
                } else {
                    "python/pandas_to_sqlite.py"
                };
                python
                    .arg(programs::own_file(script))
                    .args([&at.endpoint, &at.region, pool_id]);
                if tool == Tool::Pandas {
                    python.arg(folder.join("users.db"));
                }
                python
            }
            Tool::CliText | Tool::CliJson => {
                let format = if tool == Tool::CliText { "text" } else { "json" };
                let mut aws = Command::new(self.there("python/bin/aws")?);
                aws.args(["cognito-idp", "list-users", "--user-pool-id", pool_id]);
                aws.args(["--page-size", "60", "--output", format]);
                aws.args(["--endpoint-url", &at.endpoint]);
                aws
            }
            Tool::Backup => {
                let mut node = Command::new("node");
                node.arg(programs::own_file("peers/backup.js"));
                node.arg(self.folder.as_ref()?.join("node"));
                node.args([&at.endpoint, &at.region, pool_id]).arg(folder);
                node
            }
        };
        let nobody = folder.join("no-configuration");
        command
            .env("AWS_ACCESS_KEY_ID", &at.access_key_id)
            .env("AWS_SECRET_ACCESS_KEY", &at.secret_access_key)
            .env("AWS_DEFAULT_REGION", &at.region)
            .env("AWS_CONFIG_FILE", &nobody)
            .env("AWS_SHARED_CREDENTIALS_FILE", &nobody)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE", "1")
            .env("AWS_PAGER", "")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        Some(command)
    }
}

/// How many users a tool brought, as far as its own output tells.
pub(crate) fn brought(tool: Tool, output: &Path, errors: &Path, folder: &Path, pool_id: &str) -> u64 {
    let count = |file: &Path, mark: &[u8]| {
        let bytes = fs::read(file).unwrap_or_default();
        bytes.windows(mark.len()).filter(|found| *found == mark).count() as u64
    };
    match tool {
        Tool::Poolhouse | Tool::FirstRun => 0,
        Tool::Boto3 | Tool::Pandas => fs::read_to_string(errors)
            .unwrap_or_default()
            .lines()
            .find_map(|line| line.strip_prefix("users: ")?.parse().ok())
            .unwrap_or(0),
        Tool::CliText => count(output, b"\nUSERS\t") + count_at_start(output, b"USERS\t"),
        Tool::CliJson => count(output, b"\"Username\":"),
        Tool::Backup => count(&folder.join(format!("{pool_id}.json")), b"\"Username\":"),
    }
}

fn count_at_start(file: &Path, mark: &[u8]) -> u64 {
    u64::from(fs::read(file).unwrap_or_default().starts_with(mark))
}
