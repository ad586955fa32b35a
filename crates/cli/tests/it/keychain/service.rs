//! A session bus of a test's own, and on it a Secret Service that does as it is told.
//!
//! It speaks the part of the [specification](https://specifications.freedesktop.org/secret-service/) that a
//! program needs which keeps, fetches and deletes one secret in the default collection, and nothing of the rest.

#![expect(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "a method of the bus takes what comes, as it comes, whether it wants it or not"
)]

use aes::Aes128;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use tempfile::TempDir;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Type, Value};
use zbus::{Connection, ObjectServer, connection, fdo, interface};

const SERVICE: &str = "/org/freedesktop/secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/mine";
const SESSION: &str = "/org/freedesktop/secrets/session/1";
const PROMPT: &str = "/org/freedesktop/secrets/prompt/1";
const NOTHING: &str = "/";

/// A session bus that ends with it, on which nothing is but what a test puts there.
pub(crate) struct Bus {
    daemon: Child,
    pub(crate) address: String,
    _folder: TempDir,
}

impl Bus {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let configuration = folder.path().join("bus.conf");
        let text = format!(
            "<busconfig><type>session</type><listen>unix:dir={}</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\"/><allow own=\"*\"/>\
             <allow receive_sender=\"*\"/></policy></busconfig>",
            folder.path().display()
        );
        std::fs::write(&configuration, text).expect("there is room");
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", configuration.display()))
            .args(["--nofork", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts");
        let mut address = String::new();
        let output = daemon.stdout.take().expect("a pipe");
        BufReader::new(output)
            .read_line(&mut address)
            .expect("it says where it listens");
        Self {
            daemon,
            address: address.trim().to_owned(),
            _folder: folder,
        }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// What a person does about the prompt that unlocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prompted {
    Answers,
    Dismisses,
    /// It stays on screen.
    DoesNothing,
}

/// A secret that is kept.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) label: String,
    pub(crate) attributes: HashMap<String, String>,
    pub(crate) value: Vec<u8>,
}

/// The keychain as it stands.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) items: BTreeMap<u32, Item>,
    /// It is locked, and so does the person answer.
    pub(crate) locked: Option<Prompted>,
    /// It refuses to keep anything, and repeats in its words what it was given.
    pub(crate) repeats: bool,
    key: [u8; 16],
    last: u32,
}

/// The Secret Service.
pub(crate) struct Service {
    state: Arc<Mutex<State>>,
    _connection: Connection,
}

type Shared = Arc<Mutex<State>>;

impl Service {
    pub(crate) async fn on(bus: &Bus) -> Self {
        let state = Shared::default();
        let connection = connection::Builder::address(bus.address.as_str())
            .and_then(|builder| builder.serve_at(SERVICE, Root(state.clone())))
            .and_then(|builder| builder.serve_at(COLLECTION, Collection(state.clone())))
            .and_then(|builder| builder.serve_at(PROMPT, Prompt(state.clone())))
            .and_then(|builder| builder.name("org.freedesktop.secrets"))
            .expect("the names are well formed")
            .build()
            .await
            .expect("the bus is there");
        Self {
            state,
            _connection: connection,
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// The one secret that is kept.
    pub(crate) fn only(&self) -> Item {
        let state = self.state();
        assert_eq!(state.items.len(), 1, "one entry is kept");
        state.items.values().next().expect("there is one").clone()
    }
}

fn lock(state: &Shared) -> MutexGuard<'_, State> {
    state.lock().expect("nobody panics")
}

fn path(text: &str) -> OwnedObjectPath {
    ObjectPath::try_from(text).expect("it is well formed").into()
}

fn item_path(number: u32) -> OwnedObjectPath {
    path(&format!("{COLLECTION}/{number}"))
}

/// A secret on its way.
#[derive(Debug, Serialize, Deserialize, Type)]
struct Secret {
    session: OwnedObjectPath,
    parameters: Vec<u8>,
    value: Vec<u8>,
    content_type: String,
}

impl State {
    /// Diffie and Hellman's exchange where our own number is 1: what is shared is what the other one sent.
    fn agree(&mut self, theirs: &[u8]) {
        let mut shared = vec![0; 128 - theirs.len()];
        shared.extend(theirs);
        Hkdf::<Sha256>::new(None, &shared)
            .expand(&[], &mut self.key)
            .expect("16 bytes are not too many");
    }

    fn open(&self, secret: &Secret) -> Vec<u8> {
        let cipher = cbc::Decryptor::<Aes128>::new_from_slices(&self.key, &secret.parameters);
        cipher
            .expect("the lengths are right")
            .decrypt_padded_vec::<Pkcs7>(&secret.value)
            .expect("it is encrypted for us")
    }

    fn seal(&self, value: &[u8]) -> Secret {
        let start = [7; 16];
        let cipher = cbc::Encryptor::<Aes128>::new(&self.key.into(), &start.into());
        Secret {
            session: path(SESSION),
            parameters: start.to_vec(),
            value: cipher.encrypt_padded_vec::<Pkcs7>(value),
            content_type: "text/plain".into(),
        }
    }

