//! [`Words`]: what is searched for. Each word must stand in some column of a row; in which, and in what order,
//! is all one. Case and accents do not count, and a number is found however it is written.
//!
//! A row is looked at once: its cells are folded into one buffer, in which each word is looked for by its
//! bytes. What of them was found so far goes from one function of SQL to the next as a mask.

use super::filter::QueryFault;
use super::part::Part;
use crate::Error;
use crate::error::Doing;
use crate::model::StoredColumn;
use crate::names::quote;
use memchr::memmem::Finder;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use std::cell::RefCell;
use std::io::Write;
use std::sync::{Arc, LazyLock};
use unicode_normalization::UnicodeNormalization;

/// Words at most: each is a bit of a [`Mask`].
const MOST_WORDS: usize = 60;

/// Columns that a function is given at a time, of 127 arguments that every SQLite allows.
const COLUMNS: usize = 100;

/// The function that looks for the words in its arguments after the first, which are those found before.
pub(super) const SEARCH: &str = "poolhouse_search";

/// Digits of a word below which it is not taken for a part of a phone number, and those of a phone number.
const FEWEST_DIGITS: usize = 3;
const DIGITS_OF_PHONE: std::ops::RangeInclusive<usize> = 7..=20;

/// Stands between cells: no text in UTF-8 has this byte, so that no word is found across two of them.
const BETWEEN: u8 = 0xff;

/// Which of the words were found, a bit each.
pub(super) type Mask = i64;

/// The words of a search.
#[derive(Debug, Clone)]
pub(super) struct Words(Vec<Word>);

#[derive(Debug, Clone)]
struct Word {
    /// Folded, as the cells are.
    text: Finder<'static>,
    /// Its digits alone, where it may be a part of a phone number.
    digits: Option<Finder<'static>>,
}

