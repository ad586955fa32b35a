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
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
    /// It is locked.
    #[error("the keychain is locked")]
    Locked,
    /// The person dismissed its prompt.
    #[error("the keychain's prompt was dismissed")]
    Dismissed,
    /// Its prompt was not answered in time.
    #[error("the keychain did not answer in time")]
    Silent,
    /// It has no such entry.
    #[error("the keychain has no entry for this dataflow")]
    NoEntry,
    /// It has an entry in which another program has written, or several.
    #[error("the keychain's entry for this dataflow is not what was put there")]
    Changed,
    /// It holds no secret as long as this one.
    #[error("the keychain holds secrets of {most} characters at most")]
    TooLong {
        /// The longest, in the store's own measure.
        most: u32,
    },
    /// Anything else, in the keychain's own words.
    #[error("the keychain refused: {reason}")]
    Refused {
        /// Its words.
        reason: String,
    },
}

type OpenStore = dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync;

/// The keychain. Cheap to clone; opened at the first use, and anew where it failed.
#[derive(Clone)]
pub struct Keychain {
    open: Arc<OpenStore>,
    store: Arc<Mutex<Option<Arc<CredentialStore>>>>,
    /// Held by whoever uses an entry, to the very end: a secret that was kept too late is taken back before
    /// the next one is kept in its place.
    turn: Arc<Mutex<()>>,
    patience: Duration,
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
            turn: Arc::default(),
            patience: PATIENCE,
        }
    }

    /// The same keychain, with so much time for a person to answer its prompt.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// What there is, for the settings page and the wizard.
    pub async fn describe(&self) -> view::Keychain {
        let keychain = self.clone();
        match within(FINDING, None, move |_| keychain.store().map(|_| ()), || ()).await {
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
        let secrets = secrets.clone();
        let before = Arc::new(Mutex::new(Before::Untouched));
        let kept_before = before.clone();
        // A prompt that is answered after we gave up must not leave a secret that nobody forgets, nor take away
        // the one that it was to replace.
        let undo = move |entry: &Entry| match &*lock(&kept_before) {
            Before::Untouched => Ok(()),
            Before::Empty => match entry.delete_credential() {
                Err(keyring_core::Error::NoEntry) => Ok(()),
                deleted => deleted,
            },
            Before::Kept(value) => entry.set_secret(value),
        };
        let left = "a secret was kept though its keeping was given up, and could not be taken back";
        self.within_patience(owner, (undo, left), move |entry, is_waited_for| {
            let told = |error| refusal(error).without(&secrets);
            let is_first = matches!(*lock(&before), Before::Untouched);
            if is_first {
                // Here a prompt is met, where there is one.
                let found = match entry.get_secret() {
                    Ok(value) => Before::Kept(Zeroizing::new(value)),
                    Err(keyring_core::Error::NoEntry) => Before::Empty,
                    Err(error) => return Err(told(error)),
                };
                if !is_waited_for() {
                    return Err(KeychainError::Silent);
                }
                *lock(&before) = found;
            }
            entry.set_secret(value.as_bytes()).map_err(told)
        })
        .await
    }

    /// Fetches the secrets of one dataflow.
    pub(crate) async fn fetch(&self, owner: &Owner) -> Result<Secrets, KeychainError> {
        self.within_patience(owner, (|_: &Entry| Ok(()), ""), |entry, _| {
            let bytes = Zeroizing::new(entry.get_secret().map_err(refusal)?);
            decode(&bytes).ok_or(KeychainError::Changed)
        })
        .await
    }

    /// Deletes the secrets of one dataflow; none there is fine.
    pub(crate) async fn forget(&self, owner: &Owner) -> Result<(), KeychainError> {
        let before = Arc::new(Mutex::new(Before::Untouched));
        let deleted = before.clone();
        // A prompt that is answered after we gave up must not delete what was told to stay.
        let undo = move |entry: &Entry| match &*lock(&deleted) {
            Before::Kept(value) => entry.set_secret(value),
            Before::Untouched | Before::Empty => Ok(()),
        };
        let lost = "a secret was deleted though that was given up, and could not be put back: it is to be entered again";
        self.within_patience(owner, (undo, lost), move |entry, is_waited_for| {
            // Here a prompt is met, where there is one.
            let found = entry.get_secret();
            if !is_waited_for() {
                return Err(KeychainError::Silent);
            }
            match found {
                Ok(value) => *lock(&before) = Before::Kept(Zeroizing::new(value)),
                Err(keyring_core::Error::NoEntry) => return Ok(()),
                // Whichever of them is ours, none may be left.
                Err(keyring_core::Error::Ambiguous(entries)) => {
                    return entries
                        .iter()
                        .try_for_each(Entry::delete_credential)
                        .map_err(refusal);
                }
                Err(error) => return Err(refusal(error)),
            }
            match entry.delete_credential() {
                Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
                Err(error) => Err(refusal(error)),
            }
        })
        .await
    }

    /// Works with one entry, once more where the keychain was lost since it was opened, such as by its
    /// service's restart. What takes back work that came to its end too late comes with what to log where it fails.
    async fn within_patience<T: Send + 'static>(
        &self,
        owner: &Owner,
        (undo, not_undone): (
            impl Fn(&Entry) -> keyring_core::Result<()> + Send + 'static,
            &'static str,
        ),
        work: impl Fn(&Entry, &dyn Fn() -> bool) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (keychain, late) = (self.clone(), self.clone());
        let (owner, late_owner) = (owner.clone(), owner.clone());
        let work = move |is_waited_for: &dyn Fn() -> bool| {
            let was_open = keychain.is_open();
            let mut worked = work(&keychain.entry(&owner)?, is_waited_for);
            if let Err(KeychainError::Refused { .. }) = worked {
                keychain.close();
                if was_open {
                    worked = work(&keychain.entry(&owner)?, is_waited_for);
                }
            }
            worked
        };
        let undo = move || {
            let undone = || undo(&late.entry(&late_owner)?).map_err(refusal);
            let mut tried = undone();
            if let Err(KeychainError::Refused { .. }) = tried {
                late.close();
                tried = undone();
            }
            if tried.is_err() {
                // Without the store's own words, which may have the secret in them.
                tracing::warn!("{not_undone}");
            }
        };
        within(self.patience, Some(&self.turn), work, undo).await
    }

    fn is_open(&self) -> bool {
        self.slot().is_some()
    }

    fn close(&self) {
        *self.slot() = None;
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<CredentialStore>>> {
        lock(&self.store)
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
        let mut slot = self.slot();
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

/// What the keychain had in an entry before something else was kept in it.
enum Before {
    /// It has it still: nothing was kept.
    Untouched,
    Empty,
    Kept(Zeroizing<Vec<u8>>),
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does the work on a thread of its own, in its turn, and waits for it so long; the work can ask whether it
/// is still waited for. Work that comes to its end after that is undone.
async fn within<T: Send + 'static>(
    patience: Duration,
    turn: Option<&Arc<Mutex<()>>>,
    work: impl FnOnce(&dyn Fn() -> bool) -> Result<T, KeychainError> + Send + 'static,
    undo: impl FnOnce() + Send + 'static,
) -> Result<T, KeychainError> {
    // A thread of its own and not the blocking pool: a prompt that is never answered would
    // keep the runtime from ending.
    let (answer, mut answered) = tokio::sync::oneshot::channel();
    let turn = turn.cloned();
    let spawned = std::thread::Builder::new()
        .name("keychain".into())
        .spawn(move || {
            let _turn = turn.as_deref().map(lock);
            if answer.is_closed() {
                return;
            }
            let worked = work(&|| !answer.is_closed());
            if answer.send(worked).is_err() {
                // Nobody waits any more.
                undo();
            }
        });
    if let Err(error) = spawned {
        return Err(KeychainError::Refused {
            reason: error.to_string(),
        });
    }
    match tokio::time::timeout(patience, &mut answered).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(KeychainError::Refused {
            reason: "its library failed".into(),
        }),
        Err(_) => {
            // What came in this very moment counts; what comes later is undone where it is done.
            answered.close();
            answered.try_recv().unwrap_or(Err(KeychainError::Silent))
        }
    }
}

fn refusal(error: keyring_core::Error) -> KeychainError {
    match error {
        keyring_core::Error::NoEntry => KeychainError::NoEntry,
        keyring_core::Error::NoStorageAccess(reason) if is_dismissal(&*reason) => KeychainError::Dismissed,
        keyring_core::Error::NoStorageAccess(_) => KeychainError::Locked,
        // `Debug` of these two holds the raw secret; their `Display` does not.
        keyring_core::Error::BadEncoding(_)
        | keyring_core::Error::BadDataFormat(..)
        | keyring_core::Error::Ambiguous(_) => KeychainError::Changed,
        keyring_core::Error::TooLong(_, most) => KeychainError::TooLong { most },
        other => KeychainError::Refused {
            reason: other.to_string(),
        },
    }
}

#[cfg(target_os = "linux")]
fn is_dismissal(reason: &(dyn std::error::Error + 'static)) -> bool {
    matches!(reason.downcast_ref(), Some(secret_service::Error::Prompt))
}

#[cfg(not(target_os = "linux"))]
fn is_dismissal(_: &(dyn std::error::Error + 'static)) -> bool {
    false
}

impl KeychainError {
    /// The same, told by a keychain that had these secrets before it and may repeat them.
    fn without(self, secrets: &Secrets) -> Self {
        match self {
            Self::Refused { reason }
                if secrets
                    .values()
                    .any(|secret| reason.contains(secret.expose_secret())) =>
            {
                Self::Refused {
                    reason: "its own words have the secret in them, and are left out".into(),
                }
            }
            other => other,
        }
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

#[cfg(test)]
mod tests;

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
compile_error!("Poolhouse knows the keychains of Linux, macOS and Windows alone");
