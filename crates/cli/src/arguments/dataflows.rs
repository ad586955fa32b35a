//! Dataflows: what they are made of, and running them.

use super::values::{chosen_table, drift, key_value};
use clap::Args;
use poolhouse_engine::model::{ChosenTable, DriftPolicy};

#[derive(Debug, Args)]
pub(crate) struct Source {
    /// The connector, as `connectors` names it.
    #[arg(long)]
    pub(crate) connector: String,
    /// A setting of the connector, as `connectors` names it.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    pub(crate) settings: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub(crate) struct SecretSource {
    /// Read the secrets from standard input, one a line, instead of asking for them.
    #[arg(long)]
    pub(crate) secret_stdin: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The dataflow's name.
    #[arg(required_unless_present = "connector")]
    pub(crate) name: Option<String>,
    /// Instead of a dataflow: the connector, as `connectors` names it.
    #[arg(long, conflicts_with = "name")]
    pub(crate) connector: Option<String>,
    /// A setting of the connector.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value, requires = "connector")]
    pub(crate) settings: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) secrets: SecretSource,
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Its name: letters and numbers, a letter first. Also the name of its database.
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) source: Source,
    /// A table to import; may be given many times.
    /// Purposes: all, customer-360 (the default), privacy-metadata.
    #[arg(long = "table", value_name = "TABLE[=NAME][:PURPOSE]", value_parser = chosen_table, required = true)]
    pub(crate) tables: Vec<ChosenTable>,
    /// What to do with columns that the source did not have in the run before: take, ask, keep
    /// (those there are).
    #[arg(long, value_parser = drift, default_value = "take")]
    pub(crate) columns: DriftPolicy,
    /// A name for people.
    #[arg(long, default_value = "")]
    pub(crate) display_name: String,
    /// What it is for.
    #[arg(long, default_value = "")]
    pub(crate) description: String,
    /// Whose data it is.
    #[arg(long, default_value = "")]
    pub(crate) organization: String,
    #[command(flatten)]
    pub(crate) secrets: SecretSource,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The dataflow's name.
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) secrets: SecretSource,
}

#[derive(Debug, Args)]
pub(crate) struct SamplePool {
    /// How many users, up to 5,000,000.
    #[arg(long, default_value_t = 250, value_parser = clap::value_parser!(u64).range(..=5_000_000))]
    pub(crate) users: u64,
    /// How long each call takes.
    #[arg(long, default_value_t = 0)]
    pub(crate) latency_ms: u64,
    /// Hold AWS's quotas.
    #[arg(long)]
    pub(crate) quota: bool,
    /// The port; any free one without.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Another seed, other people.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Fill every page of users. Without this some are short or empty, as AWS's may be.
    #[arg(long)]
    pub(crate) full_pages: bool,
}
