//! The tools side by side, as a table in Markdown with what has to be known to read it.

use crate::PICTURE;
use crate::machine::megabytes;
use crate::peers::Tool;
use crate::report::{Case, Entry, Report, grouped};
use std::fmt::{Result, Write};

pub(crate) fn write(text: &mut String, report: &Report) -> Result {
    writeln!(
        text,
        "\nUsers a second and, in small, of how many users; the median of the turns of each tool:\n\n\
         ![Users a second of each tool in each case]({PICTURE})\n"
    )?;
    write!(text, "| |")?;
    for case in &report.cases {
        write!(text, " {} |", case.title)?;
    }
    writeln!(
        text,
        " Start | Peak memory |\n|---|{}--:|--:|",
        "--:|".repeat(report.cases.len())
    )?;
    for tool in Tool::ALL {
        write_row(text, report, tool)?;
    }
    write_notes(text, report)
}

fn write_row(text: &mut String, report: &Report, tool: Tool) -> Result {
    let of = |case: &'_ Case| case.entries.iter().position(|entry| entry.tool == tool);
    let entries: Vec<Option<&Entry>> = report
        .cases
        .iter()
        .map(|case| of(case).map(|at| &case.entries[at]))
        .collect();
    if entries.iter().all(Option::is_none) {
        return Ok(());
    }
    write!(text, "| {} |", tool.name())?;
    for entry in &entries {
        let told = entry.map_or_else(String::new, |entry| {
            format!("{} <sub>{}</sub>", entry.told(), grouped(entry.users as f64))
        });
        write!(text, " {told} |")?;
    }
    let start = report.starts.iter().find(|start| start.tool == tool);
    let heaviest = entries
        .iter()
        .flatten()
        .filter_map(|entry| Some((entry.peak?, entry.users)))
        .max();
    writeln!(
        text,
        " {} | {} |",
        start.map_or_else(String::new, |start| format!("{:.2} s", start.seconds)),
        heaviest.map_or_else(String::new, |(bytes, users)| format!(
            "{:.0} MB <sub>{}</sub>",
            megabytes(bytes),
            grouped(users as f64)
        ))
    )
}

fn write_notes(text: &mut String, report: &Report) -> Result {
    writeln!(
        text,
        "\nEach tool is measured on as many users as it brings in about seven seconds, and on 3,000 at least. *Start* is the time to list an \
         empty pool; it is taken off the times of the other tools and not off ours. *First run*: a pool never read \
         before is read twice, in parts and whole, and compared. Every page of the pool is full; \
         `cognito-backup-restore` does not ask for a size of page and gets 25 users a call, the others 60. At the \
         quota the pool lets a second’s worth of calls through at once before it counts, which weighs on small pools: \
         a tool that rushes gains by it, Poolhouse spreads its calls evenly, and sixteen parts have sixteen last pages."
    )?;
    let failed = report.cases.iter().flat_map(|case| {
        let failed = case.entries.iter().filter(|entry| entry.failed > 0);
        failed.map(|entry| (case.title, entry))
    });
    for (place, (title, entry)) in failed.enumerate() {
        if place == 0 {
            writeln!(text, "\nWhat failed, in its own words:\n")?;
        }
        let why = entry.why.as_deref().unwrap_or("it did not say why");
        writeln!(text, "- {} ({title}): {why}", entry.tool.name())?;
    }
    if !report.left_out.is_empty() {
        let names = report.left_out.join(", ");
        writeln!(text, "\nNot measured, as not installed: {names}.")?;
    }
    Ok(())
}
