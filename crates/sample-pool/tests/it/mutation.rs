//! Users and the schema that change under the reader.

use crate::client::{attribute, plain, start, sub, users};
use poolhouse_sample_pool::{AttributeType, Options, SchemaAttribute};
use std::collections::BTreeSet;

#[tokio::test]
async fn changes_to_users_show_from_the_next_page_on() {
    let (pool, client) = start(plain()).await;
    let control = pool.control();
    let before: BTreeSet<String> = users(&client, &pool, None).await.iter().map(sub).collect();

    let added = control.add_users(3);
    assert_eq!(added, 250..253);
    control.delete_user(7);
    control.rename_user(8, "someone else");
    control.set_attribute(9, "custom:tier", Some("platinum"));
    control.set_attribute(9, "email", None);
    control.set_attribute(9, "custom:brand_new", Some("yes"));

    let after = users(&client, &pool, None).await;
    assert_eq!((after.len() as u64, after.len()), (control.users(), 252));
    let of = |number| {
        let meant = control.user(number).expect("a user").sub;
        after
            .iter()
            .find(|user| sub(user) == meant)
            .expect("the user is listed")
    };
    assert_eq!(of(8).username(), Some("someone else"));
    assert_eq!(attribute(of(9), "custom:tier"), Some("platinum"));
    assert_eq!(attribute(of(9), "email"), None);
    assert_eq!(attribute(of(9), "custom:brand_new"), Some("yes"));
    assert!(of(9).user_last_modified_date() > of(9).user_create_date());
    assert!(control.user(7).is_none());
    let fresh = after.iter().filter(|user| !before.contains(&sub(user))).count();
    assert_eq!(fresh, 3);
}

#[tokio::test]
async fn a_chain_that_is_under_way_loses_nobody_when_users_come_and_go() {
    let (pool, client) = start(Options {
        users: 1000,
        churn: 4,
        ..plain()
    })
    .await;
    let first: BTreeSet<String> = (0..1000)
        .filter_map(|number| pool.control().user(number))
        .map(|user| user.sub)
        .collect();
    let read: Vec<String> = users(&client, &pool, None).await.iter().map(sub).collect();
    let distinct: BTreeSet<String> = read.iter().cloned().collect();
    assert_eq!(read.len(), distinct.len(), "nobody twice in one chain");
    pool.control().set_churn(0);
    let gone = first.iter().filter(|sub| !distinct.contains(*sub)).count();
    assert!(gone < 20, "only those who were deleted are missing: {gone}");
    assert!(distinct.len() > 990);
}

#[tokio::test]
async fn the_schema_and_the_estimate_drift() {
    let (pool, client) = start(plain()).await;
    pool.control()
        .add_schema_attribute(SchemaAttribute::custom("region", AttributeType::String));
    pool.control().remove_schema_attribute("custom:vip");
    pool.control().set_estimate(Some(1000));
    let answer = client
        .describe_user_pool()
        .user_pool_id(pool.pool_id())
        .send()
        .await
        .expect("the pool");
    let described = answer.user_pool.expect("the pool");
    let names: Vec<_> = described
        .schema_attributes()
        .iter()
        .filter_map(|attribute| attribute.name())
        .collect();
    assert!(names.contains(&"custom:region") && !names.contains(&"custom:vip"));
    assert_eq!(described.estimated_number_of_users(), 1000);
}
