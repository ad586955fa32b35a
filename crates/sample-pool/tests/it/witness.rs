//! boto3 as a witness that nobody here wrote: `tests/witness.py` against a sample pool. Each
//! reply is held against botocore's model too (`tests/shapes.py`).

use crate::client::start;
use poolhouse_sample_pool::{Key, Options, ShortPages};
use serde_json::json;
use std::path::PathBuf;
use std::process::Command;

/// Names the Python that has boto3; `cargo xtask test` makes one and sets it.
const PYTHON: &str = "POOLHOUSE_PYTHON";

/// As many operations as are answered; the witness must have read each.
const OPERATIONS: usize = 31;

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
    let key = |key: Key| json!({ "id": key.id, "secret": key.secret, "token": key.session_token });
    let told = json!({
        "endpoint": pool.endpoint(),
        "region": pool.region(),
        "pool": pool.pool_id(),
        "emptyPool": pool.empty_pool_id(),
        "identityPool": pool.identity_pool_id(),
        "emptyIdentityPool": pool.empty_identity_pool_id(),
        "identity": pool.control().identity_id(1),
        "operations": OPERATIONS,
        "full": key(Key::full()),
        "expired": key(Key::expired()),
        "narrow": key(Key::reader()),
    });
    let output = tokio::task::spawn_blocking(move || {
        // What was compiled before is not written beside the script.
        Command::new(python)
            .arg("-B")
            .arg(script)
            .arg(told.to_string())
            .output()
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
