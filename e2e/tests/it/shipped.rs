//! What is shipped, and what `docs/security.md` says of it: rules that no compiler holds.

use anyhow::{Context, Result, ensure};
use poolhouse_e2e::programs;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The packages that are linked into what is shipped, each with its features; what only tests need is left out.
fn shipped() -> Result<BTreeMap<String, BTreeSet<String>>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}|{f}",
        ])
        .args(["--package", "poolhouse", "--package", "poolhouse-cli"])
        .current_dir(programs::file(""))
        .output()?;
    ensure!(
        output.status.success(),
        "cargo tree: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut packages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let Some((package, features)) = line.split_once('|') else {
            continue;
        };
        let name = package.split(' ').next().unwrap_or_default().to_owned();
        let features = features
            .trim_end_matches(" (*)")
            .split(',')
            .filter(|feature| !feature.is_empty());
        packages
            .entry(name)
            .or_default()
            .extend(features.map(str::to_owned));
    }
    Ok(packages)
}

#[test]
fn neither_devtools_nor_a_test_driver_nor_failpoints_are_shipped() -> Result<()> {
    let packages = shipped()?;
    for name in ["tauri", "tauri-runtime-wry", "wry", "webkit2gtk"] {
        let features = packages.get(name).with_context(|| format!("{name} is shipped"))?;
        for feature in ["devtools", "test", "unstable", "tracing"] {
            assert!(
                !features.contains(feature),
                "{name} is shipped with its feature {feature}"
            );
        }
    }
    for driver in [
        "fantoccini",
        "thirtyfour",
        "webdriver",
        "tauri-driver",
        "tauri-plugin-webdriver",
        "tauri-plugin-wdio",
    ] {
        assert!(!packages.contains_key(driver), "{driver} is shipped");
    }
    for plugin in [
        "tauri-plugin-fs",
        "tauri-plugin-http",
        "tauri-plugin-shell",
        "tauri-plugin-opener",
        "tauri-plugin-devtools",
        "tauri-plugin-log",
    ] {
        assert!(
            !packages.contains_key(plugin),
            "{plugin} is shipped, and would give the page more rights"
        );
    }
    let window = packages.get("poolhouse").context("the window is shipped")?;
    assert!(
        !window.contains("driven"),
        "the window is shipped as one that can be driven"
    );
    let catalog = packages
        .get("poolhouse-catalog")
        .context("the catalog is shipped")?;
    assert!(!catalog.contains("failpoints"), "failpoints are shipped");
    Ok(())
}

/// The check of `cargo xtask bundle` looks for names that only a program with devtools has. This one has them.
#[cfg(target_os = "linux")]
#[test]
fn a_program_with_devtools_is_known_by_what_the_bundle_is_searched_for() -> Result<()> {
    let bundle = fs::read_to_string(programs::file("xtask/src/bundle.rs"))?;
    let program = fs::read(programs::app()?)?;
    for mark in ["webkit_web_inspector_show", "webkit_web_view_get_inspector"] {
        assert!(bundle.contains(mark), "the bundle is searched for {mark}");
        let found = program.windows(mark.len()).any(|part| part == mark.as_bytes());
        assert!(
            found,
            "the program of the tests is built with devtools, and has {mark}"
        );
    }
    Ok(())
}

/// And for the words of a panic that a test wants.
#[test]
fn failpoints_are_known_by_what_the_bundle_is_searched_for() -> Result<()> {
    const MARK: &str = "as a test wants it: ";
    for (file, what) in [
        ("xtask/src/bundle.rs", "the bundle is searched for it"),
        ("crates/catalog/src/failpoints.rs", "a failpoint says it"),
    ] {
        assert!(fs::read_to_string(programs::file(file))?.contains(MARK), "{what}");
    }
    Ok(())
}

/// Each claim of the threat model names what holds it, and that is there.
#[test]
fn every_test_that_the_threat_model_names_exists() -> Result<()> {
    let model = fs::read_to_string(programs::file("docs/security.md"))?;
    let mut tests = BTreeSet::new();
    for folder in ["crates", "e2e/tests", "src-tauri/src", "xtask/src"] {
        tests_in(&programs::file(folder), &mut tests)?;
    }
    ensure!(tests.len() > 300, "the tests were found: {}", tests.len());
    let mut rows = 0;
    for row in model.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [_, held_by] = cells[..] else { continue };
        if held_by == "Held by" || held_by.starts_with("---") {
            continue;
        }
        rows += 1;
        let names: Vec<&str> = held_by.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "nothing holds this claim: {row}");
        for name in names {
            assert!(
                tests.contains(name) || name.starts_with("cargo xtask "),
                "`{name}` is no test: {row}"
            );
        }
    }
    assert!(rows >= 25, "the claims were found: {rows}");
    Ok(())
}

/// The names of the functions that are tests, in every file below a folder.
fn tests_in(folder: &Path, tests: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            tests_in(&path, tests)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            for marked in text
                .split("#[test]")
                .skip(1)
                .chain(text.split("#[tokio::test").skip(1))
            {
                let name = marked.split_once("fn ").map(|(_, rest)| rest);
                let name = name.and_then(|rest| {
                    rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                        .next()
                });
                tests.extend(name.map(str::to_owned));
            }
        }
    }
    Ok(())
}
