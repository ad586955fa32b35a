//! A canary secret goes through every path of the command line and must not be found after.

use crate::canary::Canary;
use crate::program::{Pool, Program, Said};
use poolhouse_sample_pool::{Fault, FaultKind, Key, Options, SECRET_MARK};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Output;

pub(crate) const CONNECTOR: &str = "aws-cognito-user-pool";

/// What a person with a curious mind sets.
pub(crate) const TALKATIVE: [(&str, &str); 2] = [("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full")];

/// Keeps all that was said, to be searched.
#[derive(Default)]
pub(crate) struct Heard(Vec<Vec<u8>>);

impl Heard {
    pub(crate) fn take(&mut self, output: Output) {
        self.0.extend([output.stdout, output.stderr]);
    }

    pub(crate) fn read(&mut self, said: Said) {
        self.0.extend([said.out.into_bytes(), said.err.into_bytes()]);
    }

    /// Nothing of these secrets, and no signature, anywhere.
    pub(crate) fn assert_silent(&self, program: &Program, secrets: &[&str]) {
        Canary::of(secrets).assert_nowhere(&self.0, &[&program.home()]);
        for text in &self.0 {
            let text = String::from_utf8_lossy(text).to_lowercase();
            assert!(
                !text.contains("authorization:"),
                "a signature stands in an output"
            );
            assert!(
                !text.contains("x-amz-security-token"),
                "a token stands in an output"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_in_no_file_and_no_output() {
    let pool = Pool::start(Options::default()).await;
    let canary = pool.key.secret.clone();
    let program = Program::new();
    pool.create(&program, &["users", "app_clients"]);
    let mut heard = Heard::default();
    let faults = [
        None,
        Some(Fault::always(FaultKind::Forbidden)),
        Some(Fault::always(FaultKind::Html)),
        Some(Fault::nth("ListUsers", 1, FaultKind::Status500)),
        Some(Fault::nth("ListUsers", 1, FaultKind::HalfReply)),
        Some(Fault::nth("DescribeUserPool", 1, FaultKind::WrongLength)),
        Some(Fault::nth("ListUsers", 1, FaultKind::Throttle)),
    ];
    for fault in faults {
        pool.server.control().set_faults(fault.into_iter().collect());
        for verb in ["check", "run"] {
            let mut command = program.command(&[verb, "Customers"]);
            command
                .env("POOLHOUSE_SECRET_ACCESS_KEY", &canary)
                .envs(TALKATIVE);
            heard.take(command.output().expect("the program starts"));
        }
    }
    pool.server.control().set_faults(Vec::new());
    let to = program.home().join("everything");
    let to = to.to_str().expect("Unicode");
    let after: [&[&str]; 9] = [
        &["list", "--json"],
        &["show", "1", "--json"],
        // What failed, with the text of *Copy for support*.
        &["show", "2", "--json"],
        &["show", "2"],
        &["history", "Customers", "--json"],
        &["tables", "Customers", "--json"],
        &["recipes", "Customers"],
        &["diagnostics"],
        &["export", "Customers", "--format", "sqlite", "--to", to],
    ];
    for verb in after {
        let said = program.say(verb).done();
        if verb == ["show", "2", "--json"] {
            let support = said.json()["support"].as_str().map(str::to_owned);
            let support = support.unwrap_or_default();
            assert!(
                support.contains("cognito-idp:"),
                "the text for support is searched: {support}"
            );
        }
        heard.read(said);
    }
    heard.assert_silent(&program, &[&canary]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_aws_refuses_is_told_without_the_secret_or_the_token() {
    const WRONG: &str = "canary/Wrong+secret/NotTheRightOne000001";
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    let mut heard = Heard::default();
    let temporary = [Key::temporary(), Key::expired()];
    let mut secrets = vec![WRONG];
    for key in &temporary {
        let token = key.session_token.as_deref().expect("temporary keys have one");
        secrets.extend([key.secret.as_str(), token]);
        // Right, with another's secret, with another's token.
        for lines in [
            format!("{}\n{token}\n", key.secret),
            format!("{WRONG}\n{token}\n"),
            format!("{}\n{WRONG}\n", key.secret),
        ] {
            let id = format!("access_key_id={}", key.id);
            let source = pool.source();
            let mut arguments = vec![
                "check",
                "--connector",
                CONNECTOR,
                "--set",
                "sign_in=temporary_keys",
            ];
            arguments.extend(source.iter().map(String::as_str));
            arguments.extend(["--set", &id, "--secret-stdin"]);
            heard.read(program.say_piped_with(&TALKATIVE, &lines, &arguments));
        }
    }
    let words = String::from_utf8_lossy(&heard.0.concat()).into_owned();
    for told in [
        "The temporary keys have run out.",
        "does not belong to this access key ID",
    ] {
        assert!(words.contains(told), "{told}: {words}");
    }
    heard.assert_silent(&program, &secrets);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_of_a_proxy_is_told_to_nobody() {
    const PASSWORD: &str = "canary-Proxy-password-0000001";
    let pool = Pool::start(Options::default()).await;
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let proxy = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            drop(stream.read(&mut [0; 4_096]));
            drop(stream.write_all(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"x\"\r\ncontent-length: 0\r\n\r\n",
            ));
        }
    });
    let program = Program::new();
    let mut heard = Heard::default();
    let id = format!("user_pool_id={}", pool.server.pool_id());
    let key = format!("access_key_id={}", pool.key.id);
    let create = [
        "create",
        "Customers",
        "--connector",
        CONNECTOR,
        "--table",
        "users",
        "--set",
        &id,
        "--set",
        &key,
    ];
    heard.read(program.say_with(&pool.key.secret, &create).done());
    for verb in ["check", "run"] {
        let mut command = program.command(&[verb, "Customers"]);
        command
            .envs(TALKATIVE)
            .env("POOLHOUSE_SECRET_ACCESS_KEY", &pool.key.secret)
            .env("HTTPS_PROXY", format!("http://analyst:{PASSWORD}@{proxy}"));
        let output = command.output().expect("the program starts");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("proxy"),
            "the proxy is what is told of: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        heard.take(output);
    }
    heard.read(program.say(&["show", "1", "--json"]).done());
    let pair = format!("analyst:{PASSWORD}");
    heard.assert_silent(&program, &[PASSWORD, &pair, &pool.key.secret]);
}

/// It is refused before anything is stored or asked, and not repeated.
#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_with_a_secret_in_it_is_neither_stored_nor_shown() {
    const PASSWORD: &str = "canary-Endpoint-password-0000001";
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    pool.create(&program, &["users"]);
    let mut heard = Heard::default();
    for address in [
        format!("https://analyst:{PASSWORD}@cognito.example.com"),
        format!("https://{PASSWORD}@cognito.example.com/path"),
        format!("https://cognito.example.com/?token={PASSWORD}"),
        format!("https://cognito.example.com/path#{PASSWORD}"),
        format!("http://analyst:{PASSWORD}@127.0.0.1:9"),
        format!("analyst:{PASSWORD}@cognito.example.com"),
        format!("https:\\\\analyst:{PASSWORD}@cognito.example.com"),
        format!("https://cognito.example.com/{PASSWORD}@cognito.example.com"),
    ] {
        let endpoint = format!("endpoint={address}");
        let id = format!("user_pool_id={}", pool.server.pool_id());
        let key = format!("access_key_id={}", pool.key.id);
        let given = [
            "--connector",
            CONNECTOR,
            "--set",
            &id,
            "--set",
            &key,
            "--set",
            &endpoint,
        ];
        for verb in [&["create", "Elsewhere", "--table", "users"][..], &["check"]] {
            let arguments = [verb, &given[..]].concat();
            let mut command = program.command(&arguments);
            command
                .envs(TALKATIVE)
                .env("POOLHOUSE_SECRET_ACCESS_KEY", &pool.key.secret);
            let output = command.output().expect("the program starts");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                !output.status.success() && said.to_lowercase().contains("endpoint address"),
                "{address}: {said}"
            );
            heard.take(output);
        }
    }
    for verb in [&["list", "--json"][..], &["diagnostics"]] {
        heard.read(program.say(verb).done());
    }
    heard.assert_silent(&program, &[PASSWORD, &pool.key.secret]);

    // One that is sound is named in the history, so that nobody takes its rows for those of AWS itself.
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let page = program.say(&["show", "1", "--json"]).done().json();
    let told = format!(
        "Reads from {}, an endpoint address that was set in place of AWS's own: user pool {}.",
        pool.server.endpoint(),
        pool.server.pool_id()
    );
    assert_eq!(page["log"][0]["message"], told.as_str());
    assert!(
        page["support"]
            .as_str()
            .is_some_and(|support| support.contains(&told)),
        "{page}"
    );
}

/// App-client secrets, secrets of identity providers, pre-signed addresses: each has a mark in it
/// where the sample pool answers it.
#[tokio::test(flavor = "multi_thread")]
async fn what_cognito_keeps_secret_stays_there() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    let mut heard = Heard::default();
    for (name, connector, source) in [
        ("People", CONNECTOR, pool.source()),
        ("Identities", "aws-cognito-identity-pool", pool.identities()),
    ] {
        let cards = program.say(&["connectors", "--json"]).done().json();
        let cards = cards.as_array().expect("a list");
        let card = cards
            .iter()
            .find(|card| card["id"] == connector)
            .expect("it is there");
        let tables = card["tables"].as_array().expect("its tables");
        let tables: Vec<String> = tables
            .iter()
            .map(|table| format!("{}:all", table["id"].as_str().expect("a name")))
            .collect();
        assert!(tables.len() >= 8, "every table is read: {tables:?}");
        let mut arguments = vec!["create", name, "--connector", connector];
        arguments.extend(source.iter().map(String::as_str));
        arguments.extend(tables.iter().flat_map(|table| ["--table", table]));
        heard.read(program.say_with(&pool.key.secret, &arguments).done());
        let mut command = program.command(&["run", name]);
        command
            .envs(TALKATIVE)
            .env("POOLHOUSE_SECRET_ACCESS_KEY", &pool.key.secret);
        let output = command.output().expect("the program starts");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        heard.take(output);
        let to = program.home().join(name);
        let to = to.to_str().expect("Unicode");
        heard.read(
            program
                .say(&["export", name, "--format", "json-lines", "--to", to])
                .done(),
        );
    }
    heard.assert_silent(&program, &[SECRET_MARK, &pool.key.secret]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_a_typed_secret_is_refused_in_words() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    let mut arguments = vec![
        "create",
        "Customers",
        "--connector",
        CONNECTOR,
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
    assert_eq!(asked.code, Some(2));
    let mut heard = Heard::default();
    heard.read(said);
    heard.read(asked);
    heard.assert_silent(&program, &[&pool.key.secret]);
}
