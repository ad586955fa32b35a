"""What other programs make of a database and of its exports, every value compared.

Told on standard input, as JSON: the tables' names, the exports (by format and table), the recipes (by table), and
where LibreOffice and R are, if they are. The truth is what Python's own sqlite3 reads from the database's file. Prints how
many values were compared, by reader; ends with an error at the first that is another.
"""

import collections
import csv
import importlib.util
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import duckdb
import pandas

csv.field_size_limit(1 << 30)
counted = collections.Counter()


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def rows_of(path, table):
    file = pathlib.Path(path).as_uri() + "?mode=ro"
    connection = sqlite3.connect(file, uri=True)
    cursor = connection.execute("SELECT * FROM " + quoted(table))
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    connection.close()
    return names, rows


def text(value):
    """A value as CSV has it."""
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def same(reader, table, found, expected):
    """Rows in any order; a file has them in the order in which they are kept."""
    found, expected = list(map(tuple, found)), list(map(tuple, expected))
    if found != expected:
        key = repr
        found, expected = sorted(found, key=key), sorted(expected, key=key)
    if len(found) != len(expected):
        sys.exit(f"{reader}, {table}: {len(found)} rows and not {len(expected)}")
    for one, other in zip(found, expected):
        if one != other:
            place = next((i for i, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), None)
            sys.exit(f"{reader}, {table}, column {place}: {one[place]!r} and not {other[place]!r}")
        counted[reader] += len(one)


def of_csv(file):
    return list(csv.reader(io.StringIO(file, newline="")))


def check_csv(path, table, names, rows):
    found = of_csv(pathlib.Path(path).read_bytes().decode("utf-8"))
    same("csv", table, [found[0]], [names])
    same("csv", table, found[1:], [[text(value) for value in row] for row in rows])


def check_json_lines(path, table, names, rows):
    lines = pathlib.Path(path).read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == ""
    found = [json.loads(line) for line in lines]
    assert all(list(row) == names for row in found)
    # True and 1 are equal in Python, as are 1 and 1.0.
    same("JSON Lines", table, [row.values() for row in found], rows)


def check_parquet(path, table, names, rows):
    found = duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)])
    assert [column[0] for column in found.description] == names
    # Parquet has a type for each column: one of numbers with texts among them is one of texts.
    kinds = [{type(value) for value in column} - {type(None)} for column in zip(*rows)]
    mixed = [str in kind and len(kind) > 1 for kind in kinds]
    rows = [
        [text(value) if is_mixed and value is not None else value for value, is_mixed in zip(row, mixed)]
        for row in rows
    ]
    same("DuckDB, Parquet", table, found.fetchall(), rows)


def check_sqlite(path, table, names, rows):
    found_names, found = rows_of(path, table)
    assert found_names == names
    same("SQLite copy", table, found, rows)
    kinds = [[type(value) for value in row] for row in found]
    same("SQLite copy, types", table, kinds, [[type(value) for value in row] for row in rows])


def is_gone(character):
    """XML, and so each spreadsheet that LibreOffice writes, has no place for these."""
    code = ord(character)
    return code < 32 and character not in "\t\n\r" or code in (0xFFFE, 0xFFFF)


