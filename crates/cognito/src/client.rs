//! The SDK's clients, built so that nothing ambient can redirect a signed request: explicit keys,
//! explicit Region, explicit endpoint. Called when a pool is opened.
//!
//! Deliberately absent: the SDK's retries (the engine has one budget), its correction of the clock
//! (a wrong clock is told, not hidden), its guard against stalled streams (each attempt has an
//! end), and `aws_config::load`, which reads endpoints from the environment. The profile mode
//! reads the AWS configuration for its keys alone: where a profile signs in (STS, single sign-on)
//! is for that configuration to say, `AWS_ENDPOINT_URL` included; where Cognito is, is not.

use crate::network;
use crate::quotas::{self, Granted};
use crate::sign_in::PoolSource;
use aws_config::SdkConfig;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials as AwsKeys;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_cognitoidentityprovider::config::StalledStreamProtectionConfig;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use poolhouse_connector::{Network, Quota, Speed};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(10);
const READ: Duration = Duration::from_secs(30);
const ATTEMPT: Duration = Duration::from_secs(35);

/// The header under which a refused reply remembers when it was asked for, by this computer's
/// clock. Never on the wire.
pub(crate) const ASKED_AT: &str = "x-poolhouse-asked-at";

/// How to sign in to AWS.
#[derive(Clone)]
pub enum Credentials {
    /// Keys as they were typed.
    Keys {
        /// The access key ID, such as `AKIA…`.
        access_key_id: String,
        /// Its secret.
        secret_access_key: SecretString,
        /// The session token of temporary keys.
        session_token: Option<SecretString>,
    },
    /// A profile of the AWS configuration on this computer.
    Profile(String),
}

/// Whose calls these are and where they go: what the clients of all services share.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) region: String,
    config: SdkConfig,
    /// `aws`, or the endpoint's address.
    place: String,
    scope: String,
    speed: Speed,
}

impl Account {
    pub(crate) fn new(source: &PoolSource, client: Option<SharedHttpClient>) -> Self {
        let mut config = sdk_config(source);
        if let Some(client) = client {
            config = config.into_builder().http_client(client).build();
        }
        let place = source.endpoint.clone().unwrap_or_else(|| "aws".into());
        Self {
            scope: format!("{place}/{}", source.region),
            config,
            region: source.region.clone(),
            place,
            speed: source.speed,
        }
    }

    /// A client for user pools.
    pub(crate) fn user_pools(&self) -> aws_sdk_cognitoidentityprovider::Client {
        use aws_sdk_cognitoidentityprovider::{Client, config::Builder};
        let config = Builder::from(&self.config).disable_clock_skew_correction(true);
        Client::from_conf(config.interceptor(RememberWhenAsked).build())
    }

    /// A client for identity pools.
    pub(crate) fn identity_pools(&self) -> aws_sdk_cognitoidentity::Client {
        use aws_sdk_cognitoidentity::{Client, config::Builder};
        let config = Builder::from(&self.config).disable_clock_skew_correction(true);
        Client::from_conf(config.interceptor(RememberWhenAsked).build())
    }

    /// A client for Cognito Sync.
    pub(crate) fn sync(&self) -> aws_sdk_cognitosync::Client {
        use aws_sdk_cognitosync::{Client, config::Builder};
        let config = Builder::from(&self.config).disable_clock_skew_correction(true);
        Client::from_conf(config.interceptor(RememberWhenAsked).build())
    }

    /// The name of a pool for what is kept about it between runs.
    pub(crate) fn source(&self, pool_id: &str) -> String {
        format!("{}/{pool_id}", self.place)
    }

    /// The quotas, which everybody shares who reads in this Region: an account's keys are many, and which
    /// account they are of is not known beforehand. Two accounts read at once each go slower than they
    /// might, and never too fast.
    pub(crate) fn limits(&self, granted: &[&Granted]) -> Vec<Quota> {
        quotas::at(granted, self.speed, &self.scope)
    }
}

/// One Region, one endpoint, one HTTP client, whatever the service.
fn sdk_config(source: &PoolSource) -> SdkConfig {
    let region = Region::new(source.region.clone());
    let endpoint = source.endpoint.as_deref();
    let keys = match &source.credentials {
        Credentials::Keys {
            access_key_id,
            secret_access_key,
            session_token,
        } => SharedCredentialsProvider::new(AwsKeys::new(
            access_key_id,
            secret_access_key.expose_secret(),
            session_token
                .as_ref()
                .map(|token| token.expose_secret().to_owned()),
            None,
            "poolhouse",
        )),
        Credentials::Profile(name) => SharedCredentialsProvider::new(
            ProfileFileCredentialsProvider::builder()
                .profile_name(name)
                .configure(
                    &ProviderConfig::without_region()
                        .with_region(Some(region.clone()))
                        .with_http_client(http_client(false, &source.network)),
                )
                .build(),
        ),
    };
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(region)
        .credentials_provider(keys)
        .http_client(http_client(endpoint.is_some_and(is_plain), &source.network))
        .retry_config(RetryConfig::disabled())
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT)
                .read_timeout(READ)
                .operation_attempt_timeout(ATTEMPT)
                .build(),
        )
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
    if let Some(endpoint) = endpoint {
        config = config.endpoint_url(endpoint);
    }
    config.build()
}

fn is_plain(endpoint: &str) -> bool {
    endpoint
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:"))
}

/// One connector for all calls, so that they share their connections. Plain HTTP is for loopback
/// alone and never goes by way of a proxy; HTTPS goes where the settings say, and where they say
/// nothing, where the proxy variables say.
fn http_client(plain: bool, network: &Network) -> SharedHttpClient {
    let builder = Connector::builder().connector_settings(
        HttpConnectorSettings::builder()
            .connect_timeout(CONNECT)
            .read_timeout(READ)
            .build(),
    );
    let connector = if plain {
        SharedHttpConnector::new(builder.build_http())
    } else {
        let connector = builder
            .proxy_config(network::proxy(network))
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .tls_context(network::trust(network))
            .build_with_resolver(Resolver);
        SharedHttpConnector::new(network::Marking::new(
            SharedHttpConnector::new(connector),
            network,
        ))
    };
    http_client_fn(move |_, _| connector.clone())
}

/// The system's resolver, with an error that can be told from others by its type.
#[derive(Debug, Clone, Copy)]
struct Resolver;

impl ResolveDns for Resolver {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            let found = tokio::net::lookup_host((name, 0))
                .await
                .map_err(ResolveDnsError::new)?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Notes on a refused reply when it was asked for, so that a refusal for the clock's sake can say
/// by how much the clock is wrong.
#[derive(Debug)]
struct RememberWhenAsked;

/// The moment that a request was signed with, as it stands in its `x-amz-date`.
#[derive(Debug)]
struct AskedAt(String);

impl Storable for AskedAt {
    type Storer = StoreReplace<Self>;
}

impl Intercept for RememberWhenAsked {
    fn name(&self) -> &'static str {
        "RememberWhenAsked"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(asked) = context.request().headers().get("x-amz-date") {
            config.interceptor_state().store_put(AskedAt(asked.to_owned()));
        }
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if context.response().status().is_success() {
            return Ok(());
        }
        if let Some(AskedAt(asked)) = config.load::<AskedAt>() {
            context
                .response_mut()
                .headers_mut()
                .insert(ASKED_AT, asked.clone());
        }
        Ok(())
    }
}
