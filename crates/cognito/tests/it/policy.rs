//! The permission policies, as cfn-lint reads them: a linter that nobody here wrote, with AWS's own
//! list of actions.

use poolhouse_cognito::{IdentityPoolKind, UserPoolKind};
use poolhouse_connector::{ConnectorKind, Settings, TableId};
use std::path::PathBuf;
use std::process::Command;

/// Names the Python that has cfn-lint; `cargo xtask test` makes one and sets it.
const PYTHON: &str = "POOLHOUSE_PYTHON";

#[test]
fn each_policy_is_valid_and_names_actions_that_there_are() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test's own start-up: cargo xtask test says where Python is"
    )]
    let python = std::env::var_os(PYTHON);
    let Some(python) = python else {
        eprintln!("cfn-lint was not asked: `cargo xtask test` sets {PYTHON} to a Python that has it");
        return;
    };
    let mut policies = Vec::new();
    for kind in [&UserPoolKind as &dyn ConnectorKind, &IdentityPoolKind] {
        let tables: Vec<TableId> = kind.tables().into_iter().map(|table| table.id).collect();
        for tables in tables.chunks(1).chain([&tables[..], &[]]) {
            policies.push(kind.policy(&Settings::new(), tables).expect("it has one"));
        }
    }
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/policy.py");
    let output = Command::new(python)
        .arg("-B")
        .arg(script)
        .args(&policies)
        .output()
        .expect("Python starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(said.trim(), policies.len().to_string(), "each was read");
}
