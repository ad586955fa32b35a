//! Pages: whole without gaps or doubles, however short they are.

use crate::client::{attribute, pages, plain, refusal, start, sub, users};
use poolhouse_sample_pool::{Options, ShortPages};
use std::collections::BTreeSet;

fn often() -> Options {
    Options {
        short_pages: ShortPages::Often,
        ..Options::default()
    }
}

#[tokio::test]
async fn short_and_empty_pages_bring_every_user_once() {
    for short_pages in [ShortPages::Never, ShortPages::Seldom, ShortPages::Often] {
        let (pool, client) = start(Options {
            users: 2500,
            short_pages,
            ..Options::default()
        })
        .await;
        let pages = pages(&client, &pool, None).await;
        let users: Vec<_> = pages.iter().flatten().collect();
        let subs: BTreeSet<String> = users.iter().map(|user| sub(user)).collect();
        assert_eq!((users.len(), subs.len()), (2500, 2500), "{short_pages:?}");
        let full = pages.iter().filter(|page| page.len() == 60).count();
        match short_pages {
            ShortPages::Never => assert_eq!(full, 41),
            ShortPages::Seldom => assert!(full > 30, "{full} full pages"),
            ShortPages::Often => assert!(full < 41, "{full} full pages"),
        }
        let empty = pages.iter().filter(|page| page.is_empty()).count();
        assert!(short_pages != ShortPages::Often || empty > 0, "some are empty");
        let order: Vec<String> = users.iter().map(|user| sub(user)).collect();
        assert!(!order.is_sorted(), "no order is promised");
    }
}

#[tokio::test]
async fn sixteen_prefixes_are_disjoint_complete_and_balanced() {
    let (pool, client) = start(Options {
        users: 1600,
        ..often()
    })
    .await;
    let mut found = BTreeSet::new();
    for digit in "0123456789abcdef".chars() {
        let part = users(&client, &pool, Some(&format!("sub ^= \"{digit}\""))).await;
        assert_eq!(part.len(), 100, "the share of {digit}");
        for user in &part {
            assert!(sub(user).starts_with(digit));
            assert!(found.insert(sub(user)), "in two parts");
        }
    }
    assert_eq!(found.len(), 1600);
    let whole: BTreeSet<String> = users(&client, &pool, None).await.iter().map(sub).collect();
    assert_eq!(found, whole);
}

#[tokio::test]
async fn in_a_pool_of_five_million_a_prefix_and_a_user_are_found_at_once() {
    let (pool, client) = start(Options {
        users: 5_000_000,
        ..plain()
    })
    .await;
    let known = pool.control().user(4_321_987).expect("a user");
    let one = users(&client, &pool, Some(&format!("sub = \"{}\"", known.sub))).await;
    assert_eq!(one.len(), 1);
    assert_eq!(one[0].username(), Some(known.username.as_str()));
    let few = users(&client, &pool, Some(&format!("sub ^= \"{}\"", &known.sub[..7]))).await;
    assert_eq!(few.len(), 76, "a share of one in 65,536");
    assert_eq!(pool.calls().of("ListUsers").received, 3, "one page and two");
}

#[tokio::test]
async fn filters_find_what_they_name() {
    let (pool, client) = start(often()).await;
    let all = users(&client, &pool, None).await;
    let known = pool.control().user(100).expect("a user");
    let email = known.attribute("email").expect("an e-mail address");
    for filter in [
        format!("email = \"{email}\""),
        format!("username = \"{}\"", known.username),
        format!("email ^= \"{}\"", &email[..email.len() - 4]),
    ] {
        let found = users(&client, &pool, Some(&filter)).await;
        assert!(found.iter().map(sub).eq([known.sub.as_str()]), "{filter}");
    }
    let disabled = users(&client, &pool, Some("status = \"Disabled\"")).await;
    assert_eq!(disabled.len(), all.iter().filter(|user| !user.enabled()).count());
    let archived = users(&client, &pool, Some("cognito:user_status = \"archived\"")).await;
    assert!(
        !archived.is_empty()
            && archived
                .iter()
                .all(|user| user.user_status().is_some_and(|s| s.as_str() == "ARCHIVED"))
    );
    let family = users(&client, &pool, Some("family_name ^= \"Мо\"")).await;
    let meant = all
        .iter()
        .filter(|user| attribute(user, "family_name").is_some_and(|name| name.starts_with("Мо")));
    assert_eq!(family.len(), meant.count());
    let wrong = client
        .list_users()
        .user_pool_id(pool.pool_id())
        .filter("custom:tier = \"gold\"")
        .send()
        .await;
    assert_eq!(refusal(wrong).0, "InvalidParameterException");
}

