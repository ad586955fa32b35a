//! An Excel workbook. Every text is a text, whatever Excel would make of it; a sheet ends where
//! Excel's sheets end, and another begins.

use crate::{Cell, Column, Error, Kind, Sink};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Rows of a sheet, its head included.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
/// Characters of a cell, as Excel counts them: by UTF-16.
const LONGEST: usize = 32_767;
/// Characters of a sheet's name, short of the number that tells sheets apart.
const LONGEST_NAME: usize = 24;
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// Up to here a number is kept to the digit; what is greater is written as text.
const EXACT: i64 = 999_999_999_999_999;

pub(crate) struct Xlsx {
    file: File,
    workbook: Workbook,
    name: String,
    columns: Vec<Column>,
    text: Format,
    sheets: usize,
    row: u32,
}

impl Xlsx {
    pub(crate) fn begin(file: File, folder: &Path, name: &str, columns: &[Column]) -> Result<Self, Error> {
        if columns.len() > MOST_COLUMNS {
            return Err(Error::TooWide {
                columns: columns.len(),
                most: MOST_COLUMNS,
            });
        }
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(Error::of)?;
        let mut xlsx = Self {
            file,
            workbook,
            name: sheet_name(name),
            columns: columns.to_vec(),
            text: Format::new().set_num_format("@"),
            sheets: 0,
            row: 0,
        };
        xlsx.add_sheet()?;
        Ok(xlsx)
    }

    fn add_sheet(&mut self) -> Result<(), Error> {
        self.sheets += 1;
        let name = if self.sheets == 1 {
            self.name.clone()
        } else {
            format!("{} ({})", self.name, self.sheets)
        };
        let bold = Format::new().set_bold();
        let sheet = self
            .workbook
            .add_worksheet_with_constant_memory()
            .map_err(Error::of)?;
        sheet.set_name(name).map_err(Error::of)?;
        sheet.set_freeze_panes(1, 0).map_err(Error::of)?;
        for (column, place) in self.columns.iter().zip(0..) {
            sheet
                .write_string_with_format(0, place, cut(&column.name), &bold)
                .map_err(Error::of)?;
        }
        self.row = 1;
        Ok(())
    }
}

impl Sink for Xlsx {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        if self.row == MOST_ROWS {
            self.add_sheet()?;
        }
        let row = self.row;
        let sheet = self
            .workbook
            .worksheet_from_index(self.sheets - 1)
            .map_err(Error::of)?;
        for ((cell, column), place) in cells.iter().zip(&self.columns).zip(0..) {
            write(sheet, row, place, *cell, column.kind, &self.text)?;
        }
        self.row += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<File, Error> {
        let mut writer = BufWriter::new(self.file);
        self.workbook.save_to_writer(&mut writer).map_err(Error::of)?;
        writer.flush()?;
        writer.into_inner().map_err(|error| Error::Io(error.into_error()))
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    place: u16,
    cell: Cell<'_>,
    kind: Kind,
    text: &Format,
) -> Result<(), Error> {
    match cell {
        Cell::Null => return Ok(()),
        Cell::Integer(number @ 0..=1) if kind == Kind::Boolean => {
            sheet.write_boolean(row, place, number == 1)
        }
        Cell::Integer(number) if number.abs() <= EXACT => sheet.write_number(row, place, number as f64),
        Cell::Integer(number) => sheet.write_string_with_format(row, place, number.to_string(), text),
        Cell::Real(number) if number.is_finite() => sheet.write_number(row, place, number),
        Cell::Real(number) => sheet.write_string_with_format(row, place, number.to_string(), text),
        Cell::Text(value) => sheet.write_string_with_format(row, place, cut(value), text),
    }
    .map_err(Error::of)?;
    Ok(())
}

/// As much of a text as a cell holds.
fn cut(text: &str) -> &str {
    let mut units = 0;
    for (place, character) in text.char_indices() {
        units += character.len_utf16();
        if units > LONGEST {
            return &text[..place];
        }
    }
    text
}

/// A name that a sheet may have.
fn sheet_name(name: &str) -> String {
    let allowed = |character: &char| !NOT_IN_NAMES.contains(character) && !character.is_control();
    let name: String = name.chars().filter(allowed).take(LONGEST_NAME).collect();
    let name = name.trim_matches('\'').trim();
    if name.is_empty() {
        "Table".into()
    } else {
        name.to_owned()
    }
}
