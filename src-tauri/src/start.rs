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
    // First, so that it is told where a crash may write the memory to the disk.
    logging::start(variable("RUST_LOG").as_deref());
    // The web view's processes take it over: a secret is typed there.
    without_core_dumps();
    if let Err(words) = with_own_environment() {
        return complain(&words);
    }
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
    let folder = folder("POOLHOUSE_DATA_DIR")
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

/// On some Linux drivers the web view stays blank unless this is set.
#[cfg(target_os = "linux")]
const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// By these the web view lets another program drive it and look into its page, and listens for it.
#[cfg(target_os = "linux")]
const OF_DRIVERS: [&str; 3] = [
    "TAURI_WEBVIEW_AUTOMATION",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
];

/// Whether this build lets itself be driven: those of contributors, and of the benchmarks.
#[cfg(target_os = "linux")]
const DRIVEN: bool = cfg!(any(debug_assertions, feature = "driven"));

/// What the web view reads from the environment when it starts is for this program to say, so it starts itself
/// once more where that is other. An error, in words, where it would be driven and cannot.
#[cfg(target_os = "linux")]
fn with_own_environment() -> Result<(), String> {
    use std::os::unix::process::CommandExt;
    let unwanted = unwanted(DRIVEN, is_set);
    let has_renderer = is_set(RENDERER);
    if unwanted.is_empty() && has_renderer {
        return Ok(());
    }
    let again = std::env::current_exe().map(|program| {
        let mut again = std::process::Command::new(program);
        again.args(std::env::args_os().skip(1));
        if !has_renderer {
            again.env(RENDERER, "1");
        }
        for name in &unwanted {
            again.env_remove(name);
        }
        // Returns only where the program could not be started.
        again.exec()
    });
    let error = again.unwrap_or_else(|error| error);
    if let Some(name) = unwanted.first() {
        return Err(format!(
            "Poolhouse starts only where {name} is not set: whoever set it could read what is typed. ({error})"
        ));
    }
    tracing::warn!(%error, "the program could not start itself anew; the window may stay blank");
    Ok(())
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
fn with_own_environment() -> Result<(), String> {
    Ok(())
}

/// The variables that are to go: a build that is shipped is driven by nobody.
#[cfg(target_os = "linux")]
fn unwanted(driven: bool, is_set: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let found = OF_DRIVERS.into_iter().filter(|name| is_set(name));
    if driven { Vec::new() } else { found.collect() }
}

#[cfg(target_os = "linux")]
#[expect(
    clippy::disallowed_methods,
    reason = "start-up is where the environment is read"
)]
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// A folder's name, which need not be Unicode.
#[expect(
    clippy::disallowed_methods,
    reason = "start-up is where the environment is read"
)]
fn folder(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

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
        .set_description(in_a_box(words))
        .show();
    std::process::exit(1);
}

/// The words for a box of the system's own. On Linux they are taken for a pattern, in which a sign of per cent,
/// as in the name of a folder, would stand for what is not there.
pub(crate) fn in_a_box(words: &str) -> String {
    if cfg!(target_os = "linux") {
        words.replace('%', "%%")
    } else {
        words.to_owned()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_build_that_is_shipped_is_driven_by_nobody() {
        assert_eq!(unwanted(false, |_| true), OF_DRIVERS);
        assert_eq!(
            unwanted(false, |name| name == "WEBKIT_INSPECTOR_SERVER"),
            ["WEBKIT_INSPECTOR_SERVER"]
        );
        assert!(unwanted(false, |_| false).is_empty());
        assert!(unwanted(true, |_| true).is_empty(), "the tests drive theirs");
    }

    #[test]
    fn a_box_shows_what_is_said() {
        assert_eq!(in_a_box("Data folder: /srv/100%s"), "Data folder: /srv/100%%s");
    }
}
