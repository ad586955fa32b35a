//! A run's certificate in words.

use super::check::duration;
use crate::output::{columns, visible};
use poolhouse_engine::grouped;
use poolhouse_engine::model::{Certificate, DriftKind, Effort};

/// How completely a run read.
pub(super) fn words(certificate: &Certificate) -> String {
    let mut words = String::from("Certificate\n");
    let readings: Vec<Vec<String>> = certificate
        .readings
        .iter()
        .map(|count| {
            vec![
                count.reading.clone(),
                format!("{} of {}", grouped(count.covered), grouped(count.units)),
                grouped(count.pages),
            ]
        })
        .collect();
    words += &columns(&["Calls", "Units covered", "Pages"], &readings);
    let tables: Vec<Vec<String>> = certificate
        .tables
        .iter()
        .map(|table| {
            vec![
                table.target.clone(),
                grouped(table.read),
                grouped(table.rows),
                table.expected.map_or_else(|| "unknown".into(), grouped),
                grouped(table.misfits),
            ]
        })
        .collect();
    words += &columns(
        &["Table", "Rows read", "Distinct keys", "Expected", "Did not fit"],
        &tables,
    );
    for table in &certificate.tables {
        for note in &table.notes {
            words += &format!("{}: {note}\n", table.target);
        }
        for column in &table.columns {
            let what = match column.kind {
                DriftKind::Added => "is new",
                DriftKind::Vanished => "is no longer at the source",
                DriftKind::Widened => "is of another type now",
                DriftKind::HeldBack => "was left out",
            };
            words += &format!("{}: column {} {what}\n", table.target, visible(&column.original));
        }
    }
    for skipped in &certificate.skipped {
        words += &format!("{}: not read. {}\n", skipped.source, skipped.reason);
    }
    if let Some(split) = &certificate.split {
        let verdict = match (split.reason.as_str(), split.trusted) {
            ("", _) => "whether its parts bring everybody is not known yet".to_owned(),
            (reason, true) => format!("its parts are trusted, as {reason}"),
            (reason, false) => format!("its parts are not trusted, as {reason}"),
        };
        words += &format!(
            "{} was read in {} parts, {} covered; {verdict}.\n",
            split.reading, split.parts, split.covered
        );
    }
    words += &format!(
        "Expected {}; took {}; {} calls refused as too fast, {} made again.\n\n",
        effort(&certificate.expected),
        effort(&certificate.actual),
        grouped(certificate.throttled),
        grouped(certificate.retried)
    );
    words
}

fn effort(effort: &Effort) -> String {
    let mut parts = Vec::new();
    if let Some(rows) = effort.rows {
        parts.push(format!("{} rows", grouped(rows)));
    }
    let least = if effort.at_least { " or more" } else { "" };
    parts.push(format!("{} calls{least}", grouped(effort.calls)));
    if let Some(seconds) = effort.seconds {
        parts.push(duration(seconds));
    }
    parts.join(", ")
}
