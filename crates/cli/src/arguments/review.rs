//! Looking at what was imported, and handing it over.

use super::values::{Class, class, column_text, format, privacy};
use clap::Args;
use poolhouse_engine::view::{FileFormat, Privacy};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Profile {
    /// The dataflow's name.
    pub(crate) name: String,
    /// The table's name, as `tables` lists it.
    pub(crate) table: String,
    /// The column's name in the database.
    pub(crate) column: String,
    /// Only over rows with this value in this column; may be given many times.
    #[arg(long = "where", value_name = "COLUMN=TEXT", value_parser = column_text)]
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
    #[arg(long = "where", value_name = "COLUMN=TEXT", value_parser = column_text)]
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
    #[arg(long = "where", value_name = "COLUMN=TEXT", value_parser = column_text, requires = "rows")]
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
