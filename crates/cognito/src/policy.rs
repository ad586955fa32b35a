//! The smallest permission policy for the ticked tables, as JSON to hand to an administrator.
//! Called by the kind. Deliberately absent: `ListUserPools`, which only *Choose from my account*
//! needs and which cannot be narrowed to one pool, and every wildcard action.

use crate::{regions, tables};
use poolhouse_connector::TableId;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy<'a> {
    version: &'a str,
    statement: [Statement<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement<'a> {
    sid: &'a str,
    effect: &'a str,
    action: Vec<String>,
    resource: String,
}

/// The policy for `tables` of the pool `pool_id`. The account is not known here, so that the
/// ARN has `*` in its place: a pool's ID is unique in all of AWS.
pub(crate) fn policy(pool_id: &str, region: &str, tables: &[TableId]) -> String {
    let mut operations = vec!["DescribeUserPool"];
    for table in tables::ALL.iter().filter(|table| tables.contains(&table.id)) {
        for operation in table.operations {
            if !operations.contains(operation) {
                operations.push(operation);
            }
        }
    }
    let pool = if pool_id.is_empty() { "*" } else { pool_id };
    let place = if region.is_empty() { "*" } else { region };
    let partition = regions::partition(region);
    let policy = Policy {
        version: "2012-10-17",
        statement: [Statement {
            sid: "PoolhouseReadsThisPool",
            effect: "Allow",
            action: operations.into_iter().map(action).collect(),
            resource: format!("arn:{partition}:cognito-idp:{place}:*:userpool/{pool}"),
        }],
    };
    serde_json::to_string_pretty(&policy).expect("BUG: a policy of plain strings is JSON")
}

/// The permission that an operation needs, such as `cognito-idp:ListUsers`.
pub(crate) fn action(operation: &str) -> String {
    format!("cognito-idp:{operation}")
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
        let ids: Vec<TableId> = tables::ALL.iter().map(|listed| listed.id.clone()).collect();
        let policy: serde_json::Value =
            serde_json::from_str(&policy("cn-north-1_AbC", "cn-north-1", &ids)).expect("it is JSON");
        let statement = &policy["Statement"][0];
        let actions: Vec<&str> = statement["Action"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|action| action.as_str())
            .collect();
        assert_eq!(
            actions,
            [
                "cognito-idp:DescribeUserPool",
                "cognito-idp:ListUsers",
                "cognito-idp:ListGroups",
                "cognito-idp:ListUsersInGroup",
                "cognito-idp:ListUserPoolClients",
                "cognito-idp:DescribeUserPoolClient",
            ]
        );
        assert_eq!(
            statement["Resource"],
            "arn:aws-cn:cognito-idp:cn-north-1:*:userpool/cn-north-1_AbC"
        );
    }

    #[test]
    fn each_partition_of_aws_has_its_own_arns() {
        let resource = |region: &str| policy(&format!("{region}_A"), region, &[]);
        assert!(resource("us-gov-west-1").contains("arn:aws-us-gov:cognito-idp:us-gov-west-1:*:"));
        assert!(resource("us-east-1").contains("arn:aws:cognito-idp:us-east-1:*:"));
    }
}
