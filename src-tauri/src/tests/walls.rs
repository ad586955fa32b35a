//! The walls around the window's page: which window may call what, from which address, and what the page may
//! load and do.

use super::{CAPABILITY, OWN, call, read, root, window};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tauri::test::MockRuntime;
use tauri::{WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// What the page needs of Tauri itself.
const OF_TAURI: [&str; 4] = [
    "core:app:allow-set-app-theme",
    "core:event:allow-listen",
    "core:event:allow-unlisten",
    "core:window:allow-set-title",
];

/// The commands of the contract, as it lists them.
fn commands() -> BTreeSet<String> {
    let contract = include_str!("../contract.rs");
    let (_, after) = contract.split_once("collect_commands![").expect("the list");
    let (list, _) = after.split_once(']').expect("its end");
    let names = list.split(',').filter_map(|path| path.trim().rsplit("::").next());
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Whether the access control refused the call, and not the command itself.
fn is_refused(window: &WebviewWindow<MockRuntime>, command: &str, origin: &str) -> bool {
    let answer = call(window, command, json!({}), origin);
    let words = answer.err().and_then(|error| error.as_str().map(str::to_owned));
    words.is_some_and(|words| words.contains("not allowed"))
}

fn configuration() -> Value {
    serde_json::from_str(&read("tauri.conf.json")).expect("the configuration is JSON")
}

#[test]
fn the_one_window_may_call_every_command_and_no_other_window_any() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (app, main) = window(folder.path());
    let second = WebviewWindowBuilder::new(&app, "second", WebviewUrl::default())
        .build()
        .expect("a second window");
    let commands = commands();
    assert!(commands.len() > 50, "the list was found");
    for command in &commands {
        assert!(!is_refused(&main, command, OWN), "the window may call {command}");
        assert!(
            is_refused(&second, command, OWN),
            "a second window called {command}"
        );
    }
    for command in ["plugin:event|listen", "plugin:window|set_title"] {
        assert!(
            is_refused(&second, command, OWN),
            "a second window called {command}"
        );
    }
}

#[test]
fn a_page_from_elsewhere_may_call_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_app, main) = window(folder.path());
    let elsewhere = [
        "https://example.com",
        "http://localhost:1420",
        "http://127.0.0.1",
        "https://tauri.localhost.example.com",
        "tauri://localhost.example.com",
        "asset://localhost",
        "file:///tmp/page.html",
        "data:text/html,hello",
        "about:blank",
    ];
    for origin in elsewhere {
        for command in commands()
            .iter()
            .map(String::as_str)
            .chain(["plugin:event|listen"])
        {
            assert!(is_refused(&main, command, origin), "{origin} called {command}");
        }
    }
}

#[test]
fn what_is_not_listed_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_app, main) = window(folder.path());
    let unlisted = [
        "nothing_of_ours",
        "__tauri_something",
        "plugin:fs|read_file",
        "plugin:http|fetch",
        "plugin:shell|execute",
        "plugin:opener|open_url",
        "plugin:notification|notify",
        "plugin:single-instance|anything",
        "plugin:event|emit",
        "plugin:event|emit_to",
        "plugin:webview|create_webview_window",
        "plugin:webview|internal_toggle_devtools",
        "plugin:webview|print",
        "plugin:window|create",
        "plugin:window|close",
        "plugin:window|destroy",
        "plugin:path|resolve_directory",
        "plugin:image|from_path",
        "plugin:resources|close",
        "plugin:menu|new",
        "plugin:tray|new",
        "plugin:app|app_hide",
    ];
    for command in unlisted {
        assert!(is_refused(&main, command, OWN), "{command}");
    }
}

/// The manifest that Tauri checks by, as `build.rs` has written it, and the one capability.
#[test]
fn the_manifest_and_the_capability_name_every_command_and_nothing_else() {
    let manifests: Value =
        serde_json::from_str(&read("gen/schemas/acl-manifests.json")).expect("what the build wrote is JSON");
    let app = manifests["__app-acl__"]["permissions"]
        .as_object()
        .expect("the app's own manifest");
    let allowed: BTreeSet<String> = app
        .values()
        .filter_map(|permission| permission["commands"]["allow"].as_array())
        .flatten()
        .filter_map(|command| command.as_str().map(str::to_owned))
        .collect();
    assert_eq!(allowed, commands(), "the manifest and the contract");
    assert!(
        manifests["__app-acl__"]["default_permission"].is_null(),
        "nothing is allowed without being named"
    );

    let files: Vec<_> = std::fs::read_dir(root().join("src-tauri/capabilities"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(files, ["main.json"], "one capability, for the one window");
    let capability: Value = serde_json::from_str(&read(CAPABILITY)).expect("the capability is JSON");
    let keys: BTreeSet<&str> = capability
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    // No `remote`: pages from elsewhere have no rights. No `webviews`, no other platform.
    assert_eq!(
        keys,
        ["$schema", "description", "identifier", "permissions", "windows"].into()
    );
    assert_eq!(capability["windows"], json!(["main"]), "a name and no pattern");
    let permissions: BTreeSet<&str> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|permission| permission.as_str().expect("a name, without a scope of its own"))
        .collect();
    let of_tauri: BTreeSet<&str> = permissions
        .iter()
        .copied()
        .filter(|permission| permission.contains(':'))
        .collect();
    assert_eq!(of_tauri, OF_TAURI.into());
}

#[test]
fn the_page_has_no_more_rights_than_it_needs() {
    let app = &configuration()["app"];
    assert_eq!(app["withGlobalTauri"], json!(false), "no global Tauri object");
    let windows = app["windows"].as_array().expect("the windows");
    assert_eq!(windows.len(), 1);
    assert_eq!(windows[0]["label"], "main");
    assert!(windows[0].get("url").is_none(), "the app's own page");
    let security = app["security"].as_object().expect("an object");
    let keys: BTreeSet<&str> = security.keys().map(String::as_str).collect();
    // Neither `dangerous…` nor an asset protocol, which would serve files.
    assert_eq!(keys, ["capabilities", "csp", "devCsp", "freezePrototype"].into());
    assert_eq!(security["freezePrototype"], json!(true));
    assert_eq!(security["capabilities"], json!(["main"]));
}

/// The policy that is shipped. Why styles may be inline stands in `docs/security.md`.
#[test]
fn the_content_security_policy_lets_in_what_is_ours() {
    let policy = &configuration()["app"]["security"]["csp"];
    assert_eq!(
        *policy,
        json!({
            "default-src": "'self'",
            "script-src": "'self'",
            "style-src": "'self' 'unsafe-inline'",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "connect-src": "ipc: http://ipc.localhost",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-src": "'none'"
        })
    );
    let page = read("ui/index.html");
    assert!(
        !page.contains("style=") && !page.contains("<style"),
        "no style in the page itself"
    );
    let scripts: Vec<&str> = page.split("<script").skip(1).collect();
    assert!(
        scripts.iter().all(|script| script.contains("src=")),
        "no script in the page itself"
    );
    assert!(
        !page.contains("http:") && !page.contains("https:"),
        "nothing from elsewhere"
    );
}
