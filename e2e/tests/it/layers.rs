//! The layering, read from `cargo metadata`: who may know what.

use anyhow::{Context, Result, bail};
use poolhouse_e2e::programs;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The packages of the workspace, each with what it depends on itself, its tests left out.
fn dependencies() -> Result<BTreeMap<String, BTreeSet<String>>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(programs::file(""))
        .output()?;
    if !output.status.success() {
        bail!(
            "cargo metadata failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("there are packages")?;
    let name = |of: &Value| of["name"].as_str().map(String::from);
    Ok(packages
        .iter()
        .filter_map(|package| {
            let needed = package["dependencies"].as_array()?;
            let needed = needed
                .iter()
                .filter(|each| each["kind"] != "dev")
                .filter_map(name);
            Some((name(package)?, needed.collect()))
        })
        .collect())
}

/// Asserts that of all packages only these depend on anything of the kind.
fn only(allowed: &[&str], kind: impl Fn(&str) -> bool, why: &str) -> Result<()> {
    for (package, needed) in dependencies()? {
        let offence: Vec<&String> = needed.iter().filter(|name| kind(name)).collect();
        assert!(
            offence.is_empty() || allowed.contains(&package.as_str()),
            "{package} depends on {offence:?}, but {why}"
        );
    }
    Ok(())
}

#[test]
fn only_the_window_knows_tauri() -> Result<()> {
    only(
        &["poolhouse"],
        |name| name == "tauri" || name.starts_with("tauri-"),
        "nothing under crates/ knows Tauri",
    )
}

#[test]
fn only_cognito_knows_aws() -> Result<()> {
    only(
        &["poolhouse-cognito"],
        |name| name.starts_with("aws-sdk") || name == "aws-config",
        "one crate knows AWS",
    )?;
    only(
        &["poolhouse-cognito", "poolhouse-sample-pool", "poolhouse-e2e"],
        |name| name.starts_with("aws-"),
        "only the connector and the benchmark's bare readers sign requests, and only the stand-in checks signatures",
    )
}

#[test]
fn only_the_catalog_knows_sqlite() -> Result<()> {
    only(
        &["poolhouse-catalog"],
        |name| name.contains("sqlite") || name.contains("sqlx"),
        "one crate knows SQLite",
    )
}

#[test]
fn dependencies_point_inward() -> Result<()> {
    let of = dependencies()?;
    let allowed: [(&str, &[&str]); 6] = [
        ("poolhouse-connector", &[]),
        ("poolhouse-cognito", &["poolhouse-connector"]),
        ("poolhouse-catalog", &["poolhouse-connector"]),
        (
            "poolhouse-sample-pool",
            &["poolhouse-connector", "poolhouse-cognito"],
        ),
        ("poolhouse-export", &[]),
        (
            "poolhouse-engine",
            &["poolhouse-connector", "poolhouse-catalog", "poolhouse-export"],
        ),
    ];
    for (package, inner) in allowed {
        let needed = of
            .get(package)
            .with_context(|| format!("{package} is in the workspace"))?;
        for name in needed.iter().filter(|name| name.starts_with("poolhouse")) {
            assert!(inner.contains(&name.as_str()), "{package} may not know {name}");
        }
    }
    Ok(())
}

#[test]
fn no_call_that_makes_a_user_billable() -> Result<()> {
    // In words of the code, not of its comments: `AdminGetUser`, `admin_get_user`, but not the
    // calls whose names only begin so.
    let forbidden = [
        "admin_get_user()",
        "AdminGetUser\"",
        "AdminGetUserFluentBuilder",
        "AdminGetUserInput",
    ];
    let mut read = 0;
    // Not the stand-in: its own test asks whether it refuses the call.
    let stand_in = programs::file("crates").join("sample-pool");
    each_source(&programs::file("crates"), &mut |path, text| {
        if path.starts_with(&stand_in) {
            return;
        }
        read += 1;
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for call in forbidden {
                assert!(
                    !line.contains(call),
                    "{} calls AdminGetUser, which bills its user: {line}",
                    path.display()
                );
            }
        }
    })?;
    assert!(read > 50, "the sources were found: {read} files");
    Ok(())
}

fn each_source(folder: &Path, see: &mut impl FnMut(&Path, &str)) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            each_source(&path, see)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            see(&path, &fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
