//! Keys out of a profile of the AWS configuration, in a process of their own, as the files and
//! what stands in the environment beside them belong to a whole process.

use crate::support;
use poolhouse_cognito::{Credentials, Speed, UserPool, UserPoolSource};
use poolhouse_connector::{Connector, ErrorKind};
use poolhouse_sample_pool::{Key, Options};
use std::fs;
use std::process::Command;

#[tokio::test]
async fn a_profile_of_the_aws_configuration() {
    let folder = tempfile::tempdir().expect("there is room");
    let key = Key::full();
    let credentials = folder.path().join("credentials");
    let text = format!(
        "[work]\naws_access_key_id = {}\naws_secret_access_key = {}\n[empty]\n",
        key.id, key.secret
    );
    fs::write(&credentials, text).expect("there is room");
    let output = tokio::task::spawn_blocking(move || {
        Command::new(std::env::current_exe().expect("this test runs from a file"))
            .args(["--exact", "profile::with_those_files", "--ignored"])
            .env("AWS_SHARED_CREDENTIALS_FILE", credentials)
            .env("AWS_CONFIG_FILE", folder.path().join("config"))
            // None of these may redirect a call or change who makes it.
            .env("AWS_ACCESS_KEY_ID", "AKIAAMBIENTAMBIENT01")
            .env("AWS_SECRET_ACCESS_KEY", "ambient")
            .env("AWS_SESSION_TOKEN", "ambient")
            .env("AWS_PROFILE", "empty")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
            .env("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://127.0.0.1:9")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .output()
    });
    let output = output.await.expect("it does not panic").expect("it starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[tokio::test]
#[ignore = "run by `a_profile_of_the_aws_configuration`, with the files in its environment"]
async fn with_those_files() {
    let (server, by_keys) = support::start(Options::default()).await;
    by_keys
        .describe()
        .await
        .expect("nothing ambient stands in the way of explicit keys");
    let open = |profile: &str| {
        UserPool::open(UserPoolSource {
            pool_id: server.pool_id().into(),
            region: server.region().into(),
            endpoint: Some(server.endpoint()),
            credentials: Credentials::Profile(profile.into()),
            speed: Speed::Unlimited,
            network: poolhouse_connector::Network::default(),
        })
    };
    open("work")
        .describe()
        .await
        .expect("the profile's keys are good");
    for profile in ["empty", "nobody"] {
        let error = open(profile).describe().await.expect_err("no keys");
        assert_eq!(*error.kind(), ErrorKind::Profile, "{profile}: {error:?}");
    }
}
