//! `check`: *Connect*, from the command line.

use super::Failed;
use crate::Ended;
use crate::arguments::Check;
use crate::output::{Output, columns, grouped};
use crate::secrets::{self, Found};
use poolhouse_connector::{Access, Check as Step, Secrets, Settings};
use poolhouse_engine::model::DataflowId;
use poolhouse_engine::view::{CheckState, CheckStep};
use poolhouse_engine::{Engine, Event};
use tokio::sync::broadcast::error::RecvError;

const ATTEMPT: &str = "command line";

pub(crate) async fn check(engine: &Engine, asked: &Check, output: &Output) -> Result<Ended, Failed> {
    let (connector, settings, dataflow): (String, Settings, Option<DataflowId>) = match &asked.name {
        Some(name) => {
            let dataflow = engine.dataflow_named(name)?;
            (
                dataflow.draft.connector,
                dataflow.draft.settings,
                Some(dataflow.id),
            )
        }
        None => (
            asked.connector.clone().unwrap_or_default(),
            asked.settings.iter().cloned().collect(),
            None,
        ),
    };
    let secrets = match secrets::find(
        &super::create::fields(engine, &connector)?,
        &super::create::with_defaults(engine, &connector, &settings)?,
        asked.secrets.secret_stdin,
        dataflow.is_none(),
    )? {
        Found::ForOneRun(secrets) | Found::Entered(secrets) => secrets,
        Found::None => Secrets::new(),
    };
    let settings = super::create::with_defaults(engine, &connector, &settings)?;
    let mut events = engine.events();
    let mut connecting = std::pin::pin!(engine.connect(ATTEMPT, &connector, &settings, secrets, dataflow));
    let connected = loop {
        tokio::select! {
            biased;
            event = events.recv() => match event {
                Ok(Event::Check(step)) => tell(&step, output),
                Ok(_) | Err(RecvError::Lagged(_) | RecvError::Closed) => {}
            },
            connected = &mut connecting => break connected,
            _ = tokio::signal::ctrl_c() => return Ok(Ended::Cancelled),
        }
    };
    // The last steps may have been told as the attempt ended.
    while let Ok(event) = events.try_recv() {
        if let Event::Check(step) = event {
            tell(&step, output);
        }
    }
    let connected = connected?;
    output.answer(&connected, || {
        let cells: Vec<Vec<String>> = connected
            .tables
            .iter()
            .map(|offer| {
                let access = match &offer.access {
                    Access::Allowed => "allowed".to_owned(),
                    Access::Forbidden { action } => format!("needs {action}"),
                };
                vec![
                    offer.table.id.to_string(),
                    offer.rows.map_or_else(|| "unknown".into(), grouped),
                    access,
                ]
            })
            .collect();
        columns(&["Table", "About rows", "Access"], &cells)
    });
    Ok(Ended::Done)
}

fn tell(step: &CheckStep, output: &Output) {
    let name = match step.check {
        Step::Reach => "Reach the service",
        Step::Keys => "Keys accepted",
        Step::Source => "Source found",
        Step::Tables => "Tables allowed",
    };
    match step.state {
        CheckState::Running => {}
        CheckState::Passed => output.say(format!("ok    {name}  {}", step.message).trim_end()),
        CheckState::Failed => output.say(&format!("no    {name}")),
    }
}
