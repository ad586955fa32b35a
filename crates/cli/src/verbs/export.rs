//! `export`: the rows of a table, of a comparison or of everybody as a file, or a whole database.

use super::Failed;
use super::left_out;
use super::wanted::{self, Rows};
use crate::Ended;
use crate::arguments::Export;
use crate::output::Output;
use crate::progress;
use poolhouse_engine::model::{DataflowId, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, Privacy, Subject};
use poolhouse_engine::{Engine, counted, grouped};

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
    let table = asked.table.as_deref();
    let rows = wanted::rows(engine, dataflow, table, &asked.wanted, &asked.sort).await?;
    let request = request(asked, dataflow, rows, privacy)?;
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
        "{}, {}.",
        counted(exported.rows, "row", "rows"),
        counted(exported.bytes, "byte", "bytes")
    ));
    if exported.shortened > 0 {
        output.say(&format!(
            "{} values were longer than a cell of Excel's and were cut at 32,767 characters; other formats keep them whole.",
            grouped(exported.shortened)
        ));
    }
    if exported.cells_left_out > 0 {
        output.say(&format!(
            "{} of personal columns left out: those cells of before and after are empty.",
            counted(exported.cells_left_out, "value", "values")
        ));
    }
    Ok(left_out::say(
        &exported.left_out,
        exported.columns_left_out,
        output,
    ))
}

fn request(
    asked: &Export,
    dataflow: Option<DataflowId>,
    rows: Rows,
    privacy: Privacy,
) -> Result<ExportRequest, Failed> {
    let is_whole = rows.table.is_none() && !asked.people;
    let format = format(asked, is_whole)?;
    let to = std::path::absolute(&asked.to)?;
    let path = to.to_str().ok_or_else(|| Failed::Plain {
        message: "The file's name is not Unicode.".into(),
        hint: "Choose another.".into(),
        ended: Ended::Usage,
    })?;
    let version = asked.version_of.map_or(Version::Now, Version::AsOf);
    let what = match subject(asked, dataflow, rows.table, version) {
        None => Handed::Database {
            dataflow: dataflow.ok_or_else(wanted::no_dataflow)?,
            version,
        },
        Some(subject) => Handed::Rows {
            subject,
            query: rows.query,
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
fn subject(
    asked: &Export,
    dataflow: Option<DataflowId>,
    table: Option<String>,
    version: Version,
) -> Option<Subject> {
    if asked.people {
        return Some(Subject::People {
            organization: None,
            dataflow,
            group: None,
        });
    }
    let (table, dataflow) = (table?, dataflow?);
    Some(match asked.compare_from {
        Some(run) => Subject::Comparison {
            dataflow,
            table,
            from: Version::AsOf(run),
            to: version,
        },
        None => Subject::Table {
            dataflow,
            table,
            version,
        },
    })
}

/// The format, as it was given or as the file's name ends.
fn format(asked: &Export, is_whole: bool) -> Result<FileFormat, Failed> {
    let to = asked.to.display();
    let ending = asked.to.extension().and_then(|ending| ending.to_str());
    if asked.to.as_os_str() == "-" {
        return Err(Failed::Plain {
            message: "An export goes into a file, and not to standard output.".into(),
            hint: "Name the file, such as --to people.csv; `find --json` writes people to standard output."
                .into(),
            ended: Ended::Usage,
        });
    }
    let format = asked.format.or_else(|| ending.and_then(by_ending));
    let is_folder = asked.to.is_dir();
    if let Some(format) = format
        && !is_folder
    {
        return Ok(format);
    }
    let (message, hint) = match (is_folder, is_whole) {
        (true, true) if format.is_some_and(|format| format != FileFormat::Sqlite) => (
            format!("{to} is there already, and a folder is never replaced."),
            "Name one that is not there yet.".into(),
        ),
        (true, false) => (
            format!("{to} is a folder."),
            format!("Name the file in it, such as {}.", asked.to.join("people.csv").display()),
        ),
        (true, true) => (
            format!("{to} is a folder that is there already."),
            format!(
                "For one file name it, such as {}; for a file of each table name a folder that is not there yet, and add --format csv.",
                asked.to.join("all.sqlite").display()
            ),
        ),
        (false, false) => (
            "What sort of file is it to be?".into(),
            "End its name in .csv, .jsonl, .xlsx, .parquet, .sqlite or .db, or give --format.".into(),
        ),
        (false, true) => (
            "What sort of file is it to be?".into(),
            "For one file with every table end its name in .sqlite or .db; for a folder with a file of each add --format, such as --format csv.".into(),
        ),
    };
    Err(Failed::Plain {
        message,
        hint,
        // Where all is said, what lies there is in the way, as a file would be.
        ended: if format.is_some() {
            Ended::Failed
        } else {
            Ended::Usage
        },
    })
}

fn by_ending(ending: &str) -> Option<FileFormat> {
    use FileFormat::{Csv, JsonLines, Parquet, Sqlite, Xlsx};
    match ending.to_ascii_lowercase().as_str() {
        // What others call the same.
        "db" | "sqlite3" => Some(Sqlite),
        "ndjson" => Some(JsonLines),
        ending => [Csv, JsonLines, Xlsx, Parquet, Sqlite]
            .into_iter()
            .find(|format| ending == format.ending()),
    }
}
