//! Quotas over the wire; how they fill is tested beside them, without waiting.

use crate::client::{plain, refusal, start};
use poolhouse_sample_pool::{Category, Options};

#[tokio::test]
async fn beyond_the_quota_calls_are_throttled() {
    let (pool, client) = start(Options {
        quota: true,
        ..plain()
    })
    .await;
    // Another app takes all of the quota, so that none comes back while this test counts.
    pool.control().set_foreign_calls(Category::UserList, 30.0);
    let list = || client.list_users().user_pool_id(pool.pool_id()).limit(1);
    let (code, message) = refusal(list().send().await);
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("TooManyRequestsException", "Rate exceeded")
    );
    client
        .describe_user_pool()
        .user_pool_id(pool.pool_id())
        .send()
        .await
        .expect("another category");
    pool.control().set_quota(false);
    list().send().await.expect("no quota");
    let calls = pool.calls().of("ListUsers");
    assert_eq!((calls.received, calls.throttled, calls.answered), (2, 1, 1));
}
