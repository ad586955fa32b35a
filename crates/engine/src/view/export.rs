//! What is handed over as a file.

use super::Subject;
use poolhouse_catalog::model::{DataflowId, TableQuery, Version};
use poolhouse_export::Format;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What is to be handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Handed {
    /// Rows of a table, or of what is looked at as one.
    Rows {
        /// What they are rows of.
        subject: Subject,
        /// Which rows, in which order.
        query: TableQuery,
        /// The columns, in their order; empty for all.
        columns: Vec<String>,
    },
    /// Every table of a database: a SQLite file, or a folder with a file for each table.
    Database {
        /// The database's dataflow.
        dataflow: DataflowId,
        /// Which version of it.
        version: Version,
    },
}

/// The sort of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// CSV as programs read it: UTF-8, commas, every value to the byte.
    Csv,
    /// CSV for Excel: with a mark by which it knows UTF-8, and no value that it would run.
    CsvForExcel,
    /// A JSON object a line.
    JsonLines,
    /// An Excel workbook, of as many sheets as the rows need.
    Xlsx,
    /// Parquet, compressed.
    Parquet,
    /// A SQLite database with plain tables and nothing else.
    Sqlite,
}

impl FileFormat {
    /// The ending of such a file's name, without a dot.
    pub fn ending(self) -> &'static str {
        self.by_rows().map_or("sqlite", Format::ending)
    }

    /// The format of a file that is written row by row; `None` for a database.
    pub(crate) fn by_rows(self) -> Option<Format> {
        match self {
            Self::Csv => Some(Format::Csv),
            Self::CsvForExcel => Some(Format::CsvForExcel),
            Self::JsonLines => Some(Format::JsonLines),
            Self::Xlsx => Some(Format::Xlsx),
            Self::Parquet => Some(Format::Parquet),
            Self::Sqlite => None,
        }
    }
}

/// What is to be handed over, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// What.
    pub what: Handed,
    /// What becomes of personal data.
    pub privacy: Privacy,
    /// The sort of file.
    pub format: FileFormat,
    /// Where it is to lie.
    pub path: String,
    /// Whether a file that lies there is replaced.
    pub replace: bool,
}

/// How far an export is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportProgress {
    /// The export, as the face named it.
    pub export: String,
    /// Rows written so far.
    pub rows: u64,
    /// How many there will be, where that is known.
    pub of: Option<u64>,
    /// Whether the rows are being put in order, which must be done before the first of them is written.
    pub sorting: bool,
}

/// What becomes of the columns that hold personal data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// They are handed over.
    #[default]
    Keep,
    /// Each value keeps its first character alone.
    Mask,
    /// They are left out. Of two versions compared, what stands before and after stays, but for the cells of
    /// such columns.
    LeaveOut,
}

/// A file that was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// Where it lies.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Its values that were cut because the format holds no longer ones.
    pub shortened: u64,
    /// Its cells that are empty because their value, of a personal column, was left out: of what stands
    /// before and after in a comparison.
    pub cells_left_out: u64,
    /// Its size.
    pub bytes: u64,
    /// The databases whose rows are not in it, as they could not be read, each with why, in words.
    pub left_out: Vec<String>,
    /// Columns that are not in it though all were wanted: there was no room for them side by side.
    pub columns_left_out: u64,
}