#[tokio::test]
async fn a_token_is_good_for_its_own_listing_and_for_an_hour() {
    let (pool, client) = start(plain()).await;
    let list = || client.list_users().user_pool_id(pool.pool_id());
    let token = list()
        .limit(60)
        .send()
        .await
        .expect("a page")
        .pagination_token
        .expect("a token");
    let again = || list().pagination_token(&token);
    let marker = |(code, message): (String, String)| {
        code == "InvalidParameterException"
            && message.starts_with("Paging marker")
            && message.contains("is invalid")
    };
    again().limit(60).send().await.expect("the second page");
    again()
        .limit(60)
        .send()
        .await
        .expect("the second page, asked for again");
    assert!(marker(refusal(again().limit(30).send().await)), "another limit");
    assert!(
        marker(refusal(again().limit(60).filter("sub ^= \"a\"").send().await)),
        "another filter"
    );
    assert!(
        marker(refusal(
            list().limit(60).pagination_token("CAISsAIIARKJ").send().await
        )),
        "a foreign token"
    );
    let group = client
        .list_users_in_group()
        .user_pool_id(pool.pool_id())
        .group_name("staff")
        .limit(60);
    assert!(
        marker(refusal(group.next_token(&token).send().await)),
        "another operation"
    );
    pool.control().set_clock_ahead(290);
    again().limit(60).send().await.expect("still good");
}

#[tokio::test]
async fn a_token_s_life_can_be_set() {
    let (pool, client) = start(Options {
        token_life: std::time::Duration::from_mins(4),
        ..plain()
    })
    .await;
    let list = || client.list_users().user_pool_id(pool.pool_id()).limit(60);
    let token = list()
        .send()
        .await
        .expect("a page")
        .pagination_token
        .expect("a token");
    pool.control().set_clock_ahead(250);
    assert_eq!(
        refusal(list().pagination_token(token).send().await).0,
        "InvalidParameterException"
    );
}

#[tokio::test]
async fn the_limit_has_a_default_and_bounds() {
    let (pool, client) = start(plain()).await;
    let list = || client.list_users().user_pool_id(pool.pool_id());
    assert_eq!(list().send().await.expect("a page").users().len(), 25);
    assert_eq!(list().limit(0).send().await.expect("a page").users().len(), 25);
    assert_eq!(list().limit(7).send().await.expect("a page").users().len(), 7);
    let (code, message) = refusal(list().limit(61).send().await);
    assert_eq!(code, "InvalidParameterException");
    assert_eq!(
        message,
        "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have \
         value less than or equal to 60"
    );
}

#[tokio::test]
async fn attributes_to_get_fails_where_a_user_lacks_one() {
    let (pool, client) = start(plain()).await;
    let list = || client.list_users().user_pool_id(pool.pool_id()).limit(60);
    let page = list()
        .attributes_to_get("email")
        .attributes_to_get("sub")
        .send()
        .await
        .expect("a page");
    assert!(page.users().iter().all(|user| user.attributes().len() == 2));
    assert_eq!(
        refusal(list().attributes_to_get("middle_name").send().await).0,
        "InvalidParameterException"
    );
}
