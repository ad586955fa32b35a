//! `--where` and `--sort`: the rows of each notation, against the same said in Rust.

use crate::program::imported;
use serde_json::Value;
use std::fs;

/// Whether a row is wanted.
type Expected<'a> = &'a dyn Fn(&Value) -> bool;

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_filtered_and_sorted_in_every_notation() {
    let (_pool, program) = imported(250, &["users"]).await;
    let to = program.home().join("some.jsonl");
    let to = to.to_str().expect("Unicode");
    let rows = |more: &[&str]| -> Vec<Value> {
        let asked = ["export", "Customers", "--table", "users", "--to", to, "--replace"];
        program.say(&[&asked[..], more].concat()).done();
        let text = fs::read_to_string(to).expect("UTF-8");
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("an object"))
            .collect()
    };
    let everybody = rows(&[]);
    let text = |row: &Value, column: &str| row[column].as_str().map(str::to_lowercase);
    let has = |row: &Value, column: &str, is: &dyn Fn(&str) -> bool| {
        text(row, column).is_some_and(|text| is(&text))
    };
    let births: Vec<String> = everybody
        .iter()
        .filter_map(|row| text(row, "birthdate"))
        .collect();
    let birth = births.iter().find(|day| day.len() == 10).expect("a day of birth");
    let of_birth = format!("birthdate = {birth}");
    let cases: [(&str, Expected<'_>); 20] = [
        ("status=confirmed", &|row| {
            has(row, "status", &|text| text == "confirmed")
        }),
        ("status!=confirmed", &|row| {
            !has(row, "status", &|text| text == "confirmed")
        }),
        ("email*=@EXAMPLE.org", &|row| {
            has(row, "email", &|text| text.contains("@example.org"))
        }),
        ("given_name^=a", &|row| {
            has(row, "given_name", &|text| text.starts_with('a'))
        }),
        ("email!$=@Example.org", &|row| {
            !has(row, "email", &|text| text.ends_with("@example.org"))
        }),
        ("phone_number~=^\\+1.*7$", &|row| {
            has(row, "phone_number", &|text| {
                text.starts_with("+1") && text.ends_with('7')
            })
        }),
        ("phone_number is null", &|row| row["phone_number"].is_null()),
        ("phone_number IS NOT NULL", &|row| !row["phone_number"].is_null()),
        ("nickname is empty", &|row| row["nickname"] == ""),
        ("status in UNKNOWN, archived", &|row| {
            has(row, "status", &|text| text == "unknown" || text == "archived")
        }),
        ("status not in confirmed,unconfirmed", &|row| {
            !has(row, "status", &|text| {
                text == "confirmed" || text == "unconfirmed"
            })
        }),
        ("email is repeated", &|row| {
            let same = everybody
                .iter()
                .filter(|other| text(other, "email") == text(row, "email"));
            row["email"] != "" && !row["email"].is_null() && same.count() > 1
        }),
        ("custom_score>=50", &|row| {
            row["custom_score"].as_f64().is_some_and(|score| score >= 50.0)
        }),
        ("birthdate between 1980-01-01 and 1989-12-31", &|row| {
            has(row, "birthdate", &|day| ("1980-01-01".."1990").contains(&day))
        }),
        (&of_birth, &|row| has(row, "birthdate", &|day| day == birth)),
        ("enabled=1", &|row| row["enabled"] == true),
        ("enabled=0", &|row| row["enabled"] == false),
        ("enabled=No", &|row| row["enabled"] == false),
        ("nickname in \"\"", &|row| row["nickname"] == ""),
        ("status in \"confirmed\" , \"\"", &|row| {
            has(row, "status", &|text| text == "confirmed")
        }),
    ];
    for (typed, is_wanted) in cases {
        let wanted: Vec<_> = everybody.iter().filter(|row| is_wanted(row)).cloned().collect();
        assert_eq!(rows(&["--where", typed]), wanted, "{typed}");
        let is_selective = !wanted.is_empty() && wanted.len() < everybody.len();
        assert!(is_selective, "{typed} says something: {}", wanted.len());
    }
    let days = |row: &Value| row["created_at"].as_str().map(|moment| moment[..10].to_owned());
    let day = everybody
        .iter()
        .filter_map(days)
        .nth(3)
        .expect("somebody was created");
    let found = rows(&[
        "--where",
        &format!("created_at>={day}"),
        "--where",
        &format!("created_at<={day}"),
    ]);
    assert!(
        !found.is_empty() && found.iter().all(|row| days(row).as_ref() == Some(&day)),
        "{found:?}"
    );
    let sorted = |order: &str| -> Vec<Value> {
        let rows = rows(&["--sort", order, "--column", "created_at"]);
        rows.into_iter().map(|mut row| row["created_at"].take()).collect()
    };
    let mut up = sorted("created_at");
    assert!(up.is_sorted_by_key(|moment| moment.as_str().map(str::to_owned)));
    up.reverse();
    assert_eq!(sorted("created_at:desc"), up);
}
