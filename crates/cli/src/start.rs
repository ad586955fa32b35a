//! Start-up: the one place of the command line that reads the environment.

use crate::arguments::Arguments;
use crate::output::Output;
use poolhouse_engine::model::Trigger;
use poolhouse_engine::{Clock, Engine, Error, FixedClock, Keychain, Openings, SystemClock};
use poolhouse_sample_pool::SamplePoolKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A variable of the environment; an empty one is none.
#[expect(
    clippy::disallowed_methods,
    reason = "start-up is where the environment is read"
)]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Opens the engine on the folder that was chosen; says so while another program has it locked.
pub(crate) async fn open(arguments: &Arguments, output: &Output) -> Result<Engine, Error> {
    let folder = arguments
        .data_dir
        .clone()
        .or_else(poolhouse_engine::default_data_folder)
        .unwrap_or_else(|| PathBuf::from("poolhouse-data"));
    let openings = Openings {
        kinds: vec![
            poolhouse_cognito::user_pool(),
            poolhouse_cognito::identity_pool(),
            Arc::new(SamplePoolKind::default()),
        ],
        keychain: Keychain::system().with_patience(Duration::from_secs(arguments.keychain_wait)),
        clock: clock(),
        trigger: Trigger::CommandLine,
    };
    Engine::open_telling(&folder, openings, |words| output.say(words)).await
}

/// The computer's clock, or the one that a test has set.
fn clock() -> Arc<dyn Clock> {
    match environment("POOLHOUSE_NOW").and_then(|now| now.parse().ok()) {
        Some(now) => Arc::new(FixedClock(now)),
        None => Arc::new(SystemClock),
    }
}
