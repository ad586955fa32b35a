//! Everybody of several databases, as one table: each person of each database is a row, with the
//! groups that the person is in and the other databases that know the same address.

use super::part::Part;
use super::table::TableReader;
use crate::connection::open_reader;
use crate::database::{Classes, Entry, STEPS, shown_as_of};
use crate::error::Doing;
use crate::model::{StoredColumn, Version};
use crate::names::{check_dataflow_name, quote};
use crate::{DataFolder, Error};
use poolhouse_connector::{ColumnType, PersonalData, TableId};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use std::collections::HashMap;
use std::collections::hash_map::{Entry as Slot, RandomState};
use std::fmt::Write;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

const DOING: &str = "gather the people";

const VIEW: &str = "poolhouse_people";
const PLACE: &str = "_poolhouse_place";

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
struct Found {
    connection: Connection,
    of: PeopleOf,
    people: Entry,
    members: Option<Entry>,
}

/// Which databases know an address: those that more than one of them knows.
type Shared = Arc<Mutex<Option<Arc<HashMap<u64, Vec<usize>>>>>>;

impl TableReader {
    /// Opens everybody of these databases. A database without the table of people has nobody. One
    /// that cannot be read is left out and told, so that it does not keep the others from view.
    ///
    /// The columns are `organization`, `database`, those that come first, `groups`, `also_in`, and then
    /// all others that any of the databases has.
    pub fn people(folder: &DataFolder, of: &[PeopleOf]) -> (Self, Vec<(String, Error)>) {
        let (mut found, mut left_out) = (Vec::new(), Vec::new());
        for of in of {
            match open(folder, of) {
                Ok(opened) => found.extend(opened),
                Err(error) => left_out.push((of.name.clone(), error)),
            }
        }
        let columns = columns(&found);
        let rows = found.iter().all(|found| found.of.group.is_none()).then(|| {
            let rows = found.iter().map(|found| found.people.rows);
            rows.sum()
        });
        let names: Arc<[String]> = found.iter().map(|found| found.of.name.clone()).collect();
        let addresses: Arc<[(String, Option<String>)]> = found.iter().map(Found::addresses).collect();
        let shared = Shared::default();
        let hasher = RandomState::new();
        let parts = found.into_iter().enumerate().map(|(number, found)| {
            let sql = found.sql(&columns);
            let (folder, names, addresses) = (folder.clone(), names.clone(), addresses.clone());
            let (shared, hasher) = (shared.clone(), hasher.clone());
            let part = Part::of(&found.of.name, found.connection, found.people, Vec::new());
            part.made(
                VIEW,
                PLACE,
                Box::new(move |connection| {
                    let known = in_several(&folder, &addresses, &shared, &hasher)?;
                    tell_others(connection, number, names, known, hasher)?;
                    connection.execute_batch(&sql).doing(DOING)
                }),
            )
        });
        let reader = Self {
            parts: parts.collect(),
            columns: columns.into_iter().map(|shown| shown.column).collect(),
            rows,
        };
        (reader, left_out)
    }
}

/// The groups of one database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupsOf {
    /// Everybody, in a group or not.
    pub people: u64,
    /// Each group's name and how many are in it, in the order of the names.
    pub groups: Vec<(String, u64)>,
}

/// Counts the people and groups of a database; `None` where no people were imported. `groups` is
/// the table of groups and its column with their names.
pub fn groups_of(
    folder: &DataFolder,
    of: &PeopleOf,
    groups: &(TableId, String),
) -> Result<Option<GroupsOf>, Error> {
    let Some(found) = open(folder, of)? else {
        return Ok(None);
    };
    // Groups without members are in one of the tables alone.
    let mut names = Vec::new();
    let shown = shown_as_of(&found.connection, Version::Now)?;
    if let Some(entry) = shown.iter().find(|entry| entry.source == groups.0)
        && let Some(name) = stored(entry, &groups.1)
    {
        names.push(format!(
            "SELECT {name} AS name, 0 AS people FROM {}",
            quote(&entry.physical)
        ));
    }
    if let Some((entry, of)) = found.members.as_ref().zip(found.of.members.as_ref())
        && let Some(name) = stored(entry, &of.group)
    {
        names.push(format!(
            "SELECT {name} AS name, count(*) AS people FROM {} GROUP BY 1",
            quote(&entry.physical)
        ));
    }
    let mut groups = Vec::new();
    if !names.is_empty() {
        let sql = format!(
            "SELECT name, sum(people) FROM ({}) WHERE name IS NOT NULL GROUP BY name
             ORDER BY name COLLATE NOCASE",
            names.join(" UNION ALL ")
        );
        let mut statement = found.connection.prepare(&sql).doing(DOING)?;
        let mut rows = statement.query([]).doing(DOING)?;
        while let Some(row) = rows.next().doing(DOING)? {
            groups.push((
                row.get(0).doing(DOING)?,
                row.get::<_, i64>(1).doing(DOING)? as u64,
            ));
        }
    }
    Ok(Some(GroupsOf {
        people: found.people.rows,
        groups,
    }))
}

