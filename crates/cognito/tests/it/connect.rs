//! *Connect*: what is told, check by check, and what each sort of wrong key is called.

use crate::support;
use poolhouse_cognito::UserPool;
use poolhouse_connector::{Access, CheckOutcome, Checked, Connector, ErrorKind, ReadError, TableAccess};
use poolhouse_sample_pool::{Fault, FaultKind, Key, Options};
use std::sync::Mutex;

/// What was told, a line each, and the outcome.
async fn check(pool: &UserPool) -> (String, Result<Vec<TableAccess>, ReadError>) {
    let lines = Mutex::new(Vec::new());
    let told = |Checked { check, outcome }: Checked| {
        let outcome = match outcome {
            CheckOutcome::Running => "running".to_owned(),
            CheckOutcome::Passed(found) => format!("passed: {found}"),
            CheckOutcome::Failed(error) => format!("failed: {:?}", error.kind()),
        };
        lines
            .lock()
            .expect("no test panics here")
            .push(format!("{check:?} {outcome}"));
    };
    let result = pool.check(&told).await;
    (
        lines.into_inner().expect("no test panics here").join("\n"),
        result,
    )
}

async fn failure(key: Key) -> (String, ErrorKind) {
    let (server, _) = support::start(Options::default()).await;
    let (told, result) = check(&support::open(&server, key)).await;
    (told, result.expect_err("these keys do not get in").kind().clone())
}

