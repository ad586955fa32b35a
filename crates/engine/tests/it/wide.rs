//! The widest table there can be, from the source's pages to the file that is handed over.

use crate::house::House;
use crate::review::{numbers, of};
use crate::script::PEOPLE;
use poolhouse_engine::model::{Filter, RunStatus, Sort, TableQuery, Test, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, Privacy, Subject};

/// Of 2,000 that SQLite allows: one is ours, two are the number and the name.
const FURTHER: usize = 1_997;

#[tokio::test]
async fn two_thousand_columns_are_imported_asked_profiled_compared_and_exported() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.script.state().wide = FURTHER;
    let first = house.succeed(id).await.id;
    house.script.state().changed = Some(7);
    house.succeed(id).await;
    let last = format!("attribute_{FURTHER}");
    let open = |query| house.engine.open_table(of(id, PEOPLE, Version::Now), query);

    let searched = TableQuery {
        search: format!("4.{FURTHER}"),
        ..TableQuery::default()
    };
    let table = open(searched).await.expect("it opens");
    assert_eq!(table.columns.len(), FURTHER + 2);
    assert_eq!(
        numbers(&house, &table, 0, 10).await,
        ["4"],
        "found in the last column"
    );
    let asked = TableQuery {
        filters: vec![Filter {
            column: last.clone(),
            test: Test::Contains { text: "/".into() },
            not: true,
        }],
        sort: vec![Sort {
            column: last.clone(),
            descending: true,
        }],
        ..TableQuery::default()
    };
    let table = open(asked.clone()).await.expect("it opens");
    let found = numbers(&house, &table, 0, 100).await;
    assert_eq!(
        (found.len(), found[0].as_str()),
        (9, "9"),
        "all but the one who changed"
    );
    for column in table.columns.iter().take(9).chain(table.columns.last()) {
        let profile = house.engine.profile_column(table.view, &column.name).await;
        let profile = profile.expect("each can be looked at");
        assert_eq!((profile.rows, profile.filled), (9, 9), "{}", column.name);
    }

    let compared = Subject::Comparison {
        dataflow: id,
        table: PEOPLE.into(),
        from: Version::AsOf(first),
        to: Version::Now,
    };
    let opened = house.engine.open_table(compared, TableQuery::default()).await;
    let opened = opened.expect("both are kept");
    assert_eq!(numbers(&house, &opened, 0, 1_000).await.len(), 1_000);
    let rest = numbers(&house, &opened, 1_000, 1_000).await;
    assert_eq!(rest.len(), FURTHER - 1_000, "a line for each cell");

    let folder = tempfile::tempdir().expect("a folder");
    for (format, name) in [
        (FileFormat::Csv, "csv"),
        (FileFormat::CsvForExcel, "excel.csv"),
        (FileFormat::JsonLines, "jsonl"),
        (FileFormat::Xlsx, "xlsx"),
        (FileFormat::Parquet, "parquet"),
        (FileFormat::Sqlite, "db"),
    ] {
        let path = folder.path().join(format!("people.{name}"));
        let request = ExportRequest {
            what: Handed::Rows {
                subject: of(id, PEOPLE, Version::Now),
                query: asked.clone(),
                columns: table.columns.iter().map(|column| column.name.clone()).collect(),
            },
            privacy: Privacy::Mask,
            format,
            path: path.to_str().expect("Unicode").into(),
            replace: false,
        };
        let exported = house.engine.export_file(name, request).await;
        assert_eq!(exported.expect("it is written").rows, 9, "{name}");
    }
    everybody_is_told_to_lack_columns(&house, folder.path()).await;
    let csv = std::fs::read_to_string(folder.path().join("people.csv")).expect("UTF-8");
    assert_eq!(
        csv.lines().map(|line| line.split(',').count()).min(),
        Some(FURTHER + 2)
    );
}

async fn everybody_is_told_to_lack_columns(house: &House, folder: &std::path::Path) {
    let everybody = Subject::People {
        organization: None,
        dataflow: None,
        group: None,
    };
    let opened = house.engine.open_table(everybody.clone(), TableQuery::default());
    let opened = opened.await.expect("it opens");
    // Beside the four that are the directory's own.
    let missing = (FURTHER + 2 + 4 - opened.columns.len()) as u64;
    assert!(missing > 0);
    assert_eq!(opened.columns_left_out, missing);
    for (columns, told) in [(Vec::new(), missing), (vec!["name".to_owned()], 0)] {
        let path = folder.join(format!("everybody-{told}.csv"));
        let request = ExportRequest {
            what: Handed::Rows {
                subject: everybody.clone(),
                query: TableQuery::default(),
                columns,
            },
            privacy: Privacy::Keep,
            format: FileFormat::Csv,
            path: path.to_str().expect("Unicode").into(),
            replace: false,
        };
        let exported = house.engine.export_file("everybody", request).await;
        let exported = exported.expect("it is written");
        assert_eq!(
            exported.columns_left_out, told,
            "who wants one column misses no other"
        );
    }
}

#[tokio::test]
async fn a_source_with_one_column_more_fails_in_words_and_the_version_before_stays() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    house.script.state().wide = FURTHER + 1;
    let run = house.run(id).await;
    assert_eq!(run.status, RunStatus::Failed);
    let failure = run.failure.expect("it says why");
    insta::assert_snapshot!(failure.message, @"`people` has more than 1,999 columns at its source, and a table of SQLite holds no more.");
    assert_eq!(house.names(id).len(), 10, "as it was");
}
