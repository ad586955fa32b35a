//! `cargo xtask fuzz`: random input, and what the fuzzer learns of it, into all that reads foreign bytes.
//!
//! The targets' bodies are in `crates/fuzzed`, whose test replays the kept inputs on any toolchain. Here
//! each is let loose: what is new comes into `target/fuzz`, and `--keep` takes over what covers more. It begins
//! from what hours of it learnt (`fuzz/grown`), which is too much to be replayed on every change.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{process, setup};

/// As `crates/fuzzed` lists them.
const TARGETS: [&str; 6] = ["arguments", "databases", "filters", "names", "pages", "settings"];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Fuzz this alone: arguments, databases, filters, names, pages or settings
    target: Option<String>,
    /// For so many minutes each
    #[arg(long, default_value_t = 5)]
    minutes: u64,
    /// Add inputs that cover more to those that are kept in `fuzz/corpus`
    #[arg(long)]
    keep: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let targets: Vec<&str> = match arguments.target.as_deref() {
        None => TARGETS.to_vec(),
        Some(name) => match TARGETS.iter().find(|target| **target == name) {
            Some(target) => vec![target],
            None => bail!(
                "there is nothing to fuzz named {name}; there is {}",
                TARGETS.join(", ")
            ),
        },
    };
    if !process::succeeds(nightly().arg("--version")) {
        bail!(
            "the fuzzer needs a nightly toolchain, as no other compiler counts what an input covers: \
             `rustup toolchain install nightly --profile minimal` brings one. Without it, \
             `cargo test -p poolhouse-fuzzed` tries every input that is kept"
        );
    }
    setup::for_fuzzing()?;
    let found = process::target().join("fuzz");
    let seeds = found.join("seeds");
    process::run(
        "write what the fuzzer begins with",
        process::cargo()
            .args([
                "run",
                "--quiet",
                "--package",
                "poolhouse-fuzzed",
                "--example",
                "seeds",
                "--",
            ])
            .arg(&seeds),
    )?;
    for target in targets {
        let corpus = found.join("corpus").join(target);
        let kept = process::root().join("fuzz/corpus").join(target);
        std::fs::create_dir_all(&corpus)?;
        let grown = process::root().join(format!("fuzz/grown/{target}.tar.gz"));
        process::run(
            "unpack what hours of fuzzing learnt",
            process::program("tar")
                .args(["--extract", "--file"])
                .arg(&grown)
                .arg("--directory")
                .arg(&corpus),
        )?;
        println!("\n── {target}, for {} minutes", arguments.minutes);
        process::run(
            &format!("fuzz {target}"),
            fuzzer(target)
                .args([&corpus, &kept, &seeds.join(target)])
                .arg("--")
                .arg(format!("-max_total_time={}", arguments.minutes * 60))
                // No input may take so many seconds, or so many megabytes.
                .args([
                    "-timeout=30",
                    "-rss_limit_mb=2048",
                    "-max_len=20000",
                    "-print_final_stats=1",
                ]),
        )?;
        if arguments.keep {
            process::run(
                &format!("keep what covers more of {target}"),
                fuzzer(target).args([&kept, &corpus]).args(["--", "-merge=1"]),
            )?;
        }
    }
    Ok(())
}

fn nightly() -> Command {
    let mut command = process::program("rustup");
    command.args(["run", "nightly", "cargo"]);
    command
}

/// Without a sanitizer: what is fuzzed is Rust that forbids unsafe code, and a sanitizer would take half of
/// the tries that fit into a minute. Of SQLite, which is C and reads what `databases` makes, it would see more.
fn fuzzer(target: &str) -> Command {
    let mut command = nightly();
    command.args(["fuzz", "run", "--sanitizer", "none", target]);
    command
}
