//! No value of a person where none belongs: *Privacy-Metadata*, masking, and forgetting.

use crate::program::{Pool, Program, found};
use poolhouse_catalog::{DataFolder, DatabaseReader, check_database};
use poolhouse_sample_pool::{Options, ShortPages};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

/// The values of everybody in the pool that could not stand anywhere by chance.
pub(crate) fn values(pool: &Pool) -> BTreeSet<Vec<u8>> {
    let control = pool.server.control();
    let users = (0..control.users()).filter_map(|number| control.user(number));
    let all = users.flat_map(|user| {
        let attributes: Vec<String> = user
            .attributes
            .iter()
            .map(|(_, value)| value.to_string())
            .collect();
        [user.sub.clone(), user.username.clone()]
            .into_iter()
            .chain(attributes)
    });
    all.filter(|value| value.len() >= 12)
        .map(String::into_bytes)
        .collect()
}

/// The values that stand in a file below the folder.
pub(crate) fn leaked(folder: &Path, values: &BTreeSet<Vec<u8>>) -> Vec<String> {
    let mut texts = Vec::new();
    read(folder, &mut texts);
    // Each value by its first bytes: a file is gone through once.
    let mut heads: std::collections::HashMap<&[u8], Vec<&[u8]>> = std::collections::HashMap::new();
    for value in values {
        heads.entry(&value[..8]).or_default().push(value);
    }
    let mut found = BTreeSet::new();
    for text in &texts {
        for place in 0..text.len().saturating_sub(8) {
            for value in heads.get(&text[place..place + 8]).into_iter().flatten() {
                if text[place..].starts_with(value) {
                    found.insert(String::from_utf8_lossy(value).into_owned());
                }
            }
        }
    }
    found.into_iter().collect()
}

