//! What belongs to a whole process, each test in one of its own: what a panic tells, and what a crash leaves.

use crate::house::{draft, open};
use crate::script::{Fault, PEOPLE, Script};
use poolhouse_connector::Secrets;
use poolhouse_engine::model::{DataflowDraft, RunStatus};
use poolhouse_engine::view::RunQuery;
use poolhouse_engine::{Keep, Keychain, logging};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

const CANARY: &str = "canary/Secret+in/Hand000000000000000001";

/// Runs an ignored test of this file in a process of its own, in this folder; `shell` is what is done before it.
fn alone(test: &str, folder: &Path, shell: &str) -> Output {
    let program = std::env::current_exe().expect("this test runs from a file");
    Command::new("sh")
        .args(["-c", &format!("{shell}; exec \"$@\""), "sh"])
        .arg(program)
        .args(["--exact", &format!("process::{test}"), "--ignored", "--nocapture"])
        .current_dir(folder)
        .env("RUST_BACKTRACE", "full")
        .output()
        .expect("it starts")
}

fn bytes_below(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            all.extend(bytes_below(&entry.path()));
        } else {
            all.extend(fs::read(entry.path()).expect("it can be read"));
        }
    }
    all
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn a_panic_with_a_secret_in_hand_is_told_without_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = alone("panics_with_a_secret_in_hand", folder.path(), "true");
    let said = [output.stdout, output.stderr].concat();
    let words = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "{words}");
    assert!(
        words.contains("Poolhouse met an error of its own (panic in thread tokio-rt-worker at "),
        "the panic was told: {words}"
    );
    assert!(words.contains("script.rs:"), "with its place: {words}");
    assert!(
        words.contains("unit.rs:"),
        "and the calls that led there: {words}"
    );
    for kept in [&said, &bytes_below(folder.path())] {
        // The page of the run, the list, the text for support and the diagnostics lie in the folder.
        assert!(!has(kept, CANARY), "the secret stands in it");
        assert!(!has(kept, "99, 97, 110, 97, 114, 121"), "as a list of its bytes");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "run by `a_panic_with_a_secret_in_hand_is_told_without_it`"]
async fn panics_with_a_secret_in_hand() {
    logging::start(Some("trace"));
    let script = Arc::new(Script::default());
    let engine = open(Path::new("data"), &script, &Keychain::in_memory());
    let draft = DataflowDraft {
        settings: [("locked".to_owned(), "yes".to_owned())].into(),
        ..draft("People", &[PEOPLE])
    };
    let secrets: Secrets = [("password".to_owned(), CANARY.to_owned().into())].into();
    let dataflow = engine.create_dataflow(draft, secrets, Keep::Keychain).await;
    let id = dataflow.expect("it is sound").id;
    script
        .state()
        .faults
        .insert(2, Fault::PanicSaying(format!("cannot sign with {CANARY}")));
    let run = engine.start_run(id, None).await.expect("it starts").run.id;
    let run = engine.run_ended(run).await.expect("it ends");
    assert_eq!(run.status, RunStatus::Failed);
    let page = engine.open_run(run.id).expect("its page");
    let runs = engine.list_runs(&RunQuery::default()).await.expect("the history");
    let diagnostics = engine.diagnostics().await.expect("the report");
    fs::write(
        "told",
        format!("{page:?}\n{}\n{runs:?}\n{diagnostics}", page.support),
    )
    .expect("there is room");
}

/// An administrator may have taken the limit away; a collector of crashes does not heed one of none.
#[cfg(target_os = "linux")]
#[test]
fn a_process_without_any_limit_left_is_not_dumped_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    for (shell, test) in [
        ("ulimit -c 0", "cannot_be_dumped"),
        (
            "ulimit -S -c 0; ulimit -H -c unlimited 2>/dev/null || true",
            "has_a_limit_that_is_heeded",
        ),
    ] {
        let output = alone(test, folder.path(), shell);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && said.contains("1 passed"),
            "{shell}: {said}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "run by `a_process_without_any_limit_left_is_not_dumped_at_all`"]
fn cannot_be_dumped() {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};
    poolhouse_engine::without_core_dumps();
    assert_eq!(getrlimit(Resource::Core).maximum, Some(0), "it may not be raised");
    let behavior = dumpable_behavior().expect("it can be asked");
    assert_eq!(behavior, DumpableBehavior::NotDumpable);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "run by `a_process_without_any_limit_left_is_not_dumped_at_all`"]
fn has_a_limit_that_is_heeded() {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};
    poolhouse_engine::without_core_dumps();
    let limit = getrlimit(Resource::Core);
    assert_eq!(
        (limit.current, limit.maximum),
        (Some(1), Some(1)),
        "a soft limit of none is raised to it"
    );
    let behavior = dumpable_behavior().expect("it can be asked");
    assert_eq!(
        behavior,
        DumpableBehavior::Dumpable,
        "other programs find their way as always"
    );
}
