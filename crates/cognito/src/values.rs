//! What Cognito sends as text, as typed values. The rule: a typed value must print back exactly
//! as it came, or else the text is kept as it came and counted as a misfit.
//! Called by the tables. Deliberately absent: trimming, guessing, any locale.

use aws_smithy_json::codec::JsonCodec;
use aws_smithy_schema::codec::Codec;
use aws_smithy_schema::serde::{SerializableStruct, ShapeSerializer};
use aws_smithy_types::{DateTime, Document, Number};
use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use poolhouse_connector::{ColumnType, Value};
use serde::Serialize;
use std::collections::BTreeMap;

/// Text, `Null` where it is absent.
pub(crate) fn text(text: Option<String>) -> Value {
    text.map_or(Value::Null, Value::Text)
}

/// A boolean as 1 or 0, `Null` where it is absent.
pub(crate) fn boolean(value: Option<bool>) -> Value {
    value.map_or(Value::Null, |value| Value::Integer(i64::from(value)))
}

/// A whole number, `Null` where it is absent.
pub(crate) fn integer(value: Option<i32>) -> Value {
    value.map_or(Value::Null, |value| Value::Integer(i64::from(value)))
}

/// A moment as RFC 3339 in UTC with milliseconds, `Null` where it is absent. Cognito sends
/// epoch seconds with three decimals, which a float cannot hold: hence rounded, not cut.
pub(crate) fn moment(time: Option<DateTime>, misfits: &mut u64) -> Value {
    let Some(time) = time else { return Value::Null };
    let milliseconds = i64::from(time.subsec_nanos()).saturating_add(500_000) / 1_000_000;
    let since_epoch = time.secs().saturating_mul(1000).saturating_add(milliseconds);
    milliseconds_since_epoch(since_epoch).unwrap_or_else(|| {
        *misfits += 1;
        Value::Text(time.secs().to_string())
    })
}

/// Milliseconds since the epoch as RFC 3339; `None` beyond the year 9999.
pub(crate) fn milliseconds_since_epoch(milliseconds: i64) -> Option<Value> {
    static PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));
    let timestamp = Timestamp::from_millisecond(milliseconds).ok()?;
    let mut text = String::with_capacity(24);
    PRINTER.print_timestamp(&timestamp, &mut text).ok()?;
    Some(Value::Text(text))
}

/// Text as a value of its column's type.
pub(crate) fn typed(text: String, kind: ColumnType, misfits: &mut u64) -> Value {
    let value = match kind {
        ColumnType::Text => return Value::Text(text),
        ColumnType::Number => number(&text),
        ColumnType::Boolean => truth(&text),
        ColumnType::Timestamp if is_moment(&text) => return Value::Text(text),
        ColumnType::Json if serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok() => {
            return Value::Text(text);
        }
        ColumnType::Timestamp | ColumnType::Json => None,
    };
    value.unwrap_or_else(|| {
        *misfits += 1;
        Value::Text(text)
    })
}

/// A number that prints back as it came. A whole number beyond 64 bits stays text, as does a
/// negative zero, whose sign `SQLite` does not keep.
pub(crate) fn number(text: &str) -> Option<Value> {
    if text.len() > 32 {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        // What parses is canonical but for a plus sign and leading zeros.
        let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
        let canonical = !text.starts_with('+') && (digits[0] != b'0' || text == "0");
        return canonical.then_some(Value::Integer(whole));
    }
    let decimal: f64 = text.parse().ok()?;
    let fits = text.contains('.') && decimal.is_finite() && decimal != 0.0 && decimal.to_string() == text;
    fits.then_some(Value::Real(decimal))
}

fn truth(text: &str) -> Option<Value> {
    match text {
        "true" => Some(Value::Integer(1)),
        "false" => Some(Value::Integer(0)),
        _ => None,
    }
}

