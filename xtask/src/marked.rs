//! Parts of a document that a command writes, each between markers of its own.

use std::fs;

use anyhow::{Context, Result};

use crate::process;

/// Writes a part of a file of the repository, and leaves the others as they are.
pub(crate) fn write(file: &str, name: &str, text: &str) -> Result<()> {
    let path = process::root().join(file);
    let whole = fs::read_to_string(&path).with_context(|| format!("could not read {file}"))?;
    let (before, _, after) = split(&whole, name).with_context(|| format!("{file} has no part `{name}`"))?;
    let whole = format!("{before}{}\n{}\n{}{after}", begin(name), text.trim(), end(name));
    fs::write(&path, whole).with_context(|| format!("could not write {file}"))
}

/// What stands in a part now.
#[cfg(test)]
pub(crate) fn part<'a>(whole: &'a str, name: &str) -> Option<&'a str> {
    split(whole, name).map(|(_, part, _)| part.trim())
}

fn split<'a>(whole: &'a str, name: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let (before, rest) = whole.split_once(&begin(name))?;
    let (part, after) = rest.split_once(&end(name))?;
    Some((before, part, after))
}

fn begin(name: &str) -> String {
    format!("<!-- {name}: begin -->")
}

fn end(name: &str) -> String {
    format!("<!-- {name}: end -->")
}
