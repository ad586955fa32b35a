//! Looking at what was imported, and handing it over.

use super::filter::{WHERE_HELP, Where, condition, sort};
use super::values::{Class, class, format, privacy, run};
use super::wanted::Wanted;
use clap::Args;
use poolhouse_engine::model::{RunId, Sort};
use poolhouse_engine::view::{FileFormat, Privacy};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    group(clap::ArgGroup::new("rows").args(["first", "table", "question"]).multiple(true)),
    override_usage = "poolhouse-cli profile [OPTIONS] <NAME> <TABLE> [COLUMN]"
)]
pub(crate) struct Profile {
    /// The dataflow's name.
    pub(crate) name: String,
    /// The table's name, as `tables` lists it.
    #[arg(value_name = "TABLE")]
    first: Option<String>,
    /// The column's name in the database; every column in short without.
    #[arg(value_name = "COLUMN")]
    second: Option<String>,
    /// The table, as the other commands take it.
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// The column, likewise.
    #[arg(long, value_name = "COLUMN")]
    column: Option<String>,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// The version that this run published, instead of the one that is seen now.
    #[arg(long, value_name = "RUN", value_parser = run)]
    pub(crate) version_of: Option<RunId>,
}

impl Profile {
    /// The table and the column, however they were given; `None` where more was given than that.
    pub(crate) fn of(&self) -> Option<(Option<&str>, Option<&str>)> {
        let mut words = [&self.first, &self.second]
            .into_iter()
            .flatten()
            .map(String::as_str);
        let table = self.table.as_deref().or_else(|| words.next());
        let column = self.column.as_deref().or_else(|| words.next());
        words.next().is_none().then_some((table, column))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The dataflow's name.
    pub(crate) name: String,
    /// The table's name, as `tables` lists it.
    #[arg(long)]
    pub(crate) table: String,
    /// The run whose version to begin with, as `history` lists them.
    #[arg(long, value_name = "RUN", value_parser = run)]
    pub(crate) from: RunId,
    /// The run whose version to end with, which may be the earlier one; what is seen now without.
    #[arg(long, value_name = "RUN", value_parser = run)]
    pub(crate) to: Option<RunId>,
}

#[derive(Debug, Args)]
pub(crate) struct Find {
    /// Words, such as a given and a family name: each must stand in some attribute, or in the name of a group,
    /// an organization or a database. Parts of them will do; case and accents do not count. A text in double
    /// quotes is one word, as in find '"sales team"'.
    pub(crate) words: Vec<String>,
    /// Only people of this organization; an empty one stands for those of none.
    #[arg(long)]
    pub(crate) organization: Option<String>,
    /// Only people who pass this test, such as status=CONFIRMED or email*=@example; may be given many times.
    #[arg(long = "where", value_name = "TEST", value_parser = condition, long_help = WHERE_HELP)]
    pub(crate) filters: Vec<Where>,
}

#[derive(Debug, Args)]
// What picks among rows needs rows of one sort.
#[command(group(clap::ArgGroup::new("rows").args(["table", "people", "question"]).multiple(true)))]
pub(crate) struct Export {
    /// The dataflow's name.
    #[arg(required_unless_present = "people")]
    pub(crate) name: Option<String>,
    /// The table's name, as `tables` lists it. Without it, every table: as a SQLite database, or as a
    /// folder with a file for each.
    #[arg(long)]
    pub(crate) table: Option<String>,
    /// Everybody: the users of all databases, or those of the dataflow alone, a line each.
    #[arg(long, conflicts_with_all = ["table", "version_of", "question"])]
    pub(crate) people: bool,
    /// Instead of the table's rows, what became of them since the version that this run published: a
    /// line for each row that came or went and for each cell that changed.
    #[arg(long, value_name = "RUN", requires = "table", conflicts_with = "question", value_parser = run)]
    pub(crate) compare_from: Option<RunId>,
    /// The file; for every table in a format other than sqlite, a folder that is not there yet.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// What sort of file: csv, csv-for-excel, json-lines, xlsx, parquet, sqlite. Without it, as the file's
    /// name ends: .csv, .jsonl or .ndjson, .xlsx, .parquet, .sqlite or .db.
    #[arg(long, value_parser = format)]
    pub(crate) format: Option<FileFormat>,
    /// A column to write; may be given many times, in their order. All of them without.
    #[arg(long = "column", value_name = "COLUMN", requires = "rows")]
    pub(crate) columns: Vec<String>,
    #[command(flatten)]
    pub(crate) wanted: Wanted,
    /// A column to sort by, the greatest first with :desc after its name; may be given many times.
    #[arg(long, value_name = "COLUMN[:desc]", requires = "rows", value_parser = sort)]
    pub(crate) sort: Vec<Sort>,
    /// The version that this run published, instead of the one that is seen now.
    #[arg(long, value_name = "RUN", value_parser = run)]
    pub(crate) version_of: Option<RunId>,
    /// What to do with personal data: keep, mask, leave-out. Without it, it is masked where it is on every
    /// screen, and else kept.
    #[arg(long, value_parser = privacy)]
    pub(crate) personal: Option<Privacy>,
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
