//! What stands for a choice, as it is typed.

use poolhouse_connector::{PersonalData, TableId};
use poolhouse_engine::model::{ChangeKind, ChosenTable, DriftPolicy, Purpose, RunId, RunStatus, Trigger};
use poolhouse_engine::view::{FileFormat, Privacy};

/// What a column is said to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    AsFound,
    Said(PersonalData),
}

pub(super) fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write it as KEY=VALUE, such as region=eu-west-1".into()),
    }
}

pub(super) fn chosen_table(text: &str) -> Result<ChosenTable, String> {
    let (names, purpose) = match text.rsplit_once(':') {
        Some((names, purpose)) => (names, self::purpose(purpose)?),
        None => (text, Purpose::Customer360),
    };
    let (source, target) = names.split_once('=').unwrap_or((names, names));
    if source.is_empty() || target.is_empty() {
        return Err("write it as TABLE, TABLE=NAME or TABLE=NAME:PURPOSE, such as users=people:all".into());
    }
    Ok(ChosenTable {
        source: TableId::from(source.to_owned()),
        target: target.into(),
        purpose,
    })
}

pub(super) fn purpose(text: &str) -> Result<Purpose, String> {
    match text {
        "all" => Ok(Purpose::All),
        "customer-360" => Ok(Purpose::Customer360),
        "privacy-metadata" => Ok(Purpose::PrivacyMetadata),
        _ => Err("a purpose is one of all, customer-360, privacy-metadata".into()),
    }
}

pub(super) fn drift(text: &str) -> Result<DriftPolicy, String> {
    match text {
        "take" => Ok(DriftPolicy::TakeAll),
        "ask" => Ok(DriftPolicy::Ask),
        "keep" => Ok(DriftPolicy::Keep),
        _ => Err("it is one of take, ask, keep".into()),
    }
}

pub(super) fn format(text: &str) -> Result<FileFormat, String> {
    match text {
        "csv" => Ok(FileFormat::Csv),
        "csv-for-excel" => Ok(FileFormat::CsvForExcel),
        "json-lines" => Ok(FileFormat::JsonLines),
        "xlsx" => Ok(FileFormat::Xlsx),
        "parquet" => Ok(FileFormat::Parquet),
        "sqlite" => Ok(FileFormat::Sqlite),
        _ => Err("it is one of csv, csv-for-excel, json-lines, xlsx, parquet, sqlite".into()),
    }
}

pub(super) fn privacy(text: &str) -> Result<Privacy, String> {
    match text {
        "keep" => Ok(Privacy::Keep),
        "mask" => Ok(Privacy::Mask),
        "leave-out" => Ok(Privacy::LeaveOut),
        _ => Err("it is one of keep, mask, leave-out".into()),
    }
}

/// The classes by their names.
pub(crate) const CLASSES: [(&str, PersonalData); 9] = [
    ("none", PersonalData::None),
    ("identifier", PersonalData::Identifier),
    ("name", PersonalData::Name),
    ("email", PersonalData::Email),
    ("phone", PersonalData::Phone),
    ("address", PersonalData::Address),
    ("birth-date", PersonalData::BirthDate),
    ("ip-address", PersonalData::IpAddress),
    ("free-text", PersonalData::FreeText),
];

pub(super) fn class(text: &str) -> Result<Class, String> {
    if text == "as-found" {
        return Ok(Class::AsFound);
    }
    let found = CLASSES.iter().find(|(name, _)| *name == text);
    found.map(|(_, class)| Class::Said(*class)).ok_or_else(|| {
        let names: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
        format!("it is one of {}, as-found", names.join(", "))
    })
}

pub(super) fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("it is on or off".into()),
    }
}

pub(super) fn status(text: &str) -> Result<RunStatus, String> {
    match text {
        "queued" => Ok(RunStatus::Queued),
        "running" => Ok(RunStatus::Running),
        "succeeded" => Ok(RunStatus::Succeeded),
        "failed" => Ok(RunStatus::Failed),
        "cancelled" => Ok(RunStatus::Cancelled),
        "interrupted" => Ok(RunStatus::Interrupted),
        _ => Err("a status is one of queued, running, succeeded, failed, cancelled, interrupted".into()),
    }
}

pub(super) fn trigger(text: &str) -> Result<Trigger, String> {
    match text {
        "manual" => Ok(Trigger::Manual),
        "schedule" => Ok(Trigger::Schedule),
        "command-line" => Ok(Trigger::CommandLine),
        _ => Err("a trigger is one of manual, schedule, command-line".into()),
    }
}

pub(super) fn change_kind(text: &str) -> Result<ChangeKind, String> {
    match text {
        "added" => Ok(ChangeKind::Added),
        "changed" => Ok(ChangeKind::Changed),
        "removed" => Ok(ChangeKind::Removed),
        _ => Err("it is one of added, changed, removed".into()),
    }
}

pub(super) fn run(text: &str) -> Result<RunId, String> {
    let number = text.parse().ok().filter(|number| *number > 0).map(RunId);
    number.ok_or_else(|| "a run is named by its number, such as 12; `history` lists the runs".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_in_all_its_forms() {
        let read = |text| chosen_table(text).map(|t| (t.source.to_string(), t.target, t.purpose));
        assert_eq!(
            read("users"),
            Ok(("users".into(), "users".into(), Purpose::Customer360))
        );
        assert_eq!(
            read("users=people"),
            Ok(("users".into(), "people".into(), Purpose::Customer360))
        );
        assert_eq!(
            read("users=people:all"),
            Ok(("users".into(), "people".into(), Purpose::All))
        );
        assert_eq!(
            read("users:privacy-metadata"),
            Ok(("users".into(), "users".into(), Purpose::PrivacyMetadata))
        );
        assert!(read("users:everything").is_err(), "an unknown purpose is named");
        assert!(read("=people").is_err(), "a table needs a source");
    }
}
