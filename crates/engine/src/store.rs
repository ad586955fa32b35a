//! [`Store`]: the data folder and the catalog in it, opened to be written or, where that cannot be, read.

use crate::error::Error;
use poolhouse_catalog::{Catalog, CatalogReader, DataFolder, Error as CatalogError, ErrorKind};
use std::path::Path;

const INSTALLATION: &str = "installation";

/// What is opened together.
pub(crate) struct Store {
    pub(crate) folder: DataFolder,
    pub(crate) catalog: Catalog,
    pub(crate) reader: CatalogReader,
    /// The name under which the keychain knows this data folder.
    pub(crate) installation: String,
}

impl Store {
    /// Opens the folder, made if it is not there. Where nothing can be written, for reading.
    pub(crate) fn open(root: &Path) -> Result<Self, Error> {
        match Self::open_to_write(root) {
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::DiskFull | ErrorKind::ReadOnly | ErrorKind::Io
                ) =>
            {
                // Where it cannot even be read, what stood in the way first is what to mend.
                Self::open_to_read(root, error.kind()).ok_or(Error::Catalog(error))
            }
            opened => Ok(opened?),
        }
    }

    pub(crate) fn open_to_write(root: &Path) -> Result<Self, CatalogError> {
        let folder = DataFolder::open(root)?;
        let mut catalog = Catalog::open(&folder)?;
        let reader = CatalogReader::open(&folder)?;
        let installation = if let Some(installation) = reader.setting(INSTALLATION)? {
            installation
        } else {
            // Another process may be the first to open the folder too.
            catalog.settle_setting(INSTALLATION, &uuid::Uuid::new_v4().to_string())?
        };
        Ok(Self {
            folder,
            catalog,
            reader,
            installation,
        })
    }

    /// As [`Self::open_to_write`], of a folder that could only be read so far, and `why`. Where the disk had failed,
    /// the catalog is checked before anything is written.
    pub(crate) fn open_again(root: &Path, why: ErrorKind) -> Result<Self, CatalogError> {
        let store = Self::open_to_write(root)?;
        if why == ErrorKind::Io {
            match store.catalog.check_again() {
                Err(error) if error.kind() == ErrorKind::Corrupt => {
                    tracing::error!(%error, "the catalog is damaged; what is sound of it goes on");
                }
                checked => checked?,
            }
        }
        Ok(store)
    }

    fn open_to_read(root: &Path, why: ErrorKind) -> Option<Self> {
        let folder = DataFolder::as_it_is(root)?;
        let catalog = Catalog::open_to_read(&folder, why).ok()?;
        let reader = CatalogReader::open(&folder).ok()?;
        let installation = reader.setting(INSTALLATION).ok()??;
        tracing::info!(?why, "nothing can be written; what is there is read as it lies");
        Some(Self {
            folder,
            catalog,
            reader,
            installation,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_that_open_a_new_folder_at_once_all_know_it_by_one_name() {
        const OPENERS: usize = 4;
        for _ in 0..10 {
            let root = tempfile::tempdir().expect("a folder");
            let together = std::sync::Barrier::new(OPENERS);
            let names: std::collections::BTreeSet<String> = std::thread::scope(|scope| {
                let openers: Vec<_> = (0..OPENERS)
                    .map(|_| {
                        scope.spawn(|| {
                            together.wait();
                            Store::open(root.path()).map(|store| store.installation)
                        })
                    })
                    .collect();
                let names = openers.into_iter().map(|opener| opener.join().expect("no panic"));
                names.map(|name| name.expect("each opens it")).collect()
            });
            let stored = Store::open(root.path()).expect("it opens").installation;
            assert_eq!(names, [stored].into(), "a secret is kept under this name");
        }
    }
}
