//! The people of a pool. A user is a pure function of the seed and the user's number.

use crate::corpus;
use crate::draw::Draw;
use crate::federation;
use crate::names::{LANGUAGES, Language};
use crate::subs::{Subs, mix};
use std::borrow::Cow;

/// The names of all statuses that AWS has had, with the usual one first.
const STATUSES: [&str; 8] = [
    "CONFIRMED",
    "UNCONFIRMED",
    "EXTERNAL_PROVIDER",
    "RESET_REQUIRED",
    "FORCE_CHANGE_PASSWORD",
    "ARCHIVED",
    "COMPROMISED",
    "UNKNOWN",
];

/// Pools smaller than this have no hostile users.
const FEWEST_WITH_HOSTILE: u64 = 50;
const DAY_MS: u64 = 86_400_000;
/// The first second of 2019.
const EARLIEST_MS: u64 = 1_546_300_800_000;

/// A user, as a listing has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The user's number in the pool.
    pub number: u64,
    /// The user name.
    pub username: String,
    /// The `sub`, which is among the attributes too.
    pub sub: String,
    /// Names and values, in the order of the wire.
    pub attributes: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// When the user was made: milliseconds since the epoch.
    pub created_ms: i64,
    /// When the user was last changed.
    pub updated_ms: i64,
    /// Whether the user may sign in.
    pub enabled: bool,
    /// The status, such as `CONFIRMED`.
    pub status: Cow<'static, str>,
}

impl User {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_ref())
    }

    /// Sets an attribute, or takes it away.
    pub(crate) fn set(&mut self, name: &str, value: Option<Cow<'static, str>>) {
        let at = self.attributes.iter().position(|(known, _)| known == name);
        match (at, value) {
            (Some(at), Some(value)) => self.attributes[at].1 = value,
            (None, Some(value)) => self.attributes.push((name.to_owned().into(), value)),
            (Some(at), None) => drop(self.attributes.remove(at)),
            (None, None) => {}
        }
    }
}

/// Everybody who could be in a pool.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Population {
    seed: u64,
    pub(crate) subs: Subs,
    hostile: bool,
}

impl Population {
    pub(crate) fn new(seed: u64, users: u64) -> Self {
        Self {
            seed: mix(seed),
            subs: Subs::new(seed),
            hostile: users >= FEWEST_WITH_HOSTILE,
        }
    }

    /// Numbers for what belongs to a user; `of` says what that is, so that a user's devices
    /// and sign-ins have nothing to do with each other.
    pub(crate) fn draw(self, number: u64, of: &str) -> Draw {
        let of = of.bytes().fold(0, |sum, byte| mix(sum ^ u64::from(byte)));
        Draw::new(self.seed ^ mix(number) ^ of)
    }

    /// The user of this number.
    pub(crate) fn user(self, number: u64) -> User {
        let mut user = self.plausible(number);
        if !self.hostile {
            return user;
        }
        let hostile = corpus::values();
        if let Some(hostile) = hostile.get(number as usize) {
            spoil(&mut user, &hostile.value);
        } else if let Some(&status) = STATUSES.get(number as usize - hostile.len()) {
            user.status = status.into();
        }
        user
    }

