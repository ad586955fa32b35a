//! A pool: its people, and what was changed about them since the server started.

use crate::Feature;
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
    pub(crate) clients: Vec<Client>,
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
    pub(crate) features: BTreeSet<Feature>,
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
    pub(crate) fn sample(id: &str, seed: u64, users: u64, groups: u64, clients: u64) -> Self {
        let pool = Self::new(id, "Sample pool", seed, users, schema::sample());
        pool.write().features = Feature::ALL.into();
        Self {
            groups: groups::all(id, groups, users),
            clients: clients::all(clients),
            ..pool
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
            clients: Vec::new(),
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

    /// Whether the pool has this now.
    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.read().has(feature)
    }

    /// The user that a call names, by user name or by `sub`.
    pub(crate) fn user(&self, username: Option<&str>) -> Result<User, Refusal> {
        let username = username.ok_or_else(|| Refusal::missing("username"))?;
        self.read().find(self, username).ok_or_else(Refusal::no_such_user)
    }

    /// The app client that a call names, where it names one.
    pub(crate) fn client(&self, id: Option<&str>) -> Result<Option<&Client>, Refusal> {
        let Some(id) = id else {
            return Ok(None);
        };
        self.clients
            .iter()
            .find(|client| client.id == id)
            .map(Some)
            .ok_or_else(|| Refusal::not_found(format!("User pool client {id} does not exist.")))
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
    /// Whether the pool has this now.
    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

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
