//! What all use cases share: the data folder, the catalog, the connectors, the keychain, the
//! clock, the runs under way. Opened once by each face.

use crate::clock::Clock;
use crate::error::Error;
use crate::export::Exports;
use crate::keychain::{Keychain, Owner};
use crate::pace::Paces;
use crate::review::Views;
use crate::run::{Cancel, Running};
use crate::view::{CheckStep, ExportProgress, RunSnapshot};
use poolhouse_catalog::model::{Dataflow, DataflowId, Trigger};
use poolhouse_catalog::{Catalog, CatalogReader, DataFolder, KnownPeople, Ownership, WindowLock};
use poolhouse_connector::{ConnectorKind, Secrets};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

const INSTALLATION: &str = "installation";

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
    /// The tables that somebody looks at.
    views: Mutex<Views>,
    /// What was read of people beyond their own rows.
    pub(crate) known_people: KnownPeople,
    exports: Mutex<Exports>,
    /// Secrets entered for one run only, until that run has taken them.
    pub(crate) entered: Mutex<HashMap<DataflowId, Secrets>>,
    /// The previews of rollbacks that are under way.
    previewing: Mutex<HashMap<DataflowId, Cancel>>,
    pub(crate) connecting: Mutex<HashMap<String, CancellationToken>>,
    installation: String,
    /// Held while the engine lives: who has it settles what a crash left.
    _ownership: Option<Ownership>,
}

impl Engine {
    /// Opens the data folder, makes it if need be, and settles what a crash left behind.
    pub fn open(root: &Path, openings: Openings) -> Result<Self, Error> {
        let folder = DataFolder::open(root)?;
        let ownership = folder.own()?;
        let mut catalog = Catalog::open(&folder)?;
        let reader = CatalogReader::open(&folder)?;
        let installation = if let Some(installation) = reader.setting(INSTALLATION)? {
            installation
        } else {
            let installation = uuid::Uuid::new_v4().to_string();
            catalog.set_setting(INSTALLATION, &installation)?;
            installation
        };
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
                views: Mutex::default(),
                known_people: KnownPeople::default(),
                exports: Mutex::default(),
                entered: Mutex::default(),
                previewing: Mutex::default(),
                connecting: Mutex::default(),
                installation,
                _ownership: ownership,
            }),
        };
        engine.inner.settle()?;
        Ok(engine)
    }

    /// Takes the right to be the one window on the data folder, for as long as what is answered lives; the
    /// error says which process has it.
    pub fn be_the_window(&self) -> Result<WindowLock, Error> {
        let folder = &self.inner.folder;
        folder.lock_window()?.ok_or_else(|| Error::AnotherWindow {
            process: folder.window_process(),
        })
    }

    /// What happens from now on.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }
}

impl Inner {
    pub(crate) fn catalog(&self) -> MutexGuard<'_, Catalog> {
        self.catalog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn reader(&self) -> MutexGuard<'_, CatalogReader> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn running(&self) -> MutexGuard<'_, HashMap<DataflowId, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn previewing(&self) -> MutexGuard<'_, HashMap<DataflowId, Cancel>> {
        self.previewing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn views(&self) -> MutexGuard<'_, Views> {
        self.views.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn exports(&self) -> MutexGuard<'_, Exports> {
        self.exports.lock().unwrap_or_else(PoisonError::into_inner)
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
