//! Ready questions: what a connector knows is often asked, as filters of the tables that are there.

use crate::engine::{Engine, Inner};
use crate::error::Error;
use crate::view::ReadyQuestion;
use jiff::ToSpan;
use poolhouse_catalog::DatabaseReader;
use poolhouse_catalog::model::{DataflowId, Filter, TableQuery, TableSummary, Test};
use poolhouse_connector::{Condition, Expected};

impl Engine {
    /// The questions that can be put to a dataflow's tables as they are now, those of one table
    /// together. A question about a table or a column that was not imported is left out.
    pub async fn ready_questions(&self, id: DataflowId) -> Result<Vec<ReadyQuestion>, Error> {
        let inner = self.inner.clone();
        crate::blocking(move || inner.ready_questions(id)).await
    }
}

impl Inner {
    fn ready_questions(&self, id: DataflowId) -> Result<Vec<ReadyQuestion>, Error> {
        let dataflow = self.dataflow(id)?;
        let Some(database) = DatabaseReader::open(&self.folder, &dataflow.draft.name)? else {
            return Ok(Vec::new());
        };
        let tables = database.tables()?;
        let ready = |question: poolhouse_connector::Question| {
            let table = tables.iter().find(|table| table.source == question.table)?;
            Some(ReadyQuestion {
                table: table.name.clone(),
                title: question.title.to_owned(),
                about: question.about.to_owned(),
                query: TableQuery {
                    filters: self.filters(&tables, table, &question.conditions)?,
                    ..TableQuery::default()
                },
            })
        };
        let questions = self.kind(&dataflow.draft.connector)?.questions();
        Ok(questions.into_iter().filter_map(ready).collect())
    }

    /// `None` where a column or table that is asked about is not there.
    fn filters(
        &self,
        tables: &[TableSummary],
        table: &TableSummary,
        conditions: &[Condition],
    ) -> Option<Vec<Filter>> {
        let filter = |condition: &Condition| {
            Some(Filter {
                column: stored(table, condition.column)?,
                test: self.test(tables, table, &condition.test)?,
                not: condition.not,
            })
        };
        conditions.iter().map(filter).collect()
    }

    fn test(&self, tables: &[TableSummary], table: &TableSummary, expected: &Expected) -> Option<Test> {
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
                let hours = i64::from(*days) * 24;
                let then = self.clock.now().checked_sub(hours.hours()).ok()?;
                Test::Between {
                    from: None,
                    to: Some(then.to_string()),
                }
            }
            Expected::Repeated => Test::Repeated,
            Expected::AlsoIn {
                table: other,
                column,
                conditions,
            } => {
                let other = tables.iter().find(|each| each.source == *other)?;
                Test::AlsoIn {
                    table: (other.source != table.source).then(|| other.name.clone()),
                    column: stored(other, column)?,
                    filters: self.filters(tables, other, conditions)?,
                }
            }
        })
    }
}

fn stored(table: &TableSummary, original: &str) -> Option<String> {
    let column = table.columns.iter().find(|column| column.original == original)?;
    Some(column.name.clone())
}
