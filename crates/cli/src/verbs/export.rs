//! `export`: the rows of a table, of a comparison or of everybody as a file, or a whole database.

use super::Failed;
use crate::Ended;
use crate::arguments::{self, Export};
use crate::output::Output;
use crate::progress;
use poolhouse_engine::model::{DataflowId, Filter, Sort, TableQuery, Test, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, Privacy, Subject};
use poolhouse_engine::{Engine, grouped};

/// What this program calls its one export.
const THIS: &str = "export";

pub(crate) async fn export(engine: &Engine, asked: &Export, output: &Output) -> Result<Ended, Failed> {
    let dataflow = match &asked.name {
        Some(name) => Some(engine.dataflow_named(name)?.id),
        None => None,
    };
    let is_masked = engine.preferences()?.mask_personal_data;
    let privacy = match asked.personal {
        Some(privacy) => privacy,
        None if is_masked => {
            output.say("Personal data is masked, as on every screen; --personal keep exports it as it is.");
            Privacy::Mask
        }
        None => Privacy::Keep,
    };
    let request = request(asked, dataflow, privacy)?;
    let mut events = engine.events();
    let written = engine.export_file(THIS, request);
    tokio::pin!(written);
    let exported = tokio::select! {
        exported = &mut written => exported,
        () = progress::show_export(THIS, &mut events) => written.await,
        _ = tokio::signal::ctrl_c() => {
            output.say("Cancelling …");
            engine.cancel_export(THIS);
            written.await
        }
    };
    progress::clear();
    let exported = exported?;
    output.answer(&exported, || format!("{}\n", exported.path));
    output.say(&format!(
        "{} rows, {} bytes.",
        grouped(exported.rows),
        grouped(exported.bytes)
    ));
    if exported.shortened > 0 {
        output.say(&format!(
            "{} values were longer than a cell of Excel's and were cut at 32,767 characters; other formats keep them whole.",
            grouped(exported.shortened)
        ));
    }
    Ok(Ended::Done)
}

fn request(asked: &Export, dataflow: Option<DataflowId>, privacy: Privacy) -> Result<ExportRequest, Failed> {
    let ending = asked.to.extension().and_then(|ending| ending.to_str());
    let format = match asked.format {
        Some(format) => format,
        None => ending.and_then(by_ending).ok_or_else(|| Failed::Plain {
            message: "What sort of file is it to be?".into(),
            hint: "End its name in .csv, .jsonl, .xlsx, .parquet or .sqlite, or give --format.".into(),
            ended: Ended::Usage,
        })?,
    };
    let to = std::path::absolute(&asked.to)?;
    let path = to.to_str().ok_or_else(|| Failed::Plain {
        message: "The file's name is not Unicode.".into(),
        hint: "Choose another.".into(),
        ended: Ended::Usage,
    })?;
    let version = asked
        .version_of
        .map_or(Version::Now, |run| Version::AsOf(arguments::run(run)));
    let what = match subject(asked, dataflow, version) {
        None => Handed::Database {
            dataflow: dataflow.ok_or_else(|| Failed::Plain {
                message: "Of which dataflow?".into(),
                hint: "Give its name, or --people.".into(),
                ended: Ended::Usage,
            })?,
            version,
        },
        Some(subject) => Handed::Rows {
            subject,
            query: query(asked),
            columns: asked.columns.clone(),
        },
    };
    Ok(ExportRequest {
        what,
        privacy,
        format,
        path: path.to_owned(),
        replace: asked.replace,
    })
}

/// What rows are wanted of; `None` for a whole database.
fn subject(asked: &Export, dataflow: Option<DataflowId>, version: Version) -> Option<Subject> {
    if asked.people {
        return Some(Subject::People {
            organization: None,
            dataflow,
            group: None,
        });
    }
    let (table, dataflow) = (asked.table.clone()?, dataflow?);
    Some(match asked.compare_from {
        Some(run) => Subject::Comparison {
            dataflow,
            table,
            from: Version::AsOf(arguments::run(run)),
            to: version,
        },
        None => Subject::Table {
            dataflow,
            table,
            version,
        },
    })
}

fn query(asked: &Export) -> TableQuery {
    let ascending = |column: &String| Sort {
        column: column.clone(),
        descending: false,
    };
    TableQuery {
        filters: asked.filters.iter().map(equals).collect(),
        search: asked.search.clone(),
        sort: asked.sort.iter().map(ascending).collect(),
    }
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
