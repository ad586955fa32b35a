//! Every fault, as the AWS SDK meets it.

use crate::client::{pages, plain, refusal, start, sub, users};
use aws_sdk_cognitoidentityprovider::error::SdkError;
use poolhouse_sample_pool::{Fault, FaultKind, When};
use std::collections::BTreeSet;
use std::time::Duration;

#[tokio::test]
async fn refusals_strike_the_request_they_are_meant_for() {
    let (pool, client) = start(plain()).await;
    let list = || client.list_users().user_pool_id(pool.pool_id()).limit(60).send();
    for (kind, code) in [
        (FaultKind::Status500, "InternalErrorException"),
        (FaultKind::Status503, "ServiceUnavailableException"),
        (FaultKind::Throttle, "TooManyRequestsException"),
        (FaultKind::Forbidden, "AccessDeniedException"),
    ] {
        pool.control().set_faults(vec![Fault::nth("ListUsers", 2, kind)]);
        list().await.expect("the first is not struck");
        assert_eq!(refusal(list().await).0, code);
        list().await.expect("the third is not struck");
    }
}

#[tokio::test]
async fn broken_answers_are_failures_of_the_transport_or_the_reading() {
    let (pool, client) = start(plain()).await;
    let list = || client.list_users().user_pool_id(pool.pool_id()).limit(60).send();
    for kind in [
        FaultKind::ResetConnection,
        FaultKind::HalfReply,
        FaultKind::WrongLength,
        FaultKind::Stall,
        FaultKind::Silence,
        FaultKind::SlowHeaders(Duration::from_hours(1)),
        FaultKind::Html,
    ] {
        pool.control()
            .set_faults(vec![Fault::nth("ListUsers", 1, kind.clone())]);
        let error = list().await.expect_err("a broken answer");
        let as_expected = match kind {
            FaultKind::WrongLength | FaultKind::Html => matches!(error, SdkError::ResponseError(_)),
            FaultKind::HalfReply | FaultKind::Stall => {
                matches!(
                    error,
                    SdkError::ResponseError(_) | SdkError::DispatchFailure(_) | SdkError::TimeoutError(_)
                )
            }
            _ => matches!(error, SdkError::DispatchFailure(_) | SdkError::TimeoutError(_)),
        };
        assert!(as_expected, "{kind:?}: {error:?}");
        list()
            .await
            .unwrap_or_else(|error| panic!("the next call after {kind:?}: {error:?}"));
    }
    let calls = pool.calls().of("ListUsers");
    assert_eq!(calls.answered, 7, "each kind is followed by a whole answer");
}

#[tokio::test]
async fn stopping_ends_the_silent_too() {
    let (pool, client) = start(plain()).await;
    pool.control().set_faults(vec![Fault::always(FaultKind::Silence)]);
    let list = client.list_users().user_pool_id(pool.pool_id()).send();
    list.await.expect_err("silence");
    pool.stop().await;
}

#[tokio::test]
async fn tokens_are_refused_or_repeated() {
    let (pool, client) = start(plain()).await;
    let list = || client.list_users().user_pool_id(pool.pool_id()).limit(60);
    pool.control().set_faults(vec![
        Fault::nth("ListUsers", 1, FaultKind::StaleToken),
        Fault::nth("ListUsers", 2, FaultKind::RepeatToken),
    ]);
    let token = list()
        .send()
        .await
        .expect("no token is brought")
        .pagination_token
        .expect("a token");
    let (code, message) = refusal(list().pagination_token(&token).send().await);
    assert_eq!(code, "InvalidParameterException");
    assert!(message.contains(&token), "{message}");
    let repeated = list().pagination_token(&token).send().await.expect("a page");
    assert_eq!(repeated.pagination_token(), Some(token.as_str()));
}

#[tokio::test]
async fn a_split_listing_can_be_wrong() {
    let (pool, client) = start(plain()).await;
    let prefix = Some("sub ^= \"a\"");
    let part: BTreeSet<String> = users(&client, &pool, prefix).await.iter().map(sub).collect();

    pool.control()
        .set_faults(vec![Fault::always(FaultKind::IgnoreFilter)]);
    assert_eq!(
        users(&client, &pool, prefix).await.len(),
        250,
        "the filter is ignored"
    );

    pool.control()
        .set_faults(vec![Fault::always(FaultKind::LoseRows("a".into()))]);
    let lost: BTreeSet<String> = users(&client, &pool, prefix).await.iter().map(sub).collect();
    assert!(lost.is_subset(&part) && lost.len() < part.len() && !lost.is_empty());
    assert_eq!(
        users(&client, &pool, None).await.len(),
        250,
        "one chain has them all"
    );
}

#[tokio::test]
async fn a_fault_can_strike_every_nth_request() {
    let (pool, client) = start(plain()).await;
    let every = Fault {
        operation: None,
        when: When::Every(3),
        kind: FaultKind::Throttle,
    };
    pool.control().set_faults(vec![every]);
    let mut throttled = 0;
    for _ in 0..9 {
        throttled += usize::from(client.list_user_pools().max_results(1).send().await.is_err());
    }
    assert_eq!((throttled, pool.calls().total().throttled), (3, 3));
    pool.control().set_faults(Vec::new());
    pages(&client, &pool, None).await;
}
