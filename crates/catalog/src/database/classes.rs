//! What sort of personal data each column holds: as its source declares it or its name suggests, as
//! its values look, and before all as somebody said.
//!
//! Kept by the names at the source, so that a class outlives runs, versions and a column that goes and
//! comes back. Readers ask here for every version; the column catalogues are set right as well.

use super::handle::Database;
use super::looks::{Looks, settled};
use super::reader::DatabaseReader;
use super::{entries, looks};
use crate::Error;
use crate::error::Doing;
use crate::model::{ColumnClass, RunId, StoredColumn, TableColumns};
use crate::names::quote;
use crate::words::{from_word, word};
use poolhouse_connector::{PersonalData, TableId};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// What the values of a table's columns look like, by the names at the source; a column with too few
/// values is not among them.
pub(super) type Seen = Vec<(String, Option<PersonalData>)>;

/// The classes of a database's columns.
#[derive(Debug, Default)]
pub(crate) struct Classes(HashMap<(String, String), Class>);

#[derive(Debug, Clone, Copy)]
struct Class {
    declared: PersonalData,
    seen: Option<PersonalData>,
    said: Option<PersonalData>,
}

impl Class {
    fn found(self) -> PersonalData {
        settled(self.declared, self.seen)
    }

    fn effective(self) -> PersonalData {
        self.said.unwrap_or_else(|| self.found())
    }
}

impl Classes {
    pub(crate) fn load(connection: &Connection) -> Result<Self, Error> {
        // A reader does not migrate: the file may be of an earlier version.
        let sql = if has_classes(connection)? {
            "SELECT c.source, c.original, c.personal, k.seen, k.said FROM _poolhouse_columns AS c
             LEFT JOIN _poolhouse_classes AS k ON k.source = c.source AND k.original = c.original"
        } else {
            "SELECT source, original, personal, NULL, NULL FROM _poolhouse_columns"
        };
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut classes = HashMap::new();
        while let Some(row) = rows.next()? {
            let optional = |place: usize| -> Result<Option<PersonalData>, Error> {
                let text: Option<String> = row.get(place)?;
                text.as_deref().map(from_word).transpose()
            };
            let class = Class {
                declared: from_word(&row.get::<_, String>(2)?)?,
                seen: optional(3)?,
                said: optional(4)?,
            };
            classes.insert((row.get(0)?, row.get(1)?), class);
        }
        Ok(Self(classes))
    }

    fn of(&self, source: &TableId, original: &str) -> Option<Class> {
        self.0.get(&(source.to_string(), original.to_owned())).copied()
    }

    /// Makes columns of any version tell what is known of them now.
    pub(crate) fn apply(&self, source: &TableId, columns: &mut [StoredColumn]) {
        for column in columns {
            if let Some(class) = self.of(source, &column.original) {
                column.personal = class.effective();
            }
        }
    }
}

fn has_classes(connection: &Connection) -> Result<bool, Error> {
    entries::is_kept(connection, "_poolhouse_classes")
}

/// Looks at a sample of a version: rows from its beginning to its end, in equal steps.
pub(super) fn look(connection: &Connection, physical: &str, columns: &[StoredColumn]) -> Result<Seen, Error> {
    let last: i64 = connection.query_row(
        &format!("SELECT coalesce(max(rowid), 0) FROM {}", quote(physical)),
        [],
        |row| row.get(0),
    )?;
    let wanted = i64::from(looks::LOOKED_AT).min(last);
    let names: Vec<String> = columns.iter().map(|column| quote(&column.name)).collect();
    let mut statement = connection.prepare(&format!(
        "SELECT {} FROM {} WHERE rowid = ?1",
        names.join(", "),
        quote(physical)
    ))?;
    let mut seen = vec![Looks::default(); columns.len()];
    for step in 0..wanted {
        // Where duplicates were deleted a row is missing, which makes the sample a little smaller.
        let mut rows = statement.query([last - step * last / wanted])?;
        if let Some(row) = rows.next()? {
            for (place, looks) in seen.iter_mut().enumerate() {
                if let Ok(text) = row.get_ref(place)?.as_str() {
                    looks.see(text);
                }
            }
        }
    }
    Ok(told(columns, seen.iter()))
}

/// What the values look like, of the columns of which there were enough.
pub(super) fn told<'a>(columns: &[StoredColumn], seen: impl Iterator<Item = &'a Looks>) -> Seen {
    columns
        .iter()
        .zip(seen)
        .filter(|(_, looks)| looks.is_enough())
        .map(|(column, looks)| (column.original.clone(), looks.class()))
        .collect()
}

/// What a column holds once `seen` is learnt.
pub(super) fn foreseen(
    connection: &Connection,
    source: &TableId,
    columns: &[StoredColumn],
    seen: &Seen,
) -> Result<Vec<PersonalData>, Error> {
    let classes = Classes::load(connection)?;
    let of = |column: &StoredColumn| {
        let known = classes.of(source, &column.original);
        let mut class = known.unwrap_or(Class {
            declared: column.personal,
            seen: None,
            said: None,
        });
        if let Some((_, looks)) = seen.iter().find(|(original, _)| *original == column.original) {
            class.seen = *looks;
        }
        class.effective()
    };
    Ok(columns.iter().map(of).collect())
}

