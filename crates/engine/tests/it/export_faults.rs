//! What may happen to an export in the middle: the folder goes, the app ends, the disk says no.

use crate::export::file;
use crate::house::House;
use crate::script::PEOPLE;
use poolhouse_engine::model::{DataflowId, TableQuery, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, Subject};
use poolhouse_engine::{ErrorKind, Event};
use std::fs;
use std::path::Path;

/// Every format, with every road that a file takes.
const FORMATS: [FileFormat; 6] = [
    FileFormat::Csv,
    FileFormat::CsvForExcel,
    FileFormat::JsonLines,
    FileFormat::Xlsx,
    FileFormat::Parquet,
    FileFormat::Sqlite,
];

fn request(id: DataflowId, path: &Path, format: FileFormat) -> ExportRequest {
    file(
        path,
        format,
        Handed::Rows {
            subject: Subject::Table {
                dataflow: id,
                table: PEOPLE.into(),
                version: Version::Now,
            },
            query: TableQuery::default(),
            columns: Vec::new(),
        },
    )
}

/// Enough people for an export to tell how far it is.
async fn crowded() -> (House, DataflowId) {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.script.state().people = (1..=12_000).map(|number| (number, "Somebody".into())).collect();
    house.script.state().page_size = 6_000;
    house.succeed(id).await;
    (house, id)
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).expect("the folder").next().is_none()
}

#[tokio::test]
async fn a_folder_that_vanishes_under_an_export_is_told_and_nothing_is_left() {
    let (house, id) = crowded().await;
    for format in FORMATS {
        let above = tempfile::tempdir().expect("a folder");
        let stick = above.path().join("stick");
        fs::create_dir(&stick).expect("a folder");
        let mut events = house.engine.events();
        let asked = request(id, &stick.join("people"), format);
        let (ended, ()) = tokio::join!(house.engine.export_file("test", asked), async {
            while !matches!(events.recv().await, Ok(Event::Export(_))) {}
            fs::remove_dir_all(&stick).expect("it is there");
        });
        let error = ended.expect_err("there is no folder any longer");
        let words = error.words();
        assert!(
            words.message.ends_with("is not there.") && words.hint.contains("stick"),
            "{format:?}: {words:?}"
        );
        assert_eq!(error.fields()[0].field, "path", "it stands beside the path");
        assert!(is_empty(above.path()), "{format:?} left something");
    }
}

#[tokio::test]
async fn an_app_that_ends_leaves_nothing_of_its_exports() {
    let (house, id) = crowded().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut events = house.engine.events();
    let asked = request(id, &folder.path().join("people.xlsx"), FileFormat::Xlsx);
    let (ended, ()) = tokio::join!(house.engine.export_file("test", asked), async {
        while !matches!(events.recv().await, Ok(Event::Export(_))) {}
        house.engine.shut_down().await;
        assert!(is_empty(folder.path()), "before the app is gone");
    });
    assert_eq!(ended.expect_err("it was ended").kind(), ErrorKind::Cancelled);
}

#[tokio::test]
async fn a_path_that_cannot_be_is_told_beside_it_in_words() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("file"), "").expect("there is room");
    let mut told = Vec::new();
    let mut cases = vec![("people.csv".to_owned(), ErrorKind::InvalidFields)];
    cases.push((folder.path().display().to_string(), ErrorKind::Other));
    let below_a_file = folder.path().join("file").join("people.csv");
    cases.push((below_a_file.display().to_string(), ErrorKind::Other));
    let there = folder.path().join("file");
    cases.push((there.display().to_string(), ErrorKind::FileThere));
    let long = folder.path().join("x".repeat(300));
    cases.push((long.display().to_string(), ErrorKind::Other));
    if cfg!(target_os = "linux") {
        // Nobody may write here, whoever asks.
        cases.push(("/sys/people.csv".into(), ErrorKind::Other));
    }
    for format in FORMATS {
        for (path, kind) in &cases {
            let error = house
                .engine
                .export_file("test", request(id, Path::new(path), format))
                .await
                .expect_err(path);
            assert_eq!(error.kind(), *kind, "{path}: {error:?}");
            assert_eq!(error.fields()[0].field, "path", "{path}");
            if format == FileFormat::Csv {
                let root = folder.path().display().to_string();
                told.push(error.words().message.replace(&root, "FOLDER"));
            }
        }
    }
    assert_eq!(
        fs::read_dir(folder.path()).expect("the folder").count(),
        1,
        "nothing is left"
    );
    assert!(told[1].ends_with("is a folder."), "{told:?}");
    assert!(told[3].ends_with("is there already."), "{told:?}");
    if cfg!(target_os = "linux") {
        assert!(told[5].ends_with("may not be written."), "{told:?}");
    }
}

