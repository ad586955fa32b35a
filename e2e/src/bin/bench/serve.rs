//! The pool, in a process of its own so that neither side waits for the other's threads.
//!
//! Says where it is in a line of JSON, then carries out the orders on its standard input, a line
//! of JSON each, and answers each with a line: what is measured begins after that. Ends with
//! its input.

use crate::arguments::Serve;
use crate::report::say;
use anyhow::{Context, Result};
use poolhouse_sample_pool::{Control, Fault, FaultKind, Key, Options, SamplePool, ShortPages, When};
use serde::{Deserialize, Serialize};
use std::io::BufRead;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// The call that every tool makes.
const LIST_USERS: &str = "ListUsers";

/// Where the pool is and how to sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) endpoint: String,
    pub(crate) user_pool_id: String,
    pub(crate) empty_pool_id: String,
    pub(crate) region: String,
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
}

/// What the pool is told.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Order {
    /// How it answers from now on.
    Answer { latency_ms: u64, quota: bool },
    /// After so many more listings of users, refuse all of them for so long.
    Throttle { after_calls: u64, for_ms: u64 },
    /// Change an attribute of one user in so many, to what no user had before.
    Change { every: u64 },
}

pub(crate) async fn serve(asked: &Serve) -> Result<()> {
    let options = Options {
        users: asked.users,
        // How many rows a call brings is AWS's affair; how many calls are made is the tool's.
        short_pages: ShortPages::Never,
        ..Options::default()
    };
    let pool = Arc::new(SamplePool::start(options).await?);
    let key = Key::full();
    say(&serde_json::to_string(&Address {
        endpoint: pool.endpoint(),
        user_pool_id: pool.pool_id().to_owned(),
        empty_pool_id: pool.empty_pool_id().to_owned(),
        region: pool.region().to_owned(),
        access_key_id: key.id,
        secret_access_key: key.secret,
    })?);
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let mut burst: Option<JoinHandle<()>> = None;
        let mut changes = 0;
        for line in std::io::stdin().lock().lines() {
            let line = line.context("could not read an order")?;
            match serde_json::from_str(&line).with_context(|| format!("no order: {line}"))? {
                Order::Answer { latency_ms, quota } => {
                    pool.control().set_latency(Duration::from_millis(latency_ms));
                    pool.control().set_quota(quota);
                }
                Order::Change { every } => {
                    changes += 1;
                    let value = format!("changed {changes} times");
                    for number in (0..pool.control().users()).step_by(every as usize) {
                        pool.control().set_attribute(number, "custom:tier", Some(&value));
                    }
                }
                Order::Throttle { after_calls, for_ms } => {
                    if let Some(before) = burst.take() {
                        before.abort();
                    }
                    pool.control().set_faults(Vec::new());
                    let pool = pool.clone();
                    burst = Some(runtime.spawn(async move {
                        throttle(&pool, after_calls, Duration::from_millis(for_ms)).await;
                    }));
                }
            }
            say("done");
        }
        Ok(())
    })
    .await?
}

/// Waits for the calls and then refuses all listings for as long as told.
async fn throttle(pool: &SamplePool, after_calls: u64, length: Duration) {
    const LOOK_EVERY: Duration = Duration::from_millis(5);
    let received = || pool.calls().of(LIST_USERS).received;
    let begin = received() + after_calls;
    while received() < begin {
        tokio::time::sleep(LOOK_EVERY).await;
    }
    let refuse = |control: &Control| {
        control.set_faults(vec![Fault {
            operation: Some(LIST_USERS.into()),
            when: When::Always,
            kind: FaultKind::Throttle,
        }]);
    };
    refuse(pool.control());
    tokio::time::sleep(length).await;
    pool.control().set_faults(Vec::new());
}
