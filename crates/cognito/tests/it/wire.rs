//! Replies that no healthy server gives, scripted byte for byte.

use crate::support::{first, table, unit};
use poolhouse_cognito::{Credentials, PoolSource, Speed, UserPool};
use poolhouse_connector::{Connector, ErrorKind, ReadError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const TOKEN: &str = "canary-session-token";

/// A pool whose server answers everything with these bytes and closes.
async fn answered(reply: String) -> UserPool {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is there");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 16_384];
            let mut length = 0;
            // The request's body is one object and ends in a brace.
            while length == 0 || asked[length - 1] != b'}' {
                match stream.read(&mut asked[length..]).await {
                    Ok(more) if more > 0 => length += more,
                    _ => break,
                }
            }
            if stream.write_all(reply.as_bytes()).await.is_ok() {
                drop(stream.shutdown().await);
            }
        }
    });
    UserPool::open(PoolSource {
        pool_id: "eu-west-1_Scripted".into(),
        region: "eu-west-1".into(),
        endpoint: Some(format!("http://{address}")),
        credentials: Credentials::Keys {
            access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret_access_key: "canary-secret".to_owned().into(),
            session_token: Some(TOKEN.to_owned().into()),
        },
        speed: Speed::Unlimited,
        network: poolhouse_connector::Network::default(),
    })
}

fn reply(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}")
}

fn json(body: &str) -> String {
    reply("200 OK", "content-type: application/x-amz-json-1.1\r\n", body)
}

async fn users(reply: String) -> Result<usize, ReadError> {
    let pool = answered(reply).await;
    let page = first(&pool, &unit("ListUsers", ""), &[table("users")]).await?;
    Ok(page.batches.iter().map(|batch| batch.rows.len()).sum())
}

async fn kind(reply: String) -> ErrorKind {
    users(reply).await.expect_err("this is no answer").kind().clone()
}

#[tokio::test]
async fn no_users_is_not_no_users() {
    assert_eq!(
        users(json(r#"{"Users":[]}"#))
            .await
            .expect("an empty page is a page"),
        0
    );
    assert_eq!(kind(json("{}")).await, ErrorKind::Malformed);
    assert_eq!(kind(json("")).await, ErrorKind::Malformed);
    assert_eq!(kind(json(r#"{"Users":null}"#)).await, ErrorKind::Malformed);
    assert_eq!(
        kind(json(r#"{"Users":[{"Username":"a"}]}"#)).await,
        ErrorKind::Malformed,
        "no `sub`"
    );
}

#[tokio::test]
async fn every_way_to_cut_a_reply_short_is_an_error() {
    let whole = r#"{"PaginationToken":"t","Users":[{"Attributes":[{"Name":"sub","Value":"a1"},{"Name":"email","Value":"x@example.com"}],"Enabled":true,"UserCreateDate":1.7E9,"UserStatus":"CONFIRMED","Username":"a"}]}"#;
    assert_eq!(users(json(whole)).await.expect("the whole is a page"), 1);
    for end in 0..whole.len() {
        let cut = users(json(&whole[..end])).await;
        assert!(cut.is_err(), "{cut:?} of `{}`", &whole[..end]);
    }
}

#[tokio::test]
async fn who_answers_in_the_place_of_aws() {
    let html = "<html><body>Sign in to the hotel's network</body></html>";
    assert_eq!(
        kind(reply("200 OK", "content-type: text/html\r\n", html)).await,
        ErrorKind::NotTheService
    );
    assert_eq!(
        kind(reply("403 Forbidden", "content-type: text/html\r\n", html)).await,
        ErrorKind::NotTheService
    );
    let elsewhere = "location: http://portal.example.com/\r\n";
    assert_eq!(
        kind(reply("302 Found", elsewhere, "")).await,
        ErrorKind::NotTheService
    );
    assert_eq!(
        kind(reply("500 Oops", "content-type: text/html\r\n", html)).await,
        ErrorKind::UpstreamFault
    );
    assert_eq!(
        kind(reply("407 Proxy", "content-type: text/html\r\n", html)).await,
        ErrorKind::Proxy
    );
    assert_eq!(
        kind("SSH-2.0-OpenSSH_9.6\r\n".into()).await,
        ErrorKind::NotTheService
    );
    assert_eq!(kind(String::new()).await, ErrorKind::Broken);
}

#[tokio::test]
async fn errors_by_their_code() {
    let coded = async |status: &str, code: &str| {
        let body = format!(r#"{{"__type":"{code}","message":"words"}}"#);
        kind(reply(
            status,
            "content-type: application/x-amz-json-1.1\r\n",
            &body,
        ))
        .await
    };
    for code in [
        "TooManyRequestsException",
        "ThrottlingException",
        "LimitExceededException",
    ] {
        assert_eq!(
            coded("400 Bad Request", code).await,
            ErrorKind::Throttled,
            "{code}"
        );
    }
    assert_eq!(
        coded("400 Bad Request", "InvalidClientTokenId").await,
        ErrorKind::UnknownKey
    );
    assert_eq!(
        coded("400 Bad Request", "InvalidParameterException").await,
        ErrorKind::BadParameter
    );
    assert_eq!(
        coded("400 Bad Request", "com.amazonaws#ResourceNotFoundException").await,
        ErrorKind::NotFound
    );
    assert_eq!(
        coded("500 Oops", "InternalErrorException").await,
        ErrorKind::UpstreamFault
    );
    assert_eq!(coded("429 Slow", "Whatever").await, ErrorKind::Throttled);
    assert_eq!(coded("500 Oops", "Whatever").await, ErrorKind::UpstreamFault);
}

#[tokio::test]
async fn a_refused_signature_does_not_repeat_the_token_that_aws_quotes() {
    let body = format!(
        r#"{{"__type":"InvalidSignatureException","message":"The Canonical String should have been 'x-amz-security-token:{TOKEN}'"}}"#
    );
    let error = users(reply("400 Bad Request", "x-amzn-requestid: abc-1\r\n", &body))
        .await
        .expect_err("refused");
    assert_eq!(*error.kind(), ErrorKind::WrongSecret);
    assert_eq!(error.request_id.as_deref(), Some("abc-1"));
    assert!(!format!("{error:?}{error}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn a_clock_that_is_wrong_by_years() {
    let headers = "date: Wed, 01 Jan 2020 00:00:00 GMT\r\n";
    let body = r#"{"__type":"InvalidSignatureException","message":"Signature not yet current"}"#;
    let ErrorKind::ClockWrong {
        seconds_ahead: Some(seconds),
    } = kind(reply("400 Bad Request", headers, body)).await
    else {
        panic!("the clock is to blame");
    };
    assert!(seconds > 5 * 365 * 86_400, "ahead by years: {seconds}");
}

#[tokio::test]
async fn another_pool_than_the_one_asked_for_is_no_answer() {
    let pool = answered(json(
        r#"{"UserPool":{"Id":"eu-west-1_Another","Name":"Another"}}"#,
    ))
    .await;
    let error = pool.describe().await.expect_err("not our pool");
    assert_eq!(*error.kind(), ErrorKind::Malformed);
}
