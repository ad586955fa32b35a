//! What a person is asked for, and the check of what was typed: no I/O, one friendly sentence for
//! each mistake. Called by the kind. Deliberately absent: any look at a secret's value.

use crate::regions::{REGIONS, has_region_form};
use crate::speed::Speed;
use poolhouse_connector::{Field, FieldChoice, FieldCondition, FieldError, FieldGroup, FieldKind, Settings};

pub(crate) const USER_POOL_ID: &str = "user_pool_id";
pub(crate) const REGION: &str = "region";
pub(crate) const SIGN_IN: &str = "sign_in";
pub(crate) const ACCESS_KEY_ID: &str = "access_key_id";
pub(crate) const SECRET_ACCESS_KEY: &str = "secret_access_key";
pub(crate) const SESSION_TOKEN: &str = "session_token";
pub(crate) const PROFILE: &str = "profile";
pub(crate) const ENDPOINT: &str = "endpoint";
pub(crate) const SPEED: &str = "speed";

pub(crate) const KEYS: &str = "keys";
pub(crate) const TEMPORARY_KEYS: &str = "temporary_keys";
pub(crate) const FROM_PROFILE: &str = "profile";

/// AWS's own limit on the length of a pool's ID.
const LONGEST_POOL_ID: usize = 55;

/// The form.
pub(crate) fn fields() -> Vec<Field> {
    let field = |key: &str, label: &str, help: &str, kind, group| Field {
        key: key.into(),
        label: label.into(),
        help: help.into(),
        kind,
        group,
        shown_when: None,
        default: None,
        required: true,
    };
    let choice = |value: &str, label: &str, help: &str| FieldChoice {
        value: value.into(),
        label: label.into(),
        help: help.into(),
    };
    let shown_when = |any_of: &[&str]| {
        Some(FieldCondition {
            key: SIGN_IN.into(),
            any_of: any_of.iter().map(|&value| value.into()).collect(),
        })
    };
    let regions = REGIONS
        .iter()
        .map(|(code, name)| choice(code, &format!("{code} · {name}"), ""))
        .collect();
    vec![
        field(
            USER_POOL_ID,
            "User Pool ID",
            "In the AWS console under Amazon Cognito, User pools; it looks like eu-west-1_AbCdEfGhI.",
            FieldKind::Text,
            FieldGroup::Main,
        ),
        field(
            REGION,
            "Region",
            "Where the pool lives; filled in from the User Pool ID.",
            FieldKind::Choice { choices: regions },
            FieldGroup::Main,
        ),
        Field {
            default: Some(KEYS.into()),
            ..field(
                SIGN_IN,
                "Sign in with",
                "How this computer proves to AWS who you are.",
                FieldKind::Choice {
                    choices: vec![
                        choice(
                            KEYS,
                            "Access key",
                            "The pair of keys that your administrator sent you.",
                        ),
                        choice(
                            TEMPORARY_KEYS,
                            "Temporary keys",
                            "Three values that run out after some hours.",
                        ),
                        choice(
                            FROM_PROFILE,
                            "AWS profile on this computer",
                            "Set up by your IT department or with the AWS command line.",
                        ),
                    ],
                },
                FieldGroup::SignIn,
            )
        },
        Field {
            shown_when: shown_when(&[KEYS, TEMPORARY_KEYS]),
            ..field(
                ACCESS_KEY_ID,
                "Access key ID",
                "20 capital letters and digits, beginning with AKIA or ASIA.",
                FieldKind::Text,
                FieldGroup::Main,
            )
        },
        Field {
            shown_when: shown_when(&[KEYS, TEMPORARY_KEYS]),
            ..field(
                SECRET_ACCESS_KEY,
                "Secret access key",
                "40 characters, shown by AWS only when the key is made; kept in your keychain.",
                FieldKind::Secret,
                FieldGroup::Main,
            )
        },
        Field {
            shown_when: shown_when(&[TEMPORARY_KEYS]),
            ..field(
                SESSION_TOKEN,
                "Session token",
                "The long third value that comes with temporary keys; kept in your keychain.",
                FieldKind::Secret,
                FieldGroup::SignIn,
            )
        },
        Field {
            shown_when: shown_when(&[FROM_PROFILE]),
            ..field(
                PROFILE,
                "Profile",
                "The profile's name in the AWS configuration on this computer, such as default.",
                FieldKind::Text,
                FieldGroup::SignIn,
            )
        },
        Field {
            required: false,
            ..field(
                ENDPOINT,
                "Endpoint address",
                "Only if your company reaches AWS by another address; https, or http on this computer.",
                FieldKind::Text,
                FieldGroup::Advanced,
            )
        },
        Field {
            required: false,
            default: Some(Speed::Gentle.as_str().into()),
            ..field(
                SPEED,
                "Speed",
                "How much of AWS's limit on calls an import may use; your own apps share that limit.",
                FieldKind::Choice {
                    choices: vec![
                        choice(
                            "gentle",
                            "Gentle",
                            "A third of AWS's limit: your apps will not notice.",
                        ),
                        choice("balanced", "Balanced", "Two thirds of AWS's limit."),
                        choice("full", "Full", "All of AWS's limit: for quiet hours."),
                    ],
                },
                FieldGroup::Advanced,
            )
        },
    ]
}

