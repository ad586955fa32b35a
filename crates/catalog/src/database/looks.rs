//! What values look like: an e-mail address, a telephone number, a date of birth.
//!
//! Called when a version is sealed, for a sample of its rows, and for rows that are not kept as they
//! pass. Pure; counts leave here, and no value does.

use poolhouse_connector::PersonalData;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Values of a column that are looked at, at most.
pub(super) const LOOKED_AT: u32 = 1_000;
/// Fewer say nothing.
const FEWEST: u32 = 3;
/// Of so many in ten, to be what a column holds.
const MOST_OF_TEN: u32 = 8;

/// How many values of a column looked like what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Looks {
    values: u32,
    email: u32,
    phone: u32,
    ip: u32,
    birth: u32,
    uuid: u32,
    prose: u32,
}

impl Looks {
    /// Takes one value into account, while they are few.
    pub(super) fn see(&mut self, value: &str) {
        let value = value.trim();
        if self.values >= LOOKED_AT || value.is_empty() {
            return;
        }
        self.values += 1;
        let like = if is_email(value) {
            &mut self.email
        } else if value.parse::<IpAddr>().is_ok() {
            &mut self.ip
        } else if is_uuid(value) {
            &mut self.uuid
        } else if is_birth_date(value) {
            &mut self.birth
        } else if is_phone(value) {
            &mut self.phone
        } else if is_prose(value) {
            &mut self.prose
        } else {
            return;
        };
        *like += 1;
    }

    /// Takes in what another unit saw.
    pub(super) fn merge(&mut self, other: &Self) {
        self.values += other.values;
        self.email += other.email;
        self.phone += other.phone;
        self.ip += other.ip;
        self.birth += other.birth;
        self.uuid += other.uuid;
        self.prose += other.prose;
    }

    /// Whether there were enough values to say anything.
    pub(super) fn is_enough(&self) -> bool {
        self.values >= FEWEST
    }

    /// What the values are, if most are alike.
    pub(super) fn class(&self) -> Option<PersonalData> {
        let most = [
            (self.email, PersonalData::Email),
            (self.phone, PersonalData::Phone),
            (self.ip, PersonalData::IpAddress),
            (self.birth, PersonalData::BirthDate),
            (self.uuid, PersonalData::Identifier),
            (self.prose, PersonalData::FreeText),
        ];
        let found = most
            .into_iter()
            .find(|(count, _)| u64::from(*count) * 10 >= u64::from(self.values) * u64::from(MOST_OF_TEN));
        found.filter(|_| self.is_enough()).map(|(_, class)| class)
    }
}

/// What a column holds, when its source or its name says `declared` and its values look like `seen`.
/// A look makes a class narrower, or finds what nobody declared; it never takes protection away.
pub(super) fn settled(declared: PersonalData, seen: Option<PersonalData>) -> PersonalData {
    use PersonalData::{Email, FreeText, Identifier, IpAddress, Phone};
    let Some(seen) = seen else { return declared };
    match (declared, seen) {
        // Someone's key stays one, whatever it is made of: user names are often e-mail addresses.
        (Identifier, _) => declared,
        // The last: a name promised something, and the values are whole sentences.
        (_, Email | Phone | IpAddress) | (FreeText, _) | (Email | Phone | IpAddress, FreeText) => seen,
        // A setting may be a date, a long text or the number of a thing.
        _ => declared,
    }
}

fn is_email(value: &str) -> bool {
    let Some((local, host)) = value.split_once('@') else {
        return false;
    };
    !local.is_empty()
        && value.len() <= 320
        && !value.contains(char::is_whitespace)
        && !host.contains('@')
        && host.split('.').count() > 1
        && host.split('.').all(|part| !part.is_empty())
}

fn is_phone(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let rest = value.strip_prefix('+').unwrap_or(value);
    let plain = rest
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b" -()./".contains(&byte));
    // A number alone may count anything.
    let begins = value.starts_with('+')
        || value.starts_with('(')
        || (value.starts_with('0') && digits >= 9 && value.len() > 9);
    plain && begins && (7..=15).contains(&digits)
}

