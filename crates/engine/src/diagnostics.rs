//! The report for somebody who is to help: what this app is, where it stands and what failed. It holds no
//! secret and no value of a row; what AWS said of a failure may name the pool and whose keys they are.

use crate::engine::Engine;
use crate::error::Error;
use crate::view::{Preferences, RunQuery};
use crate::words::to_the_second;
use poolhouse_catalog::model::RunStatus;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write;

/// Runs that did not succeed, at most.
const RUNS: u32 = 10;

/// How a run ends that did not do what was wanted of it.
const NEED_HELP: [RunStatus; 2] = [RunStatus::Failed, RunStatus::Interrupted];

impl Engine {
    /// The report, as plain text.
    pub async fn diagnostics(&self) -> Result<String, Error> {
        let (about, preferences) = (self.about().await, self.preferences()?);
        // By status, as any number of runs may have succeeded since.
        let mut runs = Vec::new();
        for status in NEED_HELP {
            let of_status = RunQuery {
                status: Some(status),
                limit: RUNS,
                ..RunQuery::default()
            };
            runs.extend(self.list_runs(&of_status).await?);
        }
        runs.sort_unstable_by_key(|run| Reverse(run.id));
        let engine = self.clone();
        crate::blocking(move || {
            let mut text = format!(
                "Poolhouse {}, {} {}, {}\n",
                about.version,
                std::env::consts::OS,
                std::env::consts::ARCH,
                to_the_second(engine.inner.clock.now())
            );
            // Writing to a string cannot fail.
            let _ = writeln!(text, "Data folder: {} bytes", about.bytes);
            let _ = writeln!(text, "Keychain: {}", about.keychain.message);
            settings(&mut text, &preferences);
            text.push('\n');
            engine.dataflows_in_short(&mut text)?;
            for run in runs.iter().take(RUNS as usize) {
                let support = engine.open_run(run.id)?.support;
                let _ = writeln!(text, "\nOf dataflow {}:\n{}", run.dataflow, support.trim_end());
            }
            // Its path names the person.
            let root = engine.inner.folder.root().display().to_string();
            Ok(text.replace(&root, "(data folder)"))
        })
        .await
    }

    fn dataflows_in_short(&self, text: &mut String) -> Result<(), Error> {
        let databases: HashMap<_, _> = self
            .databases()?
            .into_iter()
            .map(|database| (database.dataflow.id, database))
            .collect();
        for row in self.list_dataflows()? {
            let (id, draft) = (row.dataflow.id, &row.dataflow.draft);
            let status = row
                .status
                .map_or_else(|| "never run".into(), |status| format!("{status:?}"));
            let _ = write!(
                text,
                "Dataflow {id}: {}, tables: {}, {status}",
                draft.connector,
                draft.tables.len()
            );
            let _ = match databases.get(&id) {
                None => writeln!(text, ", no database"),
                Some(database) => match &database.unreadable {
                    Some(why) => writeln!(text, ", its database cannot be read: {why}"),
                    None => writeln!(
                        text,
                        ", bytes: {}, versions kept: {}",
                        database.bytes, database.versions_kept
                    ),
                },
            };
        }
        Ok(())
    }
}

fn settings(text: &mut String, preferences: &Preferences) {
    let said = |value: &str| if value.is_empty() { "none" } else { "one is set" };
    let _ = writeln!(
        text,
        "Settings: versions to keep: {}; proxy: {}; hosts without it: {}; authorities of one's own: {}; personal data {}",
        preferences.versions_kept,
        said(&preferences.proxy),
        said(&preferences.no_proxy),
        said(&preferences.authorities),
        if preferences.mask_personal_data {
            "masked"
        } else {
            "shown"
        },
    );
}
