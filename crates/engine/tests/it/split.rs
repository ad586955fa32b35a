//! Reading in parts: proved before it is trusted, and left when in doubt.

use crate::house::House;
use crate::script::PEOPLE;
use poolhouse_engine::model::Run;
use std::sync::atomic::Ordering;

fn house() -> House {
    let house = House::new();
    let mut state = house.script.state();
    state.worth_splitting = true;
    state.people = (1..=100)
        .map(|number| (number, format!("Person {number}")))
        .collect();
    state.page_size = 10;
    drop(state);
    house
}

/// Calls of a run over all people: as one chain, in four parts, and both.
const WHOLE: u64 = 11;
const PARTS: u64 = 12;

async fn calls(house: &House, run: impl Future<Output = Run>) -> (Run, u64) {
    let before = house.script.calls.load(Ordering::SeqCst);
    let run = run.await;
    (run, house.script.calls.load(Ordering::SeqCst) - before)
}

#[tokio::test]
async fn the_first_run_proves_the_split_and_the_second_trusts_it() {
    let house = house();
    let id = house.people(&[PEOPLE]).await;
    let (first, first_calls) = calls(&house, house.succeed(id)).await;
    assert_eq!(
        (first.rows, first_calls),
        (100, WHOLE + PARTS),
        "the parts, and the whole beside them"
    );
    let (second, second_calls) = calls(&house, house.succeed(id)).await;
    assert_eq!((second.rows, second_calls), (100, PARTS), "the parts alone");
    assert_eq!((second.added, second.changed, second.removed), (0, 0, 0));
}

#[tokio::test]
async fn parts_that_lose_somebody_are_found_out_and_nobody_is_lost() {
    let house = house();
    house.script.state().lost_in_parts = Some(42);
    let id = house.people(&[PEOPLE]).await;
    let (first, _) = calls(&house, house.succeed(id)).await;
    assert_eq!(first.rows, 100, "the whole had the one whom the parts lost");
    assert!(house.names(id).contains(&"Person 42".to_owned()));
    let log = house.engine.open_run(first.id).expect("the run").log;
    assert!(
        log.iter().any(|line| line.message.contains("cannot be trusted")),
        "the report says so: {log:?}"
    );
    let (second, second_calls) = calls(&house, house.succeed(id)).await;
    assert_eq!((second.rows, second_calls), (100, WHOLE), "from now on in one go");
    assert_eq!((second.added, second.removed), (0, 0));
}

#[tokio::test]
async fn a_part_that_brings_others_rows_is_left_at_once() {
    let house = house();
    house.script.state().leaks = true;
    let id = house.people(&[PEOPLE]).await;
    let run = house.succeed(id).await;
    assert_eq!(run.rows, 100, "the whole was read instead");
    let (_, calls) = calls(&house, house.succeed(id)).await;
    assert_eq!(calls, WHOLE);
}

#[tokio::test]
async fn a_count_that_strays_from_the_estimate_is_proved_again() {
    let house = house();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    house.script.state().estimate = Some(150);
    let (run, calls) = calls(&house, house.succeed(id)).await;
    assert_eq!(
        (run.rows, calls),
        (100, WHOLE + PARTS),
        "the parts were right, and it was made sure"
    );
}

#[tokio::test]
async fn an_interrupted_proof_goes_on() {
    let house = house();
    let id = house.people(&[PEOPLE]).await;
    house.run_until(id, 9).await;
    house.engine.shut_down().await;
    house.script.state().hangs_from = None;
    let house = house.reopened();
    let run = house.succeed(id).await;
    assert_eq!(run.rows, 100);
    assert_eq!(house.names(id).len(), 100);
}

#[tokio::test]
async fn one_who_left_while_a_large_split_was_proved_leaves_it_open() {
    let house = house();
    {
        let mut state = house.script.state();
        state.people = (1..=3_000)
            .map(|number| (number, format!("Person {number}")))
            .collect();
        state.page_size = 1_000;
        state.lost_in_parts = Some(42);
    }
    let id = house.people(&[PEOPLE]).await;
    let first = house.succeed(id).await;
    assert_eq!(first.rows, 3_000, "the whole had the one whom the parts had not");
    house.script.state().lost_in_parts = None;
    let (second, proving) = calls(&house, house.succeed(id)).await;
    assert_eq!((second.rows, second.changed), (3_000, 0));
    let (third, in_parts) = calls(&house, house.succeed(id)).await;
    assert_eq!(third.rows, 3_000);
    assert!(
        in_parts < proving,
        "proved by the second run: {in_parts} calls, not {proving}"
    );
}
