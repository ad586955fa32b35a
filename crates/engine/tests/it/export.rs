//! Handing rows over as files: whole or not at all.

use crate::house::House;
use crate::script::{PEOPLE, TEAMS};
use poolhouse_engine::model::{DataflowId, Filter, TableQuery, Test, Version};
use poolhouse_engine::view::{ExportRequest, Exported, FileFormat, Handed, Privacy, Subject};
use poolhouse_engine::{Error, ErrorKind, Event};
use std::fs;
use std::path::Path;

/// Rows of something as a file, as they are.
pub(crate) fn file(path: &Path, format: FileFormat, what: Handed) -> ExportRequest {
    ExportRequest {
        what,
        privacy: Privacy::Keep,
        format,
        path: path.to_str().expect("a name in Unicode").into(),
        replace: false,
    }
}

/// The names of everybody, or of those whom `query` wants.
fn names(id: DataflowId, path: &Path, query: TableQuery) -> ExportRequest {
    let what = Handed::Rows {
        subject: Subject::Table {
            dataflow: id,
            table: PEOPLE.into(),
            version: Version::Now,
        },
        query,
        columns: vec!["name".into()],
    };
    file(path, FileFormat::Csv, what)
}

fn request(id: DataflowId, path: &Path) -> ExportRequest {
    names(id, path, TableQuery::default())
}

