//! The one retry budget of a run, shared by all its units.

use poolhouse_connector::ReadError;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

/// Tries of one call, the first included. With [`pause`] they span about 15 seconds.
pub(crate) const TRIES: u32 = 7;

/// Retries that a run may spend before any page earned one back: enough for all of its sixteen
/// or seventeen chains to sit out a network that is away for as long as [`TRIES`] span.
const BUDGET: f64 = 120.0;

/// What each page that was read gives back.
const EARNED_BY_A_PAGE: f64 = 0.05;

/// Retries that are left. A run that fails everywhere ends soon; one that meets a fault now
/// and then goes on for ever.
#[derive(Debug)]
pub(crate) struct RetryBudget(Mutex<f64>);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(Mutex::new(BUDGET))
    }
}

impl RetryBudget {
    /// Takes one retry, if there is one.
    pub(crate) fn take(&self) -> bool {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let granted = *left >= 1.0;
        if granted {
            *left -= 1.0;
        }
        granted
    }

    /// A page was read.
    pub(crate) fn earn(&self) {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *left = (*left + EARNED_BY_A_PAGE).min(BUDGET);
    }
}

/// How long to wait before try number `next_try` (2 for the first retry): twice as long each
/// time, at most 8 seconds, with jitter so that the units of a run do not knock together.
pub(crate) fn pause(next_try: u32) -> Duration {
    let longest = Duration::from_millis(250) * 2u32.pow(next_try.saturating_sub(2).min(5));
    longest.mul_f64(0.5 + fastrand::f64() / 2.0)
}

/// Whether a run that ended by this error has hope of going on where it stood.
pub(crate) fn is_passing(error: &ReadError) -> bool {
    matches!(
        error.retry(),
        poolhouse_connector::Retry::AfterPause | poolhouse_connector::Retry::Slower
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_and_stay_below_eight_seconds() {
        let (first, last) = (pause(2), pause(40));
        assert!((125..=250).contains(&first.as_millis()), "{first:?}");
        assert!((4_000..=8_000).contains(&last.as_millis()), "{last:?}");
    }

    #[test]
    fn the_budget_runs_dry_and_is_earned_back() {
        let budget = RetryBudget::default();
        assert_eq!((0..500).filter(|_| budget.take()).count(), 120);
        (0..20).for_each(|_| budget.earn());
        assert!(budget.take(), "twenty pages earn a retry");
        assert!(!budget.take(), "and no more than one");
    }
}
