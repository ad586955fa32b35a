//! The history over time: how many runs a question brings, and what they were, stretch by stretch.
//!
//! Few runs are shown one by one, from the list. Of many, years of them perhaps, each mark stands
//! for a stretch of time: an hour, a day, a week, a month or a year where the person is, whichever
//! is the shortest that leaves a chart that can be read.

use crate::engine::Engine;
use crate::error::Error;
use crate::history::filter_of;
use crate::view::RunQuery;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use poolhouse_catalog::zone_named;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Marks of a chart at most; up to so many runs are shown one by one.
const MOST: usize = 60;

/// The runs that a question brings, whatever the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunsOverTime {
    /// How many runs.
    pub found: u64,
    /// What each of `marks` stands for; [`Stretch::Run`] where there are few runs, and then no mark.
    pub stretch: Stretch,
    /// The stretches, oldest first, without a gap.
    pub marks: Vec<RunsMark>,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Stretch {
    /// None: each run stands for itself.
    Run,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week, from Monday on.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// The runs that started in one stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunsMark {
    /// When it begins.
    #[specta(type = String)]
    pub begins: Timestamp,
    /// Its first day, as [`RunQuery::from`] takes it.
    pub first_day: String,
    /// Its last day.
    pub last_day: String,
    /// How many runs.
    pub runs: u64,
    /// How many of them failed or were interrupted.
    pub failed: u64,
    /// Rows of the run with the most.
    pub most_rows: u64,
    /// Milliseconds of the run that took longest.
    pub longest_ms: u64,
    /// Rows that came, over all of them.
    pub added: u64,
    /// Rows that changed.
    pub changed: u64,
    /// Rows that went.
    pub removed: u64,
}

impl Engine {
    /// How many runs a question brings, and what they were over time.
    pub async fn runs_over_time(&self, query: &RunQuery) -> Result<RunsOverTime, Error> {
        let (inner, filter, zone) = (
            self.inner.clone(),
            filter_of(query)?,
            zone_named(query.zone.as_deref()),
        );
        crate::blocking(move || {
            let reader = inner.reader();
            let found = reader.found_runs(&filter)?;
            let (stretch, edges) = match found.span {
                Some((first, last)) if found.runs > MOST as u64 => edges(first, last, &zone),
                _ => (Stretch::Run, Vec::new()),
            };
            let starts: Vec<Timestamp> = edges.iter().map(Zoned::timestamp).collect();
            let sums = reader.run_sums(&filter, &starts)?;
            let marks = edges.windows(2).zip(sums).map(|(edge, sums)| RunsMark {
                begins: edge[0].timestamp(),
                first_day: edge[0].date().to_string(),
                last_day: last_day(&edge[1]).to_string(),
                runs: sums.runs,
                failed: sums.failed,
                most_rows: sums.most_rows,
                longest_ms: sums.longest_ms,
                added: sums.added,
                changed: sums.changed,
                removed: sums.removed,
            });
            Ok(RunsOverTime {
                found: found.runs,
                stretch,
                marks: marks.collect(),
            })
        })
        .await
    }
}

/// The day before a stretch's end, or of it where it ends within a day.
fn last_day(end: &Zoned) -> Date {
    if end.start_of_day().is_ok_and(|start| start == *end) {
        end.date().yesterday().unwrap_or(end.date())
    } else {
        end.date()
    }
}

/// The shortest stretch of which few enough lie between two moments, and where each begins; the last
/// edge is the end of the last.
fn edges(first: Timestamp, last: Timestamp, zone: &TimeZone) -> (Stretch, Vec<Zoned>) {
    let first = first.to_zoned(zone.clone());
    for stretch in [
        Stretch::Hour,
        Stretch::Day,
        Stretch::Week,
        Stretch::Month,
        Stretch::Year,
    ] {
        if let Some(edges) = edges_of(stretch, &first, last) {
            return (stretch, edges);
        }
    }
    // More than sixty years; a clock was wrong.
    (Stretch::Run, Vec::new())
}

