//! Closing the window while runs are under way.

use crate::events::CloseAsked;
use poolhouse_engine::Engine;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Manager, Runtime, Window, WindowEvent};
use tauri_specta::Event as _;

/// What becomes of the runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// They go on without a window; the app ends with the last of them, and starting it again
    /// shows the window.
    RunsGoOn,
    /// They stop where they are; Run goes on from there.
    RunsStop,
}

/// Asks the person before a window with runs under way is closed.
pub(crate) fn on_window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    let runs = window.state::<Engine>().runs_under_way().len();
    if runs > 0 {
        api.prevent_close();
        let asked = CloseAsked(u32::try_from(runs).unwrap_or(u32::MAX)).emit(window.app_handle());
        if asked.is_err() {
            tracing::warn!("the window could not be asked about its runs");
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
        Leaving::RunsStop => {
            engine.shut_down().await;
            app.exit(0);
        }
        Leaving::RunsGoOn => {
            for window in app.webview_windows().values() {
                let _ = window.hide();
            }
            engine.idle().await;
            // The person may have come back meanwhile.
            let shown = app
                .webview_windows()
                .values()
                .any(|window| window.is_visible().unwrap_or(true));
            if !shown {
                app.exit(0);
            }
        }
    }
}

/// Shows the window again, in front.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    for window in app.webview_windows().values() {
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}