    fn plausible(self, number: u64) -> User {
        let mut draw = Draw::new(self.seed ^ mix(number));
        let sub = self.subs.sub(number);
        let federated = federation::is_federated(number);
        let linked = federation::is_linked(number);
        // Both profiles of a linked user show the same person.
        let mut person = if linked {
            Draw::new(self.seed ^ mix(number - 1))
        } else {
            draw.clone()
        };
        let language = &LANGUAGES[person.below(LANGUAGES.len() as u64) as usize];
        let (given, given_latin, gender) = language.given[person.below(8) as usize];
        let (family, family_latin) = language.family[person.below(8) as usize];
        let same_person = if linked { number - 1 } else { number };
        let domain = ["com", "org", "net"][person.below(3) as usize];
        let email = [
            given_latin,
            ".",
            family_latin,
            decimal(same_person).as_str(),
            "@example.",
            domain,
        ]
        .concat();

        let created_ms = EARLIEST_MS + draw.below(2190 * DAY_MS);
        let updated_ms = created_ms + draw.below(360 * DAY_MS);
        let (username, status) = if federated {
            (federation::username(number), "EXTERNAL_PROVIDER")
        } else if draw.below(3) == 0 {
            (sub.clone(), status(&mut draw))
        } else {
            (
                [given_latin, ".", family_latin, decimal(number).as_str()].concat(),
                status(&mut draw),
            )
        };

        let mut attributes: Vec<(Cow<'static, str>, Cow<'static, str>)> = Vec::with_capacity(25);
        let mut put = |name: &'static str, value: Cow<'static, str>| attributes.push((name.into(), value));
        put("sub", sub.clone().into());
        put("email", email.into());
        put("email_verified", truth(draw.below(8) != 0));
        if federated || linked {
            put(
                "identities",
                federation::identities(number - u64::from(linked), linked).into(),
            );
        }
        // One bit for each attribute that a user may lack, and for each that may be empty.
        let has = draw.next();
        let lacks = |bit: u32| (has >> (3 * bit)).trailing_zeros() >= 3;
        if !lacks(0) {
            put(
                "phone_number",
                ["+1555", &decimal(1_000_000 + draw.below(9_000_000))]
                    .concat()
                    .into(),
            );
            put("phone_number_verified", truth(draw.below(4) != 0));
        }
        put("name", full_name(language, given, family).into());
        put("given_name", given.into());
        put("family_name", family.into());
        if lacks(1) {
            put("middle_name", language.given[draw.below(8) as usize].0.into());
        }
        if !lacks(2) {
            put("nickname", if lacks(3) { "" } else { given_latin }.into());
        }
        if !lacks(4) && !federated {
            put(
                "preferred_username",
                [family_latin, "_", &decimal(number)].concat().into(),
            );
        }
        if !lacks(5) {
            put("gender", gender.into());
        }
        if !lacks(6) {
            put("birthdate", date(1940 + draw.below(67), &mut draw).into());
        }
        put("locale", language.locale.into());
        put("zoneinfo", language.zone.into());
        if !lacks(7) {
            let (street, town) = language.places[draw.below(4) as usize];
            put(
                "address",
                [street, " ", &decimal(1 + draw.below(180)), ", ", town]
                    .concat()
                    .into(),
            );
        }
        if !lacks(8) {
            put(
                "picture",
                ["https://example.com/pictures/", &decimal(number), ".png"]
                    .concat()
                    .into(),
            );
        }
        if !lacks(9) {
            put(
                "profile",
                ["https://example.com/people/", &decimal(number)].concat().into(),
            );
        }
        if lacks(10) {
            put(
                "website",
                ["https://", family_latin, ".example.net/"].concat().into(),
            );
        }
        put("updated_at", decimal(updated_ms / 1000).into());
        put(
            "custom:tier",
            ["free", "free", "silver", "gold"][draw.below(4) as usize].into(),
        );
        if !lacks(11) {
            put(
                "custom:score",
                [
                    decimal(draw.below(1000)).as_str(),
                    ["", ".5"][draw.below(2) as usize],
                ]
                .concat()
                .into(),
            );
        }
        if !lacks(12) {
            put(
                "custom:joined",
                [date(2019 + draw.below(6), &mut draw).as_str(), "T09:30:00Z"]
                    .concat()
                    .into(),
            );
        }
        put("custom:vip", truth(draw.below(16) == 0));
        if lacks(13) {
            put(
                "custom:notes",
                [
                    "Asked for a refund.",
                    "Prefers e-mail.",
                    "Met at the fair, stand 12.",
                    "",
                ][draw.below(4) as usize]
                    .into(),
            );
        }
        let enabled = draw.below(25) != 0;
        User {
            number,
            username,
            sub,
            attributes,
            created_ms: created_ms as i64,
            updated_ms: updated_ms as i64,
            enabled,
            status: status.into(),
        }
    }
}

