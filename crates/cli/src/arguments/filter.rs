//! `--where` and `--sort`: one condition on one column, one column to sort by, as they are typed.
//!
//! The signs are those of CSS's attribute selectors, the words those of SQL. A column's name in the database
//! has neither white space nor punctuation but `_`, so it ends where the first of the signs stands: what the
//! text after it has in it does not matter.

use poolhouse_engine::model::{Filter, Sort, Test};

/// What `--help` says of `--where`.
pub(super) const WHERE_HELP: &str = "\
Only rows that pass this test; may be given many times, for those that pass all. Put it in single quotes: the \
shell takes some of the signs for itself.

  COLUMN=TEXT         is TEXT
  COLUMN*=TEXT        contains it
  COLUMN^=TEXT        starts with it
  COLUMN$=TEXT        ends with it
  COLUMN~=PATTERN     matches a regular expression, somewhere
  COLUMN>=VALUE       is VALUE or more: a number, or a date such as 2026-11-21
  COLUMN<=VALUE       is VALUE or less; of a day, a month or a year to its end
  COLUMN between VALUE and VALUE
  COLUMN in A,B       is one of these; one with a comma, or empty, in double quotes
  COLUMN is null      has no value at all
  COLUMN is empty     is a text without a character
  COLUMN is repeated  has a value that stands on other rows too

With ! before the sign (COLUMN!=TEXT, COLUMN!*=TEXT), or not (COLUMN is not null, COLUMN not in A,B), all other \
rows. Upper and lower case are alike. Dates and times are in UTC. A column of yes or no holds 1 and 0; \
enabled=yes finds what enabled=1 does.";

/// How a test is written, for whoever wrote it otherwise.
const WRITE_IT: &str = "write it as COLUMN=TEXT, COLUMN*=TEXT (contains), COLUMN>=VALUE or 'COLUMN is null', \
                        such as status=CONFIRMED; --help lists all tests";

/// How a value of a list is quoted.
const QUOTED: &str =
    "write it as 'group_name in \"Sales, North\",Support', with a quote in a quoted value twice";

/// A condition, with the words that it was typed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Where {
    pub(crate) typed: String,
    pub(crate) filter: Filter,
}

pub(super) fn condition(typed: &str) -> Result<Where, String> {
    let end = typed
        .find(|c: char| c.is_whitespace() || "=!*^$~<>".contains(c))
        .filter(|end| *end > 0)
        .ok_or(WRITE_IT)?;
    let (column, rest) = typed.split_at(end);
    let (not, test) = match sign(rest) {
        Some((not, sign, text)) => (not, of_sign(sign, text)?),
        None => of_words(rest)?,
    };
    Ok(Where {
        typed: typed.to_owned(),
        filter: Filter {
            column: column.to_owned(),
            test,
            not,
        },
    })
}

/// Whether it is turned round, the sign before `=` (a blank for none), and the text after it: to the letter,
/// but where blanks set the sign apart.
fn sign(rest: &str) -> Option<(bool, char, &str)> {
    let begun = rest.trim_start();
    let (not, after) = match begun.strip_prefix('!') {
        Some(after) => (true, after),
        None => (false, begun),
    };
    let (sign, after) = match after.chars().next()? {
        sign @ ('*' | '^' | '$' | '~' | '>' | '<') => (sign, &after[1..]),
        _ => (' ', after),
    };
    let text = after.strip_prefix('=')?;
    let is_apart = begun.len() < rest.len();
    Some((not, sign, if is_apart { text.trim() } else { text }))
}

fn of_sign(sign: char, text: &str) -> Result<Test, String> {
    // Nothing is contained in everything: whoever forgot the text would get all rows.
    if text.is_empty() && sign != ' ' {
        return Err(format!(
            "what comes after {sign}= is missing; for a text without a character write 'COLUMN is empty'"
        ));
    }
    let text = text.to_owned();
    Ok(match sign {
        '*' => Test::Contains { text },
        '^' => Test::StartsWith { text },
        '$' => Test::EndsWith { text },
        '~' => Test::Matches { pattern: text },
        '>' => Test::Between {
            from: Some(text),
            to: None,
        },
        '<' => Test::Between {
            from: None,
            to: Some(text),
        },
        _ => Test::Equals { text },
    })
}

