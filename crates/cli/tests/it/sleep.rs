//! The lid is closed in mid-run: the program stands still, the server closes its sockets, and the run goes
//! on when the lid is opened.

use crate::program::{Pool, Program};
use crate::soak::figures;
use poolhouse_catalog::{DataFolder, check_database};
use poolhouse_sample_pool::{Fault, FaultKind, Options, SamplePool, ShortPages};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

const USERS: u64 = 900;

/// How long the lid is closed; a second says as much as two minutes to sockets that are gone.
const SHORT: Duration = Duration::from_secs(1);
const LONG: Duration = Duration::from_mins(2);

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status();
    assert!(sent.is_ok_and(|sent| sent.success()), "{name} is sent");
}

/// Starts a run and answers once it has read a few pages.
async fn under_way(pool: &Pool, program: &Program) -> Child {
    let before = pool.server.calls().of("ListUsers").received;
    let child = program.begin(&pool.key.secret, &["run", "Customers", "--json"]);
    let deadline = Instant::now() + Duration::from_mins(1);
    while pool.server.calls().of("ListUsers").received < before + 4 {
        assert!(Instant::now() < deadline, "the run reads");
        tokio::task::yield_now().await;
    }
    child
}

/// The lid stays closed until so long after `from`.
async fn wait_out(from: Instant, asleep: Duration) {
    tokio::time::sleep_until((from + asleep).into()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_slept_while_the_server_closed_its_sockets_goes_on() {
    sockets_closed(SHORT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_wakes_in_another_network_is_interrupted_and_goes_on_in_the_next() {
    another_network(SHORT).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of sleep: `cargo xtask soak sleep`"]
async fn soak_sleep() {
    let from = Instant::now();
    sockets_closed(LONG).await;
    another_network(LONG).await;
    figures(
        "sleep",
        &format!(
            "Two runs whose process stood still for {} s: one went on over new sockets, one woke in another network, was interrupted and went on later; {} s in all.",
            LONG.as_secs(),
            from.elapsed().as_secs()
        ),
    );
}

async fn sockets_closed(asleep: Duration) {
    let options = Options {
        users: USERS,
        latency: Duration::from_millis(40),
        short_pages: ShortPages::Never,
        ..Options::default()
    };
    let mut pool = Pool::start(options.clone()).await;
    let program = Program::new();
    pool.create(&program, &["users", "group_members"]);
    let child = under_way(&pool, &program).await;
    signal(&child, "-STOP");
    let from = Instant::now();
    // All sockets are closed, and what listens at the same address knows nothing of them.
    let port = pool.server.endpoint();
    let port = port.rsplit(':').next().and_then(|port| port.parse().ok());
    pool.server.stop().await;
    pool.server = SamplePool::start(Options {
        port: port.expect("a port"),
        ..options
    })
    .await
    .expect("the port is free again");
    wait_out(from, asleep).await;
    signal(&child, "-CONT");
    let ended = child.wait_with_output().expect("the run ends");
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(
        ended.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let run: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(run["status"], "succeeded");
    assert_eq!(run["tables"][0]["rows"], USERS, "no row twice, none missing");
    let folder = DataFolder::open(&program.data()).expect("the data folder");
    assert_eq!(check_database(&folder, "Customers"), Ok(()));
}

async fn another_network(asleep: Duration) {
    let options = Options {
        users: USERS,
        latency: Duration::from_millis(40),
        short_pages: ShortPages::Never,
        ..Options::default()
    };
    let pool = Pool::start(options).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    let child = under_way(&pool, &program).await;
    signal(&child, "-STOP");
    let from = Instant::now();
    let portal = Fault::always(FaultKind::Html);
    pool.server.control().set_faults(vec![portal]);
    wait_out(from, asleep).await;
    signal(&child, "-CONT");
    let ended = child.wait_with_output().expect("the run ends");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(
        ended.status.code(),
        Some(3),
        "interrupted, and not failed: {said}"
    );
    assert!(said.contains("sign-in page of a hotel"), "{said}");
    pool.server.control().set_faults(Vec::new());
    let again = program.say_with(&pool.key.secret, &["run", "Customers", "--json"]);
    let run = again.done().json();
    assert_eq!(run["tables"][0]["rows"], USERS);
    let history = program.say(&["history", "Customers", "--json"]).done().json();
    assert_eq!(history.as_array().map(Vec::len), Some(1), "it is one run");
}
