//! What a pool may have: all of it in the sample pool, nothing in the empty one, and each thing
//! can be taken away.

use crate::client::{plain, refusal, start};
use crate::raw::Raw;
use poolhouse_sample_pool::{Feature, SECRET_MARK, SamplePool};
use serde_json::{Value, json};

async fn call(pool: &SamplePool, operation: &str, input: Value) -> crate::raw::Answer {
    let raw = Raw::new(pool, "cognito-idp");
    raw.post(&format!("AWSCognitoIdentityProviderService.{operation}"), &input)
        .await
}

/// The calls that show a feature: the operation, its input beside the pool, and what is answered
/// where the feature is not there: a refusal, or the answer itself.
fn shown_by(feature: Feature) -> Vec<(&'static str, Value, Result<Value, &'static str>)> {
    let missing = Err("ResourceNotFoundException");
    match feature {
        Feature::DeviceTracking => vec![(
            "AdminListDevices",
            json!({ "Username": "=1+1" }),
            Err("InvalidUserPoolConfigurationException"),
        )],
        Feature::ThreatProtection => vec![
            (
                "AdminListUserAuthEvents",
                json!({ "Username": "=1+1" }),
                Err("UserPoolAddOnNotEnabledException"),
            ),
            (
                "DescribeRiskConfiguration",
                json!({}),
                Err("UserPoolAddOnNotEnabledException"),
            ),
        ],
        Feature::Mfa => vec![(
            "GetUserPoolMfaConfig",
            json!({}),
            Ok(json!({ "MfaConfiguration": "OFF" })),
        )],
        Feature::Domains => vec![(
            "DescribeUserPoolDomain",
            json!({ "Domain": "sample-pool" }),
            Ok(json!({ "DomainDescription": {} })),
        )],
        Feature::IdentityProviders => vec![
            ("ListIdentityProviders", json!({}), Ok(json!({ "Providers": [] }))),
            (
                "DescribeIdentityProvider",
                json!({ "ProviderName": "Google" }),
                missing,
            ),
        ],
        Feature::ResourceServers => vec![(
            "ListResourceServers",
            json!({}),
            Ok(json!({ "ResourceServers": [] })),
        )],
        Feature::Branding => vec![
            (
                "GetUICustomization",
                json!({}),
                Ok(json!({ "UICustomization": {} })),
            ),
            (
                "DescribeManagedLoginBrandingByClient",
                json!({ "ClientId": "1example23456789web0000001" }),
                missing,
            ),
        ],
        Feature::Terms => vec![("ListTerms", json!({}), Ok(json!({ "Terms": [] })))],
        Feature::ImportJobs => vec![(
            "ListUserImportJobs",
            json!({ "MaxResults": 60 }),
            Ok(json!({ "UserImportJobs": [] })),
        )],
        Feature::LogDelivery => vec![(
            "GetLogDeliveryConfiguration",
            json!({}),
            Ok(json!({
                "LogDeliveryConfiguration": {
                    "UserPoolId": "eu-west-1_SamplePool",
                    "LogConfigurations": [],
                },
            })),
        )],
        // Nothing but the pool's description shows them.
        Feature::Triggers | Feature::Tags => vec![],
    }
}

#[tokio::test]
async fn each_feature_can_be_taken_away_and_given_back() {
    let (pool, client) = start(plain()).await;
    let describe = || client.describe_user_pool().user_pool_id(pool.pool_id()).send();
    let full = describe().await.expect("the pool").user_pool;
    for feature in Feature::ALL {
        for (operation, mut input, without) in shown_by(feature) {
            input["UserPoolId"] = json!(pool.pool_id());
            pool.control().set_feature(feature, true);
            let with = call(&pool, operation, input.clone()).await;
            assert_eq!(with.status, 200, "{operation}: {with:?}");
            pool.control().set_feature(feature, false);
            let answer = call(&pool, operation, input).await;
            match without {
                Ok(meant) => assert_eq!(answer.body, meant, "{operation} without {feature:?}"),
                Err(code) => assert_eq!(answer.code(), code, "{operation} without {feature:?}"),
            }
            assert_ne!(with.body, answer.body, "{operation} has something to show");
        }
        pool.control().set_feature(feature, false);
        if matches!(
            feature,
            Feature::DeviceTracking
                | Feature::ThreatProtection
                | Feature::Mfa
                | Feature::Domains
                | Feature::Triggers
                | Feature::Tags
        ) {
            let without = describe().await.expect("the pool").user_pool;
            assert_ne!(full, without, "{feature:?} shows in the pool's description");
        }
        pool.control().set_feature(feature, true);
    }
    assert_eq!(full, describe().await.expect("the pool").user_pool);
}

#[tokio::test]
async fn every_secret_has_the_mark() {
    let (pool, _) = start(plain()).await;
    let id = pool.pool_id();
    for (operation, input) in [
        (
            "DescribeIdentityProvider",
            json!({ "UserPoolId": id, "ProviderName": "Google" }),
        ),
        (
            "DescribeIdentityProvider",
            json!({ "UserPoolId": id, "ProviderName": "ExampleOkta" }),
        ),
        ("ListUserImportJobs", json!({ "UserPoolId": id, "MaxResults": 1 })),
        (
            "DescribeUserPoolClient",
            json!({ "UserPoolId": id, "ClientId": "2example23456789server0002" }),
        ),
    ] {
        let answer = call(&pool, operation, input).await;
        assert!(answer.body.to_string().contains(SECRET_MARK), "{operation}");
    }
}

#[tokio::test]
async fn the_images_of_a_style_have_the_mark_in_their_bytes() {
    let (pool, client) = start(plain()).await;
    let style = client
        .describe_managed_login_branding_by_client()
        .user_pool_id(pool.pool_id())
        .client_id("1example23456789web0000001")
        .send()
        .await
        .expect("a style")
        .managed_login_branding
        .expect("a style");
    assert_eq!(style.assets().len(), 2);
    for asset in style.assets() {
        let bytes = asset.bytes().expect("an image").as_ref();
        let mark = SECRET_MARK.as_bytes();
        assert!(bytes.windows(mark.len()).any(|part| part == mark));
    }
    let unknown = client
        .describe_managed_login_branding()
        .user_pool_id(pool.pool_id())
        .managed_login_branding_id("00000000-0000-4000-8000-000000000000")
        .send()
        .await;
    assert_eq!(refusal(unknown).0, "ResourceNotFoundException");
}

#[tokio::test]
async fn a_client_that_is_not_there_has_neither_risks_nor_a_style() {
    let (pool, _) = start(plain()).await;
    for operation in [
        "DescribeRiskConfiguration",
        "GetUICustomization",
        "DescribeManagedLoginBrandingByClient",
        "DescribeUserPoolClient",
    ] {
        let input = json!({ "UserPoolId": pool.pool_id(), "ClientId": "nobody" });
        assert_eq!(
            call(&pool, operation, input).await.code(),
            "ResourceNotFoundException",
            "{operation}"
        );
    }
}
