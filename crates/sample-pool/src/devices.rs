//! The devices that users let be remembered: a pure function of the seed and the user's number.

use crate::User;
use crate::draw::Draw;
use crate::json::seconds;
use crate::keys::ACCOUNT;
use crate::pool::Pool;
use serde_json::{Value, json};

/// One user in so many has more devices than a page.
const MANY_EVERY: u64 = 97;
const MANY: u64 = 75;
const DAY_MS: u64 = 86_400_000;

/// Names that people and programs give to devices.
const NAMES: [&str; 8] = [
    "Pixel 8",
    "Ada’s iPhone",
    "\"Work\" laptop",
    "📱🏠",
    "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0",
    "=cmd|' /C calc'!A0",
    "line\nbreak",
    "тестовый планшет",
];

/// How many devices a user has.
fn count(draw: &mut Draw, user: u64) -> u64 {
    if user % MANY_EVERY == 13 {
        MANY
    } else {
        draw.below(6).saturating_sub(2)
    }
}

/// The devices of a user, the oldest first.
pub(crate) fn of(pool: &Pool, user: &User, region: &str) -> Vec<Value> {
    let mut draw = pool.population.draw(user.number, "devices");
    (0..count(&mut draw, user.number))
        .map(|_| device(&mut draw, user, &pool.id, region))
        .collect()
}

fn device(draw: &mut Draw, user: &User, pool_id: &str, region: &str) -> Value {
    let key = format!("{region}_{}", draw.uuid());
    let created_ms = user.created_ms + draw.below(300 * DAY_MS) as i64;
    let modified_ms = created_ms + draw.below(60 * DAY_MS) as i64;
    let remembered = draw.one_of(&["remembered", "not_remembered"]);
    let owner = format!("{}.{pool_id}", user.sub);
    let mut attributes = vec![
        json!({ "Name": "device_status", "Value": "valid" }),
        json!({ "Name": "device_name", "Value": draw.one_of(&NAMES) }),
        json!({
            "Name": "dev:device_arn",
            "Value": format!("arn:aws:cognito-idp:{region}:{ACCOUNT}:owner/{owner}/device/{key}"),
        }),
        json!({ "Name": "dev:device_owner", "Value": owner }),
        json!({ "Name": "dev:device_remembered_status", "Value": remembered }),
        json!({ "Name": "last_ip_used", "Value": draw.ip_address() }),
    ];
    if draw.below(4) == 0 {
        // Absent is not empty.
        attributes.push(json!({ "Name": "dev:device_sdk" }));
    }
    let mut device = json!({
        "DeviceKey": key,
        "DeviceAttributes": attributes,
        "DeviceCreateDate": seconds(created_ms),
        "DeviceLastModifiedDate": seconds(modified_ms),
    });
    if draw.below(5) != 0 {
        device["DeviceLastAuthenticatedDate"] = seconds(modified_ms + draw.below(DAY_MS) as i64);
    }
    device
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_have_none_some_several_and_some_more_than_a_page() {
        let pool = Pool::sample("eu-west-1_P", 1, 250, 0, 0);
        let user = |number| pool.population.user(number);
        let counts: Vec<usize> = (0..250)
            .map(|number| of(&pool, &user(number), "eu-west-1").len())
            .collect();
        assert!(counts.contains(&0) && counts.contains(&1) && counts.contains(&3));
        assert_eq!(counts.iter().filter(|&&count| count > 60).count(), 3);
        assert_eq!(
            of(&pool, &user(13), "eu-west-1"),
            of(&pool, &user(13), "eu-west-1"),
            "the same each time"
        );
    }
}