fn read(folder: &Path, texts: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(&path, texts);
        } else {
            texts.push(std::fs::read(&path).unwrap_or_default());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_privacy_metadata_no_value_reaches_the_disk_not_even_after_a_kill() {
    let options = Options {
        users: 300,
        latency: Duration::from_millis(8),
        short_pages: ShortPages::Seldom,
        ..Options::default()
    };
    let pool = Pool::start(options).await;
    let program = Program::new();
    pool.create(
        &program,
        &[
            "users:privacy-metadata",
            "user_devices:privacy-metadata",
            "user_auth_factors:privacy-metadata",
            "user_sign_ins:privacy-metadata",
        ],
    );
    let values = values(&pool);
    assert!(values.len() > 900, "{}", values.len());
    let (mut looks, mut cut_off) = (0, 0);
    for kill in 0..6_u32 {
        let mut child = program.begin(&pool.key.secret, &["run", "Customers"]);
        let deadline = Instant::now() + Duration::from_millis(300 + 250 * u64::from(kill));
        while Instant::now() < deadline && child.try_wait().is_ok_and(|ended| ended.is_none()) {
            assert_eq!(leaked(&program.data(), &values), [""; 0], "while the run lasts");
            looks += 1;
        }
        // The process may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
        assert_eq!(leaked(&program.data(), &values), [""; 0], "after kill {kill}");
        let folder = DataFolder::open(&program.data()).expect("the data folder");
        assert_eq!(check_database(&folder, "Customers"), Ok(()));
        let history = ["history", "Customers", "--limit", "1", "--json"];
        let last = program.say(&history).done().json();
        cut_off += u32::from(last[0]["status"] == "interrupted");
    }
    assert!(
        looks > 5 && cut_off > 1,
        "{looks} looks while runs lasted, {cut_off} runs cut off"
    );
    let run = program
        .say_with(&pool.key.secret, &["run", "Customers", "--json"])
        .done()
        .json();
    assert_eq!(run["status"], "succeeded");
    assert_eq!(leaked(&program.data(), &values), [""; 0], "after the run");
    let tables = program.say(&["tables", "Customers", "--json"]).done().json();
    let names: Vec<&str> = tables["tables"]
        .as_array()
        .expect("tables")
        .iter()
        .filter_map(|table| table["name"].as_str())
        .collect();
    assert!(
        names.contains(&"user_devices_columns") && !names.contains(&"user_devices"),
        "{names:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_shown_before_they_are_forgotten_and_nothing_is_left_after() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    pool.create(&program, &["users", "group_members", "user_identities"]);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let user = pool.server.control().user(7).expect("a user");
    pool.server
        .control()
        .set_attribute(7, "nickname", Some("canary-nickname"));
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let email = user.attribute("email").expect("an address").to_owned();

    let shown = program.say(&["forget", "Customers", &email]);
    assert_eq!(shown.code, Some(2), "nothing is deleted by looking");
    let text = shown.out.replace(&user.sub, "SUB");
    assert!(
        text.starts_with("This would delete SUB (") && text.contains(&format!("{email}) from Customers:\n")),
        "with the name and the address: {text}"
    );
    assert!(text.contains("  users: rows 2, in versions 2\n"), "{text}");
    assert!(text.contains("  lines of what changed: "), "{text}");
    assert!(shown.err.contains("Nothing was deleted."), "{}", shown.err);
    assert!(found(&program.data(), b"canary-nickname"));

    let said = program
        .say(&["forget", "Customers", &email, "--yes", "--json"])
        .done();
    assert!(said.json()["rows"].as_u64() >= Some(2), "{}", said.out);
    for value in [&user.sub, &email, "canary-nickname"] {
        assert!(!found(&program.data(), value.as_bytes()), "{value} is left");
    }
    let log = program.say(&["show", "2"]).done();
    assert!(log.out.contains("A person was forgotten since"), "{}", log.out);
    let again = program.say(&["forget", "Customers", &email, "--yes"]);
    assert_eq!(again.code, Some(1));
    insta::assert_snapshot!(again.err, @r"
    Nobody in Customers is known by this.
    An ID, a user name, an e-mail address or a telephone number is looked for, whole, in every version.
    ");
    program.say(&["finish-forgetting", "Customers"]).done();
    // As long as the pool has them, so has the next version.
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    assert!(found(&program.data(), email.as_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_forgets_it_has_done_all_or_nothing() {
    let pool = Pool::of(1_000).await;
    let program = Program::new();
    pool.create(&program, &["users:all", "user_attributes"]);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let folder = DataFolder::open(&program.data()).expect("the data folder");
    let people = poolhouse_catalog::People::from(
        ["users", "user_attributes"]
            .map(|table| (poolhouse_connector::TableId::new(table), "sub".to_owned())),
    );
    // One that is let go to its end says how long it takes; kills fall all over that.
    let first = pool.server.control().user(99).expect("a user");
    let begun = Instant::now();
    program.say(&["forget", "Customers", &first.sub, "--yes"]).done();
    let takes = begun.elapsed();
    let (mut whole, mut nothing, mut to_rewrite) = (0, 0, 0);
    for kill in 0..12_u32 {
        let user = pool.server.control().user(u64::from(100 + kill)).expect("a user");
        let mut child = program.begin("", &["forget", "Customers", &user.sub, "--yes"]);
        let deadline = Instant::now() + takes.mul_f64(f64::from(kill) / 9.0);
        while Instant::now() < deadline && child.try_wait().is_ok_and(|ended| ended.is_none()) {
            std::hint::spin_loop();
        }
        // The process may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
        assert_eq!(check_database(&folder, "Customers"), Ok(()), "after kill {kill}");
        let database = DatabaseReader::open(&folder, "Customers")
            .expect("it opens")
            .expect("it is there");
        let traces = database.traces(&people, &user.sub).expect("traces");
        let left: Vec<u64> = traces.tables.values().map(|table| table.rows).collect();
        match left[..] {
            [] => whole += 1,
            [attributes, 1] if attributes > 5 => nothing += 1,
            _ => panic!("after kill {kill} it is half done: {:?}", traces.tables),
        }
        let unfinished = database.forgotten().expect("counts").1;
        drop(database);
        to_rewrite += u32::from(unfinished);
        if left.is_empty() {
            program.say(&["finish-forgetting", "Customers"]).done();
            assert!(!found(&program.data(), user.sub.as_bytes()), "after kill {kill}");
        }
    }
    assert!(
        whole > 0 && nothing > 0,
        "kills before and after: {whole} {nothing}"
    );
    println!("12 kills: {whole} forgotten, {nothing} untouched, {to_rewrite} to be rewritten");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn without_room_nobody_is_half_forgotten_and_it_says_what_is_left_to_do() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    pool.create(&program, &["users:all", "user_attributes"]);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let folder = DataFolder::open(&program.data()).expect("the data folder");
    let people =
        poolhouse_catalog::People::from([(poolhouse_connector::TableId::new("users"), "sub".to_owned())]);
    let (mut refused, mut unfinished) = (0, 0);
    for (number, blocks) in [8, 64, 128, 256, 512, 1_024, 2_048].into_iter().enumerate() {
        let user = pool.server.control().user(60 + number as u64).expect("a user");
        let said = program.say_within(blocks, &["forget", "Customers", &user.sub, "--yes"]);
        assert_eq!(
            check_database(&folder, "Customers"),
            Ok(()),
            "{blocks}: {}",
            said.err
        );
        let database = DatabaseReader::open(&folder, "Customers")
            .expect("it opens")
            .expect("it is there");
        let traces = database.traces(&people, &user.sub).expect("traces");
        let to_rewrite = database.forgotten().expect("counts").1;
        drop(database);
        if said.code == Some(0) {
            assert!(traces.tables.is_empty() && !to_rewrite);
        } else if traces.tables.is_empty() {
            unfinished += 1;
            assert!(
                to_rewrite && said.err.contains("traces may be left"),
                "{}",
                said.err
            );
            program.say(&["finish-forgetting", "Customers"]).done();
        } else {
            refused += 1;
            // With less room still it does not even open.
            let words = ["Nobody was forgotten", "Open the database"];
            assert!(words.iter().any(|words| said.err.contains(words)), "{}", said.err);
            program.say(&["forget", "Customers", &user.sub, "--yes"]).done();
        }
        assert!(
            !found(&program.data(), user.sub.as_bytes()),
            "with room again, at {blocks}"
        );
    }
    println!("{refused} refused, {unfinished} to be finished");
    assert!(
        refused + unfinished > 1 && unfinished > 0,
        "{refused} {unfinished}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn classes_are_said_and_masks_hold_on_the_command_line_too() {
    let pool = Pool::start(Options::default()).await;
    let program = Program::new();
    pool.create(&program, &["users:all"]);
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let class = |column: &str| {
        let classes = program
            .say(&["column-classes", "Customers", "--json"])
            .done()
            .json();
        let classes = classes.as_array().expect("classes").clone();
        let found = classes
            .into_iter()
            .find(|class| class["table"] == "users" && class["column"] == column);
        let found = found.expect("the column");
        (
            found["found"].as_str().map(str::to_owned),
            found["said"].as_str().map(str::to_owned),
        )
    };
    let word = |text: &str| Some(text.to_owned());
    assert_eq!(class("email"), (word("email"), None));
    let say = |class: &str| {
        let class = [
            "class-column",
            "Customers",
            "--table",
            "users",
            "--column",
            "email",
            "--class",
            class,
        ];
        program.say(&class)
    };
    say("none").done();
    assert_eq!(class("email"), (word("email"), word("none")));
    let listed = program.say(&["column-classes", "Customers"]).done().out;
    assert!(listed.contains("users") && listed.contains("said"), "{listed}");
    say("as-found").done();
    assert_eq!(class("email"), (word("email"), None));
    assert_eq!(say("secret").code, Some(2));

    pool.server
        .control()
        .set_attribute(3, "nickname", Some("canary-nickname"));
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    assert!(
        program
            .say(&["changes", "2"])
            .done()
            .out
            .contains("canary-nickname")
    );
    program.say(&["mask-personal-data", "on"]).done();
    let masked = program.say(&["changes", "2"]).done().out;
    assert!(
        !masked.contains("canary-nickname") && masked.contains("c•••"),
        "{masked}"
    );
    let file = program.data().join("people.csv").display().to_string();
    let export = |more: &[&str]| {
        let whole = [
            &["export", "Customers", "--people", "--replace", "--to", &file],
            more,
        ]
        .concat();
        let said = program.say(&whole).done();
        let written = std::fs::read_to_string(&file).expect("the export");
        (said.err, written.contains("canary-nickname"))
    };
    let (said, names_them) = export(&[]);
    assert!(said.contains("Personal data is masked"), "{said}");
    assert!(
        !names_them,
        "what is hidden on screens is not handed over unasked"
    );
    assert!(export(&["--personal", "keep"]).1, "it is where that is asked for");
    program.say(&["mask-personal-data", "off"]).done();
    assert!(export(&[]).1, "and where nothing is masked");
    assert_eq!(program.say(&["mask-personal-data", "maybe"]).code, Some(2));
}
