//! Cognito Sync: records that come once, and their changes alone from then on.

use crate::client::{plain, start};
use crate::raw::{Answer, Raw};
use poolhouse_sample_pool::{Key, SamplePool};
use serde_json::{Value, json};

/// The path of an identity's datasets, as the SDKs write it.
fn datasets(pool: &SamplePool, identity: u64) -> String {
    let id = pool.control().identity_id(identity).expect("an identity");
    let path = format!(
        "/identitypools/{}/identities/{id}/datasets",
        pool.identity_pool_id()
    );
    path.replace(':', "%3A")
}

async fn records(pool: &SamplePool, identity: u64, dataset: &str, after: u64) -> Answer {
    let path = format!(
        "{}/{dataset}/records?lastSyncCount={after}",
        datasets(pool, identity)
    );
    Raw::new(pool, "cognito-sync").get(&path).await
}

fn keys(answer: &Answer) -> Vec<(&str, Option<&str>)> {
    answer
        .rows("Records")
        .iter()
        .map(|record| (record["Key"].as_str().expect("a key"), record["Value"].as_str()))
        .collect()
}

#[tokio::test]
async fn a_reader_that_comes_back_gets_the_changes_alone() {
    let (pool, _) = start(plain()).await;
    let all = records(&pool, 1, "settings", 0).await;
    assert_eq!(
        (all.rows("Records").len(), all.content_type.as_str()),
        (150, "application/json")
    );
    let seen = all.body["DatasetSyncCount"].as_u64().expect("a count");
    assert_eq!(seen, 150);
    assert!(
        records(&pool, 1, "settings", seen)
            .await
            .rows("Records")
            .is_empty()
    );

    let control = pool.control();
    assert_eq!(control.set_record(1, "settings", "theme", "dark"), 151, "changed");
    assert_eq!(
        control.set_record(1, "settings", "brand new", "yes"),
        152,
        "added"
    );
    assert_eq!(control.delete_record(1, "settings", "🦊"), 153, "deleted");
    let later = records(&pool, 1, "settings", seen).await;
    assert_eq!(
        keys(&later),
        [("theme", Some("dark")), ("brand new", Some("yes")), ("🦊", None)]
    );
    assert!(
        later.rows("Records")[2].get("Value").is_none(),
        "a deletion has no value"
    );
    assert_eq!(later.body["DatasetSyncCount"], 153);
    assert_eq!(
        records(&pool, 1, "settings", 0).await.rows("Records").len(),
        151,
        "a deleted record stays, without a value"
    );
}

#[tokio::test]
async fn a_write_in_the_middle_of_a_chain_loses_nothing() {
    let (pool, _) = start(plain()).await;
    let raw = Raw::new(&pool, "cognito-sync");
    let path = format!("{}/settings/records?maxResults=60", datasets(&pool, 1));
    let first = raw.get(&path).await;
    // The first record moves behind all others, and those that follow move up.
    pool.control().set_record(1, "settings", "theme", "changed");
    let mut seen: Vec<String> = Vec::new();
    let mut page = first;
    loop {
        seen.extend(keys(&page).iter().map(|(key, _)| (*key).to_owned()));
        let Some(token) = page.body.get("NextToken").and_then(Value::as_str) else {
            break;
        };
        page = raw.get(&format!("{path}&nextToken={token}")).await;
    }
    assert_eq!(seen.iter().filter(|key| *key == "theme").count(), 2);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 150, "no record is missing");
}

#[tokio::test]
async fn a_dataset_can_be_made_deleted_and_made_again() {
    let (pool, _) = start(plain()).await;
    let raw = Raw::new(&pool, "cognito-sync");
    let none = raw.get(&datasets(&pool, 0)).await;
    assert_eq!(none.body, json!({ "Datasets": [], "Count": 0 }));
    let before = records(&pool, 0, "fresh", 0).await;
    assert_eq!(
        (&before.body["DatasetExists"], &before.body["DatasetSyncCount"]),
        (&json!(false), &json!(0))
    );

    let control = pool.control();
    control.set_record(0, "fresh", "k", "\"v\"\n🦊");
    let made = raw.get(&datasets(&pool, 0)).await;
    assert_eq!(made.text("/Datasets/0/DatasetName"), "fresh");
    assert_eq!(made.body["Datasets"][0]["NumRecords"], 1);
    control.delete_dataset(0, "fresh");
    let gone = records(&pool, 0, "fresh", 1).await;
    assert_eq!(gone.body["DatasetExists"], false);
    assert_eq!(gone.body["DatasetDeletedAfterRequestedSyncCount"], true);
    assert!(gone.rows("Records").is_empty());
    assert!(raw.get(&datasets(&pool, 0)).await.rows("Datasets").is_empty());
    assert_eq!(
        control.set_record(0, "fresh", "k2", "again"),
        3,
        "the count goes on"
    );
    let again = records(&pool, 0, "fresh", 2).await;
    assert_eq!(
        again.body["DatasetDeletedAfterRequestedSyncCount"], false,
        "not since then"
    );
    assert_eq!(keys(&again), [("k2", Some("again"))]);
}

#[tokio::test]
async fn refusals_are_in_the_words_of_rest() {
    let (pool, _) = start(plain()).await;
    let full = Raw::new(&pool, "cognito-sync");
    let elsewhere = datasets(&pool, 1).replace(&pool.identity_pool_id().replace(':', "%3A"), "eu-west-1%3A0");
    let answer = full.get(&elsewhere).await;
    assert_eq!((answer.status, answer.code()), (403, "NotAuthorizedException"));
    assert!(
        answer.body.get("__type").is_none(),
        "the code is in the header alone"
    );
    let answer = full.get(&format!("{}?maxResults=many", datasets(&pool, 1))).await;
    assert_eq!((answer.status, answer.code()), (400, "SerializationException"));
    let answer = full.get("/identitypools/x/events").await;
    assert_eq!((answer.status, answer.code()), (404, "UnknownOperationException"));

    let reader = Raw {
        key: Key::reader(),
        ..Raw::new(&pool, "cognito-sync")
    };
    let answer = reader
        .get(&format!("{}/settings/records", datasets(&pool, 1)))
        .await;
    assert_eq!((answer.status, answer.code()), (403, "AccessDeniedException"));
    let id = pool.control().identity_id(1).expect("an identity");
    let resource = format!(
        "cognito-sync:ListRecords on resource: arn:aws:cognito-sync:eu-west-1:123456789012:identitypool/{}/identity/{id}/dataset/settings ",
        pool.identity_pool_id()
    );
    assert!(answer.text("/Message").contains(&resource), "{answer:?}");
}

#[tokio::test]
async fn a_pool_that_never_synced_is_not_in_the_list() {
    let (pool, _) = start(plain()).await;
    let usage = Raw::new(&pool, "cognito-sync")
        .get("/identitypools?maxResults=5")
        .await;
    assert_eq!(usage.rows("IdentityPoolUsages").len(), 1);
    assert_eq!(
        usage.text("/IdentityPoolUsages/0/IdentityPoolId"),
        pool.identity_pool_id()
    );
    assert_eq!(
        (&usage.body["MaxResults"], &usage.body["Count"]),
        (&json!(5), &json!(1))
    );
}
