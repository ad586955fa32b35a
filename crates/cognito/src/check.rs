//! The checks of *Connect*, each told as it happens. `DescribeUserPool` goes first, as one answer
//! tells offline, unknown keys and a missing pool apart; then the cheapest call for each table
//! that proves that it may be read. Called by the opened pool.

use crate::readings::{
    describe_user_pool, describe_user_pool_client, list_groups, list_user_pool_clients, list_users,
    list_users_in_group,
};
use crate::source::UserPool;
use crate::tables;
use poolhouse_connector::{Access, Check, CheckOutcome, Checked, ErrorKind, ReadError, TableAccess};
use std::collections::BTreeMap;

type Tell<'a> = &'a (dyn Fn(Checked) + Send + Sync);

/// Makes the checks and answers which tables may be read.
pub(crate) async fn check(pool: &UserPool, told: Tell<'_>) -> Result<Vec<TableAccess>, ReadError> {
    running(told, Check::Reach);
    let described = match describe_user_pool::ask(pool).await {
        Ok(described) => described,
        Err(error) => {
            let failed = failed_at(error.kind());
            if failed != Check::Reach {
                passed(told, Check::Reach, "AWS answers");
                running(told, Check::Keys);
            }
            if failed == Check::Source {
                passed(told, Check::Keys, "AWS knows these keys");
                running(told, Check::Source);
            }
            return Err(fail(told, failed, error));
        }
    };
    passed(told, Check::Reach, "AWS answers");
    running(told, Check::Keys);
    passed(told, Check::Keys, "AWS knows these keys");
    running(told, Check::Source);
    passed(
        told,
        Check::Source,
        described.name.as_deref().unwrap_or(&pool.pool_id),
    );

    running(told, Check::Tables);
    let missing = match missing_actions(pool).await {
        Ok(missing) => missing,
        Err(error) => return Err(fail(told, Check::Tables, error)),
    };
    let accesses: Vec<TableAccess> = tables::ALL
        .iter()
        .map(|listed| {
            let action = listed
                .operations
                .iter()
                .find_map(|operation| missing.get(operation));
            TableAccess {
                table: listed.id.clone(),
                access: match action {
                    Some(action) => Access::Forbidden {
                        action: action.clone(),
                    },
                    None => Access::Allowed,
                },
            }
        })
        .collect();
    let allowed = accesses
        .iter()
        .filter(|access| access.access == Access::Allowed)
        .count();
    passed(
        told,
        Check::Tables,
        &format!("{allowed} of {} tables", accesses.len()),
    );
    Ok(accesses)
}

/// The operations that are forbidden, each with the permission to ask for.
async fn missing_actions(pool: &UserPool) -> Result<BTreeMap<&'static str, String>, ReadError> {
    let mut missing = BTreeMap::new();
    let mut note = |operation, asked: Result<(), ReadError>| {
        let Err(error) = asked else { return Ok(()) };
        let ErrorKind::Forbidden { action } = error.kind() else {
            return Err(error);
        };
        missing.insert(operation, action.clone());
        Ok(())
    };
    note("ListUsers", list_users::probe(pool).await)?;
    note("ListGroups", list_groups::probe(pool).await)?;
    note("ListUsersInGroup", list_users_in_group::probe(pool).await)?;
    note("ListUserPoolClients", list_user_pool_clients::probe(pool).await)?;
    note(
        "DescribeUserPoolClient",
        describe_user_pool_client::probe(pool).await,
    )?;
    Ok(missing)
}

/// Which check it is that fails when `DescribeUserPool` fails so.
fn failed_at(kind: &ErrorKind) -> Check {
    match kind {
        ErrorKind::Offline
        | ErrorKind::Refused
        | ErrorKind::Untrusted
        | ErrorKind::Proxy
        | ErrorKind::Timeout
        | ErrorKind::Broken
        | ErrorKind::NotTheService
        | ErrorKind::UpstreamFault
        | ErrorKind::Malformed => Check::Reach,
        ErrorKind::UnknownKey
        | ErrorKind::WrongSecret
        | ErrorKind::ExpiredKeys
        | ErrorKind::ClockWrong { .. }
        | ErrorKind::Profile => Check::Keys,
        ErrorKind::Forbidden { .. }
        | ErrorKind::NotFound
        | ErrorKind::BadParameter
        | ErrorKind::Throttled
        | ErrorKind::StaleCursor
        | ErrorKind::SplitBroken => Check::Source,
    }
}

fn running(told: Tell<'_>, check: Check) {
    told(Checked {
        check,
        outcome: CheckOutcome::Running,
    });
}

fn passed(told: Tell<'_>, check: Check, found: &str) {
    told(Checked {
        check,
        outcome: CheckOutcome::Passed(found.into()),
    });
}

fn fail(told: Tell<'_>, check: Check, error: ReadError) -> ReadError {
    told(Checked {
        check,
        outcome: CheckOutcome::Failed(error.clone()),
    });
    error
}
