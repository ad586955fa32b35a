//! How the settings and secrets say to reach AWS. Called when a pool is opened. What is missing
//! stays empty, and AWS says so: the list of pools can be read before a pool is chosen.

use crate::client::Credentials;
use crate::fields::{
    ACCESS_KEY_ID, ENDPOINT, FROM_PROFILE, PROFILE, PoolId, REGION, SECRET_ACCESS_KEY, SESSION_TOKEN,
    SIGN_IN, SPEED, TEMPORARY_KEYS,
};
use crate::validation;
use poolhouse_connector::{Secrets, Settings, Speed};
use secrecy::{ExposeSecret, SecretString};

/// A pool, and how to reach it.
pub(crate) struct SignIn {
    pub(crate) pool_id: String,
    pub(crate) region: String,
    pub(crate) endpoint: Option<String>,
    pub(crate) credentials: Credentials,
    pub(crate) speed: Speed,
}

impl SignIn {
    pub(crate) fn of(pool: &PoolId, settings: &Settings, secrets: &Secrets) -> Self {
        let mut settings = validation::tidy(settings);
        let pool_id = settings.remove(pool.key).unwrap_or_default();
        let region = settings
            .remove(REGION)
            .or_else(|| (pool.region_of)(&pool_id).map(str::to_owned))
            .unwrap_or_default();
        let sign_in = settings.remove(SIGN_IN).unwrap_or_default();
        let secret = |key: &str| secrets.get(key).map(bare);
        let credentials = if sign_in == FROM_PROFILE {
            Credentials::Profile(settings.remove(PROFILE).unwrap_or_default())
        } else {
            Credentials::Keys {
                access_key_id: settings.remove(ACCESS_KEY_ID).unwrap_or_default(),
                secret_access_key: secret(SECRET_ACCESS_KEY).unwrap_or_default(),
                session_token: secret(SESSION_TOKEN).filter(|_| sign_in == TEMPORARY_KEYS),
            }
        };
        Self {
            speed: settings
                .get(SPEED)
                .and_then(|speed| Speed::read(speed))
                .unwrap_or_default(),
            endpoint: settings.remove(ENDPOINT),
            pool_id,
            region,
            credentials,
        }
    }
}

/// A pasted secret without stray spaces and quotes.
fn bare(secret: &SecretString) -> SecretString {
    validation::bare(secret.expose_secret()).to_owned().into()
}

/// The pool's ID and its Region, for a policy; empty where they are not known yet.
pub(crate) fn place(pool: &PoolId, settings: &Settings) -> (String, String) {
    let mut settings = validation::tidy(settings);
    let pool_id = settings.remove(pool.key).unwrap_or_default();
    let region = (pool.region_of)(&pool_id)
        .map(str::to_owned)
        .or_else(|| settings.remove(REGION))
        .unwrap_or_default();
    (pool_id, region)
}
