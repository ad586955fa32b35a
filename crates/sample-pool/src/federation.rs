//! Users who come from an identity provider, and those who are linked to one.
//!
//! A linked user appears twice: as the provider's profile, and as the native user of the
//! next number, who carries the link.

use crate::subs::mix;

/// Every so many users, one comes from an identity provider and the next is linked to it.
const FEDERATED_EVERY: u64 = 40;
/// Which of them that is.
const FEDERATED_AT: u64 = 39;

/// Providers: name, type, issuer.
pub(crate) const PROVIDERS: [(&str, &str, Option<&str>); 4] = [
    ("Google", "Google", None),
    ("Facebook", "Facebook", None),
    ("SignInWithApple", "SignInWithApple", None),
    (
        "ExampleOkta",
        "SAML",
        Some("http://www.okta.com/exk1fcia6d6EMsf331d8"),
    ),
];

/// The first second of 2019.
const EARLIEST_MS: u64 = 1_546_300_800_000;

/// Whether this user is a provider's profile.
pub(crate) fn is_federated(number: u64) -> bool {
    number % FEDERATED_EVERY == FEDERATED_AT
}

/// Whether this native user is linked to the profile of the number before.
pub(crate) fn is_linked(number: u64) -> bool {
    number.is_multiple_of(FEDERATED_EVERY) && number > 0
}

/// Which of the providers a federated user comes from.
fn provider(number: u64) -> (&'static str, &'static str, Option<&'static str>) {
    PROVIDERS[(number / FEDERATED_EVERY % 4) as usize]
}

fn provider_user(number: u64) -> String {
    format!("10{:019}", own_number(number))
}

fn own_number(number: u64) -> u64 {
    mix(number) % 10_000_000_000_000_000_000
}

/// The name that AWS gives to the profile of a federated user.
pub(crate) fn username(number: u64) -> String {
    format!("{}_{}", provider(number).0, provider_user(number))
}

/// The federated user below `end` who has this name, if it is of that form.
pub(crate) fn number(username: &str, end: u64) -> Option<u64> {
    let own: u64 = username.rsplit_once("_10")?.1.parse().ok()?;
    let every = FEDERATED_EVERY as usize;
    (FEDERATED_AT..end)
        .step_by(every)
        .find(|&number| own_number(number) == own)
}

/// The JSON text that says where a user comes from. Its values are strings or native, as
/// both are seen; a linked native user's link is not the primary one.
pub(crate) fn identities(federated: u64, linked: bool) -> String {
    let (name, kind, issuer) = provider(federated);
    let user = provider_user(federated);
    let made = EARLIEST_MS + mix(federated) % 172_800_000_000;
    let issuer = issuer.map_or_else(|| "null".to_owned(), |issuer| format!("\"{issuer}\""));
    let primary = !linked;
    if (federated / FEDERATED_EVERY).is_multiple_of(2) {
        format!(
            "[{{\"userId\":\"{user}\",\"providerName\":\"{name}\",\"providerType\":\"{kind}\",\
             \"issuer\":{issuer},\"primary\":{primary},\"dateCreated\":{made}}}]"
        )
    } else {
        format!(
            "[{{\"dateCreated\":\"{made}\",\"userId\":\"{user}\",\"providerName\":\"{name}\",\
             \"providerType\":\"{kind}\",\"issuer\":{issuer},\"primary\":\"{primary}\"}}]"
        )
    }
}
