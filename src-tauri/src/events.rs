//! What the window is told: snapshots, whole each time.

use poolhouse_engine::view::{CheckStep, ExportProgress, Phase, RunSnapshot, Wait};
use poolhouse_engine::{Engine, Event};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_notification::NotificationExt;
use tauri_specta::Event as _;
use tokio::sync::broadcast::error::RecvError;

/// A run as it stands now.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
pub struct RunChanged(pub RunSnapshot);

/// The list of dataflows is other than it was.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
pub struct DataflowsChanged;

/// A step of *Connect*.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
pub struct CheckStepped(pub CheckStep);

/// How far an export is.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
pub struct ExportProgressed(pub ExportProgress);

/// Whether what is done to a dataflow, other than a run, waits for another program.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
pub struct WaitChanged(pub Wait);

/// The person closes the window while so much is under way.
#[derive(Debug, Clone, Serialize, Deserialize, Type, tauri_specta::Event)]
pub struct CloseAsked {
    /// Runs.
    pub runs: u32,
    /// Exports.
    pub exports: u32,
}

/// Hands the engine's events on, for as long as the app lives.
pub(crate) async fn forward<R: Runtime>(engine: Engine, app: AppHandle<R>) {
    let mut events = engine.events();
    loop {
        let sent = match events.recv().await {
            Ok(Event::Run(snapshot)) => {
                notify(&app, &snapshot);
                RunChanged(*snapshot).emit(&app)
            }
            Ok(Event::Check(step)) => CheckStepped(step).emit(&app),
            Ok(Event::Export(progress)) => ExportProgressed(progress).emit(&app),
            Ok(Event::Wait(wait)) => WaitChanged(wait).emit(&app),
            // A window that fell behind asks for the list again; the next snapshot is whole.
            Ok(Event::Dataflows) | Err(RecvError::Lagged(_)) => DataflowsChanged.emit(&app),
            Err(RecvError::Closed) => return,
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "an event did not reach the window");
        }
    }
}

/// Tells the end of a run to a person who is looking elsewhere.
fn notify<R: Runtime>(app: &AppHandle<R>, snapshot: &RunSnapshot) {
    let looking = app
        .webview_windows()
        .values()
        .any(|window| window.is_focused().unwrap_or(false));
    if snapshot.phase != Phase::Ended || looking {
        return;
    }
    let (title, body) = snapshot.announcement();
    if let Err(error) = app.notification().builder().title(title).body(body).show() {
        tracing::warn!(%error, "the notification was not shown");
    }
}
