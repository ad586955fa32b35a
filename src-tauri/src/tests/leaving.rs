//! Closing the window while something is under way.

use super::app;
use crate::events::CloseAsked;
use crate::leave;
use poolhouse_engine::model::{DataflowDraft, DriftPolicy, RunStatus, TableQuery, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, Privacy, Subject};
use poolhouse_engine::{Engine, Error, Event, Keep};
use poolhouse_sample_pool::{Key, Options, SamplePool};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tauri::test::MockRuntime;
use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_specta::Event as _;

/// A dataflow of many people, with a version of them.
pub(super) async fn imported(engine: &Engine, pool: &SamplePool) -> poolhouse_engine::model::DataflowId {
    let key = Key::full();
    let settings = [
        ("user_pool_id", pool.pool_id()),
        ("access_key_id", &key.id),
        ("endpoint", &pool.endpoint()),
        ("speed", "unlimited"),
    ];
    let settings = settings.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let draft = DataflowDraft {
        name: "Customers".into(),
        connector: "aws-cognito-user-pool".into(),
        settings: BTreeMap::from(settings),
        display_name: String::new(),
        description: String::new(),
        organization: String::new(),
        tables: vec![
            serde_json::from_value(json!({"source": "users", "target": "users", "purpose": "customer_360"}))
                .expect("a table"),
        ],
        drift: DriftPolicy::default(),
    };
    let secrets = [("secret_access_key".to_owned(), key.secret.into())].into();
    let dataflow = engine
        .create_dataflow(draft, secrets, Keep::Keychain)
        .await
        .expect("it is sound")
        .id;
    let run = engine.start_run(dataflow, None).await.expect("it begins").run.id;
    let run = engine.run_ended(run).await.expect("it ends");
    assert_eq!(run.status, RunStatus::Succeeded, "{:?}", run.failure);
    dataflow
}

fn everybody(dataflow: poolhouse_engine::model::DataflowId, to: &Path) -> ExportRequest {
    ExportRequest {
        what: Handed::Rows {
            subject: Subject::Table {
                dataflow,
                table: "users".into(),
                version: Version::Now,
            },
            query: TableQuery::default(),
            columns: Vec::new(),
        },
        privacy: Privacy::Keep,
        format: FileFormat::Xlsx,
        path: to.to_str().expect("Unicode").into(),
        replace: false,
    }
}

fn main_of(app: &AppHandle<MockRuntime>) -> WebviewWindow<MockRuntime> {
    app.get_webview_window("main").expect("the app runs")
}

#[test]
fn closing_over_an_export_asks_and_stopping_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let to = folder.path().join("people.xlsx");
    let app = app(&folder.path().join("data"));
    let engine = app.state::<Engine>().inner().clone();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (heard, stopping, handle) = (asked.clone(), engine.clone(), app.handle().clone());
    CloseAsked::listen(&app, move |event| {
        heard
            .lock()
            .expect("nobody panics")
            .push((event.payload.runs, event.payload.exports));
        // As *Stop and close* does; the mock runtime knows no exit but its last window's end.
        let (engine, handle) = (stopping.clone(), handle.clone());
        tauri::async_runtime::spawn(async move {
            engine.shut_down().await;
            main_of(&handle).destroy().expect("it is there");
        });
    });
    let (request_to, handle) = (to.clone(), app.handle().clone());
    let exported = tauri::async_runtime::spawn(async move {
        let options = Options {
            users: 12_000,
            ..Options::default()
        };
        let pool = SamplePool::start(options).await.expect("a free port");
        let dataflow = imported(&engine, &pool).await;
        let mut events = engine.events();
        let exporting = engine.clone();
        let export = tauri::async_runtime::spawn(async move {
            exporting
                .export_file("test", everybody(dataflow, &request_to))
                .await
        });
        while !matches!(events.recv().await, Ok(Event::Export(_))) {}
        main_of(&handle).close().expect("the window is asked to close");
        export.await.expect("no panic")
    });
    app.run_return(|app, event| leave::on_event(app, &event));
    assert_eq!(
        *asked.lock().expect("nobody panics"),
        [(0, 1)],
        "the person is asked"
    );
    let exported = tauri::async_runtime::block_on(exported).expect("no panic");
    assert!(matches!(exported, Err(Error::Cancelled)), "{exported:?}");
    assert!(!to.exists(), "nothing of it is left");
}
