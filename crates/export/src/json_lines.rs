//! JSON Lines: an object a row, its members in the order of the columns.

use crate::{Cell, Column, Error, Kind, Sink, Stop};
use std::fs::File;
use std::io::{BufWriter, Write};

pub(crate) struct JsonLines {
    writer: BufWriter<File>,
    /// The names as JSON, written once.
    columns: Vec<(String, Kind)>,
}

impl JsonLines {
    pub(crate) fn begin(file: File, columns: &[Column]) -> Self {
        let name = |column: &Column| (json(column.name.as_str()), column.kind);
        Self {
            writer: BufWriter::new(file),
            columns: columns.iter().map(name).collect(),
        }
    }
}

impl Sink for JsonLines {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        let writer = &mut self.writer;
        let mut before = '{';
        for ((name, kind), cell) in self.columns.iter().zip(cells) {
            write!(writer, "{before}{name}:")?;
            before = ',';
            match cell {
                Cell::Integer(number @ 0..=1) if kind.is_boolean() => write!(writer, "{}", *number == 1),
                Cell::Integer(number) => write!(writer, "{number}"),
                Cell::Real(number) if number.is_finite() => write!(writer, "{number}"),
                Cell::Null | Cell::Real(_) => write!(writer, "null"),
                Cell::Text(text) => serde_json::to_writer(&mut *writer, text).map_err(Into::into),
            }?;
        }
        if self.columns.is_empty() {
            write!(writer, "{{")?;
        }
        writeln!(writer, "}}")?;
        Ok(())
    }

    fn finish(self: Box<Self>, _: &Stop<'_>) -> Result<File, Error> {
        self.writer
            .into_inner()
            .map_err(|error| Error::Io(error.into_error()))
    }
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("BUG: a text is JSON")
}
