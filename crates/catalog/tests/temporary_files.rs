//! Where SQLite sets aside what does not fit into memory. A process has one such place, which the first data
//! folder that it opens decides: so this is a program of its own, with one test.
#![cfg(target_os = "linux")]

use poolhouse_catalog::DataFolder;
use rusqlite::Connection;

#[test]
fn a_large_sort_is_set_aside_in_the_data_folder_and_nothing_is_left() {
    let root = tempfile::tempdir().expect("a folder");
    let data = root.path().join("data");
    let _folder = DataFolder::open(&data).expect("a data folder");
    let connection = Connection::open(root.path().join("x.db")).expect("a database");
    let mut statement = connection
        .prepare(
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 200000)
             SELECT hex(randomblob(100)) FROM c ORDER BY 1",
        )
        .expect("a sort");
    let mut rows = statement.query([]).expect("a sort");
    rows.next().expect("a row").expect("the first");
    let open: Vec<_> = std::fs::read_dir("/proc/self/fd")
        .expect("the files that are open")
        .flatten()
        .filter_map(|file| std::fs::read_link(file.path()).ok())
        .filter(|path| path.to_string_lossy().contains("etilqs_"))
        .collect();
    assert!(!open.is_empty(), "it did not fit into memory");
    assert!(open.iter().all(|path| path.starts_with(&data)), "{open:?}");
    drop(rows);
    let temporary = open[0].parent().expect("a folder");
    assert_eq!(std::fs::read_dir(temporary).expect("a folder").count(), 0);
}
