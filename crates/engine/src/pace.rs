//! How fast to call: one [`Pace`] a quota category and scope, shared by all runs.
//!
//! Slots are handed out evenly, so that a quota counted in any window is kept. A refusal
//! halves the pace for everybody; it climbs back steadily. Called by the units of a run.
//! Deliberately absent: retry, which is the unit's.

use poolhouse_catalog::{DataFolder, Share};
use poolhouse_connector::{Category, Quota};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

/// How long a limit may stay shut before a run gives up.
pub(crate) const SHUT_FOR_GOOD: Duration = Duration::from_mins(15);

/// Refusals within this time of a halving belong to calls that were already under way.
const ONE_REFUSAL: Duration = Duration::from_secs(1);

/// Seconds from standing still to the full pace.
const CLIMB_SECONDS: f64 = 20.0;

/// The least pace, in calls a second: a shut limit is tried every two seconds.
const CRAWL: f64 = 0.5;

/// Where an unlimited pace starts after a refusal, in calls a second.
const UNLIMITED_RESTART: f64 = 50.0;

/// Slots that a late caller may catch up on, so that a busy moment costs no throughput.
const CATCH_UP: f64 = 3.0;

/// How often is looked at how many processes share a quota.
const COUNT_AGAIN: Duration = Duration::from_secs(1);

/// All paces of this process, by scope and category.
///
/// A pace lives for as long as somebody uses it. Between processes (the window and the command line)
/// each that uses a quota takes an equal share of it, counted anew each second: a share ends with
/// its pace, or with its process, however that ends.
#[derive(Debug)]
pub(crate) struct Paces {
    folder: DataFolder,
    paces: Mutex<HashMap<(String, Category), Weak<Pace>>>,
}

impl Paces {
    pub(crate) fn new(folder: DataFolder) -> Self {
        Self {
            folder,
            paces: Mutex::default(),
        }
    }

    /// The pace of a quota: the same one for all who share the quota's scope. The most
    /// cautious of their speeds counts.
    pub(crate) fn of(&self, quota: &Quota) -> Arc<Pace> {
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        paces.retain(|_, pace| pace.strong_count() > 0);
        if let Some(pace) = paces.get(&key(quota)).and_then(Weak::upgrade) {
            pace.lower_full(quota.pace());
            return pace;
        }
        let name = format!("{}/{}", quota.scope, quota.category.as_str());
        let share = self.folder.share(&name).unwrap_or_else(|error| {
            tracing::warn!(%error, "other processes are not looked at; each goes at its own pace");
            None
        });
        let pace = Arc::new(Pace::new(quota, share));
        paces.insert(key(quota), Arc::downgrade(&pace));
        pace
    }

    /// The pace of a quota that somebody uses now.
    pub(crate) fn in_use(&self, quota: &Quota) -> Option<Arc<Pace>> {
        let paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        paces.get(&key(quota)).and_then(Weak::upgrade)
    }
}

fn key(quota: &Quota) -> (String, Category) {
    (quota.scope.clone(), quota.category.clone())
}

/// The pace of one quota.
#[derive(Debug)]
pub(crate) struct Pace {
    state: Mutex<State>,
    in_flight: Semaphore,
    share: Option<Share>,
}

#[derive(Debug)]
struct State {
    /// Calls a second that the quota grants to this computer; `None` for no limit.
    granted: Option<f64>,
    /// Calls a second that it grants to this process.
    full: Option<f64>,
    /// When those who share it were last counted.
    counted: Option<Instant>,
    /// Calls a second now; `None` for no limit.
    now: Option<f64>,
    /// When `now` last changed.
    changed: Instant,
    /// When the next slot is free.
    next: Instant,
    /// Since when every call was refused.
    shut_since: Option<Instant>,
    halved: Option<Instant>,
}

impl Pace {
    fn new(quota: &Quota, share: Option<Share>) -> Self {
        let full = quota.pace().map(f64::from);
        let now = Instant::now();
        Self {
            share,
            state: Mutex::new(State {
                granted: full,
                full,
                counted: None,
                now: full,
                changed: now,
                next: now,
                shut_since: None,
                halved: None,
            }),
            in_flight: Semaphore::new(quota.concurrency.max(1)),
        }
    }

