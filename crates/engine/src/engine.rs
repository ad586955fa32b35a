//! What all use cases share: the data folder, the catalog, the connectors, the keychain, the
//! clock, the runs under way. Opened once by each face.

use crate::clock::Clock;
use crate::error::Error;
use crate::export::Exports;
use crate::kept::Kept;
use crate::keychain::{Keychain, Owner};
use crate::pace::Paces;
use crate::review::Views;
use crate::run::{Cancel, Running};
use crate::store::Store;
use crate::view::{CheckStep, ExportProgress, RunSnapshot, Wait};
use crate::words::in_use;
use crate::work::telling;
use jiff::{SignedDuration, Timestamp};
use poolhouse_catalog::model::{Dataflow, DataflowId, Run, RunId, Trigger};
use poolhouse_catalog::{Catalog, CatalogReader, DataFolder, ErrorKind, InUse, KnownPeople, WindowLock};
use poolhouse_connector::{ConnectorKind, Secrets, Words};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// While nothing can be written, that is tried again after so long: each try makes folders and files.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(3);

/// A disk that answers is swept in less.
const SWEPT_WITHIN: Duration = Duration::from_secs(1);

/// The use cases. Cheap to clone; all clones are one engine.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

/// What a face brings.
pub struct Openings {
    /// The connectors, in the order in which the picker shows them.
    pub kinds: Vec<Arc<dyn ConnectorKind>>,
    /// The keychain.
    pub keychain: Keychain,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What the runs of this face are started by.
    pub trigger: Trigger,
}

/// What the engine tells a face. Snapshots, whole each time.
#[derive(Debug, Clone)]
pub enum Event {
    /// A run as it stands now; at most five a second for each run, and one at its end.
    Run(Box<RunSnapshot>),
    /// The list of dataflows is other than it was.
    Dataflows,
    /// A step of *Connect*.
    Check(CheckStep),
    /// How far an export is.
    Export(ExportProgress),
    /// Whether what is done to a dataflow, other than a run, waits for another program.
    Wait(Wait),
}

pub(crate) struct Inner {
    pub(crate) folder: DataFolder,
    // Before the writer, as fields are dropped in this order: the last to close a database
    // empties its log into it, which a reader may not.
    reader: Mutex<CatalogReader>,
    catalog: Mutex<Catalog>,
    pub(crate) kinds: Vec<Arc<dyn ConnectorKind>>,
    pub(crate) keychain: Keychain,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) trigger: Trigger,
    pub(crate) paces: Paces,
    pub(crate) events: broadcast::Sender<Event>,
    running: Mutex<HashMap<DataflowId, Running>>,
    /// How runs ended whose end could not be stored, until they are settled.
    unstored: Mutex<HashMap<RunId, Run>>,
    /// The tables that somebody looks at.
    views: Mutex<Views>,
    kept: Mutex<Kept>,
    /// What was read of people beyond their own rows.
    pub(crate) known_people: KnownPeople,
    exports: Mutex<Exports>,
    /// Secrets entered for one run only, until that run has taken them.
    pub(crate) entered: Mutex<HashMap<DataflowId, Secrets>>,
    /// The previews of rollbacks that are under way.
    previewing: Mutex<HashMap<DataflowId, Cancel>>,
    pub(crate) connecting: Mutex<HashMap<String, CancellationToken>>,
    installation: String,
    /// When somebody last looked whether something can be written, while nothing could.
    looked: Mutex<Option<Timestamp>>,
    /// What exports have left is being removed.
    sweeping: Arc<AtomicBool>,
}

