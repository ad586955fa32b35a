//! Secrets, in the OS keychain and nowhere else.
//!
//! Called by the use cases. A keychain may ask the person to unlock it and wait for ever, so
//! every call runs on a thread of its own, within [`PATIENCE`]. Deliberately absent: any
//! fallback to a file. Without a keychain the secret is asked for at each run.

use crate::view;
use keyring_core::{CredentialStore, Entry};
use poolhouse_connector::Secrets;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a person has to answer the keychain's own prompt.
const PATIENCE: Duration = Duration::from_secs(45);

/// How long finding the keychain may take.
const FINDING: Duration = Duration::from_secs(5);

const SERVICE: &str = "Poolhouse";

/// Why a secret could not be kept, fetched or deleted. Never carries one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// There is no keychain.
    #[error("there is no keychain on this computer: {reason}")]
    Absent {
        /// What was found instead.
        reason: String,
    },
    /// It is locked, or the person dismissed its prompt.
    #[error("the keychain is locked")]
    Locked,
    /// Its prompt was not answered in time.
    #[error("the keychain did not answer in time")]
    Silent,
    /// It has no such entry, or one that is not ours.
    #[error("the keychain has no entry for this dataflow")]
    NoEntry,
    /// Anything else, in the keychain's own words.
    #[error("the keychain refused: {reason}")]
    Refused {
        /// Its words.
        reason: String,
    },
}

type OpenStore = dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync;

/// The keychain. Cheap to clone; opened at the first use.
#[derive(Clone)]
pub struct Keychain {
    open: Arc<OpenStore>,
    store: Arc<Mutex<Option<Arc<CredentialStore>>>>,
}

impl std::fmt::Debug for Keychain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keychain")
    }
}

impl Keychain {
    /// The keychain of this computer.
    pub fn system() -> Self {
        Self::opened_by(open_system_store)
    }

    /// A keychain in memory, for tests.
    pub fn in_memory() -> Self {
        Self::opened_by(|| Ok(keyring_core::mock::Store::new()?))
    }

    /// No keychain, as on a computer without one.
    pub fn absent() -> Self {
        Self::opened_by(|| Err(keyring_core::Error::NoDefaultStore))
    }

    fn opened_by(
        open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            open: Arc::new(open),
            store: Arc::new(Mutex::new(None)),
        }
    }

    /// What there is, for the settings page and the wizard.
    pub async fn describe(&self) -> view::Keychain {
        let keychain = self.clone();
        match within(FINDING, move || keychain.store().map(|_| ()), || ()).await {
            Ok(()) => view::Keychain {
                available: true,
                message: SYSTEM_NAME.into(),
            },
            Err(error) => view::Keychain {
                available: false,
                message: explain_absence(&error),
            },
        }
    }

    /// Keeps the secrets of one dataflow, in place of any before.
    pub(crate) async fn keep(&self, owner: &Owner, secrets: &Secrets) -> Result<(), KeychainError> {
        let value = encode(secrets);
        let (keychain, owner) = (self.clone(), owner.clone());
        // A prompt that is answered after we gave up must not leave a secret that nobody forgets.
        let (late, late_owner) = (keychain.clone(), owner.clone());
        let undo = move || {
            let _ = late.entry(&late_owner).map(|entry| entry.delete_credential());
        };
        let set = move || {
            keychain
                .entry(&owner)?
                .set_secret(value.as_bytes())
                .map_err(refusal)
        };
        within(PATIENCE, set, undo).await
    }

    /// Fetches the secrets of one dataflow.
    pub(crate) async fn fetch(&self, owner: &Owner) -> Result<Secrets, KeychainError> {
        let (keychain, owner) = (self.clone(), owner.clone());
        within(
            PATIENCE,
            move || {
                let bytes = Zeroizing::new(keychain.entry(&owner)?.get_secret().map_err(refusal)?);
                decode(&bytes).ok_or(KeychainError::NoEntry)
            },
            || (),
        )
        .await
    }

    /// Deletes the secrets of one dataflow; none there is fine.
    pub(crate) async fn forget(&self, owner: &Owner) -> Result<(), KeychainError> {
        let (keychain, owner) = (self.clone(), owner.clone());
        within(
            PATIENCE,
            move || match keychain.entry(&owner)?.delete_credential() {
                Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
                Err(error) => Err(refusal(error)),
            },
            || (),
        )
        .await
    }

    fn entry(&self, owner: &Owner) -> Result<Entry, KeychainError> {
        let label = format!("Poolhouse: {}", owner.name);
        let labelled = HashMap::from([("label", label.as_str())]);
        let modifiers = cfg!(target_os = "linux").then_some(&labelled);
        let store = self.store()?;
        store
            .build(SERVICE, &owner.account, modifiers)
            // The store of the tests takes no label.
            .or_else(|_| store.build(SERVICE, &owner.account, None))
            .map_err(refusal)
    }

    fn store(&self) -> Result<Arc<CredentialStore>, KeychainError> {
        let mut slot = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = slot.as_ref() {
            return Ok(store.clone());
        }
        let store = (self.open)().map_err(|error| KeychainError::Absent {
            reason: error.to_string(),
        })?;
        *slot = Some(store.clone());
        Ok(store)
    }
}

