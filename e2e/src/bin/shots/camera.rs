//! A window in one theme, and its pictures.

use anyhow::{Context, Result};
use poolhouse_e2e::wait::SOON;
use poolhouse_e2e::window::Window;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

const WIDTH: u32 = 1280;
const HEIGHT: u32 = 800;

/// Ends what moves, and says whether all letters are there and nothing moves any more.
const SETTLE: &str = "
    for (const animation of document.getAnimations()) {
      try { animation.finish(); } catch { animation.cancel(); }
    }
    return document.fonts.status === 'loaded' && document.getAnimations().length === 0;";

/// A window in one theme.
pub(crate) struct Camera {
    pub(crate) window: Window,
    folder: PathBuf,
    names: Vec<String>,
    theme: String,
}

impl Camera {
    /// Opens the window on a data folder.
    pub(crate) async fn open(data: &Path, folder: &Path, names: &[String], theme: &str) -> Result<Self> {
        let window = Window::open(data).await?;
        window.resize(WIDTH, HEIGHT).await?;
        window.set_theme(theme).await?;
        Ok(Self {
            window,
            folder: folder.to_owned(),
            names: names.to_owned(),
            theme: theme.to_lowercase(),
        })
    }

    /// Whether a picture of this name is asked for.
    pub(crate) fn takes(&self, name: &str) -> bool {
        let name = format!("{name}-{}", self.theme);
        self.names.is_empty() || self.names.iter().any(|word| name.contains(word))
    }

    /// Takes a picture of what is on screen.
    pub(crate) async fn take(&self, name: &str) -> Result<()> {
        if self.takes(name) {
            self.settle().await?;
            let file = self.folder.join(format!("{name}-{}.png", self.theme));
            fs::write(&file, self.window.picture()?)
                .with_context(|| format!("could not write {}", file.display()))?;
        }
        Ok(())
    }

    async fn settle(&self) -> Result<()> {
        self.window
            .wait("the screen to be still", SOON, async || {
                Ok((self.window.ask(SETTLE, vec![]).await? == json!(true)).then_some(()))
            })
            .await
    }

    /// Takes a picture without what is said at the window's corner.
    pub(crate) async fn take_alone(&self, name: &str) -> Result<()> {
        self.window.close_notices().await?;
        self.take(name).await
    }

    /// Takes a page that is longer than the window, screen by screen.
    pub(crate) async fn take_all(&self, name: &str) -> Result<()> {
        const MOST: usize = 8;
        // A little of the screen before stays in sight, and what sticks to the foot covers some.
        const SCROLL: &str = "
            const main = document.getElementById('main');
            const before = main.scrollTop;
            main.scrollTo(0, before + main.clientHeight - 140);
            return main.scrollTop > before;";
        self.take_alone(name).await?;
        for screen in 1..MOST {
            if self.window.ask(SCROLL, vec![]).await? != json!(true) {
                break;
            }
            let place = if screen == 1 {
                "below".to_owned()
            } else {
                format!("below-{screen}")
            };
            self.take(&format!("{name}-{place}")).await?;
        }
        self.window
            .ask("document.getElementById('main').scrollTo(0, 0)", vec![])
            .await?;
        Ok(())
    }

    /// Makes the window narrow, as on half a screen.
    pub(crate) async fn narrow(&self) -> Result<()> {
        self.window.resize(720, HEIGHT).await
    }

    /// Makes it wide again.
    pub(crate) async fn wide(&self) -> Result<()> {
        self.window.resize(WIDTH, HEIGHT).await
    }

    pub(crate) async fn close(self) -> Result<()> {
        self.window.close().await
    }
}
