//! What the sample pool breaks, and what it is called.

use crate::support::{self, first, table, unit};
use poolhouse_connector::{Connector, Cursor, ErrorKind, Split};
use poolhouse_sample_pool::{Fault, FaultKind, Options, ShortPages};

/// The kind of failure of the first page of users under a fault.
async fn under(kind: FaultKind) -> ErrorKind {
    let (server, pool) = support::start(Options::default()).await;
    server.control().set_faults(vec![Fault::always(kind)]);
    let users = [table("users")];
    let error = first(&pool, &unit("ListUsers", ""), &users)
        .await
        .expect_err("the fault strikes");
    assert_eq!(
        server.calls().of("ListUsers").received,
        1,
        "one page is one call, failed or not"
    );
    error.kind().clone()
}

#[tokio::test]
async fn each_fault_has_its_name() {
    assert_eq!(under(FaultKind::Throttle).await, ErrorKind::Throttled);
    assert_eq!(under(FaultKind::Status500).await, ErrorKind::UpstreamFault);
    assert_eq!(under(FaultKind::Status503).await, ErrorKind::UpstreamFault);
    assert_eq!(under(FaultKind::Html).await, ErrorKind::NotTheService);
    assert_eq!(under(FaultKind::ResetConnection).await, ErrorKind::Broken);
    assert_eq!(under(FaultKind::HalfReply).await, ErrorKind::Broken);
    assert_eq!(under(FaultKind::WrongLength).await, ErrorKind::Malformed);
    let action = "cognito-idp:ListUsers".to_owned();
    assert_eq!(under(FaultKind::Forbidden).await, ErrorKind::Forbidden { action });
}

#[tokio::test]
async fn a_refused_token_starts_the_unit_again() {
    let (_server, pool) = support::start(Options::default()).await;
    for (reading, partition) in [("ListUsers", ""), ("ListGroups", ""), ("ListUserPoolClients", "")] {
        let stale = Cursor("no token of this pool".into());
        let tables = [table("users"), table("groups"), table("app_clients")];
        let error = pool
            .read_page(&unit(reading, partition), Some(&stale), &tables)
            .await;
        let error = error.expect_err("the token is refused");
        assert_eq!(*error.kind(), ErrorKind::StaleCursor, "{reading}: {error:?}");
    }
}

#[tokio::test]
async fn a_filter_that_is_ignored_is_noticed() {
    let (server, pool) = support::start(Options::default()).await;
    server
        .control()
        .set_faults(vec![Fault::always(FaultKind::IgnoreFilter)]);
    let error = support::read(&pool, &[table("users")], Split::Parts)
        .await
        .expect_err("the split is void");
    assert_eq!(*error.kind(), ErrorKind::SplitBroken);
}

#[tokio::test]
async fn a_group_that_vanishes_has_no_members_but_a_pool_that_vanishes_is_told() {
    let (server, pool) = support::start(Options::default()).await;
    let members = [table("group_members")];
    let gone = unit("ListUsersInGroup", "group=deleted since");
    let page = first(&pool, &gone, &members)
        .await
        .expect("a vanished group is no failure");
    assert!(page.batches.is_empty());
    let cursor = page.next.expect("whether the pool is there is looked at next");
    let page = pool
        .read_page(&gone, Some(&cursor), &members)
        .await
        .expect("the pool is there");
    assert!(page.batches.is_empty() && page.next.is_none());
    server.control().set_pool_deleted(true);
    let error = pool
        .read_page(&gone, Some(&cursor), &members)
        .await
        .expect_err("the pool is gone");
    assert_eq!(*error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn short_and_empty_pages_are_read_to_the_end() {
    let options = Options {
        users: 900,
        short_pages: ShortPages::Often,
        ..Options::default()
    };
    let (_server, pool) = support::start(options).await;
    let batches = support::read(&pool, &[table("users")], Split::Parts)
        .await
        .expect("the pool is read");
    assert!(
        batches.iter().any(|batch| batch.rows.is_empty()),
        "some pages of this pool are empty"
    );
    assert_eq!(batches.iter().map(|batch| batch.rows.len()).sum::<usize>(), 900);
}