impl Engine {
    /// Opens the data folder, makes it if need be, and settles what a crash left behind. Where nothing can
    /// be written, what is there can be read: [`Self::read_only`] says why.
    pub fn open(root: &Path, openings: Openings) -> Result<Self, Error> {
        let Store {
            folder,
            catalog,
            reader,
            installation,
        } = Store::open(root)?;
        let engine = Self {
            inner: Arc::new(Inner {
                catalog: Mutex::new(catalog),
                reader: Mutex::new(reader),
                kinds: openings.kinds,
                keychain: openings.keychain,
                clock: openings.clock,
                trigger: openings.trigger,
                paces: Paces::new(folder.clone()),
                folder,
                events: broadcast::channel(1_024).0,
                running: Mutex::default(),
                unstored: Mutex::default(),
                views: Mutex::default(),
                kept: Mutex::default(),
                known_people: KnownPeople::default(),
                exports: Mutex::default(),
                entered: Mutex::default(),
                previewing: Mutex::default(),
                connecting: Mutex::default(),
                installation,
                looked: Mutex::default(),
                sweeping: Arc::default(),
            }),
        };
        engine.inner.settle()?;
        engine.inner.sweep_leftovers();
        Ok(engine)
    }

    /// As [`Self::open`], off the threads that must not wait. Where another program has the folder's files locked, or
    /// is preparing them, `tell` is called once with what to say of it.
    pub async fn open_telling(
        root: &Path,
        openings: Openings,
        mut tell: impl FnMut(&str),
    ) -> Result<Self, Error> {
        let waits = InUse::default();
        let (watched, root) = (waits.clone(), root.to_owned());
        let opening = crate::blocking(move || watched.watch(|| Self::open(&root, openings)));
        let mut told = None;
        telling(&waits, opening, |awaited| {
            if let Some(awaited) = awaited.filter(|&awaited| told != Some(awaited)) {
                told = Some(awaited);
                tell(in_use(awaited));
            }
        })
        .await
    }

    /// Takes the right to be the one window on the data folder, for as long as what is answered lives; the
    /// error says which process has it.
    ///
    /// `None` where nothing can be written, not even a lock: several windows may read.
    pub fn be_the_window(&self) -> Result<Option<WindowLock>, Error> {
        let folder = &self.inner.folder;
        let locked = match folder.lock_window() {
            Err(_) if self.read_only().is_some() => return Ok(None),
            locked => locked?,
        };
        locked.map(Some).ok_or_else(|| Error::AnotherWindow {
            process: folder.window_process(),
        })
    }

    /// What happens from now on.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// What to tell a person while nothing can be written, and what was imported can only be read. Asks
    /// anew, so that it is over as soon as something can be written.
    pub fn read_only(&self) -> Option<Words> {
        self.inner.look_again(true);
        let why = lock(&self.inner.catalog).only_reads();
        why.map(crate::error::read_only)
    }
}

impl Inner {
    /// While nothing could be written: asks whether that has changed, and goes on as always if it has. Asks
    /// once in a while alone, or else `at_once`.
    pub(crate) fn look_again(&self, at_once: bool) {
        // Who holds one of them is in the midst of something, and it is asked the next time.
        let Ok(mut catalog) = self.catalog.try_lock() else {
            return;
        };
        let Some(why) = catalog.only_reads() else {
            return;
        };
        if !(self.is_to_look() || at_once) {
            return;
        }
        let Ok(mut reader) = self.reader.try_lock() else {
            return;
        };
        match Store::open_again(self.folder.root(), why) {
            Ok(store) => {
                *reader = store.reader;
                *catalog = store.catalog;
                drop((catalog, reader));
                // What was opened as it lay does not see what is written from now on.
                self.views().close_all();
                self.tell(Event::Dataflows);
                if let Err(error) = self.settle() {
                    tracing::warn!(%error, "what was cut off could not be settled yet");
                }
            }
            Err(_) => {
                // Another process may have written: what was opened as it lay would not see it.
                if let Ok(fresh) = CatalogReader::open(&self.folder) {
                    *reader = fresh;
                }
            }
        }
    }

