//! Parquet, compressed with Zstandard. Rows are gathered into groups, and each group is written
//! column by column, on a thread of its own while the next one is gathered: to gather and to compress
//! take about as long.

use crate::{Cell, Column, Error, Kind, Sink, Stop};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::fs::File;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Cells of a group: of two at a time, what is held in memory until it is written.
const CELLS: usize = 375_000;

pub(crate) struct Parquet {
    columns: Vec<Values>,
    rows: usize,
    /// Takes a group as soon as the one before is written.
    groups: Option<SyncSender<Vec<Values>>>,
    writing: Option<JoinHandle<Result<File, Error>>>,
}

/// The values of a column's group, those that are NULL left out.
struct Values {
    filled: Vec<i16>,
    values: Typed,
}

enum Typed {
    /// One after the other, with where each ends.
    Text(Vec<u8>, Vec<usize>),
    Integer(Vec<i64>),
    Real(Vec<f64>),
    Boolean(Vec<bool>),
}

impl Parquet {
    pub(crate) fn begin(file: File, columns: &[Column]) -> Result<Self, Error> {
        let fields = columns
            .iter()
            .map(|column| {
                let (physical, logical) = match column.kind {
                    Kind::Text | Kind::Mixed | Kind::MixedBoolean => {
                        (Physical::BYTE_ARRAY, Some(LogicalType::String))
                    }
                    Kind::Integer => (Physical::INT64, None),
                    Kind::Real => (Physical::DOUBLE, None),
                    Kind::Boolean => (Physical::BOOLEAN, None),
                };
                Type::primitive_type_builder(&column.name, physical)
                    .with_logical_type(logical)
                    .with_repetition(Repetition::OPTIONAL)
                    .build()
                    .map(Arc::new)
            })
            .collect::<Result<_, _>>()
            .map_err(Error::of)?;
        let schema = Type::group_type_builder("table")
            .with_fields(fields)
            .build()
            .map_err(Error::of)?;
        let properties: WriterPropertiesPtr = Arc::new(
            WriterProperties::builder()
                .set_compression(Compression::ZSTD(ZstdLevel::default()))
                .build(),
        );
        let writer = SerializedFileWriter::new(file, Arc::new(schema), properties).map_err(Error::of)?;
        let (groups, gathered) = sync_channel(0);
        Ok(Self {
            columns: columns.iter().map(|column| Values::of(column.kind)).collect(),
            rows: 0,
            groups: Some(groups),
            writing: Some(std::thread::spawn(|| write(writer, gathered))),
        })
    }

    fn write_group(&mut self) -> Result<(), Error> {
        if self.rows == 0 {
            return Ok(());
        }
        let empty = self.columns.iter().map(Values::emptied).collect();
        let full = std::mem::replace(&mut self.columns, empty);
        self.rows = 0;
        let groups = self
            .groups
            .as_ref()
            .expect("BUG: they are taken when all is written");
        match groups.send(full) {
            Ok(()) => Ok(()),
            // Nobody takes them any more: writing failed.
            Err(_) => self.written().map(drop),
        }
    }

    /// Waits until all that was handed over is written.
    fn written(&mut self) -> Result<File, Error> {
        self.groups = None;
        let writing = self.writing.take().expect("BUG: waited for once");
        match writing.join() {
            Ok(written) => written,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

impl Drop for Parquet {
    /// Who gave it up removes the file next: by then nobody may have it open.
    fn drop(&mut self) {
        self.groups = None;
        if let Some(writing) = self.writing.take() {
            // What became of it interests nobody any more.
            drop(writing.join());
        }
    }
}

fn write(mut writer: SerializedFileWriter<File>, groups: Receiver<Vec<Values>>) -> Result<File, Error> {
    for columns in groups {
        let mut group = writer.next_row_group().map_err(Error::of)?;
        for column in columns {
            let writer = group.next_column().map_err(Error::of)?;
            column.write(writer.expect("BUG: the schema has every column"))?;
        }
        group.close().map_err(Error::of)?;
    }
    writer.into_inner().map_err(Error::of)
}

impl Sink for Parquet {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.add(*cell);
        }
        self.rows += 1;
        if self.rows * self.columns.len() >= CELLS {
            self.write_group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _: &Stop<'_>) -> Result<File, Error> {
        self.write_group()?;
        self.written()
    }
}

impl Values {
    fn of(kind: Kind) -> Self {
        Self {
            filled: Vec::new(),
            values: match kind {
                Kind::Text | Kind::Mixed | Kind::MixedBoolean => Typed::Text(Vec::new(), Vec::new()),
                Kind::Integer => Typed::Integer(Vec::new()),
                Kind::Real => Typed::Real(Vec::new()),
                Kind::Boolean => Typed::Boolean(Vec::new()),
            },
        }
    }

    /// One of the same sort, for about as much.
    fn emptied(&self) -> Self {
        Self {
            filled: Vec::with_capacity(self.filled.len()),
            values: match &self.values {
                Typed::Text(bytes, ends) => {
                    Typed::Text(Vec::with_capacity(bytes.len()), Vec::with_capacity(ends.len()))
                }
                Typed::Integer(values) => Typed::Integer(Vec::with_capacity(values.len())),
                Typed::Real(values) => Typed::Real(Vec::with_capacity(values.len())),
                Typed::Boolean(values) => Typed::Boolean(Vec::with_capacity(values.len())),
            },
        }
    }

    fn add(&mut self, cell: Cell<'_>) {
        let added = match (&mut self.values, cell) {
            (_, Cell::Null) => false,
            (Typed::Text(bytes, ends), cell) => {
                match cell {
                    Cell::Text(text) => bytes.extend_from_slice(text.as_bytes()),
                    other => bytes.extend_from_slice(text(other).as_bytes()),
                }
                ends.push(bytes.len());
                true
            }
            (Typed::Integer(values), Cell::Integer(number)) => {
                values.push(number);
                true
            }
            (Typed::Real(values), Cell::Integer(number)) => {
                values.push(number as f64);
                true
            }
            (Typed::Real(values), Cell::Real(number)) => {
                values.push(number);
                true
            }
            (Typed::Boolean(values), Cell::Integer(number)) => {
                values.push(number != 0);
                true
            }
            // The caller has looked at all cells before it named the column's sort.
            (Typed::Integer(_) | Typed::Real(_) | Typed::Boolean(_), cell) => {
                debug_assert!(false, "BUG: {cell:?} is not of its column's sort");
                false
            }
        };
        self.filled.push(i16::from(added));
    }

    fn write(self, mut writer: SerializedColumnWriter<'_>) -> Result<(), Error> {
        let filled = Some(self.filled.as_slice());
        match self.values {
            Typed::Text(bytes, ends) => {
                // Each is a part of the same bytes: none is copied.
                let all = ByteArray::from(bytes);
                let mut from = 0;
                let texts = ends.into_iter().map(|end| {
                    let text = all.slice(from, end - from);
                    from = end;
                    text
                });
                let texts: Vec<ByteArray> = texts.collect();
                writer.typed::<ByteArrayType>().write_batch(&texts, filled, None)
            }
            Typed::Integer(values) => writer.typed::<Int64Type>().write_batch(&values, filled, None),
            Typed::Real(values) => writer.typed::<DoubleType>().write_batch(&values, filled, None),
            Typed::Boolean(values) => writer.typed::<BoolType>().write_batch(&values, filled, None),
        }
        .map_err(Error::of)?;
        writer.close().map_err(Error::of)
    }
}

fn text(cell: Cell<'_>) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.to_owned(),
    }
}
