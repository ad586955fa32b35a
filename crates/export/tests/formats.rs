//! Each format, read back by a reader that is not ours where there is one.

use calamine::{Data, Reader, Xlsx, open_workbook};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use poolhouse_export::{Cell, Column, Format, Kind, begin};
use std::fs::File;
use std::path::PathBuf;
use tempfile::TempDir;

/// Texts that spreadsheets mangle, terminals obey and parsers trip over.
const HOSTILE: [&str; 12] = [
    "plain",
    "",
    "007",
    "1e3",
    "=1+1",
    "+44 20",
    "@SUM(A1)",
    "a,b;c\t\"d\"",
    "line\nbreak\r\nand more",
    "\u{202e}right to left",
    "👩‍👩‍👧‍👦 Zoë",
    "12345678901234567890",
];

fn columns() -> Vec<Column> {
    [
        ("text", Kind::Text),
        ("whole", Kind::Integer),
        ("number", Kind::Real),
        ("truth", Kind::Boolean),
    ]
    .map(|(name, kind)| Column {
        name: name.into(),
        kind,
    })
    .to_vec()
}

/// Writes the hostile texts, each with numbers, and a row of NULL.
fn written(format: Format, columns: &[Column]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("file.{}", format.ending()));
    let file = File::create_new(&path).expect("a file");
    let mut sink = begin(format, file, folder.path(), "people", columns).expect("it begins");
    for (text, number) in HOSTILE.into_iter().zip(0..) {
        let row = [
            Cell::Text(text),
            Cell::Integer(i64::MAX - number),
            if number % 2 == 0 {
                Cell::Integer(number)
            } else {
                Cell::Real(0.5)
            },
            Cell::Integer(number % 2),
        ];
        sink.row(&row).expect("a row");
    }
    sink.row(&[Cell::Null; 4]).expect("a row");
    sink.finish(&|| false).expect("it is whole");
    (folder, path)
}

#[test]
fn csv_for_programs_keeps_every_value_to_the_byte() {
    let (_folder, path) = written(Format::Csv, &columns());
    let mut reader = csv::Reader::from_path(path).expect("it opens");
    assert_eq!(
        reader.headers().expect("a head"),
        vec!["text", "whole", "number", "truth"]
    );
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let texts: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(texts[..12], HOSTILE);
    assert_eq!(&rows[0][1], "9223372036854775807");
    assert_eq!(&rows[1][2], "0.5");
    assert!(rows[12].iter().all(str::is_empty), "NULL is nothing");
}

#[test]
fn csv_for_excel_runs_nothing() {
    let (_folder, path) = written(Format::CsvForExcel, &columns());
    let bytes = std::fs::read(path).expect("the file");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("Excel knows UTF-8 by this");
    assert!(text.contains("\r\n'=1+1,"), "a formula is a text");
    assert!(text.contains("\r\n'+44 20,") && text.contains("\r\n'@SUM(A1),"));
    assert!(text.contains("\r\nplain,"), "what is harmless stays as it is");
    assert!(
        text.contains("\r\n'007,") && text.contains("\r\n'1e3,"),
        "what Excel would make a number of keeps its digits"
    );
    assert!(
        text.contains("\r\n'12345678901234567890,") && text.contains(",'9223372036854775807,"),
        "and so does what has more digits than Excel keeps"
    );
}

#[test]
fn json_lines_have_typed_values() {
    let (_folder, path) = written(Format::JsonLines, &columns());
    let text = std::fs::read_to_string(path).expect("UTF-8");
    let rows: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object a line"))
        .collect();
    assert_eq!(rows.len(), 13);
    for (row, text) in rows.iter().zip(HOSTILE) {
        assert_eq!(row["text"], text);
    }
    assert_eq!(rows[0]["whole"], i64::MAX);
    assert_eq!(
        (&rows[1]["number"], &rows[1]["truth"]),
        (&0.5.into(), &true.into())
    );
    assert!(rows[12]["text"].is_null() && rows[12]["truth"].is_null());
}

