//! *Connect*: try the settings and say, check by check, what was found.

use crate::cost::{Cost, SourceCosts};
use crate::engine::{Engine, Event, Inner};
use crate::error::{Error, read_detail};
use crate::view::{CheckState, CheckStep, Connected, TableOffer};
use poolhouse_catalog::model::DataflowId;
use poolhouse_connector::{
    Access, CheckOutcome, Checked, Choice, Connector, ConnectorKind, Cursor, ErrorKind, Retry, Secrets,
    Settings, TableId,
};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Pages of choices to read at most: 600 pools.
const MOST_CHOICE_PAGES: usize = 10;

/// Choices to say the size of at most, and how long a person waits for that.
const MOST_SIZES: usize = 60;
const PATIENCE_FOR_SIZES: Duration = Duration::from_secs(8);

impl Engine {
    /// Makes the checks and lists the tables on offer. Tells each step as [`Event::Check`]
    /// under the name `attempt`, by which [`Self::cancel_connect`] ends it. Secrets that are
    /// not given are taken from the keychain entry of `dataflow`.
    pub async fn connect(
        &self,
        attempt: &str,
        connector: &str,
        settings: &Settings,
        secrets: Secrets,
        dataflow: Option<DataflowId>,
    ) -> Result<Connected, Error> {
        let cancel = CancellationToken::new();
        self.inner
            .connecting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(attempt.into(), cancel.clone());
        let result = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(Error::Cancelled),
            result = self.inner.connect(attempt, connector, settings, secrets, dataflow) => result,
        };
        self.inner
            .connecting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(attempt);
        result
    }

    /// Ends an attempt to connect.
    pub fn cancel_connect(&self, attempt: &str) {
        let connecting = self
            .inner
            .connecting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(cancel) = connecting.get(attempt) {
            cancel.cancel();
        }
    }

    /// What one run of these tables of a source costs, by what *Connect* found. Makes no call.
    pub fn estimate(&self, costs: &SourceCosts, tables: &[TableId]) -> Cost {
        costs.of_tables(tables)
    }

    /// What there is to choose from with these keys, such as the user pools of a Region.
    pub async fn source_choices(
        &self,
        connector: &str,
        settings: &Settings,
        secrets: Secrets,
        dataflow: Option<DataflowId>,
    ) -> Result<Vec<Choice>, Error> {
        let secrets = self.inner.with_stored(secrets, dataflow).await?;
        let kind = self.inner.kind(connector)?.clone();
        let explain = |error| Error::Check {
            words: kind.words(settings, &error),
            source: error,
        };
        let opened = kind
            .open(settings, &secrets, &self.inner.network()?)
            .await
            .map_err(explain)?;
        let mut choices = Vec::new();
        let mut cursor: Option<Cursor> = None;
        for _ in 0..MOST_CHOICE_PAGES {
            let (page, next) = opened.choices(cursor.as_ref()).await.map_err(explain)?;
            choices.extend(page);
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
        self.inner.with_sizes(&opened, &mut choices).await;
        Ok(choices)
    }
}

impl Inner {
    async fn connect(
        &self,
        attempt: &str,
        connector: &str,
        settings: &Settings,
        secrets: Secrets,
        dataflow: Option<DataflowId>,
    ) -> Result<Connected, Error> {
        let kind = self.kind(connector)?.clone();
        let secrets = self.with_stored(secrets, dataflow).await?;
        let names: Vec<String> = secrets.keys().cloned().collect();
        let settings = kind.validate(settings, &names).map_err(Error::Fields)?;
        let explain = |error| Error::Check {
            words: kind.words(&settings, &error),
            source: error,
        };
        let source = kind
            .open(&settings, &secrets, &self.network()?)
            .await
            .map_err(explain)?;
        let told = |checked: Checked| self.tell(Event::Check(step(attempt, &kind, &settings, checked)));
        let accesses = source.check(&told).await.map_err(explain)?;
        let described = source.describe().await.map_err(explain)?;
        let (verdict, sizes) = self.known_of(source.as_ref())?;
        let costs = SourceCosts::of(source.as_ref(), &described, verdict.as_ref(), &sizes);
        let tables = described
            .tables
            .iter()
            .zip(&costs.tables)
            .map(|(table, known)| TableOffer {
                access: accesses
                    .iter()
                    .find(|access| access.table == table.id)
                    .map_or(Access::Allowed, |access| access.access.clone()),
                rows: known.rows,
                cost: costs.of_tables(std::slice::from_ref(&table.id)),
                table: table.clone(),
            })
            .collect();
        Ok(Connected {
            source_name: described.name.clone(),
            settings,
            tables,
            costs,
            bill: kind.bill().into(),
        })
    }

    /// Says how large the choices are, as far as these keys may ask and before a person has
    /// waited too long.
    async fn with_sizes(&self, source: &Arc<dyn Connector>, choices: &mut [Choice]) {
        let payer = source.size_payer();
        let quota = source
            .limits()
            .into_iter()
            .find(|quota| Some(&quota.category) == payer.as_ref());
        let Some(quota) = quota else { return };
        let pace = self.paces.of(&quota);
        let mut asked = JoinSet::new();
        for (place, choice) in choices.iter().take(MOST_SIZES).cloned().enumerate() {
            let (source, pace) = (source.clone(), pace.clone());
            asked.spawn(async move {
                let _in_flight = pace.turn().await;
                (place, source.size_of(&choice).await)
            });
        }
        let answers = async {
            while let Some(Ok((place, size))) = asked.join_next().await {
                match size {
                    Ok(rows) => choices[place].rows = rows,
                    // A size is a kindness: not worth slowing anybody down for.
                    Err(error) if error.retry() == Retry::Slower => {
                        pace.refused();
                        return;
                    }
                    Err(_) => {}
                }
            }
        };
        // What was not answered by then goes without.
        drop(tokio::time::timeout(PATIENCE_FOR_SIZES, answers).await);
    }

    /// The secrets that were typed, and where none were, those of the keychain.
    async fn with_stored(&self, typed: Secrets, dataflow: Option<DataflowId>) -> Result<Secrets, Error> {
        let Some(id) = dataflow.filter(|_| typed.is_empty()) else {
            return Ok(typed);
        };
        let dataflow = self.dataflow(id)?;
        if self.secret_fields(&dataflow.draft)?.is_empty() {
            return Ok(typed);
        }
        self.stored_secrets(&dataflow).await
    }
}

fn step(attempt: &str, kind: &Arc<dyn ConnectorKind>, settings: &Settings, checked: Checked) -> CheckStep {
    let mut step = CheckStep {
        attempt: attempt.into(),
        check: checked.check,
        state: CheckState::Running,
        message: String::new(),
        hint: None,
        action: None,
        detail: None,
    };
    match checked.outcome {
        CheckOutcome::Running => {}
        CheckOutcome::Passed(found) => {
            step.state = CheckState::Passed;
            step.message = found;
        }
        CheckOutcome::Failed(error) => {
            let words = kind.words(settings, &error);
            step.state = CheckState::Failed;
            step.message = words.message;
            step.hint = Some(words.hint);
            step.detail = Some(read_detail(&error));
            if let ErrorKind::Forbidden { action } = error.kind() {
                step.action = Some(action.clone());
            }
        }
    }
    step
}