/// Whose secrets they are.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    /// Unique over all data folders of this computer.
    pub(crate) account: String,
    /// The dataflow's name, for the keychain's own list.
    pub(crate) name: String,
}

async fn within<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> Result<T, KeychainError> + Send + 'static,
    undo: impl FnOnce() + Send + 'static,
) -> Result<T, KeychainError> {
    // A thread of its own and not the blocking pool: a prompt that is never answered would
    // keep the runtime from ending.
    let (answer, answered) = tokio::sync::oneshot::channel();
    let spawned = std::thread::Builder::new()
        .name("keychain".into())
        .spawn(move || {
            if answer.send(work()).is_err() {
                // Nobody waits any more.
                undo();
            }
        });
    if let Err(error) = spawned {
        return Err(KeychainError::Refused {
            reason: error.to_string(),
        });
    }
    match tokio::time::timeout(patience, answered).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(KeychainError::Refused {
            reason: "its library failed".into(),
        }),
        Err(_) => Err(KeychainError::Silent),
    }
}

fn refusal(error: keyring_core::Error) -> KeychainError {
    match error {
        keyring_core::Error::NoEntry => KeychainError::NoEntry,
        keyring_core::Error::NoStorageAccess(_) => KeychainError::Locked,
        // `Debug` of these two holds the raw secret; their `Display` does not.
        keyring_core::Error::BadEncoding(_) | keyring_core::Error::BadDataFormat(..) => {
            KeychainError::NoEntry
        }
        other => KeychainError::Refused {
            reason: other.to_string(),
        },
    }
}

fn explain_absence(error: &KeychainError) -> String {
    match error {
        KeychainError::Absent { .. } => format!(
            "No keychain was found on this computer ({SYSTEM_ADVICE}). Secrets are asked for at each run and kept nowhere."
        ),
        KeychainError::Silent => {
            "The keychain does not answer. Secrets are asked for at each run and kept nowhere.".into()
        }
        other => format!("The keychain cannot be used: {other}. Secrets are asked for at each run."),
    }
}

fn encode(secrets: &Secrets) -> Zeroizing<String> {
    let plain: BTreeMap<&str, &str> = secrets
        .iter()
        .map(|(key, value)| (key.as_str(), value.expose_secret()))
        .collect();
    Zeroizing::new(serde_json::to_string(&plain).expect("BUG: a map of texts is JSON"))
}

fn decode(bytes: &[u8]) -> Option<Secrets> {
    let plain: BTreeMap<String, String> = serde_json::from_slice(bytes).ok()?;
    Some(
        plain
            .into_iter()
            .map(|(key, value)| (key, SecretString::from(value)))
            .collect(),
    )
}

#[cfg(target_os = "linux")]
const SYSTEM_NAME: &str = "Secret Service (GNOME Keyring, KWallet or another)";
#[cfg(target_os = "linux")]
const SYSTEM_ADVICE: &str = "install and unlock GNOME Keyring or KWallet";
#[cfg(target_os = "linux")]
fn open_system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
const SYSTEM_NAME: &str = "macOS Keychain";
#[cfg(target_os = "macos")]
const SYSTEM_ADVICE: &str = "the login keychain cannot be opened";
#[cfg(target_os = "macos")]
fn open_system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "windows")]
const SYSTEM_NAME: &str = "Windows Credential Manager";
#[cfg(target_os = "windows")]
const SYSTEM_ADVICE: &str = "Windows Credential Manager cannot be opened";
#[cfg(target_os = "windows")]
fn open_system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
compile_error!("Poolhouse knows the keychains of Linux, macOS and Windows alone");