#[test]
fn a_workbook_has_texts_as_texts_and_numbers_that_excel_can_hold() {
    let (folder, path) = written(Format::Xlsx, &columns());
    let mut book: Xlsx<_> = open_workbook(path).expect("it opens");
    assert_eq!(book.sheet_names(), ["people"]);
    let sheet = book.worksheet_range("people").expect("the sheet");
    let cell = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or_default();
    for (text, row) in HOSTILE.into_iter().zip(1..) {
        let expected = if text.is_empty() {
            Data::Empty
        } else {
            Data::String(text.replace("\r\n", "\n"))
        };
        let found = match cell(row, 0) {
            Data::String(found) if found.is_empty() => Data::Empty,
            Data::String(found) => Data::String(found.replace("_x000D_", "").replace("\r\n", "\n")),
            other => other,
        };
        assert_eq!(found, expected, "{text:?}");
    }
    assert_eq!(
        cell(1, 1),
        Data::String(i64::MAX.to_string()),
        "more digits than Excel keeps"
    );
    assert_eq!(cell(3, 2), Data::Float(2.0));
    assert_eq!(cell(2, 3), Data::Bool(true));
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 1, "nothing that was set aside is left");
}

#[test]
fn a_workbook_goes_on_with_another_sheet_where_one_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("many.xlsx");
    let file = File::create_new(&path).expect("a file");
    let columns = [Column {
        name: "n".into(),
        kind: Kind::Integer,
    }];
    let mut sink = begin(Format::Xlsx, file, folder.path(), "a/b:c", &columns).expect("it begins");
    let rows = 1_048_576_u32 + 10;
    for number in 0..rows {
        sink.row(&[Cell::Integer(number.into())]).expect("a row");
    }
    sink.finish(&|| false).expect("it is whole");
    let mut book: Xlsx<_> = open_workbook(path).expect("it opens");
    assert_eq!(book.sheet_names(), ["abc", "abc (2)"]);
    let second = book.worksheet_range("abc (2)").expect("the sheet");
    assert_eq!(
        second.get_value((0, 0)),
        Some(&Data::String("n".into())),
        "it has a head of its own"
    );
    assert_eq!(second.get_value((11, 0)), Some(&Data::Float(f64::from(rows - 1))));
}

#[test]
fn parquet_has_typed_columns() {
    let (_folder, path) = written(Format::Parquet, &columns());
    let reader = SerializedFileReader::new(File::open(path).expect("the file")).expect("it opens");
    let rows: Vec<_> = reader
        .get_row_iter(None)
        .expect("rows")
        .map(|row| row.expect("a row").into_columns())
        .collect();
    assert_eq!(rows.len(), 13);
    for (row, text) in rows.iter().zip(HOSTILE) {
        assert_eq!(row[0].1, Field::Str(text.into()));
    }
    assert_eq!(rows[0][1].1, Field::Long(i64::MAX));
    assert_eq!(rows[1][2].1, Field::Double(0.5));
    assert_eq!(rows[2][2].1, Field::Double(2.0), "whole numbers among others");
    assert_eq!(rows[1][3].1, Field::Bool(true));
    assert!(rows[12].iter().all(|(_, value)| *value == Field::Null));
}

#[test]
fn every_format_begins_and_ends_without_a_row() {
    for format in [
        Format::Csv,
        Format::CsvForExcel,
        Format::JsonLines,
        Format::Xlsx,
        Format::Parquet,
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = File::create_new(folder.path().join("empty")).expect("a file");
        let sink = begin(format, file, folder.path(), "", &columns()).expect("it begins");
        sink.finish(&|| false)
            .unwrap_or_else(|error| panic!("{format:?}: {error}"));
    }
}

