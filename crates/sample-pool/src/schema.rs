//! The attributes of a pool: the standard ones of OIDC and a few custom ones.

use serde_json::{Map, Value, json};

/// An attribute of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaAttribute {
    /// The name, with `custom:` where it is one.
    pub name: String,
    /// The type.
    pub kind: AttributeType,
    /// Whether every user must have it.
    pub required: bool,
    /// Whether it can be changed.
    pub mutable: bool,
    /// The least length or value.
    pub min: Option<String>,
    /// The greatest length or value.
    pub max: Option<String>,
}

/// The types that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeType {
    /// Text.
    String,
    /// A number.
    Number,
    /// A date and time.
    DateTime,
    /// `true` or `false`.
    Boolean,
}

impl SchemaAttribute {
    /// A custom attribute of a type, mutable and not required; `name` is without `custom:`.
    pub fn custom(name: &str, kind: AttributeType) -> Self {
        let (min, max) = match kind {
            AttributeType::String => (Some("0"), Some("2048")),
            AttributeType::Number => (Some("0"), Some("100000")),
            AttributeType::DateTime | AttributeType::Boolean => (None, None),
        };
        Self::new(&format!("custom:{name}"), kind, min, max)
    }

    fn new(name: &str, kind: AttributeType, min: Option<&str>, max: Option<&str>) -> Self {
        let (min, max) = (min.map(String::from), max.map(String::from));
        Self {
            name: name.into(),
            kind,
            required: false,
            mutable: true,
            min,
            max,
        }
    }

    pub(crate) fn json(&self) -> Value {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.into(), value);
        let kind = match self.kind {
            AttributeType::String => "String",
            AttributeType::Number => "Number",
            AttributeType::DateTime => "DateTime",
            AttributeType::Boolean => "Boolean",
        };
        put("Name", json!(self.name));
        put("AttributeDataType", json!(kind));
        put("DeveloperOnlyAttribute", json!(false));
        put("Mutable", json!(self.mutable));
        put("Required", json!(self.required));
        let between = |least: &str, most: &str| {
            let bounds = [(least, &self.min), (most, &self.max)];
            bounds
                .into_iter()
                .filter_map(|(name, bound)| Some((name.to_owned(), json!(bound.as_ref()?))))
                .collect::<Map<_, _>>()
                .into()
        };
        match self.kind {
            AttributeType::String => {
                put("StringAttributeConstraints", between("MinLength", "MaxLength"));
            }
            AttributeType::Number => {
                put("NumberAttributeConstraints", between("MinValue", "MaxValue"));
            }
            AttributeType::DateTime | AttributeType::Boolean => {}
        }
        Value::Object(fields)
    }
}

/// The standard attributes, in AWS's order, then the pool's own.
pub(crate) fn sample() -> Vec<SchemaAttribute> {
    use AttributeType::{Boolean, DateTime, Number, String};
    let text = |name| SchemaAttribute::new(name, String, Some("0"), Some("2048"));
    let mut schema = standard();
    schema.extend([
        SchemaAttribute {
            max: Some("20".into()),
            ..SchemaAttribute::custom("tier", String)
        },
        SchemaAttribute::custom("score", Number),
        SchemaAttribute::custom("joined", DateTime),
        SchemaAttribute::custom("vip", Boolean),
        text("custom:notes"),
    ]);
    schema
}

/// The standard attributes alone.
pub(crate) fn standard() -> Vec<SchemaAttribute> {
    use AttributeType::{Boolean, Number, String};
    let text = |name| SchemaAttribute::new(name, String, Some("0"), Some("2048"));
    let flag = |name| SchemaAttribute::new(name, Boolean, None, None);
    vec![
        SchemaAttribute {
            required: true,
            mutable: false,
            ..SchemaAttribute::new("sub", String, Some("1"), Some("2048"))
        },
        text("name"),
        text("given_name"),
        text("family_name"),
        text("middle_name"),
        text("nickname"),
        text("preferred_username"),
        text("profile"),
        text("picture"),
        text("website"),
        SchemaAttribute {
            required: true,
            ..text("email")
        },
        flag("email_verified"),
        text("gender"),
        SchemaAttribute::new("birthdate", String, Some("10"), Some("10")),
        text("zoneinfo"),
        text("locale"),
        text("phone_number"),
        flag("phone_number_verified"),
        text("address"),
        SchemaAttribute::new("updated_at", Number, Some("0"), None),
        SchemaAttribute::new("identities", String, None, None),
    ]
}
