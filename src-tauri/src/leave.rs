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
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let runs = window.state::<Engine>().runs_under_way().len();
    if runs > 0 {
        api.prevent_close();
        let asked = CloseAsked(u32::try_from(runs).unwrap_or(u32::MAX)).emit(window.app_handle());
        if asked.is_err() {
            tracing::warn!("the window could not be asked about its runs");
        }
    }
}

pub(crate) async fn leave<R: Runtime>(app: &AppHandle<R>, engine: &Engine, leaving: Leaving) {
    match leaving {
        Leaving::RunsStop => {
            engine.shut_down().await;
            app.exit(0);
        }
        Leaving::RunsGoOn => {
            for window in app.webview_windows().values() {
                let _ = window.hide();
            }
            let (app, engine) = (app.clone(), engine.clone());
            tauri::async_runtime::spawn(async move {
                engine.idle().await;
                let shown = app.webview_windows().values().any(|window| window.is_visible().unwrap_or(true));
                if !shown {
                    app.exit(0);
                }
            });
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
