//! `versions`, `rollback`, and what it would change.

use super::Failed;
use super::list::to_the_second;
use super::run::{summary, tell_end};
use crate::Ended;
use crate::arguments::Rollback;
use crate::output::{Output, columns};
use crate::progress::saying;
use poolhouse_engine::model::RollbackPreview;
use poolhouse_engine::{Engine, grouped};

pub(crate) fn versions(engine: &Engine, name: &str, output: &Output) -> Result<Ended, Failed> {
    let versions = engine.versions(engine.dataflow_named(name)?.id)?;
    output.answer(&versions, || {
        if versions.is_empty() {
            return "No versions yet: no run has succeeded.\n".into();
        }
        let cells: Vec<Vec<String>> = versions
            .iter()
            .map(|version| {
                vec![
                    version.run.to_string(),
                    to_the_second(version.at),
                    grouped(version.tables.len() as u64),
                    grouped(version.tables.iter().map(|table| table.rows).sum()),
                    match (version.current, version.kept) {
                        (true, _) => "shown now",
                        (false, true) => "kept",
                        (false, false) => "rows no longer kept",
                    }
                    .into(),
                ]
            })
            .collect();
        columns(&["Run", "Started", "Tables", "Rows", ""], &cells)
    });
    Ok(Ended::Done)
}

pub(crate) async fn preview_rollback(
    engine: &Engine,
    asked: &Rollback,
    output: &Output,
) -> Result<Ended, Failed> {
    let id = engine.dataflow_named(&asked.name)?.id;
    let preview = engine.preview_rollback(id, asked.to, asked.table.as_deref());
    let preview = preview.await?;
    output.answer(&preview, || words(&preview));
    output.say("Nothing was changed. Without --preview it is done.");
    Ok(Ended::Done)
}

pub(crate) async fn roll_back(engine: &Engine, asked: &Rollback, output: &Output) -> Result<Ended, Failed> {
    let id = engine.dataflow_named(&asked.name)?.id;
    let rollback = saying(
        engine,
        output,
        engine.roll_back(id, asked.to, asked.table.as_deref()),
    );
    tokio::pin!(rollback);
    let ended = tokio::select! {
        ended = &mut rollback => ended,
        _ = tokio::signal::ctrl_c() => {
            output.say("Cancelling …");
            for snapshot in engine.runs_under_way() {
                engine.cancel_run(snapshot.run.id);
            }
            rollback.await
        }
    };
    let run = ended?.run;
    output.answer(&run, || summary(&run));
    Ok(tell_end(&run, output))
}

fn words(preview: &RollbackPreview) -> String {
    let rows = |rows: Option<u64>| rows.map_or_else(|| "not shown".into(), grouped);
    let cells: Vec<Vec<String>> = preview
        .tables
        .iter()
        .map(|table| {
            vec![
                table.name.clone(),
                rows(table.rows_now),
                rows(table.rows_then),
                grouped(table.added),
                grouped(table.changed),
                grouped(table.removed),
            ]
        })
        .collect();
    columns(
        &["Table", "Rows now", "Rows then", "Added", "Changed", "Removed"],
        &cells,
    )
}
