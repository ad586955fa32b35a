//! Closing the window while runs or exports are under way.

use crate::events::CloseAsked;
use poolhouse_engine::Engine;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Manager, RunEvent, Runtime, WindowEvent};
use tauri_specta::Event as _;

/// What becomes of what is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// It goes on without a window; the app ends with the last of it, and starting it again
    /// shows the window.
    GoOn,
    /// Runs stop where they are, and Run goes on from there; of exports nothing is left.
    Stop,
}

/// Asks the person before a window is closed with something under way.
pub(crate) fn on_event<R: Runtime>(app: &AppHandle<R>, event: &RunEvent) {
    let RunEvent::WindowEvent {
        event: WindowEvent::CloseRequested { api, .. },
        ..
    } = event
    else {
        return;
    };
    let engine = app.state::<Engine>();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let asked = CloseAsked {
        runs: count(engine.runs_under_way().len()),
        exports: count(engine.exports_under_way()),
    };
    if asked.runs + asked.exports > 0 {
        api.prevent_close();
        if asked.emit(app).is_err() {
            tracing::warn!("the window could not be asked about what is under way");
        }
    }
}

/// The way out of the app. State of its own, so that the command that uses it need not know
/// which runtime the window has.
pub struct Door(Box<dyn Fn(Leaving) + Send + Sync>);

impl Door {
    pub(crate) fn of<R: Runtime>(app: AppHandle<R>, engine: Engine) -> Self {
        Self(Box::new(move |leaving| {
            tauri::async_runtime::spawn(leave(app.clone(), engine.clone(), leaving));
        }))
    }

    pub(crate) fn leave(&self, leaving: Leaving) {
        (self.0)(leaving);
    }
}

async fn leave<R: Runtime>(app: AppHandle<R>, engine: Engine, leaving: Leaving) {
    match leaving {
        Leaving::Stop => {
            engine.shut_down().await;
            app.exit(0);
        }
        Leaving::GoOn => {
            hide(&app);
            engine.idle().await;
            if !is_shown(&app) {
                app.exit(0);
            }
        }
    }
}

/// How the program ends when its page could not be kept.
#[cfg(target_os = "linux")]
const WITHOUT_A_PAGE: i32 = 1;

/// Goes on without a window whose page cannot be shown any more, and says so in a box of the system's own. The app
/// ends when that was read and nothing is under way any longer.
#[cfg(target_os = "linux")]
pub(crate) fn without_a_page<R: Runtime>(window: &tauri::WebviewWindow<R>, ended: usize) {
    let app = window.app_handle().clone();
    let engine = window.state::<Engine>().inner().clone();
    let words = given_up(ended, engine.runs_under_way().len(), engine.exports_under_way());
    tracing::error!("{words}");
    hide(&app);
    let read = rfd::AsyncMessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Poolhouse cannot show its window")
        .set_description(crate::start::in_a_box(&words))
        .show();
    tauri::async_runtime::spawn(async move {
        tokio::join!(read, engine.idle());
        if !is_shown(&app) {
            app.exit(WITHOUT_A_PAGE);
        }
    });
}

/// What a person is told whose window is gone: what happened, what became of what was under way, what to do.
#[cfg(any(target_os = "linux", test))]
fn given_up(ended: usize, runs: usize, exports: usize) -> String {
    let counted = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {more}")),
    };
    let under_way: Vec<String> = [
        counted(runs, "run", "runs"),
        counted(exports, "export", "exports"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let under_way = match (&under_way[..], runs + exports) {
        ([], _) => "Nothing was under way.".to_owned(),
        (_, 1) => format!(
            "{} goes on without a window, and Poolhouse ends with it.",
            under_way.join("")
        ),
        _ => format!(
            "{} go on without a window, and Poolhouse ends with the last of them.",
            under_way.join(" and ")
        ),
    };
    format!(
        "The part of the system that draws it ended {ended} times within a minute. What was imported is not touched by it. {under_way}\n\nStart Poolhouse again to see its window. If that ends the same way, close other programs, so that there is memory, and bring the system's WebKitGTK up to date. poolhouse-cli does without a window all that Poolhouse does."
    )
}

fn hide<R: Runtime>(app: &AppHandle<R>) {
    for window in app.webview_windows().values() {
        let _ = window.hide();
    }
}

/// Whether the person came back meanwhile.
fn is_shown<R: Runtime>(app: &AppHandle<R>) -> bool {
    let windows = app.webview_windows();
    windows.values().any(|window| window.is_visible().unwrap_or(true))
}

/// Shows the window again, in front.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    for window in app.webview_windows().values() {
        // A page whose process ended for good may be behind it, which nobody could close.
        if !window.is_visible().unwrap_or(true) {
            let _ = window.reload();
        }
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

#[cfg(test)]
mod tests {
    use super::given_up;

    #[test]
    fn who_lost_the_window_is_told_what_goes_on() {
        let told = |runs, exports| {
            let words = given_up(4, runs, exports);
            let from = words.find("touched by it. ").expect("it is said") + "touched by it. ".len();
            words[from..].lines().next().expect("a line").to_owned()
        };
        assert_eq!(told(0, 0), "Nothing was under way.");
        assert_eq!(
            told(1, 0),
            "1 run goes on without a window, and Poolhouse ends with it."
        );
        assert_eq!(
            told(2, 1),
            "2 runs and 1 export go on without a window, and Poolhouse ends with the last of them."
        );
    }
}
