//! kill -9 at random moments: of a run, a rollback, a removal, an export, a migration. The data folder opens clean,
//! shows one whole run, what was cut off goes on or is swept, and nothing is left of it.

use crate::program::{Pool, Program, names_in};
use poolhouse_catalog::{DataFolder, check_folder};
use poolhouse_sample_pool::{Options, ShortPages};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

const KILLS: u32 = 100;
const USERS: u64 = 1_500;
const FLOW: &str = "Customers";

/// What a kill falls into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum During {
    Run,
    Rollback,
    Remove,
    Export,
    Migration,
}

/// Runs more often than the others, as more can be cut off there.
const ROUND: [During; 8] = [
    During::Run,
    During::Rollback,
    During::Run,
    During::Export,
    During::Run,
    During::Remove,
    During::Run,
    During::Migration,
];

/// How often each was struck, and how often it was struck before its end.
type Struck = BTreeMap<During, (u32, u32)>;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_killed_is_never_half_there_and_goes_on() {
    let struck = kill(KILLS, 0x9e37_79b9_7f4a_7c15).await;
    for (during, (kills, cut)) in &struck {
        println!("{during:?}: {kills} kills, {cut} of them before its end");
    }
    let cut: u32 = struck.values().map(|(_, cut)| cut).sum();
    assert!(cut >= KILLS / 5, "the kills must fall into something: {struck:?}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes an hour: `cargo xtask soak` runs it"]
async fn soak_kills() {
    const MANY: u32 = 1_000;
    let begun = Instant::now();
    let struck = kill(MANY, 0x2545_f491_4f6c_dd1d).await;
    let mut table = String::from("| Killed during | Kills | Before its end |\n|---|--:|--:|\n");
    for (during, (kills, cut)) in &struck {
        table += &format!("| {during:?} | {kills} | {cut} |\n");
    }
    let kills: u32 = struck.values().map(|(kills, _)| kills).sum();
    crate::soak::figures(
        "kills",
        &format!(
            "{kills} kills at random moments in {} s; after each, everything that must hold did.\n\n{table}",
            begun.elapsed().as_secs()
        ),
    );
}

/// Kills so many times, and checks after each.
async fn kill(kills: u32, seed: u64) -> Struck {
    let mut house = House::new(seed).await;
    let mut struck = Struck::new();
    for number in 0..kills {
        let during = ROUND[number as usize % ROUND.len()];
        let cut = house.strike(during, number);
        let (all, before_its_end) = struck.entry(during).or_default();
        *all += 1;
        *before_its_end += u32::from(cut);
    }
    house.goes_on();
    struck
}

/// A data folder with a dataflow of some versions, and how long each thing takes that is killed.
struct House {
    pool: Pool,
    program: Program,
    random: u64,
    whole: BTreeMap<During, Duration>,
}

impl House {
    async fn new(seed: u64) -> Self {
        let options = Options {
            users: USERS,
            latency: Duration::from_millis(4),
            short_pages: ShortPages::Seldom,
            ..Options::default()
        };
        let (pool, program) = (Pool::start(options).await, Program::new());
        pool.create(
            &program,
            &["users=people:all", "user_attributes", "group_members"],
        );
        let house = Self {
            pool,
            program,
            random: seed,
            whole: BTreeMap::new(),
        };
        for nickname in ["one", "two"] {
            house.rename(100, nickname);
            house
                .program
                .say_with(&house.pool.key.secret, &["run", FLOW])
                .done();
        }
        house
    }

    fn rename(&self, user: u64, nickname: &str) {
        self.pool
            .server
            .control()
            .set_attribute(user, "nickname", Some(nickname));
    }

    fn chance(&mut self) -> f64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Kills once, and checks; answers whether it was before the end.
    fn strike(&mut self, during: During, number: u32) -> bool {
        let chance = self.chance();
        match during {
            During::Run => {
                self.rename(u64::from(number) % USERS, &format!("kill {number}"));
                let secret = self.pool.key.secret.clone();
                let begun = Instant::now();
                let child = self.program.begin(&secret, &["run", FLOW]);
                let cut = self.end(during, child, begun, chance);
                self.holds(&self.program.data(), number);
                cut
            }
            During::Rollback => {
                let to = self.older_run();
                let begun = Instant::now();
                let child = self.program.begin("", &["rollback", FLOW, "--to", &to]);
                let cut = self.end(during, child, begun, chance);
                self.holds(&self.program.data(), number);
                cut
            }
            During::Remove => self.remove(number, chance),
            During::Export => self.export(number, chance),
            During::Migration => self.migrate(number, chance),
        }
    }

    /// Lets it run for a part of what it takes, then kills it.
    fn end(&mut self, during: During, mut child: Child, begun: Instant, chance: f64) -> bool {
        let whole = self.whole.get(&during).copied();
        // The first is let run to its end, and says how long one is.
        let deadline = whole.map(|whole| begun + whole.mul_f64(chance * 1.05));
        loop {
            if child.try_wait().is_ok_and(|ended| ended.is_some()) {
                // How long it takes changes with what else the machine does.
                let taken = begun.elapsed();
                self.whole
                    .insert(during, whole.map_or(taken, |whole| (whole * 3 + taken) / 4));
                return false;
            }
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                break;
            }
            std::thread::yield_now();
        }
        child.kill().expect("it is ours to kill");
        child.wait().expect("it ends");
        true
    }

    /// After a kill: opened once, as a person would, all that must hold does.
    fn holds(&self, data: &Path, number: u32) {
        let database = self.say(data, &["tables", FLOW, "--json"]).done().json();
        let rows = database["tables"]
            .as_array()
            .expect("tables")
            .iter()
            .find(|table| table["name"] == "people");
        assert_eq!(
            rows.expect("the table")["rows"],
            USERS,
            "after kill {number} readers see one whole run"
        );
        Self::is_sound(data, number);
    }

    fn is_sound(data: &Path, number: u32) {
        let folder = DataFolder::open(data).expect("the data folder");
        if let Err(faults) = check_folder(&folder) {
            panic!("after kill {number}: {faults:#?}");
        }
    }

    fn say(&self, data: &Path, arguments: &[&str]) -> crate::program::Said {
        let data = data.to_str().expect("Unicode");
        self.program.say(&[&["--data-dir", data], arguments].concat())
    }

    /// A run that published, other than the last.
    fn older_run(&self) -> String {
        let arguments = ["history", FLOW, "--status", "succeeded", "--limit", "2", "--json"];
        let runs = self.program.say(&arguments).done().json();
        runs[1]["id"].to_string()
    }

    /// A copy of the data folder as it stands, to do something with that cannot be undone.
    fn copy(&self) -> tempfile::TempDir {
        let copy = tempfile::tempdir().expect("a folder");
        copy_all(&self.program.data(), copy.path());
        copy
    }

    fn remove(&mut self, number: u32, chance: f64) -> bool {
        let copy = self.copy();
        let data = copy.path().to_str().expect("Unicode").to_owned();
        let begun = Instant::now();
        let child = self
            .program
            .begin("", &["--data-dir", &data, "remove", FLOW, "--yes"]);
        let cut = self.end(During::Remove, child, begun, chance);
        // Whoever opens the folder next ends a removal that had begun to delete.
        let listed = self.say(copy.path(), &["list", "--json"]).done().json();
        Self::is_sound(copy.path(), number);
        if listed.as_array().is_some_and(|rows| !rows.is_empty()) {
            // It had not: all is there, and can be removed.
            self.holds(copy.path(), number);
            self.say(copy.path(), &["remove", FLOW, "--yes"]).done();
        }
        Self::is_sound(copy.path(), number);
        let left = names_in(&copy.path().join("databases"));
        assert!(left.is_empty(), "after kill {number}: {left:?}");
        cut
    }

    fn export(&mut self, number: u32, chance: f64) -> bool {
        let folder = tempfile::tempdir().expect("a folder");
        let format = ["json-lines", "xlsx", "sqlite", "parquet", "csv"][number as usize / 8 % 5];
        let whole = number % 16 > 8 && format != "sqlite";
        let name = "people";
        let to = folder.path().join(name);
        let mut arguments = vec![
            "export",
            FLOW,
            "--format",
            format,
            "--to",
            to.to_str().expect("Unicode"),
        ];
        if !whole {
            arguments.extend(["--table", "people"]);
        }
        let begun = Instant::now();
        let child = self.program.begin("", &arguments);
        let cut = self.end(During::Export, child, begun, chance);
        // Whatever opens the folder next takes away what is half.
        self.program.say(&["list"]).done();
        let left = names_in(folder.path());
        assert!(
            left.is_empty() || left == [name],
            "after kill {number} of an export as {format}: {left:?}"
        );
        if left == [name] {
            // Nothing changes between: another export is the same to the byte.
            let again = folder.path().join("again");
            let place = arguments.iter().position(|word| *word == "--to").expect("where") + 1;
            let mut arguments = arguments.clone();
            arguments[place] = again.to_str().expect("Unicode");
            self.program.say(&arguments).done();
            assert!(
                bytes_in(&to) == bytes_in(&again),
                "after kill {number} of an export as {format}: under its name it is whole"
            );
        }
        let notes = names_in(&self.program.data().join("unfinished"));
        assert!(notes.is_empty(), "after kill {number}: {notes:?}");
        cut
    }

    /// The oldest data folder that there is, opened by this program.
    fn migrate(&mut self, number: u32, chance: f64) -> bool {
        let copy = tempfile::tempdir().expect("a folder");
        copy_all(&crate::golden::oldest(), copy.path());
        let data = copy.path().to_str().expect("Unicode").to_owned();
        // To say what a column holds opens the database to write, and so migrates both files.
        let asked = [
            "class-column",
            crate::golden::FLOW,
            "--table",
            "users",
            "--column",
            "name",
            "--class",
            "name",
        ];
        let begun = Instant::now();
        let child = self
            .program
            .begin("", &[&["--data-dir", data.as_str()], &asked[..]].concat());
        let cut = self.end(During::Migration, child, begun, chance);
        self.say(copy.path(), &asked).done();
        Self::is_sound(copy.path(), number);
        crate::golden::is_whole(&self.program, copy.path());
        cut
    }

    /// What was cut off last goes on to its end.
    fn goes_on(&self) {
        let said = self
            .program
            .say_with(&self.pool.key.secret, &["run", FLOW, "--json"])
            .done()
            .json();
        assert_eq!(said["status"], "succeeded");
        self.holds(&self.program.data(), u32::MAX);
    }
}

/// A file's bytes, or those of all files in a folder, by their names.
fn bytes_in(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![path.to_owned()];
    while let Some(found) = waiting.pop() {
        if found.is_dir() {
            let inside = fs::read_dir(&found).expect("a folder").flatten();
            waiting.extend(inside.map(|entry| entry.path()));
        } else {
            let name = found.strip_prefix(path).expect("it is in it").to_owned();
            files.insert(name, fs::read(found).expect("a file"));
        }
    }
    files
}

pub(crate) fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}
