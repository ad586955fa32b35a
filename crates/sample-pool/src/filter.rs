//! The filter of `ListUsers`: `name = "value"` or `name ^= "prefix"`.

use crate::User;
use crate::refusal::Refusal;

/// What may be searched. Source: the `ListUsers` page of AWS's API reference.
const SEARCHABLE: [&str; 10] = [
    "username",
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "cognito:user_status",
    "status",
    "sub",
];

/// A filter that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    attribute: &'static str,
    value: String,
    prefix: bool,
}

impl Filter {
    /// Reads a filter; an empty one is none.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || Refusal::parameter("Error while parsing filter.");
        let end = text
            .find(|c: char| c == '=' || c == '^' || c.is_whitespace())
            .ok_or_else(wrong)?;
        let (name, rest) = text.split_at(end);
        let name = name.trim_matches('"');
        let rest = rest.trim_start();
        let (prefix, value) = match (rest.strip_prefix("^="), rest.strip_prefix('=')) {
            (Some(value), _) => (true, value),
            (None, Some(value)) => (false, value),
            (None, None) => return Err(wrong()),
        };
        let value = unquote(value.trim()).ok_or_else(wrong)?;
        let attribute = SEARCHABLE
            .into_iter()
            .find(|&searchable| searchable == name)
            .ok_or_else(|| Refusal::parameter(format!("Invalid search attribute: {name}")))?;
        Ok(Some(Self {
            attribute,
            value,
            prefix,
        }))
    }

    /// The digits that the `sub` must begin with, where that is what is asked for.
    pub(crate) fn sub_prefix(&self) -> Option<&str> {
        (self.attribute == "sub").then_some(self.value.as_str())
    }

    /// Whether a user has what is asked for.
    pub(crate) fn accepts(&self, user: &User) -> bool {
        let lower = |text: &str| text.to_lowercase();
        match self.attribute {
            "sub" => self.compare(&user.sub),
            "username" => self.compare(&user.username),
            "status" => self.compare(if user.enabled { "Enabled" } else { "Disabled" }),
            "cognito:user_status" => {
                let wanted = Self {
                    value: lower(&self.value),
                    ..self.clone()
                };
                wanted.compare(&lower(&user.status))
            }
            name => user.attribute(name).is_some_and(|value| self.compare(value)),
        }
    }

    fn compare(&self, value: &str) -> bool {
        if self.prefix {
            value.starts_with(&self.value)
        } else {
            value == self.value
        }
    }
}

/// Takes off the quotes, and the backslashes before quotes and backslashes inside.
fn unquote(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return None,
            '\\' => value.push(characters.next()?),
            _ => value.push(character),
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_in_its_written_forms() {
        for text in [
            "sub ^= \"a\"",
            "sub^=\"a\"",
            " sub  ^=  \"a\" ",
            "\"sub\" ^= \"a\"",
        ] {
            let filter = Filter::parse(text)
                .expect("a good filter")
                .expect("not an empty one");
            assert_eq!(
                filter,
                Filter {
                    attribute: "sub",
                    value: "a".into(),
                    prefix: true
                },
                "{text}"
            );
        }
        let quoted = Filter::parse(r#"name = "O\"Neil""#)
            .expect("a good filter")
            .expect("not an empty one");
        assert_eq!(quoted.value, "O\"Neil");
        assert_eq!(Filter::parse("").expect("empty is none"), None);
    }

    #[test]
    fn a_filter_that_makes_no_sense_is_refused() {
        for text in [
            "sub",
            "sub =",
            "sub = a",
            "sub > \"a\"",
            "sub = \"a",
            "sub = \"a\" and name = \"b\"",
        ] {
            let refusal = Filter::parse(text).expect_err(text);
            assert_eq!(refusal.message, "Error while parsing filter.", "{text}");
        }
        let refusal =
            Filter::parse("custom:tier = \"gold\"").expect_err("custom attributes cannot be searched");
        assert_eq!(refusal.message, "Invalid search attribute: custom:tier");
    }
}
