//! Looking at what was imported.

use super::Answer;
use poolhouse_engine::model::{ColumnProfile, DataflowId, TableQuery};
use poolhouse_engine::view::{
    DatabaseView, Directory, KeptValue, OpenedTable, ReadyQuestion, RowHistory, RowsWindow, Subject, ViewId,
};
use poolhouse_engine::{Engine, Recipe};
use tauri::State;

/// The databases.
#[tauri::command]
#[specta::specta]
pub async fn databases(engine: State<'_, Engine>) -> Answer<Vec<DatabaseView>> {
    Ok(engine.databases()?)
}

/// Opens what is looked at for the rows that a question wants.
#[tauri::command]
#[specta::specta]
pub async fn open_table(
    engine: State<'_, Engine>,
    subject: Subject,
    query: TableQuery,
) -> Answer<OpenedTable> {
    Ok(engine.open_table(subject, query).await?)
}

/// Rows of an open table.
#[tauri::command]
#[specta::specta]
pub async fn table_rows(
    engine: State<'_, Engine>,
    view: ViewId,
    from: u64,
    count: u32,
) -> Answer<RowsWindow> {
    Ok(engine.table_rows(view, from, count).await?)
}

/// What the values of a column are like.
#[tauri::command]
#[specta::specta]
pub async fn profile_column(
    engine: State<'_, Engine>,
    view: ViewId,
    column: String,
) -> Answer<ColumnProfile> {
    Ok(engine.profile_column(view, &column).await?)
}

/// Ends the look at a column that is under way.
#[tauri::command]
#[specta::specta]
pub async fn cancel_profile(engine: State<'_, Engine>, view: ViewId) -> Answer<()> {
    engine.cancel_profile(view);
    Ok(())
}

/// Keeps a value that the window may not know, for a filter.
#[tauri::command]
#[specta::specta]
pub async fn keep_value(
    engine: State<'_, Engine>,
    view: ViewId,
    row: u64,
    column: String,
) -> Answer<Option<KeptValue>> {
    Ok(engine.keep_value(view, row, &column).await?)
}

/// A value that is kept, as the screen shows it now.
#[tauri::command]
#[specta::specta]
pub async fn kept_value(engine: State<'_, Engine>, value: u64) -> Answer<Option<KeptValue>> {
    Ok(engine.kept_value(value).await?)
}

/// What became of a row, and where it is to be found as it was.
#[tauri::command]
#[specta::specta]
pub async fn row_history(engine: State<'_, Engine>, view: ViewId, row: u64) -> Answer<RowHistory> {
    Ok(engine.row_history(view, row).await?)
}

/// Closes a table.
#[tauri::command]
#[specta::specta]
pub async fn close_table(engine: State<'_, Engine>, view: ViewId) -> Answer<()> {
    engine.close_table(view);
    Ok(())
}

/// The ready questions.
#[tauri::command]
#[specta::specta]
pub async fn ready_questions(engine: State<'_, Engine>, dataflow: DataflowId) -> Answer<Vec<ReadyQuestion>> {
    Ok(engine.ready_questions(dataflow).await?)
}

/// A ready question, with other days than it counts.
#[tauri::command]
#[specta::specta]
pub async fn ready_question(
    engine: State<'_, Engine>,
    dataflow: DataflowId,
    table: String,
    title: String,
    days: u32,
) -> Answer<ReadyQuestion> {
    Ok(engine
        .ready_question(dataflow, &title, Some(&table), Some(days))
        .await?)
}

/// The organizations and their groups.
#[tauri::command]
#[specta::specta]
pub async fn directory(engine: State<'_, Engine>) -> Answer<Directory> {
    Ok(engine.directory().await?)
}

/// *Open in…*
#[tauri::command]
#[specta::specta]
pub async fn recipes(
    engine: State<'_, Engine>,
    dataflow: DataflowId,
    table: Option<String>,
) -> Answer<Vec<Recipe>> {
    Ok(engine.recipes(dataflow, table.as_deref())?)
}
