//! What is on screen, by what a screen reader calls it.

use crate::keyboard::Key;
use crate::wait::{SOON, until};
use crate::window::Window;
use anyhow::{Context, Result, bail};
use fantoccini::elements::{Element, ElementRef};
use serde_json::{Value, json};

/// What a thing on screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Is pressed.
    Button,
    /// Leads to another place.
    Link,
    /// Takes text, or one of a list.
    Field,
    /// Is on or off.
    Checkbox,
    /// Is on or off, and acts at once.
    Switch,
    /// Is one of several.
    Radio,
    /// Names what stands below it.
    Heading,
    /// Stands in front of the page.
    Dialog,
    /// Is in an open menu.
    MenuItem,
    /// Shows one of several pages.
    Tab,
    /// Is in an open list.
    Option,
    /// Is a line of a table.
    Row,
    /// Is a cell of a grid.
    Cell,
    /// Stands above a column of a grid.
    ColumnHeader,
    /// Is in a tree.
    TreeItem,
}

impl Role {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Link => "link",
            Self::Field => "field",
            Self::Checkbox => "checkbox",
            Self::Switch => "switch",
            Self::Radio => "radio",
            Self::Heading => "heading",
            Self::Dialog => "dialog",
            Self::MenuItem => "menuitem",
            Self::Tab => "tab",
            Self::Option => "option",
            Self::Row => "row",
            Self::Cell => "cell",
            Self::ColumnHeader => "columnheader",
            Self::TreeItem => "treeitem",
        }
    }
}

const FIND: &str = concat!(include_str!("script/names.js"), include_str!("script/find.js"));

impl Window {
    /// What there is now of this role and name.
    pub async fn all(&self, role: Role, name: &str) -> Result<Vec<Element>> {
        let found = self
            .ask(FIND, vec![json!(role.word()), json!(name), json!(20)])
            .await?;
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().map(|reference| self.element(reference)).collect()
    }

    /// What there is now of this role with this in its name.
    pub(crate) async fn all_with(&self, role: Role, part: &str) -> Result<Vec<Element>> {
        let found = self
            .ask(
                FIND,
                vec![json!(role.word()), json!(part), json!(20), json!(true)],
            )
            .await?;
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().map(|reference| self.element(reference)).collect()
    }

