//! The app itself.

use super::Answer;
use crate::leave::{Door, Leaving};
use poolhouse_connector::Words;
use poolhouse_engine::Engine;
use poolhouse_engine::view::{About, Preferences};
use tauri::State;

/// The settings.
#[tauri::command]
#[specta::specta]
pub async fn preferences(engine: State<'_, Engine>) -> Answer<Preferences> {
    Ok(engine.preferences()?)
}

/// Stores the settings.
#[tauri::command]
#[specta::specta]
pub async fn save_preferences(engine: State<'_, Engine>, preferences: Preferences) -> Answer<()> {
    Ok(engine.save_preferences(&preferences)?)
}

/// What the app is.
#[tauri::command]
#[specta::specta]
pub async fn about(engine: State<'_, Engine>) -> Answer<About> {
    Ok(engine.about().await)
}

/// Why nothing can be written for now, where that is so.
#[tauri::command]
#[specta::specta]
pub async fn read_only(engine: State<'_, Engine>) -> Answer<Option<Words>> {
    Ok(engine.read_only())
}

/// The report for somebody who is to help.
#[tauri::command]
#[specta::specta]
pub async fn diagnostics(engine: State<'_, Engine>) -> Answer<String> {
    Ok(engine.diagnostics().await?)
}

/// Leaves the app while something is under way.
#[tauri::command]
#[specta::specta]
pub async fn leave(door: State<'_, Door>, leaving: Leaving) -> Answer<()> {
    door.leave(leaving);
    Ok(())
}
