//! What the permission policy of a user pool is about. Called by the kind.

use super::readings::{describe_user_pool, describe_user_pool_domain};
use super::source::OFFER;
use crate::policy::{self, Resource};
use crate::regions;
use poolhouse_connector::TableId;

/// The policy for `tables` of the pool `pool_id`. The account is not known here, so that the
/// ARN has `*` in its place: a pool's ID is unique in all of AWS.
pub(crate) fn policy(pool_id: &str, region: &str, tables: &[TableId]) -> String {
    let pool = if pool_id.is_empty() { "*" } else { pool_id };
    let place = if region.is_empty() { "*" } else { region };
    let partition = regions::partition(region);
    let mut operations = vec![describe_user_pool::CALL];
    operations.extend(
        OFFER
            .operations(tables)
            .into_iter()
            .filter(|&operation| operation != describe_user_pool::CALL),
    );
    policy::policy(&operations, |operation| {
        if operation == describe_user_pool_domain::CALL {
            return Resource {
                sid: "PoolhouseReadsDomainsWhichIamDoesNotNarrow",
                arn: "*".into(),
            };
        }
        Resource {
            sid: "PoolhouseReadsThisPool",
            arn: format!("arn:{partition}:cognito-idp:{place}:*:userpool/{pool}"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_table() {
        insta::assert_snapshot!(policy("eu-west-1_AbC", "eu-west-1", &[TableId::new("users")]), @r#"
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "PoolhouseReadsThisPool",
              "Effect": "Allow",
              "Action": [
                "cognito-idp:DescribeUserPool",
                "cognito-idp:ListUsers"
              ],
              "Resource": "arn:aws:cognito-idp:eu-west-1:*:userpool/eu-west-1_AbC"
            }
          ]
        }
        "#);
    }

    #[test]
    fn all_tables_name_each_action_once() {
        let ids: Vec<TableId> = OFFER.tables.iter().map(|table| table.id.clone()).collect();
        let policy: serde_json::Value =
            serde_json::from_str(&policy("cn-north-1_AbC", "cn-north-1", &ids)).expect("it is JSON");
        let statements = policy["Statement"].as_array().expect("a list");
        let mut shown: Vec<&str> = Vec::new();
        for statement in statements {
            shown.extend(statement["Resource"].as_str());
            let actions = statement["Action"].as_array().expect("a list");
            shown.extend(actions.iter().filter_map(|action| action.as_str()));
        }
        insta::assert_snapshot!(shown.join("\n"), @r"
        arn:aws-cn:cognito-idp:cn-north-1:*:userpool/cn-north-1_AbC
        cognito-idp:DescribeUserPool
        cognito-idp:ListUsers
        cognito-idp:ListGroups
        cognito-idp:ListUsersInGroup
        cognito-idp:ListUserPoolClients
        cognito-idp:DescribeUserPoolClient
        cognito-idp:GetUserPoolMfaConfig
        cognito-idp:ListIdentityProviders
        cognito-idp:DescribeIdentityProvider
        cognito-idp:ListResourceServers
        cognito-idp:DescribeRiskConfiguration
        cognito-idp:GetUICustomization
        cognito-idp:DescribeManagedLoginBrandingByClient
        cognito-idp:ListTerms
        cognito-idp:DescribeTerms
        cognito-idp:ListUserImportJobs
        cognito-idp:GetLogDeliveryConfiguration
        cognito-idp:AdminGetUserAuthFactors
        cognito-idp:AdminListDevices
        cognito-idp:AdminListUserAuthEvents
        *
        cognito-idp:DescribeUserPoolDomain
        ");
    }

    #[test]
    fn each_partition_of_aws_has_its_own_arns() {
        let resource = |region: &str| policy(&format!("{region}_A"), region, &[]);
        assert!(resource("us-gov-west-1").contains("arn:aws-us-gov:cognito-idp:us-gov-west-1:*:"));
        assert!(resource("us-east-1").contains("arn:aws:cognito-idp:us-east-1:*:"));
    }
}