async fn exported(house: &House, request: ExportRequest) -> Result<Exported, Error> {
    house.engine.export_file("test", request).await
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

async fn imported() -> (House, DataflowId, tempfile::TempDir) {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    (house, id, tempfile::tempdir().expect("a folder"))
}

#[tokio::test]
async fn the_rows_of_a_question_become_a_file() {
    let (house, id, folder) = imported().await;
    let path = folder.path().join("people.csv");
    let all = exported(&house, request(id, &path)).await.expect("it is written");
    assert_eq!(all.rows, 10);
    assert_eq!(all.bytes, fs::metadata(&path).expect("the file").len());
    let text = fs::read_to_string(&path).expect("UTF-8");
    assert_eq!(text.lines().count(), 11, "{text}");
    let one = text.lines().nth(3).expect("a person").to_owned();
    let some = folder.path().join("some.csv");
    let filter = Filter {
        column: "name".into(),
        test: Test::Equals { text: one.clone() },
        not: false,
    };
    let query = TableQuery {
        filters: vec![filter],
        ..TableQuery::default()
    };
    assert_eq!(
        exported(&house, names(id, &some, query))
            .await
            .expect("it is written")
            .rows,
        1
    );
    assert_eq!(
        fs::read_to_string(some).expect("UTF-8"),
        format!("name\n{one}\n"),
        "head and row"
    );
}

#[tokio::test]
async fn personal_data_is_masked_or_left_out() {
    let (house, id, folder) = imported().await;
    let masked = folder.path().join("masked.csv");
    let asked = ExportRequest {
        privacy: Privacy::Mask,
        ..request(id, &masked)
    };
    exported(&house, asked).await.expect("it is written");
    let text = fs::read_to_string(&masked).expect("UTF-8");
    assert!(text.contains("•••") && !text.contains("Person"), "{text}");
    let without = folder.path().join("without.csv");
    let asked = ExportRequest {
        privacy: Privacy::LeaveOut,
        ..request(id, &without)
    };
    let error = exported(&house, asked).await.expect_err("nothing is left");
    assert_eq!(error.kind(), ErrorKind::InvalidFields);
    assert_eq!(files(folder.path()), ["masked.csv"]);
}

#[tokio::test]
async fn a_file_that_is_there_is_replaced_only_when_that_is_asked() {
    let (house, id, folder) = imported().await;
    let path = folder.path().join("people.csv");
    fs::write(&path, "precious").expect("there is room");
    let error = exported(&house, request(id, &path))
        .await
        .expect_err("it is there");
    assert!(error.words().message.ends_with("is there already."), "{error:?}");
    assert_eq!(fs::read_to_string(&path).expect("UTF-8"), "precious");
    let asked = ExportRequest {
        replace: true,
        ..request(id, &path)
    };
    exported(&house, asked).await.expect("it is replaced");
    assert!(fs::read_to_string(&path).expect("UTF-8").starts_with("name\n"));
    assert_eq!(files(folder.path()), ["people.csv"]);
}

#[tokio::test]
async fn an_export_that_is_cancelled_or_cannot_be_leaves_nothing() {
    let (house, id, folder) = imported().await;
    let path = folder.path().join("people.csv");
    house.script.state().people = (1..=50_000).map(|number| (number, "Somebody".into())).collect();
    house.script.state().page_size = 10_000;
    house.succeed(id).await;
    let mut events = house.engine.events();
    let (cancelled, ()) = tokio::join!(exported(&house, request(id, &path)), async {
        loop {
            if let Event::Export(progress) = events.recv().await.expect("an event") {
                assert!(
                    progress.rows < 50_000 && progress.of == Some(50_000),
                    "{progress:?}"
                );
                return house.engine.cancel_export(&progress.export);
            }
        }
    });
    assert_eq!(
        cancelled.expect_err("it was cancelled").kind(),
        ErrorKind::Cancelled
    );
    let nowhere = folder.path().join("gone").join("people.csv");
    let error = exported(&house, request(id, &nowhere))
        .await
        .expect_err("no folder");
    assert!(error.words().message.ends_with("is not there."), "{error:?}");
    let error = exported(&house, request(id, folder.path()))
        .await
        .expect_err("a folder");
    assert!(error.words().message.ends_with("is a folder."), "{error:?}");
    let mut column = request(id, &path);
    if let Handed::Rows { columns, .. } = &mut column.what {
        *columns = vec!["age".into()];
    }
    assert!(exported(&house, column).await.is_err());
    assert!(files(folder.path()).is_empty(), "{:?}", files(folder.path()));
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_in_the_way_is_replaced_and_not_followed() {
    use std::os::unix::fs::{MetadataExt, symlink};
    let (house, id, folder) = imported().await;
    let victim = folder.path().join("victim");
    fs::write(&victim, "untouched").expect("there is room");
    let path = folder.path().join("people.csv");
    symlink(&victim, &path).expect("a link");
    let asked = ExportRequest {
        replace: true,
        ..request(id, &path)
    };
    exported(&house, asked).await.expect("it is written");
    assert_eq!(fs::read_to_string(&victim).expect("UTF-8"), "untouched");
    let found = fs::symlink_metadata(&path).expect("the file");
    assert!(found.is_file(), "a file of its own");
    assert_eq!(found.mode() & 0o777, 0o600, "for this user alone");
}

#[tokio::test]
async fn a_whole_database_becomes_a_file_or_a_folder_of_files() {
    let house = House::new();
    let id = house.people(&[PEOPLE, TEAMS]).await;
    let first = house.succeed(id).await;
    house.script.state().people.clear();
    house.succeed(id).await;
    let folder = tempfile::tempdir().expect("a folder");
    let of = |name: &str, format, version| {
        let what = Handed::Database {
            dataflow: id,
            version,
        };
        file(&folder.path().join(name), format, what)
    };
    let then = Version::AsOf(first.id);
    let sqlite = exported(&house, of("all.sqlite", FileFormat::Sqlite, then)).await;
    let rows = sqlite.expect("it is written").rows;
    let csv = exported(&house, of("all", FileFormat::Csv, then))
        .await
        .expect("it is written");
    assert_eq!((csv.rows, rows > 10), (rows, true), "the same rows");
    assert_eq!(files(folder.path()), ["all", "all.sqlite"]);
    assert_eq!(files(&folder.path().join("all")), ["people.csv", "teams.csv"]);
    let text = fs::read_to_string(folder.path().join("all/people.csv")).expect("UTF-8");
    assert_eq!(text.lines().count(), 11, "as of the first run: {text}");
    let bytes = fs::read(folder.path().join("all.sqlite")).expect("the file");
    assert!(bytes.starts_with(b"SQLite format 3"));
    assert!(
        !String::from_utf8_lossy(&bytes).contains("_poolhouse"),
        "nothing of ours is in it"
    );
    let again = exported(&house, of("all", FileFormat::Csv, Version::Now)).await;
    assert!(again.is_err(), "a folder is never written over");
    let masked = ExportRequest {
        privacy: Privacy::Mask,
        ..of("masked.sqlite", FileFormat::Sqlite, then)
    };
    exported(&house, masked).await.expect("it is written");
    let bytes = fs::read(folder.path().join("masked.sqlite")).expect("the file");
    assert!(
        !String::from_utf8_lossy(&bytes).contains("Person 1"),
        "no name is in it"
    );
}
