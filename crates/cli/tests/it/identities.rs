//! An identity pool, from its settings to what changed in Cognito Sync.

use crate::program::{Pool, Program};
use poolhouse_sample_pool::Options;

const CONNECTOR: &str = "aws-cognito-identity-pool";

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_pool_is_read_whole_and_then_what_changed() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    let source = pool.identities();
    let mut check = vec!["check", "--connector", CONNECTOR];
    check.extend(source.iter().map(String::as_str));
    let run = |arguments: &[&str]| program.say_with(&pool.key.secret, arguments).done().out;
    let checked = run(&check);
    let allowed = checked.lines().filter(|line| line.ends_with("allowed"));
    assert_eq!(allowed.count(), 10, "{checked}");
    pool.create_from(
        &program,
        CONNECTOR,
        &source,
        &["identities", "role_rules", "sync_datasets", "sync_records"],
    );
    let sync = |value| pool.server.control().set_record(0, "settings", "theme", value);
    sync("light");
    insta::assert_snapshot!(run(&["run", "Customers"]), @r"
    Table          Rows  Added  Changed  Removed
    identities      120    120        0        0
    role_rules        4      4        0        0
    sync_datasets   166    166        0        0
    sync_records    975    975        0        0
    ");

    sync("dark");
    pool.server.control().delete_identity(1);
    insta::assert_snapshot!(run(&["run", "Customers"]), @r"
    Table          Rows  Added  Changed  Removed
    identities      119      0        0        1
    role_rules        4      0        0        0
    sync_datasets   164      0        1        2
    sync_records    842      0        1      133
    ");
    let shown = program.say(&["show", "2"]).done().out;
    assert!(
        shown.contains("rows that did not change are taken over"),
        "{shown}"
    );
    let changes = program
        .say(&["changes", "2", "--table", "sync_records"])
        .done()
        .out;
    assert!(changes.contains("“light” → “dark”"), "{changes}");
}
