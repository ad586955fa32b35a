//! A hundred sorts that are cancelled, by the calls that the window makes: open, perhaps ask for rows, close.

use super::{OWN, call, leaving::imported, window};
use poolhouse_engine::Engine;
use poolhouse_sample_pool::{Options, SamplePool, ShortPages};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tauri::Manager;

const PEOPLE: u64 = 20_000;
const TURNS: usize = 100;

/// How long is waited for what has been struck to end: a test that fails ends too.
const LONGEST: Duration = Duration::from_mins(2);

/// Files of this folder that the process has open, those that are deleted already among them.
fn open_files(folder: &Path) -> usize {
    let open = fs::read_dir("/proc/self/fd").expect("a list");
    let targets = open.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
    targets.filter(|target| target.starts_with(folder)).count()
}

/// Threads that end what nobody wants any more.
fn strikers() -> usize {
    let threads = fs::read_dir("/proc/self/task").expect("a list");
    let names = threads.filter_map(|entry| fs::read_to_string(entry.ok()?.path().join("comm")).ok());
    names.filter(|name| name.trim_end() == "strike").count()
}

#[cfg(target_os = "linux")]
#[test]
fn a_hundred_cancelled_sorts_leave_nothing_and_the_last_one_is_right() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (app, window) = window(folder.path());
    let pool = tauri::async_runtime::block_on(SamplePool::start(Options {
        users: PEOPLE,
        short_pages: ShortPages::Never,
        ..Options::default()
    }));
    let pool = pool.expect("a pool");
    let dataflow = tauri::async_runtime::block_on(imported(&app.state::<Engine>(), &pool));

    let open = |column: &str, descending: bool| {
        let subject =
            json!({"kind": "table", "dataflow": dataflow, "table": "users", "version": {"kind": "now"}});
        let query =
            json!({"filters": [], "search": "", "sort": [{"column": column, "descending": descending}]});
        let opened = call(
            &window,
            "open_table",
            json!({"subject": subject, "query": query}),
            OWN,
        );
        opened.expect("it opens")["view"].clone()
    };
    let rows = |view: &Value, from: u64, count: u32| {
        call(
            &window,
            "table_rows",
            json!({"view": view, "from": from, "count": count}),
            OWN,
        )
    };
    let close = |view: &Value| {
        call(&window, "close_table", json!({"view": view}), OWN).expect("it closes");
    };
    // All of a table's rows, once they are sorted.
    let sorted = |view: &Value| loop {
        let window = rows(view, 0, 1_000).expect("it is open");
        if window["done"] == true {
            assert_eq!(window["found"], PEOPLE);
            return window["rows"].as_array().expect("rows").clone();
        }
    };
    let calm = open("email", false);
    let expected = sorted(&calm);
    close(&calm);
    let (files, threads) = (open_files(folder.path()), strikers());

    let mut cut_off = 0;
    for turn in 0..TURNS {
        let view = open(["email", "family_name", "sub"][turn % 3], turn % 2 == 0);
        if turn % 4 == 3 {
            // The window asks for what is in sight as soon as it is open.
            let window = rows(&view, 0, 50).expect("it is open");
            cut_off += usize::from(window["done"] == false);
        }
        close(&view);
        let error = rows(&view, 0, 1).expect_err("it is closed");
        assert_eq!(error["code"], "other", "no rows of what nobody wants: {error}");
    }
    let last = open("email", false);
    assert_eq!(sorted(&last), expected, "after {cut_off} that had not ended");
    close(&last);

    let since = Instant::now();
    loop {
        let left = (open_files(folder.path()), strikers());
        if left.0 <= files && left.1 <= threads {
            break;
        }
        assert!(
            since.elapsed() < LONGEST,
            "{left:?} files and threads are left, of {files} and {threads} before"
        );
        std::thread::yield_now();
    }
    tauri::async_runtime::block_on(pool.stop());
}
