//! `export`: the rows of a table as a file.

use super::Failed;
use crate::Ended;
use crate::arguments::{self, Export};
use crate::output::Output;
use poolhouse_engine::model::{DataflowId, Filter, Sort, TableQuery, Test, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, Subject};
use poolhouse_engine::{Engine, grouped};

/// What this program calls its one export.
const THIS: &str = "export";

pub(crate) async fn export(engine: &Engine, asked: &Export, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(&asked.name)?;
    let request = request(asked, dataflow.id)?;
    let written = engine.export_file(THIS, request);
    tokio::pin!(written);
    let exported = tokio::select! {
        exported = &mut written => exported,
        _ = tokio::signal::ctrl_c() => {
            output.say("Cancelling …");
            engine.cancel_export(THIS);
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

fn request(asked: &Export, dataflow: DataflowId) -> Result<ExportRequest, Failed> {
    let ending = asked.to.extension().and_then(|ending| ending.to_str());
    let format = match asked.format {
        Some(format) => format,
        None => ending.and_then(by_ending).ok_or_else(|| Failed::Plain {
            message: "What sort of file is it to be?".into(),
            hint: "End its name in .csv, .jsonl, .xlsx, .parquet or .sqlite, or give --format.".into(),
            ended: Ended::Usage,
        })?,
    };
    let path = asked.to.to_str().ok_or_else(|| Failed::Plain {
        message: "The file's name is not Unicode.".into(),
        hint: "Choose another.".into(),
        ended: Ended::Usage,
    })?;
    let version = asked
        .version_of
        .map_or(Version::Now, |run| Version::AsOf(arguments::run(run)));
    let what = match &asked.table {
        None => Handed::Database { dataflow, version },
        Some(table) => Handed::Rows {
            subject: Subject::Table {
                dataflow,
                table: table.clone(),
                version,
            },
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
        },
    };
    Ok(ExportRequest {
        what,
        privacy: asked.personal,
        format,
        path: path.to_owned(),
        replace: asked.replace,
    })
}

pub(super) fn equals((column, text): &(String, String)) -> Filter {
    Filter {
        column: column.clone(),
        test: Test::Equals { text: text.clone() },
        not: false,
    }
}

fn by_ending(ending: &str) -> Option<FileFormat> {
    use FileFormat::{Csv, JsonLines, Parquet, Sqlite, Xlsx};
    [Csv, JsonLines, Xlsx, Parquet, Sqlite]
        .into_iter()
        .find(|format| ending.eq_ignore_ascii_case(format.ending()))
}
