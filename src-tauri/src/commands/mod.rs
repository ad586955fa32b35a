//! One line a user intent; what it means is the engine's. A room for each place of the window.

pub mod app;
pub mod dataflows;
pub mod export;
pub mod privacy;
pub mod review;
pub mod runs;

use crate::error::UiError;
use poolhouse_connector::Secrets;
use serde::Deserialize;
use specta::Type;
use std::collections::BTreeMap;

/// Secrets on their way from a field to the engine.
#[derive(Deserialize, Type)]
#[serde(transparent)]
pub struct TypedSecrets(#[specta(type = BTreeMap<String, String>)] Secrets);

type Answer<T> = Result<T, UiError>;
