//! An identity pool: its identities, a pure function of the seed and their number, and what was
//! changed about them since the server started.

use crate::datasets::{self, Dataset};
use crate::draw::Draw;
use crate::json::seconds;
use crate::subs::{Class, Subs, mix};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// An identity pool.
#[derive(Debug)]
pub(crate) struct IdentityPool {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    /// Whether it has any settings beside those that each pool has.
    pub(crate) configured: bool,
    region: String,
    /// What identity pools call the sample user pool.
    pub(crate) user_pool: String,
    seed: u64,
    /// The identities at the start, whose order in a listing never changes.
    pub(crate) base: u64,
    ids: Subs,
    changes: RwLock<IdentityChanges>,
}

/// What is not as it was at the start.
#[derive(Debug, Default)]
pub(crate) struct IdentityChanges {
    added: u64,
    deleted: BTreeSet<u64>,
    /// The datasets that were written to, deleted ones among them.
    datasets: BTreeMap<(u64, String), Dataset>,
}

/// An identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) number: u64,
    pub(crate) id: String,
    /// The providers it signed in with; a guest has none.
    logins: Vec<String>,
    pub(crate) created_ms: i64,
    modified_ms: i64,
    /// Merged into another one. Nothing but `HideDisabled` shows it.
    pub(crate) disabled: bool,
}

const DAY_MS: u64 = 86_400_000;
/// The first second of 2020.
const EARLIEST_MS: u64 = 1_577_836_800_000;

impl IdentityPool {
    /// The pool with identities, some of which come from this user pool.
    pub(crate) fn sample(region: &str, user_pool_id: &str, seed: u64, identities: u64) -> Self {
        Self {
            name: "=1+1, Sample pool @home",
            configured: true,
            user_pool: format!("cognito-idp.{region}.amazonaws.com/{user_pool_id}"),
            base: identities,
            ..Self::new(region, "5a3b1e00-0001-4a5b-8c6d-000000000001", seed)
        }
    }

    /// A pool with no identity in it.
    pub(crate) fn empty(region: &str) -> Self {
        Self::new(region, "5a3b1e00-0002-4a5b-8c6d-000000000002", 0)
    }

    fn new(region: &str, own: &str, seed: u64) -> Self {
        let seed = mix(seed ^ 0x1de7);
        Self {
            id: format!("{region}:{own}"),
            name: "Empty identity pool",
            configured: false,
            region: region.to_owned(),
            user_pool: String::new(),
            seed,
            base: 0,
            ids: Subs::new(seed),
            changes: RwLock::default(),
        }
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, IdentityChanges> {
        self.changes.read().expect("BUG: no change to a pool panics")
    }

    fn write(&self) -> RwLockWriteGuard<'_, IdentityChanges> {
        self.changes.write().expect("BUG: no change to a pool panics")
    }

    /// Adds identities and answers their numbers.
    pub(crate) fn add(&self, count: u64) -> std::ops::Range<u64> {
        let mut changes = self.write();
        let first = changes.end(self);
        changes.added += count;
        first..first + count
    }

    /// Deletes an identity.
    pub(crate) fn delete(&self, number: u64) {
        let mut changes = self.write();
        if number < changes.end(self) {
            changes.deleted.insert(number);
            changes.datasets.retain(|(of, _), _| *of != number);
        }
    }

    /// Changes a dataset of an identity, which is made where it is not there.
    pub(crate) fn change_dataset<T>(
        &self,
        identity: u64,
        name: &str,
        change: impl FnOnce(&mut Dataset) -> T,
    ) -> T {
        let mut changes = self.write();
        let now = changes.dataset(self, identity, name);
        let dataset = changes
            .datasets
            .entry((identity, name.to_owned()))
            .or_insert_with(|| now.unwrap_or_else(|| Dataset::missing(name)));
        change(dataset)
    }

    fn identity(&self, number: u64) -> Identity {
        let mut draw = Draw::new(self.seed ^ mix(number));
        let created_ms = (EARLIEST_MS + draw.below(1800 * DAY_MS)) as i64;
        let mut logins = Vec::new();
        if number % 4 != 1 {
            let providers = [
                "accounts.google.com".to_owned(),
                "graph.facebook.com".to_owned(),
                self.user_pool.clone(),
                "login.example.app".to_owned(),
            ];
            let first = draw.below(4) as usize;
            let count = 1 + usize::from(draw.below(3) == 0);
            logins.extend(providers.iter().cycle().skip(first).take(count).cloned());
        }
        Identity {
            number,
            id: format!("{}:{}", self.region, self.ids.sub(number)),
            logins,
            created_ms,
            modified_ms: created_ms + draw.below(200 * DAY_MS) as i64,
            disabled: number % 17 == 5,
        }
    }
}

