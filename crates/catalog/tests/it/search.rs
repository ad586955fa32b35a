//! What is searched for: words in any column, whatever their accents; numbers as people write them.

use crate::support::*;
use poolhouse_catalog::model::{TableQuery, Version};
use poolhouse_catalog::{DataFolder, Error, ErrorKind, TableReader};

const COLUMNS: [&str; 7] = [
    "sub",
    "given_name",
    "family_name",
    "email",
    "phone_number",
    "birthdate",
    "custom:note",
];

/// People of a pool whose full names stand in no column.
fn people() -> (tempfile::TempDir, DataFolder) {
    let (root, folder) = folder();
    let cells = rows(&[
        &[
            "a",
            "George",
            "Smith",
            "george@example.org",
            "+15550100199",
            "1990-05-12",
            "-",
        ],
        &[
            "b",
            "Georgina",
            "Smith-Jones",
            "gj@example.com",
            "(555) 010-0199",
            "1985-05-01",
            "two words",
        ],
        &[
            "c",
            "Zoë",
            "Ångström",
            "zoe@example.org",
            "-",
            "-",
            "Équipe rouge",
        ],
        &[
            "d",
            "Søren",
            "Weiß",
            "soren@example.com",
            "0049 151 5550-1001",
            "-",
            "words, two",
        ],
        &[
            "e",
            "Łukasz",
            "Đorđević",
            "lukasz@example.net",
            "-",
            "-",
            "a \"quoted\" word",
        ],
        &[
            "f",
            "Ярослав",
            "Николаев",
            "y@example.net",
            "-",
            "-",
            "がく 각 i\u{307}",
        ],
        &[
            "g",
            "Nguye\u{302}\u{303}n",
            "Vặn",
            "n@example.net",
            "-",
            "-",
            "10.20.30.40",
        ],
    ]);
    import(&folder, 1, &COLUMNS, cells);
    (root, folder)
}

fn asked(reader: &TableReader, text: &str) -> Result<String, Error> {
    let query = TableQuery {
        search: text.into(),
        ..TableQuery::default()
    };
    first_cells(reader, &query)
}

fn found(cases: &[(&str, &str)]) {
    let (_root, folder) = people();
    let reader = TableReader::open(&folder, NAME, "users", Version::Now).expect("the table");
    let reader = reader.expect("a database");
    for (text, expected) in cases {
        assert_eq!(
            asked(&reader, text).expect("it can be asked"),
            *expected,
            "{text:?}"
        );
    }
}

#[test]
fn every_word_is_looked_for_in_any_column_and_a_quoted_text_is_one() {
    found(&[
        ("George Smith", "a"),
        ("smith george", "a"),
        ("geor smi", "ab"),
        ("George example.org", "a"),
        ("  george\t\u{a0} SMITH ", "a"),
        ("george nobody", ""),
        ("george george", "a"),
        ("two words", "bd"),
        ("\"two words\"", "b"),
        ("\"two words\" smith", "b"),
        ("\"two wor", "b"),
        ("\"george smith\"", ""),
        ("\"\"\"quoted\"\"\"", "e"),
        ("a\"quoted", ""),
        ("\"", "abcdefg"),
        ("   ", "abcdefg"),
        ("example.org 1990 +1555 smith geo", "a"),
    ]);
}

#[test]
fn accents_do_not_count() {
    found(&[
        ("Equipe", "c"),
        ("ÉQUIPE", "c"),
        ("zoe angstrom", "c"),
        ("ZOË ÅNGSTRÖM", "c"),
        ("zoe\u{308}", "c"),
        ("Soren weiss", "d"),
        ("SØREN WEISS", "d"),
        ("lukasz dordevic", "e"),
        ("николаев ЯРОСЛАВ", "f"),
        ("nguyen van", "g"),
        ("NGUYỄN", "g"),
        ("かく", ""),
        ("がく", "f"),
        ("가", ""),
        ("각 İ", "f"),
    ]);
}

#[test]
fn a_number_is_found_however_it_is_written() {
    found(&[
        ("+1 555", "a"),
        ("555-010-0199", "ab"),
        ("(555) 010", "abd"),
        ("5550100199", "ab"),
        ("555.010.0199", "ab"),
        ("+49-151", "d"),
        ("0049-151-5550", "d"),
        ("1515550", "d"),
        ("-", "abd"),
        ("05-12", "a"),
        ("0512", ""),
        ("10.20", "g"),
    ]);
}

#[test]
fn more_words_than_can_be_looked_for_at_a_time_are_refused() {
    let (_root, folder) = people();
    let reader = TableReader::open(&folder, NAME, "users", Version::Now).expect("the table");
    let reader = reader.expect("a database");
    let words = |many: usize| {
        let words: Vec<String> = (0..many).map(|number| format!("w{number}")).collect();
        words.join(" ")
    };
    assert_eq!(asked(&reader, &words(60)).expect("it can be asked"), "");
    let fault = asked(&reader, &words(61)).expect_err("too many");
    assert_eq!(fault.kind(), ErrorKind::BadQuery);
    insta::assert_snapshot!(fault, @"more than 60 words: put in double quotes what belongs together");
    assert_eq!(asked(&reader, &"george ".repeat(99)).expect("one word"), "a");
}

#[test]
fn words_may_lie_in_columns_far_apart() {
    let (_root, folder) = folder();
    let names: Vec<String> = std::iter::once("sub".to_owned())
        .chain((1..450).map(|number| format!("attribute_{number}")))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let row = |sub: &str, early: &str, late: &str| {
        let mut cells = vec![text("hay"); names.len()];
        cells[0] = text(sub);
        cells[5] = text(early);
        cells[449] = text(late);
        cells
    };
    let cells = vec![
        row("a", "one", "two"),
        row("b", "two", "hay"),
        row("c", "hay", "one two"),
    ];
    import(&folder, 1, &names, cells);
    let reader = TableReader::open(&folder, NAME, "users", Version::Now).expect("the table");
    let reader = reader.expect("a database");
    assert_eq!(asked(&reader, "two one").expect("found"), "ac");
    assert_eq!(asked(&reader, "hay two").expect("found"), "abc");
    assert_eq!(asked(&reader, "\"one two\"").expect("found"), "c");
}
