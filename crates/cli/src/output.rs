//! Data on standard output, words on standard error.

use crate::Ended;
use crate::failed::Told;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the terminal that a cell is given at most; a longer one moves what follows it, on its line alone.
const WIDEST: usize = 48;

/// Where a verb writes to.
pub(crate) struct Output {
    pub(crate) json: bool,
    /// Why what was answered could not be written.
    failed: Mutex<Option<io::Error>>,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self {
            json,
            failed: Mutex::default(),
        }
    }

    /// Answers in JSON where that was asked for, and else in text.
    pub(crate) fn answer<T: Serialize>(&self, value: &T, text: impl FnOnce() -> String) {
        let answer = if self.json {
            let mut answer = serde_json::to_string_pretty(value).expect("BUG: what faces show is JSON");
            answer.push('\n');
            answer
        } else {
            text()
        };
        self.write(&answer);
    }

    /// Writes a part of an answer; answers whether there is anybody to read more.
    pub(crate) fn write(&self, text: &str) -> bool {
        let mut out = io::stdout().lock();
        let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) else {
            return true;
        };
        // A reader that went away, as `head` does, is no error.
        if error.kind() != io::ErrorKind::BrokenPipe {
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
        false
    }

    /// What to tell where an answer could not be written.
    pub(crate) fn unwritten(&self) -> Option<Told> {
        let failed = self
            .failed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()?;
        Some(Told {
            message: "The answer could not be written to standard output.".into(),
            hint: "If it goes into a file, make room on its disk or choose another one.".into(),
            detail: Some(failed.to_string()),
            options: Vec::new(),
            exit_code: Ended::Failed.code(),
        })
    }

    /// Says something to the person.
    #[expect(
        clippy::unused_self,
        reason = "who speaks to the person holds the output, as for the data"
    )]
    pub(crate) fn say(&self, words: &str) {
        let _ = writeln!(io::stderr().lock(), "{words}");
    }

    /// Says why something was not done, as one line of JSON where JSON was asked for; answers the exit code.
    pub(crate) fn refuse(&self, told: &Told) -> u8 {
        #[derive(Serialize)]
        struct Line<'a> {
            error: &'a Told,
        }
        if self.json {
            let line = serde_json::to_string(&Line { error: told });
            self.say(&line.expect("BUG: words are JSON"));
        } else {
            self.say(&told.words());
        }
        told.exit_code
    }
}

/// Lays rows out in columns; numbers to the right.
pub(crate) fn columns(headers: &[&str], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = headers
        .iter()
        .enumerate()
        .map(|(index, header)| {
            rows.iter()
                .map(|row| width(&row[index]).min(WIDEST))
                .chain([width(header)])
                .max()
                .unwrap_or_default()
        })
        .collect();
    let numeric: Vec<bool> = (0..headers.len())
        .map(|index| {
            !rows.is_empty()
                && rows.iter().all(|row| {
                    row[index]
                        .chars()
                        .all(|c| c.is_ascii_digit() || ",%<> –".contains(c))
                })
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

/// A row by its key, and what it is called in brackets: `7 (Ada Lovelace, ada@example.com)`.
pub(crate) fn row_told<'a>(key: &[Option<String>], names: impl Iterator<Item = &'a str>) -> String {
    let key: Vec<String> = key
        .iter()
        .map(|part| part.as_deref().map_or_else(|| "NULL".into(), visible))
        .collect();
    let key = key.join(" · ");
    let names: Vec<String> = names.map(visible).collect();
    if names.is_empty() {
        key
    } else {
        format!("{key} ({})", names.join(", "))
    }
}

/// The beginning of a text that fits into a cell.
pub(crate) fn clipped(text: &str) -> String {
    if width(text) <= WIDEST {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&kept) + c.width().unwrap_or(0) >= WIDEST {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

/// Columns that a text takes on a terminal.
fn width(text: &str) -> usize {
    text.width()
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

    #[test]
    fn one_long_cell_moves_its_own_line_alone() {
        let long = "x".repeat(2_000);
        let row = |first: &str| vec![first.to_owned(), "1".to_owned()];
        let text = columns(&["Name", "People"], &[row("ab"), row(&long), row("空の")]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1].len(), WIDEST + 2 + "People".len(), "{text}");
        assert_eq!(lines[2], format!("{long}       1"));
        assert_eq!(width(lines[3]), width(lines[1]), "as wide as it is shown: {text}");
    }

    #[test]
    fn what_does_not_fit_into_a_cell_is_clipped() {
        assert_eq!(clipped("空".repeat(24).as_str()), "空".repeat(24));
        assert_eq!(clipped("空".repeat(25).as_str()), "空".repeat(23) + "…");
        assert_eq!(clipped(&"e\u{301}".repeat(48)), "e\u{301}".repeat(48));
    }
}
