//! A canary secret goes through every path of the command line and must not be found after.

use crate::program::{Pool, Program, found};
use poolhouse_sample_pool::{Fault, FaultKind, Options};

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_in_no_file_and_no_output() {
    let pool = Pool::start(Options::default()).await;
    let canary = pool.key.secret.clone();
    let program = Program::new();
    pool.create(&program, &["users", "app_clients"]);
    let mut outputs = Vec::new();
    for fault in [None, Some(FaultKind::Forbidden), Some(FaultKind::Html)] {
        pool.server
            .control()
            .set_faults(fault.map(Fault::always).into_iter().collect());
        for verb in ["check", "run"] {
            let mut command = program.command(&[verb, "Customers"]);
            command
                .env("POOLHOUSE_SECRET_ACCESS_KEY", &canary)
                .env("RUST_LOG", "trace");
            let output = command.output().expect("the program starts");
            outputs.push(output.stdout);
            outputs.push(output.stderr);
        }
    }
    for verb in [["show", "1"], ["history", "Customers"], ["tables", "Customers"]] {
        let said = program.say(&verb);
        outputs.push((said.out + &said.err).into_bytes());
    }
    for output in &outputs {
        let text = String::from_utf8_lossy(output);
        assert!(!text.contains(&canary), "the secret stands in an output");
        assert!(
            !text.contains("Authorization"),
            "the signature stands in an output"
        );
    }
    assert!(
        !found(&program.data(), canary.as_bytes()),
        "the secret stands in a file"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_a_typed_secret_is_refused_in_words() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    let mut arguments = vec![
        "create",
        "Customers",
        "--connector",
        "aws-cognito-user-pool",
        "--table",
        "users",
    ];
    let source = pool.source();
    arguments.extend(source.iter().map(String::as_str));
    arguments.push("--secret-stdin");
    let said = program.say_piped(&format!("{}\n", pool.key.secret), &arguments);
    assert_eq!(said.code, Some(1));
    let words: Vec<&str> = said
        .err
        .lines()
        .filter(|line| !line.starts_with("Details:"))
        .collect();
    insta::assert_snapshot!(words.join("\n"), @r"
    There is no keychain on this computer, so the secret cannot be kept.
    Choose “enter for this run only”, or install and unlock a keychain (GNOME Keyring, KWallet).
    ");
    assert_eq!(
        program.say(&["list", "--json"]).done().json(),
        serde_json::json!([]),
        "nothing is half saved"
    );
    let asked = program.say(&["run", "Customers"]);
    assert_eq!(asked.code, Some(1));
}
