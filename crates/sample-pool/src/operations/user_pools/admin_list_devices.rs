//! `AdminListDevices`: the devices that a user let be remembered.

use crate::Feature;
use crate::devices;
use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::Value;

pub(crate) const OPERATION: Operation = Operation {
    name: "AdminListDevices",
    category: Category::UserResource,
    answer,
};

/// The default is assumed; AWS names none.
const LIMIT: Limit = Limit {
    member: "limit",
    least: 0,
    most: 60,
    default: Some(25),
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    username: Option<String>,
    limit: Option<i64>,
    pagination_token: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let limit = LIMIT.rows(input.limit)?;
    if !pool.has(Feature::DeviceTracking) {
        // The code is that of the model; the words are ours.
        return Err(Refusal::new(
            "InvalidUserPoolConfigurationException",
            "User pool does not have device tracking enabled.",
        ));
    }
    // The model does not name `UserNotFoundException` for this operation alone of the three
    // that read one user; that it is the answer here too is assumed.
    let user = pool.user(input.username.as_deref())?;
    let chain = Chain {
        rows: "Devices",
        token_name: "PaginationToken",
        pool: &pool.id,
        of: &user.sub,
        limit,
        token: input.pagination_token.as_deref(),
    };
    let devices = devices::of(pool, &user, &call.world.region);
    reply(call.rows(chain, &devices, Value::clone)?)
}
