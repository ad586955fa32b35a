//! What other programs make of a database and of its exports: DuckDB, pandas, sqlite3, LibreOffice and R read
//! the hostile values back, and each is compared. The recipes of *Open in…* are run as they are shown.

use crate::support::{folder, pool, source};
use anyhow::{Context, Result, ensure};
use poolhouse_e2e::command_line::CommandLine;
use poolhouse_e2e::programs;
use poolhouse_sample_pool::Key;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The first fifty and more have the hostile values.
const USERS: u64 = 120;
/// One has a name that SQL has a use for, one has only numbers and settings.
const TABLES: [(&str, &str); 4] = [
    ("users", "users"),
    ("user_attributes", "select"),
    ("groups", "groups"),
    ("user_pool", "user_pool"),
];
const FORMATS: [(&str, &str); 6] = [
    ("csv", "csv"),
    ("csv-for-excel", "csv"),
    ("json-lines", "jsonl"),
    ("xlsx", "xlsx"),
    ("parquet", "parquet"),
    ("sqlite", "sqlite"),
];

/// A folder whose name every language must quote.
const AWKWARD: &str = "O'Hara \"x\" 50%23 #1; {a} $HOME é";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_programs_read_every_value_as_it_is() -> Result<()> {
    let made = folder()?;
    let home = made.path().join(AWKWARD);
    std::fs::create_dir(&home)?;
    let sample = pool(USERS).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(&home)?;
    let tables: Vec<String> = TABLES
        .iter()
        .map(|(source, name)| format!("{source}={name}:all"))
        .collect();
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    command_line.create("Hostile", &source(&sample, &endpoint, &key), &tables)?;
    command_line.answer(&["run", "Hostile"])?;

    let mut told = told_of(&command_line, &home)?;
    let office = programs::find("soffice");
    told["office"] = json!(office);
    let r = r_with_sqlite();
    told["rscript"] = json!(r);
    let counted = read_by_others(&told)?;
    let values = |reader: &str| counted[reader].as_u64().unwrap_or_default();
    for reader in [
        "csv",
        "JSON Lines",
        "DuckDB, Parquet",
        "SQLite copy",
        "recipe: python",
        "recipe: duckdb",
        "recipe: duckdb-offline",
        "recipe: sqlite3",
    ] {
        assert!(values(reader) > 3_000, "{reader} compared {}", values(reader));
    }
    if r.is_some() {
        assert!(values("recipe: r") > 3_000, "R compared {}", values("recipe: r"));
    } else {
        skipped("R and its package RSQLite are not here: their recipe was not tried")?;
    }
    if office.is_none() {
        return skipped("LibreOffice is not here: what it makes of the exports was not tried");
    }
    for reader in ["LibreOffice, Excel workbook", "LibreOffice, CSV for Excel"] {
        assert!(values(reader) > 3_000, "{reader} compared {}", values(reader));
    }
    Ok(())
}

/// R, where it is and can open databases.
fn r_with_sqlite() -> Option<PathBuf> {
    let rscript = programs::find("Rscript")?;
    let mut opens = Command::new(&rscript);
    opens.args(["--vanilla", "-e", "library(RSQLite)"]);
    opens
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    opens
        .status()
        .is_ok_and(|ended| ended.success())
        .then_some(rscript)
}

/// Exports every table in every format; answers where all of it lies.
fn told_of(command_line: &CommandLine, home: &Path) -> Result<Value> {
    let (mut exports, mut recipes) = (Map::new(), Map::new());
    for (_, table) in TABLES {
        let mut files = Map::new();
        for (format, ending) in FORMATS {
            let folder = home.join(format);
            std::fs::create_dir_all(&folder)?;
            let path = folder.join(format!("{table}.{ending}"));
            let to = path.to_str().context("Unicode")?;
            let asked = [
                "export", "Hostile", "--table", table, "--format", format, "--to", to,
            ];
            command_line.answer(&asked)?;
            files.insert(format.into(), json!(to));
        }
        exports.insert(table.into(), files.into());
        let recipe = command_line.answer(&["recipes", "Hostile", "--table", table])?;
        recipes.insert(table.into(), recipe);
    }
    let database = command_line.answer(&["tables", "Hostile"])?["path"].clone();
    let tables: Vec<&str> = TABLES.iter().map(|(_, name)| *name).collect();
    Ok(json!({ "tables": tables, "exports": exports, "recipes": recipes, "database": database }))
}

