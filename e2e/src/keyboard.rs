//! The keyboard, as the only way in.

use crate::find::Role;
use crate::wait::SOON;
use crate::window::Window;
use anyhow::{Context, Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::json;

pub use fantoccini::key::Key;

/// As many stops as no screen of ours has.
const MOST_STOPS: usize = 80;

const FOCUSED: &str = concat!(include_str!("script/names.js"), include_str!("script/focused.js"));
const FOCUS_IS_SEEN: &str = include_str!("script/focus_is_seen.js");

impl Window {
    /// Presses a key and lets it go.
    pub async fn press(&self, key: Key) -> Result<()> {
        let key = key.chars().next().context("BUG: every key has its character")?;
        self.press_all(&[key]).await
    }

    /// Presses a letter while Ctrl is held.
    pub async fn press_with_control(&self, letter: char) -> Result<()> {
        let control: char = Key::Control.into();
        let held = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: control })
            .then(KeyAction::Down { value: letter })
            .then(KeyAction::Up { value: letter })
            .then(KeyAction::Up { value: control });
        self.client()
            .perform_actions(held)
            .await
            .context("the keys could not be pressed")
    }

    /// Types a text where the focus is.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        let keys: Vec<char> = text.chars().collect();
        self.press_all(&keys).await
    }

    async fn press_all(&self, keys: &[char]) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".into());
        for &value in keys {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client()
            .perform_actions(actions)
            .await
            .context("the keys could not be pressed")?;
        Ok(())
    }

    /// What has the focus: its role, a colon, its name.
    pub async fn focused(&self) -> Result<String> {
        let found = self.ask(FOCUSED, vec![]).await?;
        Ok(found.as_str().unwrap_or_default().to_owned())
    }

    /// Presses Tab until something has the focus; fails when it does not come by.
    pub async fn tab_to(&self, role: Role, name: &str) -> Result<()> {
        // What is to be reached may be on its way still.
        self.find(role, name).await?;
        let wanted = format!("{}: {name}", role.word());
        self.tab_until(&wanted, |now| now == wanted).await
    }

    /// The same, for the first with this in its name.
    pub async fn tab_to_first(&self, role: Role, part: &str) -> Result<()> {
        let wanted = format!("{}: …{part}…", role.word());
        let what = format!("a {} with “{part}” in its name", role.word());
        self.wait(&what, SOON, async || {
            Ok(self.all_with(role, part).await?.pop().map(|_| ()))
        })
        .await?;
        self.tab_until(&wanted, |now| now.starts_with(role.word()) && now.contains(part))
            .await
    }

    async fn tab_until(&self, wanted: &str, is_it: impl Fn(&str) -> bool) -> Result<()> {
        let mut stops = Vec::new();
        for _ in 0..MOST_STOPS {
            let now = self.focused().await?;
            if is_it(&now) {
                return self.assert_focus_is_seen(wanted).await;
            }
            stops.push(now);
            self.press(Key::Tab).await?;
        }
        bail!(
            "Tab does not lead to {wanted}; it led to:\n  {}",
            stops.join("\n  ")
        );
    }

    /// Presses an arrow key until something has the focus.
    pub async fn arrow_to(&self, arrow: Key, role: Role, name: &str) -> Result<()> {
        let wanted = format!("{}: {name}", role.word());
        let mut stops = Vec::new();
        for _ in 0..MOST_STOPS {
            let now = self.focused().await?;
            if now == wanted {
                return Ok(());
            }
            stops.push(now);
            self.press(arrow).await?;
        }
        bail!(
            "the arrow keys do not lead to {wanted}; they led to:\n  {}",
            stops.join("\n  ")
        );
    }

    /// Waits until something has the focus by itself.
    pub async fn focus_is_on(&self, role: Role, name: &str) -> Result<()> {
        let wanted = format!("{}: {name}", role.word());
        let what = format!("the focus on {wanted}");
        self.wait(&what, SOON, async || {
            let now = self.focused().await?;
            if now == wanted {
                Ok(Some(()))
            } else {
                bail!("it is on {now}")
            }
        })
        .await
    }

    /// A focus that cannot be seen is none.
    async fn assert_focus_is_seen(&self, what: &str) -> Result<()> {
        let seen = self.ask(FOCUS_IS_SEEN, vec![]).await?;
        if seen == json!(true) {
            return Ok(());
        }
        bail!("{what} has the focus, and nothing shows it: {seen}");
    }
}
