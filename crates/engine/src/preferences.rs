//! The settings of the app, and what it is.

use crate::engine::{Engine, Inner};
use crate::error::Error;
use crate::view::{About, Preferences};
use poolhouse_connector::{FieldError, Network};
use std::collections::BTreeMap;
use std::path::Path;

const PREFERENCES: &str = "preferences";

/// What a PEM text has in it, and the path of a file has not.
const PEM: &str = "-----BEGIN ";

/// Versions that may be kept at most: a database is this many times its tables.
const MOST_VERSIONS: u32 = 100;

impl Engine {
    /// The settings.
    pub fn preferences(&self) -> Result<Preferences, Error> {
        Ok(self.inner.preferences()?)
    }

    /// Stores the settings, once they are sound; [`FieldError::field`] is the setting. Whether personal data
    /// is masked is [`Self::mask_personal_data`]'s to say, and stays.
    pub fn save_preferences(&self, preferences: &Preferences) -> Result<(), Error> {
        if !(1..=MOST_VERSIONS).contains(&preferences.versions_kept) {
            return Err(Error::field(
                "versionsKept",
                format!("Keep between 1 and {MOST_VERSIONS} versions."),
            ));
        }
        let stored = self.inner.preferences()?;
        let preferences = &Preferences {
            // Masked in another place meanwhile: a form that was open must not lift it.
            mask_personal_data: stored.mask_personal_data,
            proxy: preferences.proxy.trim().into(),
            no_proxy: preferences.no_proxy.trim().into(),
            authorities: preferences.authorities.trim().into(),
            ..preferences.clone()
        };
        // A file that has gone since must not stand in the way of another theme.
        if !same_network(preferences, &stored) {
            self.check_network(&network(preferences)?)?;
        }
        self.inner.keep_preferences(preferences)
    }

    /// Masks personal data on every screen from now on, or shows it again. Exports say for themselves.
    pub fn mask_personal_data(&self, on: bool) -> Result<(), Error> {
        let mut preferences = self.inner.preferences()?;
        preferences.mask_personal_data = on;
        self.inner.keep_preferences(&preferences)
    }

    fn check_network(&self, network: &Network) -> Result<(), Error> {
        let faults: BTreeMap<String, FieldError> = self
            .inner
            .kinds
            .iter()
            .flat_map(|kind| kind.check_network(network))
            .map(|fault| (fault.field.clone(), fault))
            .collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Error::Fields(faults.into_values().collect()))
        }
    }

    /// The version, the data folder, the keychain.
    pub async fn about(&self) -> About {
        let root = self.inner.folder.root();
        About {
            version: env!("CARGO_PKG_VERSION").into(),
            data_folder: root.display().to_string(),
            bytes: bytes_below(root),
            keychain: self.inner.keychain.describe().await,
        }
    }
}

impl Inner {
    fn keep_preferences(&self, preferences: &Preferences) -> Result<(), Error> {
        let stored = encoded(preferences);
        Ok(self.catalog().set_setting(PREFERENCES, &stored)?)
    }

    /// How the network is reached, as the settings say.
    pub(crate) fn network(&self) -> Result<Network, Error> {
        network(&self.preferences()?)
    }

    pub(crate) fn preferences(&self) -> Result<Preferences, poolhouse_catalog::Error> {
        let stored = self.reader().setting(PREFERENCES)?;
        // Preferences of a newer app that this one cannot read are no reason to fail.
        Ok(stored
            .and_then(|stored| serde_json::from_str(&stored).ok())
            .unwrap_or_default())
    }
}

fn same_network(one: &Preferences, other: &Preferences) -> bool {
    let network = |preferences: &Preferences| {
        (
            preferences.proxy.clone(),
            preferences.no_proxy.clone(),
            preferences.authorities.clone(),
        )
    };
    network(one) == network(other)
}

/// How the network is reached. A file of authorities is read anew each time: it may be renewed.
fn network(preferences: &Preferences) -> Result<Network, Error> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let authorities = given(&preferences.authorities)
        .map(|text| {
            if text.contains(PEM) {
                return Ok(text.into_bytes());
            }
            std::fs::read(&text).map_err(|error| {
                let words = if error.kind() == std::io::ErrorKind::NotFound {
                    format!("There is no file {text}. Choose it again, or paste its text.")
                } else {
                    format!("The file {text} cannot be read: {error}. Choose it again, or paste its text.")
                };
                Error::field("authorities", words)
            })
        })
        .transpose()?;
    Ok(Network {
        proxy: given(&preferences.proxy),
        direct: preferences.no_proxy.clone(),
        authorities,
    })
}

fn encoded(preferences: &Preferences) -> String {
    serde_json::to_string(preferences).expect("BUG: preferences are JSON")
}

/// Bytes of all files below a folder; what cannot be read counts nothing.
fn bytes_below(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => bytes_below(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
