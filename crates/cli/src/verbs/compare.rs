//! `compare`: what became of a table from one version to another.

use super::Failed;
use crate::Ended;
use crate::arguments::Compare;
use crate::output::{Output, row_told, visible};
use poolhouse_engine::model::{TableQuery, Version};
use poolhouse_engine::view::{Compared, OpenedTable, Subject, ViewId};
use poolhouse_engine::{Engine, Error, counted};
use serde_json::{Map, Value};

/// Rows asked for at a time.
const ROWS: u32 = 1_000;

type Row = Vec<Option<String>>;

pub(crate) async fn compare(engine: &Engine, asked: &Compare, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(&asked.name)?;
    let subject = Subject::Comparison {
        dataflow: dataflow.id,
        table: asked.table.clone(),
        from: Version::AsOf(asked.from),
        to: asked.to.map_or(Version::Now, Version::AsOf),
    };
    let table = engine.open_table(subject, TableQuery::default()).await?;
    let rows = tokio::select! {
        rows = all(engine, table.view) => rows?,
        _ = tokio::signal::ctrl_c() => {
            engine.close_table(table.view);
            return Err(Error::Cancelled.into());
        }
    };
    if output.json {
        let objects: Vec<Value> = rows.iter().map(|row| object(&table, row)).collect();
        output.answer(&objects, String::new);
        return Ok(Ended::Done);
    }
    let made_up = table
        .compared
        .expect("BUG: what is compared says how its lines are made up");
    output.answer(&(), || rows.iter().map(|row| line(row, made_up)).collect());
    let count = |kind: &str, one: &str, many: &str| {
        let of_kind = rows.iter().filter(|row| row[0].as_deref() == Some(kind));
        counted(of_kind.count() as u64, one, many)
    };
    output.say(&format!(
        "{} added, {} changed, {} removed.",
        count("added", "row", "rows"),
        count("changed", "cell", "cells"),
        count("removed", "row", "rows")
    ));
    Ok(Ended::Done)
}

async fn all(engine: &Engine, view: ViewId) -> Result<Vec<Row>, Error> {
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let window = engine.table_rows(view, rows.len() as u64, ROWS).await?;
        let is_end = window.done && window.rows.is_empty();
        rows.extend(window.rows);
        if is_end {
            return Ok(rows);
        }
    }
}

fn object(table: &OpenedTable, row: &Row) -> Value {
    let cells = table.columns.iter().zip(row);
    let named = cells.map(|(column, cell)| {
        (
            column.name.clone(),
            cell.clone().map_or(Value::Null, Value::String),
        )
    });
    Value::Object(named.collect::<Map<_, _>>())
}

/// As `changes` has it: the sign, the row, and for a cell what it was and is.
fn line(row: &Row, made_up: Compared) -> String {
    let Some(([kind, row @ ..], [column, before, after])) = row.split_last_chunk::<3>() else {
        return String::new();
    };
    let (key, names) = row.split_at(made_up.key as usize);
    let cell = |value: &Option<String>| {
        value
            .as_deref()
            .map_or_else(|| "NULL".to_owned(), |text| format!("“{}”", visible(text)))
    };
    let row = row_told(key, names.iter().flatten().map(String::as_str));
    match (kind.as_deref(), column) {
        (Some("added"), _) => format!("+ {row}\n"),
        (Some("removed"), _) => format!("- {row}\n"),
        (_, None) => format!("~ {row} is another, in cells that are no longer known\n"),
        (_, Some(column)) => format!(
            "~ {row} {}: {} → {}\n",
            visible(column),
            cell(before),
            cell(after)
        ),
    }
}