/// As wide as a table of a database may be.
#[test]
fn two_thousand_columns_come_through_every_format() {
    let columns: Vec<Column> = (0..2_000)
        .map(|number| Column {
            name: format!("column {number}"),
            kind: Kind::Text,
        })
        .collect();
    let texts: Vec<String> = (0..2_000).map(|number| format!("{number}")).collect();
    let cells: Vec<Cell<'_>> = texts.iter().map(|text| Cell::Text(text)).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let path = |format: Format| folder.path().join(format!("{format:?}"));
    for format in [Format::Csv, Format::JsonLines, Format::Xlsx, Format::Parquet] {
        let file = File::create_new(path(format)).expect("a file");
        let mut sink = begin(format, file, folder.path(), "wide", &columns).expect("it begins");
        for _ in 0..50 {
            sink.row(&cells).expect("a row");
        }
        sink.finish(&|| false).expect("it is whole");
    }
    let mut read = csv::Reader::from_path(path(Format::Csv)).expect("it opens");
    let rows: Vec<csv::StringRecord> = read.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(
        (rows.len(), rows[49].len(), &rows[49][1_999]),
        (50, 2_000, "1999")
    );
    let lines = std::fs::read_to_string(path(Format::JsonLines)).expect("UTF-8");
    let last: serde_json::Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
    assert_eq!(last["column 1999"], "1999");
    let mut book: Xlsx<_> = open_workbook(path(Format::Xlsx)).expect("it opens");
    let sheet = book.worksheet_range("wide").expect("the sheet");
    assert_eq!(sheet.get_value((50, 1_999)), Some(&Data::String("1999".into())));
    let file = File::open(path(Format::Parquet)).expect("the file");
    let reader = SerializedFileReader::new(file).expect("it opens");
    let row = reader
        .get_row_iter(None)
        .expect("rows")
        .last()
        .expect("a row")
        .expect("it reads");
    assert_eq!(row.into_columns()[1_999].1, Field::Str("1999".into()));
}

#[test]
fn more_columns_than_a_sheet_has_are_refused_before_a_row_is_written() {
    let column = |number: usize| Column {
        name: number.to_string(),
        kind: Kind::Text,
    };
    let columns: Vec<Column> = (0..16_385).map(column).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let file = File::create_new(folder.path().join("wide")).expect("a file");
    let error = begin(Format::Xlsx, file, folder.path(), "wide", &columns)
        .err()
        .expect("it is too wide");
    assert!(error.to_string().contains("16384"), "{error}");
}

/// The one corpus of all suites.
fn corpus() -> Vec<String> {
    let corpus: serde_json::Value =
        serde_json::from_str(include_str!("../../sample-pool/corpus.json")).expect("JSON");
    let text = |entry: &serde_json::Value| {
        let times = entry["times"].as_u64().unwrap_or(1) as usize;
        entry["value"].as_str().expect("a text").repeat(times)
    };
    corpus["values"]
        .as_array()
        .expect("a list")
        .iter()
        .map(text)
        .collect()
}

/// The corpus as a file, a text a row.
fn written_corpus(format: Format) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("file.{}", format.ending()));
    let file = File::create_new(&path).expect("a file");
    let columns = [Column {
        name: "text".into(),
        kind: Kind::Text,
    }];
    let mut sink = begin(format, file, folder.path(), "people", &columns).expect("it begins");
    for text in corpus() {
        sink.row(&[Cell::Text(&text)]).expect("a row");
    }
    sink.finish(&|| false).expect("it is whole");
    (folder, path)
}