impl Words {
    /// The words of a text: what stands between blanks, or in double quotes, where two of them stand for one.
    pub(super) fn of(text: &str) -> Result<Self, Error> {
        let mut words: Vec<String> = Vec::new();
        for word in split(text) {
            if !words.contains(&word) {
                words.push(word);
            }
            if words.len() > MOST_WORDS {
                return Err(QueryFault::TooManyWords { most: MOST_WORDS }.into());
            }
        }
        let words = words.iter().map(|word| {
            let mut folded = Vec::new();
            fold(word.as_bytes(), &mut folded);
            Word {
                text: Finder::new(&folded).into_owned(),
                digits: digits_of(word.as_bytes())
                    .filter(|digits| digits.len() >= FEWEST_DIGITS)
                    .map(|digits| Finder::new(&digits).into_owned()),
            }
        });
        Ok(Self(words.collect()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub(super) fn all(&self) -> Mask {
        (1 << self.0.len()) - 1
    }

    /// Those that stand in a text.
    pub(super) fn within(&self, text: &str) -> Mask {
        let mut cells = Cells::default();
        cells.add(ValueRef::Text(text.as_bytes()), self.want_digits());
        self.found(&cells, 0)
    }

    fn want_digits(&self) -> bool {
        self.0.iter().any(|word| word.digits.is_some())
    }

    /// Those found before, and those that stand in these cells.
    fn found(&self, cells: &Cells, before: Mask) -> Mask {
        let mut found = before;
        for (place, word) in self.0.iter().enumerate() {
            let bit = 1 << place;
            let stands = found & bit != 0
                || word.text.find(&cells.texts).is_some()
                || !cells.digits.is_empty()
                    && word
                        .digits
                        .as_ref()
                        .is_some_and(|digits| digits.find(&cells.digits).is_some());
            if stands {
                found |= bit;
            }
        }
        found
    }

    /// The condition that every word stands in some column of a row of `part`.
    pub(super) fn condition(self, part: &Part, columns: &[StoredColumn]) -> Result<String, Error> {
        let words = Arc::new(self);
        words.tell(&part.connection)?;
        let stored: Vec<String> = columns.iter().map(|column| quote(&column.name)).collect();
        let (own, beyond) = match &part.searched {
            None => (&stored, Beyond::default()),
            Some(searched) => (&searched.own, (searched.beyond)(&part.connection, &words)?),
        };
        if beyond.found == words.all() {
            return Ok("true".into());
        }
        let mut found = beyond.found.to_string();
        for columns in own.chunks(COLUMNS) {
            found = format!("{SEARCH}({found}, {})", columns.join(", "));
        }
        for (function, argument) in beyond.functions {
            found = format!("{function}({found}, {argument})");
        }
        Ok(format!("{found} = {}", words.all()))
    }

    fn tell(self: &Arc<Self>, connection: &Connection) -> Result<(), Error> {
        let (words, cells) = (self.clone(), RefCell::<Cells>::default());
        let want_digits = self.want_digits();
        connection
            .create_scalar_function(SEARCH, -1, flags(), move |arguments| {
                let before = before(arguments)?;
                if before == words.all() {
                    return Ok(before);
                }
                let cells = &mut *cells.borrow_mut();
                cells.clear();
                for place in 1..arguments.len() {
                    cells.add(arguments.get_raw(place), want_digits);
                }
                Ok(words.found(cells, before))
            })
            .doing("prepare the search")
    }
}

/// Of functions that a search asks.
pub(super) fn flags() -> FunctionFlags {
    FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY
}

/// The words found before, as a function of SQL is told them.
pub(super) fn before(arguments: &Context<'_>) -> rusqlite::Result<Mask> {
    arguments.get(0)
}

/// What is found of a row beyond the columns that it stores.
#[derive(Default)]
pub(super) struct Beyond {
    /// The words that stand in what is the same for all rows.
    pub(super) found: Mask,
    /// Functions that are told the words found so far and an argument, and tell them with those they find.
    pub(super) functions: Vec<(&'static str, String)>,
}

/// Cells of one row, as they are searched. Kept from row to row for their room alone.
#[derive(Default)]
struct Cells {
    /// Folded, with a byte between them that no text has.
    texts: Vec<u8>,
    /// The digits of what may be phone numbers, with the same byte between them.
    digits: Vec<u8>,
}

impl Cells {
    fn clear(&mut self) {
        self.texts.clear();
        self.digits.clear();
    }

    fn add(&mut self, cell: ValueRef<'_>, want_digits: bool) {
        // As the text that a person sees.
        match cell {
            ValueRef::Null => return,
            // A Vec takes whatever is written to it.
            ValueRef::Integer(number) => drop(write!(self.texts, "{number}")),
            ValueRef::Real(number) => drop(write!(self.texts, "{number}")),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                fold(bytes, &mut self.texts);
                if want_digits && let Some(digits) = phone(bytes) {
                    self.digits.extend(digits);
                    self.digits.push(BETWEEN);
                }
            }
        }
        self.texts.push(BETWEEN);
    }
}

/// The words of a text as they were typed, without those that are empty.
fn split(text: &str) -> impl Iterator<Item = String> {
    let mut rest = text.chars().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|letter| letter.is_whitespace()).is_some() {}
        let mut word = String::new();
        if rest.next_if_eq(&'"').is_none() {
            while let Some(letter) = rest.next_if(|letter| !letter.is_whitespace()) {
                word.push(letter);
            }
            return Some(word).filter(|word| !word.is_empty());
        }
        // Who is still typing has not closed it yet.
        while let Some(letter) = rest.next() {
            if letter == '"' && rest.next_if_eq(&'"').is_none() {
                break;
            }
            word.push(letter);
        }
        Some(word)
    })
    .filter(|word| !word.is_empty())
}

/// The digits of what has nothing but digits and what people write between those of a phone number.
fn digits_of(text: &[u8]) -> Option<Vec<u8>> {
    let is_between = |byte: &u8| b"+-(). ".contains(byte);
    text.iter()
        .all(|byte| byte.is_ascii_digit() || is_between(byte))
        .then(|| text.iter().copied().filter(u8::is_ascii_digit).collect())
}

/// The digits of a phone number. A day is none, though it is written as one could be.
fn phone(text: &[u8]) -> Option<Vec<u8>> {
    let is_day = text.len() == 10 && text[4] == b'-' && text[7] == b'-';
    let may_be = text.len() <= 2 * DIGITS_OF_PHONE.end() && !is_day;
    let digits = may_be.then(|| digits_of(text)).flatten();
    digits.filter(|digits| DIGITS_OF_PHONE.contains(&digits.len()))
}

