//! Who may read the files, whatever the umask, and what links in the way do.

use crate::privacy::{leaked, values};
use crate::program::{Pool, Program, Said, imported};
use poolhouse_sample_pool::Options;
use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

fn mode(path: &Path) -> u32 {
    let about = fs::symlink_metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    about.permissions().mode() & 0o777
}

/// The program under this umask; where the tests are the administrator's, without the rights by which
/// that one may open any file.
fn command(program: &Program, umask: &str, arguments: &[&str]) -> Command {
    let all = program.command(arguments);
    let mut command = Command::new("sh");
    command.args(["-c", &format!("umask {umask}; exec \"$@\""), "sh"]);
    let tried = Command::new("setpriv")
        .args(["--bounding-set=-all", "--inh-caps=-all", "true"])
        .output();
    if tried.is_ok_and(|output| output.status.success()) {
        command.args(["setpriv", "--bounding-set=-all", "--inh-caps=-all"]);
    }
    command
        .arg(all.get_program())
        .args(all.get_args())
        .env_clear()
        .envs(all.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("PATH", "/usr/bin:/bin");
    command
}

/// Everything below a folder, itself included.
fn all_below(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => all.extend(all_below(&entry.path())),
            _ => all.push(entry.path()),
        }
    }
    all
}

/// Asserts that files are 0600 and folders 0700; answers their names.
fn assert_private(folder: &Path, when: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in all_below(folder) {
        let Ok(about) = fs::symlink_metadata(&path) else {
            // Gone since it was listed.
            continue;
        };
        let wanted = if about.is_dir() { 0o700 } else { 0o600 };
        let found = about.permissions().mode() & 0o777;
        if found == 0 && when.contains("mid-run") {
            // Made under a mask that takes everything, and not yet given back to its owner.
            continue;
        }
        assert_eq!(found, wanted, "{when}: {} is {found:o}", path.display());
        names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
    }
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_is_for_this_user_alone_whatever_the_umask() {
    let options = Options {
        users: 600,
        latency: Duration::from_millis(4),
        ..Options::default()
    };
    let pool = Pool::start(options).await;
    for umask in ["000", "022", "077", "777"] {
        let program = Program::new();
        // In folders that are not there yet.
        let data = program.home().join("new/folders/data");
        let data_text = data.to_str().expect("Unicode").to_owned();
        let begin = |arguments: &[&str]| {
            let mut command = command(&program, umask, arguments);
            command
                .env("POOLHOUSE_DATA_DIR", &data_text)
                .env("POOLHOUSE_SECRET_ACCESS_KEY", &pool.key.secret)
                .env("RUST_LOG", "trace");
            command
        };
        let say = |arguments: &[&str]| {
            let output = begin(arguments).output().expect("the program starts");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "umask {umask}, {arguments:?}: {said}");
        };
        let source = pool.source();
        let mut create = vec!["create", "Customers", "--connector", "aws-cognito-user-pool"];
        create.extend(["--table", "users", "--table", "group_members"]);
        create.extend(source.iter().map(String::as_str));
        say(&create);
        let mut child = begin(&["run", "Customers"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut met = BTreeSet::new();
        while child.try_wait().expect("its state").is_none() {
            met.extend(assert_private(&data, &format!("umask {umask}, in mid-run")));
        }
        assert!(child.wait().expect("it ended").success(), "umask {umask}");
        for name in [
            "catalog.db",
            "catalog.db-wal",
            "catalog.db-shm",
            "Customers.db",
            "Customers.db-wal",
            "1.lock",
        ] {
            assert!(
                met.contains(name),
                "umask {umask}: {name} was there to be looked at: {met:?}"
            );
        }
        say(&["run", "Customers"]);
        say(&["list"]);
        assert_private(&data, &format!("umask {umask}, after it"));
        for above in ["new", "new/folders"] {
            let mode = mode(&program.home().join(above));
            assert_eq!(mode & 0o700, 0o700, "umask {umask}: {above} is {mode:o}");
            assert_eq!(
                mode & 0o022,
                0,
                "umask {umask}: nobody else writes into {above}, {mode:o}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_wider_is_narrowed() {
    let (_pool, program) = imported(60, &["users"]).await;
    for path in all_below(&program.data()) {
        let wide = if path.is_dir() { 0o777 } else { 0o666 };
        fs::set_permissions(&path, Permissions::from_mode(wide)).expect("it is ours");
    }
    program.say(&["list"]).done();
    for name in ["", "databases", "locks"] {
        assert_eq!(mode(&program.data().join(name)), 0o700, "{name}");
    }
    assert_eq!(mode(&program.data().join("catalog.db")), 0o600);
}

fn refused(said: &Said, words: &str) {
    assert_eq!(said.code, Some(1), "{}{}", said.out, said.err);
    assert!(said.err.contains(words), "{}", said.err);
}

/// Through a link a file would be written, and left, where nobody looks: *Remove* and *Forget* could
/// not keep their word.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_a_link_is_neither_written_nor_made() {
    let (pool, program) = imported(60, &["users"]).await;
    let database = program.data().join("databases/Customers.db");
    let outside = program.home().join("outside.db");

    fs::rename(&database, &outside).expect("it is ours");
    symlink(&outside, &database).expect("a link");
    let before = fs::read(&outside).expect("it is there");
    let run = || program.say_with(&pool.key.secret, &["run", "Customers"]);
    refused(&run(), "is a link");
    refused(&program.say(&["remove", "Customers", "--yes"]), "is a link");
    assert_eq!(
        fs::read(&outside).expect("it is there"),
        before,
        "it was left alone"
    );

    // A link to nothing makes nothing.
    fs::remove_file(&outside).expect("it is ours");
    refused(&run(), "is a link");
    assert!(!outside.exists(), "nothing was made behind the link");

    // Back in its place, all is well.
    fs::remove_file(&database).expect("it is ours");
    fs::write(&database, &before).expect("there is room");
    run().done();

    // Another name of the same file.
    fs::hard_link(&database, &outside).expect("a second name");
    refused(&run(), "has a second name");
    refused(
        &program.say(&["remove", "Customers", "--yes"]),
        "has a second name",
    );
    fs::remove_file(&outside).expect("it is ours");
    program.say(&["remove", "Customers", "--yes"]).done();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_the_data_folder_may_be_a_link() {
    for name in ["catalog.db", "locks/1.lock", "databases/Customers.db-wal"] {
        let (pool, program) = imported(60, &["users"]).await;
        let path = program.data().join(name);
        let outside = program.home().join("outside");
        match fs::rename(&path, &outside) {
            Ok(()) => {}
            Err(_) => fs::write(&outside, "somebody's").expect("there is room"),
        }
        let before = fs::read(&outside).expect("it is there");
        symlink(&outside, &path).expect("a link");
        refused(
            &program.say_with(&pool.key.secret, &["run", "Customers"]),
            "is a link",
        );
        assert_eq!(
            fs::read(&outside).expect("it is there"),
            before,
            "{name}: it was left alone"
        );
    }
}

/// A person may keep the whole folder elsewhere, such as on an encrypted disk.
#[tokio::test(flavor = "multi_thread")]
async fn the_data_folder_itself_may_be_a_link() {
    let pool = Pool::of(60).await;
    let program = Program::new();
    let elsewhere = program.home().join("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    fs::set_permissions(&elsewhere, Permissions::from_mode(0o755)).expect("it is ours");
    symlink(&elsewhere, program.data()).expect("a link");
    pool.create(&program, &["users"]);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    assert_private(&elsewhere, "behind the link");
}

/// A name of a folder is bytes there, and an older system's may be no Unicode.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_whose_name_is_not_unicode_works_and_says_what_does_not() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let pool = Pool::of(60).await;
    let program = Program::new();
    let odd = program.home().join(OsStr::from_bytes(b"caf\xe9 \xff"));
    let data = odd.join("data");
    let say = |arguments: &[&str]| {
        let mut command = program.command(arguments);
        command
            .env("POOLHOUSE_DATA_DIR", &data)
            .env("POOLHOUSE_SECRET_ACCESS_KEY", &pool.key.secret);
        let output = command.output().expect("the program starts");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let source = pool.source();
    let mut create = vec!["create", "Customers", "--connector", "aws-cognito-user-pool"];
    create.extend(["--table", "users"]);
    create.extend(source.iter().map(String::as_str));
    let to = program.home().join("people.csv");
    let to = to.to_str().expect("Unicode");
    let sqlite = program.home().join("people.sqlite");
    let sqlite = sqlite.to_str().expect("Unicode");
    for arguments in [
        &create[..],
        &["run", "Customers"],
        &["run", "Customers"],
        &["rollback", "Customers", "--to", "1"],
        &["list"],
        &["history"],
        &["tables", "Customers"],
        &["compare", "Customers", "--table", "users", "--from", "1"],
        &["find", "a"],
        &["diagnostics"],
        &["export", "Customers", "--table", "users", "--to", to],
        &["export", "Customers", "--format", "sqlite", "--to", sqlite],
    ] {
        let (code, said) = say(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {said}");
    }
    let (code, said) = say(&["recipes", "Customers"]);
    assert!(
        code == Some(2) && said.contains("is not Unicode"),
        "{code:?}: {said}"
    );
    // A file's name travels as text, so one that is none is refused before anything is written.
    for (verb, flag) in [("export", "--to"), ("settings", "--authorities")] {
        let mut command = program.command(&[verb]);
        if verb == "export" {
            command.args(["Customers", "--table", "users", "--format", "csv"]);
        }
        command
            .arg(flag)
            .arg(odd.join("people.csv"))
            .env("POOLHOUSE_DATA_DIR", &data);
        let output = command.output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code() == Some(2)
                && (said.contains("is not Unicode") || said.contains("invalid UTF-8")),
            "{verb}: {said}"
        );
    }
    let names: Vec<_> = fs::read_dir(&odd)
        .expect("it is there")
        .flatten()
        .map(|file| file.file_name())
        .collect();
    assert_eq!(names, ["data"], "and no other folder was made beside it");
    say(&["remove", "Customers", "--yes"]);
    assert!(!data.join("databases/Customers.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_in_the_way_of_an_export_is_replaced_and_not_followed() {
    let (_pool, program) = imported(60, &["users"]).await;
    let folder = program.home().join("shared");
    fs::create_dir(&folder).expect("a folder");
    let precious = program.home().join("precious");
    for (format, name) in [
        ("csv", "people.csv"),
        ("xlsx", "people.xlsx"),
        ("parquet", "p.parquet"),
        ("sqlite", "p.sqlite"),
    ] {
        for there in [true, false] {
            let to = folder.join(name);
            drop(fs::remove_file(&to));
            drop(fs::remove_file(&precious));
            if there {
                fs::write(&precious, "precious").expect("there is room");
            }
            symlink(&precious, &to).expect("a link");
            let place = to.to_str().expect("Unicode");
            let export = [
                "export",
                "Customers",
                "--table",
                "users",
                "--format",
                format,
                "--to",
                place,
            ];
            refused(&program.say(&export), "already");
            assert!(
                fs::symlink_metadata(&to).expect("the link").is_symlink(),
                "{name}: it was left alone"
            );
            program.say(&[&export[..], &["--replace"]].concat()).done();
            let about = fs::symlink_metadata(&to).expect("the file");
            assert!(
                about.is_file() && about.permissions().mode() & 0o777 == 0o600,
                "{name}: {about:?}"
            );
            if there {
                assert_eq!(fs::read(&precious).expect("it is there"), b"precious", "{name}");
            } else {
                assert!(!precious.exists(), "{name}: nothing was made behind the link");
            }
        }
    }
    // A folder of files: where a link stands it is refused.
    fs::create_dir(&precious).expect("a folder");
    let to = folder.join("all");
    symlink(&precious, &to).expect("a link");
    let place = to.to_str().expect("Unicode");
    refused(
        &program.say(&["export", "Customers", "--format", "json-lines", "--to", place]),
        "already",
    );
    assert!(fs::read_dir(&precious).expect("it is there").next().is_none());
}

/// A second name of an export is that of the older file, not of ours.
#[tokio::test(flavor = "multi_thread")]
async fn an_export_does_not_write_into_a_file_with_a_second_name() {
    let (_pool, program) = imported(60, &["users"]).await;
    let (first, second) = (
        program.home().join("people.csv"),
        program.home().join("second.csv"),
    );
    fs::write(&first, "precious").expect("there is room");
    fs::hard_link(&first, &second).expect("a second name");
    let place = first.to_str().expect("Unicode");
    program
        .say(&[
            "export",
            "Customers",
            "--table",
            "users",
            "--replace",
            "--to",
            place,
        ])
        .done();
    assert_eq!(fs::read(&second).expect("it is there"), b"precious");
}

/// The raw files, after all that leaves traces: versions, changes, a run that was cut off, a rollback.
#[tokio::test(flavor = "multi_thread")]
async fn remove_leaves_no_byte_to_be_found() {
    let pool = Pool::of(400).await;
    let program = Program::new();
    pool.create(
        &program,
        &["users=people:all", "user_attributes:all", "group_members"],
    );
    let mut values = values(&pool);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    for number in 0..40 {
        let changed = format!("changed person number {number}");
        pool.server
            .control()
            .set_attribute(number, "nickname", Some(&changed));
        values.insert(changed.into_bytes());
    }
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    program.say(&["rollback", "Customers", "--to", "1"]).done();
    pool.server.control().set_latency(Duration::from_millis(20));
    let mut child = program.begin(&pool.key.secret, &["run", "Customers"]);
    while !program.data().join("databases/Customers.db-wal").exists() {
        assert!(
            child.try_wait().expect("its state").is_none(),
            "it ended before it began"
        );
        std::thread::yield_now();
    }
    child.kill().expect("it runs");
    child.wait().expect("it ended");
    assert!(
        !leaked(&program.data(), &values).is_empty(),
        "what is looked for was there"
    );
    values.extend([pool.server.pool_id(), &pool.key.id, "Customers"].map(|text| text.as_bytes().to_vec()));
    program.say(&["remove", "Customers", "--yes"]).done();
    assert_eq!(leaked(&program.data(), &values), Vec::<String>::new());
    let names: Vec<_> = all_below(&program.data())
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .filter(|name| name.contains("Customers") || name == "1.lock")
        .collect();
    assert_eq!(names, Vec::<String>::new(), "no file has its name");
}
