//! CSV, for programs and for Excel.

use crate::{Cell, Column, Error, Sink, Stop};
use csv::{Terminator, Writer, WriterBuilder};
use std::fs::File;
use std::io::Write;

/// By which Excel knows UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A value that begins so is a formula to Excel, or becomes one.
const RUN: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Up to here Excel keeps a whole number to the digit.
const EXACT: u64 = 999_999_999_999_999;

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
                .map_err(failed)?;
        }
        writer.write_record(None::<&[u8]>).map_err(failed)?;
        Ok(Self { writer, reader })
    }
}

impl Sink for Csv {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for cell in cells {
            match cell {
                Cell::Null => self.writer.write_field(""),
                Cell::Integer(number) if self.reader == Reader::Excel && number.unsigned_abs() > EXACT => {
                    self.writer.write_field(format!("'{number}"))
                }
                Cell::Integer(number) => self.writer.write_field(number.to_string()),
                Cell::Real(number) => self.writer.write_field(number.to_string()),
                Cell::Text(text) => self.writer.write_field(harmless(text, self.reader).as_ref()),
            }
            .map_err(failed)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(failed)
    }

    fn finish(self: Box<Self>, _: &Stop<'_>) -> Result<File, Error> {
        self.writer
            .into_inner()
            .map_err(|error| Error::Io(error.into_error()))
    }
}

/// The disk's own error, which is not told as the cause of the writer's.
fn failed(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::Io(error),
        other => Error::Format(format!("{other:?}").into()),
    }
}

/// A text that Excel shows as it is: with an apostrophe before it, as OWASP advises, where Excel would
/// run it or make a number or a date of it.
fn harmless(text: &str, reader: Reader) -> std::borrow::Cow<'_, str> {
    if reader == Reader::Excel && (text.starts_with(RUN) || is_remade(text)) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// Whether a spreadsheet would take this text for a number or a date and show another: zeros before it
/// and digits beyond the fifteenth are lost, `1e3` becomes 1000, and `3/4` a day in April.
fn is_remade(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits == 0 || text.len() > 400 {
        return false;
    }
    // A day as our own tables have it says the same however it is shown; an address is no number.
    if is_plain_day(text) || is_address(text) {
        return false;
    }
    let is_number = text.chars().all(|c| {
        c.is_ascii_digit() || matches!(c, '.' | ',' | 'e' | 'E' | '+' | '-' | '/' | ':' | ' ' | '%')
    });
    if !is_number {
        return false;
    }
    let is_whole = digits == text.len();
    !is_whole || digits > 15 || (digits > 1 && text.starts_with('0'))
}

/// `2026-11-21`
fn is_plain_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().zip("0000-00-00".bytes()).all(|(found, form)| {
            if form == b'0' {
                found.is_ascii_digit()
            } else {
                found == form
            }
        })
}

/// `10.0.0.1`
fn is_address(text: &str) -> bool {
    text.split('.').count() == 4 && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_would_make_another_value_of_is_kept_from_it() {
        // The window's copies of rows keep the same rule, and are tried by the same cases.
        let cases: serde_json::Value =
            serde_json::from_str(include_str!("../spreadsheet.json")).expect("JSON");
        let texts = |name: &str| {
            let texts = cases[name].as_array().expect("a list").iter();
            texts
                .map(|text| text.as_str().expect("a text"))
                .collect::<Vec<_>>()
        };
        for text in texts("kept") {
            assert_eq!(harmless(text, Reader::Excel), format!("'{text}"), "{text:?}");
            assert_eq!(
                harmless(text, Reader::Programs),
                text,
                "programs get it to the byte"
            );
        }
        for text in texts("left") {
            assert_eq!(harmless(text, Reader::Excel), text, "{text:?} is left as it is");
        }
    }
}
