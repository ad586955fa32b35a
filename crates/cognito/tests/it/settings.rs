//! The tables of a pool's settings, one by one.

use crate::support::{self, Row, shown, table};
use poolhouse_connector::{Connector, Note, Split, Value};
use poolhouse_sample_pool::{Feature, Options};

/// Some columns of a table of the sample pool, in the order of the first.
async fn of_the_sample(name: &'static str, columns: &[&str]) -> String {
    let (server, pool) = support::start(Options::default()).await;
    let rows = support::rows(&pool, name).await;
    each_names_its_pool(&rows, server.pool_id());
    sorted(&rows, columns)
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

fn sorted(rows: &[Row], columns: &[&str]) -> String {
    let text = shown(rows, columns);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[tokio::test]
async fn lambda_triggers() {
    insta::assert_snapshot!(of_the_sample("lambda_triggers", &["trigger", "version", "function_arn", "encryption_key"]).await, @r"
    PostConfirmation | - | arn:aws:lambda:eu-west-1:123456789012:function:sample-post-confirmation | -
    PreSignUp | - | arn:aws:lambda:eu-west-1:123456789012:function:sample-pre-sign-up | -
    PreTokenGeneration | V2_0 | arn:aws:lambda:eu-west-1:123456789012:function:sample-tokens | -
    ");
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
    insta::assert_snapshot!(of_the_sample("mfa_settings", &columns).await, @"OPTIONAL | 1 | 1 | 1 | 1 | Your code, please | auth.example.com | preferred | -");
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
    insta::assert_snapshot!(of_the_sample("identity_providers", &columns).await, @r#"
    ExampleOkta | SAML | ["MetadataFile","private_key"] | ["example.com","example-partner.org"] | 2019-07-01T16:53:20.000Z
    Facebook | Facebook | ["client_secret"] | - | 2019-07-01T16:53:20.000Z
    Google | Google | ["client_secret"] | - | 2019-07-01T16:53:20.000Z
    LoginWithAmazon | LoginWithAmazon | ["client_secret"] | - | 2019-07-01T16:53:20.000Z
    SignInWithApple | SignInWithApple | ["private_key"] | - | 2019-07-01T16:53:20.000Z
    Ключ "OIDC" 🔑 =1+1 | OIDC | ["client_secret"] | ["oidc-1"] | 2019-07-01T16:53:20.000Z
    "#);
}

#[tokio::test]
async fn what_is_known_of_a_provider_is_kept() {
    let (_server, pool) = support::start(Options::default()).await;
    let rows = support::rows(&pool, "identity_providers").await;
    let google = rows
        .iter()
        .find(|row| row["provider_name"] == Value::Text("Google".into()))
        .expect("the sample pool has Google");
    insta::assert_snapshot!(shown(std::slice::from_ref(google), &["details", "attribute_mapping"]), @r#"{"attributes_url":"https://people.googleapis.com/v1/people/me?personFields=","attributes_url_add_attributes":"true","authorize_scopes":"profile email openid","authorize_url":"https://accounts.google.com/o/oauth2/v2/auth","client_id":"1example-apps.googleusercontent.example","oidc_issuer":"https://accounts.google.com","token_request_method":"POST","token_url":"https://www.googleapis.com/oauth2/v4/token"} | {"email":"email","name":"name","username":"sub"}"#);
}

#[tokio::test]
async fn resource_servers() {
    insta::assert_snapshot!(of_the_sample("resource_servers", &["identifier", "name", "scopes"]).await, @r"
    https://api.example.com | Orders | 3
    inventory | =1+1,⏎@stock | 1
    urn:example:no-scopes | No scopes | 0
    ");
    insta::assert_snapshot!(of_the_sample("resource_server_scopes", &["full_scope", "identifier", "scope", "description"]).await, @r#"
    https://api.example.com/=1+1 | https://api.example.com | =1+1 | =HYPERLINK("http://example.com")
    https://api.example.com/orders.read | https://api.example.com | orders.read | Read orders
    https://api.example.com/orders.write | https://api.example.com | orders.write | Place "orders",⏎change 🛒 and cancel them
    inventory/count | inventory | count | Count
    "#);
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
    insta::assert_snapshot!(of_the_sample("domains", &columns).await, @r"
    custom | auth.example.com | ACTIVE | 2 | arn:aws:acm:us-east-1:123456789012:certificate/00000000-1111-2222-3333-444444444444 | TLS_V1_2_2021
    prefix | sample-pool | ACTIVE | 1 | - | -
    ");
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
    insta::assert_snapshot!(of_the_sample("risk_settings", &columns).await, @r#"
    1example23456789web0000001 | 1example23456789web0000001 | - | NO_ACTION | - | - | - | 2025-01-04T14:14:20.500Z
    eu-west-1_SamplePool | - | ["SIGN_IN","PASSWORD_CHANGE","SIGN_UP"] | BLOCK | {"Notify":false,"EventAction":"NO_ACTION"} | {"Notify":true,"EventAction":"BLOCK"} | ["192.0.2.0/24","2001:db8:bad::/48"] | 2025-01-04T14:13:20.500Z
    "#);
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
    insta::assert_snapshot!(of_the_sample("branding", &columns).await, @r#"
    1example23456789web0000001 | classic | - | 20190128172214 | - | - | -
    1example23456789web0000001 | managed | 57e11e00-0001-4b5c-8d6e-000000000001 | - | - | 0 | [{"Category":"PAGE_HEADER_LOGO","ColorMode":"LIGHT","Extension":"SVG","ResourceId":null},{"Category":"FAVICON_ICO","ColorMode":"DYNAMIC","Extension":"PNG","ResourceId":null}]
    3example23456789mobile0003 | managed | 57e11e00-0002-4b5c-8d6e-000000000002 | - | - | 1 | -
    eu-west-1_SamplePool | classic | - | 20190128172214 | https://d111111abcdef8.cloudfront.net/eu-west-1_SamplePool/ALL/20190128172214/assets/images/image.jpg | - | -
    "#);
}

#[tokio::test]
async fn terms() {
    insta::assert_snapshot!(of_the_sample("terms", &["name", "client_id", "source", "enforcement", "links"]).await, @r#"
    privacy-policy | 1example23456789web0000001 | LINK | NONE | {"cognito:default":"https://example.com/privacy"}
    terms-of-use | 1example23456789web0000001 | LINK | NONE | {"cognito:chinese-simplified":"https://example.com/条款","cognito:default":"https://example.com/terms","cognito:german":"https://example.com/de/nutzungsbedingungen?a=1&b=\"2\""}
    terms-of-use | 3example23456789mobile0003 | LINK | NONE | {"cognito:default":"https://example.com/mobile/terms"}
    "#);
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
    let all = of_the_sample("import_jobs", &columns).await;
    assert!(all.lines().count() > 60, "they are more than a page");
    let first: Vec<&str> = all.lines().take(8).collect();
    insta::assert_snapshot!(first.join("\n"), @r"
    import-0000ExAmPlE | =import,⏎no. 0 +1 | Created | 0 | 0 | 0 | - | -
    import-0001ExAmPlE | =import,⏎no. 1 +1 | Pending | 0 | 0 | 0 | - | -
    import-0002ExAmPlE | =import,⏎no. 2 +1 | InProgress | 0 | 0 | 0 | - | -
    import-0003ExAmPlE | =import,⏎no. 3 +1 | Stopping | 0 | 0 | 0 | - | -
    import-0004ExAmPlE | =import,⏎no. 4 +1 | Expired | 0 | 0 | 0 | - | -
    import-0005ExAmPlE | =import,⏎no. 5 +1 | Stopped | 5000000000 | 5 | 0 | Import_Stopped_in_full | 2020-09-18T12:28:40.250Z
    import-0006ExAmPlE | =import,⏎no. 6 +1 | Failed | 6000000000 | 6 | 7 | Import_Failed_in_full | 2020-09-19T12:28:40.250Z
    import-0007ExAmPlE | =import,⏎no. 7 +1 | Succeeded | 7000000000 | 7 | 0 | Import_Succeeded_in_full | 2020-09-20T12:28:40.250Z
    ");
}

#[tokio::test]
async fn tags() {
    insta::assert_snapshot!(of_the_sample("tags", &["tag", "value"]).await, @r"
    cost centre | 4711
    note | naïve ☕
    team | identity
    ");
}

#[tokio::test]
async fn log_delivery() {
    insta::assert_snapshot!(of_the_sample("log_delivery", &["source", "level", "log_group_arn", "bucket_arn", "stream_arn"]).await, @r"
    userAuthEvents | INFO | - | arn:aws:s3:::sample-pool-sign-ins | -
    userNotification | ERROR | arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/sample-pool | - | -
    ");
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
