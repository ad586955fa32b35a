//! *Connect*: what the tables cost, and how large the choices are.

use crate::house::House;
use crate::script::{PEOPLE, TEAMS};
use poolhouse_connector::{ErrorKind, Secrets, Settings};
use std::sync::atomic::Ordering;

async fn offers(house: &House) -> Vec<(String, Option<u64>, u64, Option<u64>)> {
    let connected = house
        .engine
        .connect("1", "scripted", &Settings::new(), Secrets::new(), None)
        .await
        .expect("the source is there");
    let offer = |offer: poolhouse_engine::view::TableOffer| {
        let effort = offer.cost.effort;
        (
            offer.table.id.to_string(),
            offer.rows,
            effort.calls,
            effort.seconds,
        )
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
        (PEOPLE.into(), Some(10), 1 + 4, Some(2)),
        "the description, then ten people, three a page, two pages a second"
    );
    assert_eq!(
        teams,
        ("teams".into(), None, 1 + 1, Some(1)),
        "the description and the listing of teams; how many they are is not known"
    );
}

#[tokio::test]
async fn what_a_source_cannot_tell_is_told_from_the_run_before() {
    let house = House::new();
    house.script.state().quota = Some(1_000);
    let before = offers(&house).await;
    assert_eq!(
        (before[1].1, before[1].2),
        (None, 1 + 1),
        "the listing, of which teams are a part"
    );
    let id = house.people(&[PEOPLE, TEAMS]).await;
    let run = house.succeed(id).await;
    let certificate = house.engine.open_run(run.id).expect("the run").certificate;
    let certificate = certificate.expect("a certificate");
    assert_eq!(
        (certificate.expected.rows, certificate.actual.rows),
        (Some(10), Some(10)),
        "people alone"
    );
    let [people, teams] = offers(&house).await.try_into().expect("two tables");
    assert_eq!(
        (people.1, people.2),
        (Some(10), 1 + 4),
        "the source's own word counts"
    );
    assert_eq!(teams.1, Some(certificate.tables[1].rows), "as many as there were");
    assert_eq!(teams.2, 1 + 1 + 2, "and a page for each of two teams");
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
