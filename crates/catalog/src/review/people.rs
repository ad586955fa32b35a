//! Everybody of several databases, as one table: each person of each database is a row, with the
//! groups that the person is in and the other databases that know the same address.

use super::known::KnownPeople;
use super::lookups::{ALSO_IN, GROUPS, IN_MATCHING, Lookups};
use super::part::{Part, Searched};
use super::search::{Beyond, SEARCH};
use super::table::TableReader;
use crate::as_it_lies::Opened;
use crate::connection::open_reader;
use crate::database::{Classes, Entry, STEPS, shown_as_of};
use crate::error::Doing;
use crate::model::{StoredColumn, Version};
use crate::names::{check_dataflow_name, quote};
use crate::{DataFolder, Error};
use poolhouse_connector::{ColumnType, PersonalData, TableId};
use rusqlite::Connection;
use std::collections::HashSet;
use std::sync::Arc;

pub(super) const DOING: &str = "gather the people";

/// Columns of everybody at most: SQLite allows a view 2,000, and some are the order's and the place's own.
const MOST_COLUMNS: usize = 1_900;

const VIEW: &str = "poolhouse_people";
const PLACE: &str = "_poolhouse_place";

/// Kibibytes of page cache of all databases together, and of one of them at least: with that of one table
/// for each, twenty of them would hold more than all of the app may.
const CACHE: usize = 32_768;
const LEAST_CACHE: usize = 512;
const MOST_CACHE: usize = 8_192;

/// The people of one database, and where they stand in it. Columns are named as at the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleOf {
    /// The dataflow's name, which is the database's.
    pub name: String,
    /// Whose people they are; may be empty.
    pub organization: String,
    /// The table of people.
    pub people: TableId,
    /// Its column by which other tables name a person.
    pub identity: String,
    /// Its column by which a person is known in other databases, such as the e-mail address.
    pub address: String,
    /// Its columns that come first, each with the name it is shown by.
    pub leading: Vec<(String, String)>,
    /// Who is in which group, where that was imported.
    pub members: Option<MembersOf>,
    /// Of this group alone.
    pub group: Option<String>,
}

/// Who is in which group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembersOf {
    /// The table: a row for each person in each group.
    pub table: TableId,
    /// Its column with the group's name.
    pub group: String,
    /// Its column with the person's identity.
    pub person: String,
}

/// A database that was opened for its people.
pub(super) struct Found {
    pub(super) opened: Opened,
    pub(super) of: PeopleOf,
    pub(super) people: Entry,
    pub(super) members: Option<Entry>,
}

/// Everybody, and what of them is not to be seen.
#[derive(Debug)]
pub struct Everybody {
    /// Their rows.
    pub reader: TableReader,
    /// The databases that could not be read, each with why.
    pub unread: Vec<(String, Error)>,
    /// Columns for which there was no room.
    pub columns_left_out: u64,
}

impl TableReader {
    /// Opens everybody of the databases `of`. A database without the table of people has nobody. One
    /// that cannot be read is left out and told, so that it does not keep the others from view.
    ///
    /// The columns are `organization`, `database`, those that come first, `groups`, `also_in`, and then
    /// all others that any of the databases has, up to 1,900: those of many pools together may be more than
    /// SQLite can tell at a time. How many more there are is told, and each database has all of its own.
    /// `also_in` names those of `everywhere` that know the same address. What had to be read for these two
    /// is kept in `known`.
    pub fn people(
        folder: &DataFolder,
        of: &[PeopleOf],
        everywhere: &[PeopleOf],
        known: &KnownPeople,
    ) -> Everybody {
        let (mut found, mut unread) = (Vec::new(), Vec::new());
        let cache = (CACHE / of.len().max(1)).max(LEAST_CACHE);
        for of in of {
            let opened = open(folder, of).and_then(|opened| {
                if let Some(opened) = &opened {
                    keep_pages(&opened.opened.connection, cache.min(MOST_CACHE))?;
                }
                Ok(opened)
            });
            match opened {
                Ok(opened) => found.extend(opened),
                Err(error) => unread.push((of.name.clone(), error)),
            }
        }
        let (columns, columns_left_out) = columns(&found);
        let rows = found.iter().all(|found| found.of.group.is_none()).then(|| {
            let rows = found.iter().map(|found| found.people.rows);
            rows.sum()
        });
        let everywhere: Arc<[PeopleOf]> = everywhere.into();
        let parts = found.into_iter().map(|found| {
            let sql = found.sql(&columns);
            let lookups = found.lookups(folder, &everywhere, known);
            let searched = found.searched(&columns, lookups.clone());
            let part = Part::of(&found.of.name, found.opened, found.people, Vec::new());
            let make = Box::new(move |connection: &Connection| {
                lookups.tell(connection)?;
                connection.execute_batch(&sql).doing(DOING)
            });
            part.made(VIEW, PLACE, make).searched_by(searched)
        });
        let reader = Self {
            parts: parts.collect(),
            columns: columns.into_iter().map(|shown| shown.column).collect(),
            rows,
            lines: None,
        };
        Everybody {
            reader,
            unread,
            columns_left_out,
        }
    }

