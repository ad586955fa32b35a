//! `settings` and `diagnostics`.

use super::Failed;
use crate::Ended;
use crate::arguments::Settings;
use crate::output::{Output, visible};
use poolhouse_engine::Engine;
use poolhouse_engine::view::Preferences;

pub(crate) fn settings(engine: &Engine, given: &Settings, output: &Output) -> Result<Ended, Failed> {
    let stored = engine.preferences()?;
    let wanted = Preferences {
        versions_kept: given.versions_kept.unwrap_or(stored.versions_kept),
        proxy: given.proxy.clone().unwrap_or_else(|| stored.proxy.clone()),
        no_proxy: given.no_proxy.clone().unwrap_or_else(|| stored.no_proxy.clone()),
        authorities: match &given.authorities {
            None => stored.authorities.clone(),
            Some(none) if none.is_empty() => String::new(),
            // It is read again at each run, from whatever folder that is begun in.
            Some(file) => std::path::absolute(file)?
                .into_os_string()
                .into_string()
                .map_err(|_| Failed::Plain {
                    message: "The file's name is not Unicode.".into(),
                    hint: "Choose another.".into(),
                    ended: Ended::Usage,
                })?,
        },
        ..stored.clone()
    };
    if wanted != stored {
        engine.save_preferences(&wanted)?;
    }
    let now = engine.preferences()?;
    output.answer(&now, || {
        let or_none = |text: &str, none: &str| match text {
            "" => none.to_owned(),
            text => visible(text),
        };
        format!(
            "Versions kept: {}\nProxy: {}\nReached without it: {}\nAuthorities: {}\nPersonal data: {}\n",
            now.versions_kept,
            or_none(&now.proxy, "what the environment names"),
            or_none(&now.no_proxy, "what the environment names"),
            or_none(&now.authorities, "the system's"),
            if now.mask_personal_data {
                "masked on every screen"
            } else {
                "shown"
            },
        )
    });
    Ok(Ended::Done)
}

pub(crate) async fn diagnostics(engine: &Engine, output: &Output) -> Result<Ended, Failed> {
    let report = engine.diagnostics().await?;
    output.answer(&report, || report.clone());
    Ok(Ended::Done)
}
