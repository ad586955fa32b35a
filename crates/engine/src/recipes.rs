//! *Open in…*: how other programs read a database, in two or three lines each.
//!
//! The one place that has them. The window and the command line show them; `e2e/tests/it/readers.rs`
//! takes them from the command line, runs those whose programs can be had, and compares every value.
//! Each quotes the file's path and the table's name as its own language wants them.

use crate::engine::Engine;
use crate::error::Error;
use poolhouse_catalog::model::DataflowId;
use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt::Write as _;

/// How one program reads a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Recipe {
    /// Names it among the others.
    pub id: String,
    /// The program.
    pub program: String,
    /// Where the lines go, and what must be there first.
    pub how: String,
    /// The lines, ready to be copied.
    pub lines: String,
    /// What was tried of it, and what was not.
    pub tried: String,
}

/// What a recipe is about.
struct What<'a> {
    path: &'a str,
    table: &'a str,
    database: &'a str,
}

impl Engine {
    /// How other programs open a database: with this table of it, or with its first one.
    pub fn recipes(&self, dataflow: DataflowId, table: Option<&str>) -> Result<Vec<Recipe>, Error> {
        let database = self.database(dataflow)?;
        let name = &database.dataflow.draft.name;
        let found = match table {
            Some(wanted) => database.tables.iter().find(|table| table.name == wanted),
            None => database.tables.first(),
        };
        if self.inner.folder.root().to_str().is_none() {
            return Err(Error::field(
                "path",
                "The name of the data folder is not Unicode, so nothing can be written down by which other programs would find it. Export the database to another folder.",
            ));
        }
        let Some(table) = found else {
            return Err(poolhouse_catalog::Error::NoSuchTable {
                table: table.unwrap_or(name).to_owned(),
            }
            .into());
        };
        Ok(recipes(&What {
            path: &database.path,
            table: &table.name,
            database: name,
        }))
    }
}

fn recipes(what: &What<'_>) -> Vec<Recipe> {
    let select = format!("SELECT * FROM {}", identifier(what.table));
    let shell = |text: &str| if cfg!(windows) { windows(text) } else { posix(text) };
    let recipe = |id: &str, program: &str, how: &str, lines: String, tried: &str| Recipe {
        id: id.into(),
        program: program.into(),
        how: how.into(),
        lines,
        tried: tried.into(),
    };
    let connect = format!(
        "file = pathlib.Path({}).as_uri() + \"?mode=ro\"\n",
        python(what.path)
    );
    let frame = format!(
        "df = pandas.read_sql_query({}, sqlite3.connect(file, uri=True))",
        python(&select)
    );
    vec![
        recipe(
            "db-browser",
            "DB Browser for SQLite",
            "In a terminal. Or choose File › Open Database Read Only and paste the path.",
            format!(
                "sqlitebrowser --read-only --table {} {}",
                shell(what.table),
                shell(what.path)
            ),
            "Tried by hand on Linux with version 3.12, also while a run went on; not by our tests.",
        ),
        recipe(
            "python",
            "Python",
            "With pandas: pip install pandas. Python has sqlite3 of its own.",
            format!("import pathlib, sqlite3, pandas\n{connect}{frame}"),
            "Our tests run these lines and compare every value.",
        ),
        recipe(
            "duckdb",
            "DuckDB",
            "In DuckDB 1.0 or newer. The first line downloads DuckDB's reader of SQLite, once. The second has every value come as a text: a column of numbers may also hold what was none. To have numbers, export to Parquet.",
            format!(
                "INSTALL sqlite; LOAD sqlite;\nSET GLOBAL sqlite_all_varchar = true;\nATTACH {} AS {} (TYPE sqlite, READ_ONLY);\nSELECT * FROM {}.{};",
                sql(what.path),
                identifier(what.database),
                identifier(what.database),
                identifier(what.table)
            ),
            "Our tests run these lines, with that reader at hand, and compare every value.",
        ),
        recipe(
            "duckdb-offline",
            "DuckDB, with no network",
            "In Python: pip install duckdb pandas.",
            format!(
                "import pathlib, sqlite3, duckdb, pandas\n{connect}{frame}\nduckdb.sql(\"SELECT * FROM df\")"
            ),
            "Our tests run these lines and compare every value.",
        ),
        recipe(
            "r",
            "R",
            "With install.packages(c(\"DBI\", \"RSQLite\")).",
            format!(
                "library(DBI)\ndatabase <- dbConnect(RSQLite::SQLite(), {}, flags = RSQLite::SQLITE_RO)\nrows <- dbReadTable(database, {}, check.names = FALSE)",
                r(what.path),
                r(what.table)
            ),
            "Our tests run these lines where R is, and compare every value. A column of numbers and texts becomes what its first value is, and R warns of it.",
        ),
        recipe(
            "power-bi",
            "Power BI",
            "Get data › Blank query › Advanced editor. Needs the SQLite ODBC driver; without it, export to Parquet and get that.",
            format!(
                "let\n  Source = Odbc.Query({}, {})\nin\n  Source",
                power_query(&format!(
                    "Driver={{SQLite3 ODBC Driver}};Database={}",
                    odbc(what.path)
                )),
                power_query(&select)
            ),
            "Not tried: Power BI runs on Windows only.",
        ),
        recipe(
            "excel",
            "Excel",
            "Choose Export…, then Excel workbook, and open the file. To follow the database instead: Data › Get Data › From ODBC › Advanced, with these two texts. Needs the SQLite ODBC driver.",
            format!(
                "Driver={{SQLite3 ODBC Driver}};Database={}\n{select}",
                odbc(what.path)
            ),
            "Our tests open the exports with LibreOffice Calc and compare every value; Excel itself and the driver were not tried.",
        ),
        recipe(
            "sqlite3",
            "sqlite3",
            "In a terminal: every row as CSV.",
            format!(
                "sqlite3 -readonly -header -csv {} {}",
                shell(what.path),
                shell(&select)
            ),
            "Our tests run this line and compare every value. sqlite3 prints a text up to its first NUL character.",
        ),
    ]
}

