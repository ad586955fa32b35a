//! `create`.

use super::Failed;
use crate::Ended;
use crate::arguments::Create;
use crate::output::Output;
use crate::secrets::{self, Found};
use poolhouse_connector::{Field, Secrets, Settings};
use poolhouse_engine::model::DataflowDraft;
use poolhouse_engine::{Engine, Error, Keep};

pub(crate) async fn create(engine: &Engine, asked: &Create, output: &Output) -> Result<Ended, Failed> {
    let connector = &asked.source.connector;
    let given: Settings = asked.source.settings.iter().cloned().collect();
    let fields = fields(engine, connector)?;
    if let Some(unknown) = given
        .keys()
        .find(|key| !fields.iter().any(|field| &field.key == *key))
    {
        let known: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
        return Err(Failed::Plain {
            message: format!("{connector} has no setting named {unknown}."),
            hint: format!("It has: {}.", known.join(", ")),
            ended: Ended::Usage,
        });
    }
    if let Some(secret) = fields
        .iter()
        .find(|f| f.kind == poolhouse_connector::FieldKind::Secret && given.contains_key(&f.key))
    {
        return Err(Failed::Plain {
            message: format!(
                "{} is a secret and may not be an argument: every program here can see those.",
                secret.key
            ),
            hint: "Use --secret-stdin, or type it when asked. Consider it seen, and have it replaced.".into(),
            ended: Ended::Usage,
        });
    }
    let settings = with_defaults(engine, connector, &given)?;
    let (secrets, keep) = match secrets::find(&fields, &settings, asked.secrets.secret_stdin, true)? {
        Found::Entered(secrets) => (secrets, Keep::Keychain),
        Found::ForOneRun(secrets) => (secrets, Keep::ThisRunOnly),
        Found::None => (Secrets::new(), Keep::Keychain),
    };
    let draft = DataflowDraft {
        name: asked.name.clone(),
        connector: connector.clone(),
        settings,
        display_name: asked.display_name.clone(),
        description: asked.description.clone(),
        organization: asked.organization.clone(),
        tables: asked.tables.clone(),
        drift: asked.columns,
    };
    let dataflow = engine.create_dataflow(draft, secrets, keep).await?;
    if keep == Keep::ThisRunOnly {
        output.say("The secret came from the environment and is not kept: each run needs it there.");
    }
    output.answer(&dataflow, || format!("Created {}.\n", dataflow.draft.name));
    Ok(Ended::Done)
}

/// What a connector asks for.
pub(crate) fn fields(engine: &Engine, connector: &str) -> Result<Vec<Field>, Error> {
    let found = engine.connectors().into_iter().find(|card| card.id == connector);
    Ok(found
        .ok_or_else(|| Error::NoSuchConnector(connector.into()))?
        .fields)
}

/// The settings with what stands in the fields at first where nothing was given.
pub(crate) fn with_defaults(engine: &Engine, connector: &str, given: &Settings) -> Result<Settings, Error> {
    let mut settings = given.clone();
    for field in fields(engine, connector)? {
        if let Some(default) = field.default {
            settings.entry(field.key).or_insert(default);
        }
    }
    Ok(settings)
}
