//! [`KnownPeople`]: what is known of people beyond their own row, namely their groups and which databases
//! know their address. Read once for each version and kept in memory, as hashes and not as values;
//! whoever reads people shares it. Nothing of it is ever written.

use super::search::{Mask, Words};
use crate::Error;
use crate::as_it_lies::Opened;
use crate::connection::open_reader;
use crate::database::{Entry, STEPS};
use crate::error::Doing;
use crate::names::quote;
use crate::{DataFolder, review::people::PeopleOf};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const DOING: &str = "gather the people";

/// What is known of the people of all databases. Cheap to clone: it is one for all.
#[derive(Clone, Default)]
pub struct KnownPeople(Arc<Known>);

#[derive(Default)]
struct Known {
    hasher: RandomState,
    /// By the database's name: of which version, and the groups of its people.
    groups: Mutex<HashMap<String, (Version, Arc<Memberships>)>>,
    /// Of which versions, and the addresses that several of them know.
    addresses: Mutex<Option<(Vec<Version>, Arc<Addresses>)>>,
}

/// Tells a version of a table from all others: the database, the table that has it, its rows.
type Version = (String, String, u64);

fn version(name: &str, entry: &Entry) -> Version {
    (name.to_owned(), entry.physical.clone(), entry.rows)
}

impl fmt::Debug for KnownPeople {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownPeople").finish_non_exhaustive()
    }
}

impl KnownPeople {
    /// What a person's identity or address is known by. Case does not count in an address: it is given
    /// here as it is, and folded by who asks.
    pub(super) fn hash(&self, bytes: &[u8]) -> u64 {
        self.0.hasher.hash_one(bytes)
    }

    fn hash_folded(&self, bytes: &[u8]) -> u64 {
        self.hash(&bytes.to_ascii_lowercase())
    }

    /// The groups of the people of a database: of the table `entry`, its columns with the group's name and
    /// the person's identity, quoted.
    pub(super) fn groups(
        &self,
        folder: &DataFolder,
        name: &str,
        (entry, group, person): (&Entry, &str, &str),
    ) -> Result<Arc<Memberships>, Error> {
        let mut kept = lock(&self.0.groups);
        let wanted = version(name, entry);
        if let Some((version, known)) = kept.get(name)
            && *version == wanted
        {
            return Ok(known.clone());
        }
        let known = match open_reader(&folder.database_path(name), STEPS)? {
            Some(Opened { connection, .. }) => {
                let sql = format!(
                    "SELECT {person}, {group} FROM {} WHERE {person} IS NOT NULL AND {group} IS NOT NULL",
                    quote(&entry.physical)
                );
                self.memberships(&connection, &sql)?
            }
            None => Memberships::default(),
        };
        let known = Arc::new(known);
        kept.insert(name.to_owned(), (wanted, known.clone()));
        Ok(known)
    }

    fn memberships(&self, connection: &Connection, sql: &str) -> Result<Memberships, Error> {
        let mut numbers: HashMap<Vec<u8>, u32> = HashMap::new();
        let mut of: Vec<(u64, u32)> = Vec::new();
        each(connection, sql, |row| {
            let (Some(person), Some(group)) = (bytes(row, 0)?, bytes(row, 1)?) else {
                return Ok(());
            };
            let number = if let Some(number) = numbers.get(group) {
                *number
            } else {
                let number = numbers.len() as u32;
                numbers.insert(group.to_vec(), number);
                number
            };
            of.push((self.hash(person), number));
            Ok(())
        })?;
        // By their names, as they are to stand beside each other.
        let mut names: Vec<(Vec<u8>, u32)> = numbers.into_iter().collect();
        names.sort_unstable();
        let mut places = vec![0; names.len()];
        for (place, (_, number)) in names.iter().enumerate() {
            places[*number as usize] = place as u32;
        }
        for (_, number) in &mut of {
            *number = places[*number as usize];
        }
        of.sort_unstable();
        of.shrink_to_fit();
        let text = |(name, _): (Vec<u8>, u32)| String::from_utf8_lossy(&name).into_owned();
        Ok(Memberships {
            names: names.into_iter().map(text).collect(),
            of,
        })
    }

