//! Parquet, compressed with Zstandard. Rows are gathered into groups, and each group is written
//! column by column.

use crate::{Cell, Column, Error, Kind, Sink, Stop};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::fs::File;
use std::sync::Arc;

/// Cells of a group: what is held in memory until it is written.
const CELLS: usize = 2_000_000;

pub(crate) struct Parquet {
    writer: SerializedFileWriter<File>,
    columns: Vec<Values>,
    rows: usize,
}

/// The values of a column's group, those that are NULL left out.
struct Values {
    filled: Vec<i16>,
    values: Typed,
}

enum Typed {
    Text(Vec<ByteArray>),
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
                    Kind::Text | Kind::Mixed => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
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
        Ok(Self {
            writer: SerializedFileWriter::new(file, Arc::new(schema), properties).map_err(Error::of)?,
            columns: columns.iter().map(|column| Values::of(column.kind)).collect(),
            rows: 0,
        })
    }

    fn write_group(&mut self) -> Result<(), Error> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group().map_err(Error::of)?;
        for column in &mut self.columns {
            let writer = group.next_column().map_err(Error::of)?;
            column.write(writer.expect("BUG: the schema has every column"))?;
        }
        group.close().map_err(Error::of)?;
        self.rows = 0;
        Ok(())
    }
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
        self.writer.into_inner().map_err(Error::of)
    }
}

impl Values {
    fn of(kind: Kind) -> Self {
        Self {
            filled: Vec::new(),
            values: match kind {
                Kind::Text | Kind::Mixed => Typed::Text(Vec::new()),
                Kind::Integer => Typed::Integer(Vec::new()),
                Kind::Real => Typed::Real(Vec::new()),
                Kind::Boolean => Typed::Boolean(Vec::new()),
            },
        }
    }

    fn add(&mut self, cell: Cell<'_>) {
        let added = match (&mut self.values, cell) {
            (_, Cell::Null) => false,
            (Typed::Text(values), cell) => {
                values.push(text(cell).into_bytes().into());
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

    fn write(&mut self, mut writer: SerializedColumnWriter<'_>) -> Result<(), Error> {
        let filled = Some(self.filled.as_slice());
        match &self.values {
            Typed::Text(values) => writer.typed::<ByteArrayType>().write_batch(values, filled, None),
            Typed::Integer(values) => writer.typed::<Int64Type>().write_batch(values, filled, None),
            Typed::Real(values) => writer.typed::<DoubleType>().write_batch(values, filled, None),
            Typed::Boolean(values) => writer.typed::<BoolType>().write_batch(values, filled, None),
        }
        .map_err(Error::of)?;
        writer.close().map_err(Error::of)?;
        self.filled.clear();
        match &mut self.values {
            Typed::Text(values) => values.clear(),
            Typed::Integer(values) => values.clear(),
            Typed::Real(values) => values.clear(),
            Typed::Boolean(values) => values.clear(),
        }
        Ok(())
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
