//! The life of a dataflow, verb by verb.

use crate::program::{Pool, Program};
use poolhouse_catalog::TableReader;
use poolhouse_catalog::model::{TableQuery, Version};
use poolhouse_sample_pool::{Options, ShortPages};
use std::ops::ControlFlow;
use std::time::Duration;

#[test]
fn the_demo_imports_the_sample_pool_and_says_where_it_lies() {
    let program = Program::new();
    let said = program.say(&["demo"]).done();
    insta::assert_snapshot!(said.out, @r"
    Table                            Rows  Columns
    users                             250       33
    users_columns                      33        7
    user_attributes                 5,294        4
    user_attributes_columns             4        7
    user_identities                    12        8
    user_identities_columns             8        7
    groups                             11        7
    groups_columns                      7        7
    group_members                     255        4
    group_members_columns               4        7
    user_pool                           1       38
    user_pool_columns                  38        7
    schema_attributes                  26       10
    schema_attributes_columns          10        7
    lambda_triggers                     3        5
    lambda_triggers_columns             5        7
    mfa_settings                        1       13
    mfa_settings_columns               13        7
    app_clients                         3       26
    app_clients_columns                26        7
    identity_providers                  6       10
    identity_providers_columns         10        7
    resource_servers                    3        4
    resource_servers_columns            4        7
    resource_server_scopes              4        5
    resource_server_scopes_columns      5        7
    domains                             2       11
    domains_columns                    11        7
    risk_settings                       2       12
    risk_settings_columns              12        7
    branding                            4       13
    branding_columns                   13        7
    terms                               3        9
    terms_columns                       9        7
    import_jobs                        64       13
    import_jobs_columns                13        7
    tags                                3        3
    tags_columns                        3        7
    log_delivery                        2        6
    log_delivery_columns                6        7

    Database: DATA/databases/SampleData.db
    ");
    assert!(
        said.err.contains("made-up people") && said.err.contains("succeeded"),
        "{}",
        said.err
    );
}

#[test]
fn an_empty_folder_says_what_to_do() {
    let program = Program::new();
    insta::assert_snapshot!(program.say(&["list"]).done().out, @"No dataflows yet. `poolhouse-cli demo` imports the sample pool.");
    insta::assert_snapshot!(program.say(&["history"]).done().out, @"No runs yet.");
    assert_eq!(
        program.say(&["list", "--json"]).done().json(),
        serde_json::json!([])
    );
    let said = program.say(&["run", "Nobody"]);
    assert_eq!(said.code, Some(2));
    insta::assert_snapshot!(said.err, @r"
    There is no dataflow named Nobody.
    `list` shows the ones there are.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn run_change_roll_back_and_remove() {
    let pool = Pool::start(Options {
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await;
    let program = Program::new();
    pool.create(&program, &["users=people", "groups"]);
    let run = |arguments: &[&str]| program.say_with(&pool.key.secret, arguments).done();
    insta::assert_snapshot!(run(&["run", "Customers"]).out, @r"
    Table   Rows  Added  Changed  Removed
    people   250    250        0        0
    groups    11     11        0        0
    ");

    pool.server
        .control()
        .set_attribute(100, "custom:tier", Some("platinum"));
    pool.server.control().delete_user(101);
    insta::assert_snapshot!(run(&["run", "Customers"]).out, @r"
    Table   Rows  Added  Changed  Removed
    people   249      0        1        1
    groups    11      0        0        0
    ");
    let changes = program.say(&["changes", "2"]).done().out;
    assert!(
        changes.contains("→ “platinum”"),
        "old and new, cell by cell: {changes}"
    );
    assert_eq!(
        changes
            .lines()
            .filter(|line| line.starts_with("- people"))
            .count(),
        1,
        "{changes}"
    );

    let counts = program.say(&["changes", "2", "--counts"]).done().out;
    assert!(counts.contains("~ people cells of custom_tier: 1\n"), "{counts}");
    assert!(counts.ends_with("- people rows: 1\n"), "{counts}");
    let removed = program.say(&["changes", "2", "--kind", "removed"]).done().out;
    assert_eq!(removed.lines().count(), 1, "{removed}");

    let preview = program
        .say(&["rollback", "Customers", "--to", "1", "--preview"])
        .done();
    insta::assert_snapshot!(preview.out, @r"
    Table   Rows now  Rows then  Added  Changed  Removed
    people       249        250      1        1        0
    groups        11         11      0        0        0
    ");
    assert!(preview.err.contains("Nothing was changed"), "{}", preview.err);
    let groups = [
        "rollback",
        "Customers",
        "--to",
        "1",
        "--table",
        "groups",
        "--preview",
        "--json",
    ];
    let groups = program.say(&groups).done().json();
    assert_eq!(groups["tables"][0]["name"], "groups");
    let nobody = program.say(&["rollback", "Customers", "--to", "1", "--table", "nobody"]);
    assert_eq!(nobody.code, Some(2));
    insta::assert_snapshot!(nobody.err, @r"
    What run 1 published has no table nobody.
    Choose another version or table, or go back with all tables.
    ");

    insta::assert_snapshot!(run(&["rollback", "Customers", "--to", "1", "--table", "people"]).out, @r"
    Table   Rows  Added  Changed  Removed
    people   250      1        1        0
    ");
    insta::assert_snapshot!(run(&["rollback", "Customers", "--to", "2"]).out, @r"
    Table   Rows  Added  Changed  Removed
    people   249      0        1        1
    groups    11      0        0        0
    ");
    insta::assert_snapshot!(run(&["rollback", "Customers", "--to", "1"]).out, @r"
    Table   Rows  Added  Changed  Removed
    people   250      1        1        0
    groups    11      0        0        0
    ");
    let history = program.say(&["history", "Customers", "--json"]).done().json();
    assert_eq!(
        history.as_array().map(Vec::len),
        Some(5),
        "a rollback is a run of its own"
    );
    assert_eq!(history[0]["kind"], "rollback");
    insta::assert_snapshot!(program.say(&["history", "--search", "rolled"]).done().out, @r"
    Run  Dataflow   Started                  Status     Rows  +/~/-  Calls  Description
      5  Customers  2026-11-21 12:00:00 UTC  Succeeded   261  1/1/0      0  Rolled back to what run 1 published.
      4  Customers  2026-11-21 12:00:00 UTC  Succeeded   260  0/1/1      0  Rolled back to what run 2 published.
      3  Customers  2026-11-21 12:00:00 UTC  Succeeded   250  1/1/0      0  Rolled people back to what run 1 published.
    ");
    let told = program.say(&["history", "--limit", "2"]).done().err;
    assert!(told.starts_with("2 of 5 runs. --before 4 "), "{told}");
    let none = ["history", "--from", "2026-11-22", "--trigger", "command-line"];
    assert_eq!(program.say(&none).done().out, "No run matches.\n");
    let reversed = program.say(&["history", "--from", "2026-11-22", "--to", "2026-11-21"]);
    assert_eq!(reversed.code, Some(2));
    assert_eq!(
        reversed.err,
        "--to: This day is before the first one. Swap the two.\n"
    );
    insta::assert_snapshot!(program.say(&["versions", "Customers"]).done().out, @r"
    Run  Started                  Tables  Rows
      5  2026-11-21 12:00:00 UTC       2   261  shown now
      4  2026-11-21 12:00:00 UTC       2   260  kept
      3  2026-11-21 12:00:00 UTC       2   261  kept
      2  2026-11-21 12:00:00 UTC       2   260  kept
      1  2026-11-21 12:00:00 UTC       2   261  kept
    ");
    insta::assert_snapshot!(program.say(&["tables", "Customers"]).done().out, @r"
    Table   Rows  Columns
    people   250       33
    groups    11        7

    Database: DATA/databases/Customers.db
    ");

    let asked = program.say(&["remove", "Customers"]);
    assert_eq!(asked.code, Some(2), "it is not removed unasked");
    insta::assert_snapshot!(asked.out, @r"
    This would delete Customers: 5 versions, 5 runs, and these tables:
      people (250 rows)
      groups (11 rows)
    ");
    program.say(&["remove", "Customers", "--yes"]).done();
    assert_eq!(
        program.say(&["list", "--json"]).done().json(),
        serde_json::json!([])
    );
    assert_eq!(
        std::fs::read_dir(program.data().join("databases"))
            .map(Iterator::count)
            .unwrap_or_default(),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn control_c_cancels_and_changes_nothing() {
    let pool = Pool::start(Options {
        users: 2_000,
        latency: Duration::from_millis(20),
        ..Options::default()
    })
    .await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    let child = program.begin(&pool.key.secret, &["run", "Customers", "--json"]);
    reached(&pool, 5).await;
    let interrupted = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.is_ok_and(|status| status.success()));
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        output.status.code(),
        Some(130),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    let last = said.lines().last().expect("a line");
    let error: serde_json::Value = serde_json::from_str(last).expect("the last line is an object");
    assert_eq!(
        error["error"]["message"],
        "Run 1 was cancelled; nothing was changed."
    );
    assert_eq!(error["error"]["exitCode"], 130);
    assert_eq!(
        program.say(&["history", "--json"]).done().json()[0]["status"],
        "cancelled"
    );
    assert_eq!(
        program.say(&["tables", "Customers"]).code,
        Some(1),
        "nothing was published"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_is_cancelled_says_so_in_json_too() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    pool.server.control().set_latency(Duration::from_secs(1));
    let before = pool.server.calls().total().answered;
    let child = program.begin(&pool.key.secret, &["check", "Customers", "--json"]);
    while pool.server.calls().total().answered == before {
        tokio::task::yield_now().await;
    }
    let interrupted = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.is_ok_and(|status| status.success()));
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(130), "{said}");
    let last = said.lines().last().expect("a line");
    let error: serde_json::Value = serde_json::from_str(last).expect("the last line is an object");
    assert_eq!(error["error"]["message"], "Cancelled.");
}

/// Waits until the server has answered so many pages of users.
pub(crate) async fn reached(pool: &Pool, pages: u64) {
    while pool.server.calls().of("ListUsers").answered < pages {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_value_arrives_to_the_byte() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    pool.create(&program, &["user_attributes"]);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let folder = poolhouse_catalog::DataFolder::open(&program.data()).expect("the data folder");
    let table = TableReader::open(&folder, "Customers", "user_attributes", Version::Now)
        .expect("it opens")
        .expect("it is there");
    let place = |name: &str| {
        let mut columns = table.columns().iter();
        columns
            .position(|column| column.original == name)
            .expect("a column")
    };
    let (sub, name, value) = (place("sub"), place("name"), place("value"));
    let question = table.ask(&TableQuery::default()).expect("a question");
    let mut places = Vec::new();
    table
        .list(&question, &mut |found| {
            places.extend_from_slice(found);
            ControlFlow::Continue(())
        })
        .expect("places");
    let mut stored = std::collections::BTreeMap::new();
    for row in table.fetch(&places).expect("rows") {
        stored.insert((row[sub].clone(), row[name].clone()), row[value].clone());
    }
    let mut compared = 0;
    for user in (0..pool.server.control().users()).filter_map(|number| pool.server.control().user(number)) {
        for (name, value) in user.attributes.iter().filter(|(name, _)| name != "sub") {
            let kept = stored.get(&(Some(user.sub.clone()), Some(name.to_string())));
            assert_eq!(kept, Some(&Some(value.to_string())), "{name} of {}", user.sub);
            compared += 1;
        }
    }
    assert!(compared > 2_000, "the hostile values among them: {compared}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_of_a_table_are_exported_and_no_file_is_overwritten() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let file = program.data().join("people.csv");
    let file = file.to_str().expect("Unicode");
    let export = ["export", "Customers", "--table", "users", "--to", file];
    let said = program.say(&export).done();
    assert_eq!(said.out, "DATA/people.csv\n");
    assert!(said.err.starts_with("250 rows, "), "{}", said.err);
    let again = program.say(&export);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("is there already"), "{}", again.err);
    let some = [
        "--where",
        "enabled=0",
        "--column",
        "username",
        "--replace",
        "--json",
    ];
    let said = program.say(&[&export[..], &some].concat()).done().json();
    let lines = std::fs::read_to_string(file).expect("the file").lines().count() as u64;
    assert_eq!(said["rows"].as_u64(), Some(lines - 1), "the head aside");
    assert!(lines > 1 && lines < 250, "those that are disabled: {lines}");
    let unknown = ["export", "Customers", "--table", "users", "--to", "people.doc"];
    assert_eq!(program.say(&unknown).code, Some(2), "no sort of file is guessed");
}
