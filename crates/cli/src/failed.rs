//! Why a verb could not be performed, and how that is told: in words, or as JSON where that was asked for.

use crate::Ended;
use crate::arguments::Verb;
use clap::error::ContextKind;
use poolhouse_engine::{Error, ErrorKind};
use serde::Serialize;

/// Why a verb could not be performed.
pub(crate) enum Failed {
    Engine(Error),
    Plain {
        message: String,
        hint: String,
        ended: Ended,
    },
}

impl Failed {
    /// What would be deleted was shown, and `--yes` was not given.
    pub(crate) fn without_yes() -> Self {
        Self::Plain {
            message: "Nothing was deleted.".into(),
            hint: "Add --yes to delete it.".into(),
            ended: Ended::Usage,
        }
    }
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

/// What is told of a failure. As JSON it is the object under `error`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Told {
    /// What happened.
    pub(crate) message: String,
    /// What to try; may be empty.
    pub(crate) hint: String,
    /// The exact words below, for support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    /// What is wrong with which option.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) options: Vec<Fault>,
    /// The exit code.
    pub(crate) exit_code: u8,
}

/// What is wrong with an option.
#[derive(Debug, Serialize)]
pub(crate) struct Fault {
    pub(crate) option: String,
    pub(crate) message: String,
}

impl Told {
    /// In lines for a person.
    pub(crate) fn words(&self) -> String {
        let mut lines = vec![self.message.clone()];
        if !self.hint.is_empty() {
            lines.push(self.hint.clone());
        }
        lines.extend(self.detail.iter().map(|detail| format!("Details: {detail}")));
        lines.join("\n")
    }

    /// What clap says of a command line that it does not understand.
    pub(crate) fn of_usage(refused: &clap::Error) -> Self {
        let rendered = refused.render().to_string();
        let (message, rest) = rendered.split_once("\n\n").unwrap_or((&rendered, ""));
        Self {
            message: message.trim_start_matches("error: ").trim().to_owned(),
            hint: rest.trim().to_owned(),
            detail: None,
            options: Vec::new(),
            exit_code: Ended::Usage.code(),
        }
    }
}

/// Takes out the tip to write a mistyped option as a value: none here begins with `--`.
pub(crate) fn without_wrong_tip(mut refused: clap::Error) -> clap::Error {
    if refused.kind() == clap::error::ErrorKind::UnknownArgument {
        refused.remove(ContextKind::Suggested);
    }
    refused
}

impl Failed {
    /// What is told of it, by the names that were typed.
    pub(crate) fn told(&self, verb: &Verb) -> Told {
        match self {
            Self::Plain { message, hint, ended } => Told {
                message: message.clone(),
                hint: hint.clone(),
                detail: None,
                options: Vec::new(),
                exit_code: ended.code(),
            },
            Self::Engine(error) => of_engine(error, verb),
        }
    }
}

fn of_engine(error: &Error, verb: &Verb) -> Told {
    let exit_code = match error.kind() {
        ErrorKind::InvalidFields => Ended::Usage,
        ErrorKind::Cancelled => Ended::Cancelled,
        _ if error.is_bad_question() || error.is_not_there() => Ended::Usage,
        _ => Ended::Failed,
    };
    let words = error.words();
    let mut told = Told {
        hint: hint(error, verb).unwrap_or(words.hint),
        // What only says the same again is left out.
        detail: error
            .detail()
            .filter(|detail| !words.message.eq_ignore_ascii_case(&format!("{detail}."))),
        message: words.message,
        options: Vec::new(),
        exit_code: exit_code.code(),
    };
    if error.kind() == ErrorKind::InvalidFields {
        let faults = error.fields().iter();
        told.options = faults
            .map(|fault| Fault {
                option: verb.typed(&fault.field),
                message: fault.message.clone(),
            })
            .collect();
    } else if error.is_bad_question()
        && let Verb::Export(_) = verb
    {
        // Of a filter it would be told beside that.
        told.options = vec![Fault {
            option: "--sort".into(),
            message: told.message.clone(),
        }];
    }
    if !told.options.is_empty() {
        let lines = told.options.iter();
        let lines = lines.map(|fault| format!("{}: {}", fault.option, fault.message));
        told.message = lines.collect::<Vec<_>>().join("\n");
        told.hint = match verb.table() {
            Some((name, table)) if told.message.contains("There is no column ") => {
                format!("`profile {name} {table}` lists its columns.")
            }
            _ => String::new(),
        };
    }
    told
}

/// What to try, where it is done otherwise here than in the window.
fn hint(error: &Error, verb: &Verb) -> Option<String> {
    match (error, verb) {
        (_, Verb::Export(_)) if error.kind() == ErrorKind::FileThere => {
            Some("Choose another name, or add --replace.".into())
        }
        (Error::NoSuchRun(_), _) => {
            Some("`history` lists the runs there are; with its dataflow a run is removed.".into())
        }
        (Error::NotPublished { name, .. }, _) => Some(format!(
            "`history {name} --status succeeded` lists those that did."
        )),
        (Error::Catalog(_), _) if error.is_not_there() => Some(match (verb, verb.dataflow()) {
            (Verb::Changes(asked), _) => format!("`show {}` lists the tables of the run.", asked.run),
            (_, Some(name)) => format!("`tables {name}` lists the ones there are."),
            _ => return None,
        }),
        (_, Verb::ClassColumn(asked)) if error.is_bad_question() => Some(format!(
            "`column-classes {}` lists the ones there are.",
            asked.name
        )),
        (Error::NotRewritten { .. }, Verb::Forget { name, .. } | Verb::FinishForgetting { name }) => Some(
            format!("Once that is mended, `finish-forgetting {name}` tries it again."),
        ),
        _ => None,
    }
}
