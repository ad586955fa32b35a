//! Everything that the server knows, shared by its connections and its control.

use crate::Error;
use crate::clock::Clock;
use crate::fault::Faults;
use crate::identity_pool::IdentityPool;
use crate::keys::ACCOUNT;
use crate::options::{Options, ShortPages};
use crate::pool::Pool;
use crate::quota::Quotas;
use crate::refusal::Refusal;
use crate::signature::Keyring;
use crate::subs::mix;
use crate::tally::Tally;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// The most users or identities that a pool may have: the order of a listing is worked out in
/// 64 bits.
const MOST: u64 = u32::MAX as u64;

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) region: String,
    pub(crate) pools: Vec<Pool>,
    pub(crate) identity_pools: Vec<IdentityPool>,
    pub(crate) keyring: Keyring,
    pub(crate) clock: Clock,
    pub(crate) quotas: Quotas,
    pub(crate) faults: Faults,
    pub(crate) tally: Tally,
    pub(crate) seed: u64,
    pub(crate) short_pages: ShortPages,
    pub(crate) token_life_ms: i64,
    pub(crate) churn: AtomicU32,
    latency_us: AtomicU64,
    requests: AtomicU64,
    pages: AtomicU64,
}

impl World {
    pub(crate) fn new(options: Options) -> Result<Self, Error> {
        let Options {
            users,
            seed,
            groups,
            clients,
            identities,
            latency,
            quota,
            pool_id,
            faults,
            short_pages,
            token_life,
            churn,
            keys,
            port: _,
        } = options;
        if users > MOST {
            return Err(Error::TooManyUsers { users, most: MOST });
        }
        if identities > MOST {
            return Err(Error::TooManyIdentities {
                identities,
                most: MOST,
            });
        }
        let region = match pool_id.split_once('_') {
            Some((region, _)) if is_pool_id(&pool_id) => region.to_owned(),
            _ => return Err(Error::PoolId { pool_id }),
        };
        let empty_id = format!("{region}_EmptyPool");
        let world = Self {
            keyring: Keyring::new(keys, &region),
            pools: vec![
                Pool::sample(&pool_id, seed, users, groups, clients),
                Pool::empty(&empty_id, "Empty pool"),
            ],
            identity_pools: vec![
                IdentityPool::sample(&region, &pool_id, seed, identities),
                IdentityPool::empty(&region),
            ],
            region,
            clock: Clock::default(),
            quotas: Quotas::default(),
            faults: Faults::default(),
            tally: Tally::default(),
            seed,
            short_pages,
            token_life_ms: token_life.as_millis() as i64,
            churn: AtomicU32::new(churn),
            latency_us: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            pages: AtomicU64::new(0),
        };
        world.set_latency(latency);
        world.quotas.turn(quota);
        world.faults.set(faults);
        Ok(world)
    }

    /// The pool with people in it.
    pub(crate) fn sample(&self) -> &Pool {
        &self.pools[0]
    }

    /// The identity pool with identities in it.
    pub(crate) fn sample_identities(&self) -> &IdentityPool {
        &self.identity_pools[0]
    }

    /// The pool of this ID.
    pub(crate) fn pool(&self, id: &str) -> Result<&Pool, Refusal> {
        if !is_pool_id(id) {
            let pattern = r"Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+";
            return Err(Refusal::constraint(id, "userPoolId", pattern));
        }
        self.pools
            .iter()
            .find(|pool| pool.id == id && !pool.read().gone)
            .ok_or_else(|| Refusal::not_found(format!("User pool {id} does not exist.")))
    }

    /// What IAM calls a user pool.
    pub(crate) fn arn(&self, pool_id: &str) -> String {
        self.resource("cognito-idp", &format!("userpool/{pool_id}"))
    }

    /// What IAM calls a resource of a service.
    pub(crate) fn resource(&self, service: &str, resource: &str) -> String {
        format!("arn:aws:{service}:{}:{ACCOUNT}:{resource}", self.region)
    }

    /// Counts the pages of users, from 0.
    pub(crate) fn next_page(&self) -> u64 {
        self.pages.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn latency(&self) -> Duration {
        Duration::from_micros(self.latency_us.load(Ordering::Relaxed))
    }

    pub(crate) fn set_latency(&self, latency: Duration) {
        self.latency_us
            .store(latency.as_micros() as u64, Ordering::Relaxed);
    }

    /// A name for a request, in the form that AWS gives them.
    pub(crate) fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let (a, b) = (mix(number), mix(!number));
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b >> 48 & 0x3fff | 0x8000,
            b & 0xffff_ffff_ffff
        )
    }
}

/// Whether this is of the form `region_letters`: `[\w-]+_[0-9a-zA-Z]+`, to 55 characters.
fn is_pool_id(id: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    id.len() <= 55
        && id.rsplit_once('_').is_some_and(|(region, own)| {
            !region.is_empty()
                && region.chars().all(word)
                && !own.is_empty()
                && own.chars().all(|c| c.is_ascii_alphanumeric())
        })
}
