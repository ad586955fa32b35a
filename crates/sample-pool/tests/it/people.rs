//! What belongs to one user: devices, sign-ins, factors.

use crate::client::{plain, refusal, start};
use aws_sdk_cognitoidentityprovider::Client;
use poolhouse_sample_pool::{Options, SamplePool};
use std::collections::BTreeSet;

async fn devices(client: &Client, pool: &SamplePool, username: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut token = None;
    loop {
        let page = client
            .admin_list_devices()
            .user_pool_id(pool.pool_id())
            .username(username)
            .limit(60)
            .set_pagination_token(token)
            .send()
            .await
            .expect("a page");
        keys.extend(
            page.devices()
                .iter()
                .map(|device| device.device_key().expect("a key").to_owned()),
        );
        token = page.pagination_token;
        if token.is_none() {
            return keys;
        }
    }
}

#[tokio::test]
async fn more_devices_than_a_page_come_once_each_and_the_same_each_time() {
    let (pool, client) = start(plain()).await;
    let user = pool.control().user(13).expect("a user");
    let keys = devices(&client, &pool, &user.username).await;
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), 75);
    assert_eq!(devices(&client, &pool, &user.sub).await, keys, "by sub");
    let (again, other) = start(Options { seed: 2, ..plain() }).await;
    let user = again.control().user(13).expect("a user");
    assert_ne!(
        devices(&other, &again, &user.username).await,
        keys,
        "another seed, other devices"
    );
}

#[tokio::test]
async fn a_token_is_good_for_its_own_user_alone() {
    let (pool, client) = start(plain()).await;
    let list = |number: u64| {
        client
            .admin_list_user_auth_events()
            .user_pool_id(pool.pool_id())
            .username(pool.control().user(number).expect("a user").username)
            .max_results(60)
    };
    let token = list(17).send().await.expect("a page").next_token;
    assert!(token.is_some(), "130 events are three pages");
    let elsewhere = list(118).set_next_token(token).send().await;
    assert_eq!(refusal(elsewhere).0, "InvalidParameterException");
}

#[tokio::test]
async fn a_user_is_found_under_the_new_name_and_not_under_the_old() {
    let (pool, client) = start(plain()).await;
    let factors = |username: String| {
        client
            .admin_get_user_auth_factors()
            .user_pool_id(pool.pool_id())
            .username(username)
            .send()
    };
    let named = (60..250)
        .filter_map(|number| pool.control().user(number))
        .find(|user| user.username != user.sub)
        .expect("some have a name");
    pool.control().rename_user(named.number, "a new name");
    let answer = factors("a new name".into()).await.expect("the user");
    assert_eq!(answer.username(), "a new name");
    assert_eq!(
        factors(named.sub).await.expect("the user").username(),
        "a new name"
    );
    assert_eq!(
        refusal(factors(named.username).await).0,
        "UserNotFoundException",
        "the old name"
    );
    pool.control().delete_user(named.number);
    assert_eq!(
        refusal(factors("a new name".into()).await).0,
        "UserNotFoundException"
    );
    let added = pool.control().add_users(1).start;
    let added = pool.control().user(added).expect("a user");
    factors(added.username).await.expect("one who came later");
}
