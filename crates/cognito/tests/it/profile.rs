//! Keys out of a profile of the AWS configuration, each test in a process of its own, as the files
//! and what stands in the environment beside them belong to a whole process.

use crate::authority::Authority;
use crate::proxy::proxy;
use crate::support;
use poolhouse_cognito::{Credentials, PoolSource, Speed, UserPool};
use poolhouse_connector::{Connector, ErrorKind, Network, ReadError};
use poolhouse_sample_pool::{Key, Options, SamplePool};
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Runs an ignored test of this file in a process whose AWS configuration is empty, and in whose
/// environment stands what must neither redirect a call nor change who makes it.
///
/// The AWS configuration may say where a profile signs in, and `AWS_ENDPOINT_URL` is a part of it:
/// `endpoint` is for a profile that has its keys already.
async fn alone(test: &str, endpoint: Option<&str>) {
    let home = tempfile::tempdir().expect("there is room");
    let mut command = Command::new(std::env::current_exe().expect("this test runs from a file"));
    command
        .args(["--exact", &format!("profile::{test}"), "--ignored"])
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("USERPROFILE", home.path())
        .env("AWS_SHARED_CREDENTIALS_FILE", home.path().join("credentials"))
        .env("AWS_CONFIG_FILE", home.path().join("config"))
        .env("AWS_ACCESS_KEY_ID", "AKIAAMBIENTAMBIENT01")
        .env("AWS_SECRET_ACCESS_KEY", "ambient")
        .env("AWS_SESSION_TOKEN", "ambient")
        .env("AWS_PROFILE", "empty")
        .env("AWS_REGION", "us-east-1")
        .env_remove("AWS_ENDPOINT_URL")
        .envs(endpoint.map(|address| ("AWS_ENDPOINT_URL", address)))
        .env("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://127.0.0.1:9")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    let output = tokio::task::spawn_blocking(move || command.output());
    let output = output.await.expect("it does not panic").expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn a_profile_with_keys_and_nothing_ambient() {
    alone("with_keys", Some("http://127.0.0.1:9")).await;
}

#[tokio::test]
async fn a_profile_that_assumes_a_role() {
    alone("with_a_role", None).await;
}

#[tokio::test]
async fn a_profile_whose_role_is_denied() {
    alone("with_a_role_that_is_denied", None).await;
}

#[tokio::test]
async fn a_profile_that_signs_in_through_a_browser() {
    alone("with_a_single_sign_on", None).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_profile_that_asks_a_program() {
    alone("with_a_program", None).await;
}

/// Writes a file of the home that [`alone`] made, in which the test runs.
fn write(name: &str, text: &str) {
    let file = Path::new(name);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).expect("there is room");
    }
    fs::write(file, text).expect("there is room");
}

/// What the sample pool calls itself to somebody with this profile.
async fn described(server: &SamplePool, profile: &str, network: &Network) -> Result<String, ReadError> {
    let pool = UserPool::open(PoolSource {
        pool_id: server.pool_id().into(),
        region: server.region().into(),
        endpoint: Some(server.endpoint()),
        credentials: Credentials::Profile(profile.into()),
        speed: Speed::Unlimited,
        network: network.clone(),
    });
    pool.describe().await.map(|described| described.name)
}

/// Answers each request as a service of AWS at these hosts would, and keeps the requests.
async fn stand_in(
    authority: &Authority,
    hosts: &[&str],
    status: &'static str,
    answer: String,
) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let acceptor = authority.speaks_for(hosts);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let address = listener.local_addr().expect("it is bound");
    let requests = Arc::new(Mutex::new(Vec::new()));
    let kept = requests.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = acceptor.accept(stream).await.expect("it trusts the authority");
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                request.push(stream.read_u8().await.expect("a whole head"));
            }
            let head = String::from_utf8_lossy(&request).to_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()).unwrap_or("0");
            let mut body = vec![0; length.parse().expect("a number")];
            stream.read_exact(&mut body).await.expect("a whole body");
            request.extend(body);
            let request = String::from_utf8_lossy(&request).into_owned();
            kept.lock().expect("nobody panics").push(request);
            let head = format!(
                "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                answer.len()
            );
            stream
                .write_all((head + &answer).as_bytes())
                .await
                .expect("it listens");
            stream.shutdown().await.expect("it listens");
        }
    });
    (address, requests)
}