/// Whether the text is RFC 3339 in UTC already. Other zones and epoch numbers are kept too,
/// but do not fit: the column would no longer sort.
fn is_moment(text: &str) -> bool {
    text.len() >= 20
        && text.as_bytes()[10] == b'T'
        && text.ends_with('Z')
        && !text.starts_with(['-', '+'])
        && text.parse::<Timestamp>().is_ok()
}

/// A structure of the SDK as JSON text in the service's own words, `Null` where it is absent.
pub(crate) fn json(structure: Option<&impl SerializableStruct>) -> Value {
    structure.map_or(Value::Null, |structure| Value::Text(json_text(structure)))
}

/// A structure of the SDK as JSON text.
pub(crate) fn json_text(structure: &impl SerializableStruct) -> String {
    let mut writer = JsonCodec::default().create_serializer();
    writer
        .write_struct(structure.schema(), structure)
        .expect("BUG: what was read from JSON can be written as JSON");
    String::from_utf8(writer.finish()).expect("BUG: JSON is UTF-8")
}

/// A list of words as a JSON array, `Null` where it is absent.
pub(crate) fn json_list<T: AsRef<str>>(list: Option<&[T]>) -> Value {
    list.map_or(Value::Null, |list| {
        let words: Vec<&str> = list.iter().map(AsRef::as_ref).collect();
        Value::Text(serde_json::to_string(&words).expect("BUG: a list of words is JSON"))
    })
}

/// A map as JSON in the order of its keys, so that it is the same text in every run.
pub(crate) fn sorted<V: Serialize>(map: impl IntoIterator<Item = (String, V)>) -> Value {
    let map: BTreeMap<String, V> = map.into_iter().collect();
    Value::Text(serde_json::to_string(&map).expect("BUG: a map with text for keys is JSON"))
}

/// A document of free form as JSON text, in the order of its keys.
pub(crate) fn document(document: Option<&Document>) -> Value {
    document.map_or(Value::Null, |document| Value::Text(plain(document).to_string()))
}

fn plain(document: &Document) -> serde_json::Value {
    match document {
        Document::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), plain(value)))
            .collect(),
        Document::Array(values) => values.iter().map(plain).collect(),
        Document::Number(Number::PosInt(number)) => (*number).into(),
        Document::Number(Number::NegInt(number)) => (*number).into(),
        Document::Number(Number::Float(number)) => (*number).into(),
        Document::String(text) => text.clone().into(),
        Document::Bool(truth) => (*truth).into(),
        Document::Null => serde_json::Value::Null,
    }
}

/// A word of an enumeration, as the service writes it.
pub(crate) fn word(word: Option<impl AsRef<str>>) -> Value {
    word.map_or(Value::Null, |word| Value::Text(word.as_ref().to_owned()))
}