    /// After the disk failed: the catalog through new handles, and checked. What the old ones know of the file may
    /// not be what the disk has kept. Where it cannot be opened or checked, nothing is stored in it until it can;
    /// where it is damaged, what is sound of it goes on.
    pub(crate) fn open_catalog_again(&self) -> Result<(), Error> {
        let mut catalog = lock(&self.catalog);
        let opened = Catalog::open(&self.folder).and_then(|fresh| {
            let reader = fresh.reader()?;
            match fresh.check_again() {
                Err(error) if error.kind() != ErrorKind::Corrupt => Err(error),
                checked => Ok((fresh, reader, checked)),
            }
        });
        match opened {
            Ok((fresh, reader, checked)) => {
                *catalog = fresh;
                *lock(&self.reader) = reader;
                Ok(checked?)
            }
            Err(error) => {
                if catalog.only_reads().is_none() {
                    catalog.refuse(ErrorKind::Io);
                }
                Err(error.into())
            }
        }
    }

    /// Whether it was long ago that somebody last looked whether something can be written.
    fn is_to_look(&self) -> bool {
        let now = self.clock.now();
        let mut looked = lock(&self.looked);
        let since = looked.map(|at| now.duration_since(at));
        // A clock that was set back tells nothing.
        let is_to_look = since.is_none_or(|since| !(SignedDuration::ZERO..LOOK_AGAIN).contains(&since));
        if is_to_look {
            *looked = Some(now);
        }
        is_to_look
    }

    /// Removes what exports have left that are gone. On a disk that does not answer, a drive of the network's that
    /// is gone, this may last for ever: it goes on by itself, and nobody waits for it longer than a moment.
    pub(crate) fn sweep_leftovers(&self) {
        if self.sweeping.swap(true, Ordering::SeqCst) {
            return;
        }
        let (folder, sweeping) = (self.folder.clone(), self.sweeping.clone());
        let (ended, end) = mpsc::channel::<()>();
        std::thread::spawn(move || {
            // Dropped at the end, whichever that is.
            let _ended = ended;
            match folder.sweep_leftovers() {
                Ok(0) => {}
                Ok(swept) => tracing::info!(swept, "what earlier exports had left was removed"),
                Err(error) => {
                    tracing::warn!(%error, "what earlier exports may have left was not looked for");
                }
            }
            sweeping.store(false, Ordering::SeqCst);
        });
        if end.recv_timeout(SWEPT_WITHIN) == Err(mpsc::RecvTimeoutError::Timeout) {
            tracing::info!(
                "a disk does not answer; what exports may have left there is removed when it does"
            );
        }
    }

    pub(crate) fn catalog(&self) -> MutexGuard<'_, Catalog> {
        self.look_again(false);
        lock(&self.catalog)
    }

    pub(crate) fn reader(&self) -> MutexGuard<'_, CatalogReader> {
        self.look_again(false);
        lock(&self.reader)
    }

    pub(crate) fn running(&self) -> MutexGuard<'_, HashMap<DataflowId, Running>> {
        lock(&self.running)
    }

    pub(crate) fn unstored(&self) -> MutexGuard<'_, HashMap<RunId, Run>> {
        lock(&self.unstored)
    }

    pub(crate) fn previewing(&self) -> MutexGuard<'_, HashMap<DataflowId, Cancel>> {
        lock(&self.previewing)
    }

    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        lock(&self.kept)
    }

    pub(crate) fn views(&self) -> MutexGuard<'_, Views> {
        lock(&self.views)
    }

    pub(crate) fn exports(&self) -> MutexGuard<'_, Exports> {
        lock(&self.exports)
    }

    pub(crate) fn kind(&self, id: &str) -> Result<&Arc<dyn ConnectorKind>, Error> {
        self.kinds
            .iter()
            .find(|kind| kind.id() == id)
            .ok_or_else(|| Error::NoSuchConnector(id.into()))
    }

    pub(crate) fn dataflow(&self, id: DataflowId) -> Result<Dataflow, Error> {
        self.reader().dataflow(id)?.ok_or(Error::NoSuchDataflow(id))
    }

    pub(crate) fn owner(&self, dataflow: &Dataflow) -> Owner {
        Owner {
            account: format!("{}/{}", self.installation, dataflow.id),
            name: dataflow.draft.name.clone(),
        }
    }

    pub(crate) fn tell(&self, event: Event) {
        // Nobody listening is fine: a face may have no window open.
        let _ = self.events.send(event);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