    /// Clicks on the first with this in its name.
    pub async fn click_first(&self, role: Role, part: &str) -> Result<()> {
        let what = format!("a click on a {} with “{part}” in its name", role.word());
        self.wait(&what, SOON, async || {
            let Some(element) = self.all_with(role, part).await?.into_iter().next() else {
                return Ok(None);
            };
            self.click_on(&element).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Closes what is said at the window's corner.
    pub async fn close_notices(&self) -> Result<()> {
        const CLOSE: &str = "
            const notices = document.querySelectorAll('.mantine-Notifications-notification');
            for (const notice of notices) notice.querySelector('button[aria-label=Close]')?.click();
            return notices.length;";
        self.wait("the notices to go", SOON, async || {
            let left = self.ask(CLOSE, vec![]).await?;
            Ok((left == json!(0)).then_some(()))
        })
        .await
    }

    /// Whether it is there now.
    pub async fn has(&self, role: Role, name: &str) -> Result<bool> {
        Ok(!self.all(role, name).await?.is_empty())
    }

    /// Waits for it.
    pub async fn find(&self, role: Role, name: &str) -> Result<Element> {
        let what = format!("the {} “{name}”", role.word());
        self.wait(&what, SOON, async || {
            Ok(self.all(role, name).await?.into_iter().next())
        })
        .await
    }

    /// Waits until it is gone.
    pub async fn gone(&self, role: Role, name: &str) -> Result<()> {
        let what = format!("the {} “{name}” to go", role.word());
        self.wait(&what, SOON, async || {
            Ok((!self.has(role, name).await?).then_some(()))
        })
        .await
    }

    /// Clicks on it with the mouse, as soon as it is there, enabled, and not covered.
    pub async fn click(&self, role: Role, name: &str) -> Result<()> {
        let what = format!("a click on the {} “{name}”", role.word());
        self.wait(&what, SOON, async || {
            let Some(element) = self.all(role, name).await?.into_iter().next() else {
                return Ok(None);
            };
            if !element.is_enabled().await? {
                bail!("it is disabled");
            }
            self.click_on(&element).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Clicks on it, scrolled to where nothing that stays in place lies over it.
    pub(crate) async fn click_on(&self, element: &Element) -> Result<()> {
        self.ask_about(element, "arguments[0].scrollIntoView({ block: 'center' })")
            .await?;
        element
            .click()
            .await
            .context("it does not let itself be clicked on")
    }

    /// Puts a text into a field in place of what stands there, key by key, and leaves the field.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let what = format!("“{label}” to take its text");
        self.wait(&what, SOON, async || {
            let Some(field) = self.all(Role::Field, label).await?.into_iter().next() else {
                return Ok(None);
            };
            let now = self.value_of(&field).await?;
            if now == text {
                return Ok(Some(()));
            }
            if !now.is_empty() {
                self.ask_about(&field, "arguments[0].focus(); arguments[0].select()")
                    .await?;
                self.press(Key::Backspace).await?;
            }
            if !text.is_empty() {
                field.send_keys(text).await?;
            }
            Ok(None)
        })
        .await?;
        self.ask("document.activeElement?.blur()", vec![]).await?;
        Ok(())
    }

    /// Types into a field and stays in it.
    pub async fn type_into(&self, label: &str, text: &str) -> Result<()> {
        self.click(Role::Field, label).await?;
        self.type_text(text).await
    }

    /// Chooses from a list that the system draws.
    pub async fn choose(&self, label: &str, option: &str) -> Result<()> {
        let field = self.find(Role::Field, label).await?;
        field
            .select_by_label(option)
            .await
            .with_context(|| format!("“{label}” offers no “{option}”"))
    }

    /// Chooses from a list that the page draws.
    pub async fn pick(&self, label: &str, option: &str) -> Result<()> {
        self.click(Role::Field, label).await?;
        self.click(Role::Option, option).await
    }

    /// Ticks a checkbox, or clears it; chooses a radio.
    pub async fn tick(&self, role: Role, name: &str, on: bool) -> Result<()> {
        let what = format!(
            "the {} “{name}” to be {}",
            role.word(),
            if on { "on" } else { "off" }
        );
        self.wait(&what, SOON, async || {
            let Some(element) = self.all(role, name).await?.into_iter().next() else {
                return Ok(None);
            };
            let now = self.ask_about(&element, "return arguments[0].checked === true || arguments[0].getAttribute('aria-checked') === 'true'").await?;
            if now == json!(on) {
                return Ok(Some(()));
            }
            self.click_on(&element).await?;
            Ok(None)
        })
        .await
    }

    /// What stands in a field.
    pub async fn value(&self, label: &str) -> Result<String> {
        let field = self.find(Role::Field, label).await?;
        self.value_of(&field).await
    }

    /// What is said to be wrong beside a field; empty where nothing is.
    pub async fn error_beside(&self, label: &str) -> Result<String> {
        const ASK: &str = "
            const [field] = arguments;
            if (field.getAttribute('aria-invalid') !== 'true') return '';
            const ids = `${field.getAttribute('aria-describedby') ?? ''} ${field.getAttribute('aria-errormessage') ?? ''}`;
            return ids.split(/\\s+/).filter((id) => /error/.test(id))
              .map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();";
        let field = self.find(Role::Field, label).await?;
        text(&self.ask_about(&field, ASK).await?)
    }

    /// Waits until something is said to be wrong beside a field.
    pub async fn find_error_beside(&self, label: &str) -> Result<String> {
        let what = format!("an error beside “{label}”");
        self.wait(&what, SOON, async || {
            let error = self.error_beside(label).await?;
            Ok((!error.is_empty()).then_some(error))
        })
        .await
    }

    /// All that can be read on screen.
    pub async fn words(&self) -> Result<String> {
        text(&self.ask("return document.body.innerText", vec![]).await?)
    }

    /// Waits until this can be read on screen.
    pub async fn read(&self, words: &str) -> Result<()> {
        self.read_within(words, SOON).await
    }

    /// The same, for what takes longer.
    pub async fn read_within(&self, words: &str, limit: std::time::Duration) -> Result<()> {
        let what = format!("“{words}”");
        self.wait(&what, limit, async || {
            Ok(self.words().await?.contains(words).then_some(()))
        })
        .await
    }

    /// Waits until this can no longer be read on screen.
    pub async fn unread(&self, words: &str) -> Result<()> {
        let what = format!("“{words}” to go");
        self.wait(&what, SOON, async || {
            Ok((!self.words().await?.contains(words)).then_some(()))
        })
        .await
    }

    /// As [`until`], and tells what was on screen when it was in vain.
    pub async fn wait<T>(
        &self,
        what: &str,
        limit: std::time::Duration,
        ask: impl AsyncFnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        match until(what, limit, ask).await {
            Ok(found) => Ok(found),
            Err(error) => {
                let words = self.words().await.unwrap_or_else(|gone| format!("({gone:#})"));
                Err(error.context(format!("on screen at the end:\n{words}\n")))
            }
        }
    }

    async fn value_of(&self, field: &Element) -> Result<String> {
        text(&self.ask_about(field, "return arguments[0].value").await?)
    }

    /// Asks the page about one thing on it.
    pub(crate) async fn ask_about(&self, element: &Element, script: &str) -> Result<Value> {
        self.ask(script, vec![serde_json::to_value(element)?]).await
    }

    fn element(&self, reference: &Value) -> Result<Element> {
        let id = reference
            .as_object()
            .and_then(|object| object.values().next())
            .and_then(Value::as_str)
            .context("the driver answered something that is no element")?;
        Ok(Element::from_element_id(
            self.client().clone(),
            ElementRef::from(id.to_owned()),
        ))
    }
}

fn text(value: &Value) -> Result<String> {
    Ok(value
        .as_str()
        .context("the page answered something that is no text")?
        .to_owned())
}