/// A name in SQL.
fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text in SQL.
fn sql(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A word for the shells of Linux and macOS.
fn posix(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A word for the command prompt of Windows.
fn windows(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

fn python(text: &str) -> String {
    escaped(text, |c| format!("\\U{:08x}", u32::from(c)))
}

fn r(text: &str) -> String {
    escaped(text, |c| format!("\\U{{{:x}}}", u32::from(c)))
}

/// A text between double quotes, with a backslash before what would end it.
fn escaped(text: &str, hidden: impl Fn(char) -> String) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if is_hidden(c) => quoted.push_str(&hidden(c)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A text in Power Query's language.
fn power_query(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.replace("#(", "#(#)(").chars() {
        match c {
            '"' => quoted.push_str("\"\""),
            c if is_hidden(c) => {
                let _ = write!(quoted, "#({:08X})", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A value in an ODBC connection string.
fn odbc(value: &str) -> String {
    if value.contains(|c| "[]{}(),;?*=!@".contains(c)) {
        format!("{{{}}}", value.replace('}', "}}"))
    } else {
        value.to_owned()
    }
}

/// What a reader of the lines would not see, or see elsewhere than it stands.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "/home/O'Hara \"x\"/a\\b;{c}#(d)\n\u{202e}é.db";

    fn lines(id: &str) -> String {
        let found = recipes(&What {
            path: HOSTILE,
            table: "select",
            database: "Customers",
        });
        found
            .into_iter()
            .find(|recipe| recipe.id == id)
            .map(|recipe| recipe.lines)
            .expect("the recipe")
    }

    #[test]
    fn every_language_gets_its_own_quotes() {
        insta::assert_snapshot!(
            ["db-browser", "duckdb", "python", "r", "power-bi", "excel"].map(lines).join("\n\n").replace('\u{202e}', "<202e>"),
            @r##"
sqlitebrowser --read-only --table 'select' '/home/O'\''Hara "x"/a\b;{c}#(d)
<202e>é.db'

INSTALL sqlite; LOAD sqlite;
SET GLOBAL sqlite_all_varchar = true;
ATTACH '/home/O''Hara "x"/a\b;{c}#(d)
<202e>é.db' AS "Customers" (TYPE sqlite, READ_ONLY);
SELECT * FROM "Customers"."select";

import pathlib, sqlite3, pandas
file = pathlib.Path("/home/O'Hara \"x\"/a\\b;{c}#(d)\U0000000a\U0000202eé.db").as_uri() + "?mode=ro"
df = pandas.read_sql_query("SELECT * FROM \"select\"", sqlite3.connect(file, uri=True))

library(DBI)
database <- dbConnect(RSQLite::SQLite(), "/home/O'Hara \"x\"/a\\b;{c}#(d)\U{a}\U{202e}é.db", flags = RSQLite::SQLITE_RO)
rows <- dbReadTable(database, "select", check.names = FALSE)

let
  Source = Odbc.Query("Driver={SQLite3 ODBC Driver};Database={/home/O'Hara ""x""/a\b;{c}}#(#)(d)#(0000000A)#(0000202E)é.db}", "SELECT * FROM ""select""")
in
  Source

Driver={SQLite3 ODBC Driver};Database={/home/O'Hara "x"/a\b;{c}}#(d)
<202e>é.db}
SELECT * FROM "select"
            "##
        );
        assert_eq!(windows(r#"C:\a "b""#), r#""C:\a \"b\"""#);
    }

    #[test]
    fn a_shell_gets_the_path_back() {
        let said = std::process::Command::new("sh")
            .args(["-c", &format!("printf %s {}", posix(HOSTILE))])
            .output()
            .expect("a shell");
        assert_eq!(String::from_utf8_lossy(&said.stdout), HOSTILE);
    }
}
