//! Pools that answer wrongly or are larger than most, from the first call to the published table.

use crate::program::{Pool, Program};
use poolhouse_sample_pool::{Fault, FaultKind, Options, ShortPages, When};

fn listing(kind: FaultKind) -> Vec<Fault> {
    vec![Fault {
        operation: Some("ListUsers".into()),
        when: When::Always,
        kind,
    }]
}

async fn pool_of(users: u64) -> (Pool, Program) {
    let pool = Pool::start(Options {
        users,
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    (pool, program)
}

/// The rows, whether anything changed, and what the run's page says.
fn run(pool: &Pool, program: &Program) -> (u64, [u64; 3], String) {
    let run = program.say_with(&pool.key.secret, &["run", "Customers", "--json"]);
    let run = run.done().json();
    let count = |name: &str| run[name].as_u64().expect("a count");
    let shown = program.say(&["show", &run["id"].to_string()]).done().out;
    (count("rows"), ["added", "changed", "removed"].map(count), shown)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_that_loses_a_part_and_then_refuses_a_token_at_page_500() {
    let (pool, program) = pool_of(31_000).await;
    pool.server
        .control()
        .set_faults(listing(FaultKind::LoseRows("a".into())));
    let (rows, _, shown) = run(&pool, &program);
    assert_eq!(rows, 31_000, "nobody is lost");
    assert!(shown.contains("its parts are not trusted"), "{shown}");
    assert!(
        shown.contains("rows of the whole listing were in none of its parts"),
        "{shown}"
    );

    // In one chain from now on.
    let fault = Fault::nth("ListUsers", 500, FaultKind::StaleToken);
    pool.server.control().set_faults(vec![fault]);
    let before = pool.server.calls().of("ListUsers").received;
    let (rows, changes, shown) = run(&pool, &program);
    assert_eq!((rows, changes), (31_000, [0, 0, 0]), "{shown}");
    let calls = pool.server.calls().of("ListUsers").received - before;
    assert_eq!(calls, 501 + 517, "from the start again: {shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_that_ignores_the_filter_of_its_parts() {
    let (pool, program) = pool_of(7_000).await;
    pool.server.control().set_faults(listing(FaultKind::IgnoreFilter));
    let (rows, _, shown) = run(&pool, &program);
    assert_eq!(rows, 7_000, "everybody once");
    assert!(shown.contains("its parts are not trusted"), "{shown}");
    let (rows, changes, _) = run(&pool, &program);
    assert_eq!((rows, changes), (7_000, [0, 0, 0]), "the verdict is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_groups() {
    let pool = Pool::start(Options {
        groups: 10_000,
        ..Options::default()
    })
    .await;
    let program = Program::new();
    pool.create(&program, &["users", "groups", "group_members"]);
    let run = program.say_with(&pool.key.secret, &["run", "Customers", "--json"]);
    let run = run.done().json();
    let rows: Vec<_> = run["tables"]
        .as_array()
        .expect("tables")
        .iter()
        .map(|table| table["rows"].as_u64().expect("a count"))
        .collect();
    assert_eq!(rows[..2], [250, 10_000]);
    assert!(run["calls"].as_u64() > Some(10_000), "each group was asked");
    let shown = program.say(&["show", "1"]).done().out;
    assert!(shown.contains("10,000 of 10,000"), "{shown}");
}
