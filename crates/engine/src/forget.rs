//! Forgetting a person: what there is of them, first; then nothing, in one database and all its
//! versions.
//!
//! Who a row is about is said by the connector's tables. What was exported, and what the pool itself
//! holds, is out of reach and told as such. Nothing that is kept of the deed names the person: the log of
//! each run that shows less now has the numbers.

use crate::engine::{Engine, Event, Inner};
use crate::error::Error;
use crate::view::{TableCount, ViewId};
use crate::words::counted;
use jiff::Timestamp;
use poolhouse_catalog::model::{Dataflow, DataflowId, Forgotten, Held, LogLevel, Mention, TraceCount};
use poolhouse_catalog::{Database, DatabaseReader, People};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeSet;

/// Who is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Person {
    /// Whom a row of an open table is about.
    Row {
        /// The table, as it is open.
        view: ViewId,
        /// The row's place in its order.
        row: u64,
    },
    /// Whoever has this identifier, e-mail address or telephone number.
    Named {
        /// The value.
        value: String,
    },
    /// Whoever is known elsewhere by the same, as [`Forgetting::elsewhere`] told.
    Kept {
        /// By which the engine knows the value.
        value: u64,
    },
}

/// What forgetting a person would delete, and what it would not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Forgetting {
    /// The dataflow's name.
    pub name: String,
    /// What the person is known by here, masked where the screen is.
    pub who: String,
    /// What they are called, such as their name and e-mail address, likewise masked; may be empty.
    pub called: Vec<String>,
    /// Their rows, by table.
    pub tables: Vec<TableTrace>,
    /// Their lines in what changed.
    pub changes: u64,
    /// Whether what an interrupted run has read goes too, so that it begins anew.
    pub interrupted_run: bool,
    /// The damaged files that were set aside, by name: they go whole, with the versions in them.
    pub set_aside: Vec<String>,
    /// Bytes of the file, which is rewritten whole.
    pub bytes: u64,
    /// Where in what is about others something of them stands. It is left.
    pub mentions: Vec<Mention>,
    /// Other databases that hold somebody who is told by the same. They are left.
    pub elsewhere: Vec<Elsewhere>,
}

/// A person's rows in one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TableTrace {
    /// The table's name in the database.
    pub table: String,
    /// Their rows, all versions together.
    pub rows: u64,
    /// The versions that have one.
    pub versions: u64,
}

/// Another database that holds a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Elsewhere {
    /// Its dataflow.
    pub dataflow: DataflowId,
    /// The dataflow's name.
    pub name: String,
    /// Rows by table, all versions together.
    pub tables: Vec<TableCount>,
    /// Lines of what changed that name them.
    pub changes: u64,
    /// Rows that an interrupted run has read.
    pub staged: u64,
    /// Its copies, by name: those of migrations and damaged files that were set aside. They were not looked into.
    pub copies: Vec<String>,
    /// Whom to forget there, where one person alone is known by the same.
    pub person: Option<Person>,
    /// Why it could not be looked into, in words; `None` where it could.
    pub unreadable: Option<String>,
}

/// What was deleted of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PersonForgotten {
    /// The dataflow's name.
    pub name: String,
    /// Rows, all versions together.
    pub rows: u64,
    /// Lines of what changed.
    pub changes: u64,
}

impl Engine {
    /// What [`Self::forget_person`] would delete, and where else the person may be.
    pub async fn preview_forget(&self, id: DataflowId, person: Person) -> Result<Forgetting, Error> {
        let (inner, dataflow) = (self.inner.clone(), self.inner.dataflow(id)?);
        crate::blocking(move || {
            let (people, key) = inner.whom(&dataflow, &person)?;
            let name = dataflow.draft.name.clone();
            let database = inner.imported(&name)?;
            let traces = database.traces(&people, &key)?;
            let tables = traces.tables.into_iter();
            Ok(Forgetting {
                who: inner.screen()?.value(true, &key),
                called: inner.called(&dataflow, &database, &people, &key)?,
                tables: tables
                    .map(|(table, found)| TableTrace {
                        table,
                        rows: found.rows,
                        versions: found.versions,
                    })
                    .collect(),
                changes: traces.changes,
                interrupted_run: traces.staged,
                set_aside: database.set_aside()?,
                bytes: database.size_bytes()?,
                mentions: traces.mentions,
                elsewhere: inner.elsewhere(id, &traces.values)?,
                name,
            })
        })
        .await
    }

