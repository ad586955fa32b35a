//! Public tools on the same pool, where they are here: boto3's paginator and the AWS CLI.

use crate::Built;
use crate::pool::Pool;
use crate::report::{Report, grouped, say};
use anyhow::{Context, Result, bail};
use poolhouse_e2e::programs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const USERS: u64 = 20_000;

pub(crate) fn all(built: &Built, report: &mut Report) -> Result<()> {
    let pool = Pool::start(built, USERS, &[])?;
    let folder = tempfile::tempdir_in(&built.target)?;
    if let Some(python) = python(&built.target) {
        let mut boto3 = Command::new(python);
        boto3.arg(programs::own_file("python/boto3_to_csv.py"));
        boto3.args([&pool.at.endpoint, &pool.at.region, &pool.at.user_pool_id]);
        measure(
            "boto3's paginator into a CSV file",
            boto3,
            &pool,
            &folder.path().join("users.csv"),
            report,
        )?;
    } else {
        say("boto3 is not here, so it is left out: `cargo xtask test` installs it");
    }
    if let Some(aws) = aws(&built.target) {
        for format in ["text", "json"] {
            let mut command = Command::new(&aws);
            command.args([
                "cognito-idp",
                "list-users",
                "--user-pool-id",
                &pool.at.user_pool_id,
            ]);
            command.args(["--endpoint-url", &pool.at.endpoint, "--output", format]);
            let file = folder.path().join(format);
            measure(
                &format!("The AWS CLI into {format}"),
                command,
                &pool,
                &file,
                report,
            )?;
        }
    } else {
        say("the AWS CLI is not here, so it is left out: install e2e/requirements-bench.txt");
    }
    Ok(())
}

fn measure(what: &str, mut command: Command, pool: &Pool, file: &Path, report: &mut Report) -> Result<()> {
    command
        .env("AWS_ACCESS_KEY_ID", &pool.at.access_key_id)
        .env("AWS_SECRET_ACCESS_KEY", &pool.at.secret_access_key)
        .env("AWS_DEFAULT_REGION", &pool.at.region)
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_PAGER", "")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(file)?);
    let started = Instant::now();
    let ended = command
        .status()
        .with_context(|| format!("could not start {what}"))?;
    let seconds = started.elapsed().as_secs_f64();
    if !ended.success() {
        bail!("{what} failed: {ended}");
    }
    let pace = grouped(USERS as f64 / seconds);
    report.add(
        what,
        &format!(
            "{pace} users/s ({} users in {seconds:.2} s, its start included)",
            grouped(USERS as f64)
        ),
        "",
    );
    Ok(())
}

fn python(target: &Path) -> Option<PathBuf> {
    programs::python_if_any()
        .or_else(|| Some(target.join("python/bin/python")).filter(|python| python.exists()))
}

/// Our own pinned one first, then the person's.
fn aws(target: &Path) -> Option<PathBuf> {
    let own = target.join("python/bin");
    let folders = std::iter::once(own).chain(programs::search_path());
    folders.map(|folder| folder.join("aws")).find(|aws| aws.is_file())
}
