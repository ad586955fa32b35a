//! A page of users: of the pool, of a filter or of a group.

use crate::filter::Filter;
use crate::json::write_user;
use crate::options::ShortPages;
use crate::pool::Pool;
use crate::refusal::Refusal;
use crate::subs::{Class, mix};
use crate::token::Place;

/// A page looks at no more users than this, so that a filter that finds few answers soon:
/// with a short page, or an empty one, and a token.
const MOST_LOOKED_AT: u64 = 20_000;

/// What is listed.
#[derive(Debug)]
pub(crate) struct Listed<'a> {
    pub(crate) class: Class,
    pub(crate) filter: Option<Filter>,
    /// Users of which every second one is lost, by the beginning of their `sub`.
    pub(crate) lost: Option<&'a str>,
    /// The attributes that are asked for; all where it is `None`.
    pub(crate) only: Option<&'a [String]>,
    pub(crate) limit: usize,
    pub(crate) short_pages: ShortPages,
}

/// A page.
#[derive(Debug)]
pub(crate) struct Page {
    /// The users, as JSON between the brackets of a list.
    pub(crate) users: Vec<u8>,
    /// Where the next page begins; `None` at the end.
    pub(crate) next: Option<Place>,
}

impl Listed<'_> {
    /// The page that begins at `from`.
    pub(crate) fn page(&self, pool: &Pool, from: Place) -> Result<Page, Refusal> {
        let limit = self.rows_of(pool, from);
        let mut users = Vec::with_capacity(limit * 1800);
        if limit == 0 {
            let next = Some(Place {
                after_empty: true,
                ..from
            });
            return Ok(Page { users, next });
        }
        let changes = pool.read();
        let end = changes.places(pool, self.class);
        let stop = end.min(from.position.saturating_add(MOST_LOOKED_AT));
        let mut position = from.position;
        let mut rows = 0;
        while position < stop && rows < limit {
            let number = self.class.user_at(position, pool.base);
            position += 1;
            let Some(user) = changes.user(pool, number) else {
                continue;
            };
            if self.filter.as_ref().is_some_and(|filter| !filter.accepts(&user)) || self.loses(&user.sub) {
                continue;
            }
            if self
                .only
                .is_some_and(|names| names.iter().any(|name| user.attribute(name).is_none()))
            {
                return Err(Refusal::parameter(
                    "One or more requested attributes do not exist.",
                ));
            }
            if rows > 0 {
                users.push(b',');
            }
            write_user(&mut users, &user, self.only);
            rows += 1;
        }
        let next = (position < end).then_some(Place {
            position,
            after_empty: false,
        });
        Ok(Page { users, next })
    }

    /// How many rows the page may have: all, fewer, or none.
    fn rows_of(&self, pool: &Pool, from: Place) -> usize {
        let chance = mix(from.position ^ self.class.residue << 40 ^ pool.base << 20);
        let (short_of, empty_of) = match self.short_pages {
            ShortPages::Never => return self.limit,
            ShortPages::Seldom => (16, 48),
            ShortPages::Often => (2, 5),
        };
        if !from.after_empty && chance.is_multiple_of(empty_of) {
            0
        } else if (chance >> 8).is_multiple_of(short_of) {
            1 + (chance >> 16) as usize % self.limit
        } else {
            self.limit
        }
    }

    fn loses(&self, sub: &str) -> bool {
        self.lost.is_some_and(|prefix| {
            sub.starts_with(prefix) && sub.ends_with(['1', '3', '5', '7', '9', 'b', 'd', 'f'])
        })
    }
}