#[tokio::test]
async fn all_is_well() {
    let (_server, pool) = support::start(Options::default()).await;
    let (told, result) = check(&pool).await;
    insta::assert_snapshot!(told, @r"
    Reach running
    Reach passed: AWS answers
    Keys running
    Keys passed: AWS knows these keys
    Source running
    Source passed: Sample pool
    Tables running
    Tables passed: 23 of 23 tables
    ");
    let accesses = result.expect("all is well");
    assert!(accesses.iter().all(|access| access.access == Access::Allowed));
}

#[tokio::test]
async fn a_key_that_may_read_users_alone() {
    let (server, _) = support::start(Options::default()).await;
    let (_, result) = check(&support::open(&server, Key::reader())).await;
    let accesses: Vec<String> = result
        .expect("some tables are allowed")
        .into_iter()
        .map(|TableAccess { table, access }| match access {
            Access::Allowed => format!("{table}"),
            Access::Forbidden { action } => format!("{table} needs {action}"),
        })
        .collect();
    insta::assert_snapshot!(accesses.join("\n"), @r"
    users
    user_attributes
    user_identities
    groups needs cognito-idp:ListGroups
    group_members needs cognito-idp:ListGroups
    user_pool
    schema_attributes
    lambda_triggers
    mfa_settings needs cognito-idp:GetUserPoolMfaConfig
    app_clients needs cognito-idp:ListUserPoolClients
    identity_providers needs cognito-idp:ListIdentityProviders
    resource_servers needs cognito-idp:ListResourceServers
    resource_server_scopes needs cognito-idp:ListResourceServers
    domains needs cognito-idp:DescribeUserPoolDomain
    risk_settings needs cognito-idp:ListUserPoolClients
    branding needs cognito-idp:ListUserPoolClients
    terms needs cognito-idp:ListTerms
    import_jobs needs cognito-idp:ListUserImportJobs
    tags
    log_delivery needs cognito-idp:GetLogDeliveryConfiguration
    user_auth_factors needs cognito-idp:AdminGetUserAuthFactors
    user_devices needs cognito-idp:AdminListDevices
    user_sign_ins needs cognito-idp:AdminListUserAuthEvents
    ");
}

#[tokio::test]
async fn an_unknown_key() {
    let (told, kind) = failure(Key {
        id: "AKIANOBODYKNOWSTHIS1".into(),
        ..Key::full()
    })
    .await;
    assert_eq!(kind, ErrorKind::UnknownKey);
    insta::assert_snapshot!(told, @r"
    Reach running
    Reach passed: AWS answers
    Keys running
    Keys failed: UnknownKey
    ");
}

#[tokio::test]
async fn a_deactivated_key() {
    assert_eq!(failure(Key::deactivated()).await.1, ErrorKind::UnknownKey);
}

#[tokio::test]
async fn a_wrong_secret() {
    let secret = "canary/secret+that/must0000not1111leak22".to_owned();
    let (server, _) = support::start(Options::default()).await;
    let pool = support::open(
        &server,
        Key {
            secret: secret.clone(),
            ..Key::full()
        },
    );
    let (_, result) = check(&pool).await;
    let error = result.expect_err("a wrong secret does not get in");
    assert_eq!(*error.kind(), ErrorKind::WrongSecret);
    assert!(
        error.code.is_some() && error.request_id.is_some(),
        "support asks for both: {error:?}"
    );
    assert!(
        !format!("{error:?} {pool:?}").contains("canary"),
        "no secret stands in what is printed"
    );
}

#[tokio::test]
async fn temporary_keys() {
    let (server, _) = support::start(Options::default()).await;
    let (_, result) = check(&support::open(&server, Key::temporary())).await;
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(failure(Key::expired()).await.1, ErrorKind::ExpiredKeys);
    let without_token = Key {
        session_token: None,
        ..Key::temporary()
    };
    assert_eq!(failure(without_token).await.1, ErrorKind::UnknownKey);
}

#[tokio::test]
async fn a_wrong_clock_is_told_by_how_much() {
    for ahead in [-3600, 3600] {
        let (server, pool) = support::start(Options::default()).await;
        server.control().set_clock_ahead(ahead);
        let (told, result) = check(&pool).await;
        assert!(told.contains("Keys failed"), "{told}");
        let ErrorKind::ClockWrong {
            seconds_ahead: Some(seconds),
        } = *result.expect_err("refused").kind()
        else {
            panic!("the clock is to blame, and by how much is known: {told}");
        };
        assert!(
            (seconds + ahead).abs() <= 5,
            "the server is {ahead} s ahead, so we are {seconds} s"
        );
    }
}

#[tokio::test]
async fn no_such_pool() {
    let (server, _) = support::start(Options::default()).await;
    let pool = support::open_as(&server, Key::full(), "eu-west-1_NoSuchPool");
    let (told, result) = check(&pool).await;
    assert_eq!(*result.expect_err("no such pool").kind(), ErrorKind::NotFound);
    insta::assert_snapshot!(told, @r"
    Reach running
    Reach passed: AWS answers
    Keys running
    Keys passed: AWS knows these keys
    Source running
    Source failed: NotFound
    ");
}

#[tokio::test]
async fn a_forbidden_pool() {
    let (server, pool) = support::start(Options::default()).await;
    server
        .control()
        .set_faults(vec![Fault::nth("DescribeUserPool", 1, FaultKind::Forbidden)]);
    let (_, result) = check(&pool).await;
    let action = "cognito-idp:DescribeUserPool".to_owned();
    assert_eq!(
        *result.expect_err("forbidden").kind(),
        ErrorKind::Forbidden { action }
    );
}

#[tokio::test]
async fn nobody_there() {
    let (server, pool) = support::start(Options::default()).await;
    server.stop().await;
    let (told, result) = check(&pool).await;
    assert_eq!(*result.expect_err("nobody there").kind(), ErrorKind::Refused);
    assert_eq!(told, "Reach running\nReach failed: Refused");
}

#[tokio::test]
async fn choosing_from_the_account() {
    let (server, _) = support::start(Options::default()).await;
    let pool = support::open_as(&server, Key::full(), "");
    let (choices, next) = pool.choices(None).await.expect("the pools are listed");
    assert!(next.is_none());
    let ids: Vec<&str> = choices
        .iter()
        .map(|choice| choice.settings["user_pool_id"].as_str())
        .collect();
    assert!(ids.contains(&server.pool_id()), "{ids:?}");
    assert!(
        choices
            .iter()
            .all(|choice| choice.settings["region"] == server.region())
    );
    let ours = choices
        .iter()
        .find(|choice| choice.settings["user_pool_id"] == server.pool_id())
        .expect("it is among them");
    let before = server.calls().total().received;
    assert_eq!(pool.size_of(ours).await.expect("it may be described"), Some(250));
    assert_eq!(server.calls().total().received - before, 1, "one call");
    assert!(pool.size_payer().is_some());
}

#[tokio::test]
async fn a_fault_at_one_table_says_nothing_of_permissions() {
    let (server, pool) = support::start(Options::default()).await;
    server.control().set_faults(vec![
        Fault::nth("ListTerms", 1, FaultKind::Status500),
        Fault::nth("ListGroups", 1, FaultKind::Throttle),
        Fault::nth("GetUserPoolMfaConfig", 1, FaultKind::Forbidden),
    ]);
    let (_, result) = check(&pool).await;
    let forbidden: Vec<TableAccess> = result
        .expect("the others are not kept from being read")
        .into_iter()
        .filter(|access| access.access != Access::Allowed)
        .collect();
    let [only] = forbidden.as_slice() else {
        panic!("one is forbidden: {forbidden:?}");
    };
    assert_eq!(only.table.as_str(), "mfa_settings");
}
