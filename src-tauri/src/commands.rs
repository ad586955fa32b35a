//! One line a user intent; what it means is the engine's.

use crate::error::UiError;
use crate::files::{self, Files};
use crate::leave::{Door, Leaving};
use poolhouse_connector::{Choice, FieldError, PersonalData, Secrets, Settings, TableId, Words};
use poolhouse_engine::model::{
    Change, ChangeCount, ChangeQuery, ChosenTable, ColumnClass, ColumnProfile, Dataflow, DataflowDraft,
    DataflowId, Publication, RollbackPreview, Run, RunId, TableQuery,
};
use poolhouse_engine::view::{
    About, Connected, ConnectorCard, DatabaseView, DataflowRow, Directory, ExportRequest, Exported,
    FileFormat, Handed, OpenedTable, Preferences, ReadyQuestion, Removal, RowsWindow, RunPage, RunQuery,
    RunSnapshot, Subject, ViewId,
};
use poolhouse_engine::{
    Cost, Engine, Forgetting, Keep, Person, PersonForgotten, Recipe, RowChange, RunsOverTime, SourceCosts,
};
use serde::Deserialize;
use specta::Type;
use std::collections::BTreeMap;
use tauri::State;

/// Secrets on their way from a field to the engine.
#[derive(Deserialize, Type)]
#[serde(transparent)]
pub struct TypedSecrets(#[specta(type = BTreeMap<String, String>)] Secrets);

type Answer<T> = Result<T, UiError>;

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

/// The runs under way.
#[tauri::command]
#[specta::specta]
pub async fn runs_under_way(engine: State<'_, Engine>) -> Answer<Vec<RunSnapshot>> {
    Ok(engine.runs_under_way())
}

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

/// What became of a row.
#[tauri::command]
#[specta::specta]
pub async fn row_history(engine: State<'_, Engine>, view: ViewId, row: u64) -> Answer<Vec<RowChange>> {
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

/// The organizations and their groups.
#[tauri::command]
#[specta::specta]
pub async fn directory(engine: State<'_, Engine>) -> Answer<Directory> {
    Ok(engine.directory().await?)
}

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
    Ok(files.choose(&offered).await)
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

/// Leaves the app while runs are under way.
#[tauri::command]
#[specta::specta]
pub async fn leave(door: State<'_, Door>, leaving: Leaving) -> Answer<()> {
    door.leave(leaving);
    Ok(())
}
