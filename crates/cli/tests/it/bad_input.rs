//! Bad input: a sentence and a fix each time, never a stack trace, nothing half saved.

use crate::program::{Pool, Program, Said};
use poolhouse_sample_pool::{Fault, FaultKind, Key, Options};
use std::fmt::Write;

const SOURCE: [&str; 6] = [
    "--connector",
    "aws-cognito-user-pool",
    "--set",
    "user_pool_id=eu-west-1_AbCdEfGhI",
    "--set",
    "access_key_id=AKIAIOSFODNN7EXAMPLE",
];

fn refused(program: &Program, arguments: &[&str]) -> Said {
    let said = program.say_with("a-secret-that-fits-nothing", arguments);
    assert!(
        matches!(said.code, Some(1 | 2)),
        "{arguments:?} must be refused: {}{}",
        said.out,
        said.err
    );
    assert!(!said.err.contains("panicked"), "no stack trace: {}", said.err);
    let left = program.say(&["list", "--json"]).done().json();
    assert_eq!(
        left,
        serde_json::json!([]),
        "nothing is half saved by {arguments:?}"
    );
    said
}

#[test]
fn a_dataflow_that_cannot_be_is_refused_in_words() {
    let program = Program::new();
    let long = format!("users={}", "a".repeat(300));
    let create = |name: &'static str, more: &[&'static str], table: &str| {
        let mut arguments = vec!["create", name];
        arguments.extend(SOURCE);
        arguments.extend(more);
        arguments.extend(["--table", table]);
        refused(&program, &arguments).err
    };
    let mut all = String::new();
    for (what, words) in [
        ("a space", create("My Customers", &[], "users")),
        ("a digit first", create("1Customers", &[], "users")),
        (
            "a malformed pool ID",
            create("Customers", &["--set", "user_pool_id=mypool"], "users"),
        ),
        (
            "another Region",
            create("Customers", &["--set", "region=us-east-1"], "users"),
        ),
        (
            "plain http",
            create("Customers", &["--set", "endpoint=http://example.com"], "users"),
        ),
        (
            "user info",
            create(
                "Customers",
                &["--set", "endpoint=https://me:secret@example.com"],
                "users",
            ),
        ),
        ("an unknown table", create("Customers", &[], "nothing")),
        ("a reserved name", create("Customers", &[], "users=sqlite_users")),
        (
            "a taken name",
            create("Customers", &["--table", "groups=people"], "users=People"),
        ),
        ("300 characters", create("Customers", &[], &long)),
        (
            "an unknown setting",
            create("Customers", &["--set", "colour=blue"], "users"),
        ),
        (
            "a secret in sight",
            create("Customers", &["--set", "secret_access_key=oops"], "users"),
        ),
    ] {
        let _ = writeln!(all, "{what}\n  {}", words.trim().replace('\n', "\n  "));
    }
    insta::assert_snapshot!(all, @r"
    a space
      NAME: The name may have letters from A to Z and digits only, so no space.
    a digit first
      NAME: The name must start with a letter from A to Z.
    a malformed pool ID
      --set user_pool_id: A User Pool ID is a Region, an underscore, then letters and digits, such as eu-west-1_AbCdEfGhI.
    another Region
      --set region: The User Pool ID says eu-west-1, so the Region cannot be us-east-1.
    plain http
      --set endpoint: An endpoint address must begin with https, as the keys' signatures travel there; http is for this computer only.
    user info
      --set endpoint: Leave the user name and password out of the endpoint address.
    an unknown table
      --table nothing: AWS Cognito user pool has no table named nothing.
    a reserved name
      --table users: The name sqlite_users is kept for the database itself; choose another.
    a taken name
      --table users: Another table is already named People. Choose another name.
    300 characters
      --table users: The name is too long: 63 characters at most.
    an unknown setting
      aws-cognito-user-pool has no setting named colour.
      It has: user_pool_id, region, sign_in, access_key_id, secret_access_key, session_token, profile, endpoint, speed.
    a secret in sight
      secret_access_key is a secret and may not be an argument: every program here can see those.
      Use --secret-stdin, or type it when asked. Consider it seen, and have it replaced.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_another_case_is_taken() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    let mut arguments = vec![
        "create",
        "CUSTOMERS",
        "--connector",
        "aws-cognito-user-pool",
        "--table",
        "users",
    ];
    let source = pool.source();
    arguments.extend(source.iter().map(String::as_str));
    let said = program.say_with(&pool.key.secret, &arguments);
    assert_eq!(said.code, Some(2));
    insta::assert_snapshot!(said.err, @"NAME: A dataflow named Customers is already there. Choose another name.");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_of_aws_has_its_own_words() {
    let mut all = String::new();
    for (what, key, secret, fault, pool_id) in [
        ("an unknown key", "AKIANOBODYKNOWSTHIS1", None, None, None),
        ("a deactivated key", "AKIASAMPLEPOOLGONE01", None, None, None),
        (
            "a wrong secret",
            "AKIASAMPLEPOOLFULL01",
            Some("wrong"),
            None,
            None,
        ),
        (
            "a forbidden action",
            "AKIASAMPLEPOOLFULL01",
            None,
            Some(FaultKind::Forbidden),
            None,
        ),
        (
            "no such pool",
            "AKIASAMPLEPOOLFULL01",
            None,
            None,
            Some("eu-west-1_NobodyHere"),
        ),
        (
            "HTML for JSON",
            "AKIASAMPLEPOOLFULL01",
            None,
            Some(FaultKind::Html),
            None,
        ),
    ] {
        let mut pool = Pool::start(Options::default()).await;
        let known = pool.server.keys().find(|known| known.id == key).cloned();
        let right = known.map_or_else(|| "nothing".to_owned(), |key| key.secret);
        pool.key = Key {
            id: key.into(),
            ..Key::full()
        };
        if let Some(kind) = fault {
            pool.server.control().set_faults(vec![Fault::always(kind)]);
        }
        let mut arguments = vec![
            "check".to_owned(),
            "--connector".into(),
            "aws-cognito-user-pool".into(),
        ];
        arguments.extend(pool.source());
        if let Some(pool_id) = pool_id {
            arguments.extend(["--set".into(), format!("user_pool_id={pool_id}")]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let program = Program::new();
        let said = program.say_with(secret.unwrap_or(&right), &arguments);
        assert_eq!(said.code, Some(1), "{what}: {}{}", said.out, said.err);
        let words: Vec<&str> = said
            .err
            .lines()
            .filter(|line| !line.starts_with("Details:"))
            .collect();
        let _ = writeln!(all, "{what}\n  {}", words.join("\n  "));
    }
    insta::assert_snapshot!(all, @r"
    an unknown key
      ok    Reach the service  AWS answers
      no    Keys accepted
      AWS does not know this access key ID.
      It is mistyped, deleted or deactivated. Copy it again, or ask your administrator for a new access key.
    a deactivated key
      ok    Reach the service  AWS answers
      no    Keys accepted
      AWS does not know this access key ID.
      It is mistyped, deleted or deactivated. Copy it again, or ask your administrator for a new access key.
    a wrong secret
      ok    Reach the service  AWS answers
      no    Keys accepted
      The secret access key does not belong to this access key ID, or the endpoint address to another Region than eu-west-1.
      Copy both again from the same place; the secret is 40 characters and is easily cut short. Then check the endpoint address under Advanced.
    a forbidden action
      ok    Reach the service  AWS answers
      ok    Keys accepted  AWS knows these keys
      no    Source found
      The keys are right, but they may not do cognito-idp:DescribeUserPool.
      Ask your administrator for this permission; the Setup guide has the policy to hand over.
    no such pool
      ok    Reach the service  AWS answers
      ok    Keys accepted  AWS knows these keys
      no    Source found
      There is no user pool eu-west-1_NobodyHere in eu-west-1 for this account.
      Check the User Pool ID and the Region, and that the keys belong to the account that owns the pool.
    HTML for JSON
      no    Reach the service
      Something answered in AWS's place: a web page, and not Cognito.
      This is often a sign-in page of a hotel or guest network. Open a browser, sign in to the network, and try again.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_keys_and_a_closed_port_have_their_own_words() {
    let expired = Key::expired();
    let pool = Pool {
        key: expired.clone(),
        ..Pool::start(Options::default()).await
    };
    let program = Program::new();
    let mut arguments = vec![
        "check",
        "--connector",
        "aws-cognito-user-pool",
        "--set",
        "sign_in=temporary_keys",
    ];
    let source = pool.source();
    arguments.extend(source.iter().map(String::as_str));
    arguments.push("--secret-stdin");
    let token = expired.session_token.clone().expect("temporary keys have one");
    let said = program.say_piped(&format!("{}\n{token}\n", expired.secret), &arguments);
    insta::assert_snapshot!(said.err.lines().filter(|line| !line.starts_with("Details:")).collect::<Vec<_>>().join("\n"), @r"
    ok    Reach the service  AWS answers
    no    Keys accepted
    The temporary keys have run out.
    Get new temporary keys (all three values) and enter them.
    ");

    let pool = Pool::start(Options::default()).await;
    let source = pool.source();
    let secret = pool.key.secret.clone();
    pool.server.stop().await;
    let mut arguments = vec!["check", "--connector", "aws-cognito-user-pool"];
    arguments.extend(source.iter().map(String::as_str));
    let said = program.say_with(&secret, &arguments);
    insta::assert_snapshot!(said.err.lines().filter(|line| !line.starts_with("Details:")).collect::<Vec<_>>().join("\n"), @r"
    no    Reach the service
    AWS's address was found, but nothing answers there.
    A firewall or VPN may be in the way; if you set an endpoint address under Advanced, check it.
    ");
}

#[test]
fn settings_are_changed_one_by_one_and_refused_in_words() {
    let program = Program::new();
    let shown = || program.say(&["settings", "--json"]).done().json();
    program.say(&["settings", "--versions-kept", "9"]).done();
    program
        .say(&["settings", "--proxy", " http://127.0.0.1:3128 "])
        .done();
    let kept = shown();
    assert_eq!(kept["versionsKept"], 9, "the one does not undo the other");
    assert_eq!(kept["proxy"], "http://127.0.0.1:3128");
    for wrong in [
        ["--versions-kept", "0"],
        ["--proxy", "socks5://127.0.0.1:1080"],
        ["--authorities", "no-such-file.pem"],
    ] {
        let said = program.say(&["settings", wrong[0], wrong[1]]);
        assert_eq!(said.code, Some(2), "{wrong:?}: {}", said.err);
        assert!(!said.err.is_empty(), "{wrong:?} is refused in words");
        assert_eq!(shown(), kept, "{wrong:?} changes nothing");
    }
    program.say(&["settings", "--proxy", ""]).done();
    assert_eq!(shown()["proxy"], "", "it can be taken back");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_for_help_says_what_failed_and_names_nobody() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    pool.create(&program, &["users=people:all"]);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    pool.server
        .control()
        .set_faults(vec![Fault::always(FaultKind::Forbidden)]);
    program.say_with(&pool.key.secret, &["run", "Customers"]);
    let report = program.say(&["diagnostics"]).done().out;
    for wanted in [
        "Poolhouse ",
        "Keychain: ",
        "Dataflow 1: aws-cognito-user-pool, tables: 1, Failed",
        "versions kept: 1",
        "Error code: AccessDeniedException",
    ] {
        assert!(report.contains(wanted), "{wanted} in {report}");
    }
    let rows = program.data().join("rows.jsonl");
    let to = rows.display().to_string();
    program
        .say(&["export", "Customers", "--table", "people", "--to", &to])
        .done();
    let rows = std::fs::read_to_string(&rows).expect("the export");
    let folder = program.data().display().to_string();
    let mut private = vec![pool.key.id.clone(), pool.key.secret.clone(), folder];
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("a row");
        for column in ["sub", "email", "phone_number"] {
            private.extend(row[column].as_str().map(str::to_owned));
        }
    }
    assert!(private.len() > 100, "there are people to be named");
    for value in private.iter().filter(|value| value.len() > 3) {
        assert!(!report.contains(value.as_str()), "{value} in {report}");
    }
}
