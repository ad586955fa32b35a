//! The settings of the app, and what it is.

use crate::engine::{Engine, Inner};
use crate::error::Error;
use crate::view::{About, Preferences};
use poolhouse_connector::{FieldError, Network};
use std::collections::BTreeMap;
use std::path::Path;

const PREFERENCES: &str = "preferences";

/// Versions that may be kept at most: a database is this many times its tables.
const MOST_VERSIONS: u32 = 100;

impl Engine {
    /// The settings.
    pub fn preferences(&self) -> Result<Preferences, Error> {
        Ok(self.inner.preferences()?)
    }

    /// Stores the settings, once they are sound; [`FieldError::field`] is the setting.
    pub fn save_preferences(&self, preferences: &Preferences) -> Result<(), Error> {
        if !(1..=MOST_VERSIONS).contains(&preferences.versions_kept) {
            return Err(Error::field(
                "versionsKept",
                format!("Keep between 1 and {MOST_VERSIONS} versions."),
            ));
        }
        let preferences = &Preferences {
            proxy: preferences.proxy.trim().into(),
            no_proxy: preferences.no_proxy.trim().into(),
            authorities: preferences.authorities.trim().into(),
            ..preferences.clone()
        };
        let network = network(preferences)?;
        let faults: BTreeMap<String, FieldError> = self
            .inner
            .kinds
            .iter()
            .flat_map(|kind| kind.check_network(&network))
            .map(|fault| (fault.field.clone(), fault))
            .collect();
        if !faults.is_empty() {
            return Err(Error::Fields(faults.into_values().collect()));
        }
        let stored = encoded(preferences);
        Ok(self.inner.catalog().set_setting(PREFERENCES, &stored)?)
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

/// How the network is reached. The file of authorities is read anew each time: it may be renewed.
fn network(preferences: &Preferences) -> Result<Network, Error> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let authorities = given(&preferences.authorities)
        .map(|path| {
            std::fs::read(&path).map_err(|error| {
                Error::field(
                    "authorities",
                    format!("The file of certificate authorities, {path}, cannot be read: {error}."),
                )
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
