#!/usr/bin/python3
"""How long pgmend plan takes for 1,000 statements against a database with 10,000 relations: by kind of statements, and
what of that a plan of nothing takes. Prints a table in Markdown; the target is 0.3 s. For 1,000 objects that are there
already, each of which is compared with its twin, nothing was promised; it is measured beside them.

usage: plan_bench.py [--pgmend PATH] [--relations 10000] [--rounds 7] [--json FILE] [PART…]"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.results import Results, add_option  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
TARGET = 0.3
STATEMENTS, REVISIONS = 1000, 50
THERE = "there already"


def tables(n):
    """New tables."""
    return f"CREATE TABLE new_{n} (id bigint PRIMARY KEY, name varchar(20) NOT NULL, at timestamptz DEFAULT now())"


def mixed(n):
    """What migrations are made of, on tables that are there; nothing of it is done yet."""
    table = f"t_{n}"
    return [f"CREATE TABLE new_{n} (id bigint PRIMARY KEY, other int REFERENCES t_0 (id))",
            f"ALTER TABLE {table} ADD COLUMN note varchar(200) DEFAULT ''",
            f"CREATE INDEX {table}_note ON {table} (name, id)",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_check CHECK (id > 0)",
            f"ALTER TABLE {table} DROP COLUMN gone", f"DROP INDEX {table}_old",
            f"CREATE VIEW view_{n} AS SELECT id FROM {table}", f"INSERT INTO {table} (id) VALUES (1)",
            f"UPDATE {table} SET name = 'x' WHERE id = 1", f"CREATE TYPE type_{n} AS ENUM ('a', 'b')"][n % 10]


def settings(n):
    """What may be so already, so that the server has to be asked about each: one in ten is."""
    table = f"t_{n}"
    column = "id SET NOT NULL" if n % 10 == 0 else "name SET NOT NULL"
    return [f"ALTER TABLE {table} ALTER {column}", f"ALTER TABLE {table} ALTER name SET DEFAULT 'x{n}'",
            f"COMMENT ON TABLE {table} IS 'number {n}'", f"ALTER TABLE {table} ALTER name TYPE text"][n // 10 % 4]


def there(n):
    """What somebody has made by hand: tables with keys and partners, indexes, functions, views."""
    m = n // 5
    return [f"CREATE TABLE there_{m} (id serial PRIMARY KEY, name varchar(20) NOT NULL, at timestamptz DEFAULT now())",
            f"CREATE INDEX there_{m}_name ON there_{m} (name, at DESC)",
            f"ALTER TABLE there_{m} ADD CONSTRAINT there_{m}_partner FOREIGN KEY (id) REFERENCES t_{m} (id)",
            f"CREATE FUNCTION there_{m}_f(a int) RETURNS int LANGUAGE sql AS 'SELECT a + {m}'",
            f"CREATE VIEW there_{m}_v AS SELECT id, name FROM there_{m} WHERE at > now()"][n % 5]


PARTS = {"new tables": tables, "mixed": mixed, "settings": settings}


def write_project(folder, make):
    folder.mkdir()
    each = STATEMENTS // REVISIONS
    for r in range(REVISIONS):
        body = "".join(f"{make(n)};\n" for n in range(r * each, (r + 1) * each))
        before = f"{r - 1:012x}" if r else ""
        (folder / f"{r:012x}_step.sql").write_text(
            f"-- step {r}\n--\n-- revision: {r:012x}\n-- down_revision: {before}\n\n-- migrate:up\n{body}")


def fill(server, database, relations):
    """Tables with two indexes each; a third of the relations are tables."""
    server.create(database)
    server.psql(database, f"""DO $$ BEGIN FOR i IN 0..{relations // 3} LOOP
        EXECUTE format('CREATE TABLE t_%s (id bigint PRIMARY KEY, name varchar(40), gone int)', i);
        EXECUTE format('CREATE INDEX t_%s_old ON t_%s (name)', i, i);
        IF i % 500 = 0 THEN COMMIT; END IF; END LOOP; END $$""")
    server.psql(database, "VACUUM ANALYZE")
    return server.psql(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")


def run(words):
    began = time.perf_counter()
    output = subprocess.run([str(word) for word in words], cwd="/", capture_output=True, text=True, stdin=subprocess.DEVNULL)
    took = time.perf_counter() - began
    if output.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, words))}\n{output.stderr}")
    return took, output.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", type=Path, default=os.environ.get("PGMEND_BINARY", ROOT / "build/release/tool/pgmend"))
    parser.add_argument("--relations", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    add_option(parser)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join([*PARTS, THERE]))
    options = parser.parse_args()
    unknown = set(options.parts) - {*PARTS, THERE}
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    rows = []
    with PrivateServer() as server, tempfile.TemporaryDirectory() as temporary:
        count = fill(server, "bench", options.relations)
        print(f"{count} relations, {STATEMENTS} statements in {REVISIONS} revisions (load {os.getloadavg()[0]:.1f})")
        base = [Path(options.pgmend).resolve(), "-d", server.url("bench")]
        (Path(temporary) / "empty").mkdir()
        nothing = statistics.median(run(base + ["-m", Path(temporary) / "empty", "plan"])[0] for _ in range(options.rounds))
        print(f"nothing to plan: {nothing * 1000:.0f} ms")
        for number, part in enumerate(options.parts or [*PARTS, THERE]):
            folder = Path(temporary) / str(number)
            write_project(folder, PARTS.get(part, there))
            if part == THERE:
                for n in range(0, STATEMENTS, 100):
                    server.psql("bench", "; ".join(there(n + i) for i in range(100)))
            words = base + ["-m", folder, "plan", "--format", "json"]
            steps = json.loads(run(words)[1])["steps"]
            planned = sum(len(step["statements"]) for step in steps)
            if planned != STATEMENTS:
                raise SystemExit(f"{part}: {planned} statements are planned")
            times = [run(words)[0] for _ in range(options.rounds)]
            rows.append((part, statistics.median(times), max(times)))
            print(f"{part}: {rows[-1][1] * 1000:.0f} ms (at most {max(times) * 1000:.0f})", flush=True)
    results = Results("plan", "Planning", f"`pgmend plan` of {STATEMENTS:,} statements in {REVISIONS} revisions, on a database with "
                      f"{int(count):,} relations. For each statement it finds existing objects, locks, rewrites and hazards. "
                      "No other tool does this.")
    for part, median, _ in rows:
        if part in PARTS:
            results.bound(part, median * 1000, TARGET * 1000, "ms")
        else:
            results.figures("Existing objects, compared", "ms", {"1,000 objects, all identical": median * 1000})
    results.write(options.json)
    print("\n| statements | median | slowest | target |\n|---|---:|---:|---:|")
    for part, median, slowest in rows:
        target = f"< {TARGET * 1000:.0f} ms" if part in PARTS else ""
        print(f"| {part} | {median * 1000:.0f} ms | {slowest * 1000:.0f} ms | {target} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
