//! `DescribeUserPoolDomain`: where a pool's sign-in pages are. It names no pool, and answers for
//! a domain that does not exist with a description of nothing.

use crate::Feature;
use crate::keys::ACCOUNT;
use crate::operations::call::{Call, Operation, reply};
use crate::quota::Category;
use crate::refusal::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const OPERATION: Operation = Operation {
    name: "DescribeUserPoolDomain",
    category: Category::PoolResource,
    answer,
};

/// The sample pool's domain under AWS's own.
pub(super) const PREFIX: &str = "sample-pool";
/// The sample pool's own domain. The model's pattern for domains knows no dots; AWS's guides do.
pub(super) const CUSTOM: &str = "auth.example.com";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    domain: Option<String>,
}

fn answer(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let input: Input = call.input()?;
    let domain = input.domain.ok_or_else(|| Refusal::missing("domain"))?;
    let pool = call.world.sample();
    let description = if pool.has(Feature::Domains) && !pool.read().gone {
        describe(&domain, &pool.id, &call.world.region)
    } else {
        json!({})
    };
    reply(json!({ "DomainDescription": description }))
}

fn describe(domain: &str, pool_id: &str, region: &str) -> Value {
    let mut description = json!({
        "UserPoolId": pool_id,
        "AWSAccountId": ACCOUNT,
        "Domain": domain,
        "S3Bucket": "aws-cognito-prod-dub-assets",
        "CloudFrontDistribution": "d111111abcdef8.cloudfront.net",
        "Version": "20241120120000",
        "Status": "ACTIVE",
    });
    match domain {
        PREFIX => {
            // As AWS has it, though its model requires a certificate in there.
            description["CustomDomainConfig"] = json!({});
            description["ManagedLoginVersion"] = json!(1);
        }
        CUSTOM => {
            let certificate =
                format!("arn:aws:acm:us-east-1:{ACCOUNT}:certificate/00000000-1111-2222-3333-444444444444");
            description["CustomDomainConfig"] =
                json!({ "CertificateArn": certificate, "SecurityPolicy": "TLS_V1_2_2021" });
            description["ManagedLoginVersion"] = json!(2);
            description["Routing"] = json!({
                "Failover": {
                    "SecondaryRegion": if region == "eu-central-1" { "eu-west-1" } else { "eu-central-1" },
                    "PrimaryRoute53HealthCheckId": "55555555-6666-7777-8888-999999999999",
                },
            });
        }
        _ => description = json!({}),
    }
    description
}
