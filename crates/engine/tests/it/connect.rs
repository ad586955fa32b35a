//! *Connect*: what the tables cost, and how large the choices are.

use crate::script::{House, PEOPLE};
use poolhouse_connector::{ErrorKind, Secrets, Settings};
use std::sync::atomic::Ordering;

async fn offers(house: &House) -> Vec<(String, Option<u64>, Option<u64>, Option<u64>)> {
    let connected = house
        .engine
        .connect("1", "scripted", &Settings::new(), Secrets::new(), None)
        .await
        .expect("the source is there");
    let offer = |offer: poolhouse_engine::view::TableOffer| {
        (offer.table.id.to_string(), offer.rows, offer.calls, offer.seconds)
    };
    connected.tables.into_iter().map(offer).collect()
}

#[tokio::test]
async fn a_table_costs_its_reading_and_what_discovers_it() {
    let house = House::new();
    house.script.state().quota = Some(2);
    let [people, teams] = offers(&house).await.try_into().expect("two tables");
    assert_eq!(
        people,
        (PEOPLE.into(), Some(10), Some(4), Some(2)),
        "ten people, three a page, two pages a second"
    );
    assert_eq!(
        teams,
        ("teams".into(), None, Some(1), Some(1)),
        "the listing of teams; how many they are is not known"
    );
}

#[tokio::test]
async fn choices_are_told_with_their_sizes_where_the_keys_may_ask() {
    let house = House::new();
    let action = "scripted:Describe".to_owned();
    house.script.state().choices = vec![
        ("large", Ok(1_000_000)),
        ("closed", Err(ErrorKind::Forbidden { action })),
        ("small", Ok(3)),
    ];
    let choices = house
        .engine
        .source_choices("scripted", &Settings::new(), Secrets::new(), None)
        .await
        .expect("the source is there");
    let told: Vec<_> = choices
        .iter()
        .map(|choice| (choice.name.as_str(), choice.rows))
        .collect();
    assert_eq!(
        told,
        [("large", Some(1_000_000)), ("closed", None), ("small", Some(3))]
    );
    assert_eq!(house.script.calls.load(Ordering::SeqCst), 3, "one call each");
}
