//! What may be typed. Verbs are the engine's intents, by the same names.

use clap::{Args, Parser, Subcommand};
use poolhouse_connector::{PersonalData, TableId};
use poolhouse_engine::model::{ChangeKind, ChosenTable, DriftPolicy, Purpose, RunId, RunStatus, Trigger};
use poolhouse_engine::view::{FileFormat, Privacy};
use std::path::PathBuf;

/// Brings Cognito user pools home, as tables in a local SQLite database.
#[derive(Debug, Parser)]
#[command(name = "poolhouse-cli", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// The folder in which everything is kept.
    #[arg(long, global = true, env = "POOLHOUSE_DATA_DIR", value_name = "FOLDER")]
    pub(crate) data_dir: Option<PathBuf>,
    /// How many seconds the keychain's prompt may wait for an answer.
    #[arg(
        long,
        global = true,
        env = "POOLHOUSE_KEYCHAIN_WAIT",
        value_name = "SECONDS",
        default_value_t = 45,
        value_parser = clap::value_parser!(u64).range(1..=3_600)
    )]
    pub(crate) keychain_wait: u64,
    /// Answer in JSON on standard output.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List the connectors, their settings and their tables.
    Connectors,
    /// Try a dataflow's settings, or those given, and list the tables that may be read.
    Check(Check),
    /// Create a dataflow.
    Create(Create),
    /// List the dataflows.
    List,
    /// Run a dataflow, or go on with a run that was interrupted. Control-C cancels.
    Run(Run),
    /// List the runs of a dataflow, or of all.
    History(History),
    /// Show one run: what happened, its tables, its log.
    Show {
        /// The run's number.
        run: i64,
    },
    /// Show what a run added, changed and removed.
    Changes(Changes),
    /// Take the new columns that a run left out, of a dataflow that asks before it takes one.
    TakeColumns {
        /// The run's number.
        run: i64,
    },
    /// Publish an earlier version again, of all tables or of one. Control-C cancels.
    Rollback(Rollback),
    /// Delete a dataflow, its database, every version, its history and its keychain entry.
    Remove {
        /// The dataflow's name.
        name: String,
        /// Do it. Without this, what would be deleted is listed.
        #[arg(long)]
        yes: bool,
    },
    /// List the tables of a dataflow's database, and where its file lies.
    Tables {
        /// The dataflow's name.
        name: String,
    },
    /// Say what the values of a column are like.
    Profile(Profile),
    /// List the questions that can be put to the tables of a dataflow.
    Questions {
        /// The dataflow's name.
        name: String,
    },
    /// Show what became of a table from one version to another. Control-C cancels.
    Compare(Compare),
    /// List the organizations with their dataflows, groups, and how many people each has.
    Directory,
    /// Find people in all databases, by any of their attributes.
    Find(Find),
    /// Write the rows of a table into a file. Control-C cancels, and leaves none.
    Export(Export),
    /// List what the columns of a dataflow's database hold of a person.
    ColumnClasses {
        /// The dataflow's name.
        name: String,
    },
    /// Say what a column holds of a person, in every version and from now on.
    ClassColumn(ClassColumn),
    /// Mask personal data on every screen, or show it again: on, off.
    MaskPersonalData {
        /// Whether to.
        #[arg(value_parser = switch, action = clap::ArgAction::Set)]
        on: bool,
    },
    /// Delete one person from every version of a database and from what changed.
    Forget {
        /// The dataflow's name.
        name: String,
        /// The person's ID (such as `sub`), user name, e-mail address or telephone number.
        person: String,
        /// Do it. Without this, what would be deleted is listed.
        #[arg(long)]
        yes: bool,
    },
    /// Rewrite a database out of which somebody was deleted, where that could not be done at once.
    FinishForgetting {
        /// The dataflow's name.
        name: String,
    },
    /// Show how other programs open a database, such as Python, R and Excel.
    Recipes {
        /// The dataflow's name.
        name: String,
        /// With this table; with the first one without.
        #[arg(long)]
        table: Option<String>,
    },
    /// Serve a made-up user pool on this computer until Control-C.
    SamplePool(SamplePool),
    /// Do the main job once: import the sample pool and show its tables.
    Demo,
}

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
pub(crate) struct Rollback {
    /// The dataflow's name.
    pub(crate) name: String,
    /// The run whose version to go back to.
    #[arg(long, value_name = "RUN")]
    pub(crate) to: i64,
    /// Only this table; the others stay as they are.
    #[arg(long)]
    pub(crate) table: Option<String>,
    /// Show what would change, and change nothing.
    #[arg(long)]
    pub(crate) preview: bool,
}