    /// Deletes one person from every version and from what changed, and rewrites the file so that no
    /// byte of them is left in it. The next run brings them back as long as the source has them.
    pub async fn forget_person(&self, id: DataflowId, person: Person) -> Result<PersonForgotten, Error> {
        let inner = self.inner.clone();
        let lock = inner.turn(id).await?;
        let (here, dataflow) = (inner.clone(), inner.dataflow(id)?);
        here.work_on(id, move || {
            let forgotten = inner.forget(&dataflow, &person);
            drop(lock);
            inner.tell(Event::Dataflows);
            forgotten
        })
        .await
    }

    /// Rewrites a database out of which somebody was deleted, where that could not be done at once.
    pub async fn finish_forgetting(&self, id: DataflowId) -> Result<(), Error> {
        let inner = self.inner.clone();
        let lock = inner.turn(id).await?;
        let name = inner.dataflow(id)?.draft.name;
        let here = inner.clone();
        here.work_on(id, move || {
            drop(inner.imported(&name)?);
            inner.views().close_all();
            let mut database = Database::open(&inner.folder, &name)?;
            let ended = if database.is_to_rewrite()? {
                database
                    .rewrite()
                    .map_err(|source| Error::NotRewritten { source })
            } else {
                Ok(())
            };
            drop(lock);
            inner.tell(Event::Dataflows);
            ended
        })
        .await
    }
}

impl Inner {
    fn imported(&self, name: &str) -> Result<DatabaseReader, Error> {
        DatabaseReader::open(&self.folder, name)?.ok_or_else(|| Error::NoDatabase(name.to_owned()))
    }

    /// The columns that tell people in this dataflow's tables.
    fn people_tables(&self, dataflow: &Dataflow) -> Result<People, Error> {
        let tables = self.kind(&dataflow.draft.connector)?.tables().into_iter();
        Ok(tables
            .filter_map(|table| Some((table.id, table.person?)))
            .collect())
    }

    /// What a person is called, as the screen shows it.
    fn called(
        &self,
        dataflow: &Dataflow,
        database: &DatabaseReader,
        people: &People,
        key: &str,
    ) -> Result<Vec<String>, Error> {
        let Some(directory) = self.kind(&dataflow.draft.connector)?.directory() else {
            return Ok(Vec::new());
        };
        let leading: Vec<&str> = directory.leading.iter().map(|(original, _)| *original).collect();
        let screen = self.screen()?;
        let called = database.called(people, key, &leading)?.into_iter();
        Ok(called.map(|value| screen.value(true, &value)).collect())
    }

    /// The columns that tell people in this dataflow's tables, and who is meant.
    fn whom(&self, dataflow: &Dataflow, person: &Person) -> Result<(People, String), Error> {
        let name = &dataflow.draft.name;
        let people = self.people_tables(dataflow)?;
        let nobody = || Error::NoSuchPerson { name: name.clone() };
        let value = match person {
            Person::Row { view, row } => {
                let (source, mut cells) = self.row_of(*view, *row)?;
                let person = people.get(&source).ok_or(Error::NotAPerson)?;
                // The value itself, not whoever else has it.
                let key = cells.remove(person).flatten();
                return Ok((people, key.ok_or_else(nobody)?));
            }
            Person::Named { value } => value.trim().to_owned(),
            Person::Kept { value } => {
                let kept = self.kept();
                kept.value(*value).ok_or_else(nobody)?.to_owned()
            }
        };
        let mut found = self.imported(name)?.find_people(&people, &[value].into())?;
        match (found.len(), found.pop_first()) {
            (1, Some(one)) => Ok((people, one)),
            (_, None) => Err(nobody()),
            (several, _) => Err(Error::SeveralPeople {
                name: name.clone(),
                people: several as u64,
            }),
        }
    }

