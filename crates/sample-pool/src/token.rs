//! Page tokens: opaque, bound to the listing that gave them out, and good for a while.
//!
//! A token carries where to go on and when it was made, and a check over both and the
//! listing. The check keeps honest clients honest; it is no seal against forgery.

use std::hash::{DefaultHasher, Hash, Hasher};

/// What a token is bound to: only the same listing takes it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Listing<'a> {
    pub(crate) seed: u64,
    pub(crate) operation: &'a str,
    pub(crate) pool: &'a str,
    /// The filter, the group, or whatever else says what is listed.
    pub(crate) of: &'a str,
    pub(crate) limit: usize,
}

/// Where a chain of pages goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) position: u64,
    /// Whether the page before was empty on purpose, so that this one is not.
    pub(crate) after_empty: bool,
}

impl Listing<'_> {
    /// A token to go on from `place`.
    pub(crate) fn token(&self, place: Place, now_ms: i64) -> String {
        let Place {
            position,
            after_empty,
        } = place;
        let word = position << 1 | u64::from(after_empty);
        let made = now_ms as u64;
        let check = self.check(word, made);
        // Spread over the whole token, so that nobody is tempted to read or count it.
        format!(
            "{check:016x}{:016x}{:016x}",
            word ^ check,
            made ^ check.rotate_left(29)
        )
    }

    /// Where `token` goes on; `None` where it is foreign, changed or too old.
    pub(crate) fn place(&self, token: &str, now_ms: i64, life_ms: i64) -> Option<Place> {
        if token.len() != 48 || !token.is_ascii() {
            return None;
        }
        let part = |at: usize| u64::from_str_radix(&token[at..at + 16], 16).ok();
        let check = part(0)?;
        let word = part(16)? ^ check;
        let made = part(32)? ^ check.rotate_left(29);
        let good = self.check(word, made) == check && now_ms - (made as i64) <= life_ms;
        good.then_some(Place {
            position: word >> 1,
            after_empty: word & 1 == 1,
        })
    }

    fn check(&self, word: u64, made: u64) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self, word, made).hash(&mut hasher);
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTING: Listing<'static> = Listing {
        seed: 1,
        operation: "ListUsers",
        pool: "p",
        of: "",
        limit: 60,
    };
    const PLACE: Place = Place {
        position: 120,
        after_empty: true,
    };

    #[test]
    fn a_token_leads_back_to_its_place() {
        let token = LISTING.token(PLACE, 1000);
        assert_eq!(LISTING.place(&token, 2000, 3_600_000), Some(PLACE));
    }

    #[test]
    fn a_token_is_refused_elsewhere_changed_or_late() {
        let token = LISTING.token(PLACE, 1000);
        let filtered = Listing {
            of: "sub ^= \"a\"",
            ..LISTING
        };
        let shorter = Listing { limit: 10, ..LISTING };
        for (other, why) in [(filtered, "another filter"), (shorter, "another limit")] {
            assert_eq!(other.place(&token, 1000, 1000), None, "{why}");
        }
        assert_eq!(LISTING.place(&token, 2001, 1000), None, "too late");
        assert_eq!(
            LISTING.place(&token.replace(&token[20..21], "g"), 1000, 1000),
            None,
            "changed"
        );
        assert_eq!(LISTING.place("", 1000, 1000), None);
    }
}
