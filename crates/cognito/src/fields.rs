//! What a person is asked for to reach AWS, whatever the pool: Region, keys, endpoint, speed.
//! Called by the kinds, which add their pool's ID.

use crate::regions::REGIONS;
use poolhouse_connector::{Field, FieldChoice, FieldCondition, FieldGroup, FieldKind, Speed};

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

/// The field that names the pool, and how its ID is written.
pub(crate) struct PoolId {
    pub(crate) key: &'static str,
    /// What it is the ID of, such as `user pool`.
    pub(crate) noun: &'static str,
    /// Its label, such as `User Pool ID`.
    pub(crate) label: &'static str,
    /// How it looks, such as `eu-west-1_AbCdEfGhI`.
    pub(crate) example: &'static str,
    /// What it is made of, in words.
    pub(crate) form: &'static str,
    /// The Region that an ID names; `None` where it has not the form of one.
    pub(crate) region_of: fn(&str) -> Option<&str>,
}

/// A field that must be filled in.
pub(crate) fn field(key: &str, label: &str, help: &str, kind: FieldKind, group: FieldGroup) -> Field {
    Field {
        key: key.into(),
        label: label.into(),
        help: help.into(),
        kind,
        group,
        shown_when: None,
        default: None,
        required: true,
    }
}

fn choice(value: &str, label: &str, help: &str) -> FieldChoice {
    FieldChoice {
        value: value.into(),
        label: label.into(),
        help: help.into(),
    }
}

/// The form below the pool's ID; `where_from` says how the Region is found.
pub(crate) fn fields(where_from: &str) -> Vec<Field> {
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
            REGION,
            "Region",
            where_from,
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