    fn forget(&self, dataflow: &Dataflow, person: &Person) -> Result<PersonForgotten, Error> {
        let name = dataflow.draft.name.clone();
        let (people, key) = self.whom(dataflow, person)?;
        // Who looks at a table keeps the moment in which it was opened alive.
        self.views().close_all();
        let now = self.clock.now();
        let refused = |source| Error::NotForgotten { source };
        let mut database = Database::open(&self.folder, &name).map_err(refused)?;
        let forgotten = database.forget(&people, &key, now).map_err(refused)?;
        self.log_forgotten(&forgotten, now);
        database
            .rewrite()
            .map_err(|source| Error::NotRewritten { source })?;
        Ok(PersonForgotten {
            name,
            rows: forgotten.rows,
            changes: forgotten.changes,
        })
    }

    /// Says in the log of each run that shows less now, how much less.
    fn log_forgotten(&self, forgotten: &Forgotten, now: Timestamp) {
        for (run, count) in &forgotten.runs {
            let logged = self.catalog().log(*run, LogLevel::Note, &words(*count), now);
            if let Err(error) = logged {
                tracing::warn!(%error, %run, "that somebody was forgotten was not logged; the database has it");
            }
        }
    }

    /// The other databases in which one of these values tells somebody.
    fn elsewhere(&self, id: DataflowId, values: &BTreeSet<String>) -> Result<Vec<Elsewhere>, Error> {
        let mut found = Vec::new();
        let dataflows = self.reader().dataflows()?;
        for other in dataflows.into_iter().filter(|other| other.id != id) {
            let name = &other.draft.name;
            let copies = DatabaseReader::copies(&self.folder, name)?;
            let (held, person, unreadable) = match self.held(&other, values) {
                Ok((held, person)) => (held, person, None),
                Err(Error::Catalog(error)) => {
                    (Held::default(), None, Some(crate::error::catalog(&error).message))
                }
                Err(error) => return Err(error),
            };
            if held == Held::default() && copies.is_empty() && unreadable.is_none() {
                continue;
            }
            let tables = held.tables.into_iter();
            found.push(Elsewhere {
                dataflow: other.id,
                name: name.clone(),
                tables: tables.map(|(name, rows)| TableCount { name, rows }).collect(),
                changes: held.changes,
                staged: held.staged,
                copies,
                person,
                unreadable,
            });
        }
        Ok(found)
    }

    /// What another database holds of whoever is told by one of these values, and who that is where it is
    /// one person alone. Not somebody who had one once and has another now: an address may be given on.
    fn held(&self, other: &Dataflow, values: &BTreeSet<String>) -> Result<(Held, Option<Person>), Error> {
        let Some(database) = DatabaseReader::open(&self.folder, &other.draft.name)? else {
            return Ok((Held::default(), None));
        };
        let held = database.holds(values)?;
        if held.tables.is_empty() && held.changes == 0 {
            return Ok((held, None));
        }
        let people = self.people_tables(other)?;
        let mut whom = database.find_people(&people, values)?;
        let one = whom.pop_first().filter(|_| whom.is_empty());
        let person = match one {
            Some(key) if !database.has_moved_on(&people, &key, values)? => Some(Person::Kept {
                value: self.kept().keep(key),
            }),
            _ => None,
        };
        Ok((held, person))
    }
}

fn words(count: TraceCount) -> String {
    let rows = counted(count.rows, "row of this version", "rows of this version");
    let lines = counted(count.changes, "line of what changed", "lines of what changed");
    let deleted = match (count.rows, count.changes) {
        (0, _) => lines,
        (_, 0) => rows,
        _ => format!("{rows} and {lines}"),
    };
    format!("A person was forgotten since; deleted: {deleted}.")
}