fn open(folder: &DataFolder, of: &PeopleOf) -> Result<Option<Found>, Error> {
    check_dataflow_name(&of.name)?;
    let Some(connection) = open_reader(&folder.database_path(&of.name), STEPS)? else {
        return Ok(None);
    };
    let mut entries = shown_as_of(&connection, Version::Now)?;
    let mut take = |source: &TableId| {
        let place = entries.iter().position(|entry| entry.source == *source)?;
        Some(entries.swap_remove(place))
    };
    let Some(mut people) = take(&of.people) else {
        return Ok(None);
    };
    let classes = Classes::load(&connection).doing(DOING)?;
    classes.apply(&people.source, &mut people.columns);
    let members = of.members.as_ref().and_then(|members| take(&members.table));
    Ok(Some(Found {
        connection,
        of: of.clone(),
        people,
        members,
    }))
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

fn columns(found: &[Found]) -> Vec<Shown> {
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
            let of = found
                .people
                .columns
                .iter()
                .find(|column| column.original == *original);
            if let Some(column) = of {
                add(&mut columns, column, name);
            }
        }
    }
    columns.push(made("groups", Source::Groups));
    columns.push(made("also_in", Source::AlsoIn));
    for found in found {
        for column in &found.people.columns {
            add(&mut columns, column, &column.name);
        }
    }
    columns
}

/// Adds a column of people unless another database had it before.
fn add(columns: &mut Vec<Shown>, column: &StoredColumn, name: &str) {
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
        return;
    }
    let mut name = name.to_owned();
    while columns
        .iter()
        .any(|shown| shown.column.name.eq_ignore_ascii_case(&name))
    {
        name.push('_');
    }
    columns.push(Shown {
        column: StoredColumn {
            name,
            ..column.clone()
        },
        value: Source::Column(column.original.clone()),
    });
}

impl Found {
    fn stored(&self, original: &str) -> Option<String> {
        stored(&self.people, original)
    }

    /// The query for all addresses, where people have any.
    fn addresses(&self) -> (String, Option<String>) {
        let sql = self.stored(&self.of.address).map(|address| {
            format!(
                "SELECT DISTINCT lower({address}) FROM {} WHERE {address} <> ''",
                quote(&self.people.physical)
            )
        });
        (self.of.name.clone(), sql)
    }

