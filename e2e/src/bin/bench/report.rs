//! The table of what was measured.

use crate::machine;
use anyhow::{Context, Result};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// What was measured so far.
pub(crate) struct Report {
    lines: Vec<[String; 3]>,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self { lines: Vec::new() }
    }

    /// Adds a number, and what it must reach.
    pub(crate) fn add(&mut self, what: &str, measured: &str, must: &str) {
        say(&format!(
            "{what}: {measured}{}",
            if must.is_empty() {
                String::new()
            } else {
                format!(" ({must})")
            }
        ));
        self.lines
            .push([what.to_owned(), measured.to_owned(), must.to_owned()]);
    }

    /// Prints the table and writes it.
    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        let mut text = format!(
            "Measured on {}.\n\n| What | Measured | Must |\n|---|---|---|\n",
            machine::name()
        );
        for [what, measured, must] in &self.lines {
            writeln!(text, "| {what} | {measured} | {must} |")?;
        }
        say(&format!("\n{text}"));
        fs::write(file, &text).with_context(|| format!("could not write {}", file.display()))
    }
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
