//! How often the upstream may be asked.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::borrow::Cow;

/// A quota category, such as `UserList`: calls in one category share one budget.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct Category(Cow<'static, str>);

impl Category {
    /// A category fixed at build time.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
    /// The category as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the upstream grants in one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// The category.
    pub category: Category,
    /// Who shares it: the account and Region, or the endpoint. Runs with equal scope and
    /// category share one limiter.
    pub scope: String,
    /// Calls a second at most; `None` for an upstream without a quota.
    pub calls_per_second: Option<u32>,
    /// Calls in flight at most, whatever the pace. At least 1.
    pub concurrency: usize,
}
