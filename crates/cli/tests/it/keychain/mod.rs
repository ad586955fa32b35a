//! The keychain's worst days, each on a session bus of its own: what a person reads, and that no secret is put
//! anywhere else.

mod service;

use crate::canary::Canary;
use crate::program::{Pool, Program, Said};
use crate::secrets::CONNECTOR;
use service::{Bus, Prompted, Service};

/// The program on this bus.
struct Desk {
    program: Program,
    pool: Pool,
    bus: Bus,
}

impl Desk {
    async fn new() -> Self {
        Self {
            program: Program::new(),
            pool: Pool::of(60).await,
            bus: Bus::start(),
        }
    }

    /// The words of a verb, the exact ones for support left out, with the secret on standard input.
    fn say(&self, arguments: &[&str]) -> Said {
        let environment = [
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.address.as_str()),
            // A prompt that is not answered is given up soon.
            ("POOLHOUSE_KEYCHAIN_WAIT", "2"),
            ("RUST_LOG", "trace,rusqlite_migration=warn"),
        ];
        let secret = format!("{}\n", self.pool.key.secret);
        let said = self.program.say_piped_with(&environment, &secret, arguments);
        let texts = [said.out.clone().into_bytes(), said.err.clone().into_bytes()];
        Canary::of(&[&self.pool.key.secret]).assert_nowhere(&texts, &[&self.program.home()]);
        said
    }

    fn create(&self) -> Said {
        let source = self.pool.source();
        let mut arguments = vec![
            "create",
            "Customers",
            "--connector",
            CONNECTOR,
            "--table",
            "users",
        ];
        arguments.extend(source.iter().map(String::as_str));
        arguments.push("--secret-stdin");
        self.say(&arguments)
    }

    /// It says so and keeps nothing; with the secret for one run only it works all the same.
    fn assert_told_and_goes_on(&self, what: &str, words: &mut String) {
        let said = self.create();
        words.push_str(&format!("keep, {what}\n{}", told(&said)));
        let list = self.program.say(&["list", "--json"]).done().json();
        assert_eq!(list, serde_json::json!([]), "{what}: nothing is half saved");
        self.pool.create(&self.program, &["users"]);
        let run = self.say(&["run", "Customers"]);
        words.push_str(&format!("run, {what}\n{}", told(&run)));
        self.say(&["run", "Customers", "--secret-stdin"]).done();
    }
}

/// What a person reads of a failure: without the log that this test asked for, and what is for support.
fn told(said: &Said) -> String {
    assert_eq!(said.code, Some(1), "{}{}", said.out, said.err);
    let is_log = |line: &str| line.starts_with("20") && line.contains('Z');
    let lines = said
        .err
        .lines()
        .filter(|line| !line.starts_with("Details:") && !is_log(line));
    lines.fold(String::new(), |told, line| told + "  " + line + "\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_is_well_keeps_text_under_a_name_that_is_understood() {
    let desk = Desk::new().await;
    let service = Service::on(&desk.bus).await;
    desk.create().done();
    let kept = service.only();
    assert_eq!(kept.label, "Poolhouse: Customers");
    assert_eq!(kept.attributes["service"], "Poolhouse");
    // KWallet keeps texts, and makes something else of other bytes.
    let text = String::from_utf8(kept.value).expect("what is kept is text");
    assert!(text.chars().all(|letter| !letter.is_control()), "in one line");
    assert!(text.contains(&desk.pool.key.secret));
    desk.say(&["run", "Customers"]).done();
    service.state().locked = Some(Prompted::Answers);
    desk.say(&["run", "Customers"]).done();
    desk.say(&["remove", "Customers", "--yes"]).done();
    assert!(
        service.state().items.is_empty(),
        "the entry went with the dataflow"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_day_of_the_keychain_has_its_own_words() {
    let mut words = String::new();
    // No service on the bus.
    Desk::new().await.assert_told_and_goes_on("absent", &mut words);
    for (what, prompted) in [
        ("locked and its prompt dismissed", Prompted::Dismisses),
        ("locked and its prompt not answered", Prompted::DoesNothing),
    ] {
        let desk = Desk::new().await;
        let service = Service::on(&desk.bus).await;
        service.state().locked = Some(prompted);
        desk.assert_told_and_goes_on(what, &mut words);
        assert!(service.state().items.is_empty(), "{what}: nothing was kept");
        // What is kept already is asked for in the same words.
        service.state().locked = None;
        desk.say(&["remove", "Customers", "--yes"]).done();
        desk.create().done();
        service.state().locked = Some(prompted);
        words.push_str(&format!(
            "run, {what}\n{}",
            told(&desk.say(&["run", "Customers"]))
        ));
        words.push_str(&format!(
            "remove, {what}\n{}",
            told(&desk.say(&["remove", "Customers", "--yes"]))
        ));
        service.state().locked = None;
        desk.say(&["run", "Customers"]).done();
    }
    let desk = Desk::new().await;
    let service = Service::on(&desk.bus).await;
    service.state().repeats = true;
    desk.assert_told_and_goes_on("refusing, and repeating the secret", &mut words);
    insta::assert_snapshot!(words);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_is_gone_or_was_changed_is_told_and_can_be_entered_again() {
    let desk = Desk::new().await;
    let service = Service::on(&desk.bus).await;
    desk.create().done();
    let whole = service.only();
    let mut words = String::new();
    for (what, value) in [
        ("changed to another text", b"hunter2".to_vec()),
        ("changed to bytes", vec![0xff, 0x00, 0xfe]),
        ("emptied", Vec::new()),
        ("changed to another form", b"[1, 2]".to_vec()),
    ] {
        for item in service.state().items.values_mut() {
            item.value.clone_from(&value);
        }
        let said = desk.say(&["run", "Customers"]);
        assert!(
            !said.err.contains("hunter2"),
            "another program's secret is not ours to show"
        );
        words.push_str(&format!("{what}\n{}", told(&said)));
    }
    // One of ours, but without what is asked for.
    for item in service.state().items.values_mut() {
        item.value = b"{}".to_vec();
    }
    words.push_str(&format!(
        "without the key\n{}",
        told(&desk.say(&["run", "Customers"]))
    ));
    // Two that look the same.
    for item in service.state().items.values_mut() {
        *item = whole.clone();
    }
    service.state().items.insert(99, whole);
    words.push_str(&format!("twice\n{}", told(&desk.say(&["run", "Customers"]))));
    service.state().items.clear();
    words.push_str(&format!("gone\n{}", told(&desk.say(&["run", "Customers"]))));
    insta::assert_snapshot!(words);
    desk.say(&["run", "Customers", "--secret-stdin"]).done();
}
