//! The picture of the side-by-side cases: an SVG of bars, written by hand, that follows the reader's light or dark.
//!
//! A panel for each case with a scale of its own, as a burst and no latency have nothing to do with each other.
//! Deliberately absent: a plotting library, for rectangles and text.

use crate::peers::Tool;
use crate::report::{Case, Entry, grouped};
use std::fmt::Write;

const COLUMNS: usize = 2;
const PANEL_WIDTH: f64 = 410.0;
const GAP: f64 = 20.0;
const MARGIN: f64 = 16.0;
const TITLE: f64 = 30.0;
const ROW: f64 = 20.0;
const BAR: f64 = 13.0;
/// For the tools' names.
const NAMES: f64 = 158.0;
/// For the numbers after the bars.
const NUMBERS: f64 = 62.0;

/// Every text has a colour in both schemes of at least 4.5 to 1 on its background.
const STYLE: &str = "\
    svg{font:13px system-ui,-apple-system,'Segoe UI',sans-serif}\
    .back{fill:#ffffff}.text{fill:#1f2328}.soft{fill:#57606a}.title{font-weight:600}\
    .ours{fill:#0b6e99}.first{fill:#6fb3cf}.other{fill:#9aa4ae}\
    @media (prefers-color-scheme:dark){\
    .back{fill:#0d1117}.text{fill:#e6edf3}.soft{fill:#9ea7b1}\
    .ours{fill:#4cb4de}.first{fill:#2a6d8a}.other{fill:#6b747e}}";

/// The whole picture.
pub(crate) fn svg(cases: &[Case]) -> String {
    let rows = cases.iter().map(|case| case.entries.len()).max().unwrap_or(0) as f64;
    let panel = TITLE + rows * ROW + GAP;
    let width = 2.0 * MARGIN + PANEL_WIDTH * COLUMNS as f64 + GAP;
    let height = 2.0 * MARGIN + panel * cases.len().div_ceil(COLUMNS) as f64 - GAP;
    let mut svg = String::new();
    write_all(&mut svg, cases, panel, width, height).expect("BUG: text can be written to memory");
    svg
}

fn write_all(svg: &mut String, cases: &[Case], panel: f64, width: f64, height: f64) -> std::fmt::Result {
    writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">"#
    )?;
    writeln!(svg, "<title>Users a second, by tool and case</title>")?;
    writeln!(svg, "<style>{STYLE}</style>")?;
    writeln!(
        svg,
        r#"<rect class="back" width="{width}" height="{height}" rx="6"/>"#
    )?;
    for (index, case) in cases.iter().enumerate() {
        let left = MARGIN + (index % COLUMNS) as f64 * (PANEL_WIDTH + GAP);
        let top = MARGIN + (index / COLUMNS) as f64 * panel;
        write_panel(svg, case, left, top)?;
    }
    writeln!(svg, "</svg>")
}

fn write_panel(svg: &mut String, case: &Case, left: f64, top: f64) -> std::fmt::Result {
    writeln!(
        svg,
        r#"<text class="text title" x="{left}" y="{:.1}">{}</text>"#,
        top + 14.0,
        escaped(case.title)
    )?;
    let most = case
        .entries
        .iter()
        .filter_map(|entry| entry.users_per_second)
        .fold(1.0, f64::max);
    for (index, entry) in case.entries.iter().enumerate() {
        let middle = top + TITLE + ROW * (index as f64 + 0.5);
        write_bar(svg, entry, most, left, middle)?;
    }
    Ok(())
}

fn write_bar(svg: &mut String, entry: &Entry, most: f64, left: f64, middle: f64) -> std::fmt::Result {
    let text = middle + 4.5;
    let begin = left + NAMES;
    writeln!(
        svg,
        r#"<text class="text" x="{:.1}" y="{text:.1}" text-anchor="end">{}</text>"#,
        begin - 8.0,
        escaped(entry.tool.name())
    )?;
    let Some(pace) = entry.users_per_second else {
        return writeln!(
            svg,
            r#"<text class="soft" x="{begin:.1}" y="{text:.1}">failed</text>"#
        );
    };
    let long = ((PANEL_WIDTH - NAMES - NUMBERS) * pace / most).max(1.0);
    let class = match entry.tool {
        Tool::Poolhouse => "ours",
        Tool::FirstRun => "first",
        _ => "other",
    };
    writeln!(
        svg,
        r#"<rect class="{class}" x="{begin:.1}" y="{:.1}" width="{long:.1}" height="{BAR}" rx="2"/>"#,
        middle - BAR / 2.0
    )?;
    let failed = match entry.failed {
        0 => String::new(),
        failed => format!(" ({failed} of {} failed)", entry.rounds),
    };
    writeln!(
        svg,
        r#"<text class="soft" x="{:.1}" y="{text:.1}">{}{failed}</text>"#,
        begin + long + 6.0,
        grouped(pace)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
