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
    First in order: ARCHIVED
    Last in order: UNKNOWN

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
    assert_eq!(unknown.code, Some(2));
    insta::assert_snapshot!(unknown.err, @r"
    There is no column nothing in users.
    `profile Customers users` lists its columns.
    ");
    let named = [
        "profile",
        "Customers",
        "--table",
        "users",
        "--column",
        "sub",
        "--json",
    ];
    assert_eq!(program.say(&named).done().json()["rows"], 249);
    let mixed = ["profile", "Customers", "sub", "--table", "users", "--json"];
    assert_eq!(program.say(&mixed).done().json()["rows"], 249);
    let both = ["profile", "Customers", "users", "sub", "--table", "users"];
    assert_eq!(program.say(&both).code, Some(2));
    let none = program.say(&["profile", "Customers"]);
    assert_eq!(
        (none.code, none.err.as_str()),
        (
            Some(2),
            "Of which table?\nGive its name; `tables` lists the ones there are.\n"
        )
    );
}

#[test]
fn what_is_no_date_is_counted_and_not_charted() {
    let program = Program::new();
    program.say(&["demo"]).done();
    let said = program
        .say(&["profile", "SampleData", "users", "custom_joined"])
        .done();
    let facts: Vec<&str> = said.out.lines().take_while(|line| !line.is_empty()).collect();
    insta::assert_snapshot!(facts.join("\n"), @r"
    Rows: 250
    Filled: 224
    Distinct values: 213
    Shortest: yesterday
    Longest: 2019-02-26T09:30:00Z
    Earliest: 2019-02-26T09:30:00Z
    Latest: 2024-12-19T09:30:00Z
    No dates: 4 rows
    ");
    let spread = said.out.split("Rows  From\n").nth(1).expect("a chart");
    let years: Vec<&str> = spread
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(years, ["2019", "2020", "2021", "2022", "2023", "2024"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_of_a_table_is_profiled_in_short() {
    let (_pool, program) = two_runs().await;
    insta::assert_snapshot!(program.say(&["profile", "Customers", "groups"]).done().out, @r"
    Over all 11 rows.

    Column       Type             Filled  Distinct
    group_name   text              100 %        11
    description  text, free-text    64 %         7
    precedence   number             55 %         5
    role_arn     text                9 %         1
    created_at   date and time     100 %         1
    updated_at   date and time     100 %         1
    pool_id      text              100 %         1
    ");
    let users = program.say(&["profile", "Customers", "users"]).done().out;
    let enabled = users.lines().find(|line| line.starts_with("enabled "));
    assert!(
        enabled.is_some_and(|line| line.contains(" yes or no (1 and 0) ")),
        "{users}"
    );
    let some = [
        "profile",
        "Customers",
        "users",
        "--where",
        "email is null",
        "--json",
    ];
    let some = program.say(&some).done().json();
    let columns = some.as_array().expect("a list");
    let of = |name: &str| columns.iter().find(|column| column["name"] == name).expect(name);
    assert_eq!(of("email")["profile"]["filled"], 0);
    assert_eq!(of("email")["personal"], "email");
    let rows = &of("email")["profile"]["rows"];
    assert!(
        columns.iter().all(|column| column["profile"]["rows"] == *rows),
        "{some}"
    );
    let alone = ["profile", "Customers", "users", "email", "--json"];
    let alone = program.say(&alone).done().json();
    let all = program
        .say(&["profile", "Customers", "users", "--json"])
        .done()
        .json();
    let all = all.as_array().expect("a list");
    let email = all
        .iter()
        .find(|column| column["name"] == "email")
        .expect("email");
    assert_eq!(email["profile"], alone, "the same as of the column alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_brings_the_rows_that_it_brings_in_the_window() {
    let (_pool, program) = two_runs().await;
    let to = program.home().join("asked.jsonl");
    let to = to.to_str().expect("Unicode");
    let rows = |more: &[&str]| -> Vec<serde_json::Value> {
        let asked = [&["export", "Customers", "--to", to, "--replace"], more].concat();
        program.say(&asked).done();
        let text = std::fs::read_to_string(to).expect("UTF-8");
        text.lines()
            .map(|line| serde_json::from_str(line).expect("an object"))
            .collect()
    };
    let all = rows(&["--table", "users"]);
    let expect = |title: &str, is_wanted: &dyn Fn(&serde_json::Value) -> bool| {
        let found = rows(&["--question", title]);
        let wanted: Vec<_> = all.iter().filter(|row| is_wanted(row)).cloned().collect();
        assert!(!wanted.is_empty(), "{title}: somebody is to be found");
        assert_eq!(found, wanted, "{title}");
    };
    expect("not confirmed", &|row| row["status"] == "UNCONFIRMED");
    expect("Disabled", &|row| row["enabled"] == false);
    for title in ["Duplicates by e-mail", "Federated and native pairs"] {
        let found = rows(&["--question", title]);
        let value = |row: &serde_json::Value| row["email"].as_str().expect("an address").to_lowercase();
        let values: Vec<_> = found.iter().map(value).collect();
        assert!(values.len() > 2, "{title}: {values:?}");
        assert!(
            values.is_sorted(),
            "{title}: those alike stand together: {values:?}"
        );
        let other = rows(&["--question", title, "--sort", "sub:desc"]);
        let subs: Vec<_> = other
            .iter()
            .map(|row| row["sub"].as_str().expect("a sub"))
            .collect();
        assert!(
            subs.is_sorted_by(|one, other| one >= other),
            "{title}: as it was asked"
        );
    }
    let both = rows(&[
        "--question",
        "Disabled",
        "--where",
        "status=CONFIRMED",
        "--sort",
        "email:desc",
        "--column",
        "email",
    ]);
    let mut wanted: Vec<_> = all
        .iter()
        .filter(|row| row["enabled"] == false && row["status"] == "CONFIRMED")
        .map(|row| row["email"].as_str().expect("an address").to_lowercase())
        .collect();
    wanted.sort();
    wanted.reverse();
    let both: Vec<_> = both
        .iter()
        .map(|row| row["email"].as_str().expect("an address").to_lowercase())
        .collect();
    assert_eq!(both, wanted, "a question goes with filters, an order and columns");

    let old = |days: &str| rows(&["--question", "Not changed for a year", "--days", days]).len();
    assert_eq!(old("365"), rows(&["--question", "Not changed for a year"]).len());
    assert!(old("1") >= old("365"));
    assert_eq!(old("36500"), 0, "nobody was there a hundred years ago");
    let profiled = [
        "profile",
        "Customers",
        "--question",
        "Disabled",
        "--column",
        "enabled",
        "--json",
    ];
    assert_eq!(program.say(&profiled).done().json()["distinct"], 1);

    let mut refusals = String::new();
    for wrong in [
        &["--question", "Nobody asks this"][..],
        &["--question", "Disabled", "--table", "groups"],
        &["--question", "Disabled", "--days", "3"],
        &["--table", "users", "--days", "3"],
        &["--people", "--question", "Disabled"],
    ] {
        let said = program.say(&[&["export", "Customers", "--to", to, "--replace"], wrong].concat());
        assert_eq!(said.code, Some(2), "{wrong:?}");
        refusals += said.err.lines().next().unwrap_or_default();
        refusals.push('\n');
    }
    insta::assert_snapshot!(refusals, @r"
    --question: There is no question “Nobody asks this”. `questions` lists the ones there are.
    --question: There is no question “Disabled” to the table groups. `questions` lists the ones there are.
    --days: The question “Disabled” counts no days.
    error: the following required arguments were not provided:
    error: the argument '--people' cannot be used with '--question <TITLE>'
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
    assert_eq!(program.say(&["questions", "Nobody"]).code, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_are_compared_in_either_direction() {
    let (pool, program) = two_runs().await;
    let sub = pool.server.control().user(100).expect("who is there").sub;
    let short = |text: &str| text.replace(sub.as_str(), "SUB");
    let compare = ["compare", "Customers", "--table", "users", "--from", "1"];
    let forwards = program.say(&[&compare[..], &["--to", "2"]].concat()).done();
    let told = short(&forwards.out);
    let tier = told.lines().find(|line| line.contains(" custom_tier: "));
    // What would turn the line round is shown and not obeyed.
    insta::assert_snapshot!(tier.expect("a tier is another"), @r"~ SUB (Babátúndé Balógun, babatunde.balogun100@example.com) custom_tier: “silver” → “platinum\u{202e}”");
    let removed = told
        .lines()
        .find(|line| line.starts_with('-'))
        .expect("one is gone");
    let (_, names) = removed.split_once(" (").expect("who went is told by name");
    assert!(names.contains("101@example."), "{names}");
    // The page of the run tells the same.
    let of_run = short(&program.say(&["changes", "2"]).done().out);
    let of_run: Vec<String> = of_run
        .lines()
        .map(|line| line.replacen(" users", "", 1))
        .collect();
    let mut compared: Vec<&str> = told.lines().collect();
    compared.sort_unstable();
    let mut of_users: Vec<&str> = of_run
        .iter()
        .map(String::as_str)
        .filter(|line| !line.contains(" group_members "))
        .collect();
    of_users.sort_unstable();
    assert_eq!(of_users, compared);
    assert!(
        forwards.err.contains("0 rows added, ") && forwards.err.ends_with(", 1 row removed.\n"),
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
    let email = added[0]["email"].as_str().expect("an address");
    assert!(names.ends_with(&format!(", {email})")), "{names} and {email}");
    assert!(
        lines.iter().any(|line| line["before"] == "platinum\u{202e}"),
        "to the byte: {back}"
    );
    let nothing = ["compare", "Customers", "--table", "groups", "--from", "1"];
    assert_eq!(program.say(&nothing).done().out, "");
    let never = ["compare", "Customers", "--table", "users", "--from", "9"];
    let never = program.say(&never);
    assert_eq!(never.code, Some(2));
    insta::assert_snapshot!(never.err, @r"
    There is no run 9.
    `history` lists the runs there are; with its dataflow a run is removed.
    ");
}
