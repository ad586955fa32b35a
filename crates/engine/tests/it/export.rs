//! Handing rows over as files: whole or not at all.

use crate::house::House;
use crate::script::PEOPLE;
use poolhouse_engine::model::{DataflowId, Filter, TableQuery, Test, Version};
use poolhouse_engine::view::{ExportRequest, Exported, Privacy};
use poolhouse_engine::{Error, ErrorKind, Format};
use std::fs;
use std::path::Path;
use tokio_util::sync::CancellationToken;

fn request(path: &Path) -> ExportRequest {
    ExportRequest {
        table: PEOPLE.into(),
        version: Version::Now,
        query: TableQuery::default(),
        columns: vec!["name".into()],
        privacy: Privacy::Keep,
        format: Format::Csv,
        path: path.to_str().expect("a name in Unicode").into(),
        replace: false,
    }
}

async fn exported(house: &House, id: DataflowId, request: ExportRequest) -> Result<Exported, Error> {
    let cancel = CancellationToken::new();
    house.engine.export(id, request, cancel, |_| {}).await
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
    let all = exported(&house, id, request(&path)).await.expect("it is written");
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
    let asked = ExportRequest {
        query,
        ..request(&some)
    };
    assert_eq!(exported(&house, id, asked).await.expect("it is written").rows, 1);
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
        ..request(&masked)
    };
    exported(&house, id, asked).await.expect("it is written");
    let text = fs::read_to_string(&masked).expect("UTF-8");
    assert!(text.contains("•••") && !text.contains("Person"), "{text}");
    let without = folder.path().join("without.csv");
    let asked = ExportRequest {
        privacy: Privacy::LeaveOut,
        ..request(&without)
    };
    let error = exported(&house, id, asked).await.expect_err("nothing is left");
    assert_eq!(error.kind(), ErrorKind::InvalidFields);
    assert_eq!(files(folder.path()), ["masked.csv"]);
}

#[tokio::test]
async fn a_file_that_is_there_is_replaced_only_when_that_is_asked() {
    let (house, id, folder) = imported().await;
    let path = folder.path().join("people.csv");
    fs::write(&path, "precious").expect("there is room");
    let error = exported(&house, id, request(&path))
        .await
        .expect_err("it is there");
    assert!(error.words().message.ends_with("is there already."), "{error:?}");
    assert_eq!(fs::read_to_string(&path).expect("UTF-8"), "precious");
    let asked = ExportRequest {
        replace: true,
        ..request(&path)
    };
    exported(&house, id, asked).await.expect("it is replaced");
    assert!(fs::read_to_string(&path).expect("UTF-8").starts_with("name\n"));
    assert_eq!(files(folder.path()), ["people.csv"]);
}

#[tokio::test]
async fn an_export_that_is_cancelled_or_cannot_be_leaves_nothing() {
    let (house, id, folder) = imported().await;
    let path = folder.path().join("people.csv");
    let cancel = CancellationToken::new();
    cancel.cancel();
    let cancelled = house.engine.export(id, request(&path), cancel, |_| {}).await;
    assert_eq!(
        cancelled.expect_err("it was cancelled").kind(),
        ErrorKind::Cancelled
    );
    let nowhere = folder.path().join("gone").join("people.csv");
    let error = exported(&house, id, request(&nowhere))
        .await
        .expect_err("no folder");
    assert!(error.words().message.ends_with("is not there."), "{error:?}");
    let error = exported(&house, id, request(folder.path()))
        .await
        .expect_err("a folder");
    assert!(error.words().message.ends_with("is a folder."), "{error:?}");
    let column = ExportRequest {
        columns: vec!["age".into()],
        ..request(&path)
    };
    assert!(exported(&house, id, column).await.is_err());
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
        ..request(&path)
    };
    exported(&house, id, asked).await.expect("it is written");
    assert_eq!(fs::read_to_string(&victim).expect("UTF-8"), "untouched");
    let found = fs::symlink_metadata(&path).expect("the file");
    assert!(found.is_file(), "a file of its own");
    assert_eq!(found.mode() & 0o777, 0o600, "for this user alone");
}