    /// Of how many databases these are rows.
    pub fn databases(&self) -> usize {
        self.parts.len()
    }
}

pub(super) fn open(folder: &DataFolder, of: &PeopleOf) -> Result<Option<Found>, Error> {
    check_dataflow_name(&of.name)?;
    let Some(opened) = open_reader(&folder.database_path(&of.name), STEPS)? else {
        return Ok(None);
    };
    let connection = &opened.connection;
    // Many are open at a time, and most are read once from their beginning to their end.
    keep_pages(connection, LEAST_CACHE)?;
    let mut entries = shown_as_of(connection, Version::Now)?;
    let mut take = |source: &TableId| {
        let place = entries.iter().position(|entry| entry.source == *source)?;
        Some(entries.swap_remove(place))
    };
    let Some(mut people) = take(&of.people) else {
        return Ok(None);
    };
    let classes = Classes::load(connection).doing(DOING)?;
    classes.apply(&people.source, &mut people.columns);
    let members = of.members.as_ref().and_then(|members| take(&members.table));
    Ok(Some(Found {
        opened,
        of: of.clone(),
        people,
        members,
    }))
}

/// Lets a connection keep so many kibibytes of pages.
fn keep_pages(connection: &Connection, kibibytes: usize) -> Result<(), Error> {
    connection
        .pragma_update(None, "cache_size", -(kibibytes as i64))
        .doing(DOING)
}

/// A column as it is shown.
struct Shown {
    column: StoredColumn,
    value: Source,
}

/// Where its values are from.
enum Source {
    Organization,
    Database,
    Groups,
    AlsoIn,
    /// The column of people with this name at the source.
    Column(String),
}

/// The columns of everybody, and how many there was no room for.
fn columns(found: &[Found]) -> (Vec<Shown>, u64) {
    let made = |name: &str, value| Shown {
        column: StoredColumn {
            name: name.to_owned(),
            original: name.to_owned(),
            kind: ColumnType::Text,
            personal: PersonalData::None,
        },
        value,
    };
    let mut columns = vec![
        made("organization", Source::Organization),
        made("database", Source::Database),
    ];
    for found in found {
        for (original, name) in &found.of.leading {
            if let Some(column) = found.people.column_of(original) {
                add(&mut columns, column, name);
            }
        }
    }
    columns.push(made("groups", Source::Groups));
    columns.push(made("also_in", Source::AlsoIn));
    let mut left_out = HashSet::new();
    for found in found {
        for column in &found.people.columns {
            if !add(&mut columns, column, &column.name) {
                left_out.insert(column.original.as_str());
            }
        }
    }
    (columns, left_out.len() as u64)
}

/// Adds a column of people unless another database had it before; answers whether it is there.
fn add(columns: &mut Vec<Shown>, column: &StoredColumn, name: &str) -> bool {
    let had = columns
        .iter_mut()
        .find(|shown| matches!(&shown.value, Source::Column(original) if *original == column.original));
    if let Some(had) = had {
        if had.column.kind != column.kind {
            had.column.kind = ColumnType::Text;
        }
        if had.column.personal == PersonalData::None {
            had.column.personal = column.personal;
        }
        return true;
    }
    if columns.len() >= MOST_COLUMNS {
        return false;
    }
    let mut name = name.to_owned();
    let is_taken = |columns: &[Shown], name: &str| {
        let mut names = columns.iter().map(|shown| shown.column.name.as_str());
        names.any(|each| each.eq_ignore_ascii_case(name)) || name.eq_ignore_ascii_case(PLACE)
    };
    while is_taken(columns, &name) {
        name.push('_');
    }
    columns.push(Shown {
        column: StoredColumn {
            name,
            ..column.clone()
        },
        value: Source::Column(column.original.clone()),
    });
    true
}

impl Found {
    pub(super) fn stored(&self, original: &str) -> Option<String> {
        stored(&self.people, original)
    }

    /// The table of who is in which group, and its columns with the group and the person.
    pub(super) fn members(&self) -> Option<(&Entry, String, String)> {
        let (entry, of) = self.members.as_ref().zip(self.of.members.as_ref())?;
        Some((entry, stored(entry, &of.group)?, stored(entry, &of.person)?))
    }

