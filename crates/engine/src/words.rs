//! Numbers in words, as both faces and the history tell them.

use jiff::Timestamp;
use poolhouse_catalog::model::{Failure, RunKind, RunStatus};
use poolhouse_catalog::{Awaited, RunTotals};

/// What is told while somebody else keeps a database from us.
pub(crate) fn in_use(awaited: Awaited) -> &'static str {
    match awaited {
        Awaited::AnotherProgram => "Another program holds the database. Waiting for it to let go.",
        Awaited::Preparing => {
            "Another window, or the command line, is preparing the data for this version of Poolhouse. Waiting for it."
        }
    }
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A moment to the second, in UTC, as reports have it.
pub(crate) fn to_the_second(moment: Timestamp) -> String {
    moment.strftime("%FT%TZ").to_string()
}

/// So many bytes, with a unit of thousands of thousands.
pub(crate) fn size(bytes: u64) -> String {
    let mut size = bytes as f64;
    let mut unit = "bytes";
    for larger in ["kB", "MB", "GB", "TB"] {
        if size < 999.5 {
            break;
        }
        size /= 1_000.0;
        unit = larger;
    }
    if unit == "bytes" || size >= 9.95 {
        format!("{size:.0} {unit}")
    } else {
        format!("{size:.1} {unit}")
    }
}

/// So many of something.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// What a run that has ended says of itself, in one sentence.
pub(crate) fn description(
    kind: RunKind,
    status: RunStatus,
    totals: &RunTotals,
    failure: Option<&Failure>,
) -> String {
    if let Some(failure) = failure {
        return failure.message.clone();
    }
    match (status, kind) {
        (RunStatus::Queued | RunStatus::Running, _) => String::new(),
        (RunStatus::Failed, _) => "Failed. Nothing changed.".into(),
        (RunStatus::Cancelled, _) => "Cancelled. Nothing changed.".into(),
        (RunStatus::Interrupted, _) => "Interrupted. Nothing changed yet; it can be resumed.".into(),
        (RunStatus::Succeeded, RunKind::Import) => format!(
            "Published {} in {}.",
            counted(totals.rows, "row", "rows"),
            counted(totals.tables.len() as u64, "table", "tables")
        ),
        (RunStatus::Succeeded, RunKind::Rollback { to }) => match totals.tables.as_slice() {
            [one] => format!("Rolled {} back to what run {to} published.", one.target),
            _ => format!("Rolled back to what run {to} published."),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let told: Vec<String> = [0, 999, 1_000, 1_204_331].map(grouped).to_vec();
        assert_eq!(told, ["0", "999", "1,000", "1,204,331"]);
        assert_eq!(counted(1, "row", "rows"), "1 row");
        assert_eq!(counted(6_009, "row", "rows"), "6,009 rows");
    }
}
