//! Who has the data folder, its window, a dataflow or a share of a quota now: kernel locks of files, which end with
//! their process, however it ends.

use super::{DataFolder, PREPARING, beside, private_file, refuse_links, remove_if_there};
use crate::Error;
use crate::model::DataflowId;
use crate::waiting::{Awaited, try_again_for};
use std::fs::{self, File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Held by the one process that makes a database file or brings it to a newer version. Ends when dropped.
#[derive(Debug)]
pub(crate) struct Preparing {
    path: PathBuf,
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

impl Preparing {
    /// Takes the right to make or migrate the database file at `database`. Whoever has it is waited for as any
    /// other program is that has the file locked.
    pub(crate) fn of(database: &Path) -> Result<Self, Error> {
        let path = beside(database, PREPARING);
        let mut tries = 0;
        loop {
            if let Some(held) = lock(&path)? {
                return Ok(Self { path, _held: held });
            }
            if !try_again_for(Awaited::Preparing, tries) {
                return Err(Error::Preparing {
                    path: database.to_owned(),
                });
            }
            tries = tries.saturating_add(1);
        }
    }
}

impl Drop for Preparing {
    fn drop(&mut self) {
        // Held to the end of this, so nobody else's; one that stays is taken by whoever prepares next.
        let _ = remove_if_there(&self.path);
    }
}

/// Held by the one process that runs a dataflow now. Ends when dropped.
#[derive(Debug)]
pub struct DataflowLock {
    _held: Held,
}

impl DataFolder {
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

    /// Removes the files of shares whose processes were killed, and so could not.
    pub(super) fn sweep_shares(&self) {
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

    pub(super) fn locks(&self) -> PathBuf {
        self.root.join("locks")
    }

    fn lock_path(&self, id: DataflowId) -> PathBuf {
        self.locks().join(format!("{id}.lock"))
    }
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
