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
mod list;
mod people;
mod profile;
mod questions;
mod remove;
mod rollback;
mod run;
mod sample_pool;
mod settings;

use crate::Ended;
use crate::arguments::{Arguments, Verb};
use crate::output::Output;
use crate::start;
use poolhouse_engine::{Error, ErrorKind};

/// Why a verb could not be performed.
pub(crate) enum Failed {
    Engine(Error),
    Plain {
        message: String,
        hint: String,
        ended: Ended,
    },
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Self {
        Self::Plain {
            message: error.to_string(),
            hint: String::new(),
            ended: Ended::Failed,
        }
    }
}

impl Failed {
    /// Says what failed and what to try; answers how to end.
    pub(crate) fn tell(&self, output: &Output) -> Ended {
        match self {
            Self::Plain { message, hint, ended } => {
                output.say(format!("{message} {hint}").trim());
                *ended
            }
            Self::Engine(error) => {
                let words = error.words();
                let typed = error.kind() == ErrorKind::InvalidFields;
                if typed {
                    for fault in error.fields() {
                        output.say(&format!("{}: {}", fault.field, fault.message));
                    }
                } else {
                    output.say(&words.message);
                }
                if !words.hint.is_empty() && !typed {
                    output.say(&words.hint);
                }
                if let Some(detail) = error.detail() {
                    output.say(&format!("Details: {detail}"));
                }
                match error.kind() {
                    ErrorKind::InvalidFields => Ended::Usage,
                    ErrorKind::Cancelled => Ended::Cancelled,
                    _ => Ended::Failed,
                }
            }
        }
    }
}

/// Performs the verb that was typed.
pub(crate) async fn perform(arguments: &Arguments, output: &Output) -> Result<Ended, Failed> {
    if let Verb::SamplePool(options) = &arguments.verb {
        return sample_pool::serve(options, output).await;
    }
    let engine = start::open(arguments)?;
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
        Verb::Show { run } => history::show(&engine, crate::arguments::run(*run), output),
        Verb::Changes(changes) => history::changes(&engine, changes, output).await,
        Verb::TakeColumns { run } => history::take_columns(&engine, crate::arguments::run(*run), output),
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
