//! The field that names an identity pool. Called by the kind and by the list of pools.

use crate::fields::{self, PoolId, field};
use crate::regions::has_region_form;
use poolhouse_connector::{Field, FieldGroup, FieldKind};

pub(crate) const IDENTITY_POOL_ID: &str = "identity_pool_id";

pub(crate) const POOL_ID: PoolId = PoolId {
    key: IDENTITY_POOL_ID,
    noun: "identity pool",
    label: "Identity Pool ID",
    example: "eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789",
    form: "An Identity Pool ID is a Region, a colon, then groups of digits and letters",
    region_of,
};

/// AWS's own limit on the length of a pool's ID.
const LONGEST: usize = 55;

/// The form.
pub(crate) fn fields() -> Vec<Field> {
    let pool = field(
        IDENTITY_POOL_ID,
        POOL_ID.label,
        "In the AWS console under Amazon Cognito, Identity pools; it looks like eu-west-1:0a1b2c3d-4e5f-….",
        FieldKind::Text,
        FieldGroup::Main,
    );
    let mut all = vec![pool];
    all.extend(fields::fields(
        "Where the pool lives; filled in from the Identity Pool ID.",
    ));
    all
}

/// The Region that a pool's ID names; `None` where the ID has not the form of one.
pub(crate) fn region_of(pool_id: &str) -> Option<&str> {
    let (region, rest) = pool_id.split_once(':')?;
    let groups: Vec<usize> = rest.split('-').map(str::len).collect();
    let whole = has_region_form(region)
        && pool_id.len() <= LONGEST
        && groups == [8, 4, 4, 4, 12]
        && rest
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    whole.then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validation::validate;
    use poolhouse_connector::Settings;

    const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

    fn checked(pool_id: &str) -> Result<Settings, String> {
        let typed = [(IDENTITY_POOL_ID, pool_id), ("access_key_id", KEY)];
        let typed = typed
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into();
        validate(&POOL_ID, &typed, &["secret_access_key".to_owned()])
            .map_err(|wrong| wrong.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_region_is_filled_in_from_the_id() {
        let stored = checked(&format!(" \"{}\"", POOL_ID.example)).expect("all is well");
        assert_eq!(stored["region"], "eu-west-1");
        assert_eq!(stored[IDENTITY_POOL_ID], POOL_ID.example);
    }

    #[test]
    fn what_is_no_identity_pool_id() {
        insta::assert_snapshot!(checked("").expect_err("nothing typed"), @"identity_pool_id: Enter the Identity Pool ID; it looks like eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789.");
        for wrong in [
            "eu-west-1_AbCdEfGhI",
            "0a1b2c3d-4e5f-6789-abcd-ef0123456789",
            "eu-west-1:0a1b2c3d-4e5f-6789-abcd",
            "eu-west-1:0A1B2C3D-4e5f-6789-abcd-ef0123456789",
            "eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef012345678g",
        ] {
            let told = checked(wrong).expect_err("no such ID");
            assert!(
                told.starts_with("identity_pool_id: An Identity Pool ID is"),
                "{wrong}: {told}"
            );
        }
    }
}
