//! What a profile of the AWS configuration brings is as secret as what is typed: the keys and session tokens of an
//! assumed role, the tokens of a single sign-on, what a program answers. Each goes through every path, and must not
//! be found after.

use crate::program::{Pool, Program};
use crate::secrets::{CONNECTOR, Heard, TALKATIVE};
use poolhouse_sample_pool::{Key, Options};
use serde_json::json;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use tempfile::TempDir;

/// What nobody may be shown of a single sign-on, nor of what a program writes.
const ACCESS: &str = "canary-Access+token/of-Sign-on-00001";
const REFRESH: &str = "canary-Refresh+token/of-Sign-on-0002";
const CLIENT: &str = "canary-Client+secret/of-Sign-on-0003";
const WRITTEN: &str = "canary-Words+of/the-Program-00000004";
const BASE: &str = "canary/Base+secret/NotTheRightOne0005";
const BASE_TOKEN: &str = "canary/Base+token/NotTheRightOne00006";

/// A person's AWS configuration, in a home folder beside the program's own, and who answers in AWS's place.
struct Configuration {
    home: TempDir,
    program: Program,
    pool: Pool,
    heard: Heard,
}

impl Configuration {
    async fn new() -> Self {
        Self {
            home: tempfile::tempdir().expect("there is room"),
            program: Program::new(),
            pool: Pool::start(Options::default()).await,
            heard: Heard::default(),
        }
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.home.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("there is room");
        fs::write(file, text).expect("there is room");
    }

    /// Checks, makes a dataflow, runs it and looks at all that is left of it, with this profile. Answers whether it
    /// ran, and what it said.
    fn goes_through(&mut self, profile: &str, aws: Option<SocketAddr>) -> (bool, String) {
        let before = self.program.say(&["history", "--json"]).done().json();
        let run = (before.as_array().expect("a list").len() + 1).to_string();
        let name = format!("{profile}{run}");
        let (id, endpoint) = (self.pool.server.pool_id(), self.pool.server.endpoint());
        let given: Vec<String> = [
            format!("user_pool_id={id}"),
            format!("endpoint={endpoint}"),
            "speed=unlimited".into(),
            "sign_in=profile".into(),
            format!("profile={profile}"),
        ]
        .into_iter()
        .flat_map(|setting| ["--set".into(), setting])
        .collect();
        let settings = given.iter().map(String::as_str);
        let of_kind = ["--connector", CONNECTOR].into_iter().chain(settings);
        let check: Vec<&str> = ["check"].into_iter().chain(of_kind.clone()).collect();
        let create: Vec<&str> = ["create", &name, "--table", "users", "--table", "app_clients"]
            .into_iter()
            .chain(of_kind)
            .collect();
        let to = self.program.home().join(format!("{name}.csv"));
        let to = to.to_str().expect("Unicode").to_owned();
        let (mut ran, mut words) = (false, String::new());
        for arguments in [
            &check[..],
            &create,
            &["run", &name],
            &["show", &run],
            &["show", &run, "--json"],
            &["history", "--json"],
            &["list", "--json"],
            &["diagnostics"],
            &["export", &name, "--table", "users", "--to", &to],
        ] {
            let mut command = self.program.command(arguments);
            let place = aws.map(|aws| format!("http://{aws}"));
            command
                .envs(TALKATIVE)
                .env("PATH", "/usr/bin:/bin")
                .env("HOME", self.home.path())
                .env("AWS_CONFIG_FILE", self.home.path().join("config"))
                .env(
                    "AWS_SHARED_CREDENTIALS_FILE",
                    self.home.path().join("credentials"),
                )
                .env("AWS_EC2_METADATA_DISABLED", "true")
                .envs(place.iter().map(|place| ("AWS_ENDPOINT_URL", place)));
            let output = command.output().expect("the program starts");
            if arguments[0] == "run" {
                ran = output.status.success();
            }
            words += &String::from_utf8_lossy(&output.stdout);
            words += &String::from_utf8_lossy(&output.stderr);
            self.heard.take(output);
        }
        (ran, words)
    }

    fn assert_silent(&self, secrets: &[&str]) {
        self.heard.assert_silent(&self.program, secrets);
    }
}

fn token(key: &Key) -> &str {
    key.session_token.as_deref().expect("temporary keys have one")
}