/// Remembers what the values look like, and tells it in the column catalogues that are kept.
pub(super) fn learn(connection: &Connection, source: &TableId, seen: &Seen) -> Result<(), Error> {
    for (original, class) in seen {
        connection
            .prepare_cached(
                "INSERT INTO _poolhouse_classes(source, original, seen) VALUES(?1, ?2, ?3)
                 ON CONFLICT(source, original) DO UPDATE SET seen = excluded.seen",
            )?
            .execute(params![source.as_str(), original, class.map(word)])?;
    }
    let originals: Vec<&str> = seen.iter().map(|(original, _)| original.as_str()).collect();
    tell_catalogues(connection, source, &originals)
}

/// Sets the column catalogues of every kept version right for these columns.
fn tell_catalogues(connection: &Connection, source: &TableId, originals: &[&str]) -> Result<(), Error> {
    let classes = Classes::load(connection)?;
    let catalogue = TableId::from(format!("{source}_columns"));
    let kept = entries::kept(connection)?.into_iter();
    for (physical, _) in kept.filter(|(_, of)| *of == catalogue) {
        let mut update = connection.prepare(&format!(
            "UPDATE {} SET personal_data = ?2 WHERE original = ?1 AND personal_data IS NOT ?2",
            quote(&physical)
        ))?;
        for original in originals {
            if let Some(class) = classes.of(source, original) {
                update.execute(params![original, word(class.effective())])?;
            }
        }
    }
    Ok(())
}

impl Database {
    /// Says what a column holds, in every version; `None` takes back what was said. The table and the
    /// column go by their names in the database.
    pub fn class_column(
        &mut self,
        table: &str,
        column: &str,
        class: Option<PersonalData>,
    ) -> Result<(), Error> {
        const DOING: &str = "say what a column holds";
        let transaction = self.connection.transaction().doing(DOING)?;
        let (source, original) = named(&transaction, table, column).doing(DOING)?;
        transaction
            .execute(
                "INSERT INTO _poolhouse_classes(source, original, said) VALUES(?1, ?2, ?3)
                 ON CONFLICT(source, original) DO UPDATE SET said = excluded.said",
                params![source.as_str(), original, class.map(word)],
            )
            .doing(DOING)?;
        tell_catalogues(&transaction, &source, &[&original]).doing(DOING)?;
        transaction.commit().doing(DOING)
    }
}

/// The names at the source of a column, of the newest publication that shows its table.
fn named(connection: &Connection, table: &str, column: &str) -> Result<(TableId, String), Error> {
    let source: Option<String> = connection
        .query_row(
            "SELECT source FROM _poolhouse_published WHERE target = ?1 ORDER BY seq DESC LIMIT 1",
            [table],
            |row| row.get(0),
        )
        .optional()?;
    let source = source.ok_or_else(|| Error::NoSuchTable {
        table: table.to_owned(),
    })?;
    let original: Option<String> = connection
        .query_row(
            "SELECT original FROM _poolhouse_columns WHERE source = ?1 AND name = ?2",
            [&source, column],
            |row| row.get(0),
        )
        .optional()?;
    let original = original.ok_or_else(|| crate::review::QueryFault::NoSuchColumn {
        column: column.to_owned(),
    })?;
    Ok((TableId::from(source), original))
}

impl DatabaseReader {
    /// What the columns of the tables that readers see hold, and where that is known from.
    pub fn classes(&self) -> Result<Vec<ColumnClass>, Error> {
        const DOING: &str = "read what the columns hold";
        let classes = Classes::load(self.connection()).doing(DOING)?;
        let mut told = Vec::new();
        for table in self.tables()? {
            for column in table.columns {
                let class = classes.of(&table.source, &column.original);
                told.push(ColumnClass {
                    table: table.name.clone(),
                    found: class.map_or(column.personal, Class::found),
                    said: class.and_then(|class| class.said),
                    column: column.name,
                });
            }
        }
        Ok(told)
    }

    /// The tables as a run published them, with what is known of their columns now. Its rows need not
    /// be kept.
    pub fn columns_of(&self, run: RunId) -> Result<Vec<TableColumns>, Error> {
        const DOING: &str = "read the columns";
        let connection = self.connection();
        let Some(seq) = entries::seq_of(connection, run).doing(DOING)? else {
            return Ok(Vec::new());
        };
        let classes = Classes::load(connection).doing(DOING)?;
        let published = entries::entries(connection, seq).doing(DOING)?.into_iter();
        let told = published.map(|mut entry| {
            classes.apply(&entry.source, &mut entry.columns);
            TableColumns {
                source: entry.source,
                name: entry.target,
                columns: entry.columns,
                key: entry.key,
            }
        });
        Ok(told.collect())
    }
}
