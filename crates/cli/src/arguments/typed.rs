//! The engine names a field that is wrong; whoever typed it knows it as an option.

use super::wanted::typed;
use super::{Create, Verb};

impl Verb {
    /// The dataflow that is looked at, where one is named.
    pub(crate) fn dataflow(&self) -> Option<&str> {
        Some(match self {
            Self::Export(asked) => asked.name.as_deref()?,
            Self::Profile(asked) => &asked.name,
            Self::Compare(asked) => &asked.name,
            Self::ClassColumn(asked) => &asked.name,
            Self::Rollback(asked) => &asked.name,
            Self::Recipes { name, .. } => name,
            _ => return None,
        })
    }

    /// The dataflow and its table whose rows are wanted, where one is named.
    pub(crate) fn table(&self) -> Option<(&str, &str)> {
        match self {
            Self::Export(asked) if asked.compare_from.is_none() => {
                Some((asked.name.as_deref()?, asked.table.as_deref()?))
            }
            Self::Profile(asked) => Some((asked.name.as_str(), asked.of()?.0?)),
            _ => None,
        }
    }

    /// What was typed for a field of the engine's; the field's own name where nothing was.
    pub(crate) fn typed(&self, field: &str) -> String {
        let option = match self {
            Self::Settings(_) => match field {
                "versionsKept" => Some("--versions-kept"),
                "proxy" => Some("--proxy"),
                "noProxy" => Some("--no-proxy"),
                "authorities" => Some("--authorities"),
                _ => None,
            },
            Self::History(_) => match field {
                "from" => Some("--from"),
                "to" => Some("--to"),
                _ => None,
            },
            Self::Export(asked) => match field {
                "path" => Some("--to"),
                "format" => Some("--format"),
                "columns" => Some("--column"),
                _ => return of_rows(&asked.wanted.filters, field),
            },
            Self::Profile(asked) => return of_rows(&asked.wanted.filters, field),
            Self::Find(asked) => return of_rows(&asked.filters, field),
            Self::Create(asked) => return of_create(asked, field),
            Self::Check(asked) if asked.connector.is_some() => return format!("--set {field}"),
            _ => None,
        };
        option.unwrap_or(field).to_owned()
    }
}

fn of_rows(filters: &[super::Where], field: &str) -> String {
    typed(filters, field).unwrap_or_else(|| match field {
        "question" | "days" | "table" => format!("--{field}"),
        _ if field.starts_with("filters.") => "--question".into(),
        _ => field.to_owned(),
    })
}

fn of_create(asked: &Create, field: &str) -> String {
    let is_table = asked.tables.iter().any(|table| table.source.as_str() == field);
    match field {
        "name" => "NAME".into(),
        "tables" => "--table".into(),
        _ if is_table => format!("--table {field}"),
        _ => format!("--set {field}"),
    }
}
