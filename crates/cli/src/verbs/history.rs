//! `history`, `show`, `changes`: read with no network.

use super::Failed;
use super::list::{status, to_the_second};
use crate::Ended;
use crate::arguments::{Changes, History};
use crate::output::{Output, columns, row_told, visible};
use poolhouse_engine::model::{Change, ChangeCount, ChangeKind, ChangeQuery, Run, RunId, RunStatus};
use poolhouse_engine::view::RunQuery;
use poolhouse_engine::{Engine, RunsOverTime, Stretch, grouped};

pub(crate) async fn history(engine: &Engine, asked: &History, output: &Output) -> Result<Ended, Failed> {
    let dataflow = asked
        .name
        .as_deref()
        .map(|name| engine.dataflow_named(name))
        .transpose()?;
    let query = RunQuery {
        dataflow: dataflow.map(|dataflow| dataflow.id),
        status: asked.status,
        trigger: asked.trigger,
        from: asked.from.clone(),
        to: asked.to.clone(),
        zone: None,
        text: asked.search.clone(),
        before: asked.before,
        limit: asked.limit,
    };
    let over_time = engine.runs_over_time(&query).await?;
    if asked.over_time && over_time.stretch != Stretch::Run {
        output.answer(&over_time, || stretches(&over_time));
        return Ok(Ended::Done);
    }
    let runs = engine.list_runs(&query).await?;
    output.answer(&runs, || {
        if runs.is_empty() {
            let filtered = RunQuery {
                dataflow: None,
                limit: 0,
                ..query.clone()
            } != RunQuery::default();
            return if filtered {
                "No run matches.\n"
            } else {
                "No runs yet.\n"
            }
            .into();
        }
        list(&runs)
    });
    if let Some(last) = runs.last()
        && over_time.found > runs.len() as u64
    {
        output.say(&format!(
            "{} of {} runs. --before {} shows older ones, --over-time all of them summed up.",
            grouped(runs.len() as u64),
            grouped(over_time.found),
            last.id,
        ));
    }
    Ok(Ended::Done)
}

fn list(runs: &[Run]) -> String {
    let cells: Vec<Vec<String>> = runs
        .iter()
        .map(|run| {
            vec![
                run.id.to_string(),
                run.dataflow_name.clone(),
                to_the_second(run.started_at),
                status(run.status).into(),
                grouped(run.rows),
                format!("{}/{}/{}", run.added, run.changed, run.removed),
                grouped(run.calls),
                visible(&run.description),
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
}

fn stretches(over_time: &RunsOverTime) -> String {
    let cells: Vec<Vec<String>> = over_time
        .marks
        .iter()
        .map(|mark| {
            let begins = match over_time.stretch {
                Stretch::Hour => mark.begins.strftime("%F %H:%M UTC").to_string(),
                _ => mark.first_day.clone(),
            };
            vec![
                begins,
                grouped(mark.runs),
                grouped(mark.failed),
                grouped(mark.most_rows),
                format!("{:.1}", mark.longest_ms as f64 / 1_000.0),
                format!("{}/{}/{}", mark.added, mark.changed, mark.removed),
            ]
        })
        .collect();
    let stretch = match over_time.stretch {
        Stretch::Run => "Run from",
        Stretch::Hour => "Hour from",
        Stretch::Day => "Day",
        Stretch::Week => "Week from",
        Stretch::Month => "Month from",
        Stretch::Year => "Year from",
    };
    columns(
        &[stretch, "Runs", "Failed", "Most rows", "Longest, s", "+/~/-"],
        &cells,
    )
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

pub(crate) async fn changes(engine: &Engine, asked: &Changes, output: &Output) -> Result<Ended, Failed> {
    let run = asked.run;
    if asked.counts {
        let counts = engine.run_change_counts(run).await?;
        let nothing = match counts.as_slice() {
            [] => nothing(engine, run)?,
            _ => String::new(),
        };
        output.answer(&counts, || {
            counts.iter().map(count_line).chain([nothing]).collect()
        });
        return Ok(Ended::Done);
    }
    let query = ChangeQuery {
        table: asked.table.clone(),
        kind: asked.kind,
        column: asked.column.clone(),
    };
    let mut all: Vec<Change> = Vec::new();
    loop {
        let after = all.last().map(|change| change.id);
        let page = engine.run_changes(run, &query, after).await?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    let nothing = match all.as_slice() {
        [] if query == ChangeQuery::default() => nothing(engine, run)?,
        [] => "No change matches.\n".into(),
        _ => String::new(),
    };
    output.answer(&all, || all.iter().map(line).chain([nothing]).collect());
    Ok(Ended::Done)
}

/// Why a run has no line of what changed.
fn nothing(engine: &Engine, id: RunId) -> Result<String, Failed> {
    let run = engine.open_run(id)?.snapshot.run;
    let is_first = || -> Result<bool, Failed> {
        let versions = engine.versions(run.dataflow)?;
        Ok(versions.last().is_some_and(|first| first.run == id))
    };
    Ok(match run.status {
        RunStatus::Succeeded if is_first()? => format!(
            "Run {id} was the first of {}: there was nothing before it that could have changed.\n",
            run.dataflow_name
        ),
        RunStatus::Succeeded => "Nothing changed.\n".into(),
        RunStatus::Failed => format!("Run {id} failed, so nothing changed.\n"),
        RunStatus::Cancelled => format!("Run {id} was cancelled, so nothing changed.\n"),
        _ => format!("Run {id} has published nothing yet.\n"),
    })
}

fn count_line(count: &ChangeCount) -> String {
    let lines = grouped(count.lines);
    match (count.kind, &count.column) {
        (ChangeKind::Added, _) => format!("+ {} rows: {lines}\n", count.table),
        (ChangeKind::Removed, _) => format!("- {} rows: {lines}\n", count.table),
        (ChangeKind::Changed, column) => {
            let column = visible(column.as_deref().unwrap_or_default());
            format!("~ {} cells of {column}: {lines}\n", count.table)
        }
    }
}

fn line(change: &Change) -> String {
    let cell = |value: &Option<String>| {
        value
            .as_deref()
            .map_or_else(|| "NULL".to_owned(), |text| format!("“{}”", visible(text)))
    };
    let row = row_told(&change.key, change.names.iter().map(|name| name.value.as_str()));
    match change.kind {
        ChangeKind::Added => format!("+ {} {row}\n", change.table),
        ChangeKind::Removed => format!("- {} {row}\n", change.table),
        ChangeKind::Changed => format!(
            "~ {} {row} {}: {} → {}\n",
            change.table,
            change.column.as_deref().unwrap_or_default(),
            cell(&change.old),
            cell(&change.new)
        ),
    }
}
