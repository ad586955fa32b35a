//! `user_auth_factors`: the ways in which each user can prove who they are.

use crate::columns::{self, column, setting};
use crate::slices::Member;
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::operation::admin_get_user_auth_factors::AdminGetUserAuthFactorsOutput;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("user_auth_factors");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Json, Text};
    use PersonalData::Identifier;
    Arc::new([
        column("sub", Text, Identifier),
        column("username", Text, Identifier),
        setting("preferred_mfa", Text),
        setting("mfa", Json),
        setting("factors", Json),
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
            "The ways in which each person can sign in; one call for every user",
            readings::ADMIN_GET_USER_AUTH_FACTORS,
            COLUMNS.to_vec(),
            &["sub"],
        )
    }
}

/// A user's row.
pub(crate) fn batch(pool_id: &str, user: &Member, factors: AdminGetUserAuthFactorsOutput) -> Batch {
    let row = vec![
        Value::Text(user.id.clone()),
        Value::Text(user.name().to_owned()),
        values::text(factors.preferred_mfa_setting),
        values::json_list(factors.user_mfa_setting_list.as_deref()),
        values::json_list(factors.configured_user_auth_factors.as_deref()),
        Value::Text(pool_id.to_owned()),
    ];
    columns::batch(ID, &COLUMNS, vec![row], 0)
}
