//! What can go wrong, as one list: `cargo xtask test faults` runs the tests it names, and `cargo xtask faults`
//! writes it into `docs/reliability.md`.

mod list;

use std::fmt::Write;

use anyhow::{Result, bail};

use crate::marked;
use list::FAULTS;

const DOCUMENT: &str = "docs/reliability.md";
const PART: &str = "faults";

/// One thing that can go wrong.
struct Fault {
    number: u8,
    what: &'static str,
    /// What must happen then.
    then: &'static str,
    tests: &'static [Tests],
    /// What cannot be tried on one Linux machine, and why; else `ALL_OF_IT` is.
    untried: &'static str,
}

/// Tests of one package, by the names that nextest gives them.
struct Tests {
    package: &'static str,
    names: &'static [&'static str],
}

/// What stands where nothing is left untried.
const ALL_OF_IT: &str = "nothing";

const fn of(package: &'static str, names: &'static [&'static str]) -> Tests {
    Tests { package, names }
}

/// Writes the table anew.
pub(crate) fn run() -> Result<()> {
    marked::write(DOCUMENT, PART, &table())?;
    println!("The table of faults in {DOCUMENT} is that of the list");
    Ok(())
}

/// What nextest is told to run the tests of these faults, of all if none is named.
pub(crate) fn filter(numbers: &[u8]) -> Result<String> {
    if let Some(unknown) = numbers
        .iter()
        .find(|number| FAULTS.iter().all(|fault| fault.number != **number))
    {
        bail!("there is no fault {unknown}: they go from 1 to {}", FAULTS.len());
    }
    let wanted = FAULTS
        .iter()
        .filter(|fault| numbers.is_empty() || numbers.contains(&fault.number));
    let mut of_packages: Vec<(&str, Vec<&str>)> = Vec::new();
    for tests in wanted.flat_map(|fault| fault.tests) {
        match of_packages
            .iter_mut()
            .find(|(package, _)| *package == tests.package)
        {
            Some((_, names)) => names.extend(tests.names),
            None => of_packages.push((tests.package, tests.names.to_vec())),
        }
    }
    let each = of_packages.iter_mut().map(|(package, names)| {
        names.sort_unstable();
        names.dedup();
        let named: Vec<String> = names.iter().map(|name| format!("test(={name})")).collect();
        format!("(package({package}) & ({}))", named.join(" | "))
    });
    Ok(each.collect::<Vec<_>>().join(" | "))
}

/// The list as Markdown.
fn table() -> String {
    let mut table = String::from(
        "| | What goes wrong | What happens then | The tests that try it | What is not tried, and why |\n|--:|---|---|---|---|\n",
    );
    for fault in FAULTS {
        let tests: Vec<String> = fault.tests.iter().map(Tests::told).collect();
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} | {} |",
            fault.number,
            fault.what,
            fault.then,
            tests.join("<br>"),
            fault.untried
        );
    }
    table
}

impl Tests {
    fn told(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| format!("`{name}`")).collect();
        format!("**{}**: {}", self.package, names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    #[test]
    fn the_document_has_the_table_of_the_list() {
        let whole = fs::read_to_string(process::root().join(DOCUMENT)).expect("the document");
        let written = marked::part(&whole, PART).expect("its markers");
        assert_eq!(written, table().trim(), "`cargo xtask faults` writes it anew");
    }

    #[test]
    fn the_faults_are_numbered_from_1_on_and_no_cell_is_empty() {
        for (place, fault) in FAULTS.iter().enumerate() {
            let number = fault.number;
            assert_eq!(usize::from(number), place + 1);
            let tests: usize = fault.tests.iter().map(|tests| tests.names.len()).sum();
            assert!(tests > 0, "nothing tries fault {number}");
            for text in [fault.what, fault.then, fault.untried] {
                assert!(!text.trim().is_empty(), "fault {number} has an empty cell");
                assert!(
                    !text.contains('|'),
                    "fault {number} would break the table: {text}"
                );
            }
        }
    }

    #[test]
    fn every_named_test_is_there() {
        for tests in FAULTS.iter().flat_map(|fault| fault.tests) {
            let there = tests_of(tests.package);
            for name in tests.names {
                assert!(
                    there.contains(*name),
                    "{} has no test {name}; it has {there:#?}",
                    tests.package
                );
            }
        }
    }

    #[test]
    fn a_filter_names_each_test_once_and_no_other_fault_s() {
        let all = filter(&[]).expect("a filter");
        assert_eq!(all.matches("export::a_full_disk_leaves_nothing").count(), 1);
        let one = filter(&[22]).expect("a filter");
        assert!(
            one.contains("test(=panics::a_panic_ends_the_run_and_not_the_app)"),
            "{one}"
        );
        assert!(!one.contains("crash::"), "{one}");
        assert!(filter(&[99]).is_err());
    }

    /// The full names of a package's tests, out of its sources.
    fn tests_of(package: &str) -> BTreeSet<String> {
        let folder = match package.strip_prefix("poolhouse-") {
            None => process::root().join("src-tauri"),
            Some("e2e") => process::root().join("e2e"),
            Some(name) => process::root().join("crates").join(name),
        };
        let mut found = BTreeSet::new();
        for file in rust_files(&folder) {
            let inside = file.strip_prefix(&folder).expect("a file of the folder");
            tests_in(
                &fs::read_to_string(&file).expect("UTF-8"),
                &modules(inside),
                &mut found,
            );
        }
        assert!(!found.is_empty(), "{package} has tests");
        found
    }

    fn rust_files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut files = Vec::new();
        for path in entries.map(|entry| entry.path()) {
            if path.is_dir() {
                files.extend(rust_files(&path));
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
        files
    }

    /// Which module a file is: `tests/it/` and a lone file under `tests/` are programs of their own.
    fn modules(file: &Path) -> Vec<String> {
        let mut parts: Vec<String> = file
            .with_extension("")
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        let program = if parts[0] == "tests" { 2 } else { 1 };
        parts.drain(..program.min(parts.len()));
        if parts
            .last()
            .is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str()))
        {
            parts.pop();
        }
        parts
    }

    fn tests_in(source: &str, modules: &[String], found: &mut BTreeSet<String>) {
        let mut inner = None;
        let mut is_test = false;
        for line in source.lines() {
            if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(" {")) {
                inner = Some(name);
            }
            if line == "}" {
                inner = None;
            }
            let line = line.trim();
            is_test |= line == "#[test]" || line.starts_with("#[tokio::test");
            let named = line
                .trim_start_matches("async ")
                .strip_prefix("fn ")
                .and_then(|rest| rest.split_once('('));
            if let Some((name, _)) = named {
                if is_test {
                    let path = modules.iter().map(String::as_str).chain(inner).chain([name]);
                    found.insert(path.collect::<Vec<_>>().join("::"));
                }
                is_test = false;
            }
        }
    }
}
