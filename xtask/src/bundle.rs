//! `cargo xtask bundle`: the installers for the system it runs on, with the CLI beside the window, and the lists of
//! what is in them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{interface, process, setup};

/// The programs that are shipped.
const PROGRAMS: [&str; 2] = ["poolhouse", "poolhouse-cli"];

/// Functions of the web view that only a program with devtools calls: their names stand in it, stripped or not.
const OF_DEVTOOLS: [&str; 2] = ["webkit_web_inspector_show", "webkit_web_view_get_inspector"];

/// What a place says where a test has the program panic: `crates/catalog/src/failpoints.rs`.
const OF_FAILPOINTS: &str = "as a test wants it: ";

/// Under this name cargo-auditable puts the list of crates into a program.
const LIST_INSIDE: &str = ".dep-v0";

pub(crate) fn run() -> Result<()> {
    setup::for_bundles()?;
    interface::build()?;
    println!("Building for release; this takes several minutes");
    // Not by Tauri's command line, which knows only cargo itself.
    process::run(
        "build the programs",
        process::cargo().args([
            "auditable",
            "build",
            "--quiet",
            "--release",
            "--package",
            "poolhouse",
            "--package",
            "poolhouse-cli",
        ]),
    )?;
    for program in PROGRAMS {
        inspect(program)?;
    }
    let mut tauri = setup::tauri()?;
    process::run(
        "make the installers",
        tauri.args(["bundle", "--ci", "--bundles", bundles()]),
    )?;
    let folder = process::target().join("release/bundle");
    lists(&folder.join("sbom"))?;
    println!("\nThe installers lie in {}", folder.display());
    if cfg!(target_os = "linux") {
        println!(
            "No AppImage is among them: making one downloads tools at build time, so it is left to the release machine."
        );
    }
    Ok(())
}

fn bundles() -> &'static str {
    if cfg!(target_os = "macos") {
        "app,dmg"
    } else if cfg!(windows) {
        "nsis"
    } else {
        "deb,rpm"
    }
}

/// Looks into a program that is to be shipped.
fn inspect(name: &str) -> Result<()> {
    let path = process::target()
        .join("release")
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION);
    let program = fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
    let faults = faults(&program, cfg!(target_os = "linux"));
    if !faults.is_empty() {
        bail!("{name} may not be shipped: {}", faults.join("; "));
    }
    println!("{name}: no devtools and no failpoints in it, and its list of crates");
    Ok(())
}

/// What is wrong with a program. How its list of crates is found differs; `elf` is Linux's form.
fn faults(program: &[u8], elf: bool) -> Vec<String> {
    let has = |mark: &str| program.windows(mark.len()).any(|part| part == mark.as_bytes());
    let mut faults: Vec<String> = OF_DEVTOOLS
        .into_iter()
        .filter(|mark| has(mark))
        .map(|mark| format!("it has devtools ({mark})"))
        .collect();
    if has(OF_FAILPOINTS) {
        faults.push("it has failpoints".to_owned());
    }
    if elf && !has(LIST_INSIDE) {
        faults.push("the list of its crates is not in it".to_owned());
    }
    faults
}

/// What is in the bundles, for whoever checks them: the crates of each program, and the packages of the page.
fn lists(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    for (program, manifest) in PROGRAMS.into_iter().zip(["Cargo.toml", "crates/cli/Cargo.toml"]) {
        let name = format!("{program}.cdx");
        let mut cyclonedx = process::program("cargo-cyclonedx");
        cyclonedx.args([
            "cyclonedx",
            "--format",
            "json",
            "--spec-version",
            "1.5",
            "--no-build-deps",
            "--quiet",
        ]);
        cyclonedx.args(["--override-filename", &name, "--manifest-path", manifest]);
        process::run("list the crates", &mut cyclonedx)?;
        // Beside every manifest of the workspace there is one now; wanted is this program's.
        let made = process::root()
            .join(manifest)
            .with_file_name(format!("{name}.json"));
        let kept = folder.join(format!("{program}.cdx.json"));
        fs::copy(&made, &kept).with_context(|| format!("could not keep {}", made.display()))?;
        for left in left_behind(&format!("{name}.json"))? {
            fs::remove_file(&left).with_context(|| format!("could not remove {}", left.display()))?;
        }
    }
    let packages =
        process::output(interface::npm().args(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"]));
    let packages = packages.context("npm could not list the packages of the page")?;
    let kept = folder.join("poolhouse-ui.cdx.json");
    fs::write(&kept, packages).with_context(|| format!("could not write {}", kept.display()))?;
    println!("What is in them, as CycloneDX: {}", folder.display());
    Ok(())
}

/// Files of this name beside the manifests of the workspace.
fn left_behind(name: &str) -> Result<Vec<PathBuf>> {
    let mut folders = vec![
        process::root().to_owned(),
        process::root().join("e2e"),
        process::root().join("xtask"),
    ];
    for entry in fs::read_dir(process::root().join("crates"))? {
        folders.push(entry?.path());
    }
    let files = folders.into_iter().map(|folder| folder.join(name));
    Ok(files.filter(|file| file.exists()).collect())
}

#[cfg(test)]
mod tests {
    use super::faults;

    #[test]
    fn a_program_with_devtools_or_without_its_list_is_not_shipped() {
        assert!(faults(b"\x7fELF .dep-v0 webkit_web_view_new", true).is_empty());
        let wrong = faults(
            b"\x7fELF webkit_web_inspector_show as a test wants it: prune",
            true,
        );
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert!(
            faults(b"MZ", false).is_empty(),
            "elsewhere the list is kept in another form"
        );
    }
}
