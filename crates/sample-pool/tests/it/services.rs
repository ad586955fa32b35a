//! Three services on one port: each with its own signature, actions, quotas and faults.

use crate::client::{plain, refusal, start};
use crate::raw::Raw;
use poolhouse_sample_pool::{Allowed, Category, Fault, FaultKind, Key, Options};
use serde_json::json;

#[tokio::test]
async fn a_signature_is_good_for_its_own_service_alone() {
    let (pool, _) = start(plain()).await;
    let services = ["cognito-idp", "cognito-identity", "cognito-sync"];
    for signed_for in services {
        let raw = Raw::new(&pool, signed_for);
        let user_pools = raw
            .post(
                "AWSCognitoIdentityProviderService.ListUserPools",
                &json!({ "MaxResults": 1 }),
            )
            .await;
        let identity_pools = raw
            .identity("ListIdentityPools", &json!({ "MaxResults": 1 }))
            .await;
        let sync = raw.get("/identitypools").await;
        for (service, answer) in services.into_iter().zip([user_pools, identity_pools, sync]) {
            if service == signed_for {
                assert_eq!(answer.status, 200, "{service}: {answer:?}");
                continue;
            }
            assert_eq!(answer.code(), "InvalidSignatureException", "{service}");
            assert_eq!(
                answer.text("/message"),
                format!("Credential should be scoped to correct service: '{service}'. ")
            );
        }
    }
}

#[tokio::test]
async fn an_action_is_allowed_by_its_whole_name_or_its_operation_s() {
    let actions = ["cognito-identity:ListIdentities", "ListIdentityPools"].map(String::from);
    let key = Key {
        allowed: Allowed::Only(actions.into()),
        ..Key::full()
    };
    let (pool, _) = start(Options {
        keys: vec![key],
        ..plain()
    })
    .await;
    let raw = Raw::new(&pool, "cognito-identity");
    let input = json!({ "IdentityPoolId": pool.identity_pool_id(), "MaxResults": 1 });
    assert_eq!(raw.identity("ListIdentities", &input).await.status, 200);
    assert_eq!(raw.identity("ListIdentityPools", &input).await.status, 200);
    let answer = raw.identity("DescribeIdentityPool", &input).await;
    assert_eq!((answer.status, answer.code()), (400, "AccessDeniedException"));
    assert_eq!(
        answer.text("/Message"),
        format!(
            "User: arn:aws:iam::123456789012:user/sample-admin is not authorized to perform: \
             cognito-identity:DescribeIdentityPool on resource: \
             arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/{} because no identity-based policy \
             allows the cognito-identity:DescribeIdentityPool action",
            pool.identity_pool_id()
        )
    );
}

#[tokio::test]
async fn each_service_has_its_quotas() {
    let (pool, client) = start(Options {
        quota: true,
        ..plain()
    })
    .await;
    // Another app takes all of these quotas, so that none comes back while this test counts.
    for category in [
        Category::IdentityList,
        Category::SyncRead,
        Category::UserRead,
        Category::UserResource,
    ] {
        let all = f64::from(category.calls_per_second());
        pool.control().set_foreign_calls(category, all);
    }
    let input = json!({ "IdentityPoolId": pool.identity_pool_id(), "MaxResults": 1 });
    let identities = Raw::new(&pool, "cognito-identity");
    let throttled = identities.identity("ListIdentities", &input).await;
    assert_eq!(
        (throttled.status, throttled.code()),
        (400, "TooManyRequestsException")
    );
    let described = identities.identity("DescribeIdentityPool", &input).await;
    assert_eq!(described.status, 200, "another category");
    let throttled = Raw::new(&pool, "cognito-sync").get("/identitypools").await;
    assert_eq!(
        (throttled.status, throttled.code()),
        (429, "TooManyRequestsException")
    );
    let devices = client
        .admin_list_devices()
        .user_pool_id(pool.pool_id())
        .username("=1+1")
        .send()
        .await;
    assert_eq!(refusal(devices).0, "TooManyRequestsException");
    let factors = client
        .admin_get_user_auth_factors()
        .user_pool_id(pool.pool_id())
        .username("=1+1")
        .send()
        .await;
    assert_eq!(refusal(factors).0, "TooManyRequestsException");
}

#[tokio::test]
async fn faults_strike_every_service() {
    let (pool, client) = start(plain()).await;
    pool.control().set_faults(vec![
        Fault::nth("ListIdentities", 2, FaultKind::Throttle),
        Fault::nth("ListIdentityPoolUsage", 1, FaultKind::Status500),
        Fault::nth("ListIdentityPoolUsage", 2, FaultKind::Forbidden),
        Fault::nth("ListTerms", 1, FaultKind::Forbidden),
        Fault::nth("ListIdentities", 1, FaultKind::RepeatToken),
        Fault::nth("ListDatasets", 1, FaultKind::StaleToken),
    ]);
    let identities = Raw::new(&pool, "cognito-identity");
    let mut input = json!({ "IdentityPoolId": pool.identity_pool_id(), "MaxResults": 60 });
    let first = identities.identity("ListIdentities", &input).await;
    assert_eq!(
        identities.identity("ListIdentities", &input).await.code(),
        "TooManyRequestsException"
    );
    input["NextToken"] = first.body["NextToken"].clone();
    let repeated = identities.identity("ListIdentities", &input).await;
    assert_eq!(repeated.body["NextToken"], first.body["NextToken"]);
    let sync = Raw::new(&pool, "cognito-sync");
    let fault = sync.get("/identitypools").await;
    assert_eq!((fault.status, fault.code()), (500, "InternalErrorException"));
    let forbidden = sync.get("/identitypools").await;
    assert_eq!(
        (forbidden.status, forbidden.code()),
        (403, "AccessDeniedException")
    );
    assert_eq!(sync.get("/identitypools").await.status, 200);
    let id = pool.control().identity_id(1).expect("an identity");
    let datasets = format!(
        "/identitypools/{}/identities/{id}/datasets?nextToken=x",
        pool.identity_pool_id()
    );
    assert_eq!(
        sync.get(&datasets.replace(':', "%3A")).await.code(),
        "InvalidParameterException"
    );
    let terms = client.list_terms().user_pool_id(pool.pool_id()).send().await;
    assert_eq!(refusal(terms).0, "AccessDeniedException");
    let calls = pool.calls();
    assert_eq!(calls.of("ListIdentities").throttled, 1);
    assert_eq!(calls.of("ListIdentityPoolUsage").received, 3);
}

#[tokio::test]
async fn a_provider_without_a_map_of_tags_is_not_found() {
    let (pool, _) = start(plain()).await;
    let raw = Raw::new(&pool, "cognito-identity");
    let map = |name: &'static str| {
        let input = json!({ "IdentityPoolId": pool.identity_pool_id(), "IdentityProviderName": name });
        let raw = &raw;
        async move { raw.identity("GetPrincipalTagAttributeMap", &input).await }
    };
    assert_eq!(map("accounts.google.com").await.body["UseDefaults"], true);
    let own = map("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SamplePool").await;
    assert_eq!(own.text("/PrincipalTags/tier"), "custom:tier");
    let none = map("graph.facebook.com").await;
    assert_eq!((none.status, none.code()), (400, "ResourceNotFoundException"));
}
