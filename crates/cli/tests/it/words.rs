//! What is said where something cannot be done: refusals by the names that were typed, errors as JSON, and
//! outputs that nobody reads.

use crate::program::{Program, Said, imported};
use poolhouse_sample_pool::{Fault, FaultKind};
use serde_json::Value;
use std::fmt::Write;
use std::fs::{self, File};
use std::process::Stdio;

/// The lines of each refusal, below what was typed.
fn all(refusals: &[(&[&str], Said)]) -> String {
    let mut all = String::new();
    for (typed, said) in refusals {
        let words = said.err.trim().replace("\n\n", "\n").replace('\n', "\n  ");
        let code = said.code.map_or_else(String::new, |code| code.to_string());
        let _ = writeln!(all, "{}: {code}\n  {words}", typed.join(" "));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_by_the_names_that_were_typed() {
    let (pool, program) = imported(50, &["users"]).await;
    let folder = program.home();
    let (to, here) = (folder.join("x.csv"), folder.display().to_string());
    let to = to.to_str().expect("Unicode");
    let export = ["export", "Customers", "--table", "users", "--to", to];
    fs::write(to, "mine").expect("written");
    let mut refusals: Vec<(&[&str], Said)> = Vec::new();
    for more in [
        &["--where", "status"][..],
        &["--where", "status>CONFIRMED"],
        &["--where", "nothing=1"],
        &["--where", "status=CONFIRMED", "--where", "email~=("],
        &["--where", "created_at>=yesterday"],
        &["--where", "custom_score>=many"],
        &["--sort", "nothing:desc"],
        &["--sort", "created_at:down"],
        &["--column", "nothing"],
        &["--version-of", "first"],
        &["--version-of", "9"],
        &[],
    ] {
        refusals.push((more, program.say(&[&export[..], more].concat())));
    }
    for (typed, file) in [
        (&["a folder"][..], here.as_str()),
        (&["a name without an ending"], "people"),
    ] {
        refusals.push((
            typed,
            program.say(&["export", "Customers", "--table", "users", "--to", file]),
        ));
        refusals.push((typed, program.say(&["export", "Customers", "--to", file])));
    }
    let whole: &[&str] = &["a folder for every table"];
    let into = ["export", "Customers", "--format", "csv", "--to", &here];
    refusals.push((whole, program.say(&into)));
    let below = format!("{to}/a/b");
    let others: [&[&str]; 25] = [
        &["profile", "Customers", "nothing"],
        &["compare", "Customers", "--table", "nothing", "--from", "1"],
        &["changes", "1", "--table", "nothing"],
        &["recipes", "Customers", "--table", "nothing"],
        &[
            "class-column",
            "Customers",
            "--table",
            "users",
            "--column",
            "nothing",
            "--class",
            "name",
        ],
        &["rollback", "Customers", "--to", "1"],
        &["history", "--limit", "0"],
        &["export", "Customers", "--table", "users", "--to", "-"],
        &["settings", "--versions-kept", "0"],
        &["settings", "--proxy", "socks5://127.0.0.1:1080"],
        &["history", "--from", "2026-13-01"],
        &["history", "--from", "2026-11-22", "--to", "2026-11-01"],
        &["show", "latest"],
        &["show", "9"],
        &["changes", "9"],
        &["take-columns", "9"],
        &["tables", "Nobody"],
        &["create", "Others", "--connector", "nothing", "--table", "users"],
        &["compare", "Customers", "--table", "users", "--from", "9"],
        &["rollback", "Customers", "--to", "9", "--preview"],
        &["rollback", "Customers", "--to", "9"],
        &["profile", "Customers", "users", "--frobnicate"],
        &["list", "--data-dir", to],
        &["list", "--data-dir", &below],
        &["nothing-of-ours"],
    ];
    refusals.extend(others.map(|typed| (typed, program.say(typed))));
    let all = all(&refusals).replace(&here, "HOME");
    insta::assert_snapshot!("refusals", all);
    assert_eq!(
        fs::read_to_string(to).expect("it is there"),
        "mine",
        "and nothing was written"
    );

    pool.server
        .control()
        .set_faults(vec![Fault::always(FaultKind::Forbidden)]);
    let failed = program.say_with(&pool.key.secret, &["run", "Customers"]);
    assert_eq!(failed.code, Some(1));
    let from = program.say(&["compare", "Customers", "--table", "users", "--from", "2"]);
    insta::assert_snapshot!(from.err, @r"
    Run 2 published nothing: it failed.
    `history Customers --status succeeded` lists those that did.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_json_an_error_is_json_and_the_exit_code_the_same() {
    let (pool, program) = imported(50, &["users"]).await;
    let mut told = Vec::new();
    for typed in [
        &["show", "9"][..],
        &["show", "nine"],
        &["find", "--where", "nothing=1"],
        &["settings", "--versions-kept", "0"],
        &["list", "--frobnicate"],
    ] {
        let plain = program.say(typed);
        let said = program.say(&[typed, &["--json"]].concat());
        assert_eq!(said.code, plain.code, "{typed:?}");
        assert_eq!(said.out, "", "{typed:?}");
        let error: Value = serde_json::from_str(&said.err).expect("one object");
        assert_eq!(
            error["error"]["exitCode"].as_i64(),
            plain.code.map(i64::from),
            "{typed:?}"
        );
        let message = error["error"]["message"].as_str().expect("a text");
        assert!(plain.err.contains(message), "{message}: {}", plain.err);
        told.push(error);
    }
    insta::assert_json_snapshot!(told[2], @r#"
    {
      "error": {
        "exitCode": 2,
        "hint": "",
        "message": "--where 'nothing=1': There is no column `nothing`.",
        "options": [
          {
            "message": "There is no column `nothing`.",
            "option": "--where 'nothing=1'"
          }
        ]
      }
    }
    "#);
    let email = program.say(&["find", "--json"]).done().out;
    let email: Value = serde_json::from_str(email.lines().next().expect("a line")).expect("an object");
    let email = email["email"].as_str().expect("an address");
    for typed in [&["remove", "Customers"][..], &["forget", "Customers", email]] {
        let plain = program.say(typed);
        assert_eq!(
            plain.err, "Nothing was deleted.\nAdd --yes to delete it.\n",
            "{typed:?}"
        );
        let said = program.say(&[typed, &["--json"]].concat());
        assert_eq!((plain.code, said.code), (Some(2), Some(2)), "{typed:?}");
        assert!(
            said.json().is_object(),
            "what would be deleted is shown: {typed:?}"
        );
        let error: Value = serde_json::from_str(&said.err).expect("one object");
        assert_eq!(error["error"]["message"], "Nothing was deleted.", "{typed:?}");
        assert_eq!(error["error"]["exitCode"], 2, "{typed:?}");
    }
    pool.server
        .control()
        .set_faults(vec![Fault::always(FaultKind::Forbidden)]);
    let failed = program.say_with(&pool.key.secret, &["run", "Customers", "--json"]);
    let last = failed.err.lines().last().expect("a line");
    let error: Value = serde_json::from_str(last).expect("an object");
    assert_eq!(error["error"]["message"], failed.json()["failure"]["message"]);
    assert_eq!(error["error"]["exitCode"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_without_changes_says_which_it_was() {
    let (pool, program) = imported(50, &["users"]).await;
    let changes = |run: &str| program.say(&["changes", run]).done().out;
    assert_eq!(
        changes("1"),
        "Run 1 was the first of Customers: there was nothing before it that could have changed.\n"
    );
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    assert_eq!(changes("2"), "Nothing changed.\n");
    let before = program.say(&["history", "--before", "1"]).done();
    assert_eq!(
        (before.out.as_str(), before.err.as_str()),
        ("No run matches.\n", ""),
        "no older ones are promised"
    );
    assert_eq!(
        program.say(&["changes", "2", "--counts"]).done().out,
        "Nothing changed.\n"
    );
    pool.server
        .control()
        .set_faults(vec![Fault::always(FaultKind::Forbidden)]);
    program.say_with(&pool.key.secret, &["run", "Customers"]);
    assert_eq!(changes("3"), "Run 3 failed, so nothing changed.\n");
    assert_eq!(program.say(&["changes", "3", "--json"]).done().out, "[]\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn moments_for_a_person_have_no_fractions_of_a_second() {
    let (pool, program) = imported(50, &["users"]).await;
    // By the computer's clock, which has them.
    let by_the_clock = |arguments: &[&str]| {
        let mut command = program.command(arguments);
        command
            .env_remove("POOLHOUSE_NOW")
            .env("POOLHOUSE_SECRET_ACCESS_KEY", &pool.key.secret);
        String::from_utf8(command.output().expect("the program starts").stdout).expect("UTF-8")
    };
    by_the_clock(&["run", "Customers"]);
    pool.server
        .control()
        .set_faults(vec![Fault::always(FaultKind::Forbidden)]);
    by_the_clock(&["run", "Customers"]);
    let has_fraction = |text: &str| {
        let moments = text
            .split_whitespace()
            .filter(|word| word.len() > 19 && word.ends_with('Z'));
        moments.filter(|moment| moment.contains('.')).count()
    };
    for verb in [&["list"][..], &["diagnostics"], &["show", "2"], &["history"]] {
        let said = by_the_clock(verb);
        assert!(!said.is_empty() && has_fraction(&said) == 0, "{verb:?}: {said}");
    }
    assert!(by_the_clock(&["list"]).contains(" UTC"));
    let kept: Value = serde_json::from_str(&by_the_clock(&["list", "--json"])).expect("JSON");
    assert_eq!(
        has_fraction(kept[0]["lastRefresh"].as_str().expect("a moment")),
        1,
        "JSON has it all"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn formats_are_known_by_what_others_call_them() {
    let (_pool, program) = imported(50, &["users"]).await;
    let begins = |name: &str| {
        let path = program.home().join(name);
        let to = path.to_str().expect("Unicode");
        program
            .say(&["export", "Customers", "--table", "users", "--to", to])
            .done();
        fs::read(&path).expect("the file")
    };
    for name in ["x.db", "x.sqlite3", "x.SQLITE"] {
        assert!(begins(name).starts_with(b"SQLite format 3"), "{name}");
    }
    assert!(begins("x.ndjson").starts_with(b"{\""));
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_an_error_and_a_reader_that_left_is_none() {
    let program = Program::new();
    program.say(&["demo"]).done();
    for verb in [&["list"][..], &["find", "--json"], &["connectors", "--json"]] {
        let mut command = program.command(verb);
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("a full disk");
        let said = command.stdout(full).output().expect("the program starts");
        assert_eq!(said.status.code(), Some(1), "{verb:?}");
        let words = String::from_utf8_lossy(&said.stderr);
        assert!(
            words.contains("could not be written to standard output"),
            "{verb:?}: {words}"
        );
    }
    for verb in [
        &["list"][..],
        &["find", "--json"],
        &["--help"],
        &["export", "--help"],
    ] {
        let mut command = program.command(verb);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        drop(child.stdout.take());
        let said = child.wait_with_output().expect("it ends");
        let words = String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(0), "{verb:?}: {words}");
        assert!(
            !words.contains("panicked") && !words.contains("could not be written"),
            "{words}"
        );
    }
}

#[test]
fn nothing_for_a_terminal_alone_goes_into_a_file() {
    let program = Program::new();
    for verb in [
        &["demo"][..],
        &["profile", "SampleData", "groups"],
        &["--help"],
        &["list", "--frobnicate"],
    ] {
        let said = program.say(verb);
        let all = format!("{}{}", said.out, said.err);
        assert!(
            !all.is_empty() && !all.contains('\u{1b}') && !all.contains('\r'),
            "{verb:?}: {all:?}"
        );
    }
    let bare = program.say(&[]);
    assert_eq!(bare.code, Some(2), "{}", bare.err);
    assert!(
        bare.err.contains("Commands:") && bare.err.contains("Exit codes:"),
        "{}",
        bare.err
    );
}

#[test]
fn help_tells_every_test_and_each_exit_code() {
    let program = Program::new();
    let of = |typed: &[&str]| program.say(typed).done().out;
    insta::assert_snapshot!("help", of(&["--help"]));
    insta::assert_snapshot!("help_of_export", of(&["export", "--help"]));
    insta::assert_snapshot!("help_of_profile", of(&["profile", "-h"]));
    insta::assert_snapshot!("help_of_history", of(&["history", "-h"]));
}
