//! What is personal: classes, masks, forgetting.

use super::Answer;
use poolhouse_connector::PersonalData;
use poolhouse_engine::model::{ColumnClass, DataflowId};
use poolhouse_engine::{Engine, Forgetting, Person, PersonForgotten};
use tauri::State;

/// What the columns of a database hold.
#[tauri::command]
#[specta::specta]
pub async fn column_classes(engine: State<'_, Engine>, dataflow: DataflowId) -> Answer<Vec<ColumnClass>> {
    Ok(engine.column_classes(dataflow)?)
}

/// Says what a column holds.
#[tauri::command]
#[specta::specta]
pub async fn class_column(
    engine: State<'_, Engine>,
    dataflow: DataflowId,
    table: String,
    column: String,
    said: Option<PersonalData>,
) -> Answer<()> {
    Ok(engine.class_column(dataflow, &table, &column, said).await?)
}

/// Masks personal data on every screen.
#[tauri::command]
#[specta::specta]
pub async fn mask_personal_data(engine: State<'_, Engine>, on: bool) -> Answer<()> {
    Ok(engine.mask_personal_data(on)?)
}

/// What forgetting a person would delete.
#[tauri::command]
#[specta::specta]
pub async fn preview_forget(
    engine: State<'_, Engine>,
    dataflow: DataflowId,
    person: Person,
) -> Answer<Forgetting> {
    Ok(engine.preview_forget(dataflow, person).await?)
}

/// *Forget this person*.
#[tauri::command]
#[specta::specta]
pub async fn forget_person(
    engine: State<'_, Engine>,
    dataflow: DataflowId,
    person: Person,
) -> Answer<PersonForgotten> {
    Ok(engine.forget_person(dataflow, person).await?)
}

/// *Finish forgetting*.
#[tauri::command]
#[specta::specta]
pub async fn finish_forgetting(engine: State<'_, Engine>, dataflow: DataflowId) -> Answer<()> {
    Ok(engine.finish_forgetting(dataflow).await?)
}
