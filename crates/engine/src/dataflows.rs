//! Create, edit, duplicate and list dataflows.

use crate::engine::{Engine, Event, Inner};
use crate::error::Error;
use crate::keychain::KeychainError;
use crate::view::{ConnectorCard, DataflowRow, RolledBack, SecretState};
use poolhouse_catalog::model::{ChosenTable, Dataflow, DataflowDraft, DataflowId, Run, RunKind, RunStatus};
use poolhouse_catalog::{RunFilter, names};
use poolhouse_connector::{FieldError, FieldKind, Secrets, Settings, TableId};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::HashSet;
use std::sync::PoisonError;

/// Where to keep the secrets of a dataflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// In the keychain of this computer.
    Keychain,
    /// In memory, until the next run has used them.
    ThisRunOnly,
}

const WIZARD_DRAFT: &str = "wizard_draft";

impl Engine {
    /// The connectors there are.
    pub fn connectors(&self) -> Vec<ConnectorCard> {
        self.inner
            .kinds
            .iter()
            .map(|kind| ConnectorCard {
                id: kind.id().into(),
                name: kind.name().into(),
                summary: kind.summary().into(),
                shelf: kind.shelf(),
                fields: kind.fields(),
                tables: kind.tables(),
            })
            .collect()
    }

    /// The dataflows, in the order of their names.
    pub fn list_dataflows(&self) -> Result<Vec<DataflowRow>, Error> {
        self.inner.settle()?;
        let dataflows = self.inner.reader().dataflows()?;
        dataflows
            .into_iter()
            .map(|dataflow| self.inner.row(dataflow))
            .collect()
    }

    /// The dataflow of this name, without regard to case.
    pub fn dataflow_named(&self, name: &str) -> Result<Dataflow, Error> {
        let found = self.inner.reader().dataflow_named(name)?;
        found.ok_or_else(|| Error::NoDataflowNamed(name.into()))
    }

    /// What is wrong with a name, in words; `editing` may keep its own.
    pub fn check_name(&self, name: &str, editing: Option<DataflowId>) -> Result<Option<String>, Error> {
        if let Err(fault) = names::check_dataflow_name(name) {
            return Ok(Some(fault.to_string()));
        }
        let taken = self
            .inner
            .reader()
            .dataflow_named(name)?
            .filter(|other| Some(other.id) != editing);
        if taken.is_none() && editing.is_none() && self.inner.folder.database_path(name).exists() {
            // Somebody's rows, whose dataflow is not known here: they are not ours to write into.
            return Ok(Some(format!(
                "The data folder already holds a database named {name}. Choose another name, or move that file away."
            )));
        }
        Ok(taken.map(|other| {
            format!(
                "A dataflow named {} is already there. Choose another name.",
                other.draft.name
            )
        }))
    }

    /// What is wrong with the chosen tables; [`FieldError::field`] is the table.
    pub fn check_tables(&self, tables: &[ChosenTable]) -> Vec<FieldError> {
        table_faults(tables)
    }

    /// What is wrong with the settings; `secrets` names the ones that were typed.
    pub fn check_settings(
        &self,
        connector: &str,
        settings: &Settings,
        secrets: &[String],
    ) -> Result<Vec<FieldError>, Error> {
        Ok(self
            .inner
            .kind(connector)?
            .validate(settings, secrets)
            .err()
            .unwrap_or_default())
    }

    /// The least permission policy for these tables, as JSON to hand to an administrator.
    pub fn policy(
        &self,
        connector: &str,
        settings: &Settings,
        tables: &[TableId],
    ) -> Result<Option<String>, Error> {
        Ok(self.inner.kind(connector)?.policy(settings, tables))
    }

    /// Stores a new dataflow and its secrets; all or nothing.
    pub async fn create_dataflow(
        &self,
        draft: DataflowDraft,
        secrets: Secrets,
        keep: Keep,
    ) -> Result<Dataflow, Error> {
        let names: Vec<String> = secrets.keys().cloned().collect();
        let draft = self.inner.checked(draft, &names)?;
        if let Some(message) = self.check_name(&draft.name, None)? {
            return Err(Error::field("name", message));
        }
        let now = self.inner.clock.now();
        let dataflow = self.inner.catalog().create_dataflow(&draft, now)?;
        if let Err(error) = self.inner.keep(&dataflow, secrets, keep).await {
            undone(self.inner.remove_entry(dataflow.id, None));
            return Err(error);
        }
        self.inner.tell(Event::Dataflows);
        Ok(dataflow)
    }

