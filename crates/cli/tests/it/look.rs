//! Looking at what was imported: profiles, questions, two versions compared.

use crate::program::{Pool, Program};
use poolhouse_sample_pool::{Options, ShortPages};

/// Two runs: one tier is another in the second, one person is gone.
async fn two_runs() -> (Pool, Program) {
    let pool = Pool::start(Options {
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await;
    let program = Program::new();
    pool.create(&program, &["users", "groups", "group_members"]);
    let run = ["run", "Customers"];
    program.say_with(&pool.key.secret, &run).done();
    let control = pool.server.control();
    control.set_attribute(100, "custom:tier", Some("platinum\u{202e}"));
    control.delete_user(101);
    program.say_with(&pool.key.secret, &run).done();
    (pool, program)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_is_profiled() {
    let (_pool, program) = two_runs().await;
    let said = program.say(&["profile", "Customers", "users", "status"]).done();
    insta::assert_snapshot!(said.out, @r"
    Rows: 249
    Filled: 249
    Distinct values: 8
    Shortest: UNKNOWN
    Longest: FORCE_CHANGE_PASSWORD
    Least: ARCHIVED
    Greatest: UNKNOWN

    Rows  Most frequent
     191  CONFIRMED
      22  UNCONFIRMED
      19  FORCE_CHANGE_PASSWORD
       7  EXTERNAL_PROVIDER
       4  RESET_REQUIRED
       2  ARCHIVED
       2  COMPROMISED
       2  UNKNOWN
    ");
    let some = [
        "profile",
        "Customers",
        "users",
        "status",
        "--where",
        "status=CONFIRMED",
        "--json",
    ];
    let said = program.say(&some).done().json();
    assert_eq!(said["distinct"], 1, "over the rows that were asked for");
    assert_eq!(said["rows"], said["filled"]);
    let first = program
        .say(&[
            "profile",
            "Customers",
            "users",
            "sub",
            "--version-of",
            "1",
            "--json",
        ])
        .done();
    assert_eq!(first.json()["rows"], 250, "before one was gone");
    let unknown = program.say(&["profile", "Customers", "users", "nothing"]);
    assert_eq!(unknown.code, Some(1));
    insta::assert_snapshot!(unknown.err, @r"
    There is no column `nothing`.
    Choose another column, or change the filter.
    Details: there is no column `nothing`
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_those_to_the_tables_that_are_there() {
    let (_pool, program) = two_runs().await;
    insta::assert_snapshot!(program.say(&["questions", "Customers"]).done().out, @r"
    users
      Not confirmed: People who signed up and never confirmed their account.
      Must change their password: People whose password was set or reset by somebody else, and who have not signed in since.
      E-mail not verified: People with an e-mail address that nobody has proved to be theirs.
      Phone not verified: People with a phone number that nobody has proved to be theirs.
      Disabled: People who cannot sign in because an administrator disabled them.
      Federated and native pairs: People with two accounts of the same e-mail address: one that signs in elsewhere, one with a password here.
      Duplicates by e-mail: People whose e-mail address somebody else has as well.
      Duplicates by phone: People whose phone number somebody else has as well.
      In no group: People who are in none of the groups.
      Not changed for a year: People whose account nothing has changed for 365 days. AWS does not tell when somebody last signed in.
    groups
      Without members: Groups that nobody is in.
    ");
    let all = program.say(&["questions", "Customers", "--json"]).done().json();
    assert_eq!(all[0]["table"], "users");
    assert!(all[0]["query"]["filters"].is_array(), "each can be put: {all}");
    assert_eq!(program.say(&["questions", "Nobody"]).code, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_are_compared_in_either_direction() {
    let (pool, program) = two_runs().await;
    let subs = [100, 101].map(|number| pool.server.control().user(number).map(|user| user.sub));
    let short = |text: &str| match &subs[0] {
        Some(sub) => text.replace(sub.as_str(), "SUB"),
        None => text.to_owned(),
    };
    let compare = ["compare", "Customers", "--table", "users", "--from", "1"];
    let forwards = program.say(&[&compare[..], &["--to", "2"]].concat()).done();
    let tier = "~ SUB custom_tier: ";
    let line = short(&forwards.out)
        .lines()
        .find(|line| line.starts_with(tier))
        .map(str::to_owned);
    let line = line.unwrap_or_else(|| panic!("{}", forwards.out));
    assert!(
        line.ends_with(r"→ “platinum\u{202e}”"),
        "shown and not obeyed: {line}"
    );
    assert!(
        forwards.err.contains("0 rows added, ") && forwards.err.ends_with(", 1 rows removed.\n"),
        "{}",
        forwards.err
    );
    assert_eq!(
        program.say(&compare).done().out,
        forwards.out,
        "now is what run 2 published"
    );
    let back = [
        "compare",
        "Customers",
        "--table",
        "users",
        "--from",
        "2",
        "--to",
        "1",
        "--json",
    ];
    let back = program.say(&back).done().json();
    let lines = back.as_array().expect("a list");
    let added: Vec<_> = lines.iter().filter(|line| line["change"] == "added").collect();
    assert_eq!(added.len(), 1, "who was removed comes: {back}");
    assert!(
        lines.iter().any(|line| line["before"] == "platinum\u{202e}"),
        "to the byte: {back}"
    );
    let nothing = ["compare", "Customers", "--table", "groups", "--from", "1"];
    assert_eq!(program.say(&nothing).done().out, "");
    let never = ["compare", "Customers", "--table", "users", "--from", "9"];
    let never = program.say(&never);
    assert_eq!(never.code, Some(1));
    insta::assert_snapshot!(never.err, @r"
    This version is no longer kept.
    Look at a newer one; what changed since then is still in the run's page.
    Details: the version of run 9 is no longer kept
    ");
}
