//! The contract's MUSTs, tried against the sample pool.

use crate::support::{self, table};
use poolhouse_cognito::UserPoolKind;
use poolhouse_connector::{Connector, Split, compliance};
use poolhouse_sample_pool::{Options, ShortPages};

#[tokio::test]
async fn the_user_pool_keeps_the_contract() {
    let (server, pool) = support::start(Options {
        users: 700,
        short_pages: ShortPages::Often,
        ..Options::default()
    })
    .await;
    let rows = compliance::check(&UserPoolKind, &pool)
        .await
        .expect("the contract holds");
    assert_eq!(
        rows[&table("users")],
        server.control().users(),
        "every user is a row"
    );
    assert_eq!(rows[&table("user_pool")], 1);
    for name in [
        "user_attributes",
        "user_identities",
        "groups",
        "group_members",
        "schema_attributes",
        "app_clients",
    ] {
        assert!(rows[&table(name)] > 0, "`{name}` has rows in the sample pool");
    }
}

#[tokio::test]
async fn an_empty_pool_keeps_the_contract() {
    let (server, _) = support::start(Options::default()).await;
    let pool = support::open_as(
        &server,
        poolhouse_sample_pool::Key::full(),
        server.empty_pool_id(),
    );
    let rows = compliance::check(&UserPoolKind, &pool)
        .await
        .expect("the contract holds");
    assert_eq!(rows[&table("users")], 0);
    assert_eq!(rows[&table("user_pool")], 1);
}

#[tokio::test]
async fn one_page_is_one_call_and_tables_share_pages() {
    let (server, pool) = support::start(Options {
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await;
    let tables = [table("users"), table("user_attributes"), table("user_identities")];
    support::read(&pool, &tables, Split::Whole)
        .await
        .expect("the pool is read");
    assert_eq!(
        server.calls().total().received,
        5,
        "250 users are five pages, for three tables together"
    );
}

#[tokio::test]
async fn opening_and_planning_make_no_call() {
    let (server, pool) = support::start(Options::default()).await;
    let tables: Vec<_> = poolhouse_cognito::tables()
        .into_iter()
        .map(|table| table.id)
        .collect();
    let units = pool.units(&tables, Split::Both);
    assert_eq!(
        units.len(),
        16 + 1 + 3,
        "sixteen parts, the whole, and three other readings"
    );
    pool.limits();
    assert_eq!(server.calls().total().received, 0);
}
