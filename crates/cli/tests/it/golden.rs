//! Data folders that every version of the files has left: opened, migrated with a copy first, and refused where a
//! newer app has written them. They were made by the programs of their time; `make_the_newest` makes that of now.

use crate::kill::copy_all;
use crate::program::{Pool, Program, Said, names_in};
use poolhouse_catalog::{Catalog, DataFolder, Database, check_folder};
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) const FLOW: &str = "People";
const USERS: usize = 8;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Each by the versions of its two files.
fn all() -> Vec<(usize, usize, PathBuf)> {
    let of = |name: String| {
        let path = folder().join(name);
        let version = |file: &str| version_of(&path.join(file));
        (
            version("catalog.db"),
            version(&format!("databases/{FLOW}.db")),
            path,
        )
    };
    names_in(&folder()).into_iter().map(of).collect()
}

pub(crate) fn oldest() -> PathBuf {
    all().into_iter().min().expect("there are some").2
}

/// Where SQLite keeps the version that a program gives its file, in its header.
const VERSION_AT: usize = 60;

fn version_of(file: &Path) -> usize {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let version: [u8; 4] = bytes[VERSION_AT..VERSION_AT + 4].try_into().expect("four bytes");
    u32::from_be_bytes(version) as usize
}

fn say(program: &Program, data: &Path, arguments: &[&str]) -> Said {
    let data = data.to_str().expect("Unicode");
    program.say(&[&["--data-dir", data], arguments].concat())
}

/// All that every one of them holds: three runs and a rollback, of a few people and their groups.
pub(crate) fn is_whole(program: &Program, data: &Path) {
    let tables = say(program, data, &["tables", FLOW, "--json"]).done().json();
    let rows = |name: &str| {
        let tables = tables["tables"].as_array().expect("tables");
        let table = tables.iter().find(|table| table["name"] == name);
        table.expect("the table")["rows"].as_u64().expect("a number")
    };
    assert_eq!(rows("users"), USERS as u64);
    assert!(rows("groups") > 0, "{tables}");
    let runs = say(program, data, &["history", FLOW, "--json"]).done().json();
    let runs = runs.as_array().expect("runs").clone();
    assert_eq!(runs.len(), 4);
    for run in &runs {
        assert_eq!(run["status"], "succeeded");
    }
    let said = say(program, data, &["changes", "2", "--json"]).done().out;
    assert!(said.contains("the second"), "what a run changed is told: {said}");
}

#[test]
fn there_is_one_of_every_version() {
    let all = all();
    for version in 1..=Catalog::VERSION {
        assert!(
            all.iter().any(|(catalog, _, _)| *catalog == version),
            "no data folder with a catalog of version {version}: golden::make_the_newest makes it"
        );
    }
    for version in 1..=Database::VERSION {
        assert!(
            all.iter().any(|(_, database, _)| *database == version),
            "no data folder with a database of version {version}: golden::make_the_newest makes it"
        );
    }
}

#[test]
fn each_is_read_migrated_after_a_copy_and_goes_on() {
    for (catalog, database, golden) in all() {
        let (program, copy) = (Program::new(), tempfile::tempdir().expect("a folder"));
        let data = copy.path();
        copy_all(&golden, data);
        let name = golden.display();
        say(&program, data, &["list"]).done();
        is_whole(&program, data);
        let people = data.join(format!("databases/{FLOW}.db"));
        assert_eq!(
            version_of(&people),
            database,
            "{name}: who only reads leaves it as it is"
        );
        let kept = |file: &Path, old: usize, new: usize| {
            let copy = PathBuf::from(format!("{}.before-v{new}", file.display()));
            assert_eq!(copy.exists(), old < new, "{name}: a copy is made first");
            if old < new {
                assert_eq!(
                    version_of(&copy),
                    old,
                    "{name}: the copy is of the version before"
                );
            }
            assert_eq!(version_of(file), new, "{name}");
        };
        kept(&data.join("catalog.db"), catalog, Catalog::VERSION);
        let back = ["rollback", FLOW, "--to", "2", "--json"];
        let said = say(&program, data, &back).done().json();
        assert_eq!(said["status"], "succeeded", "{name}");
        kept(&people, database, Database::VERSION);
        let sound = check_folder(&DataFolder::open(data).expect("the data folder"));
        assert_eq!(sound, Ok(()), "{name}");
    }
}

