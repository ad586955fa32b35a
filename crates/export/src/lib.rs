//! Tables as files that other programs read: CSV, JSON Lines, Excel, Parquet.
//!
//! Called by the engine with one row after the other; no file is ever held in memory whole.
//! Deliberately absent: where the rows come from, and under which name the file ends up.

mod cell;
mod csv;
mod error;
mod json_lines;
mod parquet;
mod xlsx;

pub use cell::{Cell, Column, Kind};
pub use error::Error;

use serde::{Deserialize, Serialize};
use specta::Type;
use std::fs::File;
use std::path::Path;

/// A sort of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Format {
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
}

impl Format {
    /// The ending of such a file's name, without a dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvForExcel => "csv",
            Self::JsonLines => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }
}

/// Whether an export is to be given up.
pub type Stop<'a> = dyn Fn() -> bool + Sync + 'a;

/// A file that is being written.
pub trait Sink: Send {
    /// Writes a row: a cell for each column.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error>;

    /// How many values were cut because the format holds no longer ones.
    fn shortened(&self) -> u64 {
        0
    }

    /// Writes what is left and hands the file back, for the caller to bring to the disk. That may take
    /// long; it is given up as soon as `stop` says so.
    fn finish(self: Box<Self>, stop: &Stop<'_>) -> Result<File, Error>;
}

/// Begins a file of this format. What must be set aside while it is written is kept in `folder`, and
/// gone when it is finished or dropped.
pub fn begin(
    format: Format,
    file: File,
    folder: &Path,
    name: &str,
    columns: &[Column],
) -> Result<Box<dyn Sink>, Error> {
    Ok(match format {
        Format::Csv => Box::new(csv::Csv::begin(file, columns, csv::Reader::Programs)?),
        Format::CsvForExcel => Box::new(csv::Csv::begin(file, columns, csv::Reader::Excel)?),
        Format::JsonLines => Box::new(json_lines::JsonLines::begin(file, columns)),
        Format::Xlsx => Box::new(xlsx::Xlsx::begin(file, folder, name, columns)?),
        Format::Parquet => Box::new(parquet::Parquet::begin(file, columns)?),
    })
}
