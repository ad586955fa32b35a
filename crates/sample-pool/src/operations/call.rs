//! A call that is to be answered, and what every operation reads out of one.

use crate::fault::FaultKind;
use crate::identity_pool::IdentityPool;
use crate::listing::{Listed, Page};
use crate::pool::Pool;
use crate::quota::Category;
use crate::refusal::Refusal;
use crate::token::{Listing, Place};
use crate::world::World;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// An operation of the service.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) category: Category,
    /// Answers a call whose key, rights and quota are in order, with JSON.
    pub(crate) answer: fn(&Call<'_>) -> Result<Vec<u8>, Refusal>,
}

/// A call.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) world: &'a World,
    pub(crate) operation: &'static str,
    /// What it says, as JSON.
    pub(crate) input: &'a [u8],
    pub(crate) request_id: &'a str,
    pub(crate) struck: &'a [FaultKind],
    pub(crate) now_ms: i64,
}

/// How many rows a page may have: the member's name, its least, most and default value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) member: &'static str,
    pub(crate) least: i64,
    pub(crate) most: i64,
    /// `None` where the member must be given.
    pub(crate) default: Option<usize>,
}

/// A listing of anything but users: what its answer is made of, and where it is to go on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chain<'a> {
    /// What the answer calls its rows.
    pub(crate) rows: &'static str,
    /// What the answer calls its token.
    pub(crate) token_name: &'static str,
    pub(crate) pool: &'a str,
    /// Whose rows they are, where the pool does not say it.
    pub(crate) of: &'a str,
    pub(crate) limit: usize,
    pub(crate) token: Option<&'a str>,
}

/// An answer as it is sent.
#[expect(clippy::unnecessary_wraps, reason = "it is what an operation ends with")]
pub(crate) fn reply(answer: impl Into<Value>) -> Result<Vec<u8>, Refusal> {
    Ok(answer.into().to_string().into_bytes())
}

impl Limit {
    /// The rows that are asked for; 0 asks for the default, where it is allowed.
    pub(crate) fn rows(self, given: Option<i64>) -> Result<usize, Refusal> {
        let Some(rows) = given else {
            return self.default.ok_or_else(|| Refusal::missing(self.member));
        };
        let wrong =
            |constraint: String| Err(Refusal::constraint(&rows.to_string(), self.member, &constraint));
        if rows < self.least {
            return wrong(format!(
                "Member must have value greater than or equal to {}",
                self.least
            ));
        }
        if rows > self.most {
            return wrong(format!(
                "Member must have value less than or equal to {}",
                self.most
            ));
        }
        Ok(if rows == 0 {
            self.default.unwrap_or(1)
        } else {
            rows as usize
        })
    }
}

impl<'a> Call<'a> {
    /// What the call says.
    pub(crate) fn input<T: Deserialize<'a>>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(self.input).map_err(|error| Refusal::unreadable(error.to_string()))
    }

    /// The pool that the call names.
    pub(crate) fn pool(&self, id: Option<&str>) -> Result<&'a Pool, Refusal> {
        self.world.pool(id.ok_or_else(|| Refusal::missing("userPoolId"))?)
    }

    /// The identity pool that the call names.
    pub(crate) fn identity_pool(&self, id: Option<&str>) -> Result<&'a IdentityPool, Refusal> {
        let id = id.ok_or_else(|| Refusal::missing("identityPoolId"))?;
        if !is_identity_id(id) {
            return Err(no_identity_id(id, "identityPoolId"));
        }
        self.world
            .identity_pools
            .iter()
            .find(|pool| pool.id == id)
            .ok_or_else(|| Refusal::not_found(format!("IdentityPool '{id}' not found.")))
    }

    /// The faults that strike the answer of this call.
    pub(crate) fn is_struck(&self, fault: &FaultKind) -> bool {
        self.struck.contains(fault)
    }

    /// A page of users, as JSON, under the name that the operation has for its token.
    pub(crate) fn users(
        &self,
        listed: &Listed<'_>,
        pool: &Pool,
        of: &str,
        token_name: &str,
        token: Option<&str>,
    ) -> Result<Vec<u8>, Refusal> {
        let listing = self.listing(&pool.id, of, listed.limit);
        let Page { users, next } = listed.page(pool, self.place(&listing, token)?)?;
        let mut json = Vec::with_capacity(users.len() + 128);
        json.extend_from_slice(b"{\"Users\":[");
        json.extend_from_slice(&users);
        json.push(b']');
        if let Some(next) = self.token(&listing, next, token) {
            json.extend_from_slice(format!(",\"{token_name}\":\"{next}\"").as_bytes());
        }
        json.push(b'}');
        Ok(json)
    }

    /// A page of anything but users; an answer that may be added to.
    pub(crate) fn rows<T>(
        &self,
        chain: Chain<'_>,
        rows: &[T],
        json: impl Fn(&T) -> Value,
    ) -> Result<Map<String, Value>, Refusal> {
        let Chain { limit, token, .. } = chain;
        let listing = self.listing(chain.pool, chain.of, limit);
        let from = self.place(&listing, token)?.position as usize;
        let page = rows.iter().skip(from).take(limit).map(json).collect();
        let next = (from + limit < rows.len()).then(|| Place {
            position: (from + limit) as u64,
            after_empty: false,
        });
        let mut answer = Map::new();
        answer.insert(chain.rows.to_owned(), Value::Array(page));
        if let Some(next) = self.token(&listing, next, token) {
            answer.insert(chain.token_name.to_owned(), json!(next));
        }
        Ok(answer)
    }

    /// What a token of this call is bound to.
    pub(crate) fn listing<'l>(&self, pool: &'l str, of: &'l str, limit: usize) -> Listing<'l> {
        Listing {
            seed: self.world.seed,
            operation: self.operation,
            pool,
            of,
            limit,
        }
    }

    /// Where `token` goes on; the beginning without one.
    pub(crate) fn place(&self, listing: &Listing<'_>, token: Option<&str>) -> Result<Place, Refusal> {
        let Some(token) = token else {
            return Ok(Place::default());
        };
        listing
            .place(token, self.now_ms, self.world.token_life_ms)
            .filter(|_| !self.is_struck(&FaultKind::StaleToken))
            .ok_or_else(|| Refusal::marker(token, self.request_id))
    }

    /// The token to go on from `next`, if the chain goes on.
    pub(crate) fn token(
        &self,
        listing: &Listing<'_>,
        next: Option<Place>,
        given: Option<&str>,
    ) -> Option<String> {
        match given {
            Some(token) if self.is_struck(&FaultKind::RepeatToken) => Some(token.to_owned()),
            _ => next.map(|place| listing.token(place, self.now_ms)),
        }
    }
}

/// Whether this is of the form of an identity's ID or a pool's of them: `[\w-]+:[0-9a-f-]+`.
pub(crate) fn is_identity_id(id: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    id.len() <= 55
        && id.split_once(':').is_some_and(|(region, own)| {
            !region.is_empty()
                && region.chars().all(word)
                && !own.is_empty()
                && own.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f' | '-'))
        })
}

/// The refusal of an ID that is not of that form.
pub(crate) fn no_identity_id(id: &str, member: &str) -> Refusal {
    let pattern = r"Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+";
    Refusal::constraint(id, member, pattern)
}
