//! The widest table there can be, 1,999 columns beside our own: found by name, scrolled to its end. No pool has so
//! many, so it is written as a run of the dataflow *Wide* would.

use crate::camera::Camera;
use anyhow::{Context, Result};
use jiff::Timestamp;
use poolhouse_catalog::model::{Purpose, RunId};
use poolhouse_catalog::{DataFolder, Database, StagedTable};
use poolhouse_connector::{
    Batch, Column, ColumnType, Page, PersonalData, Reading, Table, TableId, Unit, Value,
};
use poolhouse_e2e::command_line::{CommandLine, Source};
use poolhouse_e2e::find::Role;
use poolhouse_e2e::keyboard::Key;
use std::path::Path;
use std::sync::Arc;

const NAME: &str = "Wide";
const COLUMNS: usize = 1_999;
const ROWS: usize = 500;
const RUN: RunId = RunId(1_000_000);

/// Writes the table into the data folder.
pub(crate) fn write(folder: &Path, source: &Source<'_>) -> Result<()> {
    CommandLine::on(folder)?.create(NAME, source, &["users"])?;
    let (id, reading) = (TableId::new("wide"), Reading::new("ListWide"));
    let column = |place: usize| Column {
        original: if place == 0 {
            "key".into()
        } else {
            format!("attribute_{place}")
        },
        kind: if place % 10 == 9 {
            ColumnType::Boolean
        } else {
            ColumnType::Text
        },
        personal: PersonalData::None,
    };
    let columns: Arc<[Column]> = (0..COLUMNS).map(column).collect();
    let table = Table {
        id: id.clone(),
        summary: String::new(),
        reading: reading.clone(),
        columns: columns.to_vec(),
        key: vec!["key".into()],
        discovered_by: Vec::new(),
        person: None,
        names_people: Vec::new(),
        default: true,
    };
    let cell = |row: usize, place: usize| match columns[place].kind {
        ColumnType::Boolean => Value::Integer(i64::from((row + place).is_multiple_of(3))),
        _ => Value::Text(format!("{row}.{place}")),
    };
    let row = |row: usize| (0..COLUMNS).map(|place| cell(row, place)).collect();
    let batch = Batch {
        table: id,
        columns: columns.clone(),
        rows: (1..=ROWS).map(row).collect(),
        misfits: 0,
    };
    let staged = StagedTable {
        table,
        target: "wide".into(),
        purpose: Purpose::Customer360,
        accepted: None,
    };
    let (unit, now) = (Unit::whole(reading), Timestamp::UNIX_EPOCH);
    let page = Page {
        batches: vec![batch],
        ..Page::end()
    };
    let folder = DataFolder::open(folder)?;
    let mut staging =
        Database::open(&folder, NAME)?.begin(RUN, &[staged], std::slice::from_ref(&unit), now)?;
    staging.stage_page(&unit, &page)?;
    staging.commit()?;
    drop(staging.seal()?.publish(now)?);
    Ok(())
}

pub(crate) async fn all(camera: &Camera) -> Result<()> {
    let window = &camera.window;
    window.go_to("/databases").await?;
    window.click_first(Role::Link, NAME).await?;
    window.read(&format!("{ROWS} rows")).await?;
    camera.take_alone("wide-first").await?;
    window.click(Role::Button, "Columns").await?;
    window.type_into("Find a column", "attribute_1234").await?;
    camera.take("wide-column-found").await?;
    window.click(Role::Button, "Go to attribute_1234").await?;
    window.gone(Role::Dialog, "Columns").await?;
    window.find(Role::ColumnHeader, "attribute_1234").await.ok();
    camera.take("wide-gone-to-column").await?;
    window.click_first(Role::Cell, ".123").await?;
    window.find(Role::Button, "Close the card").await?;
    window.press(Key::Escape).await?;
    window.gone(Role::Button, "Close the card").await?;
    window.press(Key::End).await?;
    window.read("1.1998").await?;
    camera.take("wide-last-column").await?;
    window.press(Key::Enter).await?;
    window.find(Role::Button, "Close the card").await?;
    window.type_into("Find a column of this row", "1998").await?;
    camera.take("wide-card").await?;
    window.click(Role::Button, "Close the card").await?;
    window.fill("Search in all columns", "77.1998").await?;
    window
        .read(&format!(" of {ROWS} rows"))
        .await
        .context("the last column is searched")?;
    camera.take("wide-searched").await?;
    window.fill("Search in all columns", "").await?;
    camera.narrow().await?;
    camera.take("narrow-wide").await?;
    camera.wide().await
}
