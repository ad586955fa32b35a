//! Looking at tables: opened with a question, fetched by place, closed.

use crate::house::{Hands, House};
use crate::script::{PEOPLE, TEAMS};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use poolhouse_engine::model::{DataflowId, Filter, Sort, TableQuery, Test, Version};
use poolhouse_engine::view::{OpenedTable, RowsWindow, Subject};
use poolhouse_engine::{Error, ErrorKind};

pub(crate) fn of(dataflow: DataflowId, table: &str, version: Version) -> Subject {
    Subject::Table {
        dataflow,
        table: table.into(),
        version,
    }
}

async fn opened(house: &House, id: DataflowId, query: TableQuery) -> Result<OpenedTable, Error> {
    house.engine.open_table(of(id, PEOPLE, Version::Now), query).await
}

/// The first cells of some rows, once all are listed.
pub(crate) async fn numbers(house: &House, table: &OpenedTable, from: u64, count: u32) -> Vec<String> {
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
    assert_eq!((table.rows, table.columns.len()), (Some(10), 2));
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
        .open_table(of(id, PEOPLE, Version::AsOf(second.id)), TableQuery::default())
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
        .open_table(of(id, "nothing", Version::Now), TableQuery::default())
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

#[tokio::test]
async fn a_column_is_profiled_over_the_rows_that_were_asked_for() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    house.succeed(id).await;
    let some = named(Test::StartsWith {
        text: "Person 1".into(),
    });
    let table = opened(&house, id, some).await.expect("it opens");
    let profile = house.engine.profile_column(table.view, "name").await;
    let profile = profile.expect("a column");
    assert_eq!((profile.rows, profile.distinct), (2, 2), "Person 1 and Person 10");
    house.engine.cancel_profile(table.view);
    let again = house.engine.profile_column(table.view, "number").await;
    assert!(
        again.is_ok(),
        "a cancel that comes too late ends nothing that comes after it"
    );
    house.engine.close_table(table.view);
    let closed = house.engine.profile_column(table.view, "name").await;
    assert!(matches!(closed, Err(Error::TableClosed)));
}

#[tokio::test]
async fn ready_questions_are_those_whose_tables_and_columns_are_there() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    let before = house.engine.ready_questions(id).await.expect("none");
    assert!(before.is_empty(), "nothing was imported: {before:?}");
    {
        let people = &mut house.script.state().people;
        people.insert(11, "person 3".into());
        people.insert(12, "Person 10".into());
        people.insert(13, "PERSON 3".into());
    }
    house.succeed(id).await;
    let alone = house.engine.ready_questions(id).await.expect("questions");
    let titles: Vec<&str> = alone.iter().map(|ready| ready.title.as_str()).collect();
    assert_eq!(titles, ["Namesakes"], "there are no teams and nobody's birth");
    let namesakes = opened(&house, id, alone[0].query.clone())
        .await
        .expect("it opens");
    let together = ["10", "12", "3", "11", "13"];
    assert_eq!(
        numbers(&house, &namesakes, 0, 10).await,
        together,
        "by their name"
    );
    assert_eq!(alone[0].query.sort.len(), 1, "nobody's birth is there to sort by");
}

#[tokio::test]
async fn a_question_may_be_about_another_table() {
    let house = House::new();
    let id = house.people(&[PEOPLE, TEAMS]).await;
    house.succeed(id).await;
    let questions = house.engine.ready_questions(id).await.expect("questions");
    let not_in_red = questions.iter().find(|ready| ready.title == "Not in red");
    let mut query = not_in_red.expect("both tables are there").query.clone();
    let table = opened(&house, id, query.clone()).await.expect("it opens");
    assert!(
        numbers(&house, &table, 0, 100).await.is_empty(),
        "everybody is in red"
    );
    if let Test::AlsoIn { filters, .. } = &mut query.filters[0].test {
        let text = "green".into();
        filters[0].test = Test::Equals { text };
    }
    let table = opened(&house, id, query.clone()).await.expect("it opens");
    assert_eq!(
        numbers(&house, &table, 0, 100).await.len(),
        10,
        "and nobody in green"
    );
    if let Test::AlsoIn { table, .. } = &mut query.filters[0].test {
        *table = Some("nowhere".into());
    }
    let error = opened(&house, id, query)
        .await
        .expect_err("there is no such table");
    assert!(error.words().message.contains("nowhere"), "{error:?}");
}

