//! Where a file is to lie: the place and name that are offered, and what a path must be.

use crate::engine::Engine;
use crate::error::Error;
use crate::view::{FileFormat, Handed, Subject};
use jiff::tz::TimeZone;
use poolhouse_catalog::model::Version;
use std::path::{Path, PathBuf};

/// Characters of one part of a name.
const LONGEST: usize = 60;

impl Engine {
    /// A path for a file to hand over, in the folder of downloads: named by what is in it and the day,
    /// and not there yet.
    pub fn export_path(&self, what: &Handed, format: FileFormat) -> Result<String, Error> {
        let mut parts = self.parts(what)?;
        let today = self.inner.clock.now().to_zoned(TimeZone::system()).date();
        parts.push(today.to_string());
        let name = parts.iter().map(|part| plain(part)).collect::<Vec<_>>().join("-");
        let is_folder = matches!(what, Handed::Database { .. }) && format != FileFormat::Sqlite;
        let ending = if is_folder {
            String::new()
        } else {
            format!(".{}", format.ending())
        };
        Ok(free(&downloads(), &name, &ending).display().to_string())
    }

    fn parts(&self, what: &Handed) -> Result<Vec<String>, Error> {
        let of = |dataflow| -> Result<String, Error> { Ok(self.inner.dataflow(dataflow)?.draft.name) };
        let as_of = |version: Version| match version {
            Version::Now => None,
            Version::AsOf(run) => Some(format!("run-{run}")),
        };
        let (first, more): (String, Vec<Option<String>>) = match what {
            Handed::Database { dataflow, version } => (of(*dataflow)?, vec![as_of(*version)]),
            Handed::Rows { subject, .. } => match subject {
                Subject::Table {
                    dataflow,
                    table,
                    version,
                } => (of(*dataflow)?, vec![Some(table.clone()), as_of(*version)]),
                Subject::Comparison {
                    dataflow, table, to, ..
                } => {
                    let changes = Some("changes".to_owned());
                    (of(*dataflow)?, vec![Some(table.clone()), changes, as_of(*to)])
                }
                Subject::People { organization, .. } => (
                    "people".to_owned(),
                    vec![organization.clone().filter(|name| !name.is_empty())],
                ),
            },
        };
        Ok(std::iter::once(first).chain(more.into_iter().flatten()).collect())
    }
}

/// A face may stand in any folder, so a path says all of where it leads.
pub(super) fn check(path: &str) -> Result<(), Error> {
    if Path::new(path).is_absolute() {
        return Ok(());
    }
    let example = downloads().join("people.csv");
    Err(Error::field(
        "path",
        format!("Give the file's whole path, such as {}.", example.display()),
    ))
}

fn downloads() -> PathBuf {
    dirs::download_dir()
        .filter(|folder| folder.is_dir())
        .or_else(dirs::home_dir)
        .unwrap_or_else(std::env::temp_dir)
}

/// Letters, digits and what no system minds.
fn plain(part: &str) -> String {
    let of = |c: char| {
        if c.is_alphanumeric() || c == '-' || c == '_' {
            c
        } else {
            '_'
        }
    };
    part.chars().take(LONGEST).map(of).collect()
}

/// The name, or the first with a number that is not there.
fn free(folder: &Path, name: &str, ending: &str) -> PathBuf {
    let numbered = |number: u32| match number {
        1 => folder.join(format!("{name}{ending}")),
        _ => folder.join(format!("{name} ({number}){ending}")),
    };
    let is_free = |path: &PathBuf| std::fs::symlink_metadata(path).is_err();
    (1..1_000)
        .map(numbered)
        .find(is_free)
        .unwrap_or_else(|| numbered(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_is_in_it_and_nothing_that_a_system_minds() {
        assert_eq!(plain("users"), "users");
        assert_eq!(plain("a/b\\c: \"d\"\n"), "a_b_c___d__");
        assert_eq!(plain("Zoë 💧"), "Zoë__");
        assert_eq!(plain(&"x".repeat(300)).len(), LONGEST);
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = free(folder.path(), "people", ".csv");
        assert_eq!(first, folder.path().join("people.csv"));
        std::fs::write(first, "").expect("there is room");
        assert_eq!(
            free(folder.path(), "people", ".csv"),
            folder.path().join("people (2).csv")
        );
    }

    #[test]
    fn a_path_says_all_of_where_it_leads() {
        assert!(check(&downloads().join("a.csv").display().to_string()).is_ok());
        for path in ["", "people.csv", "./people.csv", "~/people.csv"] {
            assert!(check(path).is_err(), "{path:?}");
        }
    }
}
