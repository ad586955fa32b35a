//! What the rest of the computer sees of the program while it works: its arguments, its environment, its
//! sockets, and what a crash leaves.

use crate::canary::Canary;
use crate::program::{Pool, Program};
use poolhouse_sample_pool::Options;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A dataflow, and a run of it that lasts, its secret given by a pipe.
async fn under_way(program: &Program) -> (Pool, Child) {
    let options = Options {
        users: 6_000,
        latency: Duration::from_millis(100),
        ..Options::default()
    };
    let pool = Pool::start(options).await;
    pool.create(program, &["users"]);
    let asked = program.command(&["run", "Customers", "--secret-stdin"]);
    // Where a crash would write its memory, if it might.
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -c unlimited; exec \"$@\"", "sh"])
        .arg(asked.get_program())
        .args(asked.get_args())
        .env_clear()
        .envs(asked.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .current_dir(program.home())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    writeln!(input, "{}", pool.key.secret).expect("it listens");
    drop(input);
    while pool.server.calls().total().received < 5 {
        assert!(
            child.try_wait().expect("its state").is_none(),
            "it ended before it read"
        );
        std::thread::yield_now();
    }
    (pool, child)
}

/// What a program's sockets are connected to, or listen on: lines of the kernel's own tables.
fn sockets(process: u32) -> Vec<String> {
    let folder = Path::new("/proc").join(process.to_string());
    let links = fs::read_dir(folder.join("fd")).expect("it runs").flatten();
    let own: BTreeSet<String> = links
        .filter_map(|link| {
            let target = fs::read_link(link.path()).ok()?;
            let target = target.to_string_lossy();
            Some(target.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned())
        })
        .collect();
    let tables = ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"];
    let lines = tables.iter().flat_map(|table| {
        let text = fs::read_to_string(folder.join("net").join(table)).unwrap_or_default();
        text.lines()
            .skip(1)
            .map(|line| format!("{table} {line}"))
            .collect::<Vec<_>>()
    });
    lines
        .filter(|line| {
            line.split_whitespace()
                .nth(10)
                .is_some_and(|inode| own.contains(inode))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_shows_no_secret_to_other_programs_and_listens_nowhere() {
    let program = Program::new();
    let (pool, mut child) = under_way(&program).await;
    let folder = Path::new("/proc").join(child.id().to_string());
    let read = |name: &str| fs::read(folder.join(name)).expect("it runs");
    let seen = [read("cmdline"), read("environ"), read("comm"), read("limits")];
    let sockets = sockets(child.id());
    child.kill().expect("it runs");
    child.wait().expect("it ended");

    assert!(
        seen[0].starts_with(b"/") && !seen[1].is_empty(),
        "there was something to see"
    );
    Canary::of(&[&pool.key.secret]).assert_nowhere(&seen, &[&program.home()]);
    assert!(!sockets.is_empty(), "its connections were found");
    let port = pool.server.endpoint();
    let port: u16 = port
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("a port");
    let peer = format!("0100007F:{port:04X}");
    for line in &sockets {
        let fields: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(fields[0], "tcp", "{line}");
        assert_ne!(fields[4], "0A", "it listens: {line}");
        assert_eq!(fields[3], peer, "a connection to somewhere else: {line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_writes_no_memory_to_the_disk() {
    let program = Program::new();
    let (pool, mut child) = under_way(&program).await;
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).expect("it runs");
    let core = limits.lines().find(|line| line.starts_with("Max core file size"));
    let core: Vec<&str> = core.expect("the limit").split_whitespace().collect();
    // Not 0: where the memory goes to a collector of crashes, the kernel heeds a limit of 1 alone.
    assert_eq!(&core[4..6], ["1", "1"], "both limits: {core:?}");
    let struck = Command::new("kill")
        .args(["-ABRT", &child.id().to_string()])
        .status();
    assert!(struck.expect("kill starts").success());
    let ended = child.wait().expect("it ended");
    let dumped = std::os::unix::process::ExitStatusExt::core_dumped(&ended);
    assert!(!dumped, "{ended:?}");
    let cores: Vec<_> = fs::read_dir(program.home())
        .expect("it is there")
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("core"))
        .collect();
    assert!(cores.is_empty(), "{cores:?}");
    Canary::of(&[&pool.key.secret]).assert_nowhere(&[], &[&program.home()]);
}

/// The calls to the network that a program makes, and all that it starts: watched from outside.
fn network_calls(program: &Program, secret: Option<&str>, arguments: &[&str]) -> String {
    let calls = program.home().join("calls");
    let asked = program.command(arguments);
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-e", "trace=network", "-o"])
        .arg(&calls)
        .arg(asked.get_program())
        .args(asked.get_args())
        .env_clear()
        .envs(asked.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .envs(secret.map(|secret| ("POOLHOUSE_SECRET_ACCESS_KEY", secret)))
        .stdin(Stdio::null());
    let output = command.output().expect("strace starts");
    let said = String::from_utf8_lossy(&output.stderr);
    let asks_first = said.contains("Add --yes");
    assert!(output.status.success() || asks_first, "{arguments:?}: {said}");
    let told = fs::read_to_string(&calls).expect("strace wrote it");
    fs::remove_file(&calls).expect("it is ours");
    let lines = told
        .lines()
        .filter(|line| line.contains("AF_INET") || line.contains("AF_NETLINK"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a program may be watched here.
fn may_watch() -> bool {
    let tried = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "true"])
        .output();
    tried.is_ok_and(|output| output.status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_imported_is_worked_with_without_a_call() {
    if !may_watch() {
        eprintln!("SKIPPED: no program may be watched here, so nobody saw whether it calls");
        return;
    }
    let pool = Pool::of(120).await;
    let program = Program::new();
    pool.create(&program, &["users", "groups", "group_members"]);
    for number in 0..3 {
        pool.server
            .control()
            .set_attribute(number, "nickname", Some("Somebody"));
        let secret = &pool.key.secret;
        let calls = network_calls(&program, Some(secret), &["run", "Customers"]);
        assert!(calls.contains("AF_INET"), "a run is seen to call");
    }
    let somebody = pool.server.control().user(5).expect("there are 120").sub;
    pool.server.stop().await;
    let to = program.home().join("people.csv");
    let to = to.to_str().expect("Unicode");
    let verbs: [&[&str]; 26] = [
        &["connectors"],
        &["settings"],
        &["diagnostics"],
        &["list"],
        &["history"],
        &["show", "1"],
        &["changes", "2"],
        &["tables", "Customers"],
        &["profile", "Customers", "users", "status"],
        &["questions", "Customers"],
        &["compare", "Customers", "--table", "users", "--from", "1"],
        &["directory"],
        &["find", "a"],
        &["export", "Customers", "--table", "users", "--to", to],
        &["recipes", "Customers"],
        &["column-classes", "Customers"],
        &[
            "class-column",
            "Customers",
            "--table",
            "users",
            "--column",
            "nickname",
            "--class",
            "name",
        ],
        &["mask-personal-data", "on"],
        &["mask-personal-data", "off"],
        &["rollback", "Customers", "--to", "1", "--preview"],
        &["rollback", "Customers", "--to", "1"],
        &["forget", "Customers", &somebody],
        &["forget", "Customers", &somebody, "--yes"],
        &["finish-forgetting", "Customers"],
        &["remove", "Customers"],
        &["remove", "Customers", "--yes"],
    ];
    for verb in verbs {
        assert_eq!(network_calls(&program, None, verb), "", "{verb:?} calls");
    }
}
