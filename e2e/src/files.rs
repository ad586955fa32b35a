//! What programs have written down, looked for in the bytes of their files.

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The files below a folder, without those that a link leads to: they are somewhere else. A folder that
/// cannot be read is an error, as nobody knows what is in it.
fn files_below(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let inside = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in inside {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files_below(&entry.path(), found)?;
        } else if entry.file_type()?.is_file() {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// The files below a folder that have this text in them, as a program or a web view may write it: in UTF-8,
/// in UTF-16, or as an address. A file that cannot be read is an error.
pub fn files_with(folder: &Path, text: &str) -> Result<Vec<PathBuf>> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let forms = [
        text.as_bytes().to_vec(),
        wide,
        text.replace('@', "~40").into_bytes(),
        text.replace('@', "%40").into_bytes(),
    ];
    let mut files = Vec::new();
    files_below(folder, &mut files)?;
    let mut found = Vec::new();
    for file in files {
        let bytes = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        if forms
            .iter()
            .any(|form| bytes.windows(form.len()).any(|part| part == form))
        {
            found.push(file);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_each_form_and_behind_no_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let (inside, outside) = (folder.path().join("inside"), folder.path().join("outside"));
        fs::create_dir_all(inside.join("deep")).expect("a folder");
        fs::write(&outside, "a@b").expect("a file");
        let wide: Vec<u8> = "xa@bx".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (name, bytes) in [
            ("plain", b"xa@bx".as_slice()),
            ("wide", &wide),
            ("deep/address", b"#/?search=a~40b"),
            ("other", b"a~b"),
        ] {
            fs::write(inside.join(name), bytes).expect("a file");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(&outside, inside.join("link")).expect("a link");
        let mut found = files_with(&inside, "a@b").expect("all can be read");
        found.sort();
        let wanted = ["deep/address", "plain", "wide"].map(|name| inside.join(name));
        assert_eq!(found, wanted);
        files_with(&outside.join("nowhere"), "a@b").expect_err("what is not there was not looked through");
    }
}