#[tokio::test]
async fn a_question_is_put_by_its_title_and_what_cannot_be_is_told_at_its_field() {
    let house = House::new();
    let id = house.people(&[PEOPLE, TEAMS]).await;
    let before = house.engine.ready_question(id, "Namesakes", None, None).await;
    assert!(matches!(before, Err(Error::NoDatabase(_))), "{before:?}");
    house.script.state().people.insert(11, "Person 3".into());
    house.succeed(id).await;
    for table in [None, Some("PEOPLE")] {
        let ready = house.engine.ready_question(id, " namesakes ", table, None).await;
        let ready = ready.expect("there is one");
        assert_eq!(
            (ready.table.as_str(), ready.title.as_str()),
            (PEOPLE, "Namesakes")
        );
        let table = opened(&house, id, ready.query).await.expect("it opens");
        assert_eq!(numbers(&house, &table, 0, 10).await, ["3", "11"]);
    }
    for (title, table, days, field) in [
        ("Nobody asks this", None, None, "question"),
        ("Namesakes", Some(TEAMS), None, "question"),
        ("Of old", None, Some(3), "question"),
        ("Namesakes", None, Some(3), "days"),
    ] {
        let refused = house.engine.ready_question(id, title, table, days).await;
        let refused = refused.expect_err(title);
        assert_eq!(refused.kind(), ErrorKind::InvalidFields);
        assert_eq!(refused.fields()[0].field, field, "{refused}");
    }
    house.script.state().extra = [(3, "2020-01-01".to_owned())].into();
    house.succeed(id).await;
    let of_old = async |days| house.engine.ready_question(id, "Of old", None, days).await;
    let end = |query: &TableQuery| match &query.filters[0].test {
        Test::Days { to, .. } => to.clone().expect("an end"),
        other => panic!("{other:?}"),
    };
    let nine = of_old(None).await.expect("it is there now");
    let hundred_years = of_old(Some(36_500)).await.expect("as many as can be");
    assert_eq!((nine.days, hundred_years.days), (Some(9), Some(36_500)));
    assert!(end(&hundred_years.query) < end(&nine.query), "longer ago");
    for days in [0, 36_501] {
        let refused = of_old(Some(days)).await.expect_err("none, or too many");
        assert_eq!(refused.fields()[0].field, "days", "{refused}");
    }
}

#[tokio::test]
async fn a_question_counts_whole_days_where_the_person_is() {
    let noon: Timestamp = "2026-11-21T12:10:00Z".parse().expect("a moment");
    let clock = Hands::at(noon);
    let house = House::new().after_by(clock.clone(), || {});
    let id = house.people(&[PEOPLE]).await;
    let here = noon.to_zoned(TimeZone::system());
    let ago = |days: i64| {
        let then = here.checked_sub(Span::new().days(days)).expect("a day");
        then.timestamp().to_string()
    };
    house.script.state().extra = [(1, ago(8)), (2, ago(9)), (3, ago(10))].into();
    house.succeed(id).await;
    let asked = async || {
        let ready = house.engine.ready_question(id, "Of old", None, None).await;
        ready.expect("it is there").query
    };
    let first = asked().await;
    let table = opened(&house, id, first.clone()).await.expect("it opens");
    assert_eq!(numbers(&house, &table, 0, 10).await, ["2", "3"]);
    clock.turn(SignedDuration::from_secs(40));
    assert_eq!(asked().await, first, "the rows that are looked at stay");
    clock.turn(SignedDuration::from_hours(24));
    assert_ne!(asked().await, first, "another day is another question");
}
