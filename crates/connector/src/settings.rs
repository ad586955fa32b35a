//! What a person types to connect: plain settings and secrets.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

/// The shelf of the connector picker on which a connector stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    /// Services and apps.
    Services,
    /// Files.
    Files,
    /// Samples.
    Samples,
}

/// The settings of a dataflow, by [`Field::key`]. Never a secret.
pub type Settings = BTreeMap<String, String>;

/// The secrets of a dataflow, by [`Field::key`]. Memory only, wiped when dropped.
pub type Secrets = BTreeMap<String, SecretString>;

/// One thing a person is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// Its name in settings and on the command line, such as `user_pool_id`.
    pub key: String,
    /// Its label on screen.
    pub label: String,
    /// How to find it, one sentence.
    pub help: String,
    /// What is typed into it.
    pub kind: FieldKind,
    /// Where the form shows it.
    pub group: FieldGroup,
    /// Whether the form shows it only while another field has a given value.
    pub shown_when: Option<FieldCondition>,
    /// What stands in it at first.
    pub default: Option<String>,
    /// Whether it must be filled in, where it is shown.
    pub required: bool,
}

/// The field and the value on which another field depends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldCondition {
    /// The other field's key.
    pub key: String,
    /// Any of these values shows the field.
    pub any_of: Vec<String>,
}

/// What is typed into a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A secret: masked, to the keychain, never back.
    Secret,
    /// One of some values.
    Choice {
        /// The values, in the order to show.
        choices: Vec<FieldChoice>,
    },
}

/// One value of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldChoice {
    /// The value as stored.
    pub value: String,
    /// The value as shown.
    pub label: String,
    /// What it means, one line; may be empty.
    pub help: String,
}

/// Where the form shows a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FieldGroup {
    /// In the form itself.
    Main,
    /// Under *Sign in another way*.
    SignIn,
    /// Under *Advanced*.
    Advanced,
}

/// What is wrong with one field, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{field}: {message}")]
pub struct FieldError {
    /// The field's key.
    pub field: String,
    /// What is wrong and what to type, one sentence.
    pub message: String,
}

/// How this computer reaches the network, where that is set in the app: the same for all
/// connectors, and never a secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    /// The proxy's address, such as `http://proxy.example.com:8080`; `None` for the one that the
    /// environment names, if it names one.
    pub proxy: Option<String>,
    /// Hosts that are reached without the proxy, separated by commas, as in `NO_PROXY`.
    pub direct: String,
    /// Certificate authorities to trust beside the system's, as PEM.
    pub authorities: Option<Vec<u8>>,
}