/// The settings of somebody for whom these addresses of AWS lead to the stand-in.
async fn behind(authority: &Authority, stand_in: SocketAddr) -> (Network, Arc<Mutex<Vec<String>>>) {
    let (proxy, opened) = proxy(Some(stand_in)).await;
    let network = Network {
        proxy: Some(format!("http://{proxy}")),
        ..authority.trusted()
    };
    (network, opened)
}

fn token(key: &Key) -> &str {
    key.session_token.as_deref().expect("temporary keys have one")
}

#[tokio::test]
#[ignore = "run by `a_profile_with_keys_and_nothing_ambient`"]
async fn with_keys() {
    let (server, by_keys) = support::start(Options::default()).await;
    by_keys
        .describe()
        .await
        .expect("nothing ambient stands in the way of explicit keys");
    let key = Key::full();
    write(
        "credentials",
        &format!(
            "[work]\naws_access_key_id = {}\naws_secret_access_key = {}\n[empty]\n",
            key.id, key.secret
        ),
    );
    let name = described(&server, "work", &Network::default()).await;
    assert_eq!(name.expect("the profile's keys are good"), "Sample pool");
    for profile in ["empty", "nobody"] {
        let error = described(&server, profile, &Network::default()).await;
        let error = error.expect_err("no keys");
        assert_eq!(*error.kind(), ErrorKind::Profile, "{profile}: {error:?}");
    }
}

#[tokio::test]
#[ignore = "run by `a_profile_that_assumes_a_role`"]
async fn with_a_role() {
    let server = SamplePool::start(Options::default()).await.expect("a free port");
    write(
        "credentials",
        "[base]\naws_access_key_id = AKIABASEBASEBASEBASE\naws_secret_access_key = base\n",
    );
    write(
        "config",
        "[profile analyst]\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/Reader\n\
         external_id = shared\nrole_session_name = poolhouse\n",
    );
    let authority = Authority::new();
    let key = Key::temporary();
    let answer = format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>\
         <AssumedRoleUser><AssumedRoleId>AROA:poolhouse</AssumedRoleId>\
         <Arn>arn:aws:sts::123456789012:assumed-role/Reader/poolhouse</Arn></AssumedRoleUser>\
         <Credentials><AccessKeyId>{}</AccessKeyId><SecretAccessKey>{}</SecretAccessKey>\
         <SessionToken>{}</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>\
         </AssumeRoleResult></AssumeRoleResponse>",
        key.id,
        key.secret,
        token(&key)
    );
    let (address, requests) = stand_in(&authority, &["sts.eu-west-1.amazonaws.com"], "200 OK", answer).await;
    let (network, opened) = behind(&authority, address).await;
    let name = described(&server, "analyst", &network).await;
    assert_eq!(name.expect("the role may read"), "Sample pool");
    assert_eq!(
        *opened.lock().expect("nobody panics"),
        ["sts.eu-west-1.amazonaws.com:443"],
        "in the pool's Region, whatever the environment says"
    );
    let request = requests.lock().expect("nobody panics").remove(0);
    for part in [
        "Action=AssumeRole",
        "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FReader",
        "RoleSessionName=poolhouse",
        "ExternalId=shared",
        "Credential=AKIABASEBASEBASEBASE/",
    ] {
        assert!(request.contains(part), "{part} is not in {request}");
    }
}