#[derive(Debug, Args)]
pub(crate) struct History {
    /// The dataflow's name; all of them without.
    pub(crate) name: Option<String>,
    /// Only runs with this status.
    #[arg(long, value_parser = status)]
    pub(crate) status: Option<RunStatus>,
    /// Only runs started by this: manual, schedule, command-line.
    #[arg(long, value_parser = trigger)]
    pub(crate) trigger: Option<Trigger>,
    /// Only runs that started on this day, such as 2026-11-21, or later.
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// Only runs that started on this day or earlier.
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<String>,
    /// Only runs with this text in their description.
    #[arg(long)]
    pub(crate) search: Option<String>,
    /// Show what the runs were over time instead of a list.
    #[arg(long, conflicts_with_all = ["before", "limit"])]
    pub(crate) over_time: bool,
    /// Only runs older than this one.
    #[arg(long, value_name = "RUN")]
    pub(crate) before: Option<i64>,
    /// At most so many.
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Changes {
    /// The run's number.
    pub(crate) run: i64,
    /// Only this table.
    #[arg(long)]
    pub(crate) table: Option<String>,
    /// Only what was added, changed or removed.
    #[arg(long, value_parser = change_kind)]
    pub(crate) kind: Option<ChangeKind>,
    /// Only cells of this column.
    #[arg(long)]
    pub(crate) column: Option<String>,
    /// Show how much changed instead, by table, kind and column.
    #[arg(long, conflicts_with_all = ["table", "kind", "column"])]
    pub(crate) counts: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Profile {
    /// The dataflow's name.
    pub(crate) name: String,
    /// The table's name, as `tables` lists it.
    pub(crate) table: String,
    /// The column's name in the database.
    pub(crate) column: String,
    /// Only over rows with this value in this column; may be given many times.
    #[arg(long = "where", value_name = "COLUMN=TEXT", value_parser = key_value)]
    pub(crate) filters: Vec<(String, String)>,
    /// The version that this run published, instead of the one that is seen now.
    #[arg(long, value_name = "RUN")]
    pub(crate) version_of: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The dataflow's name.
    pub(crate) name: String,
    /// The table's name, as `tables` lists it.
    #[arg(long)]
    pub(crate) table: String,
    /// The run whose version to begin with.
    #[arg(long, value_name = "RUN")]
    pub(crate) from: i64,
    /// The run whose version to end with, which may be the earlier one; what is seen now without.
    #[arg(long, value_name = "RUN")]
    pub(crate) to: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct Find {
    /// Any part of any attribute, or of a group's name. Case does not count.
    #[arg(default_value = "", hide_default_value = true)]
    pub(crate) text: String,
    /// Only people of this organization; an empty one stands for those of none.
    #[arg(long)]
    pub(crate) organization: Option<String>,
    /// Only people with this value in this column; may be given many times.
    #[arg(long = "where", value_name = "COLUMN=TEXT", value_parser = key_value)]
    pub(crate) filters: Vec<(String, String)>,
}

#[derive(Debug, Args)]
// What picks among rows needs rows of one sort.
#[command(group(clap::ArgGroup::new("rows").args(["table", "people"])))]
pub(crate) struct Export {
    /// The dataflow's name.
    #[arg(required_unless_present = "people")]
    pub(crate) name: Option<String>,
    /// The table's name, as `tables` lists it. Without it, every table: as a SQLite database, or as a
    /// folder with a file for each.
    #[arg(long)]
    pub(crate) table: Option<String>,
    /// Everybody: the users of all databases, or those of the dataflow alone, a line each.
    #[arg(long, conflicts_with_all = ["table", "version_of"])]
    pub(crate) people: bool,
    /// Instead of the table's rows, what became of them since the version that this run published: a
    /// line for each row that came or went and for each cell that changed.
    #[arg(long, value_name = "RUN", requires = "table")]
    pub(crate) compare_from: Option<i64>,
    /// The file or folder.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// What sort of file: csv, csv-for-excel, json-lines, xlsx, parquet, sqlite. Without it, as the file's
    /// name ends.
    #[arg(long, value_parser = format)]
    pub(crate) format: Option<FileFormat>,
    /// A column to write; may be given many times, in their order. All of them without.
    #[arg(long = "column", value_name = "COLUMN", requires = "rows")]
    pub(crate) columns: Vec<String>,
    /// Only rows with this value in this column; may be given many times.
    #[arg(long = "where", value_name = "COLUMN=TEXT", value_parser = key_value, requires = "rows")]
    pub(crate) filters: Vec<(String, String)>,
    /// Only rows with this text in any column.
    #[arg(long, default_value = "", requires = "rows")]
    pub(crate) search: String,
    /// A column to sort by; may be given many times.
    #[arg(long, value_name = "COLUMN", requires = "rows")]
    pub(crate) sort: Vec<String>,
    /// The version that this run published, instead of the one that is seen now.
    #[arg(long, value_name = "RUN")]
    pub(crate) version_of: Option<i64>,
    /// What to do with personal data: keep, mask, leave-out.
    #[arg(long, value_parser = privacy, default_value = "keep")]
    pub(crate) personal: Privacy,
    /// Replace a file of this name.
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ClassColumn {
    /// The dataflow's name.
    pub(crate) name: String,
    /// The table's name, as `tables` lists it.
    #[arg(long)]
    pub(crate) table: String,
    /// The column's name, as `column-classes` lists it.
    #[arg(long)]
    pub(crate) column: String,
    /// What it holds: none, identifier, name, email, phone, address, birth-date, ip-address, free-text;
    /// or as-found, which takes back what was said.
    #[arg(long, value_parser = class)]
    pub(crate) class: Class,
}

/// What a column is said to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    AsFound,
    Said(PersonalData),
}

#[derive(Debug, Args)]
pub(crate) struct SamplePool {
    /// How many users, up to 5,000,000.
    #[arg(long, default_value_t = 250)]
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

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write it as KEY=VALUE, such as region=eu-west-1".into()),
    }
}

fn chosen_table(text: &str) -> Result<ChosenTable, String> {
    let (names, purpose) = match text.rsplit_once(':') {
        Some((names, purpose)) => (names, self::purpose(purpose)?),
        None => (text, Purpose::Customer360),
    };
    let (source, target) = names.split_once('=').unwrap_or((names, names));
    if source.is_empty() || target.is_empty() {
        return Err("write it as TABLE, TABLE=NAME or TABLE=NAME:PURPOSE, such as users=people:all".into());
    }
    Ok(ChosenTable {
        source: TableId::from(source.to_owned()),
        target: target.into(),
        purpose,
    })
}

fn purpose(text: &str) -> Result<Purpose, String> {
    match text {
        "all" => Ok(Purpose::All),
        "customer-360" => Ok(Purpose::Customer360),
        "privacy-metadata" => Ok(Purpose::PrivacyMetadata),
        _ => Err("a purpose is one of all, customer-360, privacy-metadata".into()),
    }
}

fn drift(text: &str) -> Result<DriftPolicy, String> {
    match text {
        "take" => Ok(DriftPolicy::TakeAll),
        "ask" => Ok(DriftPolicy::Ask),
        "keep" => Ok(DriftPolicy::Keep),
        _ => Err("it is one of take, ask, keep".into()),
    }
}

fn format(text: &str) -> Result<FileFormat, String> {
    match text {
        "csv" => Ok(FileFormat::Csv),
        "csv-for-excel" => Ok(FileFormat::CsvForExcel),
        "json-lines" => Ok(FileFormat::JsonLines),
        "xlsx" => Ok(FileFormat::Xlsx),
        "parquet" => Ok(FileFormat::Parquet),
        "sqlite" => Ok(FileFormat::Sqlite),
        _ => Err("it is one of csv, csv-for-excel, json-lines, xlsx, parquet, sqlite".into()),
    }
}

fn privacy(text: &str) -> Result<Privacy, String> {
    match text {
        "keep" => Ok(Privacy::Keep),
        "mask" => Ok(Privacy::Mask),
        "leave-out" => Ok(Privacy::LeaveOut),
        _ => Err("it is one of keep, mask, leave-out".into()),
    }
}

/// The classes by their names.
pub(crate) const CLASSES: [(&str, PersonalData); 9] = [
    ("none", PersonalData::None),
    ("identifier", PersonalData::Identifier),
    ("name", PersonalData::Name),
    ("email", PersonalData::Email),
    ("phone", PersonalData::Phone),
    ("address", PersonalData::Address),
    ("birth-date", PersonalData::BirthDate),
    ("ip-address", PersonalData::IpAddress),
    ("free-text", PersonalData::FreeText),
];

fn class(text: &str) -> Result<Class, String> {
    if text == "as-found" {
        return Ok(Class::AsFound);
    }
    let found = CLASSES.iter().find(|(name, _)| *name == text);
    found.map(|(_, class)| Class::Said(*class)).ok_or_else(|| {
        let names: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
        format!("it is one of {}, as-found", names.join(", "))
    })
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("it is on or off".into()),
    }
}

fn status(text: &str) -> Result<RunStatus, String> {
    match text {
        "queued" => Ok(RunStatus::Queued),
        "running" => Ok(RunStatus::Running),
        "succeeded" => Ok(RunStatus::Succeeded),
        "failed" => Ok(RunStatus::Failed),
        "cancelled" => Ok(RunStatus::Cancelled),
        "interrupted" => Ok(RunStatus::Interrupted),
        _ => Err("a status is one of queued, running, succeeded, failed, cancelled, interrupted".into()),
    }
}

fn trigger(text: &str) -> Result<Trigger, String> {
    match text {
        "manual" => Ok(Trigger::Manual),
        "schedule" => Ok(Trigger::Schedule),
        "command-line" => Ok(Trigger::CommandLine),
        _ => Err("a trigger is one of manual, schedule, command-line".into()),
    }
}

fn change_kind(text: &str) -> Result<ChangeKind, String> {
    match text {
        "added" => Ok(ChangeKind::Added),
        "changed" => Ok(ChangeKind::Changed),
        "removed" => Ok(ChangeKind::Removed),
        _ => Err("it is one of added, changed, removed".into()),
    }
}

/// A run's number, as typed.
pub(crate) fn run(number: i64) -> RunId {
    RunId(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_in_all_its_forms() {
        let read = |text| chosen_table(text).map(|t| (t.source.to_string(), t.target, t.purpose));
        assert_eq!(
            read("users"),
            Ok(("users".into(), "users".into(), Purpose::Customer360))
        );
        assert_eq!(
            read("users=people"),
            Ok(("users".into(), "people".into(), Purpose::Customer360))
        );
        assert_eq!(
            read("users=people:all"),
            Ok(("users".into(), "people".into(), Purpose::All))
        );
        assert_eq!(
            read("users:privacy-metadata"),
            Ok(("users".into(), "users".into(), Purpose::PrivacyMetadata))
        );
        assert!(read("users:everything").is_err(), "an unknown purpose is named");
        assert!(read("=people").is_err(), "a table needs a source");
    }

    #[test]
    fn the_arguments_are_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
