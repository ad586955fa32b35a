//! Tools that cargo builds: once, at a version of our choice, unless the contributor has one already.

use anyhow::Result;

use crate::process;

pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
    features: &'static [&'static str],
    /// Measured on two cores.
    minutes: u8,
}

pub(super) const NEXTEST: Tool = Tool {
    name: "cargo-nextest",
    version: "0.9.143",
    // Without what updates it in place: that would bring a second TLS stack to build.
    features: &["--no-default-features", "--features", "default-no-update"],
    minutes: 4,
};

pub(super) const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    features: &[],
    minutes: 3,
};

/// Puts the list of its crates into each program that is shipped.
pub(super) const AUDITABLE: Tool = Tool {
    name: "cargo-auditable",
    version: "0.7.7",
    features: &[],
    minutes: 1,
};

/// Lists the crates of a program in a form that others read.
pub(super) const CYCLONEDX: Tool = Tool {
    name: "cargo-cyclonedx",
    version: "0.5.9",
    features: &[],
    minutes: 2,
};

pub(super) const FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    version: "0.13.2",
    features: &[],
    minutes: 1,
};

pub(super) fn ready(tool: &Tool) -> Result<()> {
    if process::find(tool.name).is_some() {
        return Ok(());
    }
    println!(
        "Building {} {}, once (about {} minutes)",
        tool.name, tool.version, tool.minutes
    );
    process::run(
        &format!("build {}", tool.name),
        process::cargo()
            .args([
                "install",
                "--quiet",
                "--locked",
                tool.name,
                "--version",
                tool.version,
            ])
            .args(tool.features)
            .arg("--root")
            .arg(process::tools()),
    )
}
