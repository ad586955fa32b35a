//! The web view's own process may end, of a fault of its own or for want of memory. The page is loaded anew
//! then, and takes up what is under way.
//!
//! On Linux, where it was seen to happen; on Windows and macOS it was not tried.

use std::time::{Duration, Instant};

/// A page that ends its process each time must not be loaded for ever.
const MOST: usize = 3;
const WITHIN: Duration = Duration::from_mins(1);

/// When pages were loaded anew.
#[derive(Debug, Default)]
struct Revivals(Vec<Instant>);

impl Revivals {
    /// Whether to load the page once more now.
    fn allow(&mut self, now: Instant) -> bool {
        self.0.retain(|&then| now.duration_since(then) < WITHIN);
        let allowed = self.0.len() < MOST;
        if allowed {
            self.0.push(now);
        }
        allowed
    }
}

/// Loads the page of each window anew where its process ends.
#[cfg(target_os = "linux")]
pub(crate) fn watch<R: tauri::Runtime>(app: &tauri::AppHandle<R>) {
    use std::cell::RefCell;
    use tauri::Manager;
    use webkit2gtk::WebViewExt;
    for window in app.webview_windows().into_values() {
        let watched = window.clone().with_webview(move |view| {
            let revivals = RefCell::new(Revivals::default());
            view.inner().connect_web_process_terminated(move |view, reason| {
                tracing::warn!(?reason, "the web view's process has ended");
                if revivals.borrow_mut().allow(Instant::now()) {
                    view.reload();
                } else {
                    // Nobody could be asked there any more. Runs go on, and the app ends with the last.
                    crate::leave::without_a_page(&window, MOST + 1);
                }
            });
        });
        if let Err(error) = watched {
            tracing::warn!(%error, "the web view is not watched");
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn watch<R: tauri::Runtime>(_: &tauri::AppHandle<R>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_ends_its_process_each_time_is_given_up_and_a_rare_fault_is_not() {
        let start = Instant::now();
        let mut revivals = Revivals::default();
        let allowed = |revivals: &mut Revivals, second| revivals.allow(start + Duration::from_secs(second));
        let at_once: Vec<bool> = (0..5).map(|second| allowed(&mut revivals, second)).collect();
        assert_eq!(at_once, [true, true, true, false, false]);
        assert!(allowed(&mut revivals, 61), "the first of them is a minute ago");
        let mut revivals = Revivals::default();
        for hour in 1..10 {
            assert!(allowed(&mut revivals, hour * 3_600), "{hour}");
        }
    }
}
