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

/// The share of a quota that an import may use; the customer's own apps share the quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Speed {
    /// A third.
    #[default]
    Gentle,
    /// Two thirds.
    Balanced,
    /// All.
    Full,
    /// Without regard to the quota: for a source on this computer alone.
    Unlimited,
}

/// What the upstream grants in one category, and how much of it to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// The category.
    pub category: Category,
    /// Who shares it: the account and Region, or the endpoint. Runs with equal scope and
    /// category share one limiter.
    pub scope: String,
    /// Calls a second that the upstream grants, so at [`Speed::Full`]; `None` for an upstream
    /// without a quota. The pace of a run is [`Quota::pace`].
    pub calls_per_second: Option<u32>,
    /// The speed that was chosen for this source.
    pub speed: Speed,
    /// Calls in flight at most, whatever the pace. At least 1.
    pub concurrency: usize,
}

impl Speed {
    /// The speeds that a person may choose from, slowest first.
    pub const CHOICES: [Self; 3] = [Self::Gentle, Self::Balanced, Self::Full];

    /// The speed as it stands in settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gentle => "gentle",
            Self::Balanced => "balanced",
            Self::Full => "full",
            Self::Unlimited => "unlimited",
        }
    }

    /// The speed of that name.
    pub fn read(name: &str) -> Option<Self> {
        [Self::Gentle, Self::Balanced, Self::Full, Self::Unlimited]
            .into_iter()
            .find(|speed| speed.as_str() == name)
    }

    /// This share of so many calls a second, to the nearest call and never less than one;
    /// `None` for no limit.
    pub fn of(self, calls_per_second: u32) -> Option<u32> {
        let thirds = match self {
            Self::Gentle => 1,
            Self::Balanced => 2,
            Self::Full => 3,
            Self::Unlimited => return None,
        };
        Some(((calls_per_second * thirds + 1) / 3).max(1))
    }
}

impl Quota {
    /// Calls a second at the chosen speed; `None` for no limit.
    pub fn pace(&self) -> Option<u32> {
        self.pace_at(self.speed)
    }

    /// Calls a second at another speed; `None` for no limit.
    pub fn pace_at(&self, speed: Speed) -> Option<u32> {
        self.calls_per_second.and_then(|granted| speed.of(granted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_a_share_of_the_quota_and_never_nothing() {
        let paces = |granted| Speed::CHOICES.map(|speed| speed.of(granted));
        assert_eq!(paces(30), [Some(10), Some(20), Some(30)]);
        assert_eq!(paces(5), [Some(2), Some(3), Some(5)]);
        assert_eq!(paces(1), [Some(1), Some(1), Some(1)]);
        assert_eq!(Speed::Unlimited.of(30), None);
    }

    #[test]
    fn a_speed_is_read_by_its_name() {
        for speed in Speed::CHOICES.into_iter().chain([Speed::Unlimited]) {
            assert_eq!(Speed::read(speed.as_str()), Some(speed));
        }
        assert_eq!(Speed::read("warp"), None);
    }
}