/// What was typed, without stray spaces and quotes, and without what is empty or not a setting.
pub(crate) fn tidy(settings: &Settings) -> Settings {
    settings
        .iter()
        .filter(|(key, _)| key.as_str() != SECRET_ACCESS_KEY && key.as_str() != SESSION_TOKEN)
        .map(|(key, value)| (key.clone(), bare(value).to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// The text without the spaces and quotes that come along when it is pasted.
pub(crate) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '\u{200b}' | '\u{feff}'
            )
    })
}

/// Checks what was typed and answers its stored form; `secrets` are the keys of those that are
/// there. Secrets that were typed into the settings by mistake are not kept.
pub(crate) fn validate(settings: &Settings, secrets: &[String]) -> Result<Settings, Vec<FieldError>> {
    let mut typed = tidy(settings);
    let mut wrong = Vec::new();
    let mut tell = |field: &str, message: String| {
        wrong.push(FieldError {
            field: field.into(),
            message,
        });
    };

    let has = |key: &str| secrets.iter().any(|secret| secret == key);
    let home = match typed.get(USER_POOL_ID).map(|id| region_of(id)) {
        None => {
            tell(
                USER_POOL_ID,
                "Enter the User Pool ID; it looks like eu-west-1_AbCdEfGhI.".into(),
            );
            None
        }
        Some(None) => {
            tell(
                USER_POOL_ID,
                "A User Pool ID is a Region, an underscore, then letters and digits, such as eu-west-1_AbCdEfGhI."
                    .into(),
            );
            None
        }
        Some(Some(region)) => Some(region.to_owned()),
    };
    match (typed.get(REGION), home) {
        (Some(region), _) if !has_region_form(region) => {
            tell(
                REGION,
                "A Region is written like eu-west-1; choose one from the list.".into(),
            );
        }
        (Some(region), Some(home)) if *region != home => {
            tell(
                REGION,
                format!("The User Pool ID says {home}, so the Region cannot be {region}."),
            );
        }
        (None, Some(home)) => {
            typed.insert(REGION.into(), home);
        }
        (Some(_), _) | (None, None) => {}
    }

    let sign_in = typed.entry(SIGN_IN.into()).or_insert_with(|| KEYS.into()).clone();
    match sign_in.as_str() {
        KEYS | TEMPORARY_KEYS => {
            let key = typed.get(ACCESS_KEY_ID);
            match key {
                None => tell(ACCESS_KEY_ID, "Enter the access key ID; it begins with AKIA or ASIA.".into()),
                Some(key) if !has_key_form(key) => tell(
                    ACCESS_KEY_ID,
                    "An access key ID is at least 16 capital letters and digits, such as AKIAIOSFODNN7EXAMPLE.".into(),
                ),
                Some(key) if key.starts_with("ASIA") && sign_in == KEYS => tell(
                    ACCESS_KEY_ID,
                    "This key begins with ASIA, so it is temporary: choose Temporary keys and enter its session token too."
                        .into(),
                ),
                Some(_) => {}
            }
            if !has(SECRET_ACCESS_KEY) {
                tell(
                    SECRET_ACCESS_KEY,
                    "Enter the secret access key that belongs to the access key ID.".into(),
                );
            }
            if sign_in == TEMPORARY_KEYS && !has(SESSION_TOKEN) {
                tell(
                    SESSION_TOKEN,
                    "Enter the session token that came with the temporary keys.".into(),
                );
            }
            typed.remove(PROFILE);
        }
        FROM_PROFILE => {
            if !typed.contains_key(PROFILE) {
                tell(
                    PROFILE,
                    "Enter the name of a profile of the AWS configuration on this computer.".into(),
                );
            }
            typed.remove(ACCESS_KEY_ID);
        }
        _ => tell(
            SIGN_IN,
            "Choose an access key, temporary keys or a profile.".into(),
        ),
    }

    let endpoint = typed.get(ENDPOINT).map(|address| Endpoint::read(address));
    if let Some(Err(message)) = &endpoint {
        tell(ENDPOINT, (*message).into());
    }
    let local = matches!(endpoint, Some(Ok(Endpoint { local: true })));
    let speed = typed
        .entry(SPEED.into())
        .or_insert_with(|| Speed::Gentle.as_str().into());
    match Speed::read(speed) {
        None => tell(SPEED, "Choose gentle, balanced or full.".into()),
        Some(Speed::Unlimited) if !local => {
            tell(SPEED, "AWS has limits: choose gentle, balanced or full.".into());
        }
        Some(_) => {}
    }

    if wrong.is_empty() { Ok(typed) } else { Err(wrong) }
}

