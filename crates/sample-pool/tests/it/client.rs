//! The AWS SDK, pointed at a sample pool, and what tests read with it.

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::StalledStreamProtectionConfig;
use aws_sdk_cognitoidentityprovider::config::retry::RetryConfig;
use aws_sdk_cognitoidentityprovider::config::timeout::TimeoutConfig;
use aws_sdk_cognitoidentityprovider::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_cognitoidentityprovider::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cognitoidentityprovider::types::UserType;
use poolhouse_sample_pool::{Key, Options, SamplePool, ShortPages};
use std::fmt::Debug;
use std::time::Duration;

/// A pool whose pages are full, so that a test counts what it means to count.
pub(crate) fn plain() -> Options {
    Options {
        short_pages: ShortPages::Never,
        ..Options::default()
    }
}

pub(crate) async fn start(options: Options) -> (SamplePool, Client) {
    let pool = SamplePool::start(options).await.expect("the sample pool starts");
    let client = client(&pool, &Key::full());
    (pool, client)
}

/// A client with this key that tries each call once.
pub(crate) fn client(pool: &SamplePool, key: &Key) -> Client {
    client_for(pool, key, pool.region())
}

pub(crate) fn client_for(pool: &SamplePool, key: &Key, region: &str) -> Client {
    let credentials = Credentials::new(
        key.id.clone(),
        key.secret.clone(),
        key.session_token.clone(),
        None,
        "test",
    );
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(region.to_owned()))
        .credentials_provider(credentials)
        .endpoint_url(pool.endpoint())
        .retry_config(RetryConfig::disabled())
        .timeout_config(
            TimeoutConfig::builder()
                .read_timeout(Duration::from_millis(400))
                .build(),
        )
        .stalled_stream_protection(
            StalledStreamProtectionConfig::enabled()
                .grace_period(Duration::from_millis(200))
                .build(),
        )
        .build();
    Client::from_conf(config)
}

/// The code and the words of a refusal.
pub(crate) fn refusal<T: Debug, E: ProvideErrorMetadata + Debug, R: Debug>(
    outcome: Result<T, SdkError<E, R>>,
) -> (String, String) {
    let error = outcome.expect_err("a refusal");
    let service = error
        .as_service_error()
        .unwrap_or_else(|| panic!("no refusal, but {error:?}"));
    (
        service.code().unwrap_or_default().to_owned(),
        service.message().unwrap_or_default().to_owned(),
    )
}

/// The users of every page of a listing.
pub(crate) async fn pages(client: &Client, pool: &SamplePool, filter: Option<&str>) -> Vec<Vec<UserType>> {
    let mut pages = Vec::new();
    let mut token = None;
    loop {
        let page = client
            .list_users()
            .user_pool_id(pool.pool_id())
            .limit(60)
            .set_filter(filter.map(String::from))
            .set_pagination_token(token)
            .send()
            .await
            .expect("a page");
        pages.push(page.users().to_vec());
        token = page.pagination_token;
        if token.is_none() {
            return pages;
        }
    }
}

/// All users that a filter finds.
pub(crate) async fn users(client: &Client, pool: &SamplePool, filter: Option<&str>) -> Vec<UserType> {
    pages(client, pool, filter).await.into_iter().flatten().collect()
}

pub(crate) fn attribute<'a>(user: &'a UserType, name: &str) -> Option<&'a str> {
    user.attributes()
        .iter()
        .find(|attribute| attribute.name() == name)?
        .value()
}

pub(crate) fn sub(user: &UserType) -> String {
    attribute(user, "sub").expect("every user has a sub").to_owned()
}
