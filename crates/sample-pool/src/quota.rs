//! AWS's quotas: so many calls a second for a category, whoever makes them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// A category of operations that share a quota. Source: AWS's *Quotas in Amazon Cognito*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// Listing users, of the pool or of a group.
    UserList,
    /// Reading one user.
    UserRead,
    /// What belongs to one user.
    UserResource,
    /// Reading the pool.
    PoolRead,
    /// What belongs to the pool.
    PoolResource,
    /// App clients.
    PoolClient,
    /// Listing the identities of an identity pool.
    IdentityList,
    /// Reading an identity pool's settings. Assumed: AWS lists no quota for these calls. Ten a
    /// second is the one that it lists for reading the tags of an identity pool.
    IdentityPoolRead,
    /// Reading datasets and records of Cognito Sync. Assumed, as AWS lists no quota of calls.
    SyncRead,
}

impl Category {
    /// Calls a second.
    pub fn calls_per_second(self) -> u32 {
        match self {
            Self::UserList => 30,
            Self::UserRead => 120,
            Self::UserResource => 50,
            Self::PoolRead | Self::PoolClient => 15,
            Self::PoolResource => 20,
            Self::IdentityList => 5,
            Self::IdentityPoolRead | Self::SyncRead => 10,
        }
    }

    /// Calls a second of each operation on one pool, where that is limited too.
    fn calls_per_operation(self) -> Option<u32> {
        matches!(self, Self::PoolResource | Self::PoolClient).then_some(5)
    }
}

/// What fills with time and is drained by calls; holds one second's worth.
#[derive(Debug)]
struct Bucket {
    calls: f64,
    filled: Instant,
}

impl Bucket {
    fn fill(&mut self, now: Instant, rate: f64) {
        let since = now.saturating_duration_since(self.filled).as_secs_f64();
        // A rate below one call a second still lets one call through in the end.
        self.calls = (self.calls + since * rate).min(rate.max(1.0));
        self.filled = now;
    }
}

/// The buckets of the account.
#[derive(Debug, Default)]
pub(crate) struct Quotas {
    on: AtomicBool,
    buckets: Mutex<Buckets>,
}

#[derive(Debug, Default)]
struct Buckets {
    categories: HashMap<Category, Bucket>,
    operations: HashMap<(String, &'static str), Bucket>,
    foreign: HashMap<Category, f64>,
}

impl Quotas {
    pub(crate) fn turn(&self, on: bool) {
        self.on.store(on, Ordering::Relaxed);
    }

    /// Another app of the same account takes so many calls a second from now on.
    pub(crate) fn take_for_another(&self, category: Category, calls_per_second: f64) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.foreign.insert(category, calls_per_second);
    }

    /// Takes one call out of the quota, or answers that there is none left.
    pub(crate) fn take(&self, category: Category, operation: &'static str, pool: &str, now: Instant) -> bool {
        if !self.on.load(Ordering::Relaxed) {
            return true;
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let buckets = &mut *buckets;
        let foreign = buckets.foreign.get(&category).copied().unwrap_or(0.0);
        let rate = (f64::from(category.calls_per_second()) - foreign).max(0.0);
        let full = |rate| Bucket {
            calls: rate,
            filled: now,
        };
        let shared = buckets.categories.entry(category).or_insert_with(|| full(rate));
        shared.fill(now, rate);
        let own = category.calls_per_operation().map(|rate| {
            let rate = f64::from(rate);
            let key = (pool.to_owned(), operation);
            let bucket = buckets.operations.entry(key).or_insert_with(|| full(rate));
            bucket.fill(now, rate);
            bucket
        });
        if shared.calls < 1.0 || own.as_ref().is_some_and(|bucket| bucket.calls < 1.0) {
            return false;
        }
        shared.calls -= 1.0;
        if let Some(bucket) = own {
            bucket.calls -= 1.0;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn taken(quotas: &Quotas, category: Category, operation: &'static str, now: Instant) -> usize {
        (0..100)
            .filter(|_| quotas.take(category, operation, "p", now))
            .count()
    }

    #[test]
    fn a_category_gives_a_second_s_worth_and_then_its_rate() {
        let quotas = Quotas::default();
        quotas.turn(true);
        let start = Instant::now();
        assert_eq!(taken(&quotas, Category::UserList, "ListUsers", start), 30);
        let half = start + Duration::from_millis(500);
        assert_eq!(
            taken(&quotas, Category::UserList, "ListUsersInGroup", half),
            15,
            "shared by its operations"
        );
        assert_eq!(
            taken(
                &quotas,
                Category::UserList,
                "ListUsers",
                start + Duration::from_mins(1)
            ),
            30
        );
    }

    #[test]
    fn an_operation_of_a_pool_has_its_own_limit() {
        let quotas = Quotas::default();
        quotas.turn(true);
        let now = Instant::now();
        assert_eq!(taken(&quotas, Category::PoolResource, "ListGroups", now), 5);
        assert_eq!(
            taken(&quotas, Category::PoolResource, "ListResourceServers", now),
            5
        );
    }

    #[test]
    fn another_app_takes_its_share() {
        let quotas = Quotas::default();
        quotas.turn(true);
        quotas.take_for_another(Category::UserList, 20.0);
        let start = Instant::now();
        assert_eq!(taken(&quotas, Category::UserList, "ListUsers", start), 10);
        assert_eq!(
            taken(
                &quotas,
                Category::UserList,
                "ListUsers",
                start + Duration::from_secs(1)
            ),
            10
        );
    }

    #[test]
    fn without_quotas_all_calls_pass() {
        assert_eq!(
            taken(
                &Quotas::default(),
                Category::UserList,
                "ListUsers",
                Instant::now()
            ),
            100
        );
    }
}