#[tokio::test]
async fn a_place_is_offered_that_says_what_is_in_it() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let run = house.succeed(id).await.id;
    let table = |version| Handed::Rows {
        subject: Subject::Table {
            dataflow: id,
            table: PEOPLE.into(),
            version,
        },
        query: TableQuery::default(),
        columns: Vec::new(),
    };
    let whole = || Handed::Database {
        dataflow: id,
        version: Version::Now,
    };
    let offered = |what: &Handed, format| {
        let path = house.engine.export_path(what, format).expect("a place");
        assert!(Path::new(&path).is_absolute(), "{path}");
        path.rsplit(std::path::MAIN_SEPARATOR)
            .next()
            .expect("a name")
            .to_owned()
    };
    for (what, format, begins, ending) in [
        (
            table(Version::Now),
            FileFormat::Xlsx,
            "People-people-",
            Some("xlsx"),
        ),
        (
            table(Version::AsOf(run)),
            FileFormat::JsonLines,
            "People-people-run-1-",
            Some("jsonl"),
        ),
        (whole(), FileFormat::Sqlite, "People-", Some("sqlite")),
        (whole(), FileFormat::Csv, "People-", None),
    ] {
        let name = offered(&what, format);
        assert!(name.starts_with(&format!("{begins}20")), "{name}");
        assert_eq!(
            Path::new(&name).extension().and_then(|found| found.to_str()),
            ending,
            "{name}"
        );
    }
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_file_is_not_replaced_by_one() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("socket");
    let _listens = std::os::unix::net::UnixListener::bind(&path).expect("a socket");
    for format in FORMATS {
        let asked = ExportRequest {
            replace: true,
            ..request(id, &path, format)
        };
        let error = house
            .engine
            .export_file("test", asked)
            .await
            .expect_err("it is no file");
        assert!(error.words().message.contains("no file"), "{:?}", error.words());
        let there = fs::symlink_metadata(&path).expect("it is there");
        assert!(!there.is_file(), "{format:?} took its place");
    }
}

#[tokio::test]
async fn a_column_that_is_chosen_twice_is_told() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let folder = tempfile::tempdir().expect("a folder");
    for format in FORMATS {
        let mut asked = request(id, &folder.path().join("people"), format);
        if let Handed::Rows { columns, .. } = &mut asked.what {
            *columns = vec!["name".into(), "name".into()];
        }
        let error = house.engine.export_file("test", asked).await;
        let error = error.expect_err("a column stands once in a file");
        assert_eq!(error.fields()[0].message, "name was chosen twice.");
        assert!(is_empty(folder.path()), "{format:?} left something");
    }
}

/// A file that is never read to its end is as a drive of the network's that does not answer.
#[cfg(unix)]
#[tokio::test]
async fn a_disk_that_does_not_answer_holds_up_neither_the_start_nor_an_export() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let notes = house.folder.path().join("unfinished");
    let house = house.after(|| {
        fs::create_dir_all(&notes).expect("there is room");
        let made = std::process::Command::new("mkfifo")
            .arg(notes.join("note"))
            .status();
        assert!(made.expect("mkfifo starts").success());
    });
    assert_eq!(house.engine.list_dataflows().expect("the list").len(), 1);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("people.csv");
    let exported = house
        .engine
        .export_file("test", request(id, &path, FileFormat::Csv));
    assert_eq!(exported.await.expect("it is written").rows, 10);
}