    /// Stores an edited dataflow. Without `secrets` the ones before stay.
    pub async fn edit_dataflow(
        &self,
        id: DataflowId,
        draft: DataflowDraft,
        secrets: Option<Secrets>,
        keep: Keep,
    ) -> Result<Dataflow, Error> {
        let _lock = self.inner.turn(id).await?;
        let before = self.inner.dataflow(id)?;
        let names = match &secrets {
            Some(secrets) => secrets.keys().cloned().collect(),
            None => self.inner.secret_fields(&draft)?,
        };
        let draft = self.inner.checked(draft, &names)?;
        let now = self.inner.clock.now();
        let dataflow = self.inner.catalog().update_dataflow(id, &draft, now)?;
        if let Some(secrets) = secrets
            && let Err(error) = self.inner.keep(&dataflow, secrets, keep).await
        {
            // All or nothing: the settings go back to those that the old secret fits.
            let before = self
                .inner
                .catalog()
                .update_dataflow(id, &before.draft, before.updated_at);
            undone(before.map(drop));
            return Err(error);
        }
        self.inner.tell(Event::Dataflows);
        Ok(dataflow)
    }

    /// Stores a copy under another name, with its own keychain entry and no runs.
    pub async fn duplicate_dataflow(&self, id: DataflowId, name: &str) -> Result<Dataflow, Error> {
        let original = self.inner.dataflow(id)?;
        if let Some(message) = self.check_name(name, None)? {
            return Err(Error::field("name", message));
        }
        let secrets = if self.inner.secret_fields(&original.draft)?.is_empty() {
            Secrets::new()
        } else {
            match self.inner.keychain.fetch(&self.inner.owner(&original)).await {
                Ok(secrets) => secrets,
                // The copy asks at each run, as the original does.
                Err(KeychainError::NoEntry | KeychainError::Changed | KeychainError::Absent { .. }) => {
                    Secrets::new()
                }
                Err(error) => return Err(error.into()),
            }
        };
        let draft = DataflowDraft {
            name: name.into(),
            ..original.draft
        };
        let now = self.inner.clock.now();
        let copy = self.inner.catalog().create_dataflow(&draft, now)?;
        let asks = secrets.is_empty() && !self.inner.secret_fields(&copy.draft)?.is_empty();
        if asks {
            self.inner
                .catalog()
                .set_setting(&asked_each_run(copy.id), "yes")?;
        } else if let Err(error) = self.inner.keep(&copy, secrets, Keep::Keychain).await {
            undone(self.inner.remove_entry(copy.id, None));
            return Err(error);
        }
        self.inner.tell(Event::Dataflows);
        Ok(copy)
    }

    /// The half-filled wizard that was left, as the window wrote it.
    pub fn wizard_draft(&self) -> Result<Option<String>, Error> {
        Ok(self
            .inner
            .reader()
            .setting(WIZARD_DRAFT)?
            .filter(|draft| !draft.is_empty()))
    }

    /// Keeps a half-filled wizard. The window never puts a secret into it.
    pub fn keep_wizard_draft(&self, draft: &str) -> Result<(), Error> {
        Ok(self.inner.catalog().set_setting(WIZARD_DRAFT, draft)?)
    }

    /// Forgets the half-filled wizard.
    pub fn drop_wizard_draft(&self) -> Result<(), Error> {
        self.keep_wizard_draft("")
    }
}

impl Inner {
    /// The draft with its settings in their stored form, or what is wrong with it.
    fn checked(&self, mut draft: DataflowDraft, secrets: &[String]) -> Result<DataflowDraft, Error> {
        let kind = self.kind(&draft.connector)?;
        let mut faults = Vec::new();
        match kind.validate(&draft.settings, secrets) {
            Ok(settings) => draft.settings = settings,
            Err(wrong) => faults.extend(wrong),
        }
        let known: HashSet<TableId> = kind.tables().into_iter().map(|table| table.id).collect();
        for table in &draft.tables {
            if !known.contains(&table.source) {
                faults.push(FieldError {
                    field: table.source.to_string(),
                    message: format!("{} has no table named {}.", kind.name(), table.source),
                });
            }
        }
        faults.extend(table_faults(&draft.tables));
        if draft.tables.is_empty() {
            faults.push(FieldError {
                field: "tables".into(),
                message: "Choose at least one table.".into(),
            });
        }
        if faults.is_empty() {
            Ok(draft)
        } else {
            Err(Error::Fields(faults))
        }
    }

    /// The secret fields that the draft's settings show.
    pub(crate) fn secret_fields(&self, draft: &DataflowDraft) -> Result<Vec<String>, Error> {
        Ok(self
            .kind(&draft.connector)?
            .fields()
            .into_iter()
            .filter(|field| field.kind == FieldKind::Secret && field.required)
            .filter(|field| {
                field.shown_when.as_ref().is_none_or(|condition| {
                    draft
                        .settings
                        .get(&condition.key)
                        .is_some_and(|value| condition.any_of.contains(value))
                })
            })
            .map(|field| field.key)
            .collect())
    }