/// The Region that a pool's ID names; `None` where the ID has not the form of one.
pub(crate) fn region_of(pool_id: &str) -> Option<&str> {
    let (region, rest) = pool_id.split_once('_')?;
    let whole = has_region_form(region)
        && !rest.is_empty()
        && pool_id.len() <= LONGEST_POOL_ID
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    whole.then_some(region)
}

fn has_key_form(key: &str) -> bool {
    (16..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// An endpoint address that may be used.
struct Endpoint {
    /// Whether it is this computer.
    local: bool,
}

impl Endpoint {
    fn read(address: &str) -> Result<Self, &'static str> {
        const FORM: &str = "An endpoint address is written like https://cognito-idp.eu-west-1.amazonaws.com.";
        let (scheme, rest) = address.split_once("://").ok_or(FORM)?;
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err("Leave the user name and password out of the endpoint address.");
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let has_form = match bracketed {
            Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
            None => {
                !host.is_empty()
                    && host
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
            }
        };
        let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port != 0));
        if !has_form || !port_fits || path.contains(['?', '#']) || path.contains(char::is_whitespace) {
            return Err(FORM);
        }
        let local = host.eq_ignore_ascii_case("localhost")
            || bracketed
                .unwrap_or(host)
                .parse::<std::net::IpAddr>()
                .is_ok_and(|ip| ip.is_loopback());
        match scheme.to_ascii_lowercase().as_str() {
            "https" => Ok(Self { local }),
            "http" if local => Ok(Self { local }),
            "http" => Err(
                "An endpoint address must begin with https, as the keys' signatures travel there; http is for this computer only.",
            ),
            _ => Err(FORM),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&str, &str)]) -> Settings {
        pairs
            .iter()
            .map(|&(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    /// Good settings, but for `changed`.
    fn but(changed: &[(&str, &str)]) -> Settings {
        let mut all = settings(&[
            (USER_POOL_ID, "eu-west-1_AbCdEfGhI"),
            (ACCESS_KEY_ID, "AKIAIOSFODNN7EXAMPLE"),
        ]);
        all.extend(settings(changed));
        all
    }

    fn secrets(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|&key| key.to_owned()).collect()
    }

    fn errors(settings: &Settings, secret_keys: &[&str]) -> String {
        let errors = validate(settings, &secrets(secret_keys)).expect_err("something is wrong");
        errors
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn one(changed: &[(&str, &str)]) -> String {
        errors(&but(changed), &[SECRET_ACCESS_KEY])
    }

    #[test]
    fn what_was_pasted_is_tidied_and_filled_in() {
        let typed = but(&[
            (USER_POOL_ID, " \"eu-west-1_AbCdEfGhI\"\n"),
            (ACCESS_KEY_ID, "\u{feff}'AKIAIOSFODNN7EXAMPLE' "),
            (SECRET_ACCESS_KEY, "typed into the wrong place"),
            (ENDPOINT, "  "),
        ]);
        let stored = validate(&typed, &secrets(&[SECRET_ACCESS_KEY])).expect("all is well");
        let stored: Vec<String> = stored
            .iter()
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        insta::assert_snapshot!(stored.join("\n"), @r"
        access_key_id = AKIAIOSFODNN7EXAMPLE
        region = eu-west-1
        sign_in = keys
        speed = gentle
        user_pool_id = eu-west-1_AbCdEfGhI
        ");
    }

    #[test]
    fn nothing_typed() {
        insta::assert_snapshot!(errors(&Settings::new(), &[]), @r"
        user_pool_id: Enter the User Pool ID; it looks like eu-west-1_AbCdEfGhI.
        access_key_id: Enter the access key ID; it begins with AKIA or ASIA.
        secret_access_key: Enter the secret access key that belongs to the access key ID.
        ");
    }

    #[test]
    fn pool_ids() {
        for wrong in [
            "AbCdEfGhI",
            "eu-west-1",
            "eu-west-1_",
            "eu-west-1_a b",
            "EU-WEST-1_AbC",
            "eu-west-1_Ab-C",
            "_AbC",
        ] {
            assert!(
                one(&[(USER_POOL_ID, wrong)]).starts_with("user_pool_id: A User Pool ID is"),
                "`{wrong}`"
            );
        }
        assert_eq!(region_of("mx-central-1_0a1B2c"), Some("mx-central-1"));
        let long = format!("eu-west-1_{}", "a".repeat(46));
        assert_eq!(region_of(&long), None, "longer than AWS allows");
    }

    #[test]
    fn regions() {
        insta::assert_snapshot!(one(&[(REGION, "eu-west-2")]), @"region: The User Pool ID says eu-west-1, so the Region cannot be eu-west-2.");
        insta::assert_snapshot!(one(&[(REGION, "Ireland")]), @"region: A Region is written like eu-west-1; choose one from the list.");
        let newer = but(&[(USER_POOL_ID, "zz-newest-9_AbC"), (REGION, "zz-newest-9")]);
        assert!(
            validate(&newer, &secrets(&[SECRET_ACCESS_KEY])).is_ok(),
            "a Region newer than the list is accepted"
        );
    }

    #[test]
    fn keys() {
        insta::assert_snapshot!(one(&[(ACCESS_KEY_ID, "akiaiosfodnn7example")]), @"access_key_id: An access key ID is at least 16 capital letters and digits, such as AKIAIOSFODNN7EXAMPLE.");
        insta::assert_snapshot!(one(&[(ACCESS_KEY_ID, "ASIAIOSFODNN7EXAMPLE")]), @"access_key_id: This key begins with ASIA, so it is temporary: choose Temporary keys and enter its session token too.");
        insta::assert_snapshot!(one(&[(SIGN_IN, TEMPORARY_KEYS)]), @"session_token: Enter the session token that came with the temporary keys.");
        insta::assert_snapshot!(one(&[(SIGN_IN, "magic")]), @"sign_in: Choose an access key, temporary keys or a profile.");
    }

    #[test]
    fn a_profile_needs_no_keys() {
        let typed = but(&[(SIGN_IN, FROM_PROFILE), (PROFILE, "work")]);
        let stored = validate(&typed, &[]).expect("all is well");
        assert_eq!(stored.get(ACCESS_KEY_ID), None, "what does not apply is not kept");
        insta::assert_snapshot!(errors(&but(&[(SIGN_IN, FROM_PROFILE)]), &[]), @"profile: Enter the name of a profile of the AWS configuration on this computer.");
    }

    #[test]
    fn endpoints() {
        for good in [
            "https://cognito.example.com",
            "https://[::1]:8443/",
            "http://localhost:5000",
            "http://127.0.0.1:5000",
            "http://[::1]:80",
        ] {
            assert!(
                validate(&but(&[(ENDPOINT, good)]), &secrets(&[SECRET_ACCESS_KEY])).is_ok(),
                "`{good}`"
            );
        }
        for wrong in [
            "cognito.example.com",
            "ftp://localhost",
            "https://",
            "https://a b",
            "https://a?x=1",
            "https://a:x",
            "https://[::1",
            "https://a:0",
        ] {
            assert!(
                one(&[(ENDPOINT, wrong)]).starts_with("endpoint: An endpoint address is written"),
                "`{wrong}`"
            );
        }
        insta::assert_snapshot!(one(&[(ENDPOINT, "http://cognito.example.com")]), @"endpoint: An endpoint address must begin with https, as the keys' signatures travel there; http is for this computer only.");
        insta::assert_snapshot!(one(&[(ENDPOINT, "https://me:pw@example.com")]), @"endpoint: Leave the user name and password out of the endpoint address.");
        let trick = one(&[(ENDPOINT, "http://127.0.0.1.example.com")]);
        assert!(
            trick.contains("must begin with https"),
            "a name that looks like loopback is not: {trick}"
        );
    }

    #[test]
    fn speeds() {
        insta::assert_snapshot!(one(&[(SPEED, "warp")]), @"speed: Choose gentle, balanced or full.");
        insta::assert_snapshot!(one(&[(SPEED, "unlimited")]), @"speed: AWS has limits: choose gentle, balanced or full.");
        let local = but(&[(SPEED, "unlimited"), (ENDPOINT, "http://localhost:5000")]);
        assert!(
            validate(&local, &secrets(&[SECRET_ACCESS_KEY])).is_ok(),
            "this computer has none"
        );
    }
}
