//! Notes of what lies outside the data folder until it is whole: the file that an export is writing.
//!
//! A process that is killed cannot remove its unfinished file, which may lie on any disk. So it writes down
//! beforehand where that will be, and holds the note locked while it writes. A note that nobody holds is of a
//! process that is gone: the file it names is removed, and then the note. Nothing is ever found by its looks.

use crate::folder::{make_private_folder, private_file, remove_if_there};
use crate::{DataFolder, Error};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Held while what it names is being written. Ends when dropped.
#[derive(Debug)]
pub struct Leftover {
    note: PathBuf,
    /// Closed before the note goes: some systems delete no file that is open.
    file: Option<File>,
}

impl Drop for Leftover {
    fn drop(&mut self) {
        self.file = None;
        // What cannot be removed now is swept later: what it names is no longer there.
        let _ = remove_if_there(&self.note);
    }
}

impl DataFolder {
    /// Notes that a file or folder is about to be written at `path`, which is not there yet. Its name is the
    /// note's, and so must be one that nobody else chooses.
    pub fn note_leftover(&self, path: &Path) -> Result<Leftover, Error> {
        let folder = self.unfinished();
        make_private_folder(&folder)?;
        let name = path.file_name().unwrap_or_default();
        let note = folder.join(name);
        loop {
            let written = private_file(&note).and_then(|mut file| {
                file.lock()?;
                file.set_len(0)?;
                file.write_all(path.as_os_str().as_encoded_bytes())?;
                file.sync_all()?;
                Ok(file)
            });
            // A note that is held by nobody would have what it names swept, while that is being written.
            let file = written.map_err(|error| {
                let _ = remove_if_there(&note);
                Error::io("write", &note, error)
            })?;
            // Who sweeps may have taken it away while it had nothing in it.
            if note.exists() {
                crate::folder::keep_names(&note);
                return Ok(Leftover {
                    note,
                    file: Some(file),
                });
            }
        }
    }

    /// Removes what processes that are gone have left unfinished, and answers how much.
    pub fn sweep_leftovers(&self) -> Result<usize, Error> {
        let folder = self.unfinished();
        let notes = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            notes => notes.map_err(|error| Error::io("list", &folder, error))?,
        };
        let mut swept = 0;
        for note in notes.flatten().map(|note| note.path()) {
            match sweep(&note) {
                Ok(was_there) => swept += usize::from(was_there),
                // A disk that is not plugged in, or a note that somebody else swept: the next time, then.
                Err(error) => tracing::debug!(%error, "something unfinished was not swept"),
            }
        }
        Ok(swept)
    }

    fn unfinished(&self) -> PathBuf {
        self.root().join("unfinished")
    }
}

/// Whether there was something to remove.
fn sweep(note: &Path) -> io::Result<bool> {
    let mut file = File::options().read(true).write(true).open(note)?;
    if file.try_lock().is_err() {
        return Ok(false);
    }
    let mut named = Vec::new();
    file.read_to_end(&mut named)?;
    // The note of a file has the file's name: any other text is not ours.
    let left = path_of(named).filter(|left| left.file_name() == note.file_name());
    let was_there = left.map_or(Ok(false), |left| remove(&left))?;
    fs::remove_file(note)?;
    Ok(was_there)
}

/// The path that was written down, which on some systems need not be Unicode.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "it has what to refuse elsewhere")]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

fn remove(path: &Path) -> io::Result<bool> {
    let found = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // The disk may come back, and the file with it.
            let folder = path.parent().unwrap_or(path);
            return if folder.exists() { Ok(false) } else { Err(error) };
        }
        found => found?,
    };
    if found.is_dir() {
        fs::remove_dir_all(path)?;
    } else {
        fs::remove_file(path)?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(folder: &DataFolder) -> usize {
        fs::read_dir(folder.unfinished()).map_or(0, Iterator::count)
    }

    #[test]
    fn what_is_being_written_stays_and_what_was_left_goes() {
        let (root, elsewhere) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("another"),
        );
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let path = elsewhere.path().join(".one.part");
        let held = folder.note_leftover(&path).expect("a note");
        fs::write(&path, "half").expect("a file");
        assert_eq!(folder.sweep_leftovers().expect("sweep"), 0);
        assert!(path.exists(), "somebody writes it");
        // As a kill would: the lock goes, the note stays.
        let mut held = std::mem::ManuallyDrop::new(held);
        held.file = None;
        let other = elsewhere.path().join(".other.part");
        fs::write(&other, "not noted").expect("a file");
        assert_eq!(folder.sweep_leftovers().expect("sweep"), 1);
        assert!(
            !path.exists() && other.exists(),
            "what was noted, and nothing else"
        );
        assert_eq!(notes(&folder), 0);
    }

    #[test]
    fn a_folder_goes_with_its_files_and_a_disk_that_is_away_is_waited_for() {
        let (root, elsewhere) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("another"),
        );
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let stick = elsewhere.path().join("stick");
        let path = stick.join(".all.part");
        let mut held = std::mem::ManuallyDrop::new(folder.note_leftover(&path).expect("a note"));
        held.file = None;
        assert_eq!(folder.sweep_leftovers().expect("sweep"), 0);
        assert_eq!(notes(&folder), 1, "the disk is not there: it is kept in mind");
        fs::create_dir_all(&path).expect("a folder");
        fs::write(path.join("users.csv"), "half").expect("a file");
        assert_eq!(folder.sweep_leftovers().expect("sweep"), 1);
        assert!(stick.exists() && !path.exists());
        assert_eq!(notes(&folder), 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_was_left_in_a_folder_whose_name_is_not_unicode_goes() {
        use std::os::unix::ffi::OsStrExt;
        let (root, elsewhere) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("another"),
        );
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let odd = elsewhere.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
        fs::create_dir(&odd).expect("a folder");
        let path = odd.join(".one.part");
        let mut held = std::mem::ManuallyDrop::new(folder.note_leftover(&path).expect("a note"));
        fs::write(&path, "half").expect("a file");
        held.file = None;
        assert_eq!(folder.sweep_leftovers().expect("sweep"), 1);
        assert!(!path.exists());
        assert_eq!(notes(&folder), 0);
    }

    #[test]
    fn a_note_that_names_something_else_removes_nothing() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::open(root.path()).expect("a data folder");
        let mine = root.path().join("catalog.db");
        fs::write(&mine, "mine").expect("a file");
        fs::create_dir_all(folder.unfinished()).expect("a folder");
        fs::write(
            folder.unfinished().join(".x.part"),
            mine.to_str().expect("Unicode"),
        )
        .expect("a note");
        assert_eq!(folder.sweep_leftovers().expect("sweep"), 0);
        assert!(mine.exists());
    }
}
