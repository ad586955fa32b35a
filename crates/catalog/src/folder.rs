//! The data folder: where the files lie, who may read them, and who owns them now.
//!
//! Deliberately absent: anything about what is in the databases.

mod locks;

pub(crate) use locks::Preparing;
pub use locks::{DataflowLock, Share, WindowLock};

use crate::Error;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Once;

/// The data folder: `catalog.db`, `databases/<Name>.db`, `window.lock`, `locks/<id>.lock`,
/// `locks/share-….lock` while processes share AWS's quota; `unfinished` has notes of exports under way,
/// `temporary` what SQLite sets aside.
#[derive(Debug, Clone)]
pub struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// Opens the folder, made for its owner's eyes alone if it is not there.
    pub fn open(root: &Path) -> Result<Self, Error> {
        // The disk does what it can: another folder is to be chosen.
        let there = root.ancestors().find(|path| path.exists());
        if let Some(file) = there.filter(|path| path.is_file()) {
            return Err(Error::NoFolder { path: file.into() });
        }
        let folder = Self {
            root: root.to_owned(),
        };
        for path in [root, &folder.databases(), &folder.locks()] {
            make_private_folder(path)?;
        }
        folder.keep_temporary_files_here()?;
        folder.sweep_shares();
        Ok(folder)
    }

    /// SQLite sets large sorts aside in files, which hold what is sorted. They are to lie where the rows lie, and
    /// not in a folder of the system's that may be on another disk.
    fn keep_temporary_files_here(&self) -> Result<(), Error> {
        static CHOSEN: Once = Once::new();
        let folder = self.root.join("temporary");
        make_private_folder(&folder)?;
        // They are deleted when they are closed, if not before; what is left is of a system that lost its power.
        // One that another process still has open cannot be deleted where it would matter.
        for left in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let _ = remove_if_there(&left.path());
        }
        // Of the process and not of a connection: whichever data folder it opens first.
        CHOSEN.call_once(|| {
            if let Err(error) = crate::connection::keep_temporary_files_in(&folder) {
                tracing::info!(%error, "large sorts are set aside in the system's temporary folder");
            }
        });
        Ok(())
    }

    /// The folder as it is, where nothing can be made or changed; `None` where there is no catalog in it.
    pub fn as_it_is(root: &Path) -> Option<Self> {
        let folder = Self {
            root: root.to_owned(),
        };
        folder.catalog_path().is_file().then_some(folder)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the database of the dataflow `name` lies.
    pub fn database_path(&self, name: &str) -> PathBuf {
        self.databases().join(format!("{name}.db"))
    }

    pub(crate) fn catalog_path(&self) -> PathBuf {
        self.root.join("catalog.db")
    }

    fn databases(&self) -> PathBuf {
        self.root.join("databases")
    }
}

/// Makes a database file that only its owner reads, before its first byte; narrows one that is wider.
/// SQLite gives its `-wal` and `-shm` the mode of the file itself.
///
/// A file that is there is not opened: on Unix a process that closes a file, however it was opened, lets go of
/// all locks that it has on it, and so of those of SQLite's other connections
/// (<https://www.sqlite.org/howtocorrupt.html>, 2.2).
pub(crate) fn make_private(path: &Path) -> Result<(), Error> {
    refuse_links_of_database(path)?;
    let made = match private_options().create_new(true).open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    };
    made.and_then(|()| narrow(&fs::metadata(path)?, |mode| fs::set_permissions(path, mode)))
        .map_err(|error| Error::io("make", path, error))
}

/// As [`refuse_links`], of all that SQLite keeps of the database at `path`.
pub(crate) fn refuse_links_of_database(path: &Path) -> Result<(), Error> {
    SUFFIXES
        .iter()
        .try_for_each(|suffix| refuse_links(&beside(path, suffix)))
}

/// Whether a folder takes a file with something in it, or why not.
pub(crate) fn try_to_write(folder: &Path) -> Result<(), Error> {
    // As large as what SQLite makes first.
    let some = vec![1; 32 << 10];
    let path = folder.join(format!(".trial-{}", std::process::id()));
    let written = private_file(&path).and_then(|mut file| file.write_all(&some));
    let _ = remove_if_there(&path);
    written.map_err(|error| Error::io("write into", folder, error))
}

/// Deletes a file that may be gone already.
pub(crate) fn remove_if_there(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("delete", path, error)),
        _ => Ok(()),
    }
}

/// The database file at `path` and all that SQLite and a migration put beside it.
pub(crate) fn remove_database_files(path: &Path) -> Result<(), Error> {
    refuse_links_of_database(path)?;
    for suffix in SUFFIXES {
        remove_if_there(&beside(path, suffix))?;
    }
    remove_copies(path)
}

/// The copies of the database at `path`: those that migrations made, and damaged ones that were set aside.
pub(crate) fn remove_copies(path: &Path) -> Result<(), Error> {
    let copies = copies(path)?;
    copies
        .iter()
        .try_for_each(|copy| remove_if_there(&path.with_file_name(copy)))
}