fn is_uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// A day without a time, in the years in which people who sign in are born.
fn is_birth_date(value: &str) -> bool {
    let Some(separator) = value.chars().find(|c| !c.is_ascii_digit()) else {
        return false;
    };
    if !"-/.".contains(separator) {
        return false;
    }
    let parts: Vec<Option<u32>> = value
        .split(separator)
        .map(|part| (part.len() <= 4).then(|| part.parse().ok()).flatten())
        .collect();
    let [Some(first), Some(second), Some(third)] = parts[..] else {
        return false;
    };
    let year = |year| (1_900..=2_015).contains(&year);
    let day = |one: u32, other: u32| {
        let (least, most) = (one.min(other), one.max(other));
        (1..=12).contains(&least) && (1..=31).contains(&most)
    };
    (year(first) && day(second, third)) || (year(third) && day(first, second))
}

fn is_prose(value: &str) -> bool {
    value.len() >= 40 && value.split_whitespace().nth(5).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(values: &[&str]) -> Option<PersonalData> {
        let mut looks = Looks::default();
        for value in values {
            looks.see(value);
        }
        looks.class()
    }

    #[test]
    fn what_most_values_look_like_is_told() {
        let is = Some;
        for (values, expected) in [
            (
                &["a@b.io", "x.y+z@example.org", "é@ü.de"][..],
                is(PersonalData::Email),
            ),
            (
                &["+44 7700 900123", "0049 30 1234567", "(555) 010-9999"],
                is(PersonalData::Phone),
            ),
            (
                &["10.0.0.1", "2001:db8::1", "192.168.1.20"],
                is(PersonalData::IpAddress),
            ),
            (
                &["1984-02-29", "3/11/1970", "24.12.1999"],
                is(PersonalData::BirthDate),
            ),
            (
                &[
                    "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d",
                    "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
                    "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
                ],
                is(PersonalData::Identifier),
            ),
            (
                &[
                    "Called on Monday and asked for her invoice again.",
                    "Prefers the entrance at the back of the house.",
                    "Wants to be written to in French, never in English.",
                ],
                is(PersonalData::FreeText),
            ),
            (&["gold", "silver", "gold"], None),
            (&["1234567890", "9876543210", "5550109999"], None),
            (&["2026-01-01", "2025-12-31", "2024-06-30"], None),
            (&["a@b", "@x.io", "a b@x.io"], None),
            (&["a@b.io", "c@d.io"], None),
            (&["", " ", "\t"], None),
            (
                &["a@b.io", "a@b.io", "a@b.io", "a@b.io", "n/a"],
                is(PersonalData::Email),
            ),
            (&["a@b.io", "a@b.io", "a@b.io", "-", "n/a"], None),
            (&["-", "...", "//"], None),
        ] {
            assert_eq!(class(values), expected, "{values:?}");
        }
    }

    #[test]
    fn a_look_never_takes_protection_away() {
        use PersonalData::{
            Address, BirthDate, Email, FreeText, Identifier, IpAddress, Name, None as Nothing, Phone,
        };
        for declared in [
            Identifier, Name, Email, Phone, Address, BirthDate, IpAddress, FreeText,
        ] {
            for seen in [Identifier, Email, Phone, BirthDate, IpAddress, FreeText] {
                let settled = settled(declared, Some(seen));
                assert_ne!(settled, Nothing, "{declared:?} {seen:?}");
            }
        }
        assert_eq!(
            settled(Nothing, Some(Email)),
            Email,
            "what nobody declared is found"
        );
        assert_eq!(
            settled(Nothing, Some(Identifier)),
            Nothing,
            "a setting may have a number"
        );
        assert_eq!(settled(FreeText, Some(BirthDate)), BirthDate);
        assert_eq!(settled(Identifier, Some(Email)), Identifier);
        assert_eq!(settled(Name, Some(Email)), Email);
    }
}