#[tokio::test]
#[ignore = "run by `a_profile_whose_role_is_denied`"]
async fn with_a_role_that_is_denied() {
    let server = SamplePool::start(Options::default()).await.expect("a free port");
    write(
        "credentials",
        "[base]\naws_access_key_id = AKIABASEBASEBASEBASE\naws_secret_access_key = base\n",
    );
    write(
        "config",
        "[profile analyst]\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/Reader\n",
    );
    let authority = Authority::new();
    let answer = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
                  <Code>AccessDenied</Code><Message>not for you</Message></Error></ErrorResponse>";
    let host = "sts.eu-west-1.amazonaws.com";
    let (address, _) = stand_in(&authority, &[host], "403 Forbidden", answer.into()).await;
    let (network, _) = behind(&authority, address).await;
    let error = described(&server, "analyst", &network)
        .await
        .expect_err("it is denied");
    assert_eq!(*error.kind(), ErrorKind::Profile);
    assert!(
        error.message.contains("AccessDenied"),
        "AWS's own word: {error:?}"
    );
}

#[tokio::test]
#[ignore = "run by `a_profile_that_signs_in_through_a_browser`"]
async fn with_a_single_sign_on() {
    let server = SamplePool::start(Options::default()).await.expect("a free port");
    let session = |name: &str| {
        format!(
            "[profile {name}]\nsso_session = {name}\nsso_account_id = 123456789012\nsso_role_name = Reader\n\
             [sso-session {name}]\nsso_region = eu-west-1\nsso_start_url = https://example.com/start\n"
        )
    };
    write(
        "config",
        &(session("work") + &session("lapsed") + &session("never")),
    );
    // Where `aws sso login` leaves its token: the SHA-1 of the session's name.
    let login = |expires: &str| format!(r#"{{"accessToken": "the-token", "expiresAt": "{expires}"}}"#);
    write(
        ".aws/sso/cache/e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json",
        &login("2999-01-01T00:00:00Z"),
    );
    write(
        ".aws/sso/cache/185455dff9196a63d34036842b06956bdae403a8.json",
        &login("2020-01-01T00:00:00Z"),
    );
    let authority = Authority::new();
    let key = Key::temporary();
    let answer = serde_json::json!({"roleCredentials": {
        "accessKeyId": key.id,
        "secretAccessKey": key.secret,
        "sessionToken": token(&key),
        "expiration": 32_472_144_000_000_u64,
    }});
    let (address, requests) = stand_in(
        &authority,
        &["portal.sso.eu-west-1.amazonaws.com"],
        "200 OK",
        answer.to_string(),
    )
    .await;
    let (network, _) = behind(&authority, address).await;
    let name = described(&server, "work", &network).await;
    assert_eq!(name.expect("the sign-in is good"), "Sample pool");
    let request = requests.lock().expect("nobody panics").remove(0);
    for part in [
        "account_id=123456789012",
        "role_name=Reader",
        "x-amz-sso_bearer_token: the-token",
    ] {
        assert!(request.contains(part), "{part} is not in {request}");
    }
    for profile in ["lapsed", "never"] {
        let error = described(&server, profile, &network).await;
        let error = error.expect_err("nobody is signed in");
        assert_eq!(*error.kind(), ErrorKind::Profile, "{profile}: {error:?}");
    }
}

#[cfg(unix)]
#[tokio::test]
#[ignore = "run by `a_profile_that_asks_a_program`"]
async fn with_a_program() {
    let server = SamplePool::start(Options::default()).await.expect("a free port");
    let key = Key::temporary();
    let answer = serde_json::json!({
        "Version": 1,
        "AccessKeyId": key.id,
        "SecretAccessKey": key.secret,
        "SessionToken": token(&key),
        "Expiration": "2999-01-01T00:00:00Z",
    });
    write("answer", &answer.to_string());
    write(
        "config",
        "[profile asks]\ncredential_process = cat answer\n[profile fails]\ncredential_process = echo a-secret >&2; false\n",
    );
    let name = described(&server, "asks", &Network::default()).await;
    assert_eq!(name.expect("the program's keys are good"), "Sample pool");
    let error = described(&server, "fails", &Network::default()).await;
    let error = error.expect_err("it gives none");
    assert_eq!(*error.kind(), ErrorKind::Profile);
    assert!(
        !error.message.contains("a-secret"),
        "its words are its own: {error:?}"
    );
}
