//! The field that names a user pool. Called by the kind and by the list of pools.

use crate::fields::{self, PoolId, field};
use crate::regions::has_region_form;
use poolhouse_connector::{Field, FieldGroup, FieldKind};

pub(crate) const USER_POOL_ID: &str = "user_pool_id";

pub(crate) const POOL_ID: PoolId = PoolId {
    key: USER_POOL_ID,
    noun: "user pool",
    label: "User Pool ID",
    example: "eu-west-1_AbCdEfGhI",
    form: "A User Pool ID is a Region, an underscore, then letters and digits",
    region_of,
};

/// AWS's own limit on the length of a pool's ID.
const LONGEST: usize = 55;

/// The form.
pub(crate) fn fields() -> Vec<Field> {
    let pool = field(
        USER_POOL_ID,
        POOL_ID.label,
        "In the AWS console under Amazon Cognito, User pools; it looks like eu-west-1_AbCdEfGhI.",
        FieldKind::Text,
        FieldGroup::Main,
    );
    let mut all = vec![pool];
    all.extend(fields::fields(
        "Where the pool lives; filled in from the User Pool ID.",
    ));
    all
}

/// The Region that a pool's ID names; `None` where the ID has not the form of one.
pub(crate) fn region_of(pool_id: &str) -> Option<&str> {
    let (region, rest) = pool_id.split_once('_')?;
    let whole = has_region_form(region)
        && !rest.is_empty()
        && pool_id.len() <= LONGEST
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    whole.then_some(region)
}
