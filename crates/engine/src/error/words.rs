//! Errors of the rooms below in words: what happened, and what to try.

use crate::keychain::KeychainError;
use crate::words::grouped;
use poolhouse_catalog::Error as CatalogError;
use poolhouse_catalog::model::{RunId, RunStatus};
use poolhouse_connector::{ReadError, Words};
use poolhouse_export::Error as ExportError;

/// A read error's facts in one line, for support.
pub(crate) fn read_detail(error: &ReadError) -> String {
    let mut detail = error.to_string();
    if let Some(code) = &error.code {
        detail += &format!(" ({code})");
    }
    if let Some(id) = &error.request_id {
        detail += &format!(", request {id}");
    }
    detail
}

/// What happened in the catalog and what to try.
pub(crate) fn catalog(error: &CatalogError) -> Words {
    use poolhouse_catalog::ErrorKind as Kind;
    if let CatalogError::OnlyReads(why) = error {
        return read_only(*why);
    }
    let (message, hint) = match error.kind() {
        Kind::DiskFull => (
            "The disk is full.".to_owned(),
            "Make room, then run again: what was read is kept and the run goes on where it stood.",
        ),
        Kind::Busy if matches!(error, CatalogError::Preparing { .. }) => (
            "Another window, or the command line, is preparing the data for this version of Poolhouse."
                .to_owned(),
            "Of a large database that may take a minute. Try again then; a copy is made before.",
        ),
        Kind::Busy => (
            "Another program holds the database.".to_owned(),
            "Close it in the other program (or end its transaction), then try again.",
        ),
        Kind::Corrupt => (
            "The database file is damaged.".to_owned(),
            "It was left as it is. An earlier version in it may be whole: go back to it, or export what can be read. A run that finds it damaged fails; the run after that sets the file aside and imports into a new one.",
        ),
        Kind::Io => (
            "The disk reported an error.".to_owned(),
            "What was published before is as it was. Try again; if it happens again, the disk may be failing: export what you need to another one.",
        ),
        Kind::Newer => (
            "A newer version of Poolhouse has written this data.".to_owned(),
            "Install that version or a newer one; nothing was changed.",
        ),
        Kind::AlreadyRunning => (
            "This dataflow is already running.".to_owned(),
            "Wait for it to end, or cancel it. It may have been started from the command line.",
        ),
        Kind::NameTaken => (
            "Another dataflow or table already has this name.".to_owned(),
            "Choose another name.",
        ),
        Kind::BadQuery => (
            sentence(&error.to_string()),
            "Choose another column, or change the filter.",
        ),
        Kind::NotFound => (
            sentence(&error.to_string()),
            "It may have another name by now, or be gone: look at what there is, and choose again.",
        ),
        Kind::NoFolder => (
            sentence(&error.to_string()),
            "Choose a folder for the data: one that is there, or one that can be made.",
        ),
        Kind::VersionGone => (
            "This version is no longer kept.".to_owned(),
            "Look at a newer one; what changed since then is still in the run's page.",
        ),
        Kind::Linked => (
            sentence(&error.to_string()),
            "Put the file itself in its place, or delete its other name: what Poolhouse deletes must not stay elsewhere. To keep all data on another disk, move the whole data folder.",
        ),
        Kind::TooBig => (
            sentence(&error.to_string()),
            "Leave this table out of the dataflow: the others can be imported.",
        ),
        Kind::ReadOnly => (
            "The data folder cannot be written to.".to_owned(),
            "Check the folder's permissions and that its disk is not write-protected.",
        ),
        _ => (
            sentence(&error.to_string()),
            "Try again; if it happens again, use Copy for support.",
        ),
    };
    Words {
        message,
        hint: hint.into(),
    }
}

/// What to tell while what is there can only be read.
pub(crate) fn read_only(why: poolhouse_catalog::ErrorKind) -> Words {
    use poolhouse_catalog::ErrorKind as Kind;
    let (message, hint) = match why {
        Kind::DiskFull => (
            "The disk is full, so Poolhouse can only read.",
            "What was imported can be looked at, and exported to another disk. Make room to import again.",
        ),
        Kind::ReadOnly => (
            "The data folder cannot be written to, so Poolhouse can only read.",
            "What was imported can be looked at and exported. Check the folder's permissions and that its disk is not write-protected.",
        ),
        _ => (
            "The disk refuses what is written, so Poolhouse can only read.",
            "What was imported can be looked at, and exported to another disk. Do that soon: the disk may be failing.",
        ),
    };
    Words {
        message: message.into(),
        hint: hint.into(),
    }
}

pub(super) fn not_published(name: &str, run: RunId, of: Option<&str>, status: RunStatus) -> Words {
    let message = match (of, status) {
        (Some(of), _) => format!("Run {run} is one of {of}, and not of {name}."),
        (None, RunStatus::Failed) => format!("Run {run} published nothing: it failed."),
        (None, RunStatus::Cancelled) => format!("Run {run} published nothing: it was cancelled."),
        (None, RunStatus::Succeeded) => {
            format!("What run {run} published is not in this database: a new one was begun since.")
        }
        (None, _) => format!("Run {run} has published nothing yet."),
    };
    Words {
        message,
        hint: format!("Choose a run of {name} that succeeded; the history shows which did."),
    }
}

