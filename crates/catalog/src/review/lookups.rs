//! What is known of a person beyond their row, as functions of a connection.

use super::known::{Addresses, KnownPeople, Memberships};
use super::people::{DOING, PeopleOf};
use super::search::{self, Mask, Words};
use crate::database::Entry;
use crate::error::Doing;
use crate::{DataFolder, Error};
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

/// The functions by which the view tells what is known of a person beyond their row.
pub(super) const GROUPS: &str = "poolhouse_groups";
pub(super) const ALSO_IN: &str = "poolhouse_also_in";
pub(super) const IN_MATCHING: &str = "poolhouse_in_matching";

/// What these functions need. They read it when they are first asked: most questions do not ask.
#[derive(Clone)]
pub(super) struct Lookups {
    pub(super) folder: DataFolder,
    pub(super) name: String,
    pub(super) everywhere: Arc<[PeopleOf]>,
    pub(super) known: KnownPeople,
    pub(super) members: Option<Arc<(Entry, String, String)>>,
}

impl Lookups {
    fn groups(&self) -> Result<Arc<Memberships>, Error> {
        let Some(members) = &self.members else {
            return Ok(Arc::default());
        };
        let (entry, group, person) = &**members;
        self.known
            .groups(&self.folder, &self.name, (entry, group, person))
    }

    /// Makes the functions of the view.
    pub(super) fn tell(&self, connection: &Connection) -> Result<(), Error> {
        // Without the mark no view may use them. They read nothing but what is kept and change nothing.
        let flags = FunctionFlags::SQLITE_UTF8
            | FunctionFlags::SQLITE_DETERMINISTIC
            | FunctionFlags::SQLITE_INNOCUOUS;
        let (this, kept) = (self.clone(), OnceCell::<Arc<Memberships>>::new());
        connection
            .create_scalar_function(GROUPS, 1, flags, move |arguments| {
                let Some(person) = bytes(arguments, 0) else {
                    return Ok(None);
                };
                let groups = once(&kept, || this.groups())?;
                Ok(groups.of(this.known.hash(person)))
            })
            .doing(DOING)?;
        let (this, kept) = (self.clone(), OnceCell::<Arc<Addresses>>::new());
        connection
            .create_scalar_function(ALSO_IN, 1, flags, move |arguments| {
                let Some(address) = bytes(arguments, 0) else {
                    return Ok(None);
                };
                let addresses = once(&kept, || this.known.addresses(&this.folder, &this.everywhere))?;
                Ok(this.known.others(addresses, &this.name, address))
            })
            .doing(DOING)
    }

    /// Makes the function that looks for the words in the names of somebody's groups.
    pub(super) fn tell_matching(&self, connection: &Connection, words: &Arc<Words>) -> Result<(), Error> {
        let (this, words, kept) = (self.clone(), words.clone(), OnceCell::<HashMap<u64, Mask>>::new());
        connection
            .create_scalar_function(IN_MATCHING, 2, search::flags(), move |arguments| {
                let before = search::before(arguments)?;
                if before == words.all() {
                    return Ok(before);
                }
                let matching = once(&kept, || Ok(this.groups()?.matching(&words)))?;
                if matching.is_empty() {
                    return Ok(before);
                }
                let person = bytes(arguments, 1).map(|person| this.known.hash(person));
                let found = person.and_then(|person| matching.get(&person));
                Ok(before | found.copied().unwrap_or_default())
            })
            .doing(DOING)
    }
}

fn bytes<'a>(arguments: &'a Context<'_>, place: usize) -> Option<&'a [u8]> {
    arguments.get_raw(place).as_bytes().ok()
}

/// What is kept, made the first time.
fn once<T>(kept: &OnceCell<T>, make: impl FnOnce() -> Result<T, Error>) -> rusqlite::Result<&T> {
    if let Some(kept) = kept.get() {
        return Ok(kept);
    }
    let made = make().map_err(|error| match error {
        Error::Sqlite { source, .. } => source,
        other => rusqlite::Error::UserFunctionError(other.into()),
    })?;
    Ok(kept.get_or_init(|| made))
}
