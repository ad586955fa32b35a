//! `user_pool`: one row, the pool's own settings. What people ask for stands in columns; what is
//! nested is JSON text in Cognito's own words. The schema has a table of its own.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::UserPoolType;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use serde_json::value::RawValue;
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("user_pool");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Boolean, Json, Number, Text, Timestamp};
    Arc::new([
        setting("name", Text),
        setting("arn", Text),
        setting("tier", Text),
        setting("estimated_users", Number),
        setting("created_at", Timestamp),
        setting("updated_at", Timestamp),
        setting("deletion_protection", Text),
        setting("mfa", Text),
        setting("domain", Text),
        setting("custom_domain", Text),
        setting("admin_creates_users_only", Boolean),
        setting("case_sensitive", Boolean),
        setting("threat_protection", Text),
        setting("minimum_password_length", Number),
        setting("sign_in_by", Json),
        setting("alias_attributes", Json),
        setting("auto_verified_attributes", Json),
        setting("policies", Json),
        setting("admin_create_user", Json),
        setting("account_recovery", Json),
        setting("attribute_updates", Json),
        setting("devices", Json),
        setting("email", Json),
        column("email_verification_subject", Text, PersonalData::FreeText),
        column("email_verification_message", Text, PersonalData::FreeText),
        column("verification_messages", Json, PersonalData::FreeText),
        setting("sms", Json),
        column("sms_verification_message", Text, PersonalData::FreeText),
        column("sms_authentication_message", Text, PersonalData::FreeText),
        setting("sms_failure", Text),
        setting("email_failure", Text),
        setting("lambda", Json),
        setting("add_ons", Json),
        setting("encryption_key", Json),
        setting("issuer", Json),
        setting("authentication_levels", Json),
        column("tags", Json, PersonalData::FreeText),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The pool's own settings, one row",
        readings::DESCRIBE_USER_POOL,
        COLUMNS.to_vec(),
        &["pool_id"],
    )
}

/// The pool's row.
pub(crate) fn batch(pool_id: &str, pool: UserPoolType) -> Batch {
    let mut misfits = 0;
    let add_ons = pool.user_pool_add_ons.as_ref();
    let password = pool
        .policies
        .as_ref()
        .and_then(|policies| policies.password_policy.as_ref());
    let admin = pool.admin_create_user_config.as_ref();
    let names = pool.username_configuration.as_ref();
    let row = vec![
        values::text(pool.name),
        values::text(pool.arn),
        values::text(pool.user_pool_tier.map(|tier| tier.as_str().to_owned())),
        Value::Integer(i64::from(pool.estimated_number_of_users)),
        values::moment(pool.creation_date, &mut misfits),
        values::moment(pool.last_modified_date, &mut misfits),
        values::text(
            pool.deletion_protection
                .map(|protection| protection.as_str().to_owned()),
        ),
        values::text(pool.mfa_configuration.map(|mfa| mfa.as_str().to_owned())),
        values::text(pool.domain),
        values::text(pool.custom_domain),
        values::boolean(admin.map(|admin| admin.allow_admin_create_user_only)),
        values::boolean(names.map(|names| names.case_sensitive)),
        values::text(add_ons.map(|add_ons| add_ons.advanced_security_mode.as_str().to_owned())),
        values::integer(password.and_then(|password| password.minimum_length)),
        values::json_list(pool.username_attributes.as_deref()),
        values::json_list(pool.alias_attributes.as_deref()),
        values::json_list(pool.auto_verified_attributes.as_deref()),
        values::json(pool.policies.as_ref()),
        values::json(admin),
        values::json(pool.account_recovery_setting.as_ref()),
        values::json(pool.user_attribute_update_settings.as_ref()),
        values::json(pool.device_configuration.as_ref()),
        values::json(pool.email_configuration.as_ref()),
        values::text(pool.email_verification_subject),
        values::text(pool.email_verification_message),
        values::json(pool.verification_message_template.as_ref()),
        values::json(pool.sms_configuration.as_ref()),
        values::text(pool.sms_verification_message),
        values::text(pool.sms_authentication_message),
        values::text(pool.sms_configuration_failure),
        values::text(pool.email_configuration_failure),
        values::json(pool.lambda_config.as_ref()),
        values::json(add_ons),
        values::json(pool.key_configuration.as_ref()),
        values::json(pool.issuer_configuration.as_ref()),
        pool.acr_configuration.map_or(Value::Null, |levels| {
            values::sorted(
                levels
                    .into_iter()
                    .map(|(name, level)| (name, raw(values::json_text(&level)))),
            )
        }),
        pool.user_pool_tags
            .map_or(Value::Null, |tags| values::sorted(tags.into_iter())),
        Value::Text(pool_id.to_owned()),
    ];
    Batch {
        table: ID,
        columns: COLUMNS.clone(),
        rows: vec![row],
        misfits,
    }
}

fn raw(json: String) -> Box<RawValue> {
    RawValue::from_string(json).expect("BUG: what was just written as JSON is JSON")
}