    async fn keep(&self, dataflow: &Dataflow, secrets: Secrets, keep: Keep) -> Result<(), Error> {
        if secrets.is_empty() {
            return Ok(());
        }
        match keep {
            Keep::Keychain => {
                // First what can be taken back: an entry of the keychain that nothing here knows of is nobody's.
                let setting = asked_each_run(dataflow.id);
                let before = self.reader().setting(&setting)?.unwrap_or_default();
                self.catalog().set_setting(&setting, "")?;
                if let Err(error) = self.keychain.keep(&self.owner(dataflow), &secrets).await {
                    undone(self.catalog().set_setting(&setting, &before));
                    return Err(error.into());
                }
            }
            Keep::ThisRunOnly => {
                self.catalog().set_setting(&asked_each_run(dataflow.id), "yes")?;
                self.entered
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(dataflow.id, secrets);
            }
        }
        Ok(())
    }

    fn row(&self, dataflow: Dataflow) -> Result<DataflowRow, Error> {
        let connector_name = self.kind(&dataflow.draft.connector).map_or_else(
            |_| dataflow.draft.connector.clone(),
            |kind| kind.name().to_owned(),
        );
        let reader = self.reader();
        let last_run = reader.last_run(dataflow.id)?.map(|run| self.as_it_ended(run));
        let published = reader.runs(&RunFilter {
            dataflow: Some(dataflow.id),
            status: Some(RunStatus::Succeeded),
            limit: 2,
            ..RunFilter::default()
        })?;
        let no_rollback = match published.len() {
            0 => Some("There is no version yet: run it first.".to_owned()),
            1 => Some("There is only one version so far. After the second run you can go back.".to_owned()),
            _ => None,
        };
        let last_refresh = reader.last_success(dataflow.id)?;
        let rolled_back = published.first().and_then(|run| rolled_back(run, &dataflow));
        let asked = reader
            .setting(&asked_each_run(dataflow.id))?
            .is_some_and(|asked| asked == "yes");
        drop(reader);
        let needs_secret = self
            .secret_fields(&dataflow.draft)
            .is_ok_and(|fields| !fields.is_empty());
        let secret = if asked {
            SecretState::AskEachRun
        } else {
            SecretState::Stored
        };
        Ok(DataflowRow {
            connector_name,
            status: last_run.as_ref().map(|run| run.status),
            last_run,
            last_refresh,
            rolled_back,
            no_rollback,
            has_database: !published.is_empty(),
            secret: needs_secret.then_some(secret),
            dataflow,
        })
    }
}

/// Whether a run went back to an older one, with all tables or with one.
fn rolled_back(run: &Run, dataflow: &Dataflow) -> Option<RolledBack> {
    let RunKind::Rollback { to } = run.kind else {
        return None;
    };
    let table = match &run.tables[..] {
        [one] if dataflow.draft.tables.len() > 1 => Some(one.target.clone()),
        _ => None,
    };
    Some(RolledBack { to, table })
}

/// What was begun was taken back, or that failed too: then what stood in the way first is what a person is told.
fn undone<E: std::fmt::Display>(undo: Result<(), E>) {
    if let Err(error) = undo {
        tracing::warn!(%error, "what was begun could not be taken back");
    }
}

/// The setting that says that a dataflow's secret is kept nowhere.
pub(crate) fn asked_each_run(id: DataflowId) -> String {
    format!("asked_each_run/{id}")
}

fn table_faults(tables: &[ChosenTable]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut sources = HashSet::new();
    for table in tables {
        let fault = match names::check_table_name(&table.target) {
            Err(fault) => Some(fault.to_string()),
            Ok(()) if !sources.insert(&table.source) => Some(format!("{} is chosen twice.", table.source)),
            Ok(()) if !taken.insert(table.target.to_ascii_lowercase()) => Some(format!(
                "Another table is already named {}. Choose another name.",
                table.target
            )),
            Ok(()) => None,
        };
        if let Some(message) = fault {
            faults.push(FieldError {
                field: table.source.to_string(),
                message,
            });
        }
    }
    // The column catalogue of one table may not take the name of another.
    for table in tables
        .iter()
        .filter(|table| table.purpose.keeps_column_catalogue())
    {
        let catalogue = format!("{}_columns", table.target.to_ascii_lowercase());
        if taken.contains(&catalogue) {
            faults.push(FieldError {
                field: table.source.to_string(),
                message: format!("Its column catalogue would be named {catalogue}, which another table has."),
            });
        }
    }
    faults
}