impl IdentityChanges {
    /// All numbers that identities have or had are below this.
    pub(crate) fn end(&self, pool: &IdentityPool) -> u64 {
        pool.base + self.added
    }

    /// How many identities there are now.
    pub(crate) fn identities(&self, pool: &IdentityPool) -> u64 {
        self.end(pool) - self.deleted.len() as u64
    }

    /// The identity of this number, if there is one.
    pub(crate) fn identity(&self, pool: &IdentityPool, number: u64) -> Option<Identity> {
        let there = number < self.end(pool) && !self.deleted.contains(&number);
        there.then(|| pool.identity(number))
    }

    /// The identity at a place of the listing; some of them may be deleted.
    pub(crate) fn at(&self, pool: &IdentityPool, position: u64) -> Option<Identity> {
        self.identity(pool, Class::ALL.user_at(position, pool.base))
    }

    /// The identity of this ID, if there is one.
    pub(crate) fn find(&self, pool: &IdentityPool, id: &str) -> Option<Identity> {
        let own = id.strip_prefix(pool.region.as_str())?.strip_prefix(':')?;
        let class = pool.ids.class(own.get(..8)?);
        (0..class.count(self.end(pool)))
            .map(|rank| class.residue + rank * class.modulus)
            .find(|&number| pool.ids.sub(number) == own)
            .and_then(|number| self.identity(pool, number))
    }

    /// A dataset of an identity as it is now, or as it was deleted; `None` where it never was.
    pub(crate) fn dataset(&self, pool: &IdentityPool, identity: u64, name: &str) -> Option<Dataset> {
        match self.datasets.get(&(identity, name.to_owned())) {
            Some(changed) => Some(changed.clone()),
            None if identity < pool.base => datasets::at_the_start(pool.seed, &pool.identity(identity), name),
            None => None,
        }
    }

    /// The datasets of an identity, by name.
    pub(crate) fn datasets(&self, pool: &IdentityPool, identity: u64) -> Vec<Dataset> {
        let own = (identity, String::new())..(identity + 1, String::new());
        let mut names: BTreeSet<&str> = self
            .datasets
            .range(own)
            .map(|((_, name), _)| name.as_str())
            .collect();
        names.extend(datasets::NAMES);
        names
            .into_iter()
            .filter_map(|name| self.dataset(pool, identity, name))
            .filter(|dataset| dataset.exists)
            .collect()
    }
}

impl Identity {
    pub(crate) fn json(&self) -> Value {
        let mut identity = json!({
            "IdentityId": self.id,
            "CreationDate": seconds(self.created_ms),
            "LastModifiedDate": seconds(self.modified_ms),
        });
        if !self.logins.is_empty() {
            identity["Logins"] = json!(self.logins);
        }
        identity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_identity_is_found_by_its_id() {
        let pool = IdentityPool::sample("eu-west-1", "eu-west-1_P", 1, 3000);
        let added = pool.add(10);
        pool.delete(7);
        let changes = pool.read();
        for number in (0..3000).chain(added) {
            let id = format!("eu-west-1:{}", pool.ids.sub(number));
            let found = changes.find(&pool, &id).map(|identity| identity.number);
            assert_eq!(found, (number != 7).then_some(number));
        }
        for nobody in ["", "eu-west-1:", "eu-west-1:00000000-0000", "us-east-1:x", "é"] {
            assert_eq!(changes.find(&pool, nobody), None, "{nobody}");
        }
    }

    #[test]
    fn a_dataset_that_is_made_is_listed_and_one_that_is_deleted_is_not() {
        let pool = IdentityPool::sample("eu-west-1", "eu-west-1_P", 1, 10);
        let names = |identity| -> Vec<String> {
            let changes = pool.read();
            let datasets = changes.datasets(&pool, identity);
            datasets.into_iter().map(|dataset| dataset.name).collect()
        };
        assert!(names(0).is_empty(), "every third has none");
        pool.change_dataset(0, "fresh", |dataset| dataset.write("k", Some("v"), 1));
        assert_eq!(names(0), ["fresh"]);
        let before = names(1);
        pool.change_dataset(1, "settings", |dataset| dataset.delete(1));
        assert_eq!(names(1).len() + 1, before.len());
    }
}
