//! Where a secret comes from: the environment for one run, standard input, or a prompt that
//! does not echo. Never an argument: those can be seen by every program on the computer.

use crate::start::environment;
use poolhouse_connector::{Field, FieldKind, Secrets, Settings};
use secrecy::SecretString;
use std::io::{self, BufRead, IsTerminal};

/// The secrets that were found, and where.
pub(crate) enum Found {
    /// In the environment: for one run, not to be kept.
    ForOneRun(Secrets),
    /// Typed or piped in by the person.
    Entered(Secrets),
    /// Nowhere.
    None,
}

/// Looks for the secrets that these fields ask for. `ask` prompts where nothing else has them.
pub(crate) fn find(fields: &[Field], settings: &Settings, from_input: bool, ask: bool) -> io::Result<Found> {
    let wanted: Vec<&Field> = fields.iter().filter(|field| is_wanted(field, settings)).collect();
    if wanted.is_empty() {
        return Ok(Found::None);
    }
    if from_input {
        return read_lines(&wanted).map(Found::Entered);
    }
    let given: Secrets = wanted
        .iter()
        .filter_map(|field| {
            let value = environment(&format!("POOLHOUSE_{}", field.key.to_ascii_uppercase()))?;
            Some((field.key.clone(), SecretString::from(value)))
        })
        .collect();
    if !given.is_empty() {
        return Ok(Found::ForOneRun(given));
    }
    if ask && io::stdin().is_terminal() {
        return prompt(&wanted).map(Found::Entered);
    }
    Ok(Found::None)
}

fn is_wanted(field: &Field, settings: &Settings) -> bool {
    field.kind == FieldKind::Secret
        && field.shown_when.as_ref().is_none_or(|condition| {
            settings
                .get(&condition.key)
                .is_some_and(|value| condition.any_of.contains(value))
        })
}

fn read_lines(wanted: &[&Field]) -> io::Result<Secrets> {
    let mut lines = io::stdin().lock().lines();
    let mut secrets = Secrets::new();
    for field in wanted {
        let Some(line) = lines.next().transpose()? else {
            break;
        };
        secrets.insert(field.key.clone(), SecretString::from(line.trim().to_owned()));
    }
    Ok(secrets)
}

fn prompt(wanted: &[&Field]) -> io::Result<Secrets> {
    wanted
        .iter()
        .map(|field| {
            let typed = rpassword::prompt_password(format!("{}: ", field.label))?;
            Ok((field.key.clone(), SecretString::from(typed.trim().to_owned())))
        })
        .collect()
}
