//! The machine, and what its processes use.

pub(crate) use poolhouse_e2e::background::worked;
use std::fs;
use std::thread;

/// The machine in words: its processor, its cores, its memory and its system; not its name.
pub(crate) fn name() -> String {
    let model =
        value("/proc/cpuinfo", "model name", ':').unwrap_or_else(|| "an unnamed processor".to_owned());
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let memory = kilobytes("/proc/meminfo", "MemTotal:").map_or_else(String::new, |bytes| {
        format!(", {:.0} GB of memory", bytes as f64 / 1e9)
    });
    let system =
        value("/etc/os-release", "PRETTY_NAME", '=').unwrap_or_else(|| std::env::consts::OS.to_owned());
    format!("{model}, {cores} cores{memory}, {}", system.trim_matches('"'))
}

/// How many processes wanted to run at once in the last minute, on average.
pub(crate) fn load() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next().map(str::to_owned)
}

/// How this program, and so all that it starts, is preferred to others: negative if it is.
pub(crate) fn niceness() -> Option<i32> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(16)?.parse().ok()
}

/// What stands after a name and a sign in a file of such lines.
fn value(file: &str, name: &str, sign: char) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| {
        let (found, value) = line.split_once(sign)?;
        (found.trim() == name).then(|| value.trim().to_owned())
    })
}

/// The most memory that a process has held so far, in bytes.
pub(crate) fn peak(process: u32) -> Option<u64> {
    kilobytes(&format!("/proc/{process}/status"), "VmHWM:")
}

/// The memory of a process, in bytes, with what it shares divided among those who share it.
pub(crate) fn proportional(process: u32) -> Option<u64> {
    kilobytes(&format!("/proc/{process}/smaps_rollup"), "Pss:")
}

fn kilobytes(file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let number: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(number * 1024)
}

/// What the kernel counts a process's times in; the same on all systems that we run on.
const TICKS_A_SECOND: f64 = 100.0;

/// The kernel's ticks in seconds.
pub(crate) fn seconds(ticks: u64) -> f64 {
    ticks as f64 / TICKS_A_SECOND
}

/// Today, where this machine is.
pub(crate) fn today() -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "a measurement is of the day on which it was made"
    )]
    let now = jiff::Zoned::now();
    now.date().to_string()
}

/// Seconds since a process started.
pub(crate) fn age(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The 22nd field; the first two end with the name's bracket.
    let started: u64 = stat
        .rsplit_once(')')?
        .1
        .split_whitespace()
        .nth(19)?
        .parse()
        .ok()?;
    let uptime = fs::read_to_string("/proc/uptime").ok()?;
    let now: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    Some(now - seconds(started))
}

/// Bytes in megabytes, as the issue counts them.
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
