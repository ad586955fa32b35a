"""Years of runs in a catalog: python3 long_history.py CATALOG RUNS

One run after another would take a day, so they are written as the app would have left them: an
import every so often over four years, to the end of 2026-10, of the dataflows that there are.
"""

import datetime
import json
import sqlite3
import sys

YEARS = 4
END = datetime.datetime(2026, 10, 31, 23, 0, tzinfo=datetime.timezone.utc)
FAILURE = {
    "message": "AWS refused these keys the permission to list the groups of the pool.",
    "hint": 'Ask your administrator to allow cognito-idp:ListGroups, or untick "groups".',
    "action": "cognito-idp:ListGroups",
    "code": "AccessDeniedException",
    "requestId": "3f1c7a52-90c4-4f5e-8c67-0a41d7c2b9aa",
    "detail": "ListGroups: User is not authorized to perform: cognito-idp:ListGroups",
}
# About as long as that of a run of ten tables.
CERTIFICATE = json.dumps({"notes": ["all parts were read to their end"] * 120})


def main(path: str, count: int) -> None:
    catalog = sqlite3.connect(path, isolation_level=None)
    catalog.execute("PRAGMA synchronous = OFF")
    catalog.execute("BEGIN IMMEDIATE")
    dataflows = [row[0] for row in catalog.execute("SELECT id FROM dataflows ORDER BY id")]
    first = catalog.execute("SELECT coalesce(max(id), 0) + 1 FROM runs").fetchone()[0]
    step = datetime.timedelta(days=365 * YEARS) / count
    for place in range(count):
        number, started = first + place, END - step * (count - place)
        failed, cancelled = place % 23 == 7, place % 101 == 50
        rows = 0 if failed or cancelled else 900_000 + place * 300_000 // count + place % 977
        status = "failed" if failed else "cancelled" if cancelled else "succeeded"
        words = (
            FAILURE["message"]
            if failed
            else "Cancelled. Nothing changed."
            if cancelled
            else f"Published {rows:,} rows in 2 tables."
        )
        moment = started.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        catalog.execute(
            'INSERT INTO runs(id, dataflow, kind, "trigger", status, started_at, ended_at, duration_ms,'
            " rows, added, changed, removed, calls, failure, description)"
            " VALUES(?, ?, 'import', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                dataflows[place % len(dataflows)],
                ("manual", "schedule", "schedule", "command_line")[place % 4],
                status,
                moment,
                moment,
                600_000 + place % 311 * 400,
                rows,
                place % 41 if rows else 0,
                place % 113 if rows else 0,
                place % 7 if rows else 0,
                16_700 + place % 50,
                json.dumps(FAILURE) if failed else None,
                words,
            ),
        )
        catalog.execute(
            "INSERT INTO run_papers(run, plan, certificate) VALUES(?, '', ?)", (number, CERTIFICATE)
        )
        for position, (table, share) in enumerate((("users", rows), ("groups", 0))):
            catalog.execute(
                "INSERT INTO run_tables(run, position, source, target, purpose, rows)"
                " VALUES(?, ?, ?, ?, 'all', ?)",
                (number, position, table, table, share),
            )
    catalog.execute("COMMIT")
    catalog.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    catalog.close()


main(sys.argv[1], int(sys.argv[2]))
