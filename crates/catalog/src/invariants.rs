//! What must hold in a whole data folder once whoever opened it last has settled what was cut off. Every test of
//! a fault ends with it.

use crate::catalog::CatalogReader;
use crate::database::staged_run;
use crate::folder::{SUFFIXES, beside};
use crate::model::{Dataflow, RunKind, RunStatus};
use crate::{DataFolder, DatabaseReader, Error, RunFilter, check_database};
use std::collections::BTreeSet;
use std::fs;

/// Checks the whole folder: the catalog's file is sound; each database is (see [`check_database`]); what each
/// database publishes last is what exactly one completed run brought, and the newest completed run has published;
/// no run is called running; what is staged is of a run that can be gone on with; no file belongs to nobody.
/// Answers everything that does not hold.
pub fn check_folder(folder: &DataFolder) -> Result<(), Vec<String>> {
    found(folder, true)
}

/// As [`check_folder`], for a folder whose history was made up: its runs and its databases need not tell the same.
pub fn check_folder_but_runs(folder: &DataFolder) -> Result<(), Vec<String>> {
    found(folder, false)
}

fn found(folder: &DataFolder, runs_too: bool) -> Result<(), Vec<String>> {
    let mut faults = Vec::new();
    if let Err(error) = check(folder, runs_too, &mut faults) {
        faults.push(format!("catalog.db: {error}"));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn check(folder: &DataFolder, runs_too: bool, faults: &mut Vec<String>) -> Result<(), Error> {
    let catalog = CatalogReader::open(folder)?;
    faults.extend(
        catalog
            .unsound()?
            .into_iter()
            .map(|line| format!("catalog.db: {line}")),
    );
    for run in catalog.running()? {
        faults.push(format!("run {} is called running, and nobody runs it", run.id));
    }
    let dataflows = catalog.dataflows()?;
    for dataflow in &dataflows {
        let name = &dataflow.draft.name;
        if let Err(found) = check_database(folder, name) {
            faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
            continue;
        }
        if runs_too && let Err(error) = check_runs(folder, &catalog, dataflow, faults) {
            faults.push(format!("{name}: {error}"));
        }
    }
    check_files(folder, &dataflows, faults)
}

/// The two files tell the same of what was published.
fn check_runs(
    folder: &DataFolder,
    catalog: &CatalogReader,
    dataflow: &Dataflow,
    faults: &mut Vec<String>,
) -> Result<(), Error> {
    let name = &dataflow.draft.name;
    let filter = RunFilter {
        dataflow: Some(dataflow.id),
        limit: u32::MAX,
        ..RunFilter::default()
    };
    let runs = catalog.runs(&filter)?;
    let reader = DatabaseReader::open(folder, name)?;
    let published = reader
        .as_ref()
        .map_or(Ok(Vec::new()), DatabaseReader::publications)?;
    for publication in &published {
        match runs.iter().find(|run| run.id == publication.run) {
            Some(run) if run.status == RunStatus::Succeeded => {}
            found => faults.push(format!(
                "{name}: what run {} published is there, its status is {:?}",
                publication.run,
                found.map(|run| run.status)
            )),
        }
    }
    let completed = runs.iter().find(|run| run.status == RunStatus::Succeeded);
    let shown = published.first().map(|publication| publication.run);
    if completed.map(|run| run.id) != shown {
        faults.push(format!(
            "{name}: the newest completed run is {:?}, what is published is of {shown:?}",
            completed.map(|run| run.id)
        ));
    }
    if let Some(staged) = reader.as_ref().map_or(Ok(None), staged_run)? {
        let run = runs.iter().find(|run| run.id == staged);
        let can_go_on =
            run.is_some_and(|run| run.status == RunStatus::Interrupted && run.kind == RunKind::Import);
        // What a run that failed or was cancelled had staged is swept by the next one.
        let is_swept = run.is_some_and(|run| matches!(run.status, RunStatus::Failed | RunStatus::Cancelled));
        if !can_go_on && !is_swept {
            faults.push(format!(
                "{name}: run {staged} is staged, and its status is {:?}",
                run.map(|run| run.status)
            ));
        }
    }
    Ok(())
}

/// Every file is one that belongs to a dataflow, or to the folder itself.
fn check_files(folder: &DataFolder, dataflows: &[Dataflow], faults: &mut Vec<String>) -> Result<(), Error> {
    let mut known = BTreeSet::new();
    for dataflow in dataflows {
        let path = folder.database_path(&dataflow.draft.name);
        known.extend(SUFFIXES.map(|suffix| beside(&path, suffix)));
    }
    let databases = folder.root().join("databases");
    let files = fs::read_dir(&databases).map_err(|error| Error::io("list", &databases, error))?;
    for path in files.flatten().map(|file| file.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_copy = dataflows
            .iter()
            .any(|dataflow| crate::folder::is_copy(&name, &format!("{}.db", dataflow.draft.name)));
        if !known.contains(&path) && !is_copy {
            faults.push(format!("nobody knows {}", path.display()));
        }
    }
    Ok(())
}
