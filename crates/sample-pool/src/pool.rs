//! A pool: its people, and what was changed about them since the server started.

use crate::clients::{self, Client};
use crate::groups::{self, Group};
use crate::population::{Population, User};
use crate::refusal::Refusal;
use crate::schema::{self, SchemaAttribute};
use crate::subs::Class;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// A user pool.
#[derive(Debug)]
pub(crate) struct Pool {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) groups: Vec<Group>,
    pub(crate) clients: &'static [Client],
    /// The users at the start, whose order in a listing never changes.
    pub(crate) base: u64,
    pub(crate) population: Population,
    changes: RwLock<Changes>,
}

/// What is not as it was at the start.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Users that were added; their numbers follow those of the first users.
    pub(crate) added: u64,
    pub(crate) deleted: BTreeSet<u64>,
    pub(crate) edits: BTreeMap<u64, Edit>,
    /// What `DescribeUserPool` estimates, where that is not the truth.
    pub(crate) estimate: Option<u64>,
    /// Whether the pool itself is gone.
    pub(crate) gone: bool,
    pub(crate) schema: Vec<SchemaAttribute>,
}

/// What was changed about one user.
#[derive(Debug, Default)]
pub(crate) struct Edit {
    pub(crate) username: Option<String>,
    pub(crate) attributes: BTreeMap<String, Option<String>>,
    pub(crate) updated_ms: i64,
}

impl Pool {
    /// The pool with people.
    pub(crate) fn sample(id: &str, seed: u64, users: u64) -> Self {
        Self {
            groups: groups::all(id),
            clients: &clients::ALL,
            ..Self::new(id, "Sample pool", seed, users, schema::sample())
        }
    }

    /// A pool with nobody in it.
    pub(crate) fn empty(id: &str, name: &'static str) -> Self {
        Self::new(id, name, 0, 0, schema::standard())
    }

    fn new(id: &str, name: &'static str, seed: u64, users: u64, schema: Vec<SchemaAttribute>) -> Self {
        Self {
            id: id.to_owned(),
            name,
            groups: Vec::new(),
            clients: &[],
            base: users,
            population: Population::new(seed, users),
            changes: RwLock::new(Changes {
                schema,
                ..Changes::default()
            }),
        }
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Changes> {
        self.changes.read().expect("BUG: no change to a pool panics")
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Changes> {
        self.changes.write().expect("BUG: no change to a pool panics")
    }

    /// The group of this name.
    pub(crate) fn group(&self, name: &str) -> Result<&Group, Refusal> {
        self.groups
            .iter()
            .find(|group| group.name == name)
            .ok_or_else(|| Refusal::not_found("Group not found."))
    }
}

impl Changes {
    /// All numbers that users have or had are below this.
    pub(crate) fn end(&self, pool: &Pool) -> u64 {
        pool.base + self.added
    }

    /// How many users there are now.
    pub(crate) fn users(&self, pool: &Pool) -> u64 {
        self.end(pool) - self.deleted.len() as u64
    }

    /// The user of this number as it is now, if there is one.
    pub(crate) fn user(&self, pool: &Pool, number: u64) -> Option<User> {
        if number >= self.end(pool) || self.deleted.contains(&number) {
            return None;
        }
        let mut user = pool.population.user(number);
        if let Some(edit) = self.edits.get(&number) {
            if let Some(username) = &edit.username {
                user.username.clone_from(username);
            }
            for (name, value) in &edit.attributes {
                user.set(name, value.clone().map(Into::into));
            }
            user.updated_ms = edit.updated_ms;
        }
        Some(user)
    }

    /// How many places a listing of these users has; some of them may be deleted.
    pub(crate) fn places(&self, pool: &Pool, class: Class) -> u64 {
        class.count(self.end(pool))
    }
}
