//! The tables that need a call for every user.

use crate::support::{self, Row, shown, table};
use poolhouse_connector::{Connector, Cursor, ErrorKind, Split};
use poolhouse_sample_pool::{Feature, Options, ShortPages};
use std::collections::BTreeSet;

const TABLES: [&str; 3] = ["user_auth_factors", "user_devices", "user_sign_ins"];

fn subs(rows: &[Row]) -> BTreeSet<String> {
    rows.iter()
        .map(|row| support::text(&row["sub"]).to_owned())
        .collect()
}

#[tokio::test]
async fn each_user_is_followed_up_once_by_one_call_a_page() {
    let (server, pool) = support::start(Options {
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await;
    let factors = support::rows(&pool, "user_auth_factors").await;
    assert_eq!(factors.len(), 250, "everybody has a row");
    assert_eq!(subs(&factors).len(), 250);
    assert_eq!(server.calls().of("AdminGetUserAuthFactors").received, 250);
    assert_eq!(server.calls().of("ListUsers").received, 5, "slices of sixty");
    let users = subs(&support::rows(&pool, "users").await);
    assert_eq!(subs(&factors), users, "by the key that users have");
}

#[tokio::test]
async fn the_three_tables_share_their_slices() {
    let (server, pool) = support::start(Options {
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await;
    let brought = support::read_all(&pool, &TABLES.map(table), Split::Whole)
        .await
        .expect("read");
    assert!(brought.notes.is_empty(), "{:?}", brought.notes);
    assert_eq!(server.calls().of("ListUsers").received, 5);
    for name in TABLES {
        let rows = brought.batches.iter().filter(|batch| batch.table == table(name));
        assert!(rows.map(|batch| batch.rows.len()).sum::<usize>() > 0, "{name}");
    }
    assert!(brought.batches.iter().all(|batch| batch.misfits == 0));
}

#[tokio::test]
async fn what_stands_in_them() {
    let (_server, pool) = support::start(Options {
        users: 60,
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await;
    let few = |rows: Vec<Row>, columns: &[&str]| {
        let mut lines: Vec<String> = shown(&rows, columns).lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.truncate(4);
        lines.join("\n")
    };
    let factors = support::rows(&pool, "user_auth_factors").await;
    insta::assert_snapshot!(few(factors, &["preferred_mfa", "mfa", "factors"]), @r#"
    - | - | -
    - | - | ["PASSWORD","WEB_AUTHN"]
    - | - | ["PASSWORD"]
    - | ["EMAIL_OTP"] | ["EMAIL_OTP"]
    "#);
    let devices = support::rows(&pool, "user_devices").await;
    insta::assert_snapshot!(few(devices, &["name", "status", "last_address", "created_at"]), @r#"
    "Work" laptop | valid | 192.0.2.130 | 2022-10-21T21:57:47.286Z
    "Work" laptop | valid | 192.0.2.216 | 2022-12-26T03:26:19.448Z
    "Work" laptop | valid | 192.0.2.73 | 2022-10-15T08:44:09.478Z
    "Work" laptop | valid | 192.0.2.83 | 2022-05-01T16:39:16.069Z
    "#);
    let sign_ins = support::rows(&pool, "user_sign_ins").await;
    insta::assert_snapshot!(few(sign_ins, &["event_type", "response", "risk_decision", "risk_level", "challenges", "country"]), @r"
    ForgotPassword | Fail | AccountTakeover | Medium | - | -
    ForgotPassword | Fail | NoRisk | - | - | Japan
    ForgotPassword | Fail | NoRisk | - | - | Saudi Arabia
    ForgotPassword | Fail | NoRisk | - | - | United Kingdom
    ");
}

#[tokio::test]
async fn a_user_deleted_since_is_skipped() {
    let (server, pool) = support::start(Options {
        users: 60,
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await;
    for (number, name) in (7..).zip(TABLES) {
        let tables = [table(name)];
        let whole = pool.units(&tables, Split::Whole);
        let slices = pool
            .read_page(&whole[0], None, &tables)
            .await
            .expect("the slices");
        let gone = server.control().user(number).expect("a user").sub;
        server.control().delete_user(number);
        let mut rows = Vec::new();
        for unit in slices.discovered {
            let mut cursor: Option<Cursor> = None;
            loop {
                let page = pool
                    .read_page(&unit, cursor.as_ref(), &tables)
                    .await
                    .expect("a deleted user is no failure");
                rows.extend(page.batches.iter().flat_map(support::named));
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
        }
        assert!(!rows.is_empty(), "{name}: the others are there");
        assert!(!subs(&rows).contains(&gone), "{name}");
    }
    server.control().set_pool_deleted(true);
    let error = support::read_all(&pool, &TABLES.map(table), Split::Whole)
        .await
        .err();
    let kind = error.map(|error| error.kind().clone());
    assert_eq!(kind, Some(ErrorKind::NotFound), "a pool that is gone is told");
}

#[tokio::test]
async fn a_feature_that_is_off_is_asked_for_once() {
    for (feature, name, operation, message) in [
        (
            Feature::DeviceTracking,
            "user_devices",
            "AdminListDevices",
            "This pool does not remember devices, so there are none to list.",
        ),
        (
            Feature::ThreatProtection,
            "user_sign_ins",
            "AdminListUserAuthEvents",
            "This pool has no threat protection, so there are no sign-in events.",
        ),
    ] {
        let (server, pool) = support::start(Options::default()).await;
        server.control().set_feature(feature, false);
        let brought = support::read_all(&pool, &[table(name)], Split::Whole)
            .await
            .expect("that is no failure");
        assert!(brought.batches.is_empty(), "{name} is empty");
        let messages: Vec<_> = brought.notes.iter().map(|note| note.message.as_str()).collect();
        assert_eq!(messages, [message]);
        assert_eq!(
            server.calls().of(operation).received,
            1,
            "the other slices make no call"
        );
        server.control().set_feature(feature, true);
        let rows = support::rows(&pool, name).await;
        assert!(
            !rows.is_empty(),
            "{name}: once described anew, the pool is asked anew"
        );
    }
}

#[tokio::test]
async fn they_are_off_by_default_and_say_what_they_cost() {
    let (_server, pool) = support::start(Options::default()).await;
    let described = pool.describe().await.expect("the pool is described");
    for name in TABLES {
        let table = described
            .tables
            .iter()
            .find(|known| known.id == table(name))
            .expect("it is offered");
        assert!(!table.default, "{name}");
        let calls = |reading: &poolhouse_connector::Reading| {
            let told = described.calls.iter().find(|calls| calls.reading == *reading);
            told.map(|told| (told.calls, told.at_least))
        };
        assert_eq!(
            calls(&table.reading),
            Some((250, false)),
            "{name}: a call for every user"
        );
        let [slices] = table.discovered_by.as_slice() else {
            panic!("{name} is discovered by the slices");
        };
        assert_eq!(calls(slices), Some((5, false)));
    }
}

#[tokio::test]
async fn a_stale_token_in_a_slice_starts_it_again() {
    let (_server, pool) = support::start(Options::default()).await;
    let tables = [table("user_devices")];
    let whole = pool.units(&tables, Split::Whole);
    let slices = pool
        .read_page(&whole[0], None, &tables)
        .await
        .expect("the slices");
    let stale = Cursor("0:no token of this pool".into());
    let error = pool.read_page(&slices.discovered[0], Some(&stale), &tables).await;
    assert_eq!(
        *error.expect_err("the token is refused").kind(),
        ErrorKind::StaleCursor
    );
}
