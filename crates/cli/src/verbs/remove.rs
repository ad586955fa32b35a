//! `remove`.

use super::Failed;
use crate::Ended;
use crate::output::Output;
use crate::progress::saying;
use poolhouse_engine::Engine;
use poolhouse_engine::grouped;

pub(crate) async fn remove(engine: &Engine, name: &str, yes: bool, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(name)?;
    let removal = engine.removal(dataflow.id).await?;
    if !yes {
        output.answer(&removal, || {
            let mut text = format!(
                "This would delete {}: {} versions, {} runs{}, and these tables:\n",
                removal.name,
                removal.versions,
                removal.runs,
                if removal.keychain_entry {
                    ", its keychain entry"
                } else {
                    ""
                },
            );
            for table in &removal.tables {
                text += &format!("  {} ({} rows)\n", table.name, grouped(table.rows));
            }
            text
        });
        output.say("Nothing was deleted. Add --yes to delete it.");
        return Ok(Ended::Usage);
    }
    saying(engine, output, engine.remove_dataflow(dataflow.id)).await?;
    output.answer(&removal, || format!("Deleted {}.\n", removal.name));
    Ok(Ended::Done)
}
