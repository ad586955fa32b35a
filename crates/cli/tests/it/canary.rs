//! A secret that is looked for after it went through everything, in whatever form it may have been
//! written down.

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE, Engine as _};
use memchr::memmem;
use std::fmt::Write as _;
use std::path::Path;

/// What must be found nowhere.
pub(crate) struct Canary {
    forms: Vec<(String, Vec<u8>)>,
}

impl Canary {
    /// These secrets, each as it is, in base64 wherever in a text it stands, in hexadecimal digits, as
    /// a part of an address, escaped as in JSON, and in UTF-16.
    pub(crate) fn of(secrets: &[&str]) -> Self {
        let forms = secrets.iter().flat_map(|secret| forms(secret)).collect();
        Self { forms }
    }

    /// Asserts that no text and no file below these folders has it, nor a file's name.
    pub(crate) fn assert_nowhere(&self, texts: &[Vec<u8>], folders: &[&Path]) {
        for text in texts {
            if let Some(form) = self.found(text) {
                panic!("a secret stands in an output, {form}: {}", excerpt(text));
            }
        }
        for folder in folders {
            self.search(folder);
        }
    }

    /// The form in which it stands in these bytes.
    pub(crate) fn found(&self, bytes: &[u8]) -> Option<&str> {
        let found = self
            .forms
            .iter()
            .find(|(_, form)| memmem::find(bytes, form).is_some());
        found.map(|(name, _)| name.as_str())
    }

    fn search(&self, folder: &Path) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.as_os_str().as_encoded_bytes();
            assert!(self.found(name).is_none(), "a secret is a file's name");
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                self.search(&path);
            } else if let Some(form) = self.found(&std::fs::read(&path).unwrap_or_default()) {
                panic!("a secret stands in {}, {form}", path.display());
            }
        }
    }
}

fn forms(secret: &str) -> Vec<(String, Vec<u8>)> {
    let hex = |upper: bool| {
        secret.bytes().fold(String::new(), |mut text, byte| {
            let _ = if upper {
                write!(text, "{byte:02X}")
            } else {
                write!(text, "{byte:02x}")
            };
            text
        })
    };
    let escaped = secret.bytes().fold(String::new(), |mut text, byte| {
        let _ = if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            write!(text, "{}", char::from(byte))
        } else {
            write!(text, "%{byte:02X}")
        };
        text
    });
    let wide = |order: fn(u16) -> [u8; 2]| secret.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let mut forms = vec![
        ("plain".to_owned(), secret.as_bytes().to_vec()),
        (
            "escaped as in JSON".to_owned(),
            secret.replace('/', "\\/").into_bytes(),
        ),
        ("in hexadecimal digits".to_owned(), hex(false).into_bytes()),
        ("in capital hexadecimal digits".to_owned(), hex(true).into_bytes()),
        ("as a part of an address".to_owned(), escaped.clone().into_bytes()),
        (
            "as a part of an address".to_owned(),
            escaped.to_lowercase().into_bytes(),
        ),
        ("in UTF-16, little end first".to_owned(), wide(u16::to_le_bytes)),
        ("in UTF-16, big end first".to_owned(), wide(u16::to_be_bytes)),
    ];
    for shift in 0..3 {
        // Without the digits that its neighbours have a share in.
        let bytes = [&vec![b' '; shift][..], secret.as_bytes()].concat();
        for digits in [BASE64_STANDARD.encode(&bytes), BASE64_URL_SAFE.encode(&bytes)] {
            let digits = digits.trim_end_matches('=');
            let own = &digits[shift.min(1) * 4..digits.len() - 2];
            forms.push((format!("in base64, {shift} behind"), own.as_bytes().to_vec()));
        }
    }
    forms
}

fn excerpt(text: &[u8]) -> String {
    String::from_utf8_lossy(text).chars().take(4_000).collect()
}

#[test]
fn every_form_is_recognized() {
    let secret = "sample/Pool+full/NotARealSecret000000001";
    let canary = Canary::of(&[secret]);
    for before in ["", "a", "ab", "abc"] {
        let text = format!("{before}{secret} and more");
        assert!(
            canary.found(BASE64_STANDARD.encode(&text).as_bytes()).is_some(),
            "{before}"
        );
        assert!(
            canary.found(BASE64_URL_SAFE.encode(&text).as_bytes()).is_some(),
            "{before}"
        );
    }
    let wide: Vec<u8> = format!("“{secret}”")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(canary.found(&wide).is_some());
    assert!(
        canary
            .found(b"p=sample%2FPool%2Bfull%2FNotARealSecret000000001&q")
            .is_some()
    );
    assert!(
        canary
            .found(b"{\"x\":\"sample\\/Pool+full\\/NotARealSecret000000001\"}")
            .is_some()
    );
    assert!(
        canary.found(b"sample/Pool+full/NotARealSecret00000000").is_none(),
        "one letter short"
    );
}
