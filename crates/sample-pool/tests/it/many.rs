//! More groups, app clients and identities than a page.

use crate::client::{plain, start};
use crate::raw::Raw;
use poolhouse_sample_pool::{Options, SamplePool};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn ten_thousand_groups_have_unlike_names_and_one_user_is_in_a_hundred() {
    let (pool, client) = start(Options {
        groups: 10_000,
        ..plain()
    })
    .await;
    let mut names = Vec::new();
    let mut pages = client
        .list_groups()
        .user_pool_id(pool.pool_id())
        .limit(60)
        .into_paginator()
        .send();
    while let Some(page) = pages.next().await {
        let groups = page.expect("a page").groups.unwrap_or_default();
        names.extend(groups.into_iter().filter_map(|group| group.group_name));
    }
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 10_000);
    assert!(names[11..].iter().any(|name| name.contains('"')));
    let joiner = pool.control().user(42).expect("a user").username;
    for name in names[11..].iter().take(100) {
        let members = client
            .list_users_in_group()
            .user_pool_id(pool.pool_id())
            .group_name(name)
            .send()
            .await
            .expect("a page")
            .users
            .unwrap_or_default();
        let members: Vec<_> = members.iter().filter_map(|user| user.username()).collect();
        assert_eq!(members, [joiner.as_str()], "{name}");
    }
}

#[tokio::test]
async fn clients_are_as_many_as_asked_for() {
    for (clients, secrets) in [(0, 0), (2, 1), (130, 33)] {
        let (pool, client) = start(Options { clients, ..plain() }).await;
        let mut pages = client
            .list_user_pool_clients()
            .user_pool_id(pool.pool_id())
            .max_results(60)
            .into_paginator()
            .send();
        let mut ids = BTreeSet::new();
        while let Some(page) = pages.next().await {
            let clients = page.expect("a page").user_pool_clients.unwrap_or_default();
            ids.extend(clients.into_iter().filter_map(|client| client.client_id));
        }
        assert_eq!(ids.len() as u64, clients);
        let mut found = 0;
        for id in ids {
            let described = client
                .describe_user_pool_client()
                .user_pool_id(pool.pool_id())
                .client_id(id)
                .send()
                .await
                .expect("a client");
            let secret = described.user_pool_client.and_then(|client| client.client_secret);
            found += usize::from(secret.is_some());
        }
        assert_eq!(found, secrets, "of {clients} clients");
    }
}

#[tokio::test]
async fn identities_are_as_many_as_asked_for_and_may_come_and_go() {
    let (pool, _) = start(Options {
        identities: 1000,
        ..plain()
    })
    .await;
    let raw = Raw::new(&pool, "cognito-identity");
    let mut ids = Vec::new();
    let mut input = json!({ "IdentityPoolId": pool.identity_pool_id(), "MaxResults": 60 });
    loop {
        let page = raw.identity("ListIdentities", &input).await;
        ids.extend(
            page.rows("Identities")
                .iter()
                .filter_map(|row| row["IdentityId"].as_str().map(String::from)),
        );
        // A chain that is under way loses nobody who stays.
        pool.control().add_identities(1);
        if ids.len() == 60 {
            pool.control().delete_identity(3);
        }
        match page.body.get("NextToken") {
            Some(token) => input["NextToken"] = token.clone(),
            None => break,
        }
    }
    let listed: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(listed.len(), ids.len(), "each once");
    let staying = (0..1000).filter_map(|number| pool.control().identity_id(number));
    assert_eq!(staying.filter(|id| listed.contains(id)).count(), 999);
    assert_eq!(pool.control().identity_id(3), None);
}

#[tokio::test]
async fn too_many_identities_are_refused() {
    let options = Options {
        identities: u64::MAX,
        ..plain()
    };
    let error = SamplePool::start(options).await.expect_err("too many");
    assert!(error.to_string().ends_with("identities are more than 4294967295"));
}
