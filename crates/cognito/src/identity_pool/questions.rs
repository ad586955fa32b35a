//! What people ask of an identity pool's tables.

use super::tables::identity_pool;
use poolhouse_connector::{Condition, Expected, Question};

pub(crate) fn questions() -> Vec<Question> {
    let of_pool = |title, about, column| Question {
        title,
        about,
        table: identity_pool::ID,
        conditions: vec![Condition::is(column, Expected::Is("1"))],
        order: &[],
    };
    vec![
        of_pool(
            "Guests allowed",
            "The pool gives AWS credentials to people who have not signed in.",
            "guests_allowed",
        ),
        of_pool(
            "Classic flow allowed",
            "The pool lets an app choose its role itself, which the enhanced flow does not.",
            "classic_flow_allowed",
        ),
    ]
}
