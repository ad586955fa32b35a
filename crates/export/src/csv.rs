//! CSV, for programs and for Excel.

use crate::{Cell, Column, Error, Sink};
use csv::{Terminator, Writer, WriterBuilder};
use std::fs::File;
use std::io::Write;

/// By which Excel knows UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A value that begins so is a formula to Excel, or becomes one.
const RUN: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Who reads the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Programs,
    Excel,
}

pub(crate) struct Csv {
    writer: Writer<File>,
    reader: Reader,
}

impl Csv {
    pub(crate) fn begin(mut file: File, columns: &[Column], reader: Reader) -> Result<Self, Error> {
        let mut builder = WriterBuilder::new();
        // A line of one empty value must not look like no line.
        builder.quote_style(csv::QuoteStyle::Necessary);
        if reader == Reader::Excel {
            file.write_all(MARK)?;
            builder.terminator(Terminator::CRLF);
        }
        let mut writer = builder.from_writer(file);
        for column in columns {
            writer
                .write_field(harmless(&column.name, reader).as_ref())
                .map_err(Error::of)?;
        }
        writer.write_record(None::<&[u8]>).map_err(Error::of)?;
        Ok(Self { writer, reader })
    }
}

impl Sink for Csv {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for cell in cells {
            match cell {
                Cell::Null => self.writer.write_field(""),
                Cell::Integer(number) => self.writer.write_field(number.to_string()),
                Cell::Real(number) => self.writer.write_field(number.to_string()),
                Cell::Text(text) => self.writer.write_field(harmless(text, self.reader).as_ref()),
            }
            .map_err(Error::of)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(Error::of)
    }

    fn finish(self: Box<Self>) -> Result<File, Error> {
        self.writer
            .into_inner()
            .map_err(|error| Error::of(error.into_error()))
    }
}

/// A text that Excel shows and does not run: with an apostrophe before it, as OWASP advises.
fn harmless(text: &str, reader: Reader) -> std::borrow::Cow<'_, str> {
    if reader == Reader::Excel && text.starts_with(RUN) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}
