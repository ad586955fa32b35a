//! The data folder: where the files lie, who may read them, and who owns them now.
//!
//! Ownership and the right to run a dataflow are kernel file locks: they end with their process,
//! however it ends. Deliberately absent: anything about what is in the databases.

use crate::Error;
use crate::model::DataflowId;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Once;

/// The data folder: `catalog.db`, `databases/<Name>.db`, `owner.lock`, `window.lock`, `locks/<id>.lock`, `locks/share-….lock` while
/// processes share AWS's quota; `unfinished` has notes
/// of exports under way, `temporary` what SQLite sets aside.
#[derive(Debug, Clone)]
pub struct DataFolder {
    root: PathBuf,
}

/// Held by the one process that settles, schedules and prunes. Ends when dropped.
#[derive(Debug)]
pub struct Ownership {
    _held: Held,
}

/// Held by the one window on the folder. Ends when dropped.
#[derive(Debug)]
pub struct WindowLock {
    _held: Held,
}

/// A file that is locked. Unlocked when dropped, and not merely closed: a program that is being started just
/// then has the file open too, until it has become that program, and would hold the lock for so long.
#[derive(Debug)]
struct Held(File);

impl Drop for Held {
    fn drop(&mut self) {
        // What cannot be unlocked is closed.
        let _ = self.0.unlock();
    }
}

/// Held by each of the processes that share something, such as AWS's quota. Ends when dropped.
#[derive(Debug)]
pub struct Share {
    paths: Vec<PathBuf>,
    place: usize,
    _held: Held,
}

/// Locked by the window, with the number of its process in it.
const WINDOW: &str = "window.lock";

/// What the names of the files of shares begin with.
const SHARE: &str = "share-";

/// Processes that share something at most; one more than these is not counted.
const SHARES: usize = 8;

impl Share {
    /// How many processes hold a share now, this one included.
    pub fn holders(&self) -> usize {
        let held = |(place, path): (usize, &PathBuf)| {
            // What cannot be looked at is taken for held: too slow is better than too fast.
            place == self.place || !matches!(is_held(path), Ok(false))
        };
        self.paths.iter().enumerate().filter(|&each| held(each)).count()
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        // Held to the end of this, so nobody else's; one that stays is swept when the folder is opened.
        let _ = remove_if_there(&self.paths[self.place]);
    }
}

/// Held by the one process that runs a dataflow now. Ends when dropped.
#[derive(Debug)]
pub struct DataflowLock {
    _held: Held,
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

