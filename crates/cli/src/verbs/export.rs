//! `export`: the rows of a table as a file.

use super::Failed;
use crate::Ended;
use crate::arguments::{self, Export};
use crate::output::Output;
use poolhouse_engine::model::{Filter, Sort, TableQuery, Test, Version};
use poolhouse_engine::view::ExportRequest;
use poolhouse_engine::{Engine, Format, grouped};
use tokio_util::sync::CancellationToken;

pub(crate) async fn export(engine: &Engine, asked: &Export, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(&asked.name)?;
    let request = request(asked)?;
    let cancel = CancellationToken::new();
    let written = engine.export(dataflow.id, request, cancel.clone(), |_| {});
    tokio::pin!(written);
    let exported = tokio::select! {
        exported = &mut written => exported,
        _ = tokio::signal::ctrl_c() => {
            output.say("Cancelling …");
            cancel.cancel();
            written.await
        }
    }?;
    output.answer(&exported, || format!("{}\n", exported.path));
    output.say(&format!(
        "{} rows, {} bytes.",
        grouped(exported.rows),
        grouped(exported.bytes)
    ));
    Ok(Ended::Done)
}

fn request(asked: &Export) -> Result<ExportRequest, Failed> {
    let ending = asked.to.extension().and_then(|ending| ending.to_str());
    let format = match asked.format {
        Some(format) => format,
        None => ending.and_then(by_ending).ok_or_else(|| Failed::Plain {
            message: "What sort of file is it to be?".into(),
            hint: "End its name in .csv, .jsonl, .xlsx or .parquet, or give --format.".into(),
            ended: Ended::Usage,
        })?,
    };
    let path = asked.to.to_str().ok_or_else(|| Failed::Plain {
        message: "The file's name is not Unicode.".into(),
        hint: "Choose another.".into(),
        ended: Ended::Usage,
    })?;
    Ok(ExportRequest {
        table: asked.table.clone(),
        version: asked
            .version_of
            .map_or(Version::Now, |run| Version::AsOf(arguments::run(run))),
        query: TableQuery {
            filters: asked.filters.iter().map(equals).collect(),
            search: asked.search.clone(),
            sort: asked
                .sort
                .iter()
                .map(|column| Sort {
                    column: column.clone(),
                    descending: false,
                })
                .collect(),
        },
        columns: asked.columns.clone(),
        privacy: asked.personal,
        format,
        path: path.to_owned(),
        replace: asked.replace,
    })
}

fn equals((column, text): &(String, String)) -> Filter {
    Filter {
        column: column.clone(),
        test: Test::Equals { text: text.clone() },
        not: false,
    }
}

fn by_ending(ending: &str) -> Option<Format> {
    [Format::Csv, Format::JsonLines, Format::Xlsx, Format::Parquet]
        .into_iter()
        .find(|format| ending.eq_ignore_ascii_case(format.ending()))
}
