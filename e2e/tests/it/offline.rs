//! What was imported is reviewed, compared and exported in the window without a call to the network: watched from
//! outside, with every process of the web view.

use crate::support::{folder, pool, source};
use anyhow::{Context, Result, ensure};
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::programs;
use poolhouse_e2e::wait::LONG;
use poolhouse_e2e::window::{Opening, Window};
use poolhouse_sample_pool::{Key, SamplePool};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether a program may be watched here.
fn may_watch() -> bool {
    let tried = Command::new("strace")
        .args([
            "-f",
            "-qq",
            "--seccomp-bpf",
            "-e",
            "trace=network",
            "-o",
            "/dev/null",
            "true",
        ])
        .output();
    tried.is_ok_and(|output| output.status.success())
}

/// A program that is the window, watched: each call of its processes to the network becomes a line of `calls`.
fn watched(folder: &Path, calls: &Path) -> Result<PathBuf> {
    let quoted = |path: &Path| format!("'{}'", path.display());
    let script = folder.join("watched");
    let text = format!(
        "#!/bin/sh\nexec strace -f -qq --seccomp-bpf -e trace=network -o {} -- {} \"$@\"\n",
        quoted(calls),
        quoted(&programs::app()?)
    );
    fs::write(&script, text)?;
    fs::set_permissions(&script, Permissions::from_mode(0o700))?;
    Ok(script)
}

/// Three runs by the other face, each with something new.
fn three_runs(folder: &Path, sample: &SamplePool) -> Result<()> {
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(folder)?;
    command_line.create("Members", &source(sample, &endpoint, &key), &["users", "groups"])?;
    for tier in ["silver", "gold", "platinum"] {
        sample.control().set_attribute(7, "custom:tier", Some(tier));
        command_line.answer(&["run", "Members"])?;
    }
    Ok(())
}

/// All that there is to do without a network.
async fn work(window: &Window, to: &Path) -> Result<()> {
    window.go_to("/databases/1/users").await?;
    window.find(Role::Button, "Keys").await?;
    window.click(Role::Button, "Profile").await?;
    window.find(Role::Heading, "Profile").await?;
    window.click(Role::Link, "Compare…").await?;
    window.read("What became of users from run 2").await?;
    window.click_first(Role::Button, "custom_tier").await?;
    window.read("platinum").await?;
    window.go_to("/history/run/2").await?;
    window.find(Role::Heading, "Completeness").await?;
    window.click(Role::Link, "Run history").await?;
    window.click(Role::Link, "Settings").await?;
    window.find(Role::Heading, "Appearance").await?;
    window.go_to("/databases").await?;
    window.click(Role::Button, "Export…").await?;
    window.fill("File", to.to_str().context("Unicode")?).await?;
    window.click(Role::Button, "Export").await?;
    window.read("60 rows").await?;
    window.click_first(Role::Button, "Close").await
}

/// How a port of this computer stands in a call.
fn at_port(port: &str) -> String {
    format!("sin_port=htons({port}), sin_addr=inet_addr(\"127.0.0.1\")")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_imported_is_worked_with_in_the_window_without_a_call() -> Result<()> {
    if !may_watch() {
        eprintln!("SKIPPED: no program may be watched here, so nobody saw whether the window calls");
        return Ok(());
    }
    let folder = folder()?;
    let data = folder.path().join("data");
    let sample = pool(60).await?;
    three_runs(&data, &sample)?;
    let calls = folder.path().join("calls");
    let opening = Opening {
        app: watched(folder.path(), &calls)?,
        ..Opening::on(&data)?
    };
    let window = Window::open_with(&opening).await?;
    // The driver of these tests has the web view's processes speak to it, and says where.
    let environment = fs::read(format!("/proc/{}/environ", window.app()?))?;
    let environment = String::from_utf8_lossy(&environment).into_owned();
    let of_driver = environment
        .split('\0')
        .find_map(|each| each.strip_prefix("WEBKIT_INSPECTOR_SERVER=127.0.0.1:"))
        .map(at_port)
        .context("the driver says where it listens")?;
    let before = sample.calls().total().received;
    work(&window, &folder.path().join("people.csv")).await?;
    assert_eq!(sample.calls().total().received, before, "nobody asked the pool");
    // What is looked for is seen where it is there: a run calls, and nothing else does.
    window.go_to("/imports").await?;
    window.act("Members", "Run").await?;
    window.read_within("Members succeeded", LONG).await?;
    window.close().await?;

    let told = fs::read_to_string(&calls)?;
    let of_pool = sample.endpoint();
    let port = of_pool.rsplit(':').next().context("a port")?;
    let of_pool = at_port(port);
    let sends = |line: &&str| {
        ["connect(", "sendto(", "sendmsg(", "sendmmsg("]
            .iter()
            .any(|call| line.contains(call))
    };
    let away: Vec<&str> = told
        .lines()
        .filter(sends)
        .filter(|line| line.contains("AF_INET") || line.contains("io.systemd.Resolve"))
        .filter(|line| !line.contains(&of_driver))
        .collect();
    let (run, others): (Vec<&str>, Vec<&str>) = away.into_iter().partition(|line| line.contains(&of_pool));
    ensure!(!run.is_empty(), "the run was not seen to call");
    assert_eq!(others, Vec::<&str>::new(), "something was called");
    // The window, its page and what fetches for the page talk by sockets of this computer.
    let processes: std::collections::BTreeSet<&str> = told
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    ensure!(processes.len() >= 3, "every process was watched: {processes:?}");
    Ok(())
}
