//! What the pictures show: dataflows of every status, made by the command line against sample
//! pools that refuse, stall and change.

use anyhow::{Context, Result};
use poolhouse_e2e::command_line::{CommandLine, PoolKind, Source};
use poolhouse_e2e::wait::{LONG, until};
use poolhouse_e2e::wizard::Answers;
use poolhouse_sample_pool::{
    AttributeType, Control, Fault, FaultKind, Feature, Key, Options, SamplePool, SchemaAttribute,
};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// Two data folders, and the servers that their dataflows read from.
pub(crate) struct World {
    empty: TempDir,
    full: TempDir,
    old: TempDir,
    pool: SamplePool,
    slow: SamplePool,
    key: Key,
    reader: Key,
    endpoint: String,
    slow_endpoint: String,
}

impl World {
    pub(crate) async fn make() -> Result<Self> {
        let pool = SamplePool::start(Options::default()).await?;
        let slow = SamplePool::start(Options {
            users: 200,
            quota: true,
            ..Options::default()
        })
        .await?;
        let world = Self {
            empty: tempfile::tempdir()?,
            full: tempfile::tempdir()?,
            old: tempfile::tempdir()?,
            endpoint: pool.endpoint(),
            slow_endpoint: slow.endpoint(),
            pool,
            slow,
            key: Key::full(),
            reader: Key::reader(),
        };
        world.fill().await?;
        world.grow_old()?;
        Ok(world)
    }

    /// A data folder in which nothing was done yet.
    pub(crate) fn empty(&self) -> &Path {
        self.empty.path()
    }

    /// A data folder with dataflows of every status.
    pub(crate) fn full(&self) -> &Path {
        self.full.path()
    }

    /// A data folder with years of runs.
    pub(crate) fn old(&self) -> &Path {
        self.old.path()
    }

