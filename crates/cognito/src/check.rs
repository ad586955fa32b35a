//! The checks of *Connect*, each told as it happens. Describing the pool goes first, as one answer
//! tells offline, unknown keys and a missing pool apart; then the cheapest call for each table
//! that proves that it may be read. Called by the opened pools.

use crate::offer::Offer;
use poolhouse_connector::{Access, Check, CheckOutcome, Checked, ErrorKind, ReadError, TableAccess};

pub(crate) type Tell<'a> = &'a (dyn Fn(Checked) + Send + Sync);

/// Makes the checks and answers which tables may be read. `described` asks for the pool and
/// answers its name.
pub(crate) async fn check<S: Sync, F>(
    offer: &Offer<S, F>,
    source: &S,
    described: impl Future<Output = Result<String, ReadError>>,
    told: Tell<'_>,
) -> Result<Vec<TableAccess>, ReadError> {
    running(told, Check::Reach);
    let name = match described.await {
        Ok(name) => name,
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
    passed(told, Check::Source, &name);

    running(told, Check::Tables);
    let accesses = match offer.accesses(source).await {
        Ok(accesses) => accesses,
        Err(error) => return Err(fail(told, Check::Tables, error)),
    };
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

/// Which check it is that fails when the pool cannot be described.
fn failed_at(kind: &ErrorKind) -> Check {
    match kind {
        ErrorKind::Offline
        | ErrorKind::Refused
        | ErrorKind::Untrusted
        | ErrorKind::Proxy
        | ErrorKind::ProxyAbsent
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
