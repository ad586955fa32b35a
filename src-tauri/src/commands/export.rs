//! Handing over.

use super::Answer;
use crate::files::{self, Files};
use poolhouse_engine::Engine;
use poolhouse_engine::view::{ExportRequest, Exported, FileFormat, Handed};
use tauri::State;

/// Where an export is offered to lie.
#[tauri::command]
#[specta::specta]
pub async fn export_path(engine: State<'_, Engine>, what: Handed, format: FileFormat) -> Answer<String> {
    Ok(engine.export_path(&what, format)?)
}

/// *Choose…*
#[tauri::command]
#[specta::specta]
pub async fn choose_file(files: State<'_, Files>, offered: String) -> Answer<Option<String>> {
    files.choose(&offered).await
}

/// *Show in folder*.
#[tauri::command]
#[specta::specta]
pub async fn show_in_folder(path: String) -> Answer<()> {
    files::show_in_folder(&path).await
}

/// *Export*.
#[tauri::command]
#[specta::specta]
pub async fn export_file(
    engine: State<'_, Engine>,
    name: String,
    request: ExportRequest,
) -> Answer<Exported> {
    Ok(engine.export_file(&name, request).await?)
}

/// Ends an export.
#[tauri::command]
#[specta::specta]
pub async fn cancel_export(engine: State<'_, Engine>, name: String) -> Answer<()> {
    engine.cancel_export(&name);
    Ok(())
}
