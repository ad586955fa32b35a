//! `demo`: the main job once, with no account and no network.

use super::Failed;
use crate::Ended;
use crate::output::Output;
use poolhouse_connector::{Secrets, Settings};
use poolhouse_engine::model::{ChosenTable, DataflowDraft, DriftPolicy, Purpose, RunStatus};
use poolhouse_engine::{Engine, Error, Keep};
use poolhouse_sample_pool::SamplePoolKind;

const NAME: &str = "SampleData";

pub(crate) async fn demo(engine: &Engine, output: &Output) -> Result<Ended, Failed> {
    let dataflow = match engine.dataflow_named(NAME) {
        Ok(dataflow) => dataflow,
        Err(Error::NoDataflowNamed(_)) => {
            engine
                .create_dataflow(draft(engine), Secrets::new(), Keep::Keychain)
                .await?
        }
        Err(error) => return Err(error.into()),
    };
    output.say("Importing the built-in sample pool: made-up people, no account, no internet.");
    let run = super::run::perform(engine, dataflow.id, None, output).await?;
    let ended = super::run::tell_end(&run, output);
    if run.status == RunStatus::Succeeded {
        let database = engine.database(dataflow.id)?;
        output.answer(&database, || super::list::table_list(&database));
    }
    Ok(ended)
}

fn draft(engine: &Engine) -> DataflowDraft {
    let tables = engine
        .connectors()
        .into_iter()
        .filter(|card| card.id == SamplePoolKind::ID)
        .flat_map(|card| card.tables)
        .filter(|table| table.default);
    DataflowDraft {
        name: NAME.into(),
        connector: SamplePoolKind::ID.into(),
        settings: Settings::new(),
        display_name: "Sample data".into(),
        description: "The built-in sample pool, imported by `poolhouse-cli demo`.".into(),
        organization: String::new(),
        tables: tables
            .filter(|table| table.default)
            .map(|table| ChosenTable {
                target: table.id.to_string(),
                source: table.id,
                purpose: Purpose::All,
            })
            .collect(),
        drift: DriftPolicy::TakeAll,
    }
}
