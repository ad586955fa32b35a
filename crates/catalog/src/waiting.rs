//! Waiting for a file that another program has locked.
//!
//! SQLite asks on the thread that waits whether to try once more. So a thread that works on a database may
//! bring an [`InUse`], by which others see that it waits, and end that. Installed on every connection by
//! `connection`.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a lock of another program is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two tries, as SQLite itself has it: short at first, as most locks are.
const PAUSES: [u64; 12] = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];
/// What is waited for no longer than this is not worth a word.
const WORTH_A_WORD: Duration = Duration::from_millis(500);
/// Who has not tried again for so long waits no more: the longest pause, with room for a slow machine.
const LAST_HEARD: Duration = Duration::from_millis(500);

/// What work waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// Another program has the file locked.
    AnotherProgram,
    /// Another process makes the file, or brings it to a newer version.
    Preparing,
}

/// Whether work waits for a file that another program has locked. All clones are one.
#[derive(Debug, Clone, Default)]
pub struct InUse(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// What the wait is for that is under way or was last, when it began, and when it was last heard of.
    waited: Option<(Awaited, Instant, Instant)>,
    gives_up: bool,
}

thread_local! {
    static WAITS: RefCell<Waits> = const { RefCell::new(Waits { since: None, seen_by: None }) };
}

struct Waits {
    since: Option<Instant>,
    seen_by: Option<InUse>,
}

impl InUse {
    /// Does work on databases on this thread; meanwhile [`Self::is_waited_for`] and [`Self::give_up`] are about it.
    pub fn watch<T>(&self, work: impl FnOnce() -> T) -> T {
        /// Puts back who saw the thread before, also where the work panics.
        struct Before(Option<InUse>);
        impl Drop for Before {
            fn drop(&mut self) {
                WAITS.with_borrow_mut(|waits| waits.seen_by = self.0.take());
            }
        }
        let before = WAITS.with_borrow_mut(|waits| waits.seen_by.replace(self.clone()));
        let _before = Before(before);
        work()
    }

    /// Whether the work has waited for a while, and still does.
    pub fn is_waited_for(&self) -> bool {
        self.waits_for().is_some()
    }

    /// What the work has waited for a while for, and still does.
    pub fn waits_for(&self) -> Option<Awaited> {
        let (awaited, since, heard) = self.state().waited?;
        (heard - since >= WORTH_A_WORD && heard.elapsed() < LAST_HEARD).then_some(awaited)
    }

    /// From now on the work waits no more: what is locked is an error at once.
    pub fn give_up(&self) {
        self.state().gives_up = true;
    }

    /// Whether to try again.
    fn heard(&self, awaited: Awaited, since: Instant) -> bool {
        let mut state = self.state();
        state.waited = Some((awaited, since, Instant::now()));
        !state.gives_up
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// SQLite's question whether to try once more, after so many times for the same lock.
pub(crate) fn try_again(times: i32) -> bool {
    try_again_for(Awaited::AnotherProgram, times)
}

/// Whether to try once more, after so many times, what is kept from us by this.
pub(crate) fn try_again_for(awaited: Awaited, times: i32) -> bool {
    let goes_on = WAITS.with_borrow_mut(|waits| {
        let begun = waits.since.filter(|_| times > 0).unwrap_or_else(Instant::now);
        waits.since = Some(begun);
        let wanted = waits
            .seen_by
            .as_ref()
            .is_none_or(|seen| seen.heard(awaited, begun));
        wanted && begun.elapsed() < PATIENCE
    });
    if goes_on {
        let pause = PAUSES[(times.max(0) as usize).min(PAUSES.len() - 1)];
        std::thread::sleep(Duration::from_millis(pause));
    }
    goes_on
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use crate::connection::open_writer;
    use rusqlite::Connection;
    use rusqlite_migration::M;

    const STEPS: &[M<'_>] = &[M::up("CREATE TABLE a(x)")];

    #[test]
    fn who_waits_is_seen_and_can_be_ended() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.db");
        let mut ours = open_writer(&path, STEPS).expect("ours");
        let theirs = Connection::open(&path).expect("another program");
        theirs.execute_batch("BEGIN IMMEDIATE").expect("it is free");
        let in_use = InUse::default();
        assert!(!in_use.is_waited_for());
        let refused = std::thread::scope(|scope| {
            let waits = scope.spawn(|| in_use.watch(|| ours.transaction().map(drop)));
            while !in_use.is_waited_for() {
                assert!(!waits.is_finished(), "it is seen before it is over");
                std::thread::yield_now();
            }
            // Nobody lets go: only who is ended comes to an end before its time.
            in_use.give_up();
            waits.join().expect("no panic")
        });
        let error = crate::Error::from(refused.expect_err("it is locked"));
        assert_eq!(error.kind(), ErrorKind::Busy);
        assert!(!in_use.watch(|| try_again(1)), "nothing is waited for any longer");
        theirs.execute_batch("ROLLBACK").expect("let go");
        ours.transaction().expect("it is free again");
    }

    #[test]
    fn a_lock_that_is_let_go_of_is_taken_and_a_thread_is_seen_by_whoever_watches_it() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("x.db");
        let mut ours = open_writer(&path, STEPS).expect("ours");
        let theirs = Connection::open(&path).expect("another program");
        theirs.execute_batch("BEGIN IMMEDIATE").expect("it is free");
        let (outer, inner) = (InUse::default(), InUse::default());
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| {
                outer.watch(|| {
                    inner.watch(|| ());
                    ours.transaction().map(drop)
                })
            });
            while outer.state().waited.is_none() {
                std::thread::yield_now();
            }
            theirs.execute_batch("ROLLBACK").expect("let go");
            waits.join().expect("no panic").expect("it was free in time");
        });
        assert!(inner.state().waited.is_none(), "it was over before");
    }
}
