//! Looking at tables: opened with a question, fetched by place, closed.

use crate::house::House;
use crate::script::PEOPLE;
use poolhouse_engine::model::{DataflowId, Filter, Sort, TableQuery, Test, Version};
use poolhouse_engine::view::{OpenedTable, RowsWindow};
use poolhouse_engine::{Error, ErrorKind};

async fn opened(house: &House, id: DataflowId, query: TableQuery) -> Result<OpenedTable, Error> {
    house.engine.open_table(id, PEOPLE, Version::Now, query).await
}

/// The first cells of some rows, once all are listed.
async fn numbers(house: &House, table: &OpenedTable, from: u64, count: u32) -> Vec<String> {
    loop {
        let RowsWindow { rows, done, .. } = house
            .engine
            .table_rows(table.view, from, count)
            .await
            .expect("the table is open");
        if done {
            return rows.into_iter().filter_map(|mut row| row[0].take()).collect();
        }
    }
}

fn by_name(descending: bool) -> TableQuery {
    TableQuery {
        sort: vec![Sort {
            column: "name".into(),
            descending,
        }],
        ..TableQuery::default()
    }
}

fn named(test: Test) -> TableQuery {
    TableQuery {
        filters: vec![Filter {
            column: "name".into(),
            test,
            not: false,
        }],
        ..TableQuery::default()
    }
}

#[tokio::test]
async fn any_rows_are_fetched_by_their_place_in_the_order() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let table = opened(&house, id, by_name(true)).await.expect("it opens");
    assert_eq!((table.rows, table.columns.len()), (10, 2));
    let all = numbers(&house, &table, 0, 100).await;
    assert_eq!(all.len(), 10);
    assert_eq!(numbers(&house, &table, 7, 2).await, all[7..9]);
    assert_eq!(numbers(&house, &table, 9, 5).await, all[9..]);
    assert!(numbers(&house, &table, 10, 5).await.is_empty(), "past the end");
    assert!(numbers(&house, &table, u64::MAX, 5).await.is_empty());
    let ascending = opened(&house, id, by_name(false)).await.expect("it opens");
    let mut backwards = numbers(&house, &ascending, 0, 100).await;
    backwards.reverse();
    assert_eq!(backwards, all, "two tables are open at a time");
}

#[tokio::test]
async fn an_open_table_stays_as_it_was_while_a_run_publishes() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let table = opened(&house, id, TableQuery::default()).await.expect("it opens");
    house.script.state().people.remove(&3);
    let second = house.succeed(id).await;
    assert_eq!(numbers(&house, &table, 0, 100).await.len(), 10);
    let now = opened(&house, id, TableQuery::default()).await.expect("it opens");
    assert_eq!(numbers(&house, &now, 0, 100).await.len(), 9);
    house.script.state().people.clear();
    house.succeed(id).await;
    let then = house
        .engine
        .open_table(id, PEOPLE, Version::AsOf(second.id), TableQuery::default())
        .await
        .expect("it is kept");
    assert_eq!(numbers(&house, &then, 0, 100).await.len(), 9, "as of that run");
}

#[tokio::test]
async fn what_cannot_be_asked_is_told_when_it_is_opened() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    assert!(matches!(
        opened(&house, id, TableQuery::default()).await,
        Err(Error::NoDatabase(_))
    ));
    house.succeed(id).await;
    let pattern = "(".to_owned();
    let error = opened(&house, id, named(Test::Matches { pattern })).await;
    let error = error.expect_err("no expression");
    let field = error.fields().first().expect("it stands beside its filter");
    insta::assert_snapshot!(field.field, @"filters.0");
    insta::assert_snapshot!(field.message, @"`(` is no regular expression: unclosed group.");
    let error = house
        .engine
        .open_table(id, "nothing", Version::Now, TableQuery::default())
        .await
        .expect_err("no such table");
    assert_eq!(error.kind(), ErrorKind::Other);
}

#[tokio::test]
async fn a_closed_table_is_gone_and_so_is_the_oldest_of_very_many() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let open = || opened(&house, id, TableQuery::default());
    let table = open().await.expect("it opens");
    house.engine.close_table(table.view);
    let gone = house.engine.table_rows(table.view, 0, 1).await;
    assert!(matches!(gone, Err(Error::TableClosed)));
    let oldest = open().await.expect("it opens");
    for _ in 0..16 {
        open().await.expect("it opens");
    }
    let gone = house.engine.table_rows(oldest.view, 0, 1).await;
    assert!(matches!(gone, Err(Error::TableClosed)), "made room for others");
}