fn of_words(rest: &str) -> Result<(bool, Test), String> {
    let (verb, rest) = word(rest);
    match verb.to_ascii_lowercase().as_str() {
        "is" => {
            let (not, rest) = negation(rest);
            let test = match rest.to_ascii_lowercase().as_str() {
                "null" => Test::Null,
                "empty" => Test::Empty,
                "repeated" => Test::Repeated,
                _ => {
                    return Err("after is comes null, empty or repeated, such as 'email is not null'".into());
                }
            };
            Ok((not, test))
        }
        "not" => {
            let (verb, rest) = word(rest);
            of_list_or_range(verb, rest).map(|test| (true, test))
        }
        _ => of_list_or_range(verb, rest).map(|test| (false, test)),
    }
}

fn of_list_or_range(verb: &str, rest: &str) -> Result<Test, String> {
    match verb.to_ascii_lowercase().as_str() {
        "in" => {
            let texts = list(rest)?;
            if texts.is_empty() {
                return Err("the list is empty; write it as 'status in CONFIRMED,UNCONFIRMED'".into());
            }
            Ok(Test::OneOf { texts })
        }
        "between" => {
            // Of ASCII alone, so that the places stay those of the text.
            let and = rest.to_ascii_lowercase().find(" and ");
            let ends = and.map(|and| (rest[..and].trim(), rest[and + 5..].trim()));
            match ends {
                Some((from, to)) if !from.is_empty() && !to.is_empty() => Ok(Test::Between {
                    from: Some(from.to_owned()),
                    to: Some(to.to_owned()),
                }),
                _ => Err("write it as 'created_at between 2026-01-01 and 2026-06-30'".into()),
            }
        }
        _ => Err(WRITE_IT.into()),
    }
}

/// The first word, and what comes after it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim())
}

fn negation(text: &str) -> (bool, &str) {
    match word(text) {
        (not, rest) if not.eq_ignore_ascii_case("not") => (true, rest),
        _ => (false, text),
    }
}