    /// The addresses that more than one of these databases knows. One that cannot be read knows none.
    pub(super) fn addresses(&self, folder: &DataFolder, of: &[PeopleOf]) -> Result<Arc<Addresses>, Error> {
        let mut kept = lock(&self.0.addresses);
        let mut found = Vec::new();
        for of in of {
            if let Ok(Some(opened)) = super::people::open(folder, of)
                && let Some(address) = opened.stored(&of.address)
            {
                found.push((
                    version(&of.name, &opened.people),
                    address,
                    opened.opened.connection,
                ));
            }
        }
        let wanted: Vec<Version> = found.iter().map(|(version, ..)| version.clone()).collect();
        if let Some((versions, known)) = &*kept
            && *versions == wanted
        {
            return Ok(known.clone());
        }
        let mut known: Vec<(u64, u32)> = Vec::new();
        if found.len() > 1 {
            for (number, ((_, table, _), address, connection)) in found.iter().enumerate() {
                let sql = format!("SELECT {address} FROM {} WHERE {address} <> ''", quote(table));
                each(connection, &sql, |row| {
                    if let Some(address) = bytes(row, 0)? {
                        known.push((self.hash_folded(address), number as u32));
                    }
                    Ok(())
                })?;
            }
        }
        drop(found);
        known.sort_unstable();
        known.dedup();
        // Of those that one database alone knows there is nothing to be said.
        let several = known
            .chunk_by(|one, other| one.0 == other.0)
            .filter(|databases| databases.len() > 1);
        let known = Arc::new(Addresses {
            names: wanted.iter().map(|(name, ..)| name.clone()).collect(),
            of: several.flatten().copied().collect(),
        });
        *kept = Some((wanted, known.clone()));
        Ok(known)
    }

    /// The other databases that know an address, by their names.
    pub(super) fn others(&self, addresses: &Addresses, home: &str, address: &[u8]) -> Option<String> {
        if addresses.of.is_empty() {
            return None;
        }
        let names = of(&addresses.of, self.hash_folded(address))
            .map(|number| addresses.names[number as usize].as_str())
            .filter(|name| *name != home);
        joined(names)
    }
}

/// Who is in which groups: a person by a hash, a group by its place among the names.
#[derive(Debug, Default)]
pub(super) struct Memberships {
    names: Vec<String>,
    /// Sorted, so that the groups of a person stand together and by their names.
    of: Vec<(u64, u32)>,
}

impl Memberships {
    /// The groups of a person.
    pub(super) fn of(&self, person: u64) -> Option<String> {
        joined(of(&self.of, person).map(|number| self.names[number as usize].as_str()))
    }

    /// Which words stand in the names of a person's groups, of those in a group in whose name one does.
    pub(super) fn matching(&self, words: &Words) -> HashMap<u64, Mask> {
        let matching: Vec<Mask> = self.names.iter().map(|name| words.within(name)).collect();
        let mut found = HashMap::new();
        if matching.iter().all(|mask| *mask == 0) {
            return found;
        }
        for (person, number) in &self.of {
            let mask = matching[*number as usize];
            if mask != 0 {
                *found.entry(*person).or_default() |= mask;
            }
        }
        found
    }
}

/// Which databases know an address, of those that several know.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    names: Vec<String>,
    of: Vec<(u64, u32)>,
}

fn of(sorted: &[(u64, u32)], hash: u64) -> impl Iterator<Item = u32> {
    let from = sorted.partition_point(|(each, _)| *each < hash);
    let found = sorted[from..].iter().take_while(move |(each, _)| *each == hash);
    found.map(|(_, number)| *number)
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut all = String::new();
    let mut is_first = true;
    for name in names {
        if !is_first {
            all.push_str(", ");
        }
        all.push_str(name);
        is_first = false;
    }
    (!is_first).then_some(all)
}

fn each(
    connection: &Connection,
    sql: &str,
    mut each: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut statement = connection.prepare(sql).doing(DOING)?;
    let mut rows = statement.query([]).doing(DOING)?;
    while let Some(row) = rows.next().doing(DOING)? {
        each(row)?;
    }
    Ok(())
}

/// The bytes of a text; who is named by anything else is known by nothing.
fn bytes<'a>(row: &'a Row<'_>, place: usize) -> Result<Option<&'a [u8]>, Error> {
    Ok(match row.get_ref(place).doing(DOING)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => None,
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