    /// What goes into the wizard.
    pub(crate) fn answers(&self) -> Answers<'_> {
        Answers {
            name: "Members",
            pool_id: self.pool.pool_id(),
            key_id: &self.key.id,
            secret: &self.key.secret,
            endpoint: &self.endpoint,
        }
    }

    /// The ID of the identity pool beside the user pool.
    pub(crate) fn identity_pool_id(&self) -> &str {
        self.pool.identity_pool_id()
    }

    /// The same with keys that may not read everything.
    pub(crate) fn reader_answers(&self) -> Answers<'_> {
        Answers {
            key_id: &self.reader.id,
            secret: &self.reader.secret,
            ..self.answers()
        }
    }

    /// The number of a run that ended so, of the dataflow of this name.
    pub(crate) fn run(&self, dataflow: &str, status: &str) -> Result<i64> {
        let runs = self
            .command_line()?
            .answer(&["history", dataflow, "--status", status])?;
        runs[0]["id"]
            .as_i64()
            .with_context(|| format!("{dataflow} has no run that {status}"))
    }

    /// Makes the runs of the dataflow *Archive* slow, or fast.
    pub(crate) fn slow_down(&self, slow: bool) {
        let latency = if slow { 400 } else { 0 };
        self.slow.control().set_latency(Duration::from_millis(latency));
    }

    fn command_line(&self) -> Result<CommandLine> {
        CommandLine::on(self.full())
    }

    fn source<'a>(&'a self, endpoint: &'a str, key: &'a Key) -> Source<'a> {
        Source {
            kind: PoolKind::User,
            endpoint,
            pool_id: self.pool.pool_id(),
            region: self.pool.region(),
            key_id: &key.id,
            secret: &key.secret,
            speed: "full",
        }
    }

    fn grow_old(&self) -> Result<()> {
        let command_line = CommandLine::on(self.old())?;
        let source = self.source(&self.endpoint, &self.key);
        for name in ["Customers", "Partners", "Staff"] {
            command_line.create(name, &source, &["users", "groups"])?;
        }
        CommandLine::write_long_history(self.old(), 100_000)
    }

    async fn fill(&self) -> Result<()> {
        let all = [
            "users",
            "user_attributes",
            "user_identities",
            "groups",
            "group_members",
        ];
        let settings = ["user_pool", "schema_attributes", "app_clients"];
        let every: Vec<&str> = all.into_iter().chain(settings).collect();
        let source = self.source(&self.endpoint, &self.key);
        let slow = self.source(&self.slow_endpoint, &self.key);
        self.create("Customers", &source, &every, "Customers of the shop", "Acme Ltd")?;
        self.create("Staff", &source, &["users=people:all", "groups"], "", "Acme Ltd")?;
        self.create(
            "Partners",
            &source,
            &["users"],
            "שותפים 🤝 and a rather long display name that must not push",
            "Bright & Sons",
        )?;
        self.create("Archive", &slow, &["users", "user_attributes"], "", "")?;
        self.create(
            "Newsletter",
            &source,
            &["users:privacy-metadata"],
            "",
            "Bright & Sons",
        )?;
        self.create("Abandoned", &slow, &["users"], "", "")?;

        for change in 0..6 {
            self.run_to_its_end("Customers");
            change_people(self.pool.control(), change);
        }
        self.run_to_its_end("Staff");
        self.run_to_its_end("Newsletter");
        let faults = |kind| vec![Fault::always(kind)];
        self.pool.control().set_faults(faults(FaultKind::Forbidden));
        self.run_to_its_end("Partners");
        self.run_to_its_end("Customers");
        self.pool.control().set_faults(vec![]);
        self.run_to_its_end("Customers");

        self.run_to_its_end("Archive");
        self.slow.control().add_users(40_000);
        self.slow_down(true);
        self.cut_off("Archive", "KILL").await?;
        self.cut_off("Abandoned", "INT").await?;
        crate::wide::write(self.full(), &source)?;
        self.grow()
    }

    /// A dataflow that asks before it takes a column, and a pool that grows two.
    fn grow(&self) -> Result<()> {
        let source = self.source(&self.endpoint, &self.key);
        let tables = ["users", "user_attributes", "groups", "risk_settings", "terms"];
        let asks = ["--columns", "ask"];
        self.command_line()?
            .create_with("Growing", &source, &tables, &asks)?;
        self.run_to_its_end("Growing");
        let control = self.pool.control();
        for (name, value) in [("loyalty", "12"), ("favourite_shop", "Leeds 🛍️")] {
            control.add_schema_attribute(SchemaAttribute::custom(name, AttributeType::String));
            control.set_attribute(70, &format!("custom:{name}"), Some(value));
        }
        let lost = [Feature::Terms, Feature::ThreatProtection];
        for feature in lost {
            control.set_feature(feature, false);
        }
        self.run_to_its_end("Growing");
        for feature in lost {
            control.set_feature(feature, true);
        }
        Ok(())
    }

    fn create(
        &self,
        name: &str,
        source: &Source<'_>,
        tables: &[&str],
        shown: &str,
        organization: &str,
    ) -> Result<()> {
        let more = ["--display-name", shown, "--organization", organization];
        self.command_line()?.create_with(name, source, tables, &more)?;
        Ok(())
    }

    /// Runs a dataflow; that it may fail is what the pictures are to show.
    fn run_to_its_end(&self, name: &str) {
        if let Err(error) = self.command_line().and_then(|it| it.answer(&["run", name])) {
            tell(&format!("{name}: {error:#}"));
        }
    }

    /// Ends a run from outside once it has read something.
    async fn cut_off(&self, name: &str, signal: &str) -> Result<()> {
        let before = self.pool_calls();
        let mut running = self.command_line()?.start(&["run", name])?;
        until("the run to have read some pages", LONG, async || {
            Ok((self.pool_calls() > before + 12).then_some(()))
        })
        .await?;
        running.signal(signal);
        until("the run to be cut off", LONG, async || {
            Ok(running.has_ended().then_some(()))
        })
        .await
    }

    fn pool_calls(&self) -> u64 {
        self.slow.calls().total().received
    }
}

/// What happens to people between two runs.
fn change_people(control: &Control, turn: u64) {
    control.add_users(3 + turn);
    for number in 0..4 {
        control.delete_user(100 + turn * 10 + number);
    }
    for number in 0..8 {
        control.set_attribute(60 + turn + number, "custom:tier", Some("gold 🥇"));
        control.set_attribute(60 + turn + number, "family_name", Some("O’Hara-Ångström"));
    }
    control.set_attribute(5, "custom:notes", None);
}

#[expect(
    clippy::print_stderr,
    reason = "whoever takes the pictures is told what the runs said"
)]
fn tell(words: &str) {
    eprintln!("{words}");
}
