//! Running, the run history, and going back.

use super::{Answer, TypedSecrets};
use poolhouse_engine::model::{
    Change, ChangeCount, ChangeQuery, DataflowId, Publication, RollbackPreview, Run, RunId,
};
use poolhouse_engine::view::{RunPage, RunQuery, RunSnapshot};
use poolhouse_engine::{Engine, RunsOverTime};
use tauri::State;

/// *Run*.
#[tauri::command]
#[specta::specta]
pub async fn start_run(
    engine: State<'_, Engine>,
    id: DataflowId,
    secrets: Option<TypedSecrets>,
) -> Answer<RunSnapshot> {
    Ok(engine.start_run(id, secrets.map(|typed| typed.0)).await?)
}

/// *Cancel*.
#[tauri::command]
#[specta::specta]
pub async fn cancel_run(engine: State<'_, Engine>, run: RunId) -> Answer<()> {
    engine.cancel_run(run);
    Ok(())
}

/// The runs under way.
#[tauri::command]
#[specta::specta]
pub async fn runs_under_way(engine: State<'_, Engine>) -> Answer<Vec<RunSnapshot>> {
    Ok(engine.runs_under_way())
}

/// The run history.
#[tauri::command]
#[specta::specta]
pub async fn list_runs(engine: State<'_, Engine>, query: RunQuery) -> Answer<Vec<Run>> {
    Ok(engine.list_runs(&query).await?)
}

/// How many runs a question brings, and what they were over time.
#[tauri::command]
#[specta::specta]
pub async fn runs_over_time(engine: State<'_, Engine>, query: RunQuery) -> Answer<RunsOverTime> {
    Ok(engine.runs_over_time(&query).await?)
}

/// A run's page.
#[tauri::command]
#[specta::specta]
pub async fn open_run(engine: State<'_, Engine>, run: RunId) -> Answer<RunPage> {
    Ok(engine.open_run(run)?)
}

/// What a run changed.
#[tauri::command]
#[specta::specta]
pub async fn run_changes(
    engine: State<'_, Engine>,
    run: RunId,
    query: ChangeQuery,
    after: Option<i64>,
) -> Answer<Vec<Change>> {
    Ok(engine.run_changes(run, &query, after).await?)
}

/// How much a run changed.
#[tauri::command]
#[specta::specta]
pub async fn run_change_counts(engine: State<'_, Engine>, run: RunId) -> Answer<Vec<ChangeCount>> {
    Ok(engine.run_change_counts(run).await?)
}

/// Takes the columns that wait for an answer since this run.
#[tauri::command]
#[specta::specta]
pub async fn take_columns(engine: State<'_, Engine>, run: RunId) -> Answer<()> {
    Ok(engine.take_columns(run)?)
}

/// The versions to go back to.
#[tauri::command]
#[specta::specta]
pub async fn versions(engine: State<'_, Engine>, id: DataflowId) -> Answer<Vec<Publication>> {
    Ok(engine.versions(id)?)
}

/// What *Rollback* would change.
#[tauri::command]
#[specta::specta]
pub async fn preview_rollback(
    engine: State<'_, Engine>,
    id: DataflowId,
    to: RunId,
    table: Option<String>,
) -> Answer<RollbackPreview> {
    Ok(engine.preview_rollback(id, to, table.as_deref()).await?)
}

/// Ends a preview of *Rollback*.
#[tauri::command]
#[specta::specta]
pub async fn cancel_preview(engine: State<'_, Engine>, id: DataflowId) -> Answer<()> {
    engine.cancel_preview(id);
    Ok(())
}

/// *Rollback*.
#[tauri::command]
#[specta::specta]
pub async fn roll_back(
    engine: State<'_, Engine>,
    id: DataflowId,
    to: RunId,
    table: Option<String>,
) -> Answer<RunSnapshot> {
    Ok(engine.roll_back(id, to, table.as_deref()).await?)
}
