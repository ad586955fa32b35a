//! Which pool to open and how to reach it, as the settings and secrets say it. Called when a pool is
//! opened. What is missing stays empty, and AWS says so: the list of pools can be read before a pool is
//! chosen.

use crate::client::Credentials;
use crate::fields::{
    ACCESS_KEY_ID, ENDPOINT, FROM_PROFILE, PROFILE, PoolId, REGION, SECRET_ACCESS_KEY, SESSION_TOKEN,
    SIGN_IN, SPEED, TEMPORARY_KEYS,
};
use crate::validation;
use poolhouse_connector::{Network, Secrets, Settings, Speed};
use secrecy::{ExposeSecret, SecretString};

/// Which pool to open, and how.
#[derive(Clone)]
pub struct PoolSource {
    /// The pool's ID, such as `eu-west-1_AbCdEfGhI` of a user pool and
    /// `eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789` of an identity pool; may be empty to list pools alone.
    pub pool_id: String,
    /// The Region's code.
    pub region: String,
    /// Another address than AWS's own: https, or http on this computer.
    pub endpoint: Option<String>,
    /// How to sign in.
    pub credentials: Credentials,
    /// The share of AWS's quotas to use.
    pub speed: Speed,
    /// How the network is reached.
    pub network: Network,
}

impl PoolSource {
    pub(crate) fn of(pool: &PoolId, settings: &Settings, secrets: &Secrets, network: &Network) -> Self {
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
            network: network.clone(),
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
