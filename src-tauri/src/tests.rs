//! The contract, tried on Tauri's mock runtime.

mod leaving;
mod sorting;
mod walls;

use crate::contract::contract;
use poolhouse_cognito::UserPoolKind;
use poolhouse_engine::model::Trigger;
use poolhouse_engine::{Engine, Keychain, Openings, SystemClock};
use serde_json::{Value, json};
use specta_typescript::Typescript;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tauri::ipc::{CallbackFn, InvokeBody, InvokeResponseBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{Manager, WebviewWindow, WebviewWindowBuilder};

const BINDINGS: &str = "ui/src/ipc/bindings.ts";
const CAPABILITY: &str = "src-tauri/capabilities/main.json";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Writes the bindings where `cargo xtask bindings` asks for it, and else fails when they are
/// stale.
#[test]
fn bindings_are_current() {
    let written = root().join("target").join("bindings.ts");
    std::fs::create_dir_all(written.parent().expect("a folder")).expect("the target folder");
    contract::<tauri::Wry>()
        .export(Typescript::default().header("// Written by `cargo xtask bindings` from src-tauri/src/contract.rs. Do not edit.\n// @ts-nocheck\n"), &written)
        .expect("the contract can be written down");
    let current = std::fs::read_to_string(&written).expect("just written");
    let committed = root().join(BINDINGS);
    #[expect(
        clippy::disallowed_methods,
        reason = "the contributor command says by a variable what it wants"
    )]
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&committed, &current).expect("the bindings can be written");
    }
    let committed = std::fs::read_to_string(&committed).unwrap_or_default();
    assert!(
        current == committed,
        "{BINDINGS} is stale: run `cargo xtask bindings`"
    );
}

/// The window may call every command of the contract and nothing else of the app's.
#[test]
fn the_capability_names_every_command() {
    let contract_source = include_str!("contract.rs");
    let (_, after) = contract_source
        .split_once("collect_commands![")
        .expect("the list of commands");
    let (list, _) = after.split_once(']').expect("its end");
    let mut commands: Vec<String> = list
        .split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|name| !name.is_empty())
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    let capability: Value = serde_json::from_str(&read(CAPABILITY)).expect("the capability is JSON");
    let mut allowed: Vec<String> = capability["permissions"]
        .as_array()
        .expect("a list of permissions")
        .iter()
        .filter_map(|permission| permission.as_str().map(str::to_owned))
        .filter(|permission| !permission.starts_with("core:"))
        .collect();
    commands.sort();
    allowed.sort();
    assert_eq!(
        commands, allowed,
        "{CAPABILITY} and the contract must name the same commands"
    );
}

/// The app on the mock runtime, with the real capabilities and an engine in a folder of its own. It has its
/// window once it runs.
fn app(folder: &Path) -> tauri::App<MockRuntime> {
    let contract = contract::<MockRuntime>();
    let app = mock_builder()
        .invoke_handler(contract.invoke_handler())
        .build(tauri::generate_context!(test = true))
        .expect("the mock app is built");
    contract.mount_events(&app);
    let engine = Engine::open(
        folder,
        Openings {
            kinds: vec![Arc::new(UserPoolKind)],
            keychain: Keychain::in_memory(),
            clock: Arc::new(SystemClock),
            trigger: Trigger::Manual,
        },
    )
    .expect("a fresh folder opens");
    app.manage(engine);
    app
}

/// The same with its window, and without running.
fn window(folder: &Path) -> (tauri::App<MockRuntime>, WebviewWindow<MockRuntime>) {
    let app = app(folder);
    let window = app
        .get_webview_window("main")
        .map_or_else(
            || WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build(),
            Ok,
        )
        .expect("the window is made");
    (app, window)
}

fn call(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    arguments: Value,
    origin: &str,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: origin.parse().expect("an address"),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.into(),
    };
    get_ipc_response(window, request)
        .map(|body: InvokeResponseBody| body.deserialize().expect("an answer is JSON"))
}

const OWN: &str = "tauri://localhost";

#[test]
fn the_window_lists_connectors_and_tells_errors_in_words() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_app, window) = window(folder.path());
    let connectors = call(&window, "connectors", json!({}), OWN).expect("the window may ask");
    assert_eq!(connectors[0]["id"], "aws-cognito-user-pool");
    let fault = call(
        &window,
        "check_name",
        json!({"name": "my people", "editing": null}),
        OWN,
    );
    assert!(
        fault
            .expect("an answer")
            .as_str()
            .is_some_and(|words| words.contains("space")),
        "the rule in words"
    );
    let error =
        call(&window, "start_run", json!({"id": 7, "secrets": null}), OWN).expect_err("no such dataflow");
    assert_eq!(error["code"], "other");
    assert!(
        error["hint"].as_str().is_some_and(|hint| !hint.is_empty()),
        "every error says what to try"
    );
}

#[test]
fn a_foreign_page_and_an_unlisted_command_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_app, window) = window(folder.path());
    let foreign = call(&window, "connectors", json!({}), "https://example.com");
    assert!(foreign.is_err(), "a page from elsewhere may call nothing");
    let unlisted = call(
        &window,
        "plugin:fs|read_file",
        json!({"path": "/etc/hostname"}),
        OWN,
    );
    assert!(unlisted.is_err(), "there is no way to files");
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
