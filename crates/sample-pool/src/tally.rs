//! How many calls were made, for tests that count them and for the command line.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The calls of one operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calls {
    /// All that came in.
    pub received: u64,
    /// Those that were answered with what they asked for.
    pub answered: u64,
    /// Those that a quota or a fault throttled.
    pub throttled: u64,
    /// Those that got another error, faults included.
    pub refused: u64,
    /// Those that a fault left without a whole answer.
    pub broken: u64,
}

/// The calls since the start, by operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallCounts {
    /// The operations that were called, by name; unknown ones are under `?`.
    pub operations: BTreeMap<&'static str, Calls>,
}

impl CallCounts {
    /// The calls of one operation.
    pub fn of(&self, operation: &str) -> Calls {
        self.operations.get(operation).copied().unwrap_or_default()
    }

    /// The calls of all operations.
    pub fn total(&self) -> Calls {
        self.operations
            .values()
            .fold(Calls::default(), |sum, calls| Calls {
                received: sum.received + calls.received,
                answered: sum.answered + calls.answered,
                throttled: sum.throttled + calls.throttled,
                refused: sum.refused + calls.refused,
                broken: sum.broken + calls.broken,
            })
    }
}

/// Where the calls are counted.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    counts: Mutex<CallCounts>,
}

impl Tally {
    pub(crate) fn count(&self, operation: &'static str, add: impl FnOnce(&mut Calls)) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        add(counts.operations.entry(operation).or_default());
    }

    pub(crate) fn counts(&self) -> CallCounts {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
