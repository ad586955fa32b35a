//! Days of a calendar as the moments between which they lie, where a person is.
//!
//! Called by the filters of a table and, by the engine, by those of the run history: a day is the same
//! in both.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A stretch of days, each end with its own, both included; without an end it goes on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Days<'a> {
    /// The first day, as `2026-11-21`.
    pub from: Option<&'a str>,
    /// The last day.
    pub to: Option<&'a str>,
    /// The zone whose days they are, by its IANA name; without one, or where there is no such zone, that
    /// of this computer.
    pub zone: Option<&'a str>,
}

/// What is wrong with a stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DaysFault {
    /// The first is no day of the calendar.
    NoFirst,
    /// The last is no day of the calendar.
    NoLast,
    /// The last lies before the first.
    Turned,
}

impl Days<'_> {
    /// The moment at which the first day begins, and the one at which the day after the last does.
    pub fn moments(&self) -> Result<(Option<Timestamp>, Option<Timestamp>), DaysFault> {
        let from = day(self.from).ok_or(DaysFault::NoFirst)?;
        let to = day(self.to).ok_or(DaysFault::NoLast)?;
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err(DaysFault::Turned);
        }
        let zone = zone_named(self.zone);
        let begins = |day: Date| {
            let begins = day.to_zoned(zone.clone()).ok()?;
            Some(begins.timestamp())
        };
        let first = from
            .map(|day| begins(day).ok_or(DaysFault::NoFirst))
            .transpose()?;
        // The last day is in it, to its end.
        let end = to.map(|day| day.tomorrow().ok().and_then(begins).ok_or(DaysFault::NoLast));
        Ok((first, end.transpose()?))
    }
}

/// The zone of this name; that of this computer where there is none.
pub fn zone_named(name: Option<&str>) -> TimeZone {
    let named = name.map(TimeZone::get);
    named.and_then(Result::ok).unwrap_or_else(TimeZone::system)
}

/// A day, nothing where none is given; `None` where it is not in the calendar.
#[expect(clippy::option_option, reason = "no day is asked for, or one that is none")]
fn day(text: Option<&str>) -> Option<Option<Date>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Some(None);
    };
    // Nothing but a day: jiff would also take a moment, and drop its time.
    let date = text.parse::<Date>().ok().filter(|_| text.len() == 10)?;
    Some(Some(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(from: &str, to: &str, zone: &str) -> Result<String, DaysFault> {
        let days = Days {
            from: Some(from),
            to: Some(to),
            zone: Some(zone),
        };
        let (from, until) = days.moments()?;
        let told = |moment: Option<Timestamp>| moment.map_or("open".to_owned(), |moment| moment.to_string());
        Ok(format!("{} to {}", told(from), told(until)))
    }

    #[test]
    fn a_day_is_whole_where_the_person_is() {
        let all = [
            moments("2026-11-21", "2026-11-21", "UTC"),
            moments("2026-11-21", "2026-11-21", "Asia/Kathmandu"),
            // The clocks go forward, and back: 23 and 25 hours.
            moments("2026-03-29", "2026-03-29", "Europe/Berlin"),
            moments("2026-10-25", "2026-10-25", "Europe/Berlin"),
            // Midnight is left out.
            moments("2018-11-04", "2018-11-04", "America/Sao_Paulo"),
            moments("", "2026-11-21", "America/Los_Angeles"),
            moments(" 2026-11-21 ", "", "Pacific/Kiritimati"),
            moments("", "", "UTC"),
        ];
        insta::assert_debug_snapshot!(all.map(|each| each.expect("they are days")), @r#"
        [
            "2026-11-21T00:00:00Z to 2026-11-22T00:00:00Z",
            "2026-11-20T18:15:00Z to 2026-11-21T18:15:00Z",
            "2026-03-28T23:00:00Z to 2026-03-29T22:00:00Z",
            "2026-10-24T22:00:00Z to 2026-10-25T23:00:00Z",
            "2018-11-04T03:00:00Z to 2018-11-05T02:00:00Z",
            "open to 2026-11-22T08:00:00Z",
            "2026-11-20T10:00:00Z to open",
            "open to open",
        ]
        "#);
    }

    #[test]
    fn what_is_no_day_is_told_by_its_end() {
        for text in [
            "2026-02-30",
            "2026-11-21T06:00",
            "21.11.2026",
            "tomorrow",
            "9999-12-32",
        ] {
            assert_eq!(moments(text, "", "UTC"), Err(DaysFault::NoFirst), "{text}");
            assert_eq!(moments("", text, "UTC"), Err(DaysFault::NoLast), "{text}");
        }
        assert_eq!(
            moments("", "9999-12-31", "UTC"),
            Err(DaysFault::NoLast),
            "no day comes after it"
        );
        assert_eq!(moments("2026-11-22", "2026-11-21", "UTC"), Err(DaysFault::Turned));
    }
}
