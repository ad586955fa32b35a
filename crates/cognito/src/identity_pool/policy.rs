//! What the permission policy of an identity pool is about. Called by the kind.
//! Source: AWS, Service Authorization Reference, Amazon Cognito Identity and Amazon Cognito Sync.

use super::readings::{describe_identity_pool, list_identity_pool_usage};
use super::source::OFFER;
use crate::operation::SYNC;
use crate::policy::{self, Resource};
use crate::regions;
use poolhouse_connector::TableId;

/// The policy for `tables` of the pool `pool_id`. The account is not known here, so that the
/// ARN has `*` in its place: a pool's ID is unique in all of AWS.
pub(crate) fn policy(pool_id: &str, region: &str, tables: &[TableId]) -> String {
    let pool = if pool_id.is_empty() { "*" } else { pool_id };
    let place = if region.is_empty() { "*" } else { region };
    let partition = regions::partition(region);
    let mut operations = vec![describe_identity_pool::CALL];
    operations.extend(
        OFFER
            .operations(tables)
            .into_iter()
            .filter(|&operation| operation != describe_identity_pool::CALL),
    );
    policy::policy(&operations, |operation| {
        let (sid, path) = match operation.service {
            // It lists the usage of all pools, so that it cannot be narrowed to one.
            SYNC if operation == list_identity_pool_usage::CALL => {
                ("PoolhouseReadsSyncUsage", "identitypool/*".into())
            }
            SYNC => (
                "PoolhouseReadsSyncOfThisPool",
                format!("identitypool/{pool}/identity/*/dataset/*"),
            ),
            _ => ("PoolhouseReadsThisPool", format!("identitypool/{pool}")),
        };
        Resource {
            sid,
            arn: format!("arn:{partition}:{}:{place}:*:{path}", operation.service),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_service_has_its_own_arns() {
        let pool = "eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789";
        let tables = ["identities", "sync_usage", "sync_records"].map(TableId::new);
        insta::assert_snapshot!(policy(pool, "eu-west-1", &tables), @r#"
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "PoolhouseReadsThisPool",
              "Effect": "Allow",
              "Action": [
                "cognito-identity:DescribeIdentityPool",
                "cognito-identity:ListIdentities"
              ],
              "Resource": "arn:aws:cognito-identity:eu-west-1:*:identitypool/eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789"
            },
            {
              "Sid": "PoolhouseReadsSyncUsage",
              "Effect": "Allow",
              "Action": [
                "cognito-sync:ListIdentityPoolUsage"
              ],
              "Resource": "arn:aws:cognito-sync:eu-west-1:*:identitypool/*"
            },
            {
              "Sid": "PoolhouseReadsSyncOfThisPool",
              "Effect": "Allow",
              "Action": [
                "cognito-sync:ListDatasets",
                "cognito-sync:ListRecords"
              ],
              "Resource": "arn:aws:cognito-sync:eu-west-1:*:identitypool/eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789/identity/*/dataset/*"
            }
          ]
        }
        "#);
    }
}
