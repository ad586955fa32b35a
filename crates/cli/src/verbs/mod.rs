//! One function a verb; each calls the engine's method of the same intent.

mod certificate;
mod check;
mod classes;
mod compare;
mod create;
mod demo;
mod export;
mod forget;
mod history;
mod left_out;
mod list;
mod people;
mod profile;
mod questions;
mod remove;
mod rollback;
mod run;
mod sample_pool;
mod settings;
mod wanted;

use crate::Ended;
use crate::arguments::{Arguments, Verb};
use crate::failed::Failed;
use crate::output::Output;
use crate::start;

/// Performs the verb that was typed.
pub(crate) async fn perform(arguments: &Arguments, output: &Output) -> Result<Ended, Failed> {
    if let Verb::SamplePool(options) = &arguments.verb {
        return sample_pool::serve(options, output).await;
    }
    let engine = start::open(arguments, output).await?;
    if let Some(words) = engine.read_only() {
        output.say(&format!("{} {}", words.message, words.hint));
    }
    match &arguments.verb {
        Verb::Connectors => Ok(list::connectors(&engine, output)),
        Verb::Check(check) => check::check(&engine, check, output).await,
        Verb::Create(create) => create::create(&engine, create, output).await,
        Verb::List => list::dataflows(&engine, output),
        Verb::Run(run) => run::run(&engine, run, output).await,
        Verb::History(history) => history::history(&engine, history, output).await,
        Verb::Show { run } => history::show(&engine, *run, output),
        Verb::Changes(changes) => history::changes(&engine, changes, output).await,
        Verb::TakeColumns { run } => history::take_columns(&engine, *run, output),
        Verb::Versions { name } => rollback::versions(&engine, name, output),
        Verb::Rollback(asked) if asked.preview => rollback::preview_rollback(&engine, asked, output).await,
        Verb::Rollback(asked) => rollback::roll_back(&engine, asked, output).await,
        Verb::Remove { name, yes } => remove::remove(&engine, name, *yes, output).await,
        Verb::Tables { name } => list::tables(&engine, name, output),
        Verb::ColumnClasses { name } => classes::column_classes(&engine, name, output),
        Verb::ClassColumn(said) => classes::class_column(&engine, said, output).await,
        Verb::MaskPersonalData { on } => classes::mask_personal_data(&engine, *on, output),
        Verb::Settings(given) => settings::settings(&engine, given, output),
        Verb::Diagnostics => settings::diagnostics(&engine, output).await,
        Verb::Forget { name, person, yes } => forget::forget(&engine, name, person, *yes, output).await,
        Verb::FinishForgetting { name } => forget::finish(&engine, name, output).await,
        Verb::Profile(profile) => profile::profile(&engine, profile, output).await,
        Verb::Questions { name } => questions::questions(&engine, name, output).await,
        Verb::Compare(compare) => compare::compare(&engine, compare, output).await,
        Verb::Directory => people::directory(&engine, output).await,
        Verb::Find(asked) => people::find(&engine, asked, output).await,
        Verb::Export(export) => export::export(&engine, export, output).await,
        Verb::Recipes { name, table } => list::recipes(&engine, name, table.as_deref(), output),
        Verb::Demo => demo::demo(&engine, output).await,
        Verb::SamplePool(_) => Ok(Ended::Done),
    }
}