/// An older app on the data of a newer one: the version in the file is one that it does not know.
#[test]
fn what_a_newer_app_has_written_is_refused_politely_and_untouched() {
    let (_, _, newest) = all().into_iter().max().expect("there are some");
    for file in ["catalog.db".to_owned(), format!("databases/{FLOW}.db")] {
        let (program, copy) = (Program::new(), tempfile::tempdir().expect("a folder"));
        copy_all(&newest, copy.path());
        let path = copy.path().join(&file);
        let mut bytes = fs::read(&path).expect("the file");
        let newer = version_of(&path) as u32 + 1;
        bytes[VERSION_AT..VERSION_AT + 4].copy_from_slice(&newer.to_be_bytes());
        fs::write(&path, &bytes).expect("written");
        for arguments in [
            &["tables", FLOW][..],
            &["rollback", FLOW, "--to", "2"],
            &[
                "class-column",
                FLOW,
                "--table",
                "users",
                "--column",
                "name",
                "--class",
                "name",
            ],
        ] {
            let said = say(&program, copy.path(), arguments);
            assert_eq!(
                said.code,
                Some(1),
                "{file} {arguments:?}: {}{}",
                said.out,
                said.err
            );
            assert!(
                said.err
                    .contains("A newer version of Poolhouse has written this data."),
                "{file} {arguments:?}: {}",
                said.err
            );
        }
        assert!(
            fs::read(&path).expect("the file") == bytes,
            "{file}: not a byte changed"
        );
        let copies = names_in(&copy.path().join("databases"));
        assert!(
            !copies.iter().any(|name| name.contains(".before-v")),
            "{copies:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes into the source tree, when a version of the files is added"]
async fn make_the_newest() {
    let (program, data) = (Program::new(), tempfile::tempdir().expect("a folder"));
    #[expect(
        clippy::disallowed_methods,
        reason = "a program of an earlier time is named so"
    )]
    let earlier = std::env::var_os("POOLHOUSE_GOLDEN_BY");
    let by = earlier.unwrap_or_else(|| program.command(&[]).get_program().to_owned());
    make(&program, &by, data.path()).await;
    let version = |file: &str| version_of(&data.path().join(file));
    let (catalog, database) = (version("catalog.db"), version(&format!("databases/{FLOW}.db")));
    keep(
        data.path(),
        &folder().join(format!("catalog-{catalog}-database-{database}")),
    );
}

/// Makes a data folder by this program, which may be one of an earlier time.
async fn make(program: &Program, by: &std::ffi::OsStr, data: &Path) {
    let pool = Pool::of(USERS as u64).await;
    let source = pool.source();
    let mut create = vec!["create", FLOW, "--connector", "aws-cognito-user-pool"];
    create.extend(source.iter().map(String::as_str));
    create.extend(["--table", "users", "--table", "groups"]);
    for (number, arguments) in [
        &create[..],
        &["run", FLOW],
        &["run", FLOW],
        &["rollback", FLOW, "--to", "1"],
        &["run", FLOW],
    ]
    .into_iter()
    .enumerate()
    {
        let nickname = ["the first", "the first", "the second", "the second", "the third"][number];
        pool.server.control().set_attribute(1, "nickname", Some(nickname));
        let mut command = std::process::Command::new(by);
        let all = program.command(&[]);
        command
            .args(arguments)
            .env_clear()
            .envs(all.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .env("POOLHOUSE_DATA_DIR", data)
            .env("POOLHOUSE_SECRET_ACCESS_KEY", &pool.key.secret);
        let said = command.output().expect("the program starts");
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }
}

/// The files alone that hold something.
fn keep(data: &Path, to: &Path) {
    fs::create_dir_all(to.join("databases")).expect("a folder");
    for file in ["catalog.db".to_owned(), format!("databases/{FLOW}.db")] {
        let wal = fs::metadata(data.join(format!("{file}-wal"))).map_or(0, |found| found.len());
        assert_eq!(wal, 0, "all of {file} is in it");
        fs::copy(data.join(&file), to.join(&file)).expect("a copy");
    }
}