    /// Makes the view of this database's people, with what it needs.
    fn sql(&self, columns: &[Shown]) -> String {
        let members = self.members.as_ref().zip(self.of.members.as_ref());
        let members = members.and_then(|(entry, of)| {
            Some((
                quote(&entry.physical),
                stored(entry, &of.group)?,
                stored(entry, &of.person)?,
            ))
        });
        let identity = self.stored(&self.of.identity);
        let mut sql = String::new();
        if let Some((table, group, person)) = &members {
            // Writing to a string cannot fail.
            let _ = write!(
                sql,
                "CREATE TABLE temp.poolhouse_groups(person PRIMARY KEY, groups) WITHOUT ROWID;
                 INSERT INTO temp.poolhouse_groups SELECT {person}, group_concat({group}, ', ' ORDER BY {group})
                   FROM {table} WHERE {person} IS NOT NULL GROUP BY {person};"
            );
        }
        let value = |shown: &Shown| {
            let value = match &shown.value {
                Source::Organization if self.of.organization.is_empty() => "NULL".to_owned(),
                Source::Organization => literal(&self.of.organization),
                Source::Database => literal(&self.of.name),
                Source::Groups => match (&members, &identity) {
                    (Some(_), Some(identity)) => format!(
                        "(SELECT g.groups FROM temp.poolhouse_groups AS g WHERE g.person = u.{identity})"
                    ),
                    _ => "NULL".to_owned(),
                },
                Source::AlsoIn => self.stored(&self.of.address).map_or_else(
                    || "NULL".to_owned(),
                    |address| format!("poolhouse_also_in(u.{address})"),
                ),
                Source::Column(original) => self
                    .stored(original)
                    .map_or_else(|| "NULL".to_owned(), |column| format!("u.{column}")),
            };
            format!("{value} AS {}", quote(&shown.column.name))
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        let of_group = match (&self.of.group, &members, &identity) {
            (None, ..) => String::new(),
            (Some(group), Some((table, name, person)), Some(identity)) => format!(
                " WHERE u.{identity} IN (SELECT {person} FROM {table} WHERE {name} = {})",
                literal(group)
            ),
            (Some(_), ..) => " WHERE false".to_owned(),
        };
        let _ = write!(
            sql,
            "CREATE TEMP VIEW {VIEW} AS SELECT u.rowid AS {PLACE}, {} FROM {} AS u{of_group};",
            values.join(", "),
            quote(&self.people.physical)
        );
        sql
    }
}

/// The stored name of a column, quoted.
fn stored(entry: &Entry, original: &str) -> Option<String> {
    let column = entry.columns.iter().find(|column| column.original == original)?;
    Some(quote(&column.name))
}

/// A text within a statement that takes no bound values.
fn literal(text: &str) -> String {
    // A NUL would end the statement; nobody's name has one.
    format!("'{}'", text.replace('\0', "").replace('\'', "''"))
}

/// The addresses that several databases know, looked for once.
fn in_several(
    folder: &DataFolder,
    addresses: &[(String, Option<String>)],
    shared: &Shared,
    hasher: &RandomState,
) -> Result<Arc<HashMap<u64, Vec<usize>>>, Error> {
    let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = &*shared {
        return Ok(known.clone());
    }
    // Hashes and not addresses: of a million people these are some megabytes.
    let mut first: HashMap<u64, usize> = HashMap::new();
    let mut several: HashMap<u64, Vec<usize>> = HashMap::new();
    let asked = if addresses.len() > 1 { addresses } else { &[] };
    for (number, (name, sql)) in asked.iter().enumerate() {
        let connection = open_reader(&folder.database_path(name), STEPS)?;
        let (Some(connection), Some(sql)) = (connection, sql) else {
            continue;
        };
        let mut statement = connection.prepare(sql).doing(DOING)?;
        let mut rows = statement.query([]).doing(DOING)?;
        while let Some(row) = rows.next().doing(DOING)? {
            let bytes = row.get_ref(0).doing(DOING)?;
            let hash = hasher.hash_one(bytes.as_bytes().unwrap_or_default());
            match first.entry(hash) {
                Slot::Vacant(slot) => {
                    slot.insert(number);
                }
                Slot::Occupied(slot) => {
                    let databases = several.entry(hash).or_insert_with(|| vec![*slot.get()]);
                    if databases.last() != Some(&number) {
                        databases.push(number);
                    }
                }
            }
        }
    }
    let known = Arc::new(several);
    *shared = Some(known.clone());
    Ok(known)
}

/// The function by which the view names the other databases that know an address.
fn tell_others(
    connection: &Connection,
    number: usize,
    names: Arc<[String]>,
    known: Arc<HashMap<u64, Vec<usize>>>,
    hasher: RandomState,
) -> Result<(), Error> {
    // Without the mark no view may use it. It reads nothing but its argument and changes nothing.
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection
        .create_scalar_function("poolhouse_also_in", 1, flags, move |arguments| {
            if known.is_empty() {
                return Ok(None);
            }
            let Ok(address) = arguments.get_raw(0).as_bytes() else {
                return Ok(None);
            };
            let hash = hasher.hash_one(address.to_ascii_lowercase().as_slice());
            let others = known.get(&hash).into_iter().flatten();
            let others: Vec<&str> = others
                .filter(|other| **other != number)
                .map(|other| names[*other].as_str())
                .collect();
            Ok((!others.is_empty()).then(|| others.join(", ")))
        })
        .doing(DOING)
}
