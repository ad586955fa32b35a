//! The wizard, as somebody fills it in who knows what to write.

use crate::find::Role;
use crate::wait::{LONG, SOON};
use crate::window::Window;
use anyhow::Result;
use serde_json::json;

/// What goes into the wizard for a user pool at an address that is not AWS's.
#[derive(Debug, Clone)]
pub struct Answers<'a> {
    /// The dataflow's name.
    pub name: &'a str,
    /// The pool's ID.
    pub pool_id: &'a str,
    /// The access key ID.
    pub key_id: &'a str,
    /// The secret access key.
    pub secret: &'a str,
    /// The server's address.
    pub endpoint: &'a str,
}

impl Window {
    /// Opens the wizard from the list of dataflows, which may be empty.
    pub async fn new_dataflow(&self) -> Result<()> {
        self.click(Role::Link, "Imports").await?;
        self.click(Role::Link, "New dataflow").await?;
        self.find(Role::Heading, "Name").await?;
        Ok(())
    }

    /// The same, and throws away what was left half-filled before.
    pub async fn new_dataflow_anew(&self) -> Result<()> {
        self.click(Role::Link, "Imports").await?;
        self.click(Role::Link, "New dataflow").await?;
        self.wait("the wizard to begin", SOON, async || {
            if self.has(Role::Button, "Start anew").await? {
                self.click(Role::Button, "Start anew").await?;
            }
            Ok(self.has(Role::Heading, "Name").await?.then_some(()))
        })
        .await
    }

    /// Presses Next and waits for the step that it leads to.
    pub async fn next(&self, step: &str) -> Result<()> {
        self.click(Role::Button, "Next").await?;
        self.find(Role::Heading, step).await?;
        Ok(())
    }

    /// From the first step to *Credentials*, with AWS Cognito user pool as the connector.
    pub async fn to_credentials(&self, name: &str) -> Result<()> {
        self.fill("Name", name).await?;
        self.next("Connector").await?;
        self.click(Role::Radio, "AWS Cognito user pool").await?;
        self.next("Details").await?;
        self.next("Credentials").await
    }

    /// Fills in *Credentials*.
    pub async fn fill_credentials(&self, answers: &Answers<'_>) -> Result<()> {
        self.fill("User Pool ID", answers.pool_id).await?;
        self.fill("Access key ID", answers.key_id).await?;
        self.fill("Secret access key", answers.secret).await?;
        self.open_group("Advanced").await?;
        self.fill("Endpoint address (optional)", answers.endpoint).await
    }

    /// Presses Connect, which is called otherwise once it was pressed.
    pub async fn connect(&self) -> Result<()> {
        self.wait("a way to connect", SOON, async || {
            for button in ["Connect", "Connect again"] {
                if self.has(Role::Button, button).await? {
                    self.click(Role::Button, button).await?;
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Opens a group of fields that is closed at first.
    pub async fn open_group(&self, title: &str) -> Result<()> {
        let what = format!("the group “{title}” to open");
        self.wait(&what, SOON, async || {
            let Some(summary) = self.all(Role::Button, title).await?.into_iter().next() else {
                return Ok(None);
            };
            let open = self
                .ask_about(&summary, "return arguments[0].parentElement.open")
                .await?;
            if open == json!(true) {
                return Ok(Some(()));
            }
            self.click_on(&summary).await?;
            Ok(None)
        })
        .await
    }

    /// The whole wizard, up to *Tables*.
    pub async fn to_tables(&self, answers: &Answers<'_>) -> Result<()> {
        self.new_dataflow().await?;
        self.to_credentials(answers.name).await?;
        self.fill_credentials(answers).await?;
        self.next("Tables").await
    }

    /// Saves and runs, and waits until the list says that the run succeeded.
    pub async fn save_run_and_succeed(&self, name: &str) -> Result<()> {
        self.click(Role::Button, "Save and run").await?;
        self.find(Role::Heading, "Imports").await?;
        self.read_within(&format!("{name} succeeded"), LONG).await
    }

    /// Opens the ⋯ of a dataflow and chooses.
    pub async fn act(&self, dataflow: &str, action: &str) -> Result<()> {
        self.click(Role::Button, &format!("Actions of {dataflow}"))
            .await?;
        self.click(Role::MenuItem, action).await
    }
}
