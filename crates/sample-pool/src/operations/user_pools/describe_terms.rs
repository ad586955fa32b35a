//! `DescribeTerms`: terms of use or a privacy policy, with a link for each language.

use crate::Feature;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use crate::terms;
use serde::Deserialize;
use serde_json::json;

/// The category is assumed: AWS's list of quotas does not have the operation.
pub(crate) const OPERATION: Operation = Operation {
    name: "DescribeTerms",
    category: Category::PoolResource,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    terms_id: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let id = input.terms_id.ok_or_else(|| Refusal::missing("termsId"))?;
    let terms = terms::ALL
        .iter()
        .find(|terms| terms.id == id && pool.has(Feature::Terms))
        .ok_or_else(|| Refusal::not_found(format!("Terms {id} do not exist.")))?;
    reply(json!({ "Terms": terms.json(&pool.id) }))
}
