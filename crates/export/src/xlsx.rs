//! An Excel workbook. Every text is a text, whatever Excel would make of it; a sheet ends where
//! Excel's sheets end, and another begins.

use crate::{Cell, Column, Error, Kind, Sink, Stop};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Once;

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
    /// Where rows are set aside.
    folder: PathBuf,
    workbook: Workbook,
    name: String,
    columns: Vec<Column>,
    text: Format,
    /// Rows of a sheet, its head included.
    most_rows: u32,
    sheets: usize,
    row: u32,
    shortened: u64,
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
        workbook.set_tempdir(folder).map_err(failed)?;
        let mut xlsx = Self {
            file,
            folder: folder.to_owned(),
            workbook,
            name: sheet_name(name),
            columns: columns.to_vec(),
            text: Format::new().set_num_format("@"),
            most_rows: MOST_ROWS,
            sheets: 0,
            row: 0,
            shortened: 0,
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
            .map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (column, place) in self.columns.iter().zip(0..) {
            sheet
                .write_string_with_format(0, place, cut(&column.name), &bold)
                .map_err(failed)?;
        }
        self.row = 1;
        Ok(())
    }
}

impl Xlsx {
    fn write_row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        if self.row == self.most_rows {
            self.add_sheet()?;
        }
        let row = self.row;
        let sheet = self
            .workbook
            .worksheet_from_index(self.sheets - 1)
            .map_err(failed)?;
        for ((cell, column), place) in cells.iter().zip(&self.columns).zip(0..) {
            if let Cell::Text(value) = cell {
                self.shortened += u64::from(cut(value).len() < value.len());
            }
            write(sheet, row, place, *cell, column.kind, &self.text)?;
        }
        self.row += 1;
        Ok(())
    }
}

impl Sink for Xlsx {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        let done = guarded(|| self.write_row(cells));
        done.unwrap_or_else(|| Err(why(&self.folder)))
    }

    fn shortened(&self) -> u64 {
        self.shortened
    }

    /// The sheets were set aside row by row; now they are compressed into one file.
    fn finish(mut self: Box<Self>, stop: &Stop<'_>) -> Result<File, Error> {
        let mut writer = Stoppable {
            writer: BufWriter::new(self.file),
            stop,
            failed: false,
        };
        let saved = guarded(|| self.workbook.save_to_writer(&mut writer).map_err(failed));
        saved.unwrap_or_else(|| Err(why(&self.folder)))?;
        writer.flush()?;
        writer
            .writer
            .into_inner()
            .map_err(|error| Error::Io(error.into_error()))
    }
}

/// Does what panics in the library where it finds no room for the rows that it sets aside; `None` if it did.
/// Nobody hears of such a panic.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    thread_local!(static QUIET: std::cell::Cell<bool> = const { std::cell::Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                tell(panic);
            }
        }));
    });
    QUIET.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work)).ok();
    QUIET.set(false);
    done
}

/// What is wrong with the folder in which rows are set aside: a little more is written there to see.
fn why(folder: &Path) -> Error {
    let more = || -> io::Result<()> {
        let path = folder.join(format!(".poolhouse-{}.part", std::process::id()));
        let mut file = File::create_new(&path)?;
        let written = file.write_all(&vec![0; 1 << 18]).and_then(|()| file.sync_all());
        drop(file);
        std::fs::remove_file(&path)?;
        written
    };
    match more() {
        Err(error) => Error::Io(error),
        Ok(()) => Error::Format("the rows could not be set aside".into()),
    }
}

/// The disk's own error, which is not told as the cause of the library's.
fn failed(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => Error::Io(error),
        XlsxError::ZipError(error) => Error::Io(error.into()),
        other => Error::of(other),
    }
}

/// Writes until it is told to stop. After the first error nothing is written: who makes the archive would
/// bring it to an end all the same, and complain on standard error that it cannot.
struct Stoppable<'a> {
    writer: BufWriter<File>,
    stop: &'a Stop<'a>,
    failed: bool,
}

impl Write for Stoppable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        let written = if (self.stop)() {
            Err(io::Error::other("stopped"))
        } else {
            self.writer.write(bytes)
        };
        self.failed = written.is_err();
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed { Ok(()) } else { self.writer.flush() }
    }
}

impl Seek for Stoppable<'_> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        // It empties what is held back, which may find no room.
        let found = self.writer.seek(place);
        self.failed |= found.is_err();
        found
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
        Cell::Integer(number @ 0..=1) if kind.is_boolean() => sheet.write_boolean(row, place, number == 1),
        Cell::Integer(number) if number.abs() <= EXACT => sheet.write_number(row, place, number as f64),
        Cell::Integer(number) => sheet.write_string_with_format(row, place, number.to_string(), text),
        Cell::Real(number) if number.is_finite() => sheet.write_number(row, place, number),
        Cell::Real(number) => sheet.write_string_with_format(row, place, number.to_string(), text),
        Cell::Text(value) => sheet.write_string_with_format(row, place, cut(value), text),
    }
    .map_err(failed)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, open_workbook};

    fn begun(folder: &Path, kind: Kind) -> Xlsx {
        let file = File::create_new(folder.join("book.xlsx")).expect("a file");
        let column = Column {
            name: "n".into(),
            kind,
        };
        Xlsx::begin(file, folder, "people", &[column]).expect("it begins")
    }

    #[test]
    fn a_sheet_ends_where_it_is_full_and_no_row_is_lost_or_told_twice() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut book = begun(folder.path(), Kind::Integer);
        book.most_rows = 4;
        for number in 0..7 {
            book.row(&[Cell::Integer(number)]).expect("a row");
        }
        Box::new(book).finish(&|| false).expect("it is whole");
        let mut read: calamine::Xlsx<_> = open_workbook(folder.path().join("book.xlsx")).expect("it opens");
        assert_eq!(read.sheet_names(), ["people", "people (2)", "people (3)"]);
        let mut found = Vec::new();
        for name in read.sheet_names() {
            let sheet = read.worksheet_range(&name).expect("the sheet");
            let cells: Vec<Data> = sheet.rows().map(|row| row[0].clone()).collect();
            assert_eq!(cells[0], Data::String("n".into()), "{name} has a head");
            found.extend_from_slice(&cells[1..]);
        }
        let expected: Vec<Data> = (0..7_u8).map(|number| Data::Float(number.into())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_value_that_no_cell_holds_is_cut_between_characters_and_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut book = begun(folder.path(), Kind::Text);
        let long = format!("x{}", "😀".repeat(20_000));
        for text in [long.as_str(), &"y".repeat(LONGEST)] {
            book.row(&[Cell::Text(text)]).expect("a row");
        }
        assert_eq!(book.shortened(), 1, "the other one fits");
        Box::new(book).finish(&|| false).expect("it is whole");
        let mut read: calamine::Xlsx<_> = open_workbook(folder.path().join("book.xlsx")).expect("it opens");
        let sheet = read.worksheet_range("people").expect("the sheet");
        let kept = format!("x{}", "😀".repeat(16_383));
        assert_eq!(sheet.get_value((1, 0)), Some(&Data::String(kept)));
    }

    #[test]
    fn a_workbook_that_is_stopped_at_its_end_is_no_workbook() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut book = begun(folder.path(), Kind::Text);
        book.row(&[Cell::Text("x")]).expect("a row");
        assert!(matches!(Box::new(book).finish(&|| true), Err(Error::Io(_))));
    }
}
