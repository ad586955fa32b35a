//! The tables of a pool's settings, one by one.

use crate::support::{self, Row, shown, table};
use poolhouse_connector::{Connector, Note, Split, Value};
use poolhouse_sample_pool::{Feature, Options};

/// Some columns of a table of the sample pool, in the order of the first.
async fn of_the_sample(name: &'static str, columns: &[&str]) -> String {
    let (server, pool) = support::start(Options::default()).await;
    let rows = support::rows(&pool, name).await;
    each_names_its_pool(&rows, server.pool_id());
    sorted(rows, columns)
}

fn each_names_its_pool(rows: &[Row], pool_id: &str) {
    assert!(!rows.is_empty(), "the sample pool has some");
    for row in rows {
        assert_eq!(
            row["pool_id"],
            Value::Text(pool_id.to_owned()),
            "every row names its pool"
        );
    }
}

fn sorted(rows: Vec<Row>, columns: &[&str]) -> String {
    let text = shown(&rows, columns);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[tokio::test]
async fn lambda_triggers() {
    insta::assert_snapshot!(of_the_sample("lambda_triggers", &["trigger", "version", "function_arn", "encryption_key"]).await, @"");
}

#[tokio::test]
async fn mfa_settings() {
    let columns = [
        "mfa",
        "authenticator_apps",
        "text_messages",
        "emails",
        "passkeys",
        "email_subject",
        "passkey_domain",
        "passkey_verification",
        "passkey_factor",
    ];
    insta::assert_snapshot!(of_the_sample("mfa_settings", &columns).await, @"");
}

#[tokio::test]
async fn identity_providers() {
    let columns = [
        "provider_name",
        "provider_type",
        "details_left_out",
        "identifiers",
        "created_at",
    ];
    insta::assert_snapshot!(of_the_sample("identity_providers", &columns).await, @"");
}

#[tokio::test]
async fn what_is_known_of_a_provider_is_kept() {
    let (_server, pool) = support::start(Options::default()).await;
    let rows = support::rows(&pool, "identity_providers").await;
    let google = rows
        .iter()
        .find(|row| row["provider_name"] == Value::Text("Google".into()))
        .expect("the sample pool has Google");
    insta::assert_snapshot!(shown(std::slice::from_ref(google), &["details", "attribute_mapping"]), @"");
}

#[tokio::test]
async fn resource_servers() {
    insta::assert_snapshot!(of_the_sample("resource_servers", &["identifier", "name", "scopes"]).await, @"");
    insta::assert_snapshot!(of_the_sample("resource_server_scopes", &["full_scope", "identifier", "scope", "description"]).await, @"");
}

#[tokio::test]
async fn domains() {
    let columns = [
        "kind",
        "domain",
        "status",
        "managed_login_version",
        "certificate_arn",
        "security_policy",
    ];
    insta::assert_snapshot!(of_the_sample("domains", &columns).await, @"");
}

#[tokio::test]
async fn risk_settings() {
    let columns = [
        "applies_to",
        "client_id",
        "compromised_events",
        "compromised_action",
        "low_risk",
        "high_risk",
        "blocked_addresses",
        "updated_at",
    ];
    insta::assert_snapshot!(of_the_sample("risk_settings", &columns).await, @"");
}

#[tokio::test]
async fn branding() {
    let columns = [
        "applies_to",
        "kind",
        "branding_id",
        "css_version",
        "logo_url",
        "default_values",
        "pictures",
    ];
    insta::assert_snapshot!(of_the_sample("branding", &columns).await, @"");
}

#[tokio::test]
async fn terms() {
    insta::assert_snapshot!(of_the_sample("terms", &["name", "client_id", "source", "enforcement", "links"]).await, @"");
}

#[tokio::test]
async fn import_jobs() {
    let columns = [
        "job_id",
        "job_name",
        "status",
        "imported_users",
        "skipped_users",
        "failed_users",
        "completion_message",
        "completed_at",
    ];
    insta::assert_snapshot!(of_the_sample("import_jobs", &columns).await, @"");
}

#[tokio::test]
async fn tags() {
    insta::assert_snapshot!(of_the_sample("tags", &["tag", "value"]).await, @"");
}

#[tokio::test]
async fn log_delivery() {
    insta::assert_snapshot!(of_the_sample("log_delivery", &["source", "level", "log_group_arn", "bucket_arn", "stream_arn"]).await, @"");
}

#[tokio::test]
async fn the_id_of_the_pool_is_every_tables_last_column() {
    let (_server, pool) = support::start(Options::default()).await;
    let described = pool.describe().await.expect("the pool is described");
    let tables: Vec<_> = described.tables.iter().map(|table| table.id.clone()).collect();
    for table in &described.tables {
        let last = table.columns.last().map(|column| column.original.as_str());
        assert_eq!(last, Some("pool_id"), "{}", table.id);
    }
    for batch in support::read(&pool, &tables, Split::Whole).await.expect("read") {
        let last = batch.columns.last().map(|column| column.original.as_str());
        assert_eq!(last, Some("pool_id"), "{}", batch.table);
    }
}

#[tokio::test]
async fn threat_protection_that_is_off_is_an_empty_table_and_a_word() {
    let (server, pool) = support::start(Options::default()).await;
    server.control().set_feature(Feature::ThreatProtection, false);
    let risk = [table("risk_settings")];
    let brought = support::read_all(&pool, &risk, Split::Whole)
        .await
        .expect("that is no failure");
    assert!(brought.batches.iter().all(|batch| batch.rows.is_empty()));
    let message = "This pool has no threat protection, so there are no risk settings.".to_owned();
    let [table] = risk;
    assert_eq!(
        brought.notes.into_iter().collect::<Vec<_>>(),
        [Note { table, message }]
    );
    assert_eq!(
        server.calls().of("DescribeRiskConfiguration").received,
        1,
        "asked once, and not once a client"
    );
}

#[tokio::test]
async fn what_is_gone_since_it_was_listed_has_no_rows() {
    let (server, pool) = support::start(Options::default()).await;
    for (reading, partition, name) in [
        (
            "DescribeUserPoolClient",
            "client=0000000000000000000000gone",
            "app_clients",
        ),
        ("DescribeIdentityProvider", "provider=Gone", "identity_providers"),
        (
            "DescribeTerms",
            "terms=00000000-0000-4000-8000-000000000000",
            "terms",
        ),
        ("DescribeUserPoolDomain", "domain=gone", "domains"),
    ] {
        let unit = support::unit(reading, partition);
        let tables = [table(name)];
        let mut page = support::first(&pool, &unit, &tables).await;
        while let Ok(Some(next)) = page.as_ref().map(|page| page.next.clone()) {
            page = pool.read_page(&unit, Some(&next), &tables).await;
        }
        let page = page.unwrap_or_else(|error| panic!("{reading}: {error}"));
        assert!(
            page.batches.iter().all(|batch| batch.rows.is_empty()),
            "{reading}"
        );
    }
    assert!(server.calls().total().received < 12);
}
