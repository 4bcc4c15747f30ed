#!/usr/bin/python3
"""Measures pgmend on databases that are not empty: the last half of a history on one that holds the first half, beside psql;
plan where the version row was lost; revisions of many statements; an upgrade beside many relations that meets one table that
is there; and nothing to do beside many ledger rows of other version tables.

usage: state_bench.py [--pgmend PATH] [--rounds 7] [--relations 300000] [--rows 300000] [--json FILE] [PART…]
Each figure is the median of the rounds, in which those who are compared take turns."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.results import Results, add_option, first_line  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
ABOUT = """A history of 150 revisions, as in an application: tables with keys and foreign keys, columns, indexes, checks, views,
rows. psql runs the same SQL, one transaction per revision. Times are those of the whole process."""
REVISIONS = 150


def history(n):
    """The SQL of revision n: something new, or a change to what revisions before have made."""
    m = n // 6
    other = f"REFERENCES app_{m - 1} (id)" if m else ""
    return [f"CREATE TABLE app_{m} (id bigserial PRIMARY KEY, name varchar(40) NOT NULL, other bigint {other}, "
            f"at timestamptz NOT NULL DEFAULT now());\nCREATE INDEX app_{m}_name ON app_{m} (name);",
            f"ALTER TABLE app_{m} ADD COLUMN note text;\nALTER TABLE app_{m} ADD COLUMN active boolean NOT NULL DEFAULT true;",
            f"INSERT INTO app_{m} (name) SELECT 'n' || g FROM generate_series(1, 50) g;\nUPDATE app_{m} SET note = name;",
            f"CREATE VIEW app_{m}_active AS SELECT id, name FROM app_{m} WHERE active;",
            f"ALTER TABLE app_{m} ADD CONSTRAINT app_{m}_named CHECK (name <> '');\n"
            f"ALTER TABLE app_{m} ALTER COLUMN note SET DEFAULT '';",
            f"CREATE UNIQUE INDEX app_{m}_once ON app_{m} (name, at);\nCOMMENT ON TABLE app_{m} IS 'number {m}';"][n % 6]


def write(folder, texts):
    """A chain of revisions; the files."""
    folder.mkdir()
    files = []
    for n, text in enumerate(texts):
        before = f"{n - 1:012x}" if n else ""
        files.append(folder / f"{n:012x}_step.sql")
        files[-1].write_text(f"-- step {n}\n--\n-- revision: {n:012x}\n-- down_revision: {before}\n\n-- migrate:up\n{text}\n")
    return files


class Bench:
    def __init__(self, options, server, folder):
        self.options, self.server, self.folder = options, server, Path(folder)
        self.results = Results("state", "On databases that are not empty", ABOUT)
        self.results.version(first_line(options.pgmend, "--version"))
        self.results.version(first_line(server.bindir / "postgres", "--version"))

    def timed(self, words, codes=(0,)):
        began = time.perf_counter()
        done = subprocess.run([str(word) for word in words], cwd="/", capture_output=True, text=True, stdin=subprocess.DEVNULL)
        took = time.perf_counter() - began
        if done.returncode not in codes:
            raise SystemExit(f"{' '.join(map(str, words))[:500]}\n{done.stderr[:2000]}")
        return took

    def pgmend(self, database, folder, *words):
        return self.timed([self.options.pgmend, "-d", self.server.url(database), "-m", folder, *words])

    def psql(self, database, *words):
        return self.timed([self.server.bindir / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.server.url(database),
                           *words])

    def fresh(self, database, template="template1"):
        self.server.drop(database)
        self.server.create(database, template)
        self.server.psql("postgres", "CHECKPOINT")

    def take_turns(self, runs):
        """{name: median} of functions that return seconds; each round begins with another one."""
        times = {name: [] for name in runs}
        names = list(runs)
        for number in range(self.options.rounds):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                times[name].append(runs[name]())
        return {name: statistics.median(values) for name, values in times.items()}

    def say(self, title, medians):
        print(f"\n{title}  (load {os.getloadavg()[0]:.1f})")
        for name, median in medians.items():
            print(f"  {name:34} {median * 1000:9.1f} ms", flush=True)

    def most(self, what, value, most, unit):
        print(f"  {what}: {value:.2f}{unit if unit == ' ×' else ' ' + unit} (at most {most})", flush=True)
        self.results.bound(what, value, most, unit.strip())

    def last_half(self):
        files = write(self.folder / "half", [history(n) for n in range(REVISIONS)])
        half = REVISIONS // 2
        self.fresh("half")
        self.pgmend("half", self.folder / "half", "upgrade", f"+{half}")
        whole = self.folder / "rest.sql"
        whole.write_text("".join(f"BEGIN;\n{file.read_text()}\nCOMMIT;\n" for file in files[half:]))

        def upgrade():
            self.fresh("now", "half")
            return self.pgmend("now", self.folder / "half", "upgrade")

        def one_psql():
            self.fresh("now", "half")
            return self.psql("now", "-f", whole)

        def psql_each():
            self.fresh("now", "half")
            return sum(self.psql("now", "-1", "-f", file) for file in files[half:])

        medians = self.take_turns({"psql": one_psql, "pgmend": upgrade, "psql, a process a file": psql_each})
        title = f"the last {REVISIONS - half} of {REVISIONS} revisions"
        self.say(title, medians)
        self.most("ratio to one psql", medians["pgmend"] / medians["psql"], 1.25, " ×")
        self.results.table("Upgrades", "ms", [])
        self.results.row(title, {name: median * 1000 for name, median in medians.items()}, 1.25)

    def lost_row(self):
        write(self.folder / "lost", [history(n) for n in range(REVISIONS)])
        self.fresh("lost")
        self.pgmend("lost", self.folder / "lost", "upgrade")
        self.server.psql("lost", "DROP TABLE alembic_version; DROP SCHEMA pgmend CASCADE")
        medians = self.take_turns({"plan": lambda: self.plan("lost", "lost")})
        self.say(f"plan of {REVISIONS} revisions, the version row lost", medians)
        self.most(f"plan of {REVISIONS} revisions that are all there, without a version row", medians["plan"] * 1000, 1000, "ms")

    def plan(self, database, folder):
        """Conflicts are an answer, too."""
        return self.timed([self.options.pgmend, "-d", self.server.url(database), "-m", self.folder / folder, "plan"], (0, 5))

    def many_statements(self):
        kinds = {"INSERTs": (10_000, lambda n: f"INSERT INTO many VALUES ({n}, 'row {n}');"),
                 "CREATEs": (3_000, lambda n: f"CREATE TABLE new_{n} (id bigint PRIMARY KEY, name text NOT NULL);")}
        self.fresh("many")
        self.server.psql("many", "CREATE TABLE many (id int, name text)")
        for kind, (count, make) in kinds.items():
            for times in (1, 2):
                write(self.folder / f"{kind}{times}", ["\n".join(make(n) for n in range(times * count))])
            for command in ("lint", "plan"):
                runs = {f"{times * count:,} {kind}": lambda times=times: self.looked_at(command, f"{kind}{times}")
                        for times in (1, 2)}
                medians = self.take_turns(runs)
                self.say(f"{command} of one revision", medians)
                one, two = medians.values()
                self.most(f"{command} of one revision of {count:,} {kind}", one * 1000, 500, "ms")
                self.most(f"{command} of twice as many {kind}, by the time of these", two / one, 2.3, " ×")

    def looked_at(self, command, folder):
        if command == "plan":
            return self.plan("many", folder)
        return self.timed([self.options.pgmend, "-m", self.folder / folder, "lint", "--fail-on", "error"], (0, 1))

    def crowd(self, database, relations):
        """Tables without columns: as cheap as relations are."""
        self.fresh(database)
        self.server.psql(database, f"""DO $$ BEGIN FOR i IN 1..{relations} LOOP EXECUTE format('CREATE TABLE crowd_%s ()', i);
            IF i % 1000 = 0 THEN COMMIT; END IF; END LOOP; END $$""")
        self.server.psql(database, "CREATE TABLE there (id bigserial PRIMARY KEY, name text NOT NULL); "
                                   "CREATE INDEX there_name ON there (name)")
        self.server.psql(database, "VACUUM ANALYZE")

    def beside_relations(self):
        folder = self.folder / "meets"
        write(folder, ["CREATE TABLE there (id bigserial PRIMARY KEY, name text NOT NULL);\n"
                       "CREATE INDEX there_name ON there (name);"])

        def upgrade(database):
            self.server.psql(database, "DROP TABLE IF EXISTS alembic_version; DROP SCHEMA IF EXISTS pgmend CASCADE")
            return self.pgmend(database, folder, "upgrade")

        durable = self.server
        # So many relations are made in reasonable time only without waiting for the disk.
        with PrivateServer(durable=False, settings=["max_wal_size=8GB"]) as self.server:
            self.beside_crowd(upgrade)
        self.server = durable

    def beside_crowd(self, upgrade):
        self.crowd("few", 500)
        self.crowd("crowded", self.options.relations)
        few, crowded = "beside 500 relations", f"beside {self.options.relations:,} relations"
        medians = self.take_turns({few: lambda: upgrade("few"), crowded: lambda: upgrade("crowded")})
        self.say("an upgrade that meets one table, which is there", medians)
        self.most(f"an upgrade that meets what is there, {crowded}, by that beside 500", medians[crowded] / medians[few], 1.5, " ×")

    def beside_ledger_rows(self):
        write(self.folder / "ledger", [history(n) for n in range(10)])
        for database, rows in (("alone", 0), ("tenants", self.options.rows)):
            self.fresh(database)
            self.pgmend(database, self.folder / "ledger", "upgrade")
            self.multiply(database, rows)
        without, among = "no other rows", f"{self.options.rows:,} rows of others"
        medians = self.take_turns({without: lambda: self.pgmend("alone", self.folder / "ledger", "upgrade"),
                                   among: lambda: self.pgmend("tenants", self.folder / "ledger", "upgrade")})
        self.say("nothing to do", medians)
        self.most(f"nothing to do beside {among}, by that without", medians[among] / medians[without], 1.2, " ×")

    def multiply(self, database, rows):
        """Ledger rows as other version tables would have them: those of one statement, again and again."""
        if not rows:
            return
        names = self.server.psql(database, "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE "
                                 "attrelid = 'pgmend.ledger'::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' "
                                 "AND NOT atthasdef AND attname NOT IN ('version_table')")
        self.server.psql(database, f"INSERT INTO pgmend.ledger (version_table, {names}) SELECT format('tenant_%s.alembic_version', "
                         f"g / 1000), {names} FROM generate_series(1, {rows}) g, (SELECT * FROM pgmend.ledger LIMIT 1) l")
        self.server.psql(database, "VACUUM ANALYZE pgmend.ledger")


PARTS = {"half": Bench.last_half, "lost": Bench.lost_row, "many": Bench.many_statements, "relations": Bench.beside_relations,
         "ledger": Bench.beside_ledger_rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", type=Path, default=os.environ.get("PGMEND_BINARY", ROOT / "build/release/tool/pgmend"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--relations", type=int, default=300_000)
    parser.add_argument("--rows", type=int, default=300_000, help="in the ledger, of other version tables")
    add_option(parser)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    options.pgmend = Path(options.pgmend).resolve()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)} (there are {', '.join(PARTS)})")
    with PrivateServer() as server, tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, server, folder)
        print("\n".join(bench.results.section["versions"]))
        for part in options.parts or PARTS:
            PARTS[part](bench)
        bench.results.write(options.json)


if __name__ == "__main__":
    main()
