//! The check of what was typed: no I/O, one friendly sentence for each mistake. Called by the
//! kinds. Deliberately absent: any look at a secret's value.

use crate::endpoint::Endpoint;
use crate::fields::{
    ACCESS_KEY_ID, ENDPOINT, FROM_PROFILE, KEYS, PROFILE, PoolId, REGION, SECRET_ACCESS_KEY, SESSION_TOKEN,
    SIGN_IN, SPEED, TEMPORARY_KEYS,
};
use crate::regions::has_region_form;
use poolhouse_connector::{FieldError, Settings, Speed};

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
pub(crate) fn validate(
    pool: &PoolId,
    settings: &Settings,
    secrets: &[String],
) -> Result<Settings, Vec<FieldError>> {
    let mut typed = tidy(settings);
    let mut wrong = Vec::new();
    let mut tell = |field: &str, message: String| {
        wrong.push(FieldError {
            field: field.into(),
            message,
        });
    };
    place(pool, &mut typed, &mut tell);
    sign_in(&mut typed, secrets, &mut tell);
    endpoint_and_speed(&mut typed, &mut tell);
    if wrong.is_empty() { Ok(typed) } else { Err(wrong) }
}

/// The pool's ID and its Region, which the ID says.
fn place(pool: &PoolId, typed: &mut Settings, tell: &mut impl FnMut(&str, String)) {
    let home = match typed.get(pool.key).map(|id| (pool.region_of)(id)) {
        None => {
            let PoolId { label, example, .. } = pool;
            tell(pool.key, format!("Enter the {label}; it looks like {example}."));
            None
        }
        Some(None) => {
            tell(pool.key, format!("{}, such as {}.", pool.form, pool.example));
            None
        }
        Some(Some(region)) => Some(region.to_owned()),
    };
    match (typed.get(REGION), home) {
        (Some(region), _) if !has_region_form(region) => tell(
            REGION,
            "A Region is written like eu-west-1; choose one from the list.".into(),
        ),
        (Some(region), Some(home)) if *region != home => tell(
            REGION,
            format!(
                "The {} says {home}, so the Region cannot be {region}.",
                pool.label
            ),
        ),
        (None, Some(home)) => {
            typed.insert(REGION.into(), home);
        }
        (Some(_), _) | (None, None) => {}
    }
}

/// The keys or the profile; what does not apply is not kept.
fn sign_in(typed: &mut Settings, secrets: &[String], tell: &mut impl FnMut(&str, String)) {
    let has = |key: &str| secrets.iter().any(|secret| secret == key);
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
}

fn endpoint_and_speed(typed: &mut Settings, tell: &mut impl FnMut(&str, String)) {
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
}

fn has_key_form(key: &str) -> bool {
    (16..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user_pool::fields::{POOL_ID, USER_POOL_ID, region_of};

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
        let errors = validate(&POOL_ID, settings, &secrets(secret_keys)).expect_err("something is wrong");
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
        let stored = validate(&POOL_ID, &typed, &secrets(&[SECRET_ACCESS_KEY])).expect("all is well");
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
            validate(&POOL_ID, &newer, &secrets(&[SECRET_ACCESS_KEY])).is_ok(),
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
        let stored = validate(&POOL_ID, &typed, &[]).expect("all is well");
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
                validate(
                    &POOL_ID,
                    &but(&[(ENDPOINT, good)]),
                    &secrets(&[SECRET_ACCESS_KEY])
                )
                .is_ok(),
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
            validate(&POOL_ID, &local, &secrets(&[SECRET_ACCESS_KEY])).is_ok(),
            "this computer has none"
        );
    }
}
