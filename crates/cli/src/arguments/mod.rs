//! What may be typed. Verbs are the engine's intents, each in a word.

mod dataflows;
mod filter;
mod history;
mod review;
mod settings;
mod typed;
mod values;
mod wanted;

pub(crate) use dataflows::{Check, Create, Run, SamplePool};
pub(crate) use filter::Where;
pub(crate) use history::{Changes, History, Rollback};
pub(crate) use review::{ClassColumn, Compare, Export, Find, Profile};
pub(crate) use settings::Settings;
pub(crate) use values::{CLASSES, Class};
pub(crate) use wanted::Wanted;

use clap::{Parser, Subcommand};
use poolhouse_engine::model::RunId;
use std::path::PathBuf;
use values::{run, switch};

const EVERYWHERE: &str = "Options of every command";

const EXIT_CODES: &str = "\
Data goes to standard output, words to standard error. Exit codes: 0 done; 1 failed; 2 not understood, or \
refused as it was typed, such as a table that is not there; 3 interrupted, run it again to go on; 4 done in part, as \
where a database of several could not be read; 130 cancelled.";

/// Brings Cognito user pools home, as tables in a local SQLite database.
#[derive(Debug, Parser)]
#[command(
    name = "poolhouse-cli",
    version,
    max_term_width = 100,
    after_help = EXIT_CODES
)]
pub(crate) struct Arguments {
    /// The folder in which everything is kept.
    #[arg(
        long,
        global = true,
        env = "POOLHOUSE_DATA_DIR",
        hide_env_values = true,
        value_name = "FOLDER",
        help_heading = EVERYWHERE
    )]
    pub(crate) data_dir: Option<PathBuf>,
    /// How many seconds the keychain's prompt may wait for an answer.
    #[arg(
        long,
        global = true,
        env = "POOLHOUSE_KEYCHAIN_WAIT",
        hide_env_values = true,
        help_heading = EVERYWHERE,
        value_name = "SECONDS",
        default_value_t = 45,
        value_parser = clap::value_parser!(u64).range(1..=3_600)
    )]
    pub(crate) keychain_wait: u64,
    /// Answer in JSON on standard output; an error is JSON too, the last line of standard error.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List the connectors, their settings and their tables.
    Connectors,
    /// Try a dataflow's settings, or those given, and list the tables that may be read.
    Check(Check),
    /// Create a dataflow.
    Create(Create),
    /// List the dataflows.
    List,
    /// Run a dataflow, or go on with a run that was interrupted. Control-C cancels.
    Run(Run),
    /// List the runs of a dataflow, or of all.
    History(History),
    /// Show one run: what happened, its tables, its log.
    Show {
        /// The run's number, as `history` lists it.
        #[arg(value_parser = run)]
        run: RunId,
    },
    /// Show what a run added, changed and removed.
    Changes(Changes),
    /// Take the new columns that a run left out, of a dataflow that asks before it takes one.
    TakeColumns {
        /// The run's number, as `history` lists it.
        #[arg(value_parser = run)]
        run: RunId,
    },
    /// List the versions of a dataflow's database, and which of them can be rolled back to.
    Versions {
        /// The dataflow's name.
        name: String,
    },
    /// Publish an earlier version again, of all tables or of one. Control-C cancels.
    Rollback(Rollback),
    /// Delete a dataflow, its database, every version, its history and its keychain entry.
    Remove {
        /// The dataflow's name.
        name: String,
        /// Do it. Without this, what would be deleted is listed.
        #[arg(long)]
        yes: bool,
    },
    /// List the tables of a dataflow's database, and where its file lies.
    Tables {
        /// The dataflow's name.
        name: String,
    },
    /// Say what the values of a column are like, or every column of a table in short. Control-C cancels.
    Profile(Profile),
    /// List the questions that can be put to the tables of a dataflow.
    Questions {
        /// The dataflow's name.
        name: String,
    },
    /// Show what became of a table from one version to another. Control-C cancels.
    Compare(Compare),
    /// List the organizations with their dataflows, groups, and how many people each has.
    Directory,
    /// Find people in all databases, by words of any of their attributes.
    Find(Find),
    /// Write the rows of a table into a file. Control-C cancels, and leaves none.
    Export(Export),
    /// List what the columns of a dataflow's database hold of a person.
    ColumnClasses {
        /// The dataflow's name.
        name: String,
    },
    /// Say what a column holds of a person, in every version and from now on.
    ClassColumn(ClassColumn),
    /// Mask personal data on every screen, or show it again: on, off.
    MaskPersonalData {
        /// Whether to.
        #[arg(value_parser = switch, action = clap::ArgAction::Set)]
        on: bool,
    },
    /// Show the settings of the app, or change those that are given.
    Settings(Settings),
    /// Write a report for somebody who is to help: no secret, no value of a row.
    Diagnostics,
    /// Delete one person from every version of a database and from what changed.
    Forget {
        /// The dataflow's name.
        name: String,
        /// The person's ID (such as `sub`), user name, e-mail address or telephone number.
        person: String,
        /// Do it. Without this, what would be deleted is listed.
        #[arg(long)]
        yes: bool,
    },
    /// Rewrite a database out of which somebody was deleted, where that could not be done at once.
    FinishForgetting {
        /// The dataflow's name.
        name: String,
    },
    /// Show how other programs open a database, such as Python, R and Excel.
    Recipes {
        /// The dataflow's name.
        name: String,
        /// With this table; with the first one without.
        #[arg(long)]
        table: Option<String>,
    },
    /// Serve a made-up user pool on this computer until Control-C.
    SamplePool(SamplePool),
    /// Do the main job once: import the sample pool and show its tables.
    Demo,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
