//! What could not be read of what was asked for: said, and told by the exit code.

use crate::Ended;
use crate::output::Output;
use poolhouse_engine::counted;

/// Says which databases and how many columns are missing; answers how the verb ended.
pub(super) fn say(databases: &[String], columns: u64, output: &Output) -> Ended {
    for database in databases {
        output.say(&format!("Left out: {database}"));
    }
    if columns > 0 {
        output.say(&format!(
            "Left out: {}, for which there is no room in one table; each dataflow's own table has all of its columns.",
            counted(columns, "column", "columns")
        ));
    }
    if databases.is_empty() && columns == 0 {
        Ended::Done
    } else {
        Ended::InPart
    }
}
