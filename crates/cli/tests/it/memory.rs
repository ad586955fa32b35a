//! What an import takes of memory does not grow with the pool.

use crate::program::{Pool, Program};
use std::fs;
use std::time::Instant;

/// Megabytes that an import may take at its peak, of whatever pool; in a build without optimizations too.
const LIMIT: u64 = 250;

#[tokio::test(flavor = "multi_thread")]
async fn ten_times_the_users_take_no_more_memory() {
    let (few, _) = peak(4_000).await;
    let (many, _) = peak(40_000).await;
    assert!(few > 0, "the system tells what was taken");
    assert!(
        many < few + few / 2 && many < LIMIT,
        "{few} MB for 4,000 users, {many} MB for 40,000"
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: `cargo xtask soak` runs it"]
async fn soak_million() {
    const MANY: u64 = 1_000_000;
    let begun = Instant::now();
    let (peak, rows) = peak(MANY).await;
    assert_eq!(rows, MANY);
    assert!(peak < LIMIT, "{peak} MB");
    crate::soak::figures(
        "million",
        &format!(
            "{MANY} users of a pool never read before, so that all are read twice and compared, took {peak} MB at the peak (limit {LIMIT} MB), in {} s of a build without optimizations.",
            begun.elapsed().as_secs()
        ),
    );
}

/// Imports so many users; answers the most that the program had in memory, in megabytes, and the rows it published.
async fn peak(users: u64) -> (u64, u64) {
    let pool = Pool::of(users).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    let mut child = program.begin(&pool.key.secret, &["run", "Customers", "--json"]);
    let mut said = child.stdout.take().expect("a pipe");
    // What it says is little, and read once it has ended.
    let mut errors = child.stderr.take().expect("a pipe");
    let drain = std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let ended = loop {
        // Once it has ended nothing is told any more; until then, the most there has been.
        most = most.max(high_water(&fs::read_to_string(&status).unwrap_or_default()));
        if let Some(ended) = child.try_wait().expect("its state") {
            break ended;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert!(ended.success(), "the run ends well");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut said, &mut text).expect("UTF-8");
    drop(drain.join());
    let run: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    (most, run["rows"].as_u64().expect("a number"))
}

fn high_water(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes: u64 = line
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default();
    kibibytes * 1_024 / 1_000_000
}
