//! `check`: *Connect*, from the command line.

use super::Failed;
use crate::Ended;
use crate::arguments::Check;
use crate::output::{Output, columns};
use crate::secrets::{self, Found};
use poolhouse_connector::{Access, Check as Step, Secrets, Settings};
use poolhouse_engine::grouped;
use poolhouse_engine::model::DataflowId;
use poolhouse_engine::view::{CheckState, CheckStep};
use poolhouse_engine::{Cost, Engine, Error, Event};
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
            _ = tokio::signal::ctrl_c() => return Err(Error::Cancelled.into()),
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
                    calls(&offer.cost),
                    time(&offer.cost),
                    access,
                ]
            })
            .collect();
        let allowed: Vec<_> = connected
            .tables
            .iter()
            .filter(|offer| offer.access == Access::Allowed)
            .map(|offer| offer.table.id.clone())
            .collect();
        let all = engine.estimate(&connected.costs, &allowed);
        format!(
            "{}All that is allowed: {} calls, {}.{}\n{}\n",
            columns(&["Table", "About rows", "Calls", "Time", "Access"], &cells),
            calls(&all),
            speeds(&all),
            if all.proof {
                " The users are read twice this first time, to prove that they may be read in parts."
            } else {
                ""
            },
            connected.bill
        )
    });
    Ok(Ended::Done)
}

/// The calls of a run, as far as they are known.
pub(super) fn calls(cost: &Cost) -> String {
    let calls = grouped(cost.effort.calls);
    if cost.effort.at_least {
        format!("{calls} or more")
    } else {
        calls
    }
}

fn time(cost: &Cost) -> String {
    cost.effort.seconds.map_or_else(|| "no limit".into(), duration)
}

fn speeds(cost: &Cost) -> String {
    let at: Vec<String> = cost
        .at_speeds
        .iter()
        .map(|at| format!("{} at {}", duration(at.seconds), at.speed.as_str()))
        .collect();
    if at.is_empty() {
        "no limit of calls".into()
    } else {
        at.join(", ")
    }
}

/// Seconds for a person.
pub(super) fn duration(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{:.1} h", seconds as f64 / 3_600.0),
    }
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
