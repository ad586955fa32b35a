//! `risk_settings`: what threat protection does, for the pool and for each client that has settings
//! of its own.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::RiskConfigurationType;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("risk_settings");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Json, Text, Timestamp};
    use PersonalData::FreeText;
    Arc::new([
        setting("applies_to", Text),
        setting("client_id", Text),
        setting("compromised_events", Json),
        setting("compromised_action", Text),
        setting("low_risk", Json),
        setting("medium_risk", Json),
        setting("high_risk", Json),
        column("notices", Json, FreeText),
        setting("blocked_addresses", Json),
        setting("skipped_addresses", Json),
        setting("updated_at", Timestamp),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "What threat protection does, for the pool and for clients with settings of their own",
        readings::DESCRIBE_RISK_CONFIGURATION,
        COLUMNS.to_vec(),
        &["applies_to"],
    )
}

/// The row of the pool or of a client; none where nothing is set. `applies_to` is the client's ID
/// or, for the pool, its own.
pub(crate) fn batch(pool_id: &str, client_id: Option<&str>, risk: RiskConfigurationType) -> Batch {
    let mut misfits = 0;
    let compromised = risk.compromised_credentials_risk_configuration;
    let takeover = risk.account_takeover_risk_configuration;
    let exceptions = risk.risk_exception_configuration;
    // AWS answers for every client, with what the pool has where it has nothing of its own.
    let is_set = compromised.is_some() || takeover.is_some() || exceptions.is_some();
    let is_own = client_id.is_none_or(|id| risk.client_id.as_deref() == Some(id));
    if !is_set || !is_own {
        return columns::batch(ID, &COLUMNS, Vec::new(), 0);
    }
    let compromised = compromised.as_ref();
    let actions = takeover.as_ref().and_then(|takeover| takeover.actions.as_ref());
    let exceptions = exceptions.as_ref();
    let row = vec![
        Value::Text(client_id.unwrap_or(pool_id).to_owned()),
        values::word(client_id),
        values::json_list(compromised.and_then(|compromised| compromised.event_filter.as_deref())),
        values::word(
            compromised
                .and_then(|compromised| compromised.actions.as_ref())
                .map(|actions| actions.event_action.as_str()),
        ),
        values::json(actions.and_then(|actions| actions.low_action.as_ref())),
        values::json(actions.and_then(|actions| actions.medium_action.as_ref())),
        values::json(actions.and_then(|actions| actions.high_action.as_ref())),
        values::json(
            takeover
                .as_ref()
                .and_then(|takeover| takeover.notify_configuration.as_ref()),
        ),
        values::json_list(exceptions.and_then(|exceptions| exceptions.blocked_ip_range_list.as_deref())),
        values::json_list(exceptions.and_then(|exceptions| exceptions.skipped_ip_range_list.as_deref())),
        values::moment(risk.last_modified_date, &mut misfits),
        Value::Text(pool_id.to_owned()),
    ];
    columns::batch(ID, &COLUMNS, vec![row], misfits)
}
