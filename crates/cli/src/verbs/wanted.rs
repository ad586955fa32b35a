//! The rows that `export` and `profile` are asked for: what was typed, and a question with it.

use super::Failed;
use crate::Ended;
use crate::arguments::{Wanted, Where};
use poolhouse_engine::Engine;
use poolhouse_engine::model::{DataflowId, Filter, Sort, TableQuery};

/// The table, where one is named or a question is about it, and which of its rows.
pub(super) struct Rows {
    pub(super) table: Option<String>,
    pub(super) query: TableQuery,
}

pub(super) fn filters(typed: &[Where]) -> Vec<Filter> {
    typed.iter().map(|typed| typed.filter.clone()).collect()
}

/// What was typed comes first: an error names a filter by its place. A question's order is that of its rows
/// until another is typed.
pub(super) async fn rows(
    engine: &Engine,
    dataflow: Option<DataflowId>,
    table: Option<&str>,
    wanted: &Wanted,
    sort: &[Sort],
) -> Result<Rows, Failed> {
    let mut rows = Rows {
        table: table.map(str::to_owned),
        query: TableQuery {
            filters: filters(&wanted.filters),
            search: wanted.search.clone(),
            sort: sort.to_vec(),
        },
    };
    if let Some(title) = &wanted.question {
        let dataflow = dataflow.ok_or_else(no_dataflow)?;
        let ready = engine.ready_question(dataflow, title, table, wanted.days).await?;
        rows.table = Some(ready.table);
        rows.query.filters.extend(ready.query.filters);
        if rows.query.sort.is_empty() {
            rows.query.sort = ready.query.sort;
        }
    }
    Ok(rows)
}

/// Refuses what cannot be done without one.
pub(super) fn no_dataflow() -> Failed {
    Failed::Plain {
        message: "Of which dataflow?".into(),
        hint: "Give its name; `list` shows the ones there are.".into(),
        ended: Ended::Usage,
    }
}
