//! Starts the app: the one place of the window that reads the environment.

use crate::{contract, events, files, leave, revive};
use poolhouse_engine::model::Trigger;
use poolhouse_engine::{Engine, Error, Keychain, Openings, SystemClock, logging, without_core_dumps};
use poolhouse_sample_pool::SamplePoolKind;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::{Manager, RunEvent};

/// Starts the window and stays until it ends.
pub fn main() {
    with_safe_renderer();
    // The web view's processes take it over: a secret is typed there.
    without_core_dumps();
    logging::start(variable("RUST_LOG").as_deref());
    // Before the window: Tauri panics where its own set-up fails, and nobody sees that.
    let engine = match open() {
        Ok(engine) => engine,
        Err(words) => return complain(&words),
    };
    // Kept to the end. Where it is another's, that one shows itself and this program ends while it is built;
    // without a session bus nobody can tell that one, and the person is told.
    let place = engine.be_the_window();
    let contract = contract::contract();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| {
            leave::show(app);
        }))
        .plugin(tauri_plugin_notification::init())
        .invoke_handler(contract.invoke_handler())
        .setup(move |app| {
            contract.mount_events(app);
            app.manage(leave::Door::of(app.handle().clone(), engine.clone()));
            app.manage(files::Files::of(app.handle().clone()));
            app.manage(engine.clone());
            revive::watch(app.handle());
            tauri::async_runtime::spawn(events::forward(engine, app.handle().clone()));
            Ok(())
        })
        .build(tauri::generate_context!());
    if let Err(error) = &place {
        return complain(&in_words(error));
    }
    match app {
        Ok(app) => app.run(|app, event| {
            leave::on_event(app, &event);
            if let RunEvent::Exit = event {
                tauri::async_runtime::block_on(app.state::<Engine>().shut_down());
            }
        }),
        Err(error) => complain(&error.to_string()),
    }
}

/// Opens the engine on this person's data folder, or says in words why it cannot.
fn open() -> Result<Engine, String> {
    let folder = variable("POOLHOUSE_DATA_DIR")
        .map(PathBuf::from)
        .or_else(poolhouse_engine::default_data_folder)
        .ok_or("There is no folder for application data on this computer. Set POOLHOUSE_DATA_DIR to one.")?;
    Engine::open(
        &folder,
        Openings {
            kinds: vec![
                poolhouse_cognito::user_pool(),
                poolhouse_cognito::identity_pool(),
                Arc::new(SamplePoolKind::default()),
            ],
            keychain: Keychain::system(),
            clock: Arc::new(SystemClock),
            trigger: Trigger::Manual,
        },
    )
    .map_err(|error| format!("{}\n\nData folder: {}", in_words(&error), folder.display()))
}

fn in_words(error: &Error) -> String {
    let words = error.words();
    format!("{} {}", words.message, words.hint)
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
    tracing::warn!(%error, "the program could not start itself anew; the window may stay blank");
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

/// Says why there is no window: in a box of the system's own, and on standard error.
#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn complain(words: &str) {
    eprintln!("Poolhouse: {words}");
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Poolhouse cannot start")
        .set_description(words)
        .show();
    std::process::exit(1);
}
