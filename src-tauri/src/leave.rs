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

/// Goes on without a window whose page cannot be shown any more.
#[cfg(target_os = "linux")]
pub(crate) fn without_a_page<R: Runtime>(window: &tauri::WebviewWindow<R>) {
    tracing::error!("the window's page could not be kept; start Poolhouse again when its runs have ended");
    window.state::<Door>().leave(Leaving::GoOn);
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
