//! `forget` and `finish-forgetting`.

use super::Failed;
use crate::Ended;
use crate::output::{Output, visible};
use crate::progress::saying;
use poolhouse_engine::{Engine, Forgetting, Person, grouped};
use std::fmt::Write;

pub(crate) async fn forget(
    engine: &Engine,
    name: &str,
    person: &str,
    yes: bool,
    output: &Output,
) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(name)?;
    let person = Person::Named {
        value: person.to_owned(),
    };
    if !yes {
        let forgetting = engine.preview_forget(dataflow.id, person).await?;
        output.answer(&forgetting, || preview(&forgetting));
        return Err(Failed::without_yes());
    }
    let forgotten = saying(engine, output, engine.forget_person(dataflow.id, person)).await?;
    output.answer(&forgotten, || {
        format!(
            "Forgotten in {}: rows {}, lines of what changed {}.\n",
            forgotten.name,
            grouped(forgotten.rows),
            grouped(forgotten.changes)
        )
    });
    output.say("The next run brings the person back as long as the pool has them.");
    Ok(Ended::Done)
}

pub(crate) async fn finish(engine: &Engine, name: &str, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(name)?;
    saying(engine, output, engine.finish_forgetting(dataflow.id)).await?;
    output.say("Nothing of the people who were forgotten is left in the file.");
    Ok(Ended::Done)
}

fn preview(forgetting: &Forgetting) -> String {
    let mut text = format!(
        "This would delete {}{} from {}:\n",
        visible(&forgetting.who),
        match forgetting.called.as_slice() {
            [] => String::new(),
            called => format!(" ({})", visible(&called.join(", "))),
        },
        forgetting.name
    );
    // Writing to a string cannot fail.
    for table in &forgetting.tables {
        let (rows, versions) = (grouped(table.rows), grouped(table.versions));
        let _ = writeln!(text, "  {}: rows {rows}, in versions {versions}", table.table);
    }
    if forgetting.changes > 0 {
        let _ = writeln!(text, "  lines of what changed: {}", grouped(forgetting.changes));
    }
    if forgetting.interrupted_run {
        text.push_str("  what the interrupted run has read, so that it begins anew\n");
    }
    for file in &forgetting.set_aside {
        let _ = writeln!(
            text,
            "  {file}, set aside as damaged: all of it, with the versions that are in it alone"
        );
    }
    if !forgetting.mentions.is_empty() {
        text.push_str("These are about others, name the person and stay:\n");
    }
    for mention in &forgetting.mentions {
        let _ = match (&mention.table, &mention.column) {
            (Some(table), Some(column)) => {
                let cells = grouped(mention.cells);
                writeln!(text, "  {table}, {}: cells {cells}", visible(column))
            }
            _ => writeln!(text, "  lines of what changed: {}", grouped(mention.cells)),
        };
    }
    if !forgetting.elsewhere.is_empty() {
        text.push_str("Other databases that hold somebody who is known by the same, or may; they stay:\n");
    }
    for other in &forgetting.elsewhere {
        if let Some(why) = &other.unreadable {
            let _ = writeln!(text, "  {}: not looked into. {why}", other.name);
        }
        for table in &other.tables {
            let rows = grouped(table.rows);
            let _ = writeln!(text, "  {}, {}: rows {rows}", other.name, table.name);
        }
        if other.changes > 0 {
            let lines = grouped(other.changes);
            let _ = writeln!(text, "  {}, lines of what changed: {lines}", other.name);
        }
        if other.staged > 0 {
            let rows = grouped(other.staged);
            let _ = writeln!(
                text,
                "  {}, what an interrupted run has read: rows {rows}",
                other.name
            );
        }
        for copy in &other.copies {
            let _ = writeln!(text, "  {copy}: a copy, not looked into");
        }
    }
    text.push_str("Files that were exported stay as they are, and the pool itself is not touched.\n");
    text
}
