//! How many people and which groups a database has.

use super::people::{DOING, PeopleOf, open, stored};
use crate::database::shown_as_of;
use crate::error::Doing;
use crate::model::{RunId, Version};
use crate::names::quote;
use crate::{DataFolder, Error};
use poolhouse_connector::TableId;

/// The groups of one database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupsOf {
    /// The run that published what is seen now.
    pub published: RunId,
    /// The name of the table of people.
    pub table: String,
    /// The name of its column by which other tables name a person; `None` where it was not imported.
    pub identity: Option<String>,
    /// The name of its column by which a person is known in other databases, likewise.
    pub address: Option<String>,
    /// Everybody, in a group or not.
    pub people: u64,
    /// Each group's name and how many are in it, in the order of the names; `None` where it was not
    /// imported who is in which.
    pub groups: Vec<(String, Option<u64>)>,
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
    let shown = shown_as_of(&found.opened.connection, Version::Now)?;
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
    let is_known = found.members().is_some();
    let mut groups = Vec::new();
    if !names.is_empty() {
        let sql = format!(
            "SELECT name, sum(people) FROM ({}) WHERE name IS NOT NULL GROUP BY name
             ORDER BY name COLLATE NOCASE",
            names.join(" UNION ALL ")
        );
        let mut statement = found.opened.connection.prepare(&sql).doing(DOING)?;
        let mut rows = statement.query([]).doing(DOING)?;
        while let Some(row) = rows.next().doing(DOING)? {
            let people = row.get::<_, i64>(1).doing(DOING)? as u64;
            groups.push((row.get(0).doing(DOING)?, is_known.then_some(people)));
        }
    }
    let published = found
        .opened
        .connection
        .query_row(
            "SELECT run FROM _poolhouse_publications ORDER BY seq DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .doing(DOING)?;
    let named = |original: &str| Some(found.people.column_of(original)?.name.clone());
    Ok(Some(GroupsOf {
        published: RunId(published),
        table: found.people.target.clone(),
        identity: named(&of.identity),
        address: named(&of.address),
        people: found.people.rows,
        groups,
    }))
}
