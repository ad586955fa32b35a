//! `ListUsers`: the users of a pool, or those that a filter finds.

use crate::fault::FaultKind;
use crate::filter::Filter;
use crate::listing::Listed;
use crate::operations::call::{Call, Limit, Operation};
use crate::quota::Category;
use crate::refusal::Refusal;
use crate::subs::Class;
use serde::Deserialize;

pub(crate) const OPERATION: Operation = Operation {
    name: "ListUsers",
    category: Category::UserList,
    answer,
};

/// AWS's default page is about this large.
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
    limit: Option<i64>,
    pagination_token: Option<String>,
    filter: Option<String>,
    attributes_to_get: Option<Vec<String>>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let limit = LIMIT.rows(input.limit)?;
    let text = input.filter.as_deref().unwrap_or_default();
    let filter = Filter::parse(text)?.filter(|_| !call.is_struck(&FaultKind::IgnoreFilter));
    let sub_prefix = filter.as_ref().and_then(Filter::sub_prefix);
    let lost = call.struck.iter().find_map(|fault| match fault {
        FaultKind::LoseRows(prefix) => Some(prefix.as_str()),
        _ => None,
    });
    let listed = Listed {
        class: sub_prefix.map_or(Class::ALL, |prefix| pool.population.subs.class(prefix)),
        lost: lost.filter(|_| sub_prefix.is_some()),
        only: input
            .attributes_to_get
            .as_deref()
            .filter(|names| !names.is_empty()),
        limit,
        short_pages: call.world.short_pages,
        filter,
    };
    call.users(
        &listed,
        pool,
        text,
        "PaginationToken",
        input.pagination_token.as_deref(),
    )
}