    /// Removes the files of shares whose processes were killed, and so could not.
    fn sweep_shares(&self) {
        for file in fs::read_dir(self.locks()).into_iter().flatten().flatten() {
            let is_share = file
                .file_name()
                .to_str()
                .is_some_and(|name| name.starts_with(SHARE));
            // What cannot be removed now is tried the next time.
            if is_share && let Ok(Some(_held)) = lock(&file.path()) {
                let _ = remove_if_there(&file.path());
            }
        }
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

    /// Takes the folder, or `None` while another process has it. Held while the value lives.
    pub fn own(&self) -> Result<Option<Ownership>, Error> {
        Ok(lock(&self.root.join("owner.lock"))?.map(|held| Ownership { _held: held }))
    }

    /// Takes the right to be the one window on the folder, or `None` while another process has it.
    pub fn lock_window(&self) -> Result<Option<WindowLock>, Error> {
        let path = self.root.join(WINDOW);
        let Some(mut held) = lock(&path)? else {
            return Ok(None);
        };
        let file = &mut held.0;
        let written = file
            .set_len(0)
            .and_then(|()| write!(file, "{}", std::process::id()));
        if let Err(error) = written {
            // On a full disk. The lock is what counts; another window is told of this one without its number.
            tracing::info!(%error, "the window's process was not written down");
        }
        Ok(Some(WindowLock { _held: held }))
    }

    /// The process of the window that has the folder now, or had it last, as far as it is known.
    pub fn window_process(&self) -> Option<u32> {
        fs::read_to_string(self.root.join(WINDOW)).ok()?.parse().ok()
    }

    /// Takes the right to run a dataflow, or `None` while another process or run has it.
    pub fn lock_dataflow(&self, id: DataflowId) -> Result<Option<DataflowLock>, Error> {
        Ok(lock(&self.lock_path(id))?.map(|held| DataflowLock { _held: held }))
    }

    /// Takes a share of what processes share under this name; `None` where there are too many.
    pub fn share(&self, name: &str) -> Result<Option<Share>, Error> {
        // The name may hold a key's ID: a number of it does as well. Both faces are of one build.
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let number = hasher.finish();
        let paths: Vec<PathBuf> = (0..SHARES)
            .map(|place| self.locks().join(format!("{SHARE}{number:016x}-{place}.lock")))
            .collect();
        for place in 0..SHARES {
            if let Some(held) = lock(&paths[place])? {
                return Ok(Some(Share {
                    paths,
                    place,
                    _held: held,
                }));
            }
        }
        Ok(None)
    }

    /// Deletes the lock file of a removed dataflow. Its number never comes back.
    pub fn forget_lock(&self, id: DataflowId) -> Result<(), Error> {
        remove_if_there(&self.lock_path(id))
    }

    pub(crate) fn catalog_path(&self) -> PathBuf {
        self.root.join("catalog.db")
    }

    fn databases(&self) -> PathBuf {
        self.root.join("databases")
    }

    fn locks(&self) -> PathBuf {
        self.root.join("locks")
    }

    fn lock_path(&self, id: DataflowId) -> PathBuf {
        self.locks().join(format!("{id}.lock"))
    }
}

/// Makes a database file that only its owner reads, before its first byte; narrows one that is wider.
/// SQLite gives its `-wal` and `-shm` the mode of the file itself.
pub(crate) fn make_private(path: &Path) -> Result<(), Error> {
    refuse_links_of_database(path)?;
    private_file(path).map_err(|error| Error::io("make", path, error))?;
    Ok(())
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
fn copies(path: &Path) -> Result<Vec<String>, Error> {
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
    Ok(free)
}

/// `path` with `suffix` after its file name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// What SQLite keeps of one database, by what stands behind its name.
const SUFFIXES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

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

fn lock(path: &Path) -> Result<Option<Held>, Error> {
    loop {
        refuse_links(path)?;
        let file = private_file(path).map_err(|error| Error::io("open", path, error))?;
        match file.try_lock() {
            // Who removed it before it was locked may have left the name to another file, which somebody has.
            Ok(()) if !is_at(&file, path) => {}
            Ok(()) => return Ok(Some(Held(file))),
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(Error::io("lock", path, error)),
        }
    }
}

/// Whether somebody has locked the file, which is made by nobody who only looks.
fn is_held(path: &Path) -> std::io::Result<bool> {
    let file = match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        file => file?,
    };
    match file.try_lock_shared() {
        Ok(()) => {
            drop(Held(file));
            Ok(false)
        }
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether an open file is the one that lies there.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |one: fs::Metadata, other: fs::Metadata| (one.dev(), one.ino()) == (other.dev(), other.ino());
    file.metadata()
        .and_then(|open| Ok(same(open, fs::symlink_metadata(path)?)))
        .unwrap_or(false)
}

/// Elsewhere a file that is open keeps its name to itself.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

/// Opens a file for its owner alone, made if it is not there. The mode is set once more, as a process may
/// have a mask that takes away even what its owner needs.
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if file.metadata()?.permissions().mode() & 0o777 != 0o600 {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(file)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn files_of_shares(folder: &DataFolder) -> Vec<String> {
        let files = fs::read_dir(folder.locks()).expect("a folder").flatten();
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with(SHARE)).collect()
    }

    /// A program that is being started has all that is open, until it has become that program.
    #[test]
    fn a_lock_ends_though_a_program_is_being_started() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let held = lock(&folder.lock_path(DataflowId(1)));
        let held = held.expect("lock").expect("free");
        let taken_along = held.0.try_clone().expect("a second handle");
        drop(held);
        assert!(
            folder.lock_dataflow(DataflowId(1)).expect("lock").is_some(),
            "who was told that it is over may begin at once"
        );
        drop(taken_along);
    }

    #[test]
    fn a_share_leaves_no_file_and_one_that_was_killed_is_swept() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let share = || folder.share("UserList").expect("a share").expect("a place");
        let (first, second) = (share(), share());
        assert_eq!((first.holders(), second.holders()), (2, 2));
        assert_eq!(files_of_shares(&folder).len(), 2, "who counts makes none");
        drop(first);
        let third = share();
        assert_eq!((second.holders(), third.holders()), (2, 2));
        drop(third);
        assert_eq!(files_of_shares(&folder).len(), 1);
        DataFolder::open(root.path()).expect("another process opens it");
        assert_eq!(files_of_shares(&folder).len(), 1, "one that is held stays");
        assert_eq!(second.holders(), 1);
        drop(second);
        // As a kill leaves it: a file, and nobody who holds it.
        fs::write(folder.locks().join(format!("{SHARE}0-0.lock")), "").expect("a file");
        DataFolder::open(root.path()).expect("it opens");
        assert_eq!(files_of_shares(&folder), Vec::<String>::new());
    }

    /// Each takes its share and gives it back, over and over: none may be held by two.
    #[test]
    fn files_that_come_and_go_are_never_held_twice() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let path = folder.locks().join(format!("{SHARE}1-0.lock"));
        let inside = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        let Some(held) = lock(&path).expect("it can be locked") else {
                            continue;
                        };
                        let others = inside.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                        assert_eq!(others, 0, "somebody else holds it");
                        inside.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                        remove_if_there(&path).expect("it is ours");
                        drop(held);
                    }
                });
            }
        });
    }
}