    fn lookups(&self, folder: &DataFolder, everywhere: &Arc<[PeopleOf]>, known: &KnownPeople) -> Lookups {
        let members = self.members();
        Lookups {
            folder: folder.clone(),
            name: self.of.name.clone(),
            everywhere: everywhere.clone(),
            known: known.clone(),
            members: members.map(|(entry, group, person)| Arc::new((entry.clone(), group, person))),
        }
    }

    /// The query that makes the view of this database's people.
    fn sql(&self, columns: &[Shown]) -> String {
        let identity = self.stored(&self.of.identity);
        let values: Vec<String> = columns
            .iter()
            .map(|shown| format!("{} AS {}", self.value(shown), quote(&shown.column.name)))
            .collect();
        let of_group = match (&self.of.group, self.members(), &identity) {
            (None, ..) => String::new(),
            (Some(group), Some((entry, name, person)), Some(identity)) => format!(
                " WHERE u.{identity} IN (SELECT {person} FROM {} WHERE {name} = {})",
                quote(&entry.physical),
                literal(group)
            ),
            (Some(_), ..) => " WHERE false".to_owned(),
        };
        format!(
            "CREATE TEMP VIEW {VIEW} AS SELECT u.rowid AS {PLACE}, {} FROM {} AS u{of_group};",
            values.join(", "),
            quote(&self.people.physical)
        )
    }

    fn value(&self, shown: &Shown) -> String {
        let value = match &shown.value {
            Source::Organization if self.of.organization.is_empty() => None,
            Source::Organization => Some(literal(&self.of.organization)),
            Source::Database => Some(literal(&self.of.name)),
            Source::Groups => self
                .members()
                .and_then(|_| self.stored(&self.of.identity))
                .map(|identity| format!("{GROUPS}(u.{identity})")),
            Source::AlsoIn => self
                .stored(&self.of.address)
                .map(|address| format!("{ALSO_IN}(u.{address})")),
            Source::Column(original) => self.stored(original).map(|column| format!("u.{column}")),
        };
        value.unwrap_or_else(|| "NULL".to_owned())
    }

    /// How the search goes over these people: what is the same for all is looked at once, groups by
    /// their names, and only what the row itself has row by row.
    fn searched(&self, columns: &[Shown], lookups: Lookups) -> Searched {
        let shown_of = |wanted: fn(&Source) -> bool| {
            let mut all = columns.iter();
            all.find(|shown| wanted(&shown.value))
                .map(|shown| quote(&shown.column.name))
        };
        let own = columns.iter().filter(
            |shown| matches!(&shown.value, Source::Column(original) if self.stored(original).is_some()),
        );
        let name_of = |original: &str| {
            let mut own = columns.iter();
            own.find(|shown| matches!(&shown.value, Source::Column(each) if each == original))
                .map(|shown| quote(&shown.column.name))
        };
        let has_groups = self.members().is_some() && self.stored(&self.of.identity).is_some();
        let identity = has_groups.then(|| name_of(&self.of.identity)).flatten();
        let also_in = self
            .stored(&self.of.address)
            .and(shown_of(|value| matches!(value, Source::AlsoIn)));
        let same_for_all = [self.of.organization.clone(), self.of.name.clone()];
        let others: Vec<String> = lookups.everywhere.iter().map(|of| of.name.clone()).collect();
        Searched {
            own: own.map(|shown| quote(&shown.column.name)).collect(),
            beyond: Box::new(move |connection, words| {
                let mut functions = Vec::new();
                if let Some(identity) = &identity {
                    lookups.tell_matching(connection, words)?;
                    functions.push((IN_MATCHING, identity.clone()));
                }
                // A word may lie across two of the names, which nobody means.
                if let Some(also_in) = &also_in
                    && others.iter().any(|name| words.within(name) != 0)
                {
                    functions.push((SEARCH, also_in.clone()));
                }
                let found = same_for_all.iter().map(|text| words.within(text));
                Ok(Beyond {
                    found: found.fold(0, |all, each| all | each),
                    functions,
                })
            }),
        }
    }
}

/// The stored name of a column, quoted.
pub(super) fn stored(entry: &Entry, original: &str) -> Option<String> {
    Some(quote(&entry.column_of(original)?.name))
}

/// A text within a statement that takes no bound values.
fn literal(text: &str) -> String {
    if text.contains('\0') {
        // Such a text would end the statement.
        let digits: Vec<String> = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        return format!("CAST(x'{}' AS TEXT)", digits.concat());
    }
    format!("'{}'", text.replace('\'', "''"))
}
