//! Who may call, and in whose words the others are refused.

use crate::client::{client, client_for, plain, refusal, start};
use aws_sdk_cognitoidentityprovider::Client;
use poolhouse_sample_pool::{Allowed, Key, Options, SamplePool};
use std::time::{Duration, SystemTime};

async fn describe(client: &Client, pool: &SamplePool) -> Result<(), (String, String)> {
    match client
        .describe_user_pool()
        .user_pool_id(pool.pool_id())
        .send()
        .await
    {
        Ok(_) => Ok(()),
        outcome => Err(refusal(outcome)),
    }
}

#[tokio::test]
async fn keys_are_known_or_refused_each_in_its_words() {
    let (pool, full) = start(plain()).await;
    assert_eq!(describe(&full, &pool).await, Ok(()));
    assert_eq!(
        describe(&client(&pool, &Key::temporary()), &pool).await,
        Ok(()),
        "temporary keys"
    );

    let mut stranger = Key::full();
    stranger.id = "AKIASTRANGER00000001".into();
    let mut forgetful = Key::full();
    forgetful.secret.push('x');
    let mut tokenless = Key::temporary();
    tokenless.session_token = None;
    let unknown = (
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    );
    let wrong = (
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
         Access Key and signing method. Consult the service documentation for details.",
    );
    let expired = (
        "ExpiredTokenException",
        "The security token included in the request is expired",
    );
    for (key, (code, message), why) in [
        (stranger, unknown, "a key that nobody knows"),
        (Key::deactivated(), unknown, "a deactivated key"),
        (tokenless, unknown, "temporary keys without their token"),
        (forgetful, wrong, "a wrong secret"),
        (Key::expired(), expired, "temporary keys that have run out"),
    ] {
        let refused = describe(&client(&pool, &key), &pool).await;
        assert_eq!(refused, Err((code.into(), message.into())), "{why}");
    }
    assert_eq!(pool.calls().of("DescribeUserPool").refused, 5);
}

#[tokio::test]
async fn a_forbidden_action_names_the_caller_and_the_action() {
    let (pool, _) = start(plain()).await;
    let reader = client(&pool, &Key::reader());
    assert_eq!(describe(&reader, &pool).await, Ok(()));
    let (code, message) = refusal(reader.list_groups().user_pool_id(pool.pool_id()).send().await);
    assert_eq!(code, "AccessDeniedException");
    assert_eq!(
        message,
        "User: arn:aws:iam::123456789012:user/sample-reader is not authorized to perform: \
         cognito-idp:ListGroups on resource: \
         arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_SamplePool because no identity-based \
         policy allows the cognito-idp:ListGroups action"
    );
}

#[tokio::test]
async fn the_actions_of_a_key_can_be_chosen() {
    let forbidden = Allowed::Except([String::from("DescribeUserPool")].into());
    let key = Key {
        allowed: forbidden,
        ..Key::full()
    };
    let (pool, client) = start(Options {
        keys: vec![key],
        ..plain()
    })
    .await;
    let (code, _) = describe(&client, &pool).await.expect_err("forbidden");
    assert_eq!(code, "AccessDeniedException");
    client
        .list_groups()
        .user_pool_id(pool.pool_id())
        .send()
        .await
        .expect("this one is allowed");
}

#[tokio::test]
async fn a_clock_more_than_five_minutes_off_is_told_by_how_much() {
    let (pool, _) = start(plain()).await;
    // A client for each, as the SDK learns the server's time from what it answers.
    for (seconds, begins, ends) in [
        (301, "Signature expired: ", " - 5 min.)"),
        (-301, "Signature not yet current: ", " + 5 min.)"),
    ] {
        pool.control().set_clock_ahead(seconds);
        let (code, message) = describe(&client(&pool, &Key::full()), &pool)
            .await
            .expect_err("a wrong clock");
        assert_eq!(code, "InvalidSignatureException");
        assert!(
            message.starts_with(begins) && message.ends_with(ends),
            "{message}"
        );
    }
    pool.control().set_clock_ahead(290);
    assert_eq!(
        describe(&client(&pool, &Key::full()), &pool).await,
        Ok(()),
        "within five minutes"
    );
}

#[tokio::test]
async fn temporary_keys_run_out_by_the_server_s_clock() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the keys run out by the server's clock, which is the system's"
    )]
    let soon = SystemTime::now() + Duration::from_mins(2);
    let key = Key {
        expires: Some(soon),
        ..Key::temporary()
    };
    let (pool, _) = start(Options {
        keys: vec![key.clone()],
        ..plain()
    })
    .await;
    let client = client(&pool, &key);
    assert_eq!(describe(&client, &pool).await, Ok(()));
    pool.control().set_clock_ahead(121);
    let (code, _) = describe(&client, &pool).await.expect_err("run out");
    assert_eq!(code, "ExpiredTokenException");
}

#[tokio::test]
async fn a_signature_for_another_region_is_refused() {
    let (pool, _) = start(plain()).await;
    let elsewhere = client_for(&pool, &Key::full(), "us-east-1");
    let (code, message) = describe(&elsewhere, &pool).await.expect_err("another Region");
    assert_eq!(code, "InvalidSignatureException");
    assert!(
        message.starts_with("Credential should be scoped to a valid region"),
        "{message}"
    );
}
