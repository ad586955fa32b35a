//! `remove`.

use super::Failed;
use crate::Ended;
use crate::output::Output;
use crate::progress::saying;
use poolhouse_engine::{Engine, counted};

pub(crate) async fn remove(engine: &Engine, name: &str, yes: bool, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(name)?;
    let removal = engine.removal(dataflow.id).await?;
    if !yes {
        output.answer(&removal, || {
            let mut text = format!(
                "This would delete {}: {}, {}{}, and these tables:\n",
                removal.name,
                counted(removal.versions, "version", "versions"),
                counted(removal.runs, "run", "runs"),
                if removal.keychain_entry {
                    ", its keychain entry"
                } else {
                    ""
                },
            );
            for table in &removal.tables {
                text += &format!("  {} ({})\n", table.name, counted(table.rows, "row", "rows"));
            }
            text
        });
        return Err(Failed::without_yes());
    }
    saying(engine, output, engine.remove_dataflow(dataflow.id)).await?;
    output.answer(&removal, || format!("Deleted {}.\n", removal.name));
    Ok(Ended::Done)
}