/// Gives a user the hostile value of its number, and what else there is for that number.
fn spoil(user: &mut User, value: &str) {
    let number = user.number as usize;
    for name in ["name", "nickname", "custom:notes"] {
        user.set(name, Some(value.to_owned().into()));
    }
    user.set("email", Some(format!("hostile{number}@example.org").into()));
    if let Some((name, misfit)) = corpus::misfits().get(number) {
        user.set(name, Some(misfit.clone().into()));
    }
    if let Some(username) = corpus::usernames().get(number) {
        username.clone_into(&mut user.username);
    }
    if number == 0 {
        // The schema has never heard of it.
        user.set("custom:legacy_id", Some("L-0001".into()));
    }
}

fn status(draw: &mut Draw) -> &'static str {
    match draw.below(64) {
        0..=4 => "UNCONFIRMED",
        5..=7 => "FORCE_CHANGE_PASSWORD",
        8..=9 => "RESET_REQUIRED",
        10 => draw.one_of(&["ARCHIVED", "COMPROMISED", "UNKNOWN"]),
        _ => "CONFIRMED",
    }
}

fn decimal(number: u64) -> String {
    number.to_string()
}

fn truth(true_: bool) -> Cow<'static, str> {
    if true_ { "true" } else { "false" }.into()
}

fn date(year: u64, draw: &mut Draw) -> String {
    let (month, day) = (1 + draw.below(12), 1 + draw.below(28));
    let digit = |number: u64| char::from(b'0' + (number % 10) as u8);
    let mut text = decimal(year);
    for part in [month, day] {
        text.push('-');
        text.push(digit(part / 10));
        text.push(digit(part));
    }
    text
}

fn full_name(language: &Language, given: &str, family: &str) -> String {
    if language.family_first {
        [family, " ", given].concat()
    } else {
        [given, " ", family].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn pool(users: u64) -> Vec<User> {
        let population = Population::new(1, users);
        (0..users).map(|number| population.user(number)).collect()
    }

    #[test]
    fn a_user_is_the_same_each_time_and_another_under_another_seed() {
        assert_eq!(Population::new(1, 250).user(77), Population::new(1, 250).user(77));
        assert_ne!(
            Population::new(1, 250).user(77).sub,
            Population::new(2, 250).user(77).sub
        );
    }

    #[test]
    fn every_status_and_every_oddity_is_in_a_small_pool() {
        let users = pool(50);
        let statuses: BTreeSet<&str> = users.iter().map(|user| user.status.as_ref()).collect();
        assert_eq!(statuses, STATUSES.into_iter().collect());
        for hostile in corpus::values() {
            assert!(
                users
                    .iter()
                    .any(|user| user.attribute("name") == Some(&hostile.value)),
                "{}",
                hostile.what
            );
        }
        for (name, misfit) in corpus::misfits() {
            assert!(
                users.iter().any(|user| user.attribute(name) == Some(misfit)),
                "{name} {misfit}"
            );
        }
        assert!(
            users
                .iter()
                .any(|user| user.attribute("custom:legacy_id").is_some())
        );
        assert!(pool(250).iter().any(|user| !user.enabled));
        assert!(
            pool(250)
                .iter()
                .any(|user| user.attribute("nickname") == Some("")),
            "empty, not absent"
        );
        assert!(
            pool(250).iter().any(|user| user.attribute("nickname").is_none()),
            "absent, not empty"
        );
    }

    #[test]
    fn a_linked_user_appears_twice() {
        let users = pool(50);
        let (provider, native) = (&users[39], &users[40]);
        assert!(provider.username.starts_with("Google_"));
        assert_eq!(provider.attribute("email"), native.attribute("email"));
        assert_eq!(provider.attribute("family_name"), native.attribute("family_name"));
        let links: serde_json::Value =
            serde_json::from_str(native.attribute("identities").expect("linked")).expect("JSON");
        assert_eq!(
            format!("Google_{}", links[0]["userId"].as_str().expect("text")),
            provider.username
        );
    }

    #[test]
    fn user_names_are_unique_and_a_user_has_about_twenty_attributes() {
        let users = pool(5000);
        assert_eq!(
            users
                .iter()
                .map(|user| &user.username)
                .collect::<BTreeSet<_>>()
                .len(),
            users.len()
        );
        let attributes: usize = users.iter().map(|user| user.attributes.len()).sum();
        assert!((18..=22).contains(&(attributes / users.len())), "{attributes}");
    }
}
