//! Users as JSON, written straight into a buffer: a page of sixty is made in well under a
//! millisecond, as the benchmark's server shares its cores with what is measured.

use crate::User;

/// Appends a user as the listings have it. With `only`, other attributes
/// are left out.
pub(crate) fn write_user(buffer: &mut Vec<u8>, user: &User, only: Option<&[String]>) {
    buffer.extend_from_slice(b"{\"Username\":");
    write_text(buffer, &user.username);
    buffer.extend_from_slice(b",\"Attributes\":[");
    let mut first = true;
    for (name, value) in &user.attributes {
        if only.is_some_and(|names| !names.iter().any(|wanted| wanted == name)) {
            continue;
        }
        buffer.extend_from_slice(if first { b"{\"Name\":" } else { b",{\"Name\":" });
        first = false;
        write_text(buffer, name);
        buffer.extend_from_slice(b",\"Value\":");
        write_text(buffer, value);
        buffer.push(b'}');
    }
    buffer.extend_from_slice(b"],\"UserCreateDate\":");
    write_time(buffer, user.created_ms);
    buffer.extend_from_slice(b",\"UserLastModifiedDate\":");
    write_time(buffer, user.updated_ms);
    buffer.extend_from_slice(if user.enabled {
        b",\"Enabled\":true"
    } else {
        b",\"Enabled\":false"
    });
    buffer.extend_from_slice(b",\"UserStatus\":");
    write_text(buffer, &user.status);
    buffer.push(b'}');
}

/// Appends a JSON string.
pub(crate) fn write_text(buffer: &mut Vec<u8>, text: &str) {
    // Counted to the end, without an early exit, so that the compiler makes vector code of it.
    let escaped = |b: &u8| *b < 0x20 || *b == b'"' || *b == b'\\';
    if text.as_bytes().iter().filter(|b| escaped(b)).count() == 0 {
        buffer.push(b'"');
        buffer.extend_from_slice(text.as_bytes());
        buffer.push(b'"');
    } else {
        serde_json::to_writer(buffer, text).expect("BUG: writing to memory does not fail");
    }
}

/// Appends a time as AWS has it: seconds since the epoch, to the millisecond.
fn write_time(buffer: &mut Vec<u8>, ms: i64) {
    use std::io::Write;
    write!(buffer, "{}.{:03}", ms / 1000, ms % 1000).expect("BUG: writing to memory does not fail");
}

/// A time for `serde_json`, as [`write_time`] has it.
pub(crate) fn seconds(ms: i64) -> serde_json::Value {
    (ms as f64 / 1000.0).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back_from_json_as_it_was() {
        for hostile in crate::corpus::values() {
            let mut buffer = Vec::new();
            write_text(&mut buffer, &hostile.value);
            let back: String = serde_json::from_slice(&buffer).expect("JSON");
            assert_eq!(back, hostile.value, "{}", hostile.what);
        }
    }

    #[test]
    fn a_time_has_three_decimals() {
        let mut buffer = Vec::new();
        write_time(&mut buffer, 1_600_000_000_007);
        assert_eq!(buffer, b"1600000000.007");
    }
}