/// Has Python read all of it; answers how many values were compared by each reader.
fn read_by_others(told: &Value) -> Result<Value> {
    let mut python = Command::new(programs::python()?)
        .arg(programs::own_file("python/readers.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut input = python.stdin.take().context("a pipe")?;
    input.write_all(told.to_string().as_bytes())?;
    drop(input);
    let output = python.wait_with_output()?;
    ensure!(
        output.status.success(),
        "another program read it otherwise: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// While somebody else reads the file, a run publishes; who began to read goes on seeing what she saw.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_stops_no_run_and_is_not_disturbed_by_one() -> Result<()> {
    const HOLD: &str = "import pathlib, sqlite3, sys\n\
        file = pathlib.Path(sys.argv[1]).as_uri() + '?mode=ro'\n\
        held = sqlite3.connect(file, uri=True, isolation_level=None)\n\
        held.execute('BEGIN')\n\
        count = 'SELECT count(*) FROM users'\n\
        print(held.execute(count).fetchone()[0], flush=True)\n\
        sys.stdin.readline()\n\
        print(held.execute(count).fetchone()[0], flush=True)\n\
        held.execute('COMMIT')\n\
        print(held.execute(count).fetchone()[0], flush=True)\n";
    let home = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(home.path())?;
    command_line.create("Customers", &source(&sample, &endpoint, &key), &["users"])?;
    command_line.answer(&["run", "Customers"])?;
    let path: PathBuf = crate::support::database(home.path(), "Customers");
    let mut reader = Command::new(programs::python()?)
        .args(["-c", HOLD])
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut said = std::io::BufReader::new(reader.stdout.take().context("a pipe")?);
    let mut line = || -> Result<String> {
        let mut line = String::new();
        std::io::BufRead::read_line(&mut said, &mut line)?;
        Ok(line.trim().to_owned())
    };
    assert_eq!(line()?, "60", "it holds a read transaction");
    sample.control().add_users(5);
    let run = command_line.answer(&["run", "Customers"])?;
    assert_eq!(
        run["status"], "succeeded",
        "nobody who reads is in the way: {run}"
    );
    let mut input = reader.stdin.take().context("a pipe")?;
    input.write_all(b"\n")?;
    assert_eq!(line()?, "60", "what she began to read stays as it was");
    assert_eq!(line()?, "65", "and what she reads next is new");
    reader.wait()?;
    Ok(())
}

/// Who locks the file for herself alone is waited for, and then named: nothing is lost, what was imported
/// can be read and exported all the while, and the next run goes through.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_locks_the_file_is_told_of_and_loses_nothing() -> Result<()> {
    const LOCK: &str = "import sqlite3, sys\n\
        held = sqlite3.connect(sys.argv[1], isolation_level=None)\n\
        held.execute('BEGIN EXCLUSIVE')\n\
        print('locked', flush=True)\n\
        sys.stdin.readline()\n\
        held.execute('ROLLBACK')\n";
    let home = folder()?;
    let sample = pool(60).await?;
    let (endpoint, key) = (sample.endpoint(), Key::full());
    let command_line = CommandLine::on(home.path())?;
    command_line.create("Customers", &source(&sample, &endpoint, &key), &["users"])?;
    command_line.answer(&["run", "Customers"])?;
    let mut other = Command::new(programs::python()?)
        .args(["-c", LOCK])
        .arg(crate::support::database(home.path(), "Customers"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut locked = [0; 6];
    let mut said = other.stdout.take().context("a pipe")?;
    std::io::Read::read_exact(&mut said, &mut locked)?;
    sample.control().add_users(5);
    let run = command_line.perform(&["run", "Customers"], "")?;
    let words = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(
        run.status.code(),
        Some(3),
        "it is interrupted, and goes on: {words}"
    );
    assert!(
        words.contains("Another program holds the database. Waiting for it to let go."),
        "while it waits: {words}"
    );
    assert!(
        words.contains("Close it in the other program"),
        "at the end: {words}"
    );
    let to = home.path().join("people.csv");
    let to = to.to_str().context("Unicode")?;
    let export = ["export", "Customers", "--table", "users", "--to", to];
    assert_eq!(command_line.answer(&export)?["rows"], 60, "reading goes on");
    other.stdin.take().context("a pipe")?.write_all(b"\n")?;
    other.wait()?;
    let run = command_line.answer(&["run", "Customers"])?;
    assert_eq!(
        (&run["status"], &run["rows"]),
        (&json!("succeeded"), &json!(65)),
        "{run}"
    );
    Ok(())
}

/// Says so where nobody overlooks it: a test that compares nothing has not passed.
#[expect(clippy::unnecessary_wraps, reason = "it ends a test")]
#[expect(
    clippy::print_stderr,
    reason = "who runs the tests is told what was not tried"
)]
fn skipped(why: &str) -> Result<()> {
    eprintln!("SKIPPED: {why}");
    Ok(())
}
