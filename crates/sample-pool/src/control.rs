//! What tests and the command line change while the server runs.

use crate::pool::{Edit, Pool};
use crate::quota::Category;
use crate::subs::mix;
use crate::world::World;
use crate::{Fault, Feature, SchemaAttribute, User};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The handle to a running server. Users and identities are named by their number, which is
/// never used again; all changes are to the sample pools and hold from the next page on.
#[derive(Debug, Clone)]
pub struct Control {
    world: Arc<World>,
}

impl Control {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    fn pool(&self) -> &Pool {
        self.world.sample()
    }

    /// How long each call takes from now on.
    pub fn set_latency(&self, latency: Duration) {
        self.world.set_latency(latency);
    }

    /// Whether AWS's quotas hold.
    pub fn set_quota(&self, on: bool) {
        self.world.quotas.turn(on);
    }

    /// Another app of the same account takes so many calls a second of a category.
    pub fn set_foreign_calls(&self, category: Category, calls_per_second: f64) {
        self.world.quotas.take_for_another(category, calls_per_second);
    }

    /// Replaces all faults; their counts begin anew.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.world.faults.set(faults);
    }

    /// Sets the server's clock ahead of the system's by so many seconds, or back. Signatures,
    /// temporary keys and page tokens go by it.
    pub fn set_clock_ahead(&self, seconds: i64) {
        self.world.clock.set_ahead_ms(seconds * 1000);
    }

    /// How many changes are made to the users after each page of them.
    pub fn set_churn(&self, changes: u32) {
        self.world.churn.store(changes, Ordering::Relaxed);
    }

    /// How many users there are now.
    pub fn users(&self) -> u64 {
        self.pool().read().users(self.pool())
    }

    /// The user of this number as the next page has it; `None` where it is deleted or was
    /// never there.
    pub fn user(&self, number: u64) -> Option<User> {
        self.pool().read().user(self.pool(), number)
    }

    /// Adds users and answers their numbers.
    pub fn add_users(&self, count: u64) -> Range<u64> {
        let mut changes = self.pool().write();
        let first = changes.end(self.pool());
        changes.added += count;
        first..first + count
    }

    /// Deletes a user.
    pub fn delete_user(&self, number: u64) {
        let mut changes = self.pool().write();
        if number < changes.end(self.pool()) {
            changes.deleted.insert(number);
        }
    }

    /// Gives a user another user name; the `sub` stays.
    pub fn rename_user(&self, number: u64, username: &str) {
        self.edit(number, |edit| edit.username = Some(username.to_owned()));
    }

    /// Sets an attribute of a user, or takes it away. The schema need not know it.
    pub fn set_attribute(&self, number: u64, name: &str, value: Option<&str>) {
        self.edit(number, |edit| {
            edit.attributes.insert(name.to_owned(), value.map(String::from));
        });
    }

    fn edit(&self, number: u64, change: impl FnOnce(&mut Edit)) {
        let now_ms = self.world.clock.now_ms();
        let mut changes = self.pool().write();
        let edit = changes.edits.entry(number).or_default();
        change(edit);
        edit.updated_ms = now_ms;
    }

    /// Adds an attribute to the schema.
    pub fn add_schema_attribute(&self, attribute: SchemaAttribute) {
        self.pool().write().schema.push(attribute);
    }

    /// Takes an attribute out of the schema; the users keep theirs.
    pub fn remove_schema_attribute(&self, name: &str) {
        self.pool()
            .write()
            .schema
            .retain(|attribute| attribute.name != name);
    }

    /// What `DescribeUserPool` gives as the number of users; the truth where it is `None`.
    pub fn set_estimate(&self, users: Option<u64>) {
        self.pool().write().estimate = users;
    }

    /// Deletes the pool, or brings it back.
    pub fn set_pool_deleted(&self, deleted: bool) {
        self.pool().write().gone = deleted;
    }

    /// Gives the pool a thing that a pool may have, or takes it away.
    pub fn set_feature(&self, feature: Feature, on: bool) {
        let mut changes = self.pool().write();
        if on {
            changes.features.insert(feature);
        } else {
            changes.features.remove(&feature);
        }
    }

    /// How many identities there are now, the disabled ones among them.
    pub fn identities(&self) -> u64 {
        self.world
            .sample_identities()
            .read()
            .identities(self.world.sample_identities())
    }

    /// The ID of an identity; `None` where it is deleted or was never there.
    pub fn identity_id(&self, identity: u64) -> Option<String> {
        let pool = self.world.sample_identities();
        pool.read().identity(pool, identity).map(|identity| identity.id)
    }

    /// Adds identities and answers their numbers.
    pub fn add_identities(&self, count: u64) -> Range<u64> {
        self.world.sample_identities().add(count)
    }

    /// Deletes an identity and its datasets.
    pub fn delete_identity(&self, identity: u64) {
        self.world.sample_identities().delete(identity);
    }

    /// Adds a record to a dataset of an identity or changes it, and answers the dataset's sync
    /// count, which is the record's too. A dataset that is not there is made.
    pub fn set_record(&self, identity: u64, dataset: &str, key: &str, value: &str) -> u64 {
        self.write_record(identity, dataset, key, Some(value))
    }

    /// Deletes a record, which is listed without a value from now on, and answers the dataset's
    /// sync count.
    pub fn delete_record(&self, identity: u64, dataset: &str, key: &str) -> u64 {
        self.write_record(identity, dataset, key, None)
    }

    /// Deletes a dataset with all of its records.
    pub fn delete_dataset(&self, identity: u64, dataset: &str) {
        let now_ms = self.world.clock.now_ms();
        self.world
            .sample_identities()
            .change_dataset(identity, dataset, |dataset| dataset.delete(now_ms));
    }

    fn write_record(&self, identity: u64, dataset: &str, key: &str, value: Option<&str>) -> u64 {
        let now_ms = self.world.clock.now_ms();
        self.world
            .sample_identities()
            .change_dataset(identity, dataset, |dataset| dataset.write(key, value, now_ms))
    }

    /// Changes users after a page of them, as [`Self::set_churn`] has it: in turn one is
    /// added, one edited, one renamed and one deleted.
    pub(crate) fn churn(&self, page: u64) {
        let changes = u64::from(self.world.churn.load(Ordering::Relaxed));
        for turn in page * changes..(page + 1) * changes {
            let number = mix(turn) % self.pool().read().end(self.pool()).max(1);
            match turn % 4 {
                0 => drop(self.add_users(1)),
                1 => self.set_attribute(number, "custom:notes", Some(&format!("changed {turn}"))),
                2 => self.rename_user(number, &format!("renamed.{turn}")),
                _ => self.delete_user(number),
            }
        }
    }
}
