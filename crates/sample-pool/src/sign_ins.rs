//! What users did to sign in: a pure function of the seed and the user's number.

use crate::User;
use crate::draw::Draw;
use crate::json::seconds;
use crate::pool::Pool;
use serde_json::{Value, json};

/// One user in so many has more events than two pages hold.
const MANY_EVERY: u64 = 101;
const MANY: u64 = 130;
const DAY_MS: u64 = 86_400_000;

const PLACES: [(&str, &str, &str); 6] = [
    ("Leeds", "United Kingdom", "Europe/London"),
    ("Köln", "Germany", "Europe/Berlin"),
    ("São Paulo", "Brazil", "America/Sao_Paulo"),
    ("大阪", "Japan", "Asia/Tokyo"),
    ("الرياض", "Saudi Arabia", "Asia/Riyadh"),
    ("O’Fallon, \"Ill.\"", "United States", "America/Chicago"),
];

const DEVICES: [&str; 4] = [
    "Chrome 126, Windows 10",
    "Safari 17, iOS 17",
    "\"curl\"/8 \n=1+1",
    "🤖 bot",
];

/// How many events of a user are kept.
fn count(draw: &mut Draw, user: u64) -> u64 {
    if user % MANY_EVERY == 17 {
        MANY
    } else {
        draw.below(12).saturating_sub(3)
    }
}

/// The events of a user, the latest first.
pub(crate) fn of(pool: &Pool, user: &User) -> Vec<Value> {
    let mut draw = pool.population.draw(user.number, "sign-ins");
    let mut at_ms = user.updated_ms + (400 * DAY_MS) as i64;
    (0..count(&mut draw, user.number))
        .map(|_| {
            at_ms -= 1 + draw.below(2 * DAY_MS) as i64;
            event(&mut draw, at_ms)
        })
        .collect()
}

fn event(draw: &mut Draw, at_ms: i64) -> Value {
    let kind = match draw.below(16) {
        0 => "SignUp",
        1 => "ForgotPassword",
        2 => "PasswordChange",
        3 => "ResendCode",
        _ => "SignIn",
    };
    let response = draw.one_of(&["Pass", "Pass", "Pass", "Fail", "InProgress"]);
    let mut event = json!({
        "EventId": draw.uuid(),
        "EventType": kind,
        "CreationDate": seconds(at_ms),
        "EventResponse": response,
    });
    let risky = draw.below(8);
    event["EventRisk"] = match risky {
        0 => json!({
            "RiskDecision": "AccountTakeover",
            "RiskLevel": draw.one_of(&["Low", "Medium", "High"]),
            "CompromisedCredentialsDetected": false,
        }),
        1 => json!({ "RiskDecision": "Block", "RiskLevel": "High", "CompromisedCredentialsDetected": true }),
        _ => json!({ "RiskDecision": "NoRisk", "CompromisedCredentialsDetected": false }),
    };
    if kind == "SignIn" {
        let outcome = if response == "Fail" { "Failure" } else { "Success" };
        let mut challenges = vec![json!({ "ChallengeName": "Password", "ChallengeResponse": outcome })];
        if draw.below(3) == 0 {
            challenges.push(json!({ "ChallengeName": "Mfa", "ChallengeResponse": "Success" }));
        }
        event["ChallengeResponses"] = json!(challenges);
    }
    let mut context = json!({ "IpAddress": draw.ip_address(), "DeviceName": draw.one_of(&DEVICES) });
    // Not every address has a place.
    if draw.below(4) != 0 {
        let (city, country, zone) = draw.one_of(&PLACES);
        context["City"] = json!(city);
        context["Country"] = json!(country);
        context["Timezone"] = json!(zone);
    }
    event["EventContextData"] = context;
    if risky < 2 && draw.below(2) == 0 {
        event["EventFeedback"] = json!({
            "FeedbackValue": draw.one_of(&["Valid", "Invalid"]),
            "Provider": draw.one_of(&["Admin", "User"]),
            "FeedbackDate": seconds(at_ms + 3_600_000),
        });
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_have_none_some_several_and_some_more_than_two_pages() {
        let pool = Pool::sample("eu-west-1_P", 1, 250, 0, 0);
        let counts: Vec<usize> = (0..250)
            .map(|number| of(&pool, &pool.population.user(number)).len())
            .collect();
        assert!(counts.contains(&0) && counts.contains(&5));
        assert_eq!(counts.iter().filter(|&&count| count > 120).count(), 3);
        let ids: std::collections::BTreeSet<String> = (0..250)
            .flat_map(|number| of(&pool, &pool.population.user(number)))
            .map(|event| event["EventId"].to_string())
            .collect();
        assert_eq!(ids.len(), counts.iter().sum::<usize>(), "no two have the same ID");
    }
}