/// Answers each request so, as a service of AWS would, for as long as the test lasts; and how many came.
fn answers(status: &'static str, sort: &'static str, body: String) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
                request.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&request).to_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
            drop(stream.read_exact(&mut vec![0; length.unwrap_or(0)]));
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: {sort}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            drop(stream.write_all((head + &body).as_bytes()));
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_answers_is_told_to_nobody() {
    let mut person = Configuration::new().await;
    let key = Key::temporary();
    let answer = |secret: &str| {
        json!({"Version": 1, "AccessKeyId": key.id, "SecretAccessKey": secret,
            "SessionToken": token(&key), "Expiration": "2999-01-01T00:00:00Z"})
        .to_string()
    };
    person.write("good", &answer(&key.secret));
    person.write("wrong", &answer(BASE));
    person.write("cut", &answer(&key.secret)[..150]);
    person.write(
        "lacks",
        &json!({"Version": 1, "SecretAccessKey": key.secret, "SessionToken": token(&key)}).to_string(),
    );
    person.write(
        "version",
        &json!({"Version": WRITTEN, "SecretAccessKey": key.secret}).to_string(),
    );
    person.write("plain", WRITTEN);
    let home = person.home.path().display().to_string();
    let profiles: String = ["good", "wrong", "cut", "lacks", "version", "plain"]
        .map(|name| format!("[profile {name}]\ncredential_process = cat {home}/{name}\n"))
        .concat();
    person.write(
        "config",
        &format!("{profiles}[profile fails]\ncredential_process = sh -c 'echo {WRITTEN} >&2; echo {WRITTEN}; false'\n"),
    );
    let (ran, words) = person.goes_through("good", None);
    assert!(ran, "{words}");
    for profile in ["wrong", "cut", "lacks", "version", "plain", "fails"] {
        let (ran, words) = person.goes_through(profile, None);
        assert!(!ran, "{profile} has no keys that are good: {words}");
    }
    person.assert_silent(&[&key.secret, token(&key), WRITTEN, BASE]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_of_an_assumed_role_are_told_to_nobody() {
    let mut person = Configuration::new().await;
    person.write(
        "credentials",
        &format!(
            "[base]\naws_access_key_id = ASIABASEBASEBASEBASE\naws_secret_access_key = {BASE}\n\
             aws_session_token = {BASE_TOKEN}\n"
        ),
    );
    person.write(
        "config",
        "[profile analyst]\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/Reader\n\
         [profile denied]\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/Reader\n\
         [profile broken]\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/Reader\n",
    );
    let key = Key::temporary();
    let granted = format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>\
         <Credentials><AccessKeyId>{}</AccessKeyId><SecretAccessKey>{}</SecretAccessKey>\
         <SessionToken>{}</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>\
         </AssumeRoleResult></AssumeRoleResponse>",
        key.id,
        key.secret,
        token(&key)
    );
    let (ran, words) = person.goes_through("analyst", Some(answers("200 OK", "text/xml", granted.clone())));
    assert!(ran, "{words}");
    // AWS's own way to say that a signature is wrong: it quotes the request, the token in it.
    let refused = format!(
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
         <Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature \
         you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for \
         details.\n\nThe Canonical String for this request should have been\n'POST\n/\n\nhost:sts.amazonaws.com\n\
         x-amz-security-token:{BASE_TOKEN}\n'</Message></Error></ErrorResponse>"
    );
    let (ran, words) = person.goes_through("denied", Some(answers("403 Forbidden", "text/xml", refused)));
    assert!(!ran && words.contains("SignatureDoesNotMatch"), "{words}");
    let (cut, _) = granted.split_once("<SessionToken>").expect("it has one");
    let (ran, words) = person.goes_through("broken", Some(answers("200 OK", "text/xml", cut.to_owned())));
    assert!(!ran, "{words}");
    person.assert_silent(&[&key.secret, token(&key), BASE, BASE_TOKEN]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tokens_of_a_single_sign_on_are_told_to_nobody() {
    let mut person = Configuration::new().await;
    let session = |name: &str| {
        format!(
            "[profile {name}]\nsso_session = {name}\nsso_account_id = 123456789012\nsso_role_name = Reader\n\
             [sso-session {name}]\nsso_region = eu-west-1\nsso_start_url = https://example.com/start\n"
        )
    };
    person.write("config", &(session("work") + &session("lapsed")));
    // Where `aws sso login` leaves its tokens: the SHA-1 of the session's name.
    let login = |expires: &str| {
        json!({"accessToken": ACCESS, "expiresAt": expires, "refreshToken": REFRESH, "clientId": "a-client",
            "clientSecret": CLIENT, "registrationExpiresAt": "2999-01-01T00:00:00Z", "region": "eu-west-1",
            "startUrl": "https://example.com/start"})
        .to_string()
    };
    person.write(
        ".aws/sso/cache/e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json",
        &login("2999-01-01T00:00:00Z"),
    );
    person.write(
        ".aws/sso/cache/185455dff9196a63d34036842b06956bdae403a8.json",
        &login("2020-01-01T00:00:00Z"),
    );
    let key = Key::temporary();
    let granted = json!({"roleCredentials": {"accessKeyId": key.id, "secretAccessKey": key.secret,
        "sessionToken": token(&key), "expiration": 32_472_144_000_000_u64}})
    .to_string();
    let sort = "application/json";
    let (ran, words) = person.goes_through("work", Some(answers("200 OK", sort, granted.clone())));
    assert!(ran, "{words}");
    // The same once more, each time refused or broken; the lapsed one asks for a new token first.
    let refusal = json!({"message": format!("Session token not found or invalid: {ACCESS}"),
        "error": "invalid_grant", "error_description": REFRESH});
    let unauthorized = json!({"__type": "UnauthorizedException",
        "message": format!("Session token not found or invalid: {ACCESS}")});
    for (profile, status, body) in [
        ("work", "401 Unauthorized", refusal.to_string()),
        ("work", "401 Unauthorized", unauthorized.to_string()),
        ("work", "200 OK", granted[..granted.len() - 40].to_owned()),
        ("work", "200 OK", format!("<html>{ACCESS}</html>")),
        ("lapsed", "400 Bad Request", refusal.to_string()),
        (
            "lapsed",
            "200 OK",
            format!("{{\"accessToken\": \"{ACCESS}\", \"expiresIn\": "),
        ),
    ] {
        let (ran, words) = person.goes_through(profile, Some(answers(status, sort, body)));
        assert!(!ran, "{profile}, {status}: {words}");
    }
    person.assert_silent(&[&key.secret, token(&key), ACCESS, REFRESH, CLIENT]);
}
