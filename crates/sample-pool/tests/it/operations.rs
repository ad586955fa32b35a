//! What the operations answer, beside pages of users.

use crate::client::{attribute, client, pages, plain, refusal, start, users};
use aws_sdk_cognitoidentityprovider::types::AttributeDataType;
use poolhouse_sample_pool::{Options, SamplePool, corpus};
use std::collections::BTreeMap;

#[tokio::test]
async fn the_pool_is_described_with_its_schema() {
    let (pool, client) = start(plain()).await;
    let answer = client
        .describe_user_pool()
        .user_pool_id(pool.pool_id())
        .send()
        .await
        .expect("the pool");
    let described = answer.user_pool.expect("the pool");
    assert_eq!(described.name(), Some("Sample pool"));
    assert_eq!(described.estimated_number_of_users(), 250);
    assert_eq!(described.user_pool_tags().expect("tags").len(), 3);
    let types: BTreeMap<_, _> = described
        .schema_attributes()
        .iter()
        .map(|attribute| {
            (
                attribute.name().expect("a name"),
                attribute.attribute_data_type().expect("a type"),
            )
        })
        .collect();
    assert_eq!(types.len(), 26, "21 standard ones and 5 custom ones");
    assert_eq!(types["custom:score"], &AttributeDataType::Number);
    assert_eq!(types["custom:joined"], &AttributeDataType::Datetime);
    assert_eq!(types["custom:vip"], &AttributeDataType::Boolean);
}

#[tokio::test]
async fn what_is_not_there_is_refused_in_aws_s_words() {
    let (pool, client) = start(plain()).await;
    let describe = |id: &str| client.describe_user_pool().user_pool_id(id).send();
    let (code, message) = refusal(describe("eu-west-1_Nowhere").await);
    assert_eq!(code, "ResourceNotFoundException");
    assert_eq!(message, "User pool eu-west-1_Nowhere does not exist.");
    assert_eq!(refusal(describe("nonsense").await).0, "InvalidParameterException");
    let group = client
        .list_users_in_group()
        .user_pool_id(pool.pool_id())
        .group_name("nobody")
        .send()
        .await;
    assert_eq!(refusal(group).0, "ResourceNotFoundException");
    // It would make the user a billable one.
    let unknown = client
        .admin_get_user()
        .user_pool_id(pool.pool_id())
        .username("=1+1")
        .send()
        .await;
    assert_eq!(refusal(unknown).0, "UnknownOperationException");
    pool.control().set_pool_deleted(true);
    assert_eq!(
        refusal(describe(pool.pool_id()).await).0,
        "ResourceNotFoundException",
        "deleted"
    );
}

#[tokio::test]
async fn pools_are_listed_and_one_is_empty() {
    let (pool, client) = start(plain()).await;
    let first = client
        .list_user_pools()
        .max_results(1)
        .send()
        .await
        .expect("a page");
    assert_eq!(first.user_pools()[0].id(), Some(pool.pool_id()));
    let second = client
        .list_user_pools()
        .max_results(1)
        .set_next_token(first.next_token)
        .send()
        .await
        .expect("a page");
    assert_eq!(second.user_pools()[0].id(), Some(pool.empty_pool_id()));
    assert_eq!(second.next_token(), None);
    let nobody = client
        .list_users()
        .user_pool_id(pool.empty_pool_id())
        .send()
        .await
        .expect("a page");
    assert!(nobody.users().is_empty() && nobody.pagination_token().is_none());
}

#[tokio::test]
async fn one_app_client_has_a_secret() {
    let (pool, client) = start(plain()).await;
    let listed = client
        .list_user_pool_clients()
        .user_pool_id(pool.pool_id())
        .max_results(60)
        .send()
        .await;
    let listed = listed.expect("the clients");
    let mut secrets = 0;
    for summary in listed.user_pool_clients() {
        let described = client
            .describe_user_pool_client()
            .user_pool_id(pool.pool_id())
            .set_client_id(summary.client_id().map(String::from))
            .send()
            .await
            .expect("a client")
            .user_pool_client
            .expect("a client");
        assert_eq!(described.client_name(), summary.client_name());
        secrets += usize::from(described.client_secret().is_some());
    }
    assert_eq!((listed.user_pool_clients().len(), secrets), (3, 1));
}

#[tokio::test]
async fn groups_have_hostile_names_and_their_members() {
    let (pool, client) = start(plain()).await;
    let groups = client
        .list_groups()
        .user_pool_id(pool.pool_id())
        .send()
        .await
        .expect("groups");
    let names: Vec<&str> = groups
        .groups()
        .iter()
        .filter_map(|group| group.group_name())
        .collect();
    assert!(
        corpus::groups()
            .iter()
            .all(|hostile| names.contains(&hostile.as_str()))
    );
    assert!(
        groups.groups().iter().any(|group| group.precedence().is_none()),
        "precedence may be null"
    );
    let mut sizes = BTreeMap::new();
    for name in names {
        let mut members = client
            .list_users_in_group()
            .user_pool_id(pool.pool_id())
            .group_name(name)
            .limit(60)
            .into_paginator()
            .send();
        let size: &mut usize = sizes.entry(name).or_default();
        while let Some(page) = members.next().await {
            *size += page.expect("a page").users().len();
        }
    }
    assert_eq!(sizes["staff"], 125);
    assert_eq!(sizes["empty"], 0);
    assert_eq!(
        sizes["eu-west-1_SamplePool_Google"], 2,
        "those who came from Google"
    );
}

#[tokio::test]
async fn hostile_values_arrive_to_the_byte() {
    let (pool, client) = start(plain()).await;
    let users = users(&client, &pool, None).await;
    for hostile in corpus::values() {
        let found = users
            .iter()
            .any(|user| attribute(user, "name") == Some(&hostile.value));
        assert!(found, "{}", hostile.what);
    }
    for username in corpus::usernames() {
        assert!(
            users.iter().any(|user| user.username() == Some(username)),
            "{username}"
        );
    }
}

#[tokio::test]
async fn a_pool_that_is_stopped_or_dropped_frees_its_port() {
    let (pool, first) = start(plain()).await;
    pages(&first, &pool, None).await;
    let port = pool
        .endpoint()
        .rsplit_once(':')
        .and_then(|(_, port)| port.parse().ok())
        .expect("a port");
    pool.stop().await;
    let again = SamplePool::start(Options { port, ..plain() })
        .await
        .expect("the port is free again");
    pages(&client(&again, &poolhouse_sample_pool::Key::full()), &again, None).await;
    let taken = SamplePool::start(Options { port, ..plain() })
        .await
        .expect_err("the port is taken");
    assert_eq!(taken.to_string(), format!("listen on 127.0.0.1:{port}"));
}

#[tokio::test]
async fn a_wrong_start_is_refused() {
    let start = |options| async {
        SamplePool::start(options)
            .await
            .expect_err("a wrong start")
            .to_string()
    };
    let wrong_id = start(Options {
        pool_id: "nonsense".into(),
        ..plain()
    })
    .await;
    assert_eq!(
        wrong_id,
        "`nonsense` is not a pool ID, such as eu-west-1_SamplePool"
    );
    let too_many = start(Options {
        users: u64::MAX,
        ..plain()
    })
    .await;
    assert!(too_many.ends_with("users are more than 4294967295"), "{too_many}");
}
