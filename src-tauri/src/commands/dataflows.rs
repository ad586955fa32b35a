//! Describing a dataflow: connectors, settings, the wizard, *Connect*.

use super::{Answer, TypedSecrets};
use poolhouse_connector::{Choice, FieldError, Settings, TableId};
use poolhouse_engine::model::{ChosenTable, Dataflow, DataflowDraft, DataflowId};
use poolhouse_engine::view::{Connected, ConnectorCard, DataflowRow, Removal};
use poolhouse_engine::{Cost, Engine, Keep, SourceCosts};
use tauri::State;

/// The connectors there are.
#[tauri::command]
#[specta::specta]
pub async fn connectors(engine: State<'_, Engine>) -> Answer<Vec<ConnectorCard>> {
    Ok(engine.connectors())
}

/// The dataflows.
#[tauri::command]
#[specta::specta]
pub async fn list_dataflows(engine: State<'_, Engine>) -> Answer<Vec<DataflowRow>> {
    Ok(engine.list_dataflows()?)
}

/// What is wrong with a name.
#[tauri::command]
#[specta::specta]
pub async fn check_name(
    engine: State<'_, Engine>,
    name: String,
    editing: Option<DataflowId>,
) -> Answer<Option<String>> {
    Ok(engine.check_name(&name, editing)?)
}

/// What is wrong with the chosen tables.
#[tauri::command]
#[specta::specta]
pub async fn check_tables(engine: State<'_, Engine>, tables: Vec<ChosenTable>) -> Answer<Vec<FieldError>> {
    Ok(engine.check_tables(&tables))
}

/// What is wrong with the settings.
#[tauri::command]
#[specta::specta]
pub async fn check_settings(
    engine: State<'_, Engine>,
    connector: String,
    settings: Settings,
    secret_keys: Vec<String>,
) -> Answer<Vec<FieldError>> {
    Ok(engine.check_settings(&connector, &settings, &secret_keys)?)
}

/// *Connect*.
#[tauri::command]
#[specta::specta]
pub async fn connect(
    engine: State<'_, Engine>,
    attempt: String,
    connector: String,
    settings: Settings,
    secrets: TypedSecrets,
    dataflow: Option<DataflowId>,
) -> Answer<Connected> {
    Ok(engine
        .connect(&attempt, &connector, &settings, secrets.0, dataflow)
        .await?)
}

/// Ends an attempt to connect.
#[tauri::command]
#[specta::specta]
pub async fn cancel_connect(engine: State<'_, Engine>, attempt: String) -> Answer<()> {
    engine.cancel_connect(&attempt);
    Ok(())
}

/// What there is to choose from.
#[tauri::command]
#[specta::specta]
pub async fn source_choices(
    engine: State<'_, Engine>,
    connector: String,
    settings: Settings,
    secrets: TypedSecrets,
    dataflow: Option<DataflowId>,
) -> Answer<Vec<Choice>> {
    Ok(engine
        .source_choices(&connector, &settings, secrets.0, dataflow)
        .await?)
}

/// What one run of these tables costs.
#[tauri::command]
#[specta::specta]
pub async fn estimate(engine: State<'_, Engine>, costs: SourceCosts, tables: Vec<TableId>) -> Answer<Cost> {
    Ok(engine.estimate(&costs, &tables))
}

/// The least permission policy.
#[tauri::command]
#[specta::specta]
pub async fn policy(
    engine: State<'_, Engine>,
    connector: String,
    settings: Settings,
    tables: Vec<TableId>,
) -> Answer<Option<String>> {
    Ok(engine.policy(&connector, &settings, &tables)?)
}

/// Stores a new dataflow.
#[tauri::command]
#[specta::specta]
pub async fn create_dataflow(
    engine: State<'_, Engine>,
    draft: DataflowDraft,
    secrets: TypedSecrets,
    keep: Keep,
) -> Answer<Dataflow> {
    Ok(engine.create_dataflow(draft, secrets.0, keep).await?)
}

/// Stores an edited dataflow.
#[tauri::command]
#[specta::specta]
pub async fn edit_dataflow(
    engine: State<'_, Engine>,
    id: DataflowId,
    draft: DataflowDraft,
    secrets: Option<TypedSecrets>,
    keep: Keep,
) -> Answer<Dataflow> {
    Ok(engine
        .edit_dataflow(id, draft, secrets.map(|typed| typed.0), keep)
        .await?)
}

/// Stores a copy.
#[tauri::command]
#[specta::specta]
pub async fn duplicate_dataflow(engine: State<'_, Engine>, id: DataflowId, name: String) -> Answer<Dataflow> {
    Ok(engine.duplicate_dataflow(id, &name).await?)
}

/// What *Remove* would delete.
#[tauri::command]
#[specta::specta]
pub async fn removal(engine: State<'_, Engine>, id: DataflowId) -> Answer<Removal> {
    Ok(engine.removal(id).await?)
}

/// *Remove*.
#[tauri::command]
#[specta::specta]
pub async fn remove_dataflow(engine: State<'_, Engine>, id: DataflowId) -> Answer<()> {
    Ok(engine.remove_dataflow(id).await?)
}

/// The half-filled wizard.
#[tauri::command]
#[specta::specta]
pub async fn wizard_draft(engine: State<'_, Engine>) -> Answer<Option<String>> {
    Ok(engine.wizard_draft()?)
}

/// Keeps the half-filled wizard.
#[tauri::command]
#[specta::specta]
pub async fn keep_wizard_draft(engine: State<'_, Engine>, draft: String) -> Answer<()> {
    Ok(engine.keep_wizard_draft(&draft)?)
}

/// Forgets the half-filled wizard.
#[tauri::command]
#[specta::specta]
pub async fn drop_wizard_draft(engine: State<'_, Engine>) -> Answer<()> {
    Ok(engine.drop_wizard_draft()?)
}
