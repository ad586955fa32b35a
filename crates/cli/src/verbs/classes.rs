//! `column-classes`, `class-column` and `mask-personal-data`.

use super::Failed;
use crate::Ended;
use crate::arguments::{CLASSES, Class, ClassColumn};
use crate::output::{Output, columns, visible};
use poolhouse_connector::PersonalData;
use poolhouse_engine::Engine;

pub(crate) fn column_classes(engine: &Engine, name: &str, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(name)?;
    let classes = engine.column_classes(dataflow.id)?;
    output.answer(&classes, || {
        let rows: Vec<Vec<String>> = classes
            .iter()
            .map(|class| {
                vec![
                    class.table.clone(),
                    visible(&class.column),
                    word(class.said.unwrap_or(class.found)).into(),
                    class.said.map_or("found", |_| "said").into(),
                ]
            })
            .collect();
        columns(&["Table", "Column", "Holds", "As"], &rows)
    });
    Ok(Ended::Done)
}

pub(crate) async fn class_column(
    engine: &Engine,
    said: &ClassColumn,
    output: &Output,
) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(&said.name)?;
    let class = match said.class {
        Class::AsFound => None,
        Class::Said(class) => Some(class),
    };
    engine
        .class_column(dataflow.id, &said.table, &said.column, class)
        .await?;
    output.say(&match class {
        Some(class) => format!("{} of {} holds: {}.", said.column, said.table, word(class)),
        None => format!(
            "{} of {} holds what it was found to hold.",
            said.column, said.table
        ),
    });
    Ok(Ended::Done)
}

pub(crate) fn mask_personal_data(engine: &Engine, on: bool, output: &Output) -> Result<Ended, Failed> {
    engine.mask_personal_data(on)?;
    output.say(if on {
        "Personal data is masked on every screen."
    } else {
        "Personal data is shown."
    });
    Ok(Ended::Done)
}

/// A class by its name.
pub(super) fn word(class: PersonalData) -> &'static str {
    let found = CLASSES.iter().find(|(_, other)| *other == class);
    found.map_or("", |(name, _)| name)
}
