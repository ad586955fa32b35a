//! The app itself: its settings, where it keeps its data.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The settings of the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Whether personal data is masked on every screen; said by itself, and not with the others.
    pub mask_personal_data: bool,
    /// Versions of each database to keep. At least 1.
    pub versions_kept: u32,
    /// The proxy's address; empty for the one that the environment names.
    pub proxy: String,
    /// Hosts that are reached without the proxy, separated by commas.
    pub no_proxy: String,
    /// Certificate authorities to trust beside the system's: a PEM text, or the path of a file
    /// that has one; may be empty.
    pub authorities: String,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            mask_personal_data: false,
            versions_kept: 5,
            proxy: String::new(),
            no_proxy: String::new(),
            authorities: String::new(),
        }
    }
}

/// What the app is and where it keeps its data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The app's version.
    pub version: String,
    /// The data folder.
    pub data_folder: String,
    /// Bytes in the data folder.
    pub bytes: u64,
    /// The keychain in use, or why there is none.
    pub keychain: Keychain,
}

/// The keychain, as the app found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Keychain {
    /// Whether secrets can be kept.
    pub available: bool,
    /// Its name, or why there is none and what to do, in words.
    pub message: String,
}
