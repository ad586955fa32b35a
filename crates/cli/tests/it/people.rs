//! `directory` and `find`.

use crate::program::{Pool, Program};

fn demo() -> Program {
    let program = Program::new();
    program.say(&["demo"]).done();
    program
}

#[test]
fn the_directory_is_a_tree_of_organizations_dataflows_and_groups() {
    let program = Program::new();
    insta::assert_snapshot!(program.say(&["directory"]).done().out, @"Nobody yet. The first run that imports users fills the directory.");
    let program = demo();
    insta::assert_snapshot!(program.say(&["directory"]).done().out, @r#"
    Name                             People
    No organization                     250
      SampleData                        250
        "quoted" 'group'                 16
        =HYPERLINK("x")                   4
        a'; DROP TABLE groups; --         2
        admins                            4
        beta 🧪 testers                  31
        empty                             0
        eu-west-1_SamplePool_Google       2
        staff                           125
        Équipe Ventes                    63
        قراء                              8
        空のグループ                      0
    "#);
    let told = program.say(&["directory", "--json"]).done().json();
    let organization = &told["organizations"][0];
    assert_eq!(
        (&organization["name"], &organization["people"]),
        (&"".into(), &250.into())
    );
    let dataflow = &organization["dataflows"][0];
    assert_eq!(dataflow["name"], "SampleData");
    assert_eq!(dataflow["groups"].as_array().map(Vec::len), Some(11));
}

#[test]
fn people_are_found_by_any_attribute_and_several_at_once() {
    let program = demo();
    let all = program.say(&["find", "--json"]).done();
    assert_eq!(all.out.lines().count(), 250);
    assert_eq!(all.err, "250 people found.\n");
    let people: Vec<serde_json::Value> = all
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object a line"))
        .collect();
    let someone = people
        .iter()
        .find(|person| person["email"].is_string() && person["groups"].is_string())
        .expect("somebody in a group");
    let line = someone.to_string();
    let text = |column: &str| someone[column].as_str().expect("a text");
    for column in ["email", "sub", "username"] {
        let found = program
            .say(&["find", &text(column).to_uppercase(), "--json"])
            .done();
        assert!(
            found.out.lines().any(|each| each == line),
            "by {column}: {}",
            found.out
        );
    }
    let named = people
        .iter()
        .find(|person| person["given_name"].is_string() && person["family_name"].is_string())
        .expect("somebody with a full name");
    let name = |column: &str| named[column].as_str().expect("a name").to_uppercase();
    let full = format!("{} {}", name("family_name"), name("given_name"));
    let [family, given] = [name("family_name"), name("given_name")];
    for words in [&[full.as_str()][..], &[&given, &family]] {
        let found = program.say(&[&["find", "--json"], words].concat()).done();
        assert!(found.out.contains(&named.to_string()), "{words:?}: {}", found.out);
        assert!(
            found.out.lines().count() < 100,
            "not all of either name: {words:?}"
        );
    }
    let quoted = program.say(&["find", &format!("\"{full}\"")]).done();
    assert_eq!(
        quoted.err, "Nobody found.\n",
        "the two stand in no column together"
    );
    let status = format!("status={}", text("status"));
    let email = format!("email={}", text("email"));
    let found = program
        .say(&["find", "--where", &email, "--where", &status, "--json"])
        .done();
    assert_eq!(found.out.trim_end(), line);
    let shown = program.say(&["find", text("sub")]).done();
    assert_eq!(shown.out.lines().count(), 2, "{}", shown.out);
    assert!(shown.out.contains(text("groups")), "{}", shown.out);
    assert_eq!(shown.err, "1 person found.\n");
    let many = program.say(&["find", "sampledata"]).done();
    assert_eq!(many.out.lines().count(), 201, "no more than one reads");
    assert_eq!(
        many.err,
        "250 people found; the first 200 are shown, --json lists all.\n"
    );
}

#[test]
fn people_are_listed_by_their_names() {
    let program = demo();
    let all = program.say(&["find", "--json"]).done();
    let name = |line: &str| {
        let person: serde_json::Value = serde_json::from_str(line).expect("an object a line");
        ["family_name", "given_name", "name", "email"].map(|column| {
            let name = person[column].as_str().map(str::to_ascii_lowercase);
            // Nobody's name comes last.
            (name.is_none(), name)
        })
    };
    let listed: Vec<_> = all.out.lines().map(name).collect();
    let mut sorted = listed.clone();
    sorted.sort();
    assert_eq!(listed, sorted);
    assert!(listed.iter().any(|name| !name[0].0), "some have a family name");
}

#[test]
fn nobody_is_found_in_words_and_a_column_that_is_not_there_is_named() {
    let program = demo();
    let nobody = program.say(&["find", "nobody has this"]).done();
    assert_eq!(
        (nobody.out.as_str(), nobody.err.as_str()),
        ("", "Nobody found.\n")
    );
    let elsewhere = program.say(&["find", "--organization", "Acme"]).done();
    assert_eq!(elsewhere.err, "Nobody found.\n");
    assert_eq!(
        program
            .say(&["find", "--organization", "", "--json"])
            .done()
            .out
            .lines()
            .count(),
        250
    );
    let narrowed = [
        "find",
        "--where",
        "email$=@example.org",
        "--where",
        "status not in CONFIRMED,UNCONFIRMED",
        "--json",
    ];
    let narrowed = program.say(&narrowed).done();
    assert!(narrowed.out.lines().count() > 0, "somebody passes both");
    for line in narrowed.out.lines() {
        let person: serde_json::Value = serde_json::from_str(line).expect("an object");
        assert!(
            person["email"]
                .as_str()
                .is_some_and(|email| email.ends_with("@example.org"))
        );
        assert!(!["CONFIRMED", "UNCONFIRMED"].contains(&person["status"].as_str().expect("a text")));
    }
    let wrong = program.say(&["find", "--where", "nothing=1"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""));
    assert_eq!(wrong.err, "--where 'nothing=1': There is no column `nothing`.\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_long_value_does_not_push_the_others_out_of_sight() {
    let pool = Pool::of(50).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    let long = "x".repeat(2_000);
    pool.server.control().set_attribute(7, "given_name", Some(&long));
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let said = program.say(&["find"]).done();
    let widest = said.out.lines().map(|line| line.chars().count()).max();
    assert!(widest < Some(300), "{widest:?}: {}", said.out);
    assert!(said.out.contains(&format!("{}…", "x".repeat(47))), "{}", said.out);
    let whole = program.say(&["find", &long, "--json"]).done();
    assert!(whole.out.contains(&long), "JSON has all of it");
}

#[test]
fn where_a_database_cannot_be_read_nobody_is_not_said_to_be_there() {
    let program = demo();
    let database = program.data().join("databases/SampleData.db");
    std::fs::write(
        &database,
        "no database at all, but long enough to be looked at ".repeat(100),
    )
    .expect("written");
    let said = program.say(&["directory"]);
    assert_eq!(
        (said.code, said.out.as_str()),
        (Some(4), "Nobody could be read.\n")
    );
    assert!(said.err.starts_with("Left out: SampleData: "), "{}", said.err);
    let said = program.say(&["find", "anna"]);
    assert_eq!((said.code, said.out.as_str()), (Some(4), ""));
    assert!(
        said.err.ends_with("Nobody found in what could be read.\n"),
        "{}",
        said.err
    );
    #[cfg(target_os = "linux")]
    {
        let full = std::fs::File::options().write(true).open("/dev/full");
        let mut command = program.command(&["directory"]);
        let said = command.stdout(full.expect("a full disk")).output();
        let code = said.expect("the program starts").status.code();
        assert_eq!(code, Some(1), "an answer in part that is lost is lost");
    }
    let file = program.home().join("everybody.csv");
    let export = ["export", "--people", "--to", file.to_str().expect("Unicode")];
    let said = program.say(&export);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(
        said.err
            .starts_with("No database could be read, so nothing was exported.\nSampleData: "),
        "{}",
        said.err
    );
    assert!(!file.exists(), "no file of a header alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_everybody_says_who_is_missing() {
    let pool = Pool::of(20).await;
    let program = demo();
    pool.create(&program, &["users"]);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let damaged = program.data().join("databases/Customers.db");
    std::fs::write(&damaged, "no database at all ".repeat(1_000)).expect("written");
    let file = program.home().join("everybody.csv");
    let export = [
        "export",
        "--people",
        "--json",
        "--to",
        file.to_str().expect("Unicode"),
    ];
    let said = program.say(&export);
    assert_eq!(said.code, Some(4), "{}{}", said.out, said.err);
    assert!(
        said.err.contains("250 rows") && said.err.contains("Left out: Customers: "),
        "{}",
        said.err
    );
    assert_eq!(said.json()["leftOut"].as_array().map(Vec::len), Some(1));
    assert!(file.exists(), "those who can be read are in it");
}
