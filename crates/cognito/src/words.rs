//! What a person is told about a failed call to AWS, by its kind. Called by the kinds of this
//! crate; the upstream's own words stand beside these, under *Details*.

use crate::fields::{ENDPOINT, PoolId};
use crate::sign_in;
use poolhouse_connector::{ErrorKind, ReadError, Settings, Words};

/// Which pool it is, and at whose address it is reached.
pub(crate) fn origin(pool: &PoolId, settings: &Settings) -> String {
    let (id, region) = sign_in::place(pool, settings);
    let noun = pool.noun;
    match settings.get(ENDPOINT) {
        None => format!("AWS: {noun} {id} in Region {region}"),
        Some(address) => {
            format!("{address}, an endpoint address that was set in place of AWS's own: {noun} {id}")
        }
    }
}

/// What happened and what to try, for this sort of pool. `settings` name the pool and the Region.
pub(crate) fn words(pool: &PoolId, settings: &Settings, error: &ReadError) -> Words {
    let PoolId {
        noun, label, example, ..
    } = pool;
    let region = settings.get("region").map_or("this Region", String::as_str);
    let id = settings.get(pool.key).map_or("this ID", String::as_str);
    let (message, hint): (String, String) = match error.kind() {
        ErrorKind::Offline => (
            "This computer cannot find AWS on the network.".into(),
            "Check that you are online and that your VPN, if you use one, is connected. Then try again.".into(),
        ),
        ErrorKind::Refused => (
            "AWS's address was found, but nothing answers there.".into(),
            "A firewall or VPN may be in the way; if you set an endpoint address under Advanced, check it.".into(),
        ),
        ErrorKind::Untrusted => (
            "The connection to AWS shows a certificate that this computer does not trust.".into(),
            "Your company's network probably inspects traffic. Ask your IT department for its certificate authority, and add it under Settings, Network, or to this computer.".into(),
        ),
        ErrorKind::Proxy => (
            "The network's proxy did not let the connection to AWS through.".into(),
            "Check the proxy under Settings, Network, or that of this computer; or ask your IT department to allow AWS Cognito's addresses.".into(),
        ),
        ErrorKind::ProxyAbsent => (
            "The network's proxy is not found, or nothing answers there.".into(),
            "Check that you are online and that your VPN, if you use one, is connected; then the proxy under Settings, Network, or that of this computer.".into(),
        ),
        ErrorKind::Timeout => (
            "AWS did not answer in time.".into(),
            "The network is slow or blocked. Try again; a VPN or proxy may be in the way.".into(),
        ),
        ErrorKind::Broken => (
            "The connection to AWS broke off in the middle of an answer.".into(),
            "Try again; what was already read is kept.".into(),
        ),
        ErrorKind::NotTheService => (
            "Something answered in AWS's place: a web page, and not Cognito.".into(),
            "This is often a sign-in page of a hotel or guest network. Open a browser, sign in to the network, and try again.".into(),
        ),
        ErrorKind::UnknownKey => (
            "AWS does not know this access key ID.".into(),
            "It is mistyped, deleted or deactivated. Copy it again, or ask your administrator for a new access key.".into(),
        ),
        // Each Region has an address of its own, and refuses what was signed for another as it refuses a
        // wrong secret.
        ErrorKind::WrongSecret if settings.get("endpoint").is_some_and(|endpoint| !endpoint.is_empty()) => (
            format!("The secret access key does not belong to this access key ID, or the endpoint address to another Region than {region}."),
            "Copy both again from the same place; the secret is 40 characters and is easily cut short. Then check the endpoint address under Advanced.".into(),
        ),
        ErrorKind::WrongSecret => (
            "The secret access key does not belong to this access key ID.".into(),
            "Copy both again from the same place; the secret is 40 characters and is easily cut short.".into(),
        ),
        ErrorKind::ExpiredKeys => (
            "The temporary keys have run out.".into(),
            "Get new temporary keys (all three values) and enter them.".into(),
        ),
        ErrorKind::ClockWrong { seconds_ahead } => (clock(*seconds_ahead), "Set the computer's date and time to automatic, then try again.".into()),
        ErrorKind::Profile => (
            "The profile of the AWS configuration on this computer cannot be used.".into(),
            "Check the profile's name; if it signs in through a browser, sign in again first (aws sso login).".into(),
        ),
        ErrorKind::Forbidden { action } => (
            format!("The keys are right, but they may not do {action}."),
            "Ask your administrator for this permission; the Setup guide has the policy to hand over.".into(),
        ),
        ErrorKind::NotFound => (
            format!("There is no {noun} {id} in {region} for this account."),
            format!("Check the {label} and the Region, and that the keys belong to the account that owns the pool."),
        ),
        ErrorKind::BadParameter => (
            "AWS refuses one of the values it was given.".into(),
            format!("Check the {label}: it looks like {example}."),
        ),
        ErrorKind::Throttled => (
            "AWS's limit on calls is used up.".into(),
            "Another program is using up your account's calls to Cognito. A run waits 15 minutes for the limit to open; try again later, or at a gentler speed.".into(),
        ),
        ErrorKind::StaleCursor => (
            "AWS refused to go on from where the reading stood, again and again.".into(),
            "Run again; if it happens again, the pool is changing faster than it can be read.".into(),
        ),
        ErrorKind::SplitBroken => (
            "The pool answered with users that were not asked for.".into(),
            "Run again: the pool is read in one go from now on.".into(),
        ),
        ErrorKind::UpstreamFault => (
            "AWS has a fault of its own.".into(),
            "It was tried several times. Wait a few minutes and run again; AWS's health page may say more.".into(),
        ),
        ErrorKind::Malformed => (
            "AWS's answer makes no sense.".into(),
            "Try again; if it happens again, use Copy for support.".into(),
        ),
    };
    Words { message, hint }
}

fn clock(seconds_ahead: Option<i64>) -> String {
    match seconds_ahead {
        Some(seconds) => {
            let side = if seconds >= 0 { "ahead" } else { "behind" };
            let seconds = seconds.unsigned_abs();
            let span = match seconds {
                0..120 => format!("{seconds} seconds"),
                120..7_200 => format!("{} minutes", seconds / 60),
                7_200..172_800 => format!("{} hours", seconds / 3_600),
                _ => format!("{} days", seconds / 86_400),
            };
            format!("This computer's clock is {span} {side}, so AWS refuses its signature.")
        }
        None => "This computer's clock is wrong, so AWS refuses its signature.".into(),
    }
}