/// The names of the damaged files that were set aside of the database at `path`.
pub(crate) fn files_set_aside(path: &Path) -> Result<Vec<String>, Error> {
    let mut names = copies(path)?;
    names.retain(|name| name.contains(DAMAGED));
    Ok(names)
}

/// The names of the files beside the database at `path` that are copies of it, in order.
pub(crate) fn copies(path: &Path) -> Result<Vec<String>, Error> {
    let Some((folder, name)) = path.parent().zip(path.file_name().and_then(|name| name.to_str())) else {
        return Ok(Vec::new());
    };
    let unlisted = |error| Error::io("list", folder, error);
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder).map_err(unlisted)? {
        let file = entry.map_err(unlisted)?.file_name().into_string();
        copies.extend(file.ok().filter(|file| is_copy(file, name)));
    }
    copies.sort_unstable();
    Ok(copies)
}

/// What stands behind the name of a file that was set aside, before its number.
const DAMAGED: &str = ".damaged-";

/// Whether a file is a copy of the database file `name`.
pub(crate) fn is_copy(file: &str, name: &str) -> bool {
    file.strip_prefix(name)
        .is_some_and(|rest| rest.starts_with(".before-v") || rest.starts_with(DAMAGED))
}

/// Gives the database file at `path`, and its log, a name that is free; answers it.
pub(crate) fn set_aside(path: &Path) -> Result<PathBuf, Error> {
    let free = (1..=u32::MAX)
        .map(|number| beside(path, &format!("{DAMAGED}{number}")))
        .find(|aside| !aside.exists())
        .expect("BUG: numbers do not end");
    // The log first: without it the file is older, and with a file that is made anew it would be of another.
    for suffix in ["-wal", ""] {
        let (from, to) = (beside(path, suffix), beside(&free, suffix));
        match fs::rename(&from, to) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io("set aside", &from, error));
            }
            _ => {}
        }
    }
    remove_if_there(&beside(path, "-shm"))?;
    keep_names(path);
    Ok(free)
}

/// Has the disk keep which names the folder of `path` has: what was renamed there is there after a power cut.
/// A disk that cannot is no reason to call undone what was done.
pub fn keep_names(path: &Path) {
    // Elsewhere a folder cannot be opened as a file, and a rename is kept with it.
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let kept = File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
        if let Err(error) = kept {
            tracing::info!(%error, "the disk was not asked to keep the names of a folder");
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// `path` with `suffix` after its file name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// What stands behind the name of a database file while a process makes or migrates it.
const PREPARING: &str = ".preparing";

/// What belongs to one database file, by what stands behind its name: SQLite's own, and [`PREPARING`], which a
/// kill leaves.
pub(crate) const SUFFIXES: [&str; 5] = ["", "-wal", "-shm", "-journal", PREPARING];

/// Refuses a file that lies elsewhere, or that is to be found under a second name too: what is deleted here
/// would stay there, and SQLite's log would not be found where another program opens it by the other name.
fn refuse_links(path: &Path) -> Result<(), Error> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("look at", path, error)),
    };
    if found.is_symlink() {
        return Err(Error::Link {
            path: path.to_owned(),
        });
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&found) > 1 {
        return Err(Error::SecondName {
            path: path.to_owned(),
        });
    }
    Ok(())
}

/// Opens a file for its owner alone, made if it is not there. No database: see [`make_private`].
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    let file = private_options().create(true).truncate(false).open(path)?;
    // By what is open: the name may be gone already.
    narrow(&file.metadata()?, |mode| file.set_permissions(mode))?;
    Ok(file)
}

fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Sets the mode once more, as a process may have a mask that takes away even what its owner needs.
fn narrow(
    found: &fs::Metadata,
    set: impl FnOnce(fs::Permissions) -> std::io::Result<()>,
) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if found.permissions().mode() & 0o777 != 0o600 {
            return set(fs::Permissions::from_mode(0o600));
        }
    }
    #[cfg(not(unix))]
    let _ = (found, set);
    Ok(())
}

/// Makes a folder for its owner alone, with those above it that are not there; narrows one that is wider.
pub(crate) fn make_private_folder(path: &Path) -> Result<(), Error> {
    if let Some(above) = path
        .parent()
        .filter(|above| !above.as_os_str().is_empty() && !above.exists())
    {
        make_private_folder(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if !path.is_dir() => return Err(Error::io("make", path, error)),
        _ => {}
    }
    set_private(path)
}

#[cfg(unix)]
fn set_private(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    let found = fs::metadata(path)
        .map_err(|error| Error::io("look at", path, error))?
        .permissions()
        .mode();
    if found & 0o777 != 0o700 {
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))
            .map_err(|error| Error::io("narrow the mode of", path, error))?;
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it has what to refuse elsewhere")]
fn set_private(_path: &Path) -> Result<(), Error> {
    // The user's own profile folder is private by inheritance there.
    Ok(())
}
