//! The program in an environment of its own: no home, no keychain, a clock that stands still.

use poolhouse_sample_pool::{Key, Options, SamplePool};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

pub(crate) const NOW: &str = "2026-11-21T12:00:00Z";

/// A data folder and the program on it.
pub(crate) struct Program {
    folder: TempDir,
}

/// What the program said and how it ended.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Program {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().expect("a temporary folder"),
        }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Its home folder, in which all else lies: the data, what is temporary, what a test exports.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_poolhouse-cli"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            // No session bus is to be found here, so there is no keychain.
            .env("XDG_RUNTIME_DIR", self.folder.path())
            .env("TMPDIR", self.folder.path())
            .env("POOLHOUSE_DATA_DIR", self.data())
            .env("POOLHOUSE_NOW", NOW)
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn say(&self, arguments: &[&str]) -> Said {
        self.ended(self.command(arguments).output().expect("the program starts"))
    }

    /// With the secret in the environment, for one run.
    pub(crate) fn say_with(&self, secret: &str, arguments: &[&str]) -> Said {
        let mut command = self.command(arguments);
        command.env("POOLHOUSE_SECRET_ACCESS_KEY", secret);
        self.ended(command.output().expect("the program starts"))
    }

    /// Where no file may grow past so many blocks of 512 bytes.
    #[cfg(unix)]
    pub(crate) fn say_within(&self, blocks: u32, arguments: &[&str]) -> Said {
        let unlimited = self.command(arguments);
        let mut command = Command::new("/bin/sh");
        command
            .arg("-c")
            // A write that is refused is an error, and not the end of the program.
            .arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\""))
            .arg(unlimited.get_program())
            .args(unlimited.get_args())
            .env_clear()
            .stdin(Stdio::null());
        for (name, value) in unlimited.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        self.ended(command.output().expect("the program starts"))
    }

    /// With these lines on standard input.
    pub(crate) fn say_piped(&self, input: &str, arguments: &[&str]) -> Said {
        self.say_piped_with(&[], input, arguments)
    }

    /// The same with these variables in its environment.
    pub(crate) fn say_piped_with(
        &self,
        environment: &[(&str, &str)],
        input: &str,
        arguments: &[&str],
    ) -> Said {
        let mut command = self.command(arguments);
        command
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // It may end before it reads.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        self.ended(child.wait_with_output().expect("the program ends"))
    }

    /// Starts it and does not wait.
    pub(crate) fn begin(&self, secret: &str, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command
            .env("POOLHOUSE_SECRET_ACCESS_KEY", secret)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    }

    fn ended(&self, output: Output) -> Said {
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes)
                .expect("UTF-8")
                .replace(&self.data().display().to_string(), "DATA")
        };
        Said {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Said {
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// A sample pool, and how to sign in to it.
pub(crate) struct Pool {
    pub(crate) server: SamplePool,
    pub(crate) key: Key,
}

impl Pool {
    pub(crate) async fn start(options: Options) -> Self {
        Self {
            server: SamplePool::start(options).await.expect("a free port"),
            key: Key::full(),
        }
    }

    /// One like any other, with so many users.
    pub(crate) async fn of(users: u64) -> Self {
        Self::start(Options {
            users,
            ..Options::default()
        })
        .await
    }

    /// The arguments that name the user pool, after a verb.
    pub(crate) fn source(&self) -> Vec<String> {
        self.named("user_pool_id", self.server.pool_id())
    }

    /// The arguments that name the identity pool.
    pub(crate) fn identities(&self) -> Vec<String> {
        self.named("identity_pool_id", self.server.identity_pool_id())
    }

    fn named(&self, key: &str, id: &str) -> Vec<String> {
        [
            (key, id),
            ("access_key_id", &self.key.id),
            ("endpoint", &self.server.endpoint()),
            ("speed", "unlimited"),
        ]
        .iter()
        .flat_map(|(key, value)| ["--set".to_owned(), format!("{key}={value}")])
        .collect()
    }

    /// Creates `Customers` with these tables.
    pub(crate) fn create(&self, program: &Program, tables: &[&str]) {
        self.create_from(program, "aws-cognito-user-pool", &self.source(), tables);
    }

    /// Creates `Customers` from this source.
    pub(crate) fn create_from(&self, program: &Program, connector: &str, source: &[String], tables: &[&str]) {
        let mut arguments = vec!["create", "Customers", "--connector", connector];
        arguments.extend(source.iter().map(String::as_str));
        arguments.extend(tables.iter().flat_map(|table| ["--table", *table]));
        program.say_with(&self.key.secret, &arguments).done();
    }
}

/// Whether the bytes stand in any file below the folder.
pub(crate) fn found(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .any(|entry| {
            let path = entry.path();
            if path.is_dir() {
                found(&path, bytes)
            } else {
                std::fs::read(&path)
                    .unwrap_or_default()
                    .windows(bytes.len())
                    .any(|window| window == bytes)
            }
        })
}

/// What lies in a folder, by name; nothing where there is none.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

/// A pool of so many users, and the program that has imported these tables of it once.
pub(crate) async fn imported(users: u64, tables: &[&str]) -> (Pool, Program) {
    let pool = Pool::of(users).await;
    let program = Program::new();
    pool.create(&program, tables);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    (pool, program)
}
