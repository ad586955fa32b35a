//! Starts the app: the one place of the window that reads the environment.

use crate::{contract, events, leave};
use poolhouse_cognito::UserPoolKind;
use poolhouse_engine::model::Trigger;
use poolhouse_engine::{Engine, Keychain, Openings, SystemClock, logging};
use poolhouse_sample_pool::SamplePoolKind;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::{Manager, RunEvent, Runtime};

/// Starts the window and stays until it ends.
pub fn main() {
    with_safe_renderer();
    logging::start(variable("RUST_LOG").as_deref());
    let contract = contract::contract();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| {
            leave::show(app);
        }))
        .plugin(tauri_plugin_notification::init())
        .invoke_handler(contract.invoke_handler())
        .on_window_event(leave::on_window_event)
        .setup(move |app| {
            contract.mount_events(app);
            set_up(app)
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => app.run(|app, event| {
            if let RunEvent::Exit = event {
                tauri::async_runtime::block_on(app.state::<Engine>().shut_down());
            }
        }),
        Err(error) => {
            complain(&error.to_string());
            std::process::exit(1);
        }
    }
}

fn set_up<R: Runtime>(app: &mut tauri::App<R>) -> Result<(), Box<dyn std::error::Error>> {
    let folder = variable("POOLHOUSE_DATA_DIR")
        .map(PathBuf::from)
        .or_else(poolhouse_engine::default_data_folder)
        .ok_or("there is no folder for application data on this computer; set POOLHOUSE_DATA_DIR")?;
    let engine = Engine::open(
        &folder,
        Openings {
            kinds: vec![Arc::new(UserPoolKind), Arc::new(SamplePoolKind::default())],
            keychain: Keychain::system(),
            clock: Arc::new(SystemClock),
            trigger: Trigger::Manual,
        },
    )
    .map_err(|error| {
        let words = error.words();
        format!("{} {}", words.message, words.hint)
    })?;
    app.manage(engine.clone());
    app.manage(leave::Door::of(app.handle().clone(), engine.clone()));
    tauri::async_runtime::spawn(events::forward(engine, app.handle().clone()));
    Ok(())
}

/// On some Linux drivers the web view stays blank unless its DMABUF renderer is off. It reads
/// that from the environment when it starts, so the program starts itself once more with it.
#[cfg(target_os = "linux")]
fn with_safe_renderer() {
    use std::os::unix::process::CommandExt;
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if variable(RENDERER).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    // Returns only where the program could not be started: then it goes on as it is.
    let error = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(RENDERER, "1")
        .exec();
    complain(&error.to_string());
}

#[cfg(not(target_os = "linux"))]
fn with_safe_renderer() {}

#[expect(
    clippy::disallowed_methods,
    reason = "start-up is where the environment is read"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn complain(message: &str) {
    eprintln!("Poolhouse: {message}");
}
