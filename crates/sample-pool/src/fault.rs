//! The faults that can be asked for, and which request meets which.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A fault and the requests that it strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The operation whose requests are struck, and alone counted; all operations where it
    /// is `None`.
    pub operation: Option<String>,
    /// Which of them are struck.
    pub when: When,
    /// What happens to them.
    pub kind: FaultKind,
}

/// Which requests a fault strikes, counted from 1 since the fault was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// This one alone.
    Nth(u64),
    /// So many, from the `first` on.
    Burst {
        /// The first to be struck.
        first: u64,
        /// How many are.
        length: u64,
    },
    /// Every n-th.
    Every(u64),
    /// All.
    Always,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// `InternalErrorException`.
    Status500,
    /// 503 without a word that the service's model knows.
    Status503,
    /// `TooManyRequestsException`.
    Throttle,
    /// The connection is reset before anything is sent.
    ResetConnection,
    /// The right length is announced, half of it sent, and the connection closed.
    HalfReply,
    /// Half the length is announced and sent, so that a whole HTTP answer holds broken JSON.
    WrongLength,
    /// The right length is announced, half of it sent, and nothing more.
    Stall,
    /// Nothing is sent for so long, then the answer.
    SlowHeaders(Duration),
    /// Nothing is ever sent.
    Silence,
    /// A sign-in page, as a hotel's network has it: 200 and `text/html`.
    Html,
    /// `AccessDeniedException`.
    Forbidden,
    /// The page token is refused. Counts only requests that bring one.
    StaleToken,
    /// The answer's token is the request's. Counts only requests that bring one.
    RepeatToken,
    /// The listing takes no notice of its filter.
    IgnoreFilter,
    /// A listing filtered by `sub` lacks every second user whose `sub` begins so.
    LoseRows(String),
}

impl Fault {
    /// A fault that strikes all requests of all operations.
    pub fn always(kind: FaultKind) -> Self {
        Self {
            operation: None,
            when: When::Always,
            kind,
        }
    }

    /// A fault that strikes the n-th request (from 1) of an operation.
    pub fn nth(operation: &str, n: u64, kind: FaultKind) -> Self {
        Self {
            operation: Some(operation.into()),
            when: When::Nth(n),
            kind,
        }
    }

    fn counts(&self, operation: &str, has_token: bool) -> bool {
        let token_only = matches!(self.kind, FaultKind::StaleToken | FaultKind::RepeatToken);
        self.operation.as_deref().is_none_or(|name| name == operation) && (has_token || !token_only)
    }
}

impl When {
    fn strikes(self, number: u64) -> bool {
        match self {
            Self::Nth(n) => number == n,
            Self::Burst { first, length } => number >= first && number - first < length,
            Self::Every(n) => n > 0 && number.is_multiple_of(n),
            Self::Always => true,
        }
    }
}

/// The faults that are set, with the requests each has counted.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    set: Mutex<Vec<(Fault, u64)>>,
}

impl Faults {
    /// Replaces all faults; their counts begin anew.
    pub(crate) fn set(&self, faults: Vec<Fault>) {
        let counted = faults.into_iter().map(|fault| (fault, 0)).collect();
        *self.set.lock().unwrap_or_else(PoisonError::into_inner) = counted;
    }

    /// Counts a request and answers what strikes it.
    pub(crate) fn strike(&self, operation: &str, has_token: bool) -> Vec<FaultKind> {
        let mut set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        let mut struck = Vec::new();
        for (fault, number) in set.iter_mut() {
            if fault.counts(operation, has_token) {
                *number += 1;
                if fault.when.strikes(*number) {
                    struck.push(fault.kind.clone());
                }
            }
        }
        struck
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_strikes_its_requests_and_no_other() {
        let faults = Faults::default();
        let when = When::Burst { first: 2, length: 2 };
        faults.set(vec![Fault {
            operation: Some("ListUsers".into()),
            when,
            kind: FaultKind::Throttle,
        }]);
        let struck = |operation| !faults.strike(operation, false).is_empty();
        assert!(!struck("ListUsers"));
        assert!(
            !struck("ListGroups"),
            "another operation is neither struck nor counted"
        );
        assert!(struck("ListUsers"));
        assert!(struck("ListUsers"));
        assert!(!struck("ListUsers"));
    }

    #[test]
    fn token_faults_count_only_requests_with_a_token() {
        let faults = Faults::default();
        faults.set(vec![Fault::nth("ListUsers", 1, FaultKind::StaleToken)]);
        assert!(faults.strike("ListUsers", false).is_empty());
        assert_eq!(faults.strike("ListUsers", true), [FaultKind::StaleToken]);
    }
}
