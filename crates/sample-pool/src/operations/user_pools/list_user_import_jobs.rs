//! `ListUserImportJobs`: the jobs that imported users from a file, the latest first. Each comes
//! with a URL that anybody may upload to.

use crate::Feature;
use crate::json::seconds;
use crate::keys::ACCOUNT;
use crate::operations::call::{Call, Chain, Limit, Operation, reply};
use crate::pool::Pool;
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const OPERATION: Operation = Operation {
    name: "ListUserImportJobs",
    category: Category::PoolResource,
    answer,
};

const LIMIT: Limit = Limit {
    member: "maxResults",
    least: 1,
    most: 60,
    default: None,
};

const CREATED_MS: i64 = 1_600_000_000_000;
const DAY_MS: i64 = 86_400_000;
/// More than a page.
const JOBS: i64 = 64;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
    max_results: Option<i64>,
    pagination_token: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let limit = LIMIT.rows(input.max_results)?;
    let count = if pool.has(Feature::ImportJobs) { JOBS } else { 0 };
    let numbers: Vec<i64> = (0..count).rev().collect();
    let chain = Chain {
        rows: "UserImportJobs",
        token_name: "PaginationToken",
        pool: &pool.id,
        of: "",
        limit,
        token: input.pagination_token.as_deref(),
    };
    reply(call.rows(chain, &numbers, |&number| job(pool, &call.world.region, number))?)
}

fn job(pool: &Pool, region: &str, number: i64) -> Value {
    let statuses = [
        "Created",
        "Pending",
        "InProgress",
        "Stopping",
        "Expired",
        "Stopped",
        "Failed",
        "Succeeded",
    ];
    let status = statuses[(number % 8) as usize];
    let created_ms = CREATED_MS + number * DAY_MS;
    let id = format!("import-{number:04}ExAmPlE");
    let url = format!(
        "https://aws-cognito-idp-user-import.s3.{region}.amazonaws.com/{ACCOUNT}/{}/{id}\
         ?X-Amz-Signature=url-that-must-never-be-stored",
        pool.id
    );
    let mut job = json!({
        "JobName": format!("=import,\nno. {number} +1"),
        "JobId": id,
        "UserPoolId": pool.id,
        "PreSignedUrl": url,
        "CreationDate": seconds(created_ms),
        "Status": status,
        "CloudWatchLogsRoleArn": format!("arn:aws:iam::{ACCOUNT}:role/sample-import"),
        "ImportedUsers": 0,
        "SkippedUsers": 0,
        "FailedUsers": 0,
    });
    if !matches!(status, "Created" | "Pending" | "Expired") {
        job["StartDate"] = seconds(created_ms + 60_000);
    }
    if matches!(status, "Stopped" | "Failed" | "Succeeded") {
        job["CompletionDate"] = seconds(created_ms + 120_250);
        job["CompletionMessage"] = json!(format!("Import_{status}_in_full"));
        job["ImportedUsers"] = json!(number * 1_000_000_000);
        job["SkippedUsers"] = json!(number);
        job["FailedUsers"] = json!(if status == "Failed" { 7 } else { 0 });
    }
    job
}
