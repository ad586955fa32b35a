//! `profile`: what the values of a column are like, or every column of a table in short.

use super::Failed;
use super::classes::word;
use super::wanted::{self, Rows};
use crate::Ended;
use crate::arguments::Profile;
use crate::output::{Output, columns, visible};
use crate::progress;
use poolhouse_connector::{ColumnType, PersonalData};
use poolhouse_engine::model::{ColumnProfile, StoredColumn, TableQuery, Version};
use poolhouse_engine::view::{OpenedTable, Subject, ViewId};
use poolhouse_engine::{Engine, Error, counted, grouped};
use serde::Serialize;

/// A column, and what its values are like.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Looked<'a> {
    #[serde(flatten)]
    column: &'a StoredColumn,
    profile: ColumnProfile,
}

pub(crate) async fn profile(engine: &Engine, asked: &Profile, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(&asked.name)?;
    let Some((table, column)) = asked.of() else {
        return Err(refused(
            "One table is looked at, and one column of it.",
            "Give each once: profile NAME TABLE COLUMN.",
        ));
    };
    let rows = wanted::rows(engine, Some(dataflow.id), table, &asked.wanted, &[]).await?;
    let Rows { table, mut query } = rows;
    // Values have no need of the order of their rows.
    query.sort.clear();
    let Some(table) = table else {
        return Err(refused(
            "Of which table?",
            "Give its name; `tables` lists the ones there are.",
        ));
    };
    let subject = Subject::Table {
        dataflow: dataflow.id,
        table: table.clone(),
        version: asked.version_of.map_or(Version::Now, Version::AsOf),
    };
    let is_all = query == TableQuery::default();
    let opened = engine.open_table(subject, query).await?;
    let ended = match column {
        Some(column) => match opened.columns.iter().find(|known| known.name == column) {
            Some(column) => one(engine, opened.view, column, output).await,
            None => Err(refused(
                &format!("There is no column {column} in {table}."),
                &format!("`profile {} {table}` lists its columns.", asked.name),
            )),
        },
        None => in_short(engine, &opened, is_all, output).await,
    };
    engine.close_table(opened.view);
    ended
}

fn refused(message: &str, hint: &str) -> Failed {
    Failed::Plain {
        message: message.into(),
        hint: hint.into(),
        ended: Ended::Usage,
    }
}

async fn one(engine: &Engine, view: ViewId, column: &StoredColumn, output: &Output) -> Result<Ended, Failed> {
    let profile = look(engine, view, &column.name).await?;
    output.answer(&profile, || words(&profile, column.kind));
    Ok(Ended::Done)
}

/// Every column, one after the other: the engine looks at one of a table at a time.
async fn in_short(
    engine: &Engine,
    table: &OpenedTable,
    is_all: bool,
    output: &Output,
) -> Result<Ended, Failed> {
    let mut all = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        progress::show_columns(all.len() + 1, table.columns.len());
        let looked = look(engine, table.view, &column.name).await;
        progress::clear();
        all.push(Looked {
            column,
            profile: looked?,
        });
    }
    output.answer(&all, || short_words(&all, is_all));
    Ok(Ended::Done)
}

async fn look(engine: &Engine, view: ViewId, column: &str) -> Result<ColumnProfile, Error> {
    let looked = engine.profile_column(view, column);
    tokio::pin!(looked);
    tokio::select! {
        profile = &mut looked => profile,
        _ = tokio::signal::ctrl_c() => {
            engine.cancel_profile(view);
            drop(looked.await);
            Err(Error::Cancelled)
        }
    }
}

fn short_words(all: &[Looked<'_>], is_all: bool) -> String {
    let rows = all.first().map_or(0, |looked| looked.profile.rows);
    let over = match (rows, is_all) {
        (rows, true) => format!("Over all {} rows.", grouped(rows)),
        (1, false) => "Over the 1 row that was asked for.".into(),
        (rows, false) => format!("Over the {} rows that were asked for.", grouped(rows)),
    };
    let lines: Vec<Vec<String>> = all
        .iter()
        .map(|Looked { column, profile }| {
            vec![
                column.name.clone(),
                sort_words(column),
                share(profile.filled, profile.rows),
                grouped(profile.distinct),
            ]
        })
        .collect();
    format!(
        "{over}\n\n{}",
        columns(&["Column", "Type", "Filled", "Distinct"], &lines)
    )
}

fn sort_words(column: &StoredColumn) -> String {
    let kind = match column.kind {
        ColumnType::Text => "text",
        ColumnType::Number => "number",
        ColumnType::Boolean => "yes or no (1 and 0)",
        ColumnType::Timestamp => "date and time",
        ColumnType::Json => "JSON",
    };
    match column.personal {
        PersonalData::None => kind.to_owned(),
        personal => format!("{kind}, {}", word(personal)),
    }
}

/// A share in hundredths: never all nor nothing where it is only nearly so.
fn share(part: u64, whole: u64) -> String {
    match (part, whole) {
        (_, 0) => "–".into(),
        (0, _) => "0 %".into(),
        (part, whole) if part * 100 < whole => "< 1 %".into(),
        (part, whole) if part < whole && part * 100 > whole * 99 => "> 99 %".into(),
        (part, whole) => format!("{} %", (part * 200 + whole) / (whole * 2)),
    }
}

fn words(profile: &ColumnProfile, kind: ColumnType) -> String {
    let text = |value: &Option<String>| value.as_deref().map_or_else(|| "–".into(), visible);
    let (least, greatest, misfits) = match kind {
        ColumnType::Timestamp => ("Earliest", "Latest", "No dates"),
        ColumnType::Number => ("Least", "Greatest", "No numbers"),
        ColumnType::Text | ColumnType::Boolean | ColumnType::Json => ("First in order", "Last in order", ""),
    };
    let mut facts = vec![
        ("Rows", grouped(profile.rows)),
        ("Filled", grouped(profile.filled)),
        ("Distinct values", grouped(profile.distinct)),
        ("Shortest", text(&profile.shortest)),
        ("Longest", text(&profile.longest)),
        (least, text(&profile.least)),
        (greatest, text(&profile.greatest)),
    ];
    if profile.misfits > 0 {
        facts.push((misfits, counted(profile.misfits, "row", "rows")));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_all_or_nothing_only_where_it_is() {
        let shares = [
            (0, 0),
            (0, 9),
            (1, 101),
            (1, 100),
            (5, 200),
            (1, 2),
            (999, 1_000),
            (99, 100),
            (7, 7),
        ];
        let told: Vec<String> = shares.iter().map(|(part, whole)| share(*part, *whole)).collect();
        assert_eq!(
            told,
            [
                "–", "0 %", "< 1 %", "1 %", "3 %", "50 %", "> 99 %", "99 %", "100 %"
            ]
        );
    }
}
