//! What a sample pool is started with.

use crate::{Fault, Key};
use std::time::Duration;

/// The settings of a sample pool. [`crate::Control`] changes most of them while it runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// The number of users; 50 and more include the hostile ones of [`crate::corpus`].
    pub users: u64,
    /// Another seed, other people.
    pub seed: u64,
    /// The number of groups. The first eleven are the ones that tests name; of the others the
    /// first hundred all have user 42 in them, and the rest one member or nobody.
    pub groups: u64,
    /// The number of app clients. The first three are the ones that tests name.
    pub clients: u64,
    /// The number of identities in the identity pool.
    pub identities: u64,
    /// How long each call takes; calls wait side by side.
    pub latency: Duration,
    /// Whether AWS's quotas hold.
    pub quota: bool,
    /// The port on 127.0.0.1; 0 is any.
    pub port: u16,
    /// The pool's ID, which begins with its Region.
    pub pool_id: String,
    /// The faults to begin with.
    pub faults: Vec<Fault>,
    /// How often a page of users is shorter than it need be, or empty, with a token.
    pub short_pages: ShortPages,
    /// How long a page token is good.
    pub token_life: Duration,
    /// Changes made to the users after each page of them: added, deleted, renamed, edited.
    pub churn: u32,
    /// The access keys that are known.
    pub keys: Vec<Key>,
}

/// How often pages are short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShortPages {
    /// Every page is full, but for the last.
    Never,
    /// About one page in sixteen is short, one in fifty empty.
    #[default]
    Seldom,
    /// About every second page is short, every fifth empty.
    Often,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            users: 250,
            seed: 1,
            groups: 11,
            clients: 3,
            identities: 120,
            latency: Duration::ZERO,
            quota: false,
            port: 0,
            pool_id: "eu-west-1_SamplePool".into(),
            faults: Vec::new(),
            short_pages: ShortPages::default(),
            token_life: Duration::from_hours(1),
            churn: 0,
            keys: Key::all(),
        }
    }
}
