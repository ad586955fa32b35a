//! How much of AWS's quotas an import may use. Called by `fields` and by the opened pool.

/// A share of AWS's quotas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Speed {
    /// A third.
    #[default]
    Gentle,
    /// Two thirds.
    Balanced,
    /// All.
    Full,
    /// No quota: for an endpoint on this computer alone.
    Unlimited,
}

impl Speed {
    /// The speed as it stands in the settings.
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

    /// This share of a quota, to the nearest call and never less than one.
    pub(crate) fn of(self, calls_per_second: u32) -> Option<u32> {
        let thirds = match self {
            Self::Gentle => 1,
            Self::Balanced => 2,
            Self::Full => 3,
            Self::Unlimited => return None,
        };
        Some(((calls_per_second * thirds + 1) / 3).max(1))
    }
}
