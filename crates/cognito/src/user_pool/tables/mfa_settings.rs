//! `mfa_settings`: one row, the second factors that the pool asks for.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::operation::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("mfa_settings");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Boolean, Json, Text};
    use PersonalData::FreeText;
    Arc::new([
        setting("mfa", Text),
        setting("authenticator_apps", Boolean),
        setting("text_messages", Boolean),
        setting("emails", Boolean),
        setting("passkeys", Boolean),
        column("sms_message", Text, FreeText),
        setting("sms", Json),
        column("email_subject", Text, FreeText),
        column("email_message", Text, FreeText),
        setting("passkey_domain", Text),
        setting("passkey_verification", Text),
        setting("passkey_factor", Text),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The second factors that the pool asks for, one row",
        readings::GET_USER_POOL_MFA_CONFIG,
        COLUMNS.to_vec(),
        &["pool_id"],
    )
}

/// The pool's row.
pub(crate) fn batch(pool_id: &str, settings: GetUserPoolMfaConfigOutput) -> Batch {
    let sms = settings.sms_mfa_configuration;
    let email = settings.email_mfa_configuration;
    let passkeys = settings.web_authn_configuration;
    let apps = settings.software_token_mfa_configuration;
    let (text_messages, emails, has_passkeys) = (sms.is_some(), email.is_some(), passkeys.is_some());
    let (message, subject) = email.map(|email| (email.message, email.subject)).unzip();
    let (sms_message, sms) = sms
        .map(|sms| (sms.sms_authentication_message, sms.sms_configuration))
        .unzip();
    let passkeys = passkeys.as_ref();
    let row = vec![
        values::word(settings.mfa_configuration.as_ref()),
        values::boolean(Some(apps.is_some_and(|apps| apps.enabled))),
        values::boolean(Some(text_messages)),
        values::boolean(Some(emails)),
        values::boolean(Some(has_passkeys)),
        values::text(sms_message.flatten()),
        values::json(sms.flatten().as_ref()),
        values::text(subject.flatten()),
        values::text(message.flatten()),
        values::text(passkeys.and_then(|passkeys| passkeys.relying_party_id.clone())),
        values::word(passkeys.and_then(|passkeys| passkeys.user_verification.as_ref())),
        values::word(passkeys.and_then(|passkeys| passkeys.factor_configuration.as_ref())),
        Value::Text(pool_id.to_owned()),
    ];
    columns::batch(ID, &COLUMNS, vec![row], 0)
}
