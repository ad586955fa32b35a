//! Waiting until something is so: asked again and again, with an end.

use anyhow::{Context, Result, bail};
use std::time::{Duration, Instant};

/// What a person would still wait for without wondering, on a busy machine.
pub const SOON: Duration = Duration::from_secs(20);

/// For imports.
pub const LONG: Duration = Duration::from_secs(90);

const BETWEEN: Duration = Duration::from_millis(40);

/// Asks until there is an answer. An error is an answer only when the time is over: a page that
/// is being redrawn refuses a question that it answers a moment later.
pub async fn until<T>(
    what: &str,
    limit: Duration,
    mut ask: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let started = Instant::now();
    loop {
        let answer = ask().await;
        if let Ok(Some(found)) = answer {
            return Ok(found);
        }
        if started.elapsed() > limit {
            let waited = format!("waited {} s for {what}, in vain", limit.as_secs());
            return match answer {
                Err(error) => Err(error).context(waited),
                Ok(_) => bail!(waited),
            };
        }
        tokio::time::sleep(BETWEEN).await;
    }
}
