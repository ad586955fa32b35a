//! `history`, `show`, `changes`: read with no network.

use super::Failed;
use super::list::status;
use crate::Ended;
use crate::arguments::{Changes, History};
use crate::output::{Output, columns, grouped, visible};
use poolhouse_engine::Engine;
use poolhouse_engine::model::{Change, ChangeKind, RunId, RunKind};
use poolhouse_engine::view::RunQuery;

pub(crate) fn history(engine: &Engine, asked: &History, output: &Output) -> Result<Ended, Failed> {
    let dataflow = asked
        .name
        .as_deref()
        .map(|name| engine.dataflow_named(name))
        .transpose()?;
    let runs = engine.list_runs(&RunQuery {
        dataflow: dataflow.map(|dataflow| dataflow.id),
        status: asked.status,
        text: asked.search.clone(),
        before: asked.before.map(RunId),
        limit: asked.limit,
    })?;
    output.answer(&runs, || {
        if runs.is_empty() {
            return "No runs yet.\n".into();
        }
        let cells: Vec<Vec<String>> = runs
            .iter()
            .map(|run| {
                let what = match run.kind {
                    RunKind::Import => run
                        .failure
                        .as_ref()
                        .map_or_else(String::new, |failure| failure.message.clone()),
                    RunKind::Rollback { to } => format!("Rollback to run {to}"),
                };
                vec![
                    run.id.to_string(),
                    run.dataflow_name.clone(),
                    run.started_at.strftime("%F %T UTC").to_string(),
                    status(run.status).into(),
                    grouped(run.rows),
                    format!("{}/{}/{}", run.added, run.changed, run.removed),
                    grouped(run.calls),
                    what,
                ]
            })
            .collect();
        let headers = [
            "Run",
            "Dataflow",
            "Started",
            "Status",
            "Rows",
            "+/~/-",
            "Calls",
            "Description",
        ];
        columns(&headers, &cells)
    });
    Ok(Ended::Done)
}

pub(crate) fn show(engine: &Engine, run: RunId, output: &Output) -> Result<Ended, Failed> {
    let page = engine.open_run(run)?;
    output.answer(&page, || {
        let certificate = page
            .certificate
            .as_ref()
            .map(super::certificate::words)
            .unwrap_or_default();
        let summary = super::run::summary(&page.snapshot.run);
        format!("{summary}\n{certificate}{}", page.support)
    });
    Ok(Ended::Done)
}

pub(crate) fn take_columns(engine: &Engine, run: RunId, output: &Output) -> Result<Ended, Failed> {
    let waiting = engine.open_run(run)?.waiting_columns;
    engine.take_columns(run)?;
    output.answer(&waiting, || {
        if waiting.is_empty() {
            return "No column waits for an answer.\n".into();
        }
        let taken = waiting
            .iter()
            .map(|column| format!("{} {}\n", column.table, visible(&column.original)));
        taken.chain(["The next run brings them.\n".into()]).collect()
    });
    Ok(Ended::Done)
}

pub(crate) fn changes(engine: &Engine, asked: &Changes, output: &Output) -> Result<Ended, Failed> {
    let mut all: Vec<Change> = Vec::new();
    loop {
        let page = engine.run_changes(
            RunId(asked.run),
            asked.table.as_deref(),
            all.last().map(|change| change.id),
        )?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    output.answer(&all, || {
        if all.is_empty() {
            return "Nothing changed, or it was the first run.\n".into();
        }
        all.iter().map(line).collect()
    });
    Ok(Ended::Done)
}

fn line(change: &Change) -> String {
    let cell = |value: &Option<String>| {
        value
            .as_deref()
            .map_or_else(|| "NULL".to_owned(), |text| format!("“{}”", visible(text)))
    };
    let key: Vec<String> = change
        .key
        .iter()
        .map(|part| part.as_deref().map_or_else(|| "NULL".into(), visible))
        .collect();
    let key = key.join(" · ");
    match change.kind {
        ChangeKind::Added => format!("+ {} {key}\n", change.table),
        ChangeKind::Removed => format!("- {} {key}\n", change.table),
        ChangeKind::Changed => format!(
            "~ {} {key} {}: {} → {}\n",
            change.table,
            change.column.as_deref().unwrap_or_default(),
            cell(&change.old),
            cell(&change.new)
        ),
    }
}
