//! boto3 as a witness that nobody here wrote: `tests/witness.py` against a sample pool.

use crate::client::start;
use poolhouse_sample_pool::{Key, Options, ShortPages};
use std::path::PathBuf;
use std::process::Command;

/// Names the Python that has boto3; `cargo xtask test` makes one and sets it.
const PYTHON: &str = "POOLHOUSE_PYTHON";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn boto3_reads_the_pool() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test's own start-up: cargo xtask test says where Python is"
    )]
    let python = std::env::var_os(PYTHON);
    let Some(python) = python else {
        eprintln!("boto3 was not asked: `cargo xtask test` sets {PYTHON} to a Python that has it");
        return;
    };
    let options = Options {
        short_pages: ShortPages::Often,
        ..Options::default()
    };
    let (pool, _) = start(options).await;
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/witness.py");
    let (full, wrong) = (Key::full(), Key::expired());
    let output = tokio::task::spawn_blocking({
        let arguments = [pool.endpoint(), pool.region().into(), pool.pool_id().into()];
        move || {
            Command::new(python)
                .arg(script)
                .args(arguments)
                .args([&full.id, &full.secret, &wrong.id, &wrong.secret])
                .args(wrong.session_token)
                .output()
        }
    })
    .await
    .expect("the witness was waited for")
    .expect("Python starts");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    pool.stop().await;
}
