//! The system's own dialog for a file's place, and its file manager. No file is read or written here.

use crate::error::UiError;
use rfd::AsyncFileDialog;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tauri::{AppHandle, Manager, Runtime};
use tokio::sync::oneshot;

/// A file manager that says nothing for so long is not there.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens dialogs in front of the window. State of its own, so that the commands that use it need not know
/// which runtime the window has.
pub struct Files(Box<dyn Fn(Place, oneshot::Sender<Option<PathBuf>>) + Send + Sync>);

/// What a dialog offers to begin with.
struct Place {
    folder: String,
    name: String,
}

impl Files {
    pub(crate) fn of<R: Runtime>(app: AppHandle<R>) -> Self {
        Self(Box::new(move |place, answer| {
            let window = app.get_webview_window("main");
            // Dialogs are begun where windows live; the answer is waited for elsewhere.
            let begun = app.run_on_main_thread(move || {
                let mut dialog = AsyncFileDialog::new()
                    .set_title("Export to")
                    .set_directory(place.folder)
                    .set_file_name(place.name);
                if let Some(window) = window {
                    dialog = dialog.set_parent(&window);
                }
                let chosen = dialog.save_file();
                tauri::async_runtime::spawn(async move {
                    let chosen = chosen.await;
                    // Nobody waits any longer where the window was closed.
                    let _ = answer.send(chosen.map(|file| file.path().to_owned()));
                });
            });
            if let Err(error) = begun {
                tracing::warn!(%error, "the dialog for a file was not shown");
            }
        }))
    }

    /// The place that a person chooses; `None` where she would rather not, or there is no dialog.
    pub(crate) async fn choose(&self, offered: &str) -> Result<Option<String>, UiError> {
        let offered = Path::new(offered);
        let text = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let place = Place {
            folder: text(offered.parent().map(Path::as_os_str)),
            name: text(offered.file_name()),
        };
        let (answer, chosen) = oneshot::channel();
        (self.0)(place, answer);
        chosen.await.ok().flatten().map(as_text).transpose()
    }
}

/// A path as the page knows it, which knows texts alone: another would lead elsewhere.
fn as_text(path: PathBuf) -> Result<String, UiError> {
    let text = path.into_os_string().into_string();
    text.map_err(|path| UiError::not_unicode(path.display().to_string()))
}

/// Shows a file in the system's file manager.
pub(crate) async fn show_in_folder(path: &str) -> Result<(), UiError> {
    match tokio::time::timeout(PATIENCE, reveal(path)).await {
        Ok(shown) => shown.map_err(UiError::no_file_manager),
        Err(_) => Err(UiError::no_file_manager("it did not answer".into())),
    }
}

/// By the interface that file managers have in common.
#[cfg(target_os = "linux")]
async fn reveal(path: &str) -> Result<(), String> {
    let address = tauri::Url::from_file_path(path).map_err(|()| "the path is not whole".to_owned())?;
    let bus = zbus::Connection::session()
        .await
        .map_err(|error| error.to_string())?;
    bus.call_method(
        Some("org.freedesktop.FileManager1"),
        "/org/freedesktop/FileManager1",
        Some("org.freedesktop.FileManager1"),
        "ShowItems",
        &(vec![address.as_str()], ""),
    )
    .await
    .map_err(|error| error.to_string())?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unused_async, reason = "it waits elsewhere")]
async fn reveal(path: &str) -> Result<(), String> {
    use std::process::Command;
    let mut manager = if cfg!(target_os = "macos") {
        let mut open = Command::new("open");
        open.arg("-R").arg(path);
        open
    } else {
        let mut explorer = Command::new("explorer");
        explorer.arg(format!("/select,{path}"));
        explorer
    };
    // It stays open for as long as the person looks.
    manager.spawn().map(drop).map_err(|error| error.to_string())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn a_path_that_is_no_text_is_refused_and_not_bent() {
        let odd = Path::new(OsStr::from_bytes(b"/srv/caf\xe9/people.csv"));
        let refused = as_text(odd.to_owned()).expect_err("it is not Unicode");
        assert!(refused.message.contains("not Unicode"), "{refused:?}");
        let plain = as_text("/srv/café/people.csv".into()).expect("it is Unicode");
        assert_eq!(plain, "/srv/café/people.csv");
    }
}
