//! The contract's MUSTs, tried against the sample pool.

use crate::support::{self, table};
use poolhouse_cognito::{IdentityPoolKind, UserPoolKind};
use poolhouse_connector::{Connector, ConnectorKind, Split, compliance};
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
    for (table, rows) in rows {
        assert!(rows > 0, "`{table}` has rows in the sample pool");
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
    let filled: Vec<&str> = rows
        .iter()
        .filter(|(_, rows)| **rows > 0)
        .map(|(table, _)| table.as_str())
        .collect();
    assert_eq!(filled, ["mfa_settings", "schema_attributes", "user_pool"]);
}

#[tokio::test]
async fn the_identity_pool_keeps_the_contract() {
    let (server, pool) = support::start_identity_pool(Options::default()).await;
    let rows = compliance::check(&IdentityPoolKind, &pool)
        .await
        .expect("the contract holds");
    assert_eq!(rows[&table("identities")], server.control().identities());
    for (table, rows) in rows {
        assert!(rows > 0, "`{table}` has rows in the sample pool");
    }
    let empty = support::open_identity_pool(
        &server,
        poolhouse_sample_pool::Key::full(),
        server.empty_identity_pool_id(),
    );
    let rows = compliance::check(&IdentityPoolKind, &empty)
        .await
        .expect("the contract holds");
    assert_eq!(rows[&table("identities")], 0);
    assert_eq!(rows[&table("identity_pool")], 1);
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
    let tables: Vec<_> = UserPoolKind.tables().into_iter().map(|table| table.id).collect();
    let units = pool.units(&tables, Split::Both);
    let parts = units.iter().filter(|unit| !unit.partition.is_whole());
    assert_eq!(parts.count(), 16, "one listing is split");
    let mut wholes: Vec<&str> = units
        .iter()
        .filter(|unit| unit.partition.is_whole())
        .map(|unit| unit.reading.as_str())
        .collect();
    wholes.sort_unstable();
    assert_eq!(
        wholes,
        [
            "DescribeUserPool",
            "GetLogDeliveryConfiguration",
            "GetUserPoolMfaConfig",
            "ListGroups",
            "ListIdentityProviders",
            "ListResourceServers",
            "ListTerms",
            "ListUserImportJobs",
            "ListUserPoolClients",
            "ListUsers",
            "ListUsersInSlices",
        ]
    );
    pool.limits();
    assert_eq!(server.calls().total().received, 0);
}
