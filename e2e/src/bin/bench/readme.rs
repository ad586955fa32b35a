//! Where what was measured is kept: in the README, each part between markers of its own, and the picture beside.

use crate::arguments::Part;
use crate::report::Report;
use crate::{PICTURE, plot};
use anyhow::{Context, Result};
use poolhouse_e2e::programs;
use std::fs;

/// Writes a part, and leaves the others as they are.
pub(crate) fn write(report: &Report, part: Part) -> Result<()> {
    let Some(text) = report.markdown(part) else {
        return Ok(());
    };
    let file = programs::file("README.md");
    let whole = fs::read_to_string(&file).context("could not read the README")?;
    fs::write(&file, replaced(&whole, part.name(), &text)?).context("could not write the README")?;
    if part != Part::Peers {
        return Ok(());
    }
    let picture = programs::file(PICTURE);
    let folder = picture.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder).context("could not make the picture's folder")?;
    fs::write(&picture, plot::svg(&report.cases)).context("could not write the picture")
}

/// `whole` with `text` between the markers of this name.
fn replaced(whole: &str, name: &str, text: &str) -> Result<String> {
    let (begin, end) = (
        format!("<!-- bench {name}: begin -->"),
        format!("<!-- bench {name}: end -->"),
    );
    let lacks = |marker: &str| format!("the README has no {marker}");
    let (before, rest) = whole.split_once(&begin).with_context(|| lacks(&begin))?;
    let (_, after) = rest.split_once(&end).with_context(|| lacks(&end))?;
    Ok(format!("{before}{begin}\n{}\n{end}{after}", text.trim()))
}
