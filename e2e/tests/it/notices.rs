//! The desktop's notification of a run's end, taken by a stand-in for the desktop on the session's bus.

#![expect(
    clippy::too_many_arguments,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "a method of the bus takes what comes, as it comes, whether it wants it or not"
)]

use crate::support::{folder, pool, source};
use anyhow::{Context, Result};
use poolhouse_e2e::boxes::OnScreen;
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::find::Role;
use poolhouse_e2e::wait::{LONG, until};
use poolhouse_e2e::window::Window;
use poolhouse_sample_pool::Key;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use zbus::zvariant::OwnedValue;
use zbus::{connection, interface};

/// What was to be shown: title and text, in the order in which they came.
type Shown = Arc<Mutex<Vec<(String, String)>>>;

struct Desktop(Shown);

#[interface(name = "org.freedesktop.Notifications")]
impl Desktop {
    fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let mut shown = self.0.lock().expect("nobody panics");
        shown.push((summary, body));
        shown.len() as u32
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".into()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let of = |text: &str| text.to_owned();
        (of("tests"), of("Poolhouse"), of("1"), of("1.2"))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_a_run_is_told_to_who_looks_elsewhere() -> Result<()> {
    let shown = Shown::default();
    let _desktop = connection::Builder::session()?
        .name("org.freedesktop.Notifications")?
        .serve_at("/org/freedesktop/Notifications", Desktop(shown.clone()))?
        .build()
        .await?;
    let folder = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    CommandLine::on(folder.path())?.create("Announced", &source(&sample, &endpoint, &key), &["users"])?;
    let window = Window::open(folder.path()).await?;
    let on_screen = OnScreen::find(window.app()?, "Poolhouse").context("it is on screen")?;
    on_screen.look_elsewhere()?;
    // Other windows of these tests tell the ends of their runs here too.
    let told = || {
        let shown = shown.lock().expect("nobody panics");
        let ours = shown.iter().filter(|(title, _)| title.starts_with("Announced "));
        ours.cloned().collect::<Vec<_>>()
    };
    window.act("Announced", "Run").await?;
    window.read_within("Announced succeeded", LONG).await?;
    let first = until("the notification", LONG, async || Ok(told().pop())).await?;
    assert_eq!(
        first,
        (
            "Announced is up to date".to_owned(),
            "60 rows: 60 added, 0 changed, 0 removed.".to_owned()
        )
    );
    sample.control().add_users(6_000);
    sample.control().set_latency(Duration::from_millis(250));
    window.act("Announced", "Run").await?;
    window.click(Role::Button, "Cancel the run of Announced").await?;
    until("the second notification", LONG, async || {
        Ok((told().len() > 1).then_some(()))
    })
    .await?;
    assert_eq!(
        told().pop(),
        Some((
            "Announced was cancelled".to_owned(),
            "Nothing was changed.".to_owned()
        ))
    );
    assert_eq!(told().len(), 2, "one for each run, at its end");
    window.close().await
}