/// A large whole number, `Null` where it is absent.
pub(crate) fn long(value: Option<i64>) -> Value {
    value.map_or(Value::Null, Value::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a text, and whether it was a misfit.
    fn shown(text: &str, kind: ColumnType) -> String {
        let mut misfits = 0;
        let value = typed(text.to_owned(), kind, &mut misfits);
        format!("{text:?} → {value:?}{}", if misfits > 0 { " misfit" } else { "" })
    }

    fn all(kind: ColumnType, texts: &[&str]) -> String {
        texts
            .iter()
            .map(|text| shown(text, kind))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn a_number_prints_back_as_it_came_or_stays_text() {
        let texts = [
            "0",
            "7",
            "-7",
            "1700000000",
            "9223372036854775807",
            "9223372036854775808",
            "007",
            "+1",
            "-0",
            "0.0",
            "-0.0",
            "1.5",
            "-0.25",
            "1.50",
            ".5",
            "5.",
            "1e3",
            "0.1",
            "0.30000000000000004",
            "0.300000000000000040",
            "NaN",
            "inf",
            "n/a",
            "",
            " 1",
            "1 ",
            "1_000",
            "0x10",
            "١",
        ];
        insta::assert_snapshot!(all(ColumnType::Number, &texts), @r#"
        "0" → Integer(0)
        "7" → Integer(7)
        "-7" → Integer(-7)
        "1700000000" → Integer(1700000000)
        "9223372036854775807" → Integer(9223372036854775807)
        "9223372036854775808" → Text("9223372036854775808") misfit
        "007" → Text("007") misfit
        "+1" → Text("+1") misfit
        "-0" → Text("-0") misfit
        "0.0" → Text("0.0") misfit
        "-0.0" → Text("-0.0") misfit
        "1.5" → Real(1.5)
        "-0.25" → Real(-0.25)
        "1.50" → Text("1.50") misfit
        ".5" → Text(".5") misfit
        "5." → Text("5.") misfit
        "1e3" → Text("1e3") misfit
        "0.1" → Real(0.1)
        "0.30000000000000004" → Real(0.30000000000000004)
        "0.300000000000000040" → Text("0.300000000000000040") misfit
        "NaN" → Text("NaN") misfit
        "inf" → Text("inf") misfit
        "n/a" → Text("n/a") misfit
        "" → Text("") misfit
        " 1" → Text(" 1") misfit
        "1 " → Text("1 ") misfit
        "1_000" → Text("1_000") misfit
        "0x10" → Text("0x10") misfit
        "١" → Text("١") misfit
        "#);
    }

    #[test]
    fn true_and_false_alone_are_booleans() {
        insta::assert_snapshot!(all(ColumnType::Boolean, &["true", "false", "True", "1", ""]), @r#"
        "true" → Integer(1)
        "false" → Integer(0)
        "True" → Text("True") misfit
        "1" → Text("1") misfit
        "" → Text("") misfit
        "#);
    }

    #[test]
    fn a_moment_stays_as_it_came_and_fits_in_utc_alone() {
        let texts = [
            "2026-11-21T05:19:00Z",
            "2026-11-21T05:19:00.123Z",
            "2026-11-21T05:19:00+02:00",
            "2026-11-21",
            "1700000000",
            "2026-02-30T00:00:00Z",
        ];
        insta::assert_snapshot!(all(ColumnType::Timestamp, &texts), @r#"
        "2026-11-21T05:19:00Z" → Text("2026-11-21T05:19:00Z")
        "2026-11-21T05:19:00.123Z" → Text("2026-11-21T05:19:00.123Z")
        "2026-11-21T05:19:00+02:00" → Text("2026-11-21T05:19:00+02:00") misfit
        "2026-11-21" → Text("2026-11-21") misfit
        "1700000000" → Text("1700000000") misfit
        "2026-02-30T00:00:00Z" → Text("2026-02-30T00:00:00Z") misfit
        "#);
    }

    #[test]
    fn moments_of_cognito_are_rounded_to_the_millisecond() {
        let mut misfits = 0;
        let mut shown = |time: DateTime| match moment(Some(time), &mut misfits) {
            Value::Text(text) => text,
            other => format!("{other:?}"),
        };
        // 1700000000.123 as the nearest float has it.
        assert_eq!(
            shown(DateTime::from_secs_and_nanos(1_700_000_000, 122_999_906)),
            "2023-11-14T22:13:20.123Z"
        );
        assert_eq!(
            shown(DateTime::from_secs_and_nanos(1_700_000_000, 999_999_999)),
            "2023-11-14T22:13:21.000Z"
        );
        assert_eq!(shown(DateTime::from_secs(0)), "1970-01-01T00:00:00.000Z");
        assert_eq!(shown(DateTime::from_secs(-1)), "1969-12-31T23:59:59.000Z");
        assert_eq!(
            shown(DateTime::from_secs(i64::MAX)),
            "9223372036854775807",
            "kept as it came"
        );
        assert_eq!(misfits, 1);
        assert_eq!(moment(None, &mut misfits), Value::Null);
    }
}