    fn keep(&self, secret: &Secret) -> fdo::Result<Vec<u8>> {
        let value = self.open(secret);
        if self.repeats {
            let words = String::from_utf8_lossy(&value).into_owned();
            return Err(fdo::Error::Failed(format!("I do not keep {words}")));
        }
        Ok(value)
    }
}

struct Root(Shared);

#[interface(name = "org.freedesktop.Secret.Service")]
impl Root {
    fn open_session(&self, algorithm: &str, input: Value<'_>) -> fdo::Result<(OwnedValue, OwnedObjectPath)> {
        if algorithm != "dh-ietf1024-sha256-aes128-cbc-pkcs7" {
            return Err(fdo::Error::NotSupported(algorithm.to_owned()));
        }
        let theirs: Vec<u8> = input
            .try_into()
            .map_err(|_| fdo::Error::InvalidArgs("no key".into()))?;
        lock(&self.0).agree(&theirs);
        let ours = OwnedValue::try_from(Value::from(vec![2_u8])).expect("it has no file in it");
        Ok((ours, path(SESSION)))
    }

    fn search_items(&self, wanted: HashMap<String, String>) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        let state = lock(&self.0);
        let found = state.items.iter().filter(|(_, item)| {
            wanted
                .iter()
                .all(|(name, value)| item.attributes.get(name) == Some(value))
        });
        let found = found.map(|(number, _)| item_path(*number)).collect();
        if state.locked.is_some() {
            (Vec::new(), found)
        } else {
            (found, Vec::new())
        }
    }

    fn unlock(&self, objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, OwnedObjectPath) {
        if lock(&self.0).locked.is_some() {
            (Vec::new(), path(PROMPT))
        } else {
            (objects, path(NOTHING))
        }
    }

    fn read_alias(&self, _name: &str) -> OwnedObjectPath {
        path(COLLECTION)
    }
}

struct Collection(Shared);

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        lock(&self.0).locked.is_some()
    }

    #[zbus(property)]
    fn label(&self) -> String {
        "Mine".into()
    }

    async fn create_item(
        &self,
        properties: HashMap<String, OwnedValue>,
        secret: Secret,
        _replace: bool,
        #[zbus(object_server)] server: &ObjectServer,
    ) -> fdo::Result<(OwnedObjectPath, OwnedObjectPath)> {
        let of = |name: &str| {
            properties
                .get(&format!("org.freedesktop.Secret.Item.{name}"))
                .cloned()
        };
        let number = {
            let mut state = lock(&self.0);
            let value = state.keep(&secret)?;
            state.last += 1;
            let number = state.last;
            let label = of("Label").and_then(|label| String::try_from(label).ok());
            let attributes = of("Attributes").and_then(|attributes| attributes.try_into().ok());
            let item = Item {
                label: label.unwrap_or_default(),
                attributes: attributes.unwrap_or_default(),
                value,
            };
            state.items.insert(number, item);
            number
        };
        server
            .at(item_path(number), Entry(self.0.clone(), number))
            .await?;
        Ok((item_path(number), path(NOTHING)))
    }
}

struct Entry(Shared, u32);

#[interface(name = "org.freedesktop.Secret.Item")]
impl Entry {
    #[zbus(property)]
    fn locked(&self) -> bool {
        lock(&self.0).locked.is_some()
    }

    fn get_secret(&self, _session: OwnedObjectPath) -> fdo::Result<(Secret,)> {
        let state = lock(&self.0);
        let item = state.items.get(&self.1);
        let item = item.ok_or_else(|| fdo::Error::UnknownObject("it is gone".into()))?;
        Ok((state.seal(&item.value),))
    }

    fn set_secret(&self, secret: Secret) -> fdo::Result<()> {
        let mut state = lock(&self.0);
        let value = state.keep(&secret)?;
        if let Some(item) = state.items.get_mut(&self.1) {
            item.value = value;
        }
        Ok(())
    }

    fn delete(&self) -> OwnedObjectPath {
        lock(&self.0).items.remove(&self.1);
        path(NOTHING)
    }
}

struct Prompt(Shared);

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    async fn prompt(
        &self,
        _window: &str,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> fdo::Result<()> {
        let answered = lock(&self.0).locked;
        let dismissed = match answered {
            Some(Prompted::DoesNothing) => return Ok(()),
            Some(Prompted::Dismisses) => true,
            Some(Prompted::Answers) | None => false,
        };
        if !dismissed {
            lock(&self.0).locked = None;
        }
        let unlocked = Value::from(Vec::<ObjectPath<'_>>::new());
        Self::completed(&emitter, dismissed, unlocked).await?;
        Ok(())
    }

    #[zbus(signal)]
    async fn completed(emitter: &SignalEmitter<'_>, dismissed: bool, result: Value<'_>) -> zbus::Result<()>;
}