/// `None` where there are too many, or the calendar ends.
fn edges_of(stretch: Stretch, first: &Zoned, last: Timestamp) -> Option<Vec<Zoned>> {
    let date = first.date();
    let (begins, step) = match stretch {
        Stretch::Run => return None,
        Stretch::Hour => {
            let begins = first
                .with()
                .minute(0)
                .second(0)
                .subsec_nanosecond(0)
                .build()
                .ok()?;
            (begins, 1.hour())
        }
        Stretch::Day => (first.start_of_day().ok()?, 1.day()),
        Stretch::Week => {
            let since_monday = date.weekday().to_monday_zero_offset();
            let monday = date.checked_sub(i64::from(since_monday).days()).ok()?;
            (monday.to_zoned(first.time_zone().clone()).ok()?, 1.week())
        }
        Stretch::Month => (
            date.first_of_month().to_zoned(first.time_zone().clone()).ok()?,
            1.month(),
        ),
        Stretch::Year => (
            date.first_of_year().to_zoned(first.time_zone().clone()).ok()?,
            1.year(),
        ),
    };
    let mut edges = vec![begins];
    while edges.last()?.timestamp() <= last {
        if edges.len() > MOST {
            return None;
        }
        // From the first on, so that a month of 31 days follows one of 28, and a day is one of the
        // calendar where the clocks change.
        let steps = i64::try_from(edges.len()).ok()?;
        edges.push(edges[0].checked_add(step.checked_mul(steps).ok()?).ok()?);
    }
    Some(edges)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(first: &str, last: &str, zone: &str) -> String {
        let zone = TimeZone::get(zone).expect("a zone");
        let at = |text: &str| text.parse::<Timestamp>().expect("a moment");
        let (stretch, edges) = edges(at(first), at(last), &zone);
        let ends: Vec<String> = edges.iter().map(Zoned::to_string).collect();
        format!(
            "{stretch:?} {}: {} to {}",
            ends.len().saturating_sub(1),
            ends.first().map_or("", String::as_str),
            ends.last().map_or("", String::as_str)
        )
    }

    #[test]
    fn the_shortest_stretch_that_can_be_read_is_taken() {
        let from = "2026-03-28T22:59:59.5Z";
        let spans = [
            told(from, "2026-03-28T23:00:00Z", "Europe/Berlin"),
            // The clocks change on the 29th: that day has 23 hours.
            told(from, "2026-03-31T09:00:00Z", "Europe/Berlin"),
            told(from, "2026-05-01T00:00:00Z", "America/St_Johns"),
            told(from, "2026-12-31T00:00:00Z", "UTC"),
            told("2026-01-31T12:00:00Z", "2029-02-28T00:00:00Z", "UTC"),
            told("1990-06-01T00:00:00Z", "2026-02-28T00:00:00Z", "UTC"),
            told("0001-01-01T00:00:00Z", "9998-02-28T00:00:00Z", "UTC"),
        ];
        insta::assert_debug_snapshot!(spans, @r#"
        [
            "Hour 2: 2026-03-28T23:00:00+01:00[Europe/Berlin] to 2026-03-29T01:00:00+01:00[Europe/Berlin]",
            "Hour 60: 2026-03-28T23:00:00+01:00[Europe/Berlin] to 2026-03-31T12:00:00+02:00[Europe/Berlin]",
            "Day 34: 2026-03-28T00:00:00-02:30[America/St_Johns] to 2026-05-01T00:00:00-02:30[America/St_Johns]",
            "Week 41: 2026-03-23T00:00:00+00:00[UTC] to 2027-01-04T00:00:00+00:00[UTC]",
            "Month 38: 2026-01-01T00:00:00+00:00[UTC] to 2029-03-01T00:00:00+00:00[UTC]",
            "Year 37: 1990-01-01T00:00:00+00:00[UTC] to 2027-01-01T00:00:00+00:00[UTC]",
            "Run 0:  to ",
        ]
        "#);
    }
}
