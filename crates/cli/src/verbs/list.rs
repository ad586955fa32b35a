//! `connectors`, `list`, `tables`.

use super::Failed;
use crate::Ended;
use crate::output::{Output, columns, visible};
use jiff::Timestamp;
use poolhouse_connector::FieldKind;
use poolhouse_engine::grouped;
use poolhouse_engine::model::RunStatus;
use poolhouse_engine::view::{DatabaseView, DataflowRow, RolledBack};
use poolhouse_engine::{Engine, Recipe};

pub(crate) fn connectors(engine: &Engine, output: &Output) -> Ended {
    let connectors = engine.connectors();
    output.answer(&connectors, || {
        let mut text = String::new();
        for connector in &connectors {
            text += &format!("{}: {}. {}\n", connector.id, connector.name, connector.summary);
            for field in &connector.fields {
                let kind = match &field.kind {
                    FieldKind::Text => String::new(),
                    FieldKind::Secret => " (secret: asked for, never an argument)".into(),
                    FieldKind::Choice { choices } => {
                        let values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
                        if values.len() > 8 {
                            String::new()
                        } else {
                            format!(" ({})", values.join(", "))
                        }
                    }
                };
                text += &format!("  --set {}=…{kind}\n", field.key);
            }
            for table in &connector.tables {
                text += &format!("  --table {}: {}\n", table.id, table.summary);
            }
        }
        text
    });
    Ended::Done
}

pub(crate) fn dataflows(engine: &Engine, output: &Output) -> Result<Ended, Failed> {
    let rows = engine.list_dataflows()?;
    output.answer(&rows, || {
        if rows.is_empty() {
            return "No dataflows yet. `poolhouse-cli demo` imports the sample pool.\n".into();
        }
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                vec![
                    row.dataflow.draft.name.clone(),
                    row.connector_name.clone(),
                    row.status.map_or("Never run", status).into(),
                    row.dataflow.draft.tables.len().to_string(),
                    refreshed(row),
                ]
            })
            .collect();
        columns(&["Name", "Type", "Status", "Tables", "Last refresh"], &cells)
    });
    Ok(Ended::Done)
}

/// When readers last got new data, and that they see older ones again.
fn refreshed(row: &DataflowRow) -> String {
    let at = row.last_refresh.map_or_else(|| "never".into(), to_the_second);
    match &row.rolled_back {
        Some(RolledBack {
            to,
            table: Some(table),
        }) => {
            format!("{at}, {} rolled back to run {to}", visible(table))
        }
        Some(RolledBack { to, table: None }) => format!("{at}, rolled back to run {to}"),
        None => at,
    }
}

pub(crate) fn tables(engine: &Engine, name: &str, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(name)?;
    let database = engine.database(dataflow.id)?;
    if let Some(reason) = &database.unreadable {
        return Err(Failed::Plain {
            message: reason.clone(),
            hint: String::new(),
            ended: Ended::Failed,
        });
    }
    output.answer(&database, || table_list(&database));
    Ok(Ended::Done)
}

/// The tables with their rows, and where the database lies.
pub(crate) fn table_list(database: &DatabaseView) -> String {
    let cells: Vec<Vec<String>> = database
        .tables
        .iter()
        .map(|table| {
            vec![
                table.name.clone(),
                grouped(table.rows),
                table.columns.len().to_string(),
            ]
        })
        .collect();
    format!(
        "{}\nDatabase: {}\n",
        columns(&["Table", "Rows", "Columns"], &cells),
        database.path
    )
}

/// A moment for a person.
pub(crate) fn to_the_second(moment: Timestamp) -> String {
    moment.strftime("%F %T UTC").to_string()
}

/// A status in words.
pub(crate) fn status(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Queued => "Queued",
        RunStatus::Running => "Running",
        RunStatus::Succeeded => "Succeeded",
        RunStatus::Failed => "Failed",
        RunStatus::Cancelled => "Cancelled",
        RunStatus::Interrupted => "Interrupted",
    }
}

/// `recipes`.
pub(crate) fn recipes(
    engine: &Engine,
    name: &str,
    table: Option<&str>,
    output: &Output,
) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(name)?;
    let recipes = engine.recipes(dataflow.id, table)?;
    output.answer(&recipes, || {
        let one = |recipe: &Recipe| {
            format!(
                "{}\n  {}\n  {}\n\n{}\n",
                recipe.program, recipe.how, recipe.tried, recipe.lines
            )
        };
        recipes.iter().map(one).collect::<Vec<_>>().join("\n")
    });
    Ok(Ended::Done)
}
