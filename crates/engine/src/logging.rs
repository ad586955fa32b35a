//! The program's own log, on standard error. Never holds a secret or a value of a row.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{IsTerminal, Write};
use std::panic::{self, PanicHookInfo};
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// Starts logging. `filter` is what the person asked for, in the form of `RUST_LOG`. A panic is told by its place
/// from now on.
pub fn start(filter: Option<&str>) {
    panic::set_hook(Box::new(tell_place));
    let filter = EnvFilter::new(filter.unwrap_or("warn"));
    let layer = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_filter(filter_fn(is_safe))
        .with_filter(filter);
    // A second start, as in tests, is none.
    let _ = tracing_subscriber::registry().with(layer).try_init();
}

/// Tells where a panic came about, with the calls that led there where `RUST_BACKTRACE` asks for them. Its words
/// are left out unless they were written down beforehand: others may hold what was in hand, such as a secret or a
/// value of a row.
fn tell_place(panic: &PanicHookInfo<'_>) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("unnamed");
    let place = panic
        .location()
        .map_or_else(String::new, |at| format!(" at {at}"));
    let words = panic
        .payload()
        .downcast_ref::<&'static str>()
        .map_or_else(String::new, |words| format!(": {words}"));
    let calls = Backtrace::capture();
    let calls = match calls.status() {
        BacktraceStatus::Captured => format!("\n{calls}"),
        _ => String::new(),
    };
    // By hand: logging may be what panicked, and where nobody listens nothing can be done.
    let _ = writeln!(
        std::io::stderr(),
        "Poolhouse met an error of its own (panic in thread {name}{place}){words}{calls}"
    );
}

/// Whether an event may be logged, whatever was asked for. What the AWS crates warn of holds whole replies and what
/// a profile's program wrote: all that matters of it comes as an error too. What the HTTP stack says below a warning
/// holds headers and bodies, and what the keychain's crates say holds its entries.
fn is_safe(metadata: &Metadata<'_>) -> bool {
    const TALKATIVE: [&str; 8] = [
        "hyper",
        "h2",
        "rustls",
        "zbus",
        "keyring",
        "secret_service",
        "apple_native",
        "windows_native",
    ];
    let is_of = |name: &str| metadata.target().starts_with(name);
    !is_of("aws_") && (!TALKATIVE.into_iter().any(is_of) || *metadata.level() <= Level::WARN)
}
