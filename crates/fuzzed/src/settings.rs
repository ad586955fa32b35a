//! What is typed to connect, and the certificate authorities that are added.

use crate::{BETWEEN, texts};
use poolhouse_connector::{ConnectorKind, Network, Secrets, Settings, TableId};
use std::cell::RefCell;
use tokio::runtime::Runtime;

thread_local! {
    static RUNTIME: RefCell<Runtime> = RefCell::new(runtime());
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// The first byte says what of the network follows: a proxy, and certificate authorities as PEM. Then
/// settings, a key and its value in turn.
pub fn settings(bytes: &[u8]) {
    let [how, rest @ ..] = bytes else { return };
    let mut network = Network::default();
    let mut rest = rest;
    if how & 2 != 0 {
        let end = rest
            .iter()
            .position(|&byte| byte == BETWEEN)
            .unwrap_or(rest.len());
        network.authorities = Some(rest[..end].to_vec());
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    let mut given = texts(rest).into_iter();
    if how & 1 != 0 {
        network.proxy = given.next();
        network.direct = given.next().unwrap_or_default();
    }
    let mut typed = Settings::new();
    while let (Some(key), Some(value)) = (given.next(), given.next()) {
        typed.insert(key, value);
    }
    for kind in [poolhouse_cognito::user_pool(), poolhouse_cognito::identity_pool()] {
        one(kind.as_ref(), &typed, &network);
    }
}

fn one(kind: &dyn ConnectorKind, typed: &Settings, network: &Network) {
    let secrets = ["secret_access_key".to_owned(), "session_token".to_owned()];
    let refused = kind.check_network(network);
    for fault in &refused {
        assert!(!fault.message.is_empty());
    }
    let stored = match kind.validate(typed, &secrets) {
        Ok(stored) => stored,
        Err(faults) => {
            assert!(!faults.is_empty(), "a refusal names a field");
            for fault in faults {
                assert!(
                    !fault.message.is_empty(),
                    "{} is refused without a word",
                    fault.field
                );
            }
            return;
        }
    };
    assert_eq!(
        kind.validate(&stored, &secrets).as_ref(),
        Ok(&stored),
        "what is stored is sound as it is stored"
    );
    let tables: Vec<TableId> = kind.tables().into_iter().map(|table| table.id).collect();
    if let Some(policy) = kind.policy(&stored, &tables) {
        serde_json::from_str::<serde_json::Value>(&policy).expect("a policy is JSON");
    }
    if refused.is_empty() {
        RUNTIME.with_borrow(|runtime| {
            let opened = runtime.block_on(kind.open(&stored, &Secrets::new(), network));
            opened.map(drop).expect("what was not refused opens");
        });
    }
}