/// Adds a text as it is compared: without case, and without the accents of its letters.
fn fold(text: &[u8], into: &mut Vec<u8>) {
    let from = into.len();
    if text.is_ascii() {
        into.extend_from_slice(text);
        into[from..].make_ascii_lowercase();
        return;
    }
    let text = String::from_utf8_lossy(text);
    for letter in text.chars() {
        if letter.is_ascii() {
            into.push(letter.to_ascii_lowercase() as u8);
        } else if let Some(folded) = KNOWN.of(letter) {
            into.extend_from_slice(folded.as_bytes());
        } else if is_as_it_is(letter) {
            into.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        } else {
            // A letter of another script may be one with those beside it.
            into.truncate(from);
            into.extend_from_slice(folded(&text).as_bytes());
            return;
        }
    }
}

/// As Unicode has it: taken apart, without accents, put together again where that makes another letter (a mark
/// of kana, the parts of a Korean syllable), in small letters by way of capital ones, which makes `ss` of ß.
fn folded(text: &str) -> String {
    let is_accent = |letter: &char| ('\u{300}'..='\u{36f}').contains(letter);
    let mut folded = String::with_capacity(text.len());
    let letters = text.nfkd().filter(|letter| !is_accent(letter)).nfc();
    for letter in letters.flat_map(char::to_uppercase).flat_map(char::to_lowercase) {
        // Letters with a stroke are letters of their own to Unicode, and not to who has no such key.
        match letter {
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            letter => folded.push(letter),
        }
    }
    folded
}

/// Whether a letter folds to itself, whatever stands beside it but for marks and parts of syllables: kana, Chinese
/// characters, Korean syllables.
fn is_as_it_is(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// What letters are folded to, of scripts in which none changes with those beside it.
struct Known(Vec<Box<str>>);

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let letters = Known::RANGES.into_iter().flatten();
    Known(letters.map(|letter| folded(&letter.to_string()).into()).collect())
});

impl Known {
    /// Latin, Greek and Cyrillic with their accents; Latin and Greek letters that have several.
    const RANGES: [std::ops::RangeInclusive<char>; 2] = ['\0'..='\u{52f}', '\u{1e00}'..='\u{1fff}'];

    fn of(&self, letter: char) -> Option<&str> {
        let mut before = 0;
        for range in Self::RANGES {
            let place = (letter as usize).wrapping_sub(*range.start() as usize);
            let many = *range.end() as usize - *range.start() as usize + 1;
            if place < many {
                return self.0.get(before + place).map(|folded| &**folded);
            }
            before += many;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quickly(text: &str) -> String {
        let mut into = vec![BETWEEN];
        fold(text.as_bytes(), &mut into);
        String::from_utf8(into.split_off(1)).expect("folded text is text")
    }

    proptest! {
        #[test]
        fn letters_alone_fold_as_in_their_text(text in r"[\x00-\x{52f}\x{1e00}-\x{1fff}]{0,12}") {
            prop_assert_eq!(quickly(&text), folded(&text));
        }

        #[test]
        fn so_do_letters_of_the_far_east(text in r"[a\x{301}\x{1100}-\x{11ff}\x{3040}-\x{30ff}\x{4e00}-\x{4e20}\x{ac00}-\x{ac40}]{0,12}") {
            prop_assert_eq!(quickly(&text), folded(&text));
        }

        #[test]
        fn any_text_folds_as_its_parts_do(text in r"\PC{0,12}") {
            prop_assert_eq!(quickly(&text), folded(&text));
            // What was typed composed is found where it stands taken apart.
            prop_assert_eq!(quickly(&text), quickly(&text.nfd().collect::<String>()));
        }

        #[test]
        fn a_word_is_found_in_what_it_was_taken_from(before in r"\PC{0,6}", word in r"[^\s]{1,8}", after in r"\PC{0,6}") {
            // A mark at an edge becomes one with the letter beside it.
            prop_assume!(folded(&format!("{before}{word}{after}")) == format!("{}{}{}", folded(&before), folded(&word), folded(&after)));
            let quoted = format!("\"{}\"", word.replace('"', "\"\""));
            let words = Words::of(&quoted).expect("one word");
            prop_assert_eq!(words.within(&format!("{before}{word}{after}")), words.all());
        }
    }
}
