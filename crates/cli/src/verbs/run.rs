//! `run`.

use super::Failed;
use crate::Ended;
use crate::arguments::Run;
use crate::failed::Told;
use crate::output::{Output, columns};
use crate::progress;
use crate::secrets::{self, Found};
use poolhouse_connector::Secrets;
use poolhouse_engine::Engine;
use poolhouse_engine::grouped;
use poolhouse_engine::model::{DataflowId, Run as Record, RunStatus};

pub(crate) async fn run(engine: &Engine, asked: &Run, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(&asked.name)?;
    let fields = super::create::fields(engine, &dataflow.draft.connector)?;
    let entered = match secrets::find(
        &fields,
        &dataflow.draft.settings,
        asked.secrets.secret_stdin,
        false,
    )? {
        Found::ForOneRun(secrets) | Found::Entered(secrets) => Some(secrets),
        Found::None => None,
    };
    let run = perform(engine, dataflow.id, entered, output).await?;
    output.answer(&run, || summary(&run));
    Ok(tell_end(&run, output))
}

/// Runs a dataflow to its end, showing how it goes. Control-C cancels.
pub(crate) async fn perform(
    engine: &Engine,
    dataflow: DataflowId,
    entered: Option<Secrets>,
    output: &Output,
) -> Result<Record, Failed> {
    let mut events = engine.events();
    let run = engine.start_run(dataflow, entered).await?.run.id;
    tokio::select! {
        () = progress::show(run, &mut events, output) => {}
        _ = tokio::signal::ctrl_c() => {
            output.say("Cancelling …");
            engine.cancel_run(run);
        }
    }
    Ok(engine.run_ended(run).await?)
}

/// What a run did, table by table.
pub(crate) fn summary(run: &Record) -> String {
    let cells: Vec<Vec<String>> = run
        .tables
        .iter()
        .map(|table| {
            vec![
                table.target.clone(),
                grouped(table.rows),
                grouped(table.added),
                grouped(table.changed),
                grouped(table.removed),
            ]
        })
        .collect();
    columns(&["Table", "Rows", "Added", "Changed", "Removed"], &cells)
}

/// Says how a run ended, last of all; answers how to end.
pub(crate) fn tell_end(run: &Record, output: &Output) -> Ended {
    let ended = match run.status {
        RunStatus::Succeeded => {
            output.say(&format!(
                "Run {} succeeded: {} rows, {} calls.",
                run.id,
                grouped(run.rows),
                grouped(run.calls)
            ));
            return Ended::Done;
        }
        RunStatus::Cancelled => Ended::Cancelled,
        RunStatus::Interrupted => Ended::Interrupted,
        RunStatus::Failed | RunStatus::Queued | RunStatus::Running => Ended::Failed,
    };
    let (message, hint, detail) = match (&run.failure, ended) {
        (Some(failure), _) => (
            failure.message.clone(),
            failure.hint.clone(),
            failure.detail.clone(),
        ),
        (None, Ended::Cancelled) => (
            format!("Run {} was cancelled; nothing was changed.", run.id),
            String::new(),
            String::new(),
        ),
        (None, _) => (
            format!("Run {} did not come to its end.", run.id),
            String::new(),
            String::new(),
        ),
    };
    output.refuse(&Told {
        message,
        hint,
        detail: Some(detail).filter(|detail| !detail.is_empty()),
        options: Vec::new(),
        exit_code: ended.code(),
    });
    ended
}