def as_spreadsheet(value):
    """A text as LibreOffice gives it back: one sort of line end, and no character that XML cannot have."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in value if not is_gone(character))


TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


TRUTHS = [("float", "of:=TRUE()"), ("float", "of:=FALSE()")]


def paragraph(element):
    """The text of a paragraph, blanks and tabs included, which are elements of their own."""
    said = element.text or ""
    for child in element:
        if child.tag == TEXT + "s":
            said += " " * int(child.get(TEXT + "c", "1"))
        elif child.tag == TEXT + "tab":
            said += "\t"
        elif child.tag == TEXT + "line-break":
            said += "\n"
        else:
            said += paragraph(child)
        said += child.tail or ""
    return said


def cells_of(file):
    """The rows of all sheets, as (type, value) for each cell. Ends with an error at a formula."""
    sheets = []
    for sheet in xml.parse(file).iter(TABLE + "table"):
        rows = []
        for row in sheet.iter(TABLE + "table-row"):
            cells = []
            for cell in row:
                if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                    continue
                kind = cell.get(OFFICE + "value-type")
                formula = cell.get(TABLE + "formula")
                # What Excel keeps as a truth value, LibreOffice keeps as this.
                if formula is not None and (kind, formula) not in TRUTHS:
                    sys.exit(f"LibreOffice finds a formula: {formula!r}")
                if kind in ("float", "percentage", "currency"):
                    value = cell.get(OFFICE + "value")
                elif kind in ("boolean", "date", "time"):
                    value = cell.get(OFFICE + kind + "-value")
                else:
                    value = "\n".join(paragraph(each) for each in cell.findall(TEXT + "p"))
                repeated = int(cell.get(TABLE + "number-columns-repeated", "1"))
                cells += [(kind, value)] * min(repeated, 3_000)
            repeated = int(row.get(TABLE + "number-rows-repeated", "1"))
            # The empty rest of a sheet is one row, repeated.
            rows += [cells] * (repeated if repeated < 10_000 else 0)
        sheets.append(rows)
    return sheets


def by_libre_office(office, path, import_filter=None):
    with tempfile.TemporaryDirectory() as folder:
        command = [office, "--headless", f"-env:UserInstallation={pathlib.Path(folder, 'profile').as_uri()}"]
        if import_filter:
            command.append(f"--infilter={import_filter}")
        command += ["--convert-to", "fods", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
        return cells_of(pathlib.Path(folder, pathlib.Path(path).stem + ".fods"))


def told(reader, table, kind, found, value):
    """Compares a cell of a spreadsheet with the value that it was made of."""
    counted[reader] += 1
    if isinstance(value, str):
        if (found or "") != as_spreadsheet(value) or (kind not in ("string", None) and value != ""):
            sys.exit(f"{reader}, {table}: {kind} {found!r} and not the text {value!r}")
    elif value is None:
        if found:
            sys.exit(f"{reader}, {table}: {found!r} and not nothing")
    elif kind == "boolean":
        if (found == "true") != (value == 1):
            sys.exit(f"{reader}, {table}: {found!r} and not {value!r}")
    elif found is None or float(found) != float(value):
        sys.exit(f"{reader}, {table}: {found!r} and not {value!r}")


def check_sheet(reader, table, sheet, names, rows, as_written):
    head, body = sheet[0], sheet[1 : len(rows) + 1]
    assert [value for _, value in head][: len(names)] == names, f"{reader}, {table}: {head}"
    assert len(body) == len(rows), f"{reader}, {table}: {len(body)} rows and not {len(rows)}"
    for cells, row in zip(body, rows):
        cells = cells + [(None, "")] * (len(row) - len(cells))
        for (kind, found), value in zip(cells, row):
            told(reader, table, kind, found, as_written(value))


def check_xlsx(office, path, table, names, rows):
    def as_written(value):
        # Excel keeps fifteen digits: more of them are a text.
        return str(value) if isinstance(value, int) and abs(value) > 999_999_999_999_999 else value

    check_sheet("LibreOffice, Excel workbook", table, by_libre_office(office, path)[0], names, rows, as_written)


PLAIN_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def check_csv_for_excel(office, path, table, names, rows):
    """As a double click opens it, and with all that a spreadsheet makes of texts by itself turned on."""
    found = of_csv(pathlib.Path(path).read_bytes().decode("utf-8-sig"))[1:]
    for written, row in zip(found, rows, strict=True):
        for one, value in zip(written, row, strict=True):
            counted["csv for Excel"] += 1
            if one not in (text(value), "'" + text(value)):
                sys.exit(f"csv for Excel, {table}: {one!r} and not {value!r}")
    # Comma, quote, UTF-8, from the first line on, American English, quoted fields may be numbers, special numbers
    # are recognized, formulas are evaluated.
    sheet = by_libre_office(office, path, "CSV:44,34,76,1,,1033,false,true,false,false,false,-1,true")[0]
    head, body = sheet[0], sheet[1 : len(rows) + 1]
    reader = "LibreOffice, CSV for Excel"
    for cells, written in zip(body, found):
        cells = cells + [(None, "")] * (len(written) - len(cells))
        for (kind, value), one in zip(cells, written):
            counted[reader] += 1
            if kind in ("string", None):
                if (value or "") != as_spreadsheet(one):
                    sys.exit(f"{reader}, {table}: {value!r} and not {one!r}")
            elif kind == "float":
                if text(int(float(value)) if float(value).is_integer() else float(value)) != one:
                    sys.exit(f"{reader}, {table}: the number {value!r} and not {one!r}")
            elif kind == "boolean":
                if value != one.lower():
                    sys.exit(f"{reader}, {table}: {value!r} and not {one!r}")
            elif not (kind == "date" and (PLAIN_DAY.fullmatch(one) or "T" in one) and one.startswith(value[:10])):
                sys.exit(f"{reader}, {table}: the {kind} {value!r} and not {one!r}")


def as_frame(value):
    return None if value is None or value != value else value


def check_frame(reader, table, frame, names, rows):
    assert list(frame.columns) == names
    found = [[as_frame(value) for value in row] for row in frame.astype(object).values.tolist()]
    same(reader, table, found, rows)


def check_recipes(recipes, table, names, rows):
    by_id = {recipe["id"]: recipe["lines"] for recipe in recipes}
    for recipe in ("python", "duckdb-offline"):
        place = {}
        exec(by_id[recipe], place)
        check_frame(f"recipe: {recipe}", table, place["df"], names, rows)
    # The last line's relation, as a person would see it: what is mixed in a column is text to DuckDB.
    last = by_id["duckdb-offline"].splitlines()[-1]
    seen = eval(last, {"duckdb": duckdb, "df": place["df"]}).fetchall()
    said = [[text(as_frame(value)) for value in row] for row in place["df"].astype(object).values.tolist()]
    same("recipe: duckdb-offline, last line", table, [[text(as_frame(value)) for value in row] for row in seen], said)
    check_duckdb(by_id["duckdb"], table, names, rows)
    # NUL ends what sqlite3 prints of a text.
    printed = subprocess.run(["sh", "-c", by_id["sqlite3"]], check=True, stdout=subprocess.PIPE).stdout
    found = of_csv(printed.decode("utf-8"))
    assert found[0] == names
    cut = [[text(value).split("\0")[0] for value in row] for row in rows]
    same("recipe: sqlite3", table, found[1:], cut)


def duckdb_with_sqlite():
    """A DuckDB that has its reader of SQLite at hand, as it has once it was downloaded."""
    place = importlib.util.find_spec("duckdb_extension_sqlite_scanner").origin
    reader = next(pathlib.Path(place).parent.rglob("*.duckdb_extension"))
    kept = pathlib.Path(tempfile.mkdtemp())
    connection = duckdb.connect(config={"extension_directory": str(kept)})
    (version,) = connection.execute("SELECT version()").fetchone()
    (platform,) = connection.execute("PRAGMA platform").fetchone()
    folder = kept / version / platform
    folder.mkdir(parents=True)
    shutil.copy(reader, folder)
    return connection, kept


def check_duckdb(lines, table, names, rows):
    connection, kept = duckdb_with_sqlite()
    try:
        answer = connection.execute(lines)
        assert [column[0] for column in answer.description] == names
        said = [[None if value is None else text(value) for value in row] for row in rows]
        same("recipe: duckdb", table, answer.fetchall(), said)
    finally:
        connection.close()
        shutil.rmtree(kept)


# Told as bytes, so that nothing on the way can change them: a column a line, its name first, - for NULL.
R_SHOWN = """
hex <- function(one) paste0("=", paste(charToRaw(enc2utf8(one)), collapse = ""))
for (name in names(rows)) {
  values <- rows[[name]]
  if (is.double(values) && !inherits(values, "integer64")) values <- vapply(values, format, "", digits = 17)
  shown <- ifelse(is.na(rows[[name]]), "-", vapply(as.character(values), hex, "", USE.NAMES = FALSE))
  cat(paste(c(hex(name), shown), collapse = ","), "\\n", sep = "")
}
"""


def check_r(rscript, lines, table, names, rows):
    reader = "recipe: r"
    with tempfile.NamedTemporaryFile("w", suffix=".R", encoding="utf-8") as script:
        script.write(lines + R_SHOWN)
        script.flush()
        utf8 = {**os.environ, "LC_ALL": "C.UTF-8"}
        ran = subprocess.run([rscript, "--vanilla", script.name], env=utf8, stdout=subprocess.PIPE, check=True)
    shown = [
        [None if one == "-" else bytes.fromhex(one[1:]).decode("utf-8") for one in line.split(",")]
        for line in ran.stdout.decode("ascii").splitlines()
    ]
    assert [column[0] for column in shown] == names, shown
    for place, (column, name) in enumerate(zip(shown, names)):
        expected = [row[place] for row in rows]
        sorts = {type(value) for value in expected if value is not None}
        # What is mixed becomes what comes first, as the recipe says.
        if len(sorts) > 1:
            continue
        # NUL ends a text of R's.
        read = float if sorts <= {int, float} else str
        cut = [value.split("\0")[0] if isinstance(value, str) else value for value in expected]
        found = [value if value is None else read(value) for value in column[1:]]
        same(reader, f"{table}.{name}", [[one] for one in found], [[one] for one in cut])


def main():
    told_of = json.load(sys.stdin)
    office = told_of.get("office")
    checks = {
        "csv": check_csv,
        "json-lines": check_json_lines,
        "parquet": check_parquet,
        "sqlite": check_sqlite,
    }
    for table in told_of["tables"]:
        names, rows = rows_of(told_of["database"], table)
        assert rows, f"{table} has no rows to compare"
        for form, path in told_of["exports"][table].items():
            if form in checks:
                checks[form](path, table, names, rows)
            elif office and form == "xlsx":
                check_xlsx(office, path, table, names, rows)
            elif office and form == "csv-for-excel":
                check_csv_for_excel(office, path, table, names, rows)
        check_recipes(told_of["recipes"][table], table, names, rows)
        if told_of.get("rscript"):
            lines = next(each["lines"] for each in told_of["recipes"][table] if each["id"] == "r")
            check_r(told_of["rscript"], lines, table, names, rows)
    json.dump(counted, sys.stdout)


main()
