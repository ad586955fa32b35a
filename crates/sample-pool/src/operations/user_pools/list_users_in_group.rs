//! `ListUsersInGroup`: the members of a group.

use crate::listing::Listed;
use crate::operations::call::{Call, Limit, Operation};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;

pub(crate) const OPERATION: Operation = Operation {
    name: "ListUsersInGroup",
    category: Category::UserList,
    answer,
};

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
    group_name: Option<String>,
    limit: Option<i64>,
    next_token: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let limit = LIMIT.rows(input.limit)?;
    let name = input.group_name.ok_or_else(|| Refusal::missing("groupName"))?;
    let listed = Listed {
        class: pool.group(&name)?.members,
        filter: None,
        lost: None,
        only: None,
        limit,
        short_pages: call.world.short_pages,
    };
    call.users(&listed, pool, &name, "NextToken", input.next_token.as_deref())
}
