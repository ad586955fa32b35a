//! `sample-pool`: the made-up pool, served on its own.

use super::Failed;
use crate::Ended;
use crate::arguments::SamplePool as Asked;
use crate::output::Output;
use poolhouse_sample_pool::{Key, Options, SamplePool, ShortPages};
use serde::Serialize;
use std::time::Duration;

/// Where it is and how to sign in.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Served {
    endpoint: String,
    user_pool_id: String,
    identity_pool_id: String,
    region: String,
    access_key_id: String,
    secret_access_key: String,
}

pub(crate) async fn serve(asked: &Asked, output: &Output) -> Result<Ended, Failed> {
    let options = Options {
        users: asked.users,
        seed: asked.seed,
        latency: Duration::from_millis(asked.latency_ms),
        quota: asked.quota,
        port: asked.port,
        short_pages: if asked.full_pages {
            ShortPages::Never
        } else {
            ShortPages::default()
        },
        ..Options::default()
    };
    let pool = SamplePool::start(options).await.map_err(|error| Failed::Plain {
        message: error.to_string(),
        hint: "Choose another --port.".into(),
        ended: Ended::Usage,
    })?;
    let key = Key::full();
    let served = Served {
        endpoint: pool.endpoint(),
        user_pool_id: pool.pool_id().to_owned(),
        identity_pool_id: pool.identity_pool_id().to_owned(),
        region: pool.region().to_owned(),
        access_key_id: key.id,
        secret_access_key: key.secret,
    };
    output.answer(&served, || {
        format!(
            "Endpoint:          {}\nUser Pool ID:      {}\nIdentity Pool ID:  {}\nRegion:            {}\nAccess key ID:     {}\nSecret access key: {}\n",
            served.endpoint,
            served.user_pool_id,
            served.identity_pool_id,
            served.region, served.access_key_id, served.secret_access_key
        )
    });
    output.say("Made-up people, on this computer only. Control-C ends it.");
    tokio::signal::ctrl_c().await?;
    pool.stop().await;
    Ok(Ended::Done)
}