#[test]
fn the_corpus_comes_back_to_the_byte_from_csv_json_lines_and_parquet() {
    let (_folder, path) = written_corpus(Format::Csv);
    let mut reader = csv::Reader::from_path(path).expect("it opens");
    let rows = reader.records().map(|row| row.expect("a row")[0].to_owned());
    assert_eq!(rows.collect::<Vec<_>>(), corpus());
    let (_folder, path) = written_corpus(Format::JsonLines);
    let text = std::fs::read_to_string(path).expect("UTF-8");
    let text_of = |line| {
        let row: serde_json::Value = serde_json::from_str(line).expect("an object a line");
        row["text"].as_str().expect("a text").to_owned()
    };
    assert_eq!(
        text.split_terminator('\n').map(text_of).collect::<Vec<_>>(),
        corpus()
    );
    let (_folder, path) = written_corpus(Format::Parquet);
    let reader = SerializedFileReader::new(File::open(path).expect("the file")).expect("Parquet");
    let rows = reader.get_row_iter(None).expect("rows");
    let cell = |row: Result<parquet::record::Row, _>| {
        let row = row.expect("a row");
        let found = row.get_column_iter().next().map(|(_, field)| field.clone());
        match found {
            Some(Field::Str(text)) => text,
            other => panic!("a text, and not {other:?}"),
        }
    };
    assert_eq!(rows.map(cell).collect::<Vec<_>>(), corpus());
}

#[test]
fn the_corpus_is_texts_and_no_formulas_in_excel() {
    let (_folder, path) = written_corpus(Format::Xlsx);
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let formulas = book.worksheet_formula("people").expect("the sheet");
    assert!(formulas.used_cells().next().is_none(), "nothing is worked out");
    let sheet = book.worksheet_range("people").expect("the sheet");
    let read: Vec<String> = (1..=corpus().len() as u32)
        .map(|row| match sheet.get_value((row, 0)) {
            Some(Data::String(text)) => text.clone(),
            None | Some(Data::Empty) => String::new(),
            other => panic!("a text, and not {other:?}"),
        })
        .collect();
    for (read, text) in read.iter().zip(corpus()) {
        // XML has no NUL and no U+FFFF, which are written as Excel has them, and no line break but one.
        let plain = |text: &str| text.replace(['\r', '\n', '\0'], "");
        assert_eq!(plain(read).replace("_xFFFF_", "\u{ffff}"), plain(&text));
    }
}

#[test]
fn yes_and_no_stay_so_beside_a_text() {
    let columns = [Column {
        name: "truth".into(),
        kind: Kind::MixedBoolean,
    }];
    let of = |format: Format| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(format!("file.{}", format.ending()));
        let file = File::create_new(&path).expect("a file");
        let mut sink = begin(format, file, folder.path(), "people", &columns).expect("it begins");
        for cell in [Cell::Integer(1), Cell::Text("perhaps"), Cell::Integer(0)] {
            sink.row(&[cell]).expect("a row");
        }
        sink.finish(&|| false).expect("it is whole");
        (folder, path)
    };
    let (_folder, path) = of(Format::Xlsx);
    let mut book: Xlsx<_> = open_workbook(path).expect("it opens");
    let sheet = book.worksheet_range("people").expect("the sheet");
    let cell = |row: u32| sheet.get_value((row, 0)).cloned().unwrap_or_default();
    assert_eq!(
        [cell(1), cell(2), cell(3)],
        [
            Data::Bool(true),
            Data::String("perhaps".into()),
            Data::Bool(false)
        ]
    );
    let (_folder, path) = of(Format::JsonLines);
    let lines = std::fs::read_to_string(path).expect("UTF-8");
    assert_eq!(
        lines,
        "{\"truth\":true}\n{\"truth\":\"perhaps\"}\n{\"truth\":false}\n"
    );
    let (_folder, path) = of(Format::Parquet);
    let reader = SerializedFileReader::new(File::open(path).expect("a file")).expect("Parquet");
    let rows: Vec<String> = reader
        .get_row_iter(None)
        .expect("rows")
        .map(|row| row.expect("a row").to_string())
        .collect();
    assert_eq!(
        rows,
        ["{truth: \"1\"}", "{truth: \"perhaps\"}", "{truth: \"0\"}"],
        "one sort a column"
    );
}
