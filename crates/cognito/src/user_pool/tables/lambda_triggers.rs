//! `lambda_triggers`: the functions that run when something happens in the pool, one row each.

use crate::columns::{self, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::LambdaConfigType;
use poolhouse_connector::{Batch, Column, ColumnType, Row, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("lambda_triggers");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::Text;
    Arc::new([
        setting("trigger", Text),
        setting("function_arn", Text),
        setting("version", Text),
        setting("encryption_key", Text),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The functions that run when somebody signs up, signs in and so on",
        readings::DESCRIBE_USER_POOL,
        COLUMNS.to_vec(),
        &["trigger"],
    )
}

/// The rows of what is configured; no configuration is no rows.
pub(crate) fn batch(pool_id: &str, lambda: Option<&LambdaConfigType>) -> Batch {
    let rows = lambda.map(|lambda| rows(pool_id, lambda)).unwrap_or_default();
    columns::batch(ID, &COLUMNS, rows, 0)
}

/// A trigger's function, the version of what it is told, and the key that its secrets are
/// encrypted with.
type Trigger<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>);

fn plain(arn: Option<&String>) -> Trigger<'_> {
    (arn.map(String::as_str), None, None)
}

fn rows(pool_id: &str, lambda: &LambdaConfigType) -> Vec<Row> {
    let key = lambda.kms_key_id.as_deref();
    // The versioned form says all that the older one does, and its version.
    let tokens = match &lambda.pre_token_generation_config {
        Some(tokens) => (
            Some(tokens.lambda_arn.as_str()),
            Some(tokens.lambda_version.as_str()),
            None,
        ),
        None => plain(lambda.pre_token_generation.as_ref()),
    };
    let sms = lambda.custom_sms_sender.as_ref();
    let email = lambda.custom_email_sender.as_ref();
    let federation = lambda.inbound_federation.as_ref();
    let triggers: [(&str, Trigger<'_>); 13] = [
        ("PreSignUp", plain(lambda.pre_sign_up.as_ref())),
        ("CustomMessage", plain(lambda.custom_message.as_ref())),
        ("PostConfirmation", plain(lambda.post_confirmation.as_ref())),
        ("PreAuthentication", plain(lambda.pre_authentication.as_ref())),
        ("PostAuthentication", plain(lambda.post_authentication.as_ref())),
        (
            "DefineAuthChallenge",
            plain(lambda.define_auth_challenge.as_ref()),
        ),
        (
            "CreateAuthChallenge",
            plain(lambda.create_auth_challenge.as_ref()),
        ),
        (
            "VerifyAuthChallengeResponse",
            plain(lambda.verify_auth_challenge_response.as_ref()),
        ),
        ("PreTokenGeneration", tokens),
        ("UserMigration", plain(lambda.user_migration.as_ref())),
        (
            "CustomSMSSender",
            (
                sms.map(|sender| sender.lambda_arn.as_str()),
                sms.map(|sender| sender.lambda_version.as_str()),
                key,
            ),
        ),
        (
            "CustomEmailSender",
            (
                email.map(|sender| sender.lambda_arn.as_str()),
                email.map(|sender| sender.lambda_version.as_str()),
                key,
            ),
        ),
        (
            "InboundFederation",
            (
                federation.map(|federation| federation.lambda_arn.as_str()),
                federation.map(|federation| federation.lambda_version.as_str()),
                None,
            ),
        ),
    ];
    triggers
        .into_iter()
        .filter(|(_, (arn, ..))| arn.is_some())
        .map(|(trigger, (arn, version, key))| {
            vec![
                Value::Text(trigger.to_owned()),
                values::word(arn),
                values::word(version),
                values::word(key),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect()
}
