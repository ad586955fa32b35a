//! `GetLogDeliveryConfiguration`: which logs of a pool are sent where.

use crate::Feature;
use crate::keys::ACCOUNT;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::json;

/// The category is assumed: AWS's list of quotas does not have the operation.
pub(crate) const OPERATION: Operation = Operation {
    name: "GetLogDeliveryConfiguration",
    category: Category::PoolResource,
    answer,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    user_pool_id: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let pool = call.pool(input.user_pool_id.as_deref())?;
    let region = &call.world.region;
    let log_group = format!("arn:aws:logs:{region}:{ACCOUNT}:log-group:/aws/vendedlogs/sample-pool");
    let logs = if pool.has(Feature::LogDelivery) {
        json!([
            {
                "LogLevel": "ERROR",
                "EventSource": "userNotification",
                "CloudWatchLogsConfiguration": { "LogGroupArn": log_group },
            },
            {
                "LogLevel": "INFO",
                "EventSource": "userAuthEvents",
                "S3Configuration": { "BucketArn": "arn:aws:s3:::sample-pool-sign-ins" },
            },
        ])
    } else {
        json!([])
    };
    reply(json!({ "LogDeliveryConfiguration": { "UserPoolId": pool.id, "LogConfigurations": logs } }))
}
