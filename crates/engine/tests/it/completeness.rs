//! What a run says of its completeness, and what it does about columns that come and go.

use crate::house::House;
use crate::script::{PEOPLE, TEAMS};
use poolhouse_engine::model::{DataflowId, DriftKind, DriftPolicy};

#[tokio::test]
async fn a_run_shows_how_completely_it_read() {
    let house = House::new();
    let id = house.people(&[PEOPLE, TEAMS]).await;
    let run = house.succeed(id).await;
    let page = house.engine.open_run(run.id).expect("the run");
    let certificate = page.certificate.expect("it read everything");
    let readings: Vec<_> = certificate
        .readings
        .iter()
        .map(|count| (count.reading.as_str(), count.units, count.covered, count.pages))
        .collect();
    assert_eq!(
        readings,
        [
            ("ListMembers", 2, 2, 2),
            ("ListPeople", 1, 1, 4),
            ("ListTeams", 1, 1, 1)
        ],
        "units asked, units covered, pages"
    );
    let people = &certificate.tables[0];
    assert_eq!((people.read, people.rows, people.expected), (10, 10, Some(10)));
    assert_eq!(certificate.actual.calls, run.calls);
    assert!(certificate.skipped.is_empty() && certificate.split.is_none());
}

#[tokio::test]
async fn a_cut_off_run_shows_what_it_did_not_cover() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let run = house.run_until(id, 3).await;
    house.engine.shut_down().await;
    let certificate = house.engine.open_run(run).expect("the run").certificate;
    let certificate = certificate.expect("it says what it read");
    let people = &certificate.readings[0];
    assert_eq!((people.units, people.covered, people.pages), (1, 0, 2));
    house.script.state().hangs_from = None;
    let run = house.succeed(id).await;
    let certificate = house.engine.open_run(run.id).expect("the run").certificate;
    let people = certificate.expect("it is whole now").readings.remove(0);
    assert_eq!((people.covered, people.pages), (1, 4));
}

fn columns(house: &House, id: DataflowId) -> Vec<String> {
    let page = house.engine.table_rows(id, PEOPLE, None).expect("the table");
    page.columns.into_iter().map(|column| column.original).collect()
}

#[tokio::test]
async fn a_dataflow_that_keeps_its_columns_leaves_new_ones_out_and_says_so() {
    let house = House::new();
    let id = house.people_with(DriftPolicy::Keep).await;
    house.succeed(id).await;
    house.script.state().extra.insert(2, "new".into());
    let run = house.succeed(id).await;
    assert_eq!((run.changed, columns(&house, id).len()), (0, 2));
    let page = house.engine.open_run(run.id).expect("the run");
    let held_back = &page.certificate.expect("a certificate").tables[0].columns;
    assert_eq!(held_back[0].kind, DriftKind::HeldBack);
    assert!(page.waiting_columns.is_empty(), "nobody is asked");
    assert!(
        page.log.iter().any(|line| line.message.contains("extra")),
        "the log says so"
    );
}

#[tokio::test]
async fn a_dataflow_that_asks_takes_a_column_once_it_is_told_to() {
    let house = House::new();
    let id = house.people_with(DriftPolicy::Ask).await;
    house.succeed(id).await;
    house.script.state().extra.insert(2, "new".into());
    let asked = house.succeed(id).await;
    assert_eq!(columns(&house, id).len(), 2, "not before it is told to");
    let page = house.engine.open_run(asked.id).expect("the run");
    assert_eq!(page.waiting_columns.len(), 1);
    house.engine.take_columns(asked.id).expect("the answer is stored");
    let page = house.engine.open_run(asked.id).expect("the run");
    assert!(page.waiting_columns.is_empty(), "it is answered");
    let taken = house.succeed(id).await;
    assert_eq!((taken.changed, columns(&house, id).len()), (1, 3));
}