    /// Waits for a slot. The permit stands for the call in flight.
    pub(crate) async fn turn(&self) -> SemaphorePermit<'_> {
        let permit = self
            .in_flight
            .acquire()
            .await
            .expect("BUG: the semaphore is never closed");
        let now = Instant::now();
        self.count_sharers(now);
        let slot = self.state().take_slot(now);
        if let Some(slot) = slot {
            tokio::time::sleep_until(slot).await;
        }
        permit
    }

    /// A call was answered: the limit is open.
    pub(crate) fn answered(&self) {
        self.state().shut_since = None;
    }

    /// A call was refused for going too fast. Answers how long the limit has been shut.
    pub(crate) fn refused(&self) -> Duration {
        let now = Instant::now();
        let mut state = self.state();
        state.halve(now);
        let since = *state.shut_since.get_or_insert(now);
        now.duration_since(since)
    }

    /// Calls a second at the moment, where the pace is below what the quota grants.
    pub(crate) fn slowed_to(&self) -> Option<f64> {
        let mut state = self.state();
        state.climb(Instant::now());
        match (state.now, state.full) {
            (Some(now), Some(full)) if now < full * 0.95 => Some(now),
            (Some(now), None) => Some(now),
            _ => None,
        }
    }

    fn lower_full(&self, full: Option<u32>) {
        let Some(full) = full.map(f64::from) else { return };
        let mut state = self.state();
        if state.granted.is_none_or(|known| full < known) {
            let sharers = match (state.granted, state.full) {
                (Some(granted), Some(share)) => granted / share,
                _ => 1.0,
            };
            state.granted = Some(full);
            state.share_among(sharers);
        }
    }

    /// Takes an equal share of the quota with the other processes that use it now.
    fn count_sharers(&self, now: Instant) {
        let Some(share) = &self.share else { return };
        {
            let mut state = self.state();
            if state
                .counted
                .is_some_and(|at| now.duration_since(at) < COUNT_AGAIN)
            {
                return;
            }
            state.counted = Some(now);
        }
        let holders = share.holders();
        let mut state = self.state();
        state.climb(now);
        state.share_among(holders as f64);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn share_among(&mut self, holders: f64) {
        let Some(granted) = self.granted else { return };
        let (before, full) = (self.full, granted / holders.max(1.0));
        self.full = Some(full);
        // A share that grows is gone into at once, unless AWS has asked for less.
        self.now = Some(match self.now {
            Some(now) if Some(now) != before => now.min(full),
            _ => full,
        });
    }

    fn take_slot(&mut self, now: Instant) -> Option<Instant> {
        self.climb(now);
        let interval = Duration::from_secs_f64(1.0 / self.now?);
        let earliest = now.checked_sub(interval.mul_f64(CATCH_UP)).unwrap_or(now);
        let slot = self.next.max(earliest);
        self.next = slot + interval;
        Some(slot)
    }

    fn halve(&mut self, now: Instant) {
        if self.halved.is_some_and(|at| now.duration_since(at) < ONE_REFUSAL) {
            return;
        }
        self.climb(now);
        let slower = self.now.map_or(UNLIMITED_RESTART, |pace| (pace / 2.0).max(CRAWL));
        self.now = Some(slower);
        self.halved = Some(now);
        self.changed = now;
        // After the slots that were handed out at the old pace, and a whole new one away at least.
        self.next = self.next.max(now + Duration::from_secs_f64(1.0 / slower));
    }

    fn climb(&mut self, now: Instant) {
        let Some(pace) = self.now else { return };
        let step = self.full.unwrap_or(UNLIMITED_RESTART * 20.0) / CLIMB_SECONDS;
        let higher = pace + step * now.duration_since(self.changed).as_secs_f64();
        self.changed = now;
        self.now = match self.full {
            Some(full) => Some(higher.min(full)),
            None if higher >= UNLIMITED_RESTART * 20.0 => None,
            None => Some(higher),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use poolhouse_connector::Speed;

    fn pace(calls_per_second: Option<u32>) -> Pace {
        Pace::new(
            &Quota {
                category: Category::new("UserList"),
                scope: "test".into(),
                calls_per_second,
                speed: Speed::Full,
                concurrency: 4,
            },
            None,
        )
    }

    #[test]
    fn a_share_ends_with_the_last_who_uses_its_pace() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = || DataFolder::open(&root.path().join("data")).expect("a data folder");
        let (window, other) = (Paces::new(folder()), Paces::new(folder()));
        let quota = Quota {
            category: Category::new("UserList"),
            scope: "test".into(),
            calls_per_second: Some(30),
            speed: Speed::Full,
            concurrency: 4,
        };
        let (first, second) = (window.of(&quota), window.of(&quota));
        let pace = other.of(&quota);
        let holders = || pace.share.as_ref().expect("a share").holders();
        assert_eq!(holders(), 2, "two processes, whoever shares a pace within one");
        drop(first);
        assert_eq!(holders(), 2);
        drop(second);
        assert_eq!(holders(), 1, "an idle process holds none");
        assert!(window.in_use(&quota).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn slots_are_even_at_the_full_quota() {
        let pace = pace(Some(30));
        let start = Instant::now();
        for _ in 0..301 {
            drop(pace.turn().await);
        }
        let took = start.elapsed().as_secs_f64();
        assert!(
            (9.9..=10.2).contains(&took),
            "300 calls at 30 a second take ten seconds, took {took}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_halves_once_for_all_calls_in_flight_and_climbs_back() {
        let pace = pace(Some(30));
        pace.refused();
        pace.refused();
        let slowed = pace.slowed_to().expect("a refused pace is slow");
        assert!(
            (14.9..=15.1).contains(&slowed),
            "two refusals at once halve once: {slowed}"
        );
        tokio::time::advance(Duration::from_secs(11)).await;
        assert_eq!(pace.slowed_to(), None, "half the way is climbed in ten seconds");
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_that_stays_shut_is_told_by_its_age() {
        let pace = pace(Some(30));
        assert_eq!(pace.refused(), Duration::ZERO);
        tokio::time::advance(Duration::from_secs(901)).await;
        assert!(
            pace.refused() > SHUT_FOR_GOOD,
            "fifteen minutes of refusals are the end"
        );
        pace.answered();
        assert_eq!(pace.refused(), Duration::ZERO, "one answer opens the limit again");
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_quota_there_is_no_wait() {
        let pace = pace(None);
        let start = Instant::now();
        for _ in 0..1_000 {
            drop(pace.turn().await);
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn runs_that_share_a_scope_share_a_pace() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let paces = Paces::new(folder);
        let quota = |scope: &str, speed| Quota {
            category: Category::new("UserList"),
            scope: scope.into(),
            calls_per_second: Some(30),
            speed,
            concurrency: 4,
        };
        let fast = paces.of(&quota("account", Speed::Full));
        let gentle = paces.of(&quota("account", Speed::Gentle));
        let other = paces.of(&quota("another", Speed::Full));
        assert!(Arc::ptr_eq(&fast, &gentle), "one account has one pace");
        assert!(!Arc::ptr_eq(&fast, &other), "another account has its own");
        let start = Instant::now();
        for _ in 0..21 {
            drop(fast.turn().await);
        }
        assert!(
            start.elapsed() >= Duration::from_millis(1_900),
            "the gentler speed counts for both"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn processes_share_a_quota_in_equal_parts() {
        let root = tempfile::tempdir().expect("a folder");
        let paces = || Paces::new(DataFolder::open(root.path()).expect("a data folder"));
        let quota = Quota {
            category: Category::new("UserList"),
            scope: "account".into(),
            calls_per_second: Some(30),
            speed: Speed::Full,
            concurrency: 4,
        };
        let (window, line) = (paces(), paces());
        let ours = window.of(&quota);
        let theirs = line.of(&quota);
        let start = Instant::now();
        for _ in 0..31 {
            drop(ours.turn().await);
        }
        let took = start.elapsed().as_secs_f64();
        assert!(
            (1.8..=2.2).contains(&took),
            "30 calls at half of 30 a second, took {took}"
        );
        drop(theirs);
        drop(line);
        tokio::time::advance(COUNT_AGAIN).await;
        drop(ours.turn().await);
        let start = Instant::now();
        for _ in 0..30 {
            drop(ours.turn().await);
        }
        let took = start.elapsed().as_secs_f64();
        assert!(
            (0.8..=1.1).contains(&took),
            "alone again, at 30 a second, took {took}"
        );
    }
}
