//! Data on standard output, words on standard error.

use serde::Serialize;
use std::io::{self, Write};

/// Where a verb writes to.
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    /// Answers in JSON where that was asked for, and else in text.
    pub(crate) fn answer<T: Serialize>(&self, value: &T, text: impl FnOnce() -> String) {
        let answer = if self.json {
            let mut answer = serde_json::to_string_pretty(value).expect("BUG: what faces show is JSON");
            answer.push('\n');
            answer
        } else {
            text()
        };
        // A reader that went away, as `head` does, is no error.
        let _ = io::stdout().lock().write_all(answer.as_bytes());
    }

    /// Says something to the person.
    #[expect(
        clippy::unused_self,
        reason = "who speaks to the person holds the output, as for the data"
    )]
    pub(crate) fn say(&self, words: &str) {
        let _ = writeln!(io::stderr().lock(), "{words}");
    }
}

/// Lays rows out in columns; numbers to the right.
pub(crate) fn columns(headers: &[&str], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = headers
        .iter()
        .enumerate()
        .map(|(index, header)| {
            rows.iter()
                .map(|row| width(&row[index]))
                .chain([width(header)])
                .max()
                .unwrap_or_default()
        })
        .collect();
    let numeric: Vec<bool> = (0..headers.len())
        .map(|index| {
            !rows.is_empty()
                && rows
                    .iter()
                    .all(|row| row[index].chars().all(|c| c.is_ascii_digit() || c == ','))
        })
        .collect();
    let mut text = String::new();
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    for row in std::iter::once(&headers).chain(rows) {
        let mut line = String::new();
        for (index, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[index].saturating_sub(width(cell)));
            let (before, after) = if numeric[index] {
                (pad.as_str(), "")
            } else {
                ("", pad.as_str())
            };
            line.push_str(if index == 0 { "" } else { "  " });
            line.push_str(before);
            line.push_str(cell);
            line.push_str(after);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Foreign text for a terminal: control and direction characters are shown and not obeyed.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let hostile = c.is_control()
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if hostile {
                c.escape_unicode().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(
            visible("a\u{1b}[31mb\u{202e}c\n"),
            "a\\u{1b}[31mb\\u{202e}c\\u{a}"
        );
        assert_eq!(visible("Zoë 💧"), "Zoë 💧");
    }
}
