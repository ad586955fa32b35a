//! What was measured, as Markdown.

use crate::machine::{self, megabytes};
use crate::peers::Tool;
use anyhow::{Context, Result};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// What was measured so far.
pub(crate) struct Report {
    /// What was asked for, and how busy the machine was when it began.
    conditions: String,
    aims: Vec<[String; 3]>,
    pub(crate) cases: Vec<Case>,
    pub(crate) starts: Vec<Start>,
    pub(crate) left_out: Vec<&'static str>,
}

/// All tools in one setting.
pub(crate) struct Case {
    pub(crate) title: &'static str,
    pub(crate) users: u64,
    pub(crate) entries: Vec<Entry>,
}

/// One tool there.
pub(crate) struct Entry {
    pub(crate) tool: Tool,
    /// `None` where it never succeeded.
    pub(crate) users_per_second: Option<f64>,
    /// Bytes.
    pub(crate) peak: Option<u64>,
    pub(crate) failed: usize,
    pub(crate) rounds: usize,
    pub(crate) why: Option<String>,
}

/// How long a tool takes to list nobody.
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
        Self {
            conditions: format!("{asked}{load}"),
            aims: Vec::new(),
            cases: Vec::new(),
            starts: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Adds a number, and what it is to reach.
    pub(crate) fn aim(&mut self, what: &str, measured: &str, aim: &str) {
        let beside = if aim.is_empty() {
            String::new()
        } else {
            format!(" (aim: {aim})")
        };
        say(&format!("{what}: {measured}{beside}"));
        self.aims
            .push([what.to_owned(), measured.to_owned(), aim.to_owned()]);
    }

    /// The fastest tool of others where nothing slows anybody.
    pub(crate) fn fastest_peer(&self) -> Option<(&'static str, f64)> {
        self.cases
            .first()?
            .entries
            .iter()
            .filter(|entry| !entry.tool.is_ours())
            .filter_map(|entry| Some((entry.tool.name(), entry.users_per_second?)))
            .max_by(|one, other| one.1.total_cmp(&other.1))
    }

    /// All of it; `picture` is where the plot lies, as seen from the text.
    pub(crate) fn markdown(&self, picture: &str) -> String {
        let mut text = format!("Measured on {} ({}).\n", machine::name(), self.conditions);
        self.write(&mut text, picture)
            .expect("BUG: text can be written to memory");
        text
    }

    fn write(&self, text: &mut String, picture: &str) -> std::fmt::Result {
        if !self.aims.is_empty() {
            writeln!(text, "\n| | Measured | Aim |\n|---|---|---|")?;
            for [what, measured, aim] in &self.aims {
                writeln!(text, "| {what} | {measured} | {aim} |")?;
            }
        }
        if self.cases.is_empty() {
            return Ok(());
        }
        writeln!(
            text,
            "\nUsers a second, each tool on the same pool in the same run, the median of its turns:\n\n\
             ![Users a second of each tool in each setting]({picture})\n"
        )?;
        write!(text, "| |")?;
        for case in &self.cases {
            write!(text, " {}, {} users |", case.title, grouped(case.users as f64))?;
        }
        writeln!(
            text,
            " Start | Peak memory |\n|---|{}--:|--:|",
            "--:|".repeat(self.cases.len())
        )?;
        for tool in Tool::ALL {
            let of = |case: &Case| case.entries.iter().position(|entry| entry.tool == tool);
            if !self.cases.iter().any(|case| of(case).is_some()) {
                continue;
            }
            write!(text, "| {} |", tool.name())?;
            for case in &self.cases {
                write!(
                    text,
                    " {} |",
                    of(case).map_or_else(String::new, |at| case.entries[at].told())
                )?;
            }
            let start = self.starts.iter().find(|start| start.tool == tool);
            let peak = self
                .cases
                .iter()
                .filter_map(|case| case.entries[of(case)?].peak)
                .max();
            writeln!(
                text,
                " {} | {} |",
                start.map_or_else(String::new, |start| format!("{:.2} s", start.seconds)),
                peak.map_or_else(String::new, |bytes| format!("{:.0} MB", megabytes(bytes)))
            )?;
        }
        self.write_notes(text)
    }

    fn write_notes(&self, text: &mut String) -> std::fmt::Result {
        writeln!(
            text,
            "\n*Start* is the time to list an empty pool. It is taken off the times of the other tools and not off \
             ours. *First run*: a pool never read before is read twice, in parts and whole, and compared. Every page \
             of the pool is full; `cognito-backup-restore` does not ask for a size of page and gets 25 users a call, \
             the others 60."
        )?;
        let mut reasons: Vec<String> = Vec::new();
        for case in &self.cases {
            for entry in case.entries.iter().filter(|entry| entry.failed > 0) {
                reasons.push(format!(
                    "{} ({}): {}",
                    entry.tool.name(),
                    case.title,
                    entry.why.as_deref().unwrap_or("it did not say why")
                ));
            }
        }
        if !reasons.is_empty() {
            writeln!(text, "\nWhat failed, in its own words:\n")?;
            for reason in reasons {
                writeln!(text, "- {reason}")?;
            }
        }
        if !self.left_out.is_empty() {
            writeln!(
                text,
                "\nNot measured, as not installed: {}.",
                self.left_out.join(", ")
            )?;
        }
        Ok(())
    }
}

/// Puts `text` between the markers of a file, and leaves the rest of it as it is.
pub(crate) fn replace_between_markers(file: &Path, text: &str) -> Result<()> {
    const BEGIN: &str = "<!-- bench: begin -->";
    const END: &str = "<!-- bench: end -->";
    let whole = fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))?;
    let (before, rest) = whole
        .split_once(BEGIN)
        .with_context(|| format!("there is no {BEGIN} in {}", file.display()))?;
    let (_, after) = rest
        .split_once(END)
        .with_context(|| format!("there is no {END} in {}", file.display()))?;
    let whole = format!("{before}{BEGIN}\n{}\n{END}{after}", text.trim());
    fs::write(file, whole).with_context(|| format!("could not write {}", file.display()))
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
