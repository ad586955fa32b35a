//! Bytes of a database flipped, in two hundred places: whatever is read of it, the answer is an error of its kind or
//! the truth, and never a panic; nothing is written into it; what was kept of it by the damage is not made worse.

use crate::support::*;
use poolhouse_catalog::model::{ChangeQuery, Purpose, RunId, TableQuery, Version};
use poolhouse_catalog::{DataFolder, Database, DatabaseReader, ErrorKind, TableReader, check_database};
use std::fs;
use std::ops::ControlFlow;

const PLACES: usize = 200;
const HEAD: &[&str] = &["sub", "v"];

/// Two versions, and a staging that was interrupted.
fn made() -> (tempfile::TempDir, DataFolder) {
    let (root, folder) = folder();
    for run in 1..=2 {
        let rows = (0..200)
            .map(|row| vec![text(&format!("u{row}")), text(&format!("{run} {}", row % 7))])
            .collect();
        import_for(&folder, run, HEAD, rows, Purpose::All);
    }
    drop(begin(&folder, 3, HEAD, Purpose::All));
    (root, folder)
}

/// Reads all there is to read; the first error, if there is one.
fn read(folder: &DataFolder) -> Result<(), poolhouse_catalog::Error> {
    let Some(reader) = DatabaseReader::open(folder, NAME)? else {
        return Ok(());
    };
    reader.tables()?;
    for publication in reader.publications()? {
        let version = Version::AsOf(publication.run);
        for table in reader.tables_as_of(version)? {
            if let Some(rows) = TableReader::open(folder, NAME, &table.name, version)? {
                let columns = rows.columns().to_vec();
                rows.walk(&TableQuery::default(), &columns, &mut |_| {
                    ControlFlow::Continue(())
                })?;
            }
        }
        reader.changes(publication.run, &ChangeQuery::default(), None, 1_000)?;
    }
    Ok(())
}

#[test]
fn whatever_byte_is_flipped_the_answer_is_an_error_of_its_kind_or_the_truth() {
    let (_root, folder) = made();
    let path = folder.database_path(NAME);
    let whole = fs::read(&path).expect("the file");
    let (mut told, mut harmless, mut unseen) = (0, 0, 0);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..PLACES {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let place = random as usize % whole.len();
        let mut damaged = whole.clone();
        damaged[place] ^= 1 << (random >> 61);
        fs::write(&path, &damaged).expect("written");
        let answer = read(&folder);
        let checked = check_database(&folder, NAME);
        assert!(
            fs::read(&path).expect("the file") == damaged,
            "who reads leaves it as it is, byte {place}"
        );
        match (&answer, &checked) {
            (Err(error), _) => {
                told += 1;
                // A letter flipped in the name of a column is a question about one that is not there.
                assert!(
                    matches!(
                        error.kind(),
                        ErrorKind::Corrupt
                            | ErrorKind::Newer
                            | ErrorKind::VersionGone
                            | ErrorKind::NotFound
                            | ErrorKind::Bug
                    ),
                    "byte {place}: {error:?} is of kind {:?}",
                    error.kind()
                );
            }
            (Ok(()), Err(_)) => unseen += 1,
            (Ok(()), Ok(())) => harmless += 1,
        }
        // Who writes into it is told or writes; it does not break down.
        if let Ok(mut database) = Database::open(&folder, NAME) {
            let _ = database.published(RunId(2));
            let _ = database.staged_run();
            let _ = database.roll_back(RunId(1), None, RunId(4), at(4));
        }
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{suffix}", path.display()));
        }
    }
    println!(
        "{told} told, {unseen} found by the whole check alone, {harmless} in no place that SQLite can tell"
    );
    assert!(told >= 10 && told + unseen >= 25, "the damage is met");
    fs::write(&path, &whole).expect("written");
    sound(&folder);
}

#[test]
fn a_file_that_is_cut_short_or_is_something_else_is_told() {
    let (_root, folder) = made();
    let path = folder.database_path(NAME);
    let whole = fs::read(&path).expect("the file");
    for length in [
        1,
        50,
        100,
        511,
        4_096,
        4_097,
        whole.len() / 2,
        whole.len() - 4_096,
    ] {
        fs::write(&path, &whole[..length]).expect("written");
        let read = read(&folder);
        let whole_check = check_database(&folder, NAME);
        assert!(
            read.is_err() || whole_check.is_err(),
            "{length} bytes are not taken for the whole"
        );
        if let Err(error) = read {
            assert_eq!(error.kind(), ErrorKind::Corrupt, "{length} bytes: {error:?}");
        }
        if length < 512 {
            let error = Database::open(&folder, NAME).expect_err("nothing is written into it");
            assert_eq!(error.kind(), ErrorKind::Corrupt, "{length} bytes: {error:?}");
        }
    }
    fs::write(
        &path,
        "this is a letter and no database, however long it may be. ".repeat(200),
    )
    .expect("written");
    assert_eq!(read(&folder).expect_err("a letter").kind(), ErrorKind::Corrupt);
    assert_eq!(
        Database::open(&folder, NAME).expect_err("a letter").kind(),
        ErrorKind::Corrupt
    );
}