pub(super) fn entry_stays(name: &str, goes_on: bool, error: &CatalogError) -> (String, String) {
    let hint = if goes_on {
        "What is left of it goes by itself once that is mended, when Poolhouse lists the dataflows again or is started."
    } else {
        "Its rows are deleted, its history is not. Mend that, then remove it once more."
    };
    let why = catalog(error).message;
    (
        format!("The removal of {name} has begun and could not be ended. {why}"),
        hint.into(),
    )
}

pub(super) fn not_forgotten(error: &CatalogError) -> (String, String) {
    let words = catalog(error);
    let hint = match error.kind() {
        poolhouse_catalog::ErrorKind::DiskFull => "Nobody was forgotten. Make room, then try again.".into(),
        _ => format!("Nobody was forgotten. {}", words.hint),
    };
    (words.message, hint)
}

pub(super) fn not_rewritten(error: &CatalogError) -> (String, String) {
    use poolhouse_catalog::ErrorKind as Kind;
    let hint = match error.kind() {
        Kind::DiskFull => {
            "The disk is full. Make room for twice what the database takes, then choose Finish forgetting."
        }
        Kind::Busy => "Another program reads the database. Close it there, then choose Finish forgetting.",
        _ => "Choose Finish forgetting to try it again; the next run tries it too.",
    };
    (
        "The person is deleted, but traces may be left in the file: it could not be rewritten.".into(),
        hint.into(),
    )
}

pub(super) fn export(path: &str, error: &ExportError) -> (String, String) {
    use std::io::ErrorKind as Kind;
    let ExportError::Io(io) = error else {
        return (
            sentence(&error.to_string()),
            "Choose fewer columns, or another format.".into(),
        );
    };
    let (message, hint) = match io.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => (
            "The disk is full, so the file was not written.".to_owned(),
            "Make room or choose another disk. Nothing is left of what was begun.",
        ),
        Kind::FileTooLarge => (
            "The file became larger than its disk allows.".to_owned(),
            "Sticks are often made for files of 4 GB at most: choose another disk, or fewer rows. Nothing is left of what was begun.",
        ),
        Kind::AlreadyExists => (
            format!("{path} is there already."),
            "Choose another name, or let it be replaced.",
        ),
        Kind::IsADirectory => (
            format!("{path} is a folder."),
            "Choose a name for the file in it.",
        ),
        Kind::InvalidInput => (
            format!("{path} is a device or a connection, and no file."),
            "Choose another name.",
        ),
        Kind::NotFound => (
            format!("The folder of {path} is not there."),
            "If it is on a stick or a network drive, connect it again; or choose another folder.",
        ),
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => (
            format!("{path} may not be written."),
            "Choose another folder, or close the file where another program has it open.",
        ),
        _ => (
            format!("{path} could not be written."),
            "If it is on a stick or a network drive, connect it again; or choose another folder.",
        ),
    };
    (message, hint.into())
}

pub(super) fn keychain(error: &KeychainError) -> Words {
    let (message, hint) = match error {
        KeychainError::Absent { .. } => (
            "There is no keychain on this computer, so the secret cannot be kept.",
            "Choose “enter for this run only”, or install and unlock a keychain (GNOME Keyring, KWallet).",
        ),
        KeychainError::Locked => (
            "The keychain is locked.",
            "Unlock it and try again, or enter the secret for this run only.",
        ),
        KeychainError::Dismissed => (
            "The keychain stayed locked, as its prompt was dismissed.",
            "Try again and answer the prompt, or enter the secret for this run only.",
        ),
        KeychainError::Silent => (
            "The keychain did not answer in time.",
            "Look for its prompt behind other windows, answer it and try again, or enter the secret for this run only.",
        ),
        KeychainError::NoEntry => (
            "The keychain no longer has this dataflow's secret.",
            "Enter it again under Edit › Credentials.",
        ),
        KeychainError::Changed => (
            "The keychain's entry for this dataflow is no longer what Poolhouse put there.",
            "Another program may have changed it. Enter the secret again under Edit › Credentials.",
        ),
        KeychainError::TooLong { most } => {
            return Words {
                message: "The secret is too long for the keychain of this computer.".into(),
                hint: format!(
                    "It holds {} characters at most. Enter the secret for this run only, or use keys with a shorter session token.",
                    grouped(u64::from(*most))
                ),
            };
        }
        KeychainError::Refused { .. } => (
            "The keychain refused.",
            "Try again, or enter the secret for this run only.",
        ),
    };
    Words {
        message: message.into(),
        hint: hint.into(),
    }
}

pub(super) fn needs_secret(name: &str, error: &KeychainError) -> Words {
    let why = match error {
        KeychainError::Absent { .. } => "There is no keychain on this computer, so it is kept nowhere.",
        KeychainError::NoEntry => "The keychain has no entry for it.",
        KeychainError::Changed => "What the keychain has for it is not what Poolhouse put there.",
        KeychainError::TooLong { .. } => "The keychain holds no secret as long.",
        KeychainError::Locked => "The keychain is locked.",
        KeychainError::Dismissed => "The keychain stayed locked, as its prompt was dismissed.",
        KeychainError::Silent => "The keychain did not answer in time.",
        KeychainError::Refused { .. } => "The keychain refused to hand it out.",
    };
    Words {
        message: format!("The secret of {name} is needed. {why}"),
        hint: "Enter it for this run only, or store it in the keychain under Edit › Credentials.".into(),
    }
}

/// A lower-case fragment as a sentence.
pub(super) fn sentence(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let mut text: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    text.extend(letters);
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}
