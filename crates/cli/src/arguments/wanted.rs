//! Which rows of a table are wanted, as `export` and `profile` take it.

use super::filter::{WHERE_HELP, Where, condition};
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Wanted {
    /// Only rows that pass this test, such as status=CONFIRMED or email*=@example; may be given many times.
    #[arg(long = "where", value_name = "TEST", value_parser = condition, requires = "rows", long_help = WHERE_HELP)]
    pub(crate) filters: Vec<Where>,
    /// Only rows that have all these words, each in any column. Case and accents do not count; a text in double
    /// quotes is one word.
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true,
        requires = "rows"
    )]
    pub(crate) search: String,
    /// Only rows that this question asks for, by its title, such as "In no group"; `questions` lists them. It
    /// says which table, too.
    #[arg(long, value_name = "TITLE")]
    pub(crate) question: Option<String>,
    /// For a question that counts days, such as "Not changed for a year": so many instead.
    #[arg(long, value_name = "DAYS", requires = "question", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub(crate) days: Option<u32>,
}

/// The test that stands in the place that an error names, as it was typed.
pub(super) fn typed(filters: &[Where], field: &str) -> Option<String> {
    let place: usize = field.strip_prefix("filters.")?.parse().ok()?;
    // Those of a question come after those that were typed.
    let filter = filters.get(place)?;
    Some(format!("--where '{}'", filter.typed))
}
