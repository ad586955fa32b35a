//! `export`: files whole or not at all, whatever the disk, the person or the umask does.

use crate::program::{Program, Said, imported, names_in};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

/// `Customers` with its users imported.
fn export(program: &Program, more: &[&str], to: &Path) -> Said {
    let to = to.to_str().expect("Unicode");
    program.say(&[&["export"], more, &["--to", to]].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_everybody_and_a_whole_database_are_exported() {
    let (pool, program) = imported(60, &["users", "groups"]).await;
    pool.server.control().add_users(2);
    pool.server
        .control()
        .set_attribute(7, "custom:tier", Some("platinum"));
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);

    let compared = ["Customers", "--table", "users", "--compare-from", "1"];
    export(&program, &compared, &at("changes.csv")).done();
    let changes = fs::read_to_string(at("changes.csv")).expect("UTF-8");
    assert!(changes.starts_with("change,"), "{changes}");
    assert_eq!(
        changes.lines().filter(|line| line.starts_with("added,")).count(),
        2,
        "{changes}"
    );
    assert!(changes.contains("platinum"), "the new value of a cell: {changes}");
    let only = [&compared[..], &["--where", "change=added", "--column", "change"]].concat();
    export(&program, &only, &at("added.csv")).done();
    assert_eq!(
        fs::read_to_string(at("added.csv")).expect("UTF-8"),
        "change\nadded\nadded\n"
    );

    let said = export(&program, &["--people"], &at("people.jsonl")).done();
    assert!(said.err.starts_with("62 rows, "), "{}", said.err);
    let mine = ["Customers", "--people", "--search", "platinum"];
    assert!(export(&program, &mine, &at("some.jsonl")).code == Some(0));

    export(&program, &["Customers"], &at("all.sqlite")).done();
    export(&program, &["Customers", "--format", "csv"], &at("all")).done();
    assert_eq!(names_in(&at("all")), ["groups.csv", "users.csv"]);
    assert_eq!(
        names_in(folder.path()),
        [
            "added.csv",
            "all",
            "all.sqlite",
            "changes.csv",
            "people.jsonl",
            "some.jsonl"
        ],
        "and nothing else is left"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_together_is_told_before_anything_is_written() {
    let (_pool, program) = imported(50, &["users", "groups"]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("x.csv");
    for wrong in [
        &[][..],
        &["Customers", "--people", "--table", "users"],
        &["Customers", "--compare-from", "1"],
        &["Customers", "--where", "enabled=1"],
        &["Customers", "--sort", "username"],
    ] {
        assert_eq!(export(&program, wrong, &to).code, Some(2), "{wrong:?}");
    }
    let unknown = export(
        &program,
        &["Customers", "--table", "users", "--column", "age"],
        &to,
    );
    assert_eq!(unknown.code, Some(2), "{}", unknown.err);
    let gone = export(
        &program,
        &["Customers", "--table", "users", "--compare-from", "9"],
        &to,
    );
    assert_eq!(gone.code, Some(2), "{}", gone.err);
    assert!(names_in(folder.path()).is_empty());
}

/// What the disk, the folder and the name may do to an export; each in words, and nothing is left.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_leaves_nothing_of_any_format() {
    // A disk of its own, in a name space of its own: no administrator is needed.
    const SMALL: &str =
        "mount -t tmpfs -o size=40k tmpfs \"$1\" && shift && \"$@\"; said=$?; ls -A \"$0\"; exit $said";
    let (_pool, program) = imported(600, &["users", "groups"]).await;
    let small = tempfile::tempdir().expect("a folder");
    let place = small.path().to_str().expect("Unicode");
    if !can_mount(place) {
        eprintln!("SKIPPED: no disk can be mounted here, so none was full");
        return;
    }
    let all = program.command(&[]);
    for format in ["csv", "csv-for-excel", "json-lines", "xlsx", "parquet", "sqlite"] {
        let to = small.path().join("people");
        let to = to.to_str().expect("Unicode");
        let arguments = [
            "export",
            "Customers",
            "--table",
            "users",
            "--format",
            format,
            "--to",
            to,
        ];
        let mut command = Command::new("unshare");
        command
            .args(["-rm", "sh", "-c", SMALL, place, place])
            .arg(all.get_program())
            .args(arguments)
            .env_clear()
            .envs(all.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        let output = command.output().expect("unshare starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{format}: {said}");
        assert!(said.starts_with("The disk is full"), "{format}: {said}");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "",
            "{format}: nothing is left"
        );
    }
    // After room is made it works.
    export(
        &program,
        &["Customers", "--table", "users"],
        &small.path().join("people.csv"),
    )
    .done();
}

#[cfg(target_os = "linux")]
fn can_mount(place: &str) -> bool {
    let mount = format!("mount -t tmpfs -o size=40k tmpfs '{place}'");
    let tried = Command::new("unshare").args(["-rm", "sh", "-c", &mount]).output();
    tried.is_ok_and(|output| output.status.success())
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_for_this_user_alone_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    let (_pool, program) = imported(50, &["users", "groups"]).await;
    let mode = |path: &Path| fs::metadata(path).expect("the file").permissions().mode() & 0o777;
    for mask in ["000", "777"] {
        let folder = tempfile::tempdir().expect("a folder");
        let all = program.command(&[]);
        let run = |name: &str, more: &[&str]| {
            let to = folder.path().join(name);
            let said = Command::new("sh")
                .args(["-c", &format!("umask {mask}; exec \"$@\""), "sh"])
                .arg(all.get_program())
                .args(
                    [
                        &["export", "Customers", "--to", to.to_str().expect("Unicode")],
                        more,
                    ]
                    .concat(),
                )
                .env_clear()
                .envs(all.get_envs().filter_map(|(name, value)| Some((name, value?))))
                .output()
                .expect("a shell");
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
            to
        };
        for name in ["users.csv", "users.xlsx", "users.parquet", "users.sqlite"] {
            assert_eq!(
                mode(&run(name, &["--table", "users"])),
                0o600,
                "{name}, umask {mask}"
            );
        }
        let whole = run("all", &["--format", "json-lines"]);
        assert_eq!(mode(&whole), 0o700, "umask {mask}");
        assert_eq!(mode(&whole.join("users.jsonl")), 0o600, "umask {mask}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn control_c_ends_an_export_and_nothing_is_left() {
    let (_pool, program) = imported(20_000, &["users", "groups"]).await;
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("people.xlsx");
    let mut child = program
        .command(&[
            "export",
            "Customers",
            "--table",
            "users",
            "--to",
            to.to_str().expect("Unicode"),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // It has begun once a file of another name is there.
    while names_in(folder.path()).is_empty() {
        assert!(
            child.try_wait().expect("its state").is_none(),
            "it ended before it began"
        );
        std::thread::yield_now();
    }
    let asked = std::time::Instant::now();
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.expect("kill starts").success());
    let ended = child.wait().expect("it ends");
    assert!(
        asked.elapsed() < std::time::Duration::from_secs(2),
        "{:?}",
        asked.elapsed()
    );
    let mut said = String::new();
    child
        .stderr
        .take()
        .expect("a pipe")
        .read_to_string(&mut said)
        .expect("UTF-8");
    assert_eq!(ended.code(), Some(130), "{said}");
    assert_eq!(said, "Cancelling …\nCancelled.\n", "in these words alone");
    assert!(
        names_in(folder.path()).is_empty(),
        "{:?}",
        names_in(folder.path())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn recipes_name_the_file_and_the_table() {
    let (_pool, program) = imported(50, &["users", "groups"]).await;
    let said = program.say(&["recipes", "Customers", "--table", "groups"]).done();
    for part in [
        "Python",
        "DuckDB",
        "DATA/databases/Customers.db",
        "\"groups\"",
        "Power BI",
    ] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    assert_eq!(
        program.say(&["recipes", "Customers", "--table", "nothing"]).code,
        Some(2)
    );
}
