//! `profile`: what the values of a column are like.

use super::Failed;
use super::export::equals;
use crate::Ended;
use crate::arguments::{self, Profile};
use crate::output::{Output, columns, visible};
use poolhouse_engine::model::{ColumnProfile, TableQuery, Version};
use poolhouse_engine::view::Subject;
use poolhouse_engine::{Engine, grouped};

pub(crate) async fn profile(engine: &Engine, asked: &Profile, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(&asked.name)?;
    let subject = Subject::Table {
        dataflow: dataflow.id,
        table: asked.table.clone(),
        version: asked
            .version_of
            .map_or(Version::Now, |run| Version::AsOf(arguments::run(run))),
    };
    let query = TableQuery {
        filters: asked.filters.iter().map(equals).collect(),
        ..TableQuery::default()
    };
    let table = engine.open_table(subject, query).await?;
    let looked = engine.profile_column(table.view, &asked.column);
    tokio::pin!(looked);
    let profile = tokio::select! {
        profile = &mut looked => profile?,
        _ = tokio::signal::ctrl_c() => {
            engine.cancel_profile(table.view);
            drop(looked.await);
            return Ok(Ended::Cancelled);
        }
    };
    output.answer(&profile, || words(&profile));
    Ok(Ended::Done)
}

fn words(profile: &ColumnProfile) -> String {
    let text = |value: &Option<String>| value.as_deref().map_or_else(|| "–".into(), visible);
    let facts = [
        ("Rows", grouped(profile.rows)),
        ("Filled", grouped(profile.filled)),
        ("Distinct values", grouped(profile.distinct)),
        ("Shortest", text(&profile.shortest)),
        ("Longest", text(&profile.longest)),
        ("Least", text(&profile.least)),
        ("Greatest", text(&profile.greatest)),
    ];
    let mut words = String::new();
    for (name, value) in facts {
        words += &format!("{name}: {value}\n");
    }
    if !profile.frequent.is_empty() {
        let rows = profile.frequent.iter();
        let rows: Vec<Vec<String>> = rows
            .map(|each| vec![grouped(each.rows), visible(&each.value)])
            .collect();
        words += &format!("\n{}", columns(&["Rows", "Most frequent"], &rows));
    }
    if !profile.spread.is_empty() {
        let rows = profile.spread.iter();
        let rows: Vec<Vec<String>> = rows
            .map(|bar| vec![grouped(bar.rows), visible(&bar.from)])
            .collect();
        words += &format!("\n{}", columns(&["Rows", "From"], &rows));
    }
    words
}
