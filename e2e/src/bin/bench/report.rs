//! What was measured, in the parts in which it stands in the README.

use crate::arguments::Part;
use crate::machine;
use crate::peers::Tool;
use crate::table;
use std::fmt::Write;

/// What was measured so far.
pub(crate) struct Report {
    /// What was asked for, and how busy the machine was when it began.
    conditions: String,
    aims: Vec<Aim>,
    pub(crate) cases: Vec<Case>,
    pub(crate) starts: Vec<Start>,
    pub(crate) left_out: Vec<&'static str>,
}

/// A number, and what it is to reach.
struct Aim {
    part: Part,
    what: String,
    measured: String,
    to_reach: String,
}

/// All tools in one setting.
pub(crate) struct Case {
    pub(crate) title: &'static str,
    pub(crate) entries: Vec<Entry>,
}

/// One tool there.
pub(crate) struct Entry {
    pub(crate) tool: Tool,
    /// Of the pool that it was measured on.
    pub(crate) users: u64,
    /// `None` where it never succeeded.
    pub(crate) users_per_second: Option<f64>,
    /// Bytes.
    pub(crate) peak: Option<u64>,
    pub(crate) failed: usize,
    pub(crate) rounds: usize,
    pub(crate) why: Option<String>,
}

/// How long a tool takes to list nobody.
#[derive(Clone)]
pub(crate) struct Start {
    pub(crate) tool: Tool,
    pub(crate) seconds: f64,
}

impl Entry {
    /// In words: its speed, or that it failed.
    pub(crate) fn told(&self) -> String {
        let failed = match self.failed {
            0 => String::new(),
            failed if failed == self.rounds => "failed".to_owned(),
            failed => format!(" (failed {failed} of {})", self.rounds),
        };
        match self.users_per_second {
            Some(pace) => format!("{}{failed}", grouped(pace)),
            None => failed,
        }
    }
}

impl Report {
    /// `asked` says what this run of the benchmark was asked for.
    pub(crate) fn new(asked: &str) -> Self {
        let load =
            machine::load().map_or_else(String::new, |load| format!(", load average {load} when it began"));
        let preferred = match machine::niceness() {
            Some(nice) if nice < 0 => format!(", all of it preferred to that (nice {nice})"),
            _ => String::new(),
        };
        Self {
            conditions: format!(
                "{} by {asked} on {}{load}{preferred}",
                machine::today(),
                machine::name()
            ),
            aims: Vec::new(),
            cases: Vec::new(),
            starts: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Adds a number, and what it is to reach.
    pub(crate) fn aim(&mut self, part: Part, what: &str, measured: &str, aim: &str) {
        let beside = if aim.is_empty() {
            String::new()
        } else {
            format!(" (aim: {aim})")
        };
        say(&format!("{what}: {measured}{beside}"));
        self.aims.push(Aim {
            part,
            what: what.to_owned(),
            measured: measured.to_owned(),
            to_reach: aim.to_owned(),
        });
    }

    /// The fastest tool of others where nothing slows anybody.
    pub(crate) fn fastest_peer(&self) -> Option<(&'static str, f64)> {
        let case = self
            .cases
            .iter()
            .find(|case| case.title == crate::cases::UNSLOWED)?;
        case.entries
            .iter()
            .filter(|entry| !entry.tool.is_ours())
            .filter_map(|entry| Some((entry.tool.name(), entry.users_per_second?)))
            .max_by(|one, other| one.1.total_cmp(&other.1))
    }

    /// A part as Markdown; `None` where nothing of it was measured.
    pub(crate) fn markdown(&self, part: Part) -> Option<String> {
        let mut text = format!("Measured on {}.\n", self.conditions);
        if part == Part::Peers {
            if self.cases.is_empty() {
                return None;
            }
            table::write(&mut text, self).expect("BUG: text can be written to memory");
            return Some(text);
        }
        let mut aims = self.aims.iter().filter(|aim| aim.part == part).peekable();
        aims.peek()?;
        text.push_str("\n| | Measured | Aim |\n|---|---|---|\n");
        for Aim {
            what,
            measured,
            to_reach,
            ..
        } in aims
        {
            writeln!(text, "| {what} | {measured} | {to_reach} |")
                .expect("BUG: text can be written to memory");
        }
        Some(text)
    }
}

/// A share in percent, with one decimal.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// A whole number with its thousands apart.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{:.0}", number.max(0.0));
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[expect(
    clippy::print_stdout,
    reason = "the benchmark's one purpose is to say its numbers"
)]
pub(crate) fn say(words: &str) {
    println!("{words}");
}
