//! The program's own log, on standard error. Never holds a secret or a value of a row.

use std::io::IsTerminal;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// Starts logging. `filter` is what the person asked for, in the form of `RUST_LOG`.
pub fn start(filter: Option<&str>) {
    let filter = EnvFilter::new(filter.unwrap_or("warn"));
    let layer = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_filter(filter_fn(is_safe))
        .with_filter(filter);
    // A second start, as in tests, is none.
    let _ = tracing_subscriber::registry().with(layer).try_init();
}

/// Whether an event may be logged: what the AWS crates and the HTTP stack say below a warning
/// holds headers and bodies, whatever was asked for.
fn is_safe(metadata: &Metadata<'_>) -> bool {
    const TALKATIVE: [&str; 5] = ["aws_", "hyper", "h2", "rustls", "zbus"];
    !TALKATIVE
        .iter()
        .any(|prefix| metadata.target().starts_with(prefix))
        || *metadata.level() <= Level::WARN
}