/// The values of a list: apart by commas or on lines of their own, blanks around them aside. As in CSV, one
/// with a comma stands in quotes, and a quote in it twice. (The csv crate knows no blank before a quote.)
fn list(text: &str) -> Result<Vec<String>, String> {
    let (mut values, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() {
        let after = match rest.strip_prefix('"') {
            Some(begun) => {
                let (value, after) = quoted(begun)?;
                values.push(value);
                after
            }
            None => {
                let (value, after) = rest.split_at(rest.find([',', '\n']).unwrap_or(rest.len()));
                values.extend(Some(value.trim().to_owned()).filter(|value| !value.is_empty()));
                after
            }
        };
        rest = after.strip_prefix([',', '\n']).unwrap_or(after).trim_start();
    }
    Ok(values)
}

/// What stands in quotes, to the letter and perhaps nothing, and what comes after it from the comma or the end
/// of the line on.
fn quoted(begun: &str) -> Result<(String, &str), String> {
    let mut value = String::new();
    let mut rest = begun;
    loop {
        let Some((part, after)) = rest.split_once('"') else {
            return Err(format!(
                "the quote that begins at \"{begun} is not closed; {QUOTED}"
            ));
        };
        value.push_str(part);
        let Some(more) = after.strip_prefix('"') else {
            let end = after.find(|c: char| c == '\n' || !c.is_whitespace());
            let after = &after[end.unwrap_or(after.len())..];
            return match after.chars().next() {
                None | Some(',' | '\n') => Ok((value, after)),
                Some(_) => Err(format!(
                    "after a quoted value comes a comma, and not {after}; {QUOTED}"
                )),
            };
        };
        value.push('"');
        rest = more;
    }
}

pub(super) fn sort(typed: &str) -> Result<Sort, String> {
    const ORDER: &str = "write it as COLUMN, or COLUMN:desc for the greatest first, such as created_at:desc";
    let (column, descending) = match typed.rsplit_once(':') {
        None => (typed, false),
        Some((column, order)) if order.eq_ignore_ascii_case("desc") => (column, true),
        Some((column, order)) if order.eq_ignore_ascii_case("asc") => (column, false),
        // No column of a database has a colon in its name.
        Some(_) => return Err(ORDER.into()),
    };
    if column.is_empty() {
        return Err(ORDER.into());
    }
    Ok(Sort {
        column: column.to_owned(),
        descending,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> String {
        match condition(typed) {
            Ok(Where { filter, .. }) => {
                let not = if filter.not { "not " } else { "" };
                format!("{} {not}{:?}", filter.column, filter.test)
            }
            Err(words) => words,
        }
    }

    fn all(typed: &[&str]) -> String {
        let lines = typed.iter().map(|typed| format!("{typed}  ->  {}", read(typed)));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_sign_is_a_test_and_turned_round_by_an_exclamation_mark() {
        insta::assert_snapshot!(all(&[
            "status=CONFIRMED", "status!=CONFIRMED", "email*=@example.", "email!*=x", "email^=a", "email$=.com",
            "email~=^a.*b$", "email!~=(", "created_at>=2026-11-21", "created_at<=2026-11", "age!>=18", "nickname=",
        ]), @r#"
        status=CONFIRMED  ->  status Equals { text: "CONFIRMED" }
        status!=CONFIRMED  ->  status not Equals { text: "CONFIRMED" }
        email*=@example.  ->  email Contains { text: "@example." }
        email!*=x  ->  email not Contains { text: "x" }
        email^=a  ->  email StartsWith { text: "a" }
        email$=.com  ->  email EndsWith { text: ".com" }
        email~=^a.*b$  ->  email Matches { pattern: "^a.*b$" }
        email!~=(  ->  email not Matches { pattern: "(" }
        created_at>=2026-11-21  ->  created_at Between { from: Some("2026-11-21"), to: None }
        created_at<=2026-11  ->  created_at Between { from: None, to: Some("2026-11") }
        age!>=18  ->  age not Between { from: Some("18"), to: None }
        nickname=  ->  nickname Equals { text: "" }
        "#);
    }

    #[test]
    fn each_word_is_a_test_and_turned_round_by_not() {
        insta::assert_snapshot!(all(&[
            "email is null", "email IS NOT NULL", "email is empty", "email  is  not  repeated",
            "status in A,B", "status not in A, \"B, C\" ,D", "status in A\nB\n", "age between 1 and 9",
            "age not between 2026-01-01 AND 2026-02-01",
            "group in \"\"\"quoted\"\" group\",5\" pipe",
        ]), @r#"
        email is null  ->  email Null
        email IS NOT NULL  ->  email not Null
        email is empty  ->  email Empty
        email  is  not  repeated  ->  email not Repeated
        status in A,B  ->  status OneOf { texts: ["A", "B"] }
        status not in A, "B, C" ,D  ->  status not OneOf { texts: ["A", "B, C", "D"] }
        status in A
        B
          ->  status OneOf { texts: ["A", "B"] }
        age between 1 and 9  ->  age Between { from: Some("1"), to: Some("9") }
        age not between 2026-01-01 AND 2026-02-01  ->  age not Between { from: Some("2026-01-01"), to: Some("2026-02-01") }
        group in """quoted"" group",5" pipe  ->  group OneOf { texts: ["\"quoted\" group", "5\" pipe"] }
        "#);
    }

    #[test]
    fn a_quoted_value_of_a_list_is_taken_to_the_letter() {
        insta::assert_snapshot!(all(&[
            "nickname in \"\",x", "nickname in \"\"", "nickname in x,,\"\"", "nickname in \" a \" , b ",
            "nickname in \"a\nb\"\nc", "nickname in \"\"\"\"", "status in \"A,CONFIRMED", "status in A,\"",
            "status in \"A\"\",B", "email in \"a\",\"b\" x", "email in \"a\"b",
        ]), @r#"
        nickname in "",x  ->  nickname OneOf { texts: ["", "x"] }
        nickname in ""  ->  nickname OneOf { texts: [""] }
        nickname in x,,""  ->  nickname OneOf { texts: ["x", ""] }
        nickname in " a " , b   ->  nickname OneOf { texts: [" a ", "b"] }
        nickname in "a
        b"
        c  ->  nickname OneOf { texts: ["a\nb", "c"] }
        nickname in """"  ->  nickname OneOf { texts: ["\""] }
        status in "A,CONFIRMED  ->  the quote that begins at "A,CONFIRMED is not closed; write it as 'group_name in "Sales, North",Support', with a quote in a quoted value twice
        status in A,"  ->  the quote that begins at " is not closed; write it as 'group_name in "Sales, North",Support', with a quote in a quoted value twice
        status in "A"",B  ->  the quote that begins at "A"",B is not closed; write it as 'group_name in "Sales, North",Support', with a quote in a quoted value twice
        email in "a","b" x  ->  after a quoted value comes a comma, and not x; write it as 'group_name in "Sales, North",Support', with a quote in a quoted value twice
        email in "a"b  ->  after a quoted value comes a comma, and not b; write it as 'group_name in "Sales, North",Support', with a quote in a quoted value twice
        "#);
    }

    #[test]
    fn what_is_equal_may_have_anything_in_it() {
        insta::assert_snapshot!(all(&[
            "a=b=c", "a== b", "a=~b", "a=!b", "a=*", "a= b ", "a=x is null", "a=in A,B", "a*=b*=c",
            "名前=空", "👩‍💻=x", "custom:tier=gold", "a = b", "a != b c ",
        ]), @r#"
        a=b=c  ->  a Equals { text: "b=c" }
        a== b  ->  a Equals { text: "= b" }
        a=~b  ->  a Equals { text: "~b" }
        a=!b  ->  a Equals { text: "!b" }
        a=*  ->  a Equals { text: "*" }
        a= b   ->  a Equals { text: " b " }
        a=x is null  ->  a Equals { text: "x is null" }
        a=in A,B  ->  a Equals { text: "in A,B" }
        a*=b*=c  ->  a Contains { text: "b*=c" }
        名前=空  ->  名前 Equals { text: "空" }
        👩‍💻=x  ->  👩‍💻 Equals { text: "x" }
        custom:tier=gold  ->  custom:tier Equals { text: "gold" }
        a = b  ->  a Equals { text: "b" }
        a != b c   ->  a not Equals { text: "b c" }
        "#);
    }

    #[test]
    fn what_is_no_test_is_told_how_to_write_it() {
        insta::assert_snapshot!(all(&[
            "", "status", "=CONFIRMED", "age>18", "status is", "status is confirmed", "status in", "status in ,",
            "age between 1", "age between and 2", "status not null", "status like x", "email*=", "email!~=", "!",
        ]), @r"
          ->  write it as COLUMN=TEXT, COLUMN*=TEXT (contains), COLUMN>=VALUE or 'COLUMN is null', such as status=CONFIRMED; --help lists all tests
        status  ->  write it as COLUMN=TEXT, COLUMN*=TEXT (contains), COLUMN>=VALUE or 'COLUMN is null', such as status=CONFIRMED; --help lists all tests
        =CONFIRMED  ->  write it as COLUMN=TEXT, COLUMN*=TEXT (contains), COLUMN>=VALUE or 'COLUMN is null', such as status=CONFIRMED; --help lists all tests
        age>18  ->  write it as COLUMN=TEXT, COLUMN*=TEXT (contains), COLUMN>=VALUE or 'COLUMN is null', such as status=CONFIRMED; --help lists all tests
        status is  ->  after is comes null, empty or repeated, such as 'email is not null'
        status is confirmed  ->  after is comes null, empty or repeated, such as 'email is not null'
        status in  ->  the list is empty; write it as 'status in CONFIRMED,UNCONFIRMED'
        status in ,  ->  the list is empty; write it as 'status in CONFIRMED,UNCONFIRMED'
        age between 1  ->  write it as 'created_at between 2026-01-01 and 2026-06-30'
        age between and 2  ->  write it as 'created_at between 2026-01-01 and 2026-06-30'
        status not null  ->  write it as COLUMN=TEXT, COLUMN*=TEXT (contains), COLUMN>=VALUE or 'COLUMN is null', such as status=CONFIRMED; --help lists all tests
        status like x  ->  write it as COLUMN=TEXT, COLUMN*=TEXT (contains), COLUMN>=VALUE or 'COLUMN is null', such as status=CONFIRMED; --help lists all tests
        email*=  ->  what comes after *= is missing; for a text without a character write 'COLUMN is empty'
        email!~=  ->  what comes after ~= is missing; for a text without a character write 'COLUMN is empty'
        !  ->  write it as COLUMN=TEXT, COLUMN*=TEXT (contains), COLUMN>=VALUE or 'COLUMN is null', such as status=CONFIRMED; --help lists all tests
        ");
    }

    #[test]
    fn a_column_is_sorted_by_up_or_down() {
        let read = |typed| sort(typed).map(|sort| (sort.column, sort.descending));
        assert_eq!(read("email"), Ok(("email".into(), false)));
        assert_eq!(read("email:asc"), Ok(("email".into(), false)));
        assert_eq!(read("email:DESC"), Ok(("email".into(), true)));
        for wrong in ["email:down", ":desc", "", "custom:tier"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
