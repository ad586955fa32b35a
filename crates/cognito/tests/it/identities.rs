//! The identity pool: its tables, *Connect*, and what Cognito Sync keeps.

use crate::support::{self, Row, shown, table, text};
use poolhouse_cognito::{IdentityPool, IdentityPoolKind};
use poolhouse_connector::{
    Access, CheckOutcome, Connector, ConnectorKind, ErrorKind, Secrets, Settings, Split, Value,
};
use poolhouse_sample_pool::{Key, Options, SamplePool};
use std::collections::BTreeSet;

async fn of_the_sample(name: &'static str, columns: &[&str]) -> String {
    let (server, pool) = support::start_identity_pool(Options::default()).await;
    let rows = support::rows(&pool, name).await;
    let pool_id = Value::Text(server.identity_pool_id().to_owned());
    assert!(
        rows.iter().all(|row| row["pool_id"] == pool_id),
        "every row names its pool"
    );
    shown(&rows, columns)
}

#[tokio::test]
async fn the_pool_and_whom_it_trusts() {
    let columns = [
        "name",
        "guests_allowed",
        "classic_flow_allowed",
        "developer_provider",
        "tags",
    ];
    insta::assert_snapshot!(of_the_sample("identity_pool", &columns).await, @r#"=1+1, Sample pool @home | 1 | 1 | login.example.app | {"empty":"","note":"naïve ☕ \"quoted\"","team":"identity"}"#);
    let columns = ["provider", "kind", "provider_name", "app_id", "token_checked"];
    insta::assert_snapshot!(of_the_sample("identity_providers", &columns).await, @r"
    accounts.google.com | login | accounts.google.com | 1example-apps.googleusercontent.example | -
    arn:aws:iam::123456789012:oidc-provider/oidc.example.com | OpenID Connect | arn:aws:iam::123456789012:oidc-provider/oidc.example.com | - | -
    arn:aws:iam::123456789012:saml-provider/ExampleOkta | SAML | arn:aws:iam::123456789012:saml-provider/ExampleOkta | - | -
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool:1example23456789web0000001 | user pool | cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool | 1example23456789web0000001 | 0
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool:3example23456789mobile0003 | user pool | cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool | 3example23456789mobile0003 | 1
    graph.facebook.com | login | graph.facebook.com | 1000000000000001 | -
    login.example.app | developer | login.example.app | - | -
    www.amazon.com | login | www.amazon.com | amzn1.application.1example | -
    ");
}

#[tokio::test]
async fn roles_and_tags() {
    let columns = ["applies_to", "kind", "role_arn", "when_ambiguous", "rules"];
    insta::assert_snapshot!(of_the_sample("role_mappings", &columns).await, @r"
    authenticated | default | arn:aws:iam::123456789012:role/sample-signed-in | - | -
    unauthenticated | default | arn:aws:iam::123456789012:role/sample-guest | - | -
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool:1example23456789web0000001 | Token | - | AuthenticatedRole | -
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool:3example23456789mobile0003 | Rules | - | Deny | 4
    graph.facebook.com | Token | - | - | -
    ");
    let columns = ["provider", "position", "claim", "match_type", "value", "role_arn"];
    insta::assert_snapshot!(of_the_sample("role_rules", &columns).await, @r#"
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool:3example23456789mobile0003 | 1 | custom:tier | Equals | gold | arn:aws:iam::123456789012:role/sample-gold
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool:3example23456789mobile0003 | 2 | email | Contains | @"example".org,⏎🦊 | arn:aws:iam::123456789012:role/sample-example
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool:3example23456789mobile0003 | 3 | cognito:groups | StartsWith | =1+1 | arn:aws:iam::123456789012:role/sample-formula
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool:3example23456789mobile0003 | 4 | isAdmin | NotEqual | true | arn:aws:iam::123456789012:role/sample-everybody-else
    "#);
    insta::assert_snapshot!(of_the_sample("principal_tags", &["provider", "tag", "claim", "default_map"]).await, @r#"
    accounts.google.com | client | aud | 1
    accounts.google.com | username | sub | 1
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool | cost centre | custom:centre | 0
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool | note "☕" | cognito:groups | 0
    cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool | tier | custom:tier | 0
    "#);
}

#[tokio::test]
async fn identities_and_their_logins_come_from_the_same_pages() {
    let (server, pool) = support::start_identity_pool(Options::default()).await;
    let tables = [table("identities"), table("identity_logins")];
    let batches = support::read(&pool, &tables, Split::Whole).await.expect("read");
    let calls = server.calls().of("ListIdentities").received;
    assert!(
        (2..=4).contains(&calls),
        "120 identities are about two pages: {calls}"
    );
    let of = |name: &'static str| -> Vec<Row> {
        let batches = batches.iter().filter(|batch| batch.table == table(name));
        batches.flat_map(support::named).collect()
    };
    let identities = of("identities");
    assert_eq!(identities.len() as u64, server.control().identities());
    let guests: BTreeSet<&str> = identities
        .iter()
        .filter(|row| row["logins"] == Value::Integer(0))
        .map(|row| text(&row["identity_id"]))
        .collect();
    assert!(!guests.is_empty(), "the sample has guests");
    let logins = of("identity_logins");
    assert!(
        logins
            .iter()
            .all(|row| !guests.contains(text(&row["identity_id"])))
    );
    let counted: i64 = identities
        .iter()
        .map(|row| match row["logins"] {
            Value::Integer(logins) => logins,
            _ => 0,
        })
        .sum();
    assert_eq!(logins.len() as i64, counted);
}

#[tokio::test]
async fn usage_is_of_this_pool_alone() {
    insta::assert_snapshot!(of_the_sample("sync_usage", &["sync_sessions", "bytes"]).await, @"360 | 245760");
}

/// All records, read whole.
async fn records(pool: &IdentityPool) -> BTreeSet<String> {
    let rows = support::rows(pool, "sync_records").await;
    shown(
        &rows,
        &["identity_id", "dataset_name", "key", "value", "sync_count"],
    )
    .lines()
    .map(str::to_owned)
    .collect()
}

/// What a later run makes of what an earlier one left: the rows it kept and those it brought.
async fn later(
    pool: &IdentityPool,
    server: &SamplePool,
    change: impl FnOnce(&SamplePool),
) -> (Vec<Row>, Vec<Row>, u64) {
    let tables = [table("sync_records")];
    pool.describe().await.expect("described");
    let first = support::read_all(pool, &tables, Split::Whole)
        .await
        .expect("read");
    change(server);
    pool.describe().await.expect("described");
    pool.go_on_from(first.marks.clone());
    let before = server.calls().of("ListRecords").received;
    let second = support::read_all(pool, &tables, Split::Whole)
        .await
        .expect("read");
    let calls = server.calls().of("ListRecords").received - before;
    let brought: Vec<Row> = second.batches.iter().flat_map(support::named).collect();
    let keys: BTreeSet<[String; 3]> = brought.iter().map(key).collect();
    let kept = first
        .batches
        .iter()
        .flat_map(support::named)
        .filter(|row| {
            second.kept.iter().any(|kept| {
                let mut cells = kept.rows_with.iter();
                cells.all(|(column, value)| row[column] == *value)
            })
        })
        .filter(|row| !keys.contains(&key(row)))
        .collect();
    (kept, brought, calls)
}

fn key(row: &Row) -> [String; 3] {
    ["identity_id", "dataset_name", "key"].map(|column| text(&row[column]).to_owned())
}

#[tokio::test]
async fn a_later_run_reads_what_changed_and_keeps_the_rest() {
    let (server, pool) = support::start_identity_pool(Options::default()).await;
    let (kept, brought, _) = later(&pool, &server, |_| {}).await;
    assert!(
        !kept.is_empty() && brought.is_empty(),
        "nothing changed, so all is kept"
    );
    let (kept, brought, _) = later(&pool, &server, |server| {
        server.control().set_record(0, "settings", "theme", "changed");
    })
    .await;
    assert_eq!(shown(&brought, &["key", "value"]), "theme | changed");
    let rows: Vec<Row> = kept.into_iter().chain(brought).collect();
    let together: BTreeSet<String> = shown(
        &rows,
        &["identity_id", "dataset_name", "key", "value", "sync_count"],
    )
    .lines()
    .map(str::to_owned)
    .collect();
    assert_eq!(together, records(&pool).await, "as if all had been read");
}

#[tokio::test]
async fn a_dataset_in_which_something_was_deleted_is_read_whole() {
    let (server, pool) = support::start_identity_pool(Options::default()).await;
    server.control().set_record(1, "settings", "to go", "soon");
    let (kept, brought, _) = later(&pool, &server, |server| {
        server.control().delete_record(1, "settings", "to go");
    })
    .await;
    assert!(!brought.is_empty(), "the dataset is read whole");
    assert!(
        kept.iter()
            .chain(&brought)
            .all(|row| text(&row["key"]) != "to go")
    );
    let (kept, brought, _) = later(&pool, &server, |server| {
        server.control().delete_dataset(1, "settings");
        server.control().set_record(1, "settings", "fresh", "begun anew");
    })
    .await;
    let identity = server.control().identity_id(1).expect("an identity");
    let rows: Vec<Row> = kept
        .into_iter()
        .chain(brought)
        .filter(|row| text(&row["identity_id"]) == identity && text(&row["dataset_name"]) == "settings")
        .collect();
    assert_eq!(shown(&rows, &["key", "value"]), "fresh | begun anew");
}

#[tokio::test]
async fn an_identity_deleted_since_is_skipped() {
    let (server, pool) = support::start_identity_pool(Options::default()).await;
    let tables = [table("sync_datasets")];
    let whole = pool.units(&tables, Split::Whole);
    let page = pool
        .read_page(&whole[0], None, &tables)
        .await
        .expect("the slices");
    server.control().delete_identity(0);
    let gone = server.control().identity_id(0);
    for unit in page.discovered {
        let mut cursor = None;
        loop {
            let page = pool
                .read_page(&unit, cursor.as_ref(), &tables)
                .await
                .expect("a deleted identity is no failure");
            let rows = page.batches.iter().flat_map(support::named);
            assert!(
                rows.into_iter()
                    .all(|row| Some(text(&row["identity_id"]).to_owned()) != gone)
            );
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
    }
}

#[tokio::test]
async fn connecting_says_which_tables_may_be_read() {
    let (server, pool) = support::start_identity_pool(Options::default()).await;
    let told = std::sync::Mutex::new(Vec::new());
    let accesses = pool
        .check(&|checked| {
            if let CheckOutcome::Passed(found) = checked.outcome {
                told.lock().expect("no test panics here").push(found);
            }
        })
        .await
        .expect("all is well");
    assert!(accesses.iter().all(|access| access.access == Access::Allowed));
    insta::assert_snapshot!(told.into_inner().expect("no test panics here").join("\n"), @r"
    AWS answers
    AWS knows these keys
    =1+1, Sample pool @home
    10 of 10 tables
    ");

    let wrong = support::open_identity_pool(&server, Key::deactivated(), server.identity_pool_id());
    let error = wrong.check(&|_| {}).await.expect_err("a deactivated key");
    assert_eq!(*error.kind(), ErrorKind::UnknownKey);
    let nowhere = "eu-west-1:00000000-0000-4000-8000-000000000000";
    let nowhere = support::open_identity_pool(&server, Key::full(), nowhere);
    let error = nowhere.check(&|_| {}).await.expect_err("no such pool");
    assert_eq!(*error.kind(), ErrorKind::NotFound);
    let words = IdentityPoolKind.words(&Settings::new(), &error);
    assert!(words.message.contains("identity pool"), "{words:?}");
}

#[tokio::test]
async fn choosing_from_the_account() {
    let (server, _) = support::start_identity_pool(Options::default()).await;
    let key = Key::full();
    let settings: Settings = [
        ("region", server.region()),
        ("endpoint", &server.endpoint()),
        ("sign_in", "keys"),
        ("access_key_id", &key.id),
        ("speed", "unlimited"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let secrets: Secrets = [("secret_access_key".to_owned(), key.secret.into())].into();
    let opened = IdentityPoolKind
        .open(&settings, &secrets, &poolhouse_connector::Network::default())
        .await
        .expect("opening makes no call");
    let (choices, _) = opened.choices(None).await.expect("the pools are listed");
    assert!(
        choices
            .iter()
            .any(|choice| choice.settings["identity_pool_id"] == server.identity_pool_id())
    );
    assert_eq!(opened.size_payer(), None, "AWS does not say how large they are");
}
