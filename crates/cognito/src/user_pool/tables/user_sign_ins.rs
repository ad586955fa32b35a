//! `user_sign_ins`: what threat protection noted of each sign-in.

use crate::columns::{self, column, setting};
use crate::slices::Member;
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::{AuthEventType, ChallengeResponseType};
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Row, Table, TableId, Value};
use serde::Serialize;
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("user_sign_ins");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Boolean, Json, Text, Timestamp};
    use PersonalData::{Address, FreeText, Identifier, IpAddress};
    Arc::new([
        column("sub", Text, Identifier),
        setting("event_id", Text),
        setting("event_type", Text),
        setting("at", Timestamp),
        setting("response", Text),
        setting("risk_decision", Text),
        setting("risk_level", Text),
        setting("compromised_credentials", Boolean),
        setting("challenges", Json),
        column("address", Text, IpAddress),
        column("device_name", Text, FreeText),
        setting("timezone", Text),
        column("city", Text, Address),
        setting("country", Text),
        setting("feedback", Text),
        column("feedback_by", Text, Identifier),
        setting("feedback_at", Timestamp),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    Table {
        // A call for every user: off until somebody asks for it and has seen what it costs.
        default: false,
        person: Some("sub".into()),
        ..columns::table(
            ID,
            "When, where from and how each person signed in; a call or more for every user",
            readings::ADMIN_LIST_USER_AUTH_EVENTS,
            COLUMNS.to_vec(),
            &["sub", "event_id"],
        )
    }
}

/// The rows of a page of a user. Every event has an ID: the reading has looked.
pub(crate) fn batch(pool_id: &str, user: &Member, events: Vec<AuthEventType>) -> Batch {
    let mut misfits = 0;
    let rows: Vec<Row> = events
        .into_iter()
        .map(|event| {
            let risk = event.event_risk.as_ref();
            let place = event.event_context_data.as_ref();
            let feedback = event.event_feedback;
            vec![
                Value::Text(user.id.clone()),
                values::text(event.event_id),
                values::word(event.event_type.as_ref()),
                values::moment(event.creation_date, &mut misfits),
                values::word(event.event_response.as_ref()),
                values::word(risk.and_then(|risk| risk.risk_decision.as_ref())),
                values::word(risk.and_then(|risk| risk.risk_level.as_ref())),
                values::boolean(risk.and_then(|risk| risk.compromised_credentials_detected)),
                event
                    .challenge_responses
                    .as_deref()
                    .map_or(Value::Null, challenges),
                values::text(place.and_then(|place| place.ip_address.clone())),
                values::text(place.and_then(|place| place.device_name.clone())),
                values::text(place.and_then(|place| place.timezone.clone())),
                values::text(place.and_then(|place| place.city.clone())),
                values::text(place.and_then(|place| place.country.clone())),
                values::word(feedback.as_ref().map(|feedback| feedback.feedback_value.as_str())),
                values::word(feedback.as_ref().map(|feedback| &feedback.provider)),
                values::moment(feedback.and_then(|feedback| feedback.feedback_date), &mut misfits),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, misfits)
}

/// A step of a sign-in: what was asked, and whether it was answered.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Challenge<'a> {
    challenge_name: Option<&'a str>,
    challenge_response: Option<&'a str>,
}

fn challenges(responses: &[ChallengeResponseType]) -> Value {
    let challenges: Vec<Challenge<'_>> = responses
        .iter()
        .map(|response| Challenge {
            challenge_name: response.challenge_name.as_ref().map(AsRef::as_ref),
            challenge_response: response.challenge_response.as_ref().map(AsRef::as_ref),
        })
        .collect();
    Value::Text(serde_json::to_string(&challenges).expect("BUG: words are JSON"))
}
