//! Ready questions: what a connector knows is often asked, as filters of the tables that are there.

use crate::engine::{Engine, Inner};
use crate::error::Error;
use crate::view::ReadyQuestion;
use crate::words::grouped;
use jiff::Span;
use jiff::civil::Date;
use poolhouse_catalog::model::{DataflowId, Filter, Sort, TableQuery, TableSummary, Test};
use poolhouse_catalog::{DatabaseReader, zone_named};
use poolhouse_connector::{Condition, Expected};

/// Days that a question may count at most: a hundred years.
const MOST_DAYS: u32 = 36_500;

impl Engine {
    /// The questions that can be put to a dataflow's tables as they are now, those of one table
    /// together. A question about a table or a column that was not imported is left out.
    pub async fn ready_questions(&self, id: DataflowId) -> Result<Vec<ReadyQuestion>, Error> {
        let inner = self.inner.clone();
        crate::blocking(move || inner.ready_questions(id, None)).await
    }

    /// The question of this title, whatever the case of its letters: to this table where several have one.
    /// `days`, 1 to 36,500, stand in the place of those that the question counts. What cannot be is told beside the field
    /// `question`, `table` or `days`.
    pub async fn ready_question(
        &self,
        id: DataflowId,
        title: &str,
        table: Option<&str>,
        days: Option<u32>,
    ) -> Result<ReadyQuestion, Error> {
        let inner = self.inner.clone();
        let (title, table) = (title.trim().to_owned(), table.map(str::to_owned));
        crate::blocking(move || inner.ready_question(id, &title, table.as_deref(), days)).await
    }
}

impl Inner {
    fn ready_question(
        &self,
        id: DataflowId,
        title: &str,
        table: Option<&str>,
        days: Option<u32>,
    ) -> Result<ReadyQuestion, Error> {
        let dataflow = self.dataflow(id)?;
        if DatabaseReader::open(&self.folder, &dataflow.draft.name)?.is_none() {
            return Err(Error::NoDatabase(dataflow.draft.name));
        }
        let is_same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        let mut found = self.ready_questions(id, days)?;
        found.retain(|ready| is_same(&ready.title, title));
        if let Some(table) = table {
            found.retain(|ready| is_same(&ready.table, table));
        }
        if found.len() > 1 {
            let tables: Vec<&str> = found.iter().map(|ready| ready.table.as_str()).collect();
            let message = format!("Say to which of these tables: {}.", tables.join(", "));
            return Err(Error::field("table", message));
        }
        let Some(ready) = found.pop() else {
            let of = table.map_or_else(String::new, |table| format!(" to the table {table}"));
            let message =
                format!("There is no question “{title}”{of}. `questions` lists the ones there are.");
            return Err(Error::field("question", message));
        };
        match days {
            Some(_) if ready.days.is_none() => {
                let message = format!("The question “{}” counts no days.", ready.title);
                Err(Error::field("days", message))
            }
            Some(days) if !(1..=MOST_DAYS).contains(&days) => {
                let message = format!("From 1 to {} days can be counted.", grouped(MOST_DAYS.into()));
                Err(Error::field("days", message))
            }
            _ => Ok(ready),
        }
    }

    fn ready_questions(&self, id: DataflowId, days: Option<u32>) -> Result<Vec<ReadyQuestion>, Error> {
        let dataflow = self.dataflow(id)?;
        let Some(database) = DatabaseReader::open(&self.folder, &dataflow.draft.name)? else {
            return Ok(Vec::new());
        };
        let tables = database.tables()?;
        let asked = Asked {
            tables: &tables,
            today: self.clock.now().to_zoned(zone_named(None)).date(),
            days,
        };
        let ready = |question: poolhouse_connector::Question| {
            let table = tables.iter().find(|table| table.source == question.table)?;
            let order = question.order.iter();
            let sort = order
                .filter_map(|column| stored(table, column))
                .map(|column| Sort {
                    column,
                    descending: false,
                });
            Some(ReadyQuestion {
                table: table.name.clone(),
                title: question.title.to_owned(),
                about: question.about.to_owned(),
                query: TableQuery {
                    filters: asked.filters(table, &question.conditions)?,
                    search: String::new(),
                    sort: sort.collect(),
                },
                days: counted(&question.conditions).map(|counted| days.unwrap_or(counted)),
            })
        };
        let questions = self.kind(&dataflow.draft.connector)?.questions();
        Ok(questions.into_iter().filter_map(ready).collect())
    }
}

/// What questions are put to, and when.
struct Asked<'a> {
    tables: &'a [TableSummary],
    /// The day where this computer is.
    today: Date,
    /// In the place of those that a question counts.
    days: Option<u32>,
}

impl Asked<'_> {
    /// `None` where a column or table that is asked about is not there.
    fn filters(&self, table: &TableSummary, conditions: &[Condition]) -> Option<Vec<Filter>> {
        let filter = |condition: &Condition| {
            Some(Filter {
                column: stored(table, condition.column)?,
                test: self.test(table, &condition.test)?,
                not: condition.not,
            })
        };
        conditions.iter().map(filter).collect()
    }

    fn test(&self, table: &TableSummary, expected: &Expected) -> Option<Test> {
        Some(match expected {
            Expected::Is(text) => Test::Equals {
                text: (*text).to_owned(),
            },
            Expected::OneOf(texts) => Test::OneOf {
                texts: texts.iter().map(|&text| text.to_owned()).collect(),
            },
            Expected::Matches(pattern) => Test::Matches {
                pattern: (*pattern).to_owned(),
            },
            Expected::Null => Test::Null,
            Expected::OlderThan { days } => {
                // A whole day, so that the same question has the same rows until midnight, and can be read.
                let days = Span::new().try_days(self.days.unwrap_or(*days)).ok()?;
                Test::Days {
                    from: None,
                    to: Some(self.today.checked_sub(days).ok()?.to_string()),
                    zone: None,
                }
            }
            Expected::Repeated => Test::Repeated,
            Expected::AlsoIn {
                table: other,
                column,
                conditions,
            } => {
                let other = self.tables.iter().find(|each| each.source == *other)?;
                Test::AlsoIn {
                    table: (other.source != table.source).then(|| other.name.clone()),
                    column: stored(other, column)?,
                    filters: self.filters(other, conditions)?,
                }
            }
        })
    }
}

fn stored(table: &TableSummary, original: &str) -> Option<String> {
    let column = table.columns.iter().find(|column| column.original == original)?;
    Some(column.name.clone())
}

/// The days that a question counts.
fn counted(conditions: &[Condition]) -> Option<u32> {
    conditions.iter().find_map(|condition| match &condition.test {
        Expected::OlderThan { days } => Some(*days),
        Expected::AlsoIn { conditions, .. } => counted(conditions),
        _ => None,
    })
}
