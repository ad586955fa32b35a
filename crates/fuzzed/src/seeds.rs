//! Where the fuzzer begins: the hostile corpus, in the form that each target reads. Replayed with the kept
//! inputs, so that what the corpus gains is tried here too.

use crate::BETWEEN;
use poolhouse_sample_pool::corpus;

/// The first inputs of a target.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let values = corpus::values().iter().map(|hostile| hostile.value.as_bytes());
    let names = || {
        corpus::usernames()
            .iter()
            .chain(corpus::groups())
            .map(String::as_bytes)
    };
    let joined = |parts: Vec<&[u8]>| parts.join(&BETWEEN);
    match target {
        "arguments" => values
            .chain(names())
            .flat_map(|value| {
                let asked = [b"export".as_slice(), b"Acme", b"--table", value, b"--to", value];
                let passes = |sign: &[u8]| [b"a".as_slice(), sign, value].concat();
                let tests = [b"=".as_slice(), b"!*=", b"~=", b" in ", b" not between 1 and ", b" is "];
                let tests = tests.map(passes);
                let mut all = vec![joined(asked.to_vec()), value.to_vec()];
                all.extend(tests.iter().map(|test| {
                    joined([asked.as_slice(), &[b"--where", test.as_slice(), b"--sort", value]].concat())
                }));
                all
            })
            .chain([
                joined(vec![b"create", b"Acme", b"--connector", b"sample", b"--table", b"users=people:all"]),
                joined(vec![b"run", b"Acme", b"--json"]),
                joined(vec![b"forget", b"Acme", b"somebody", b"--yes"]),
            ])
            .collect(),
        "databases" => (0..16_u8)
            .map(|how| vec![how, 0, 0, 16, 9, 1, 2, 3, 4])
            .collect(),
        "filters" => values
            .chain(names())
            .flat_map(|value| {
                (0..10_u8).map(move |test| [&[1, test], value].concat())
            })
            .chain([
                br#"{"filters":[{"column":"number","test":{"kind":"between","from":"1","to":"9e3"},"not":true}],"search":"a","sort":[{"column":"when","descending":true}]}"#.to_vec(),
                br#"{"filters":[{"column":"sub","test":{"kind":"alsoIn","table":null,"column":"text","filters":[{"column":"text","test":{"kind":"repeated"}}]}}]}"#.to_vec(),
            ])
            .collect(),
        "names" => {
            let all: Vec<&[u8]> = std::iter::once(b"users".as_slice()).chain(values).chain(names()).collect();
            vec![joined(all), joined(vec![b"people", b"rowid", b"ROWID", b"_unit", b"sqlite_x", b"a", b"A"])]
        }
        "pages" => {
            let users = |name: &str, value: &str| {
                let user = serde_json::json!({"Username": name, "Enabled": true, "UserStatus": "CONFIRMED", "UserCreateDate": 1.7e9,
                    "Attributes": [{"Name": "sub", "Value": "a1"}, {"Name": name, "Value": value}]});
                let page = serde_json::json!({"Users": [user], "PaginationToken": value}).to_string();
                [&[0, 1, 0, 0], page.as_bytes()].concat()
            };
            corpus::values()
                .iter()
                .map(|hostile| users("custom:tier", &hostile.value))
                .chain(corpus::misfits().iter().map(|(name, value)| users(name, value)))
                .collect()
        }
        _ => values
            .chain(names())
            .flat_map(|value| {
                let place = joined(vec![b"user_pool_id", b"eu-west-1_AbCdEfGhI", b"access_key_id", b"AKIAIOSFODNN7EXAMPLE", b"endpoint", value]);
                [[&[0], place.as_slice()].concat(), [&[2], value].concat(), [&[1], value].concat()]
            })
            .collect(),
    }
}
