//! The smallest permission policy for the ticked tables, as JSON to hand to an administrator.
//! Called by the kinds. Deliberately absent: listing pools, which only *Choose from my account*
//! needs and which cannot be narrowed to one pool, and every wildcard action.

use crate::operation::Operation;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    version: &'static str,
    statement: Vec<Statement>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    action: Vec<String>,
    resource: String,
}

/// What a statement is about.
pub(crate) struct Resource {
    /// A name for the statement, letters and digits alone.
    pub(crate) sid: &'static str,
    /// The ARN, or `*` for operations that IAM does not narrow.
    pub(crate) arn: String,
}

/// The policy for `operations`, a statement for each resource that they are about.
pub(crate) fn policy(operations: &[Operation], resource: impl Fn(Operation) -> Resource) -> String {
    let mut statement: Vec<Statement> = Vec::new();
    for &operation in operations {
        let Resource { sid, arn } = resource(operation);
        match statement.iter_mut().find(|known| known.sid == sid) {
            Some(known) => known.action.push(operation.action()),
            None => statement.push(Statement {
                sid,
                effect: "Allow",
                action: vec![operation.action()],
                resource: arn,
            }),
        }
    }
    let policy = Policy {
        version: "2012-10-17",
        statement,
    };
    serde_json::to_string_pretty(&policy).expect("BUG: a policy of plain strings is JSON")
}
