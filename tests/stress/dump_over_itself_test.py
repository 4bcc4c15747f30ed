#!/usr/bin/python3
"""What `pg_dump -s` says of a database is the first revision of a project. On an empty database that makes the same; over
the database it was taken from every statement is recognized, and nothing changes: no oid, no file, no row, no sequence.

usage: dump_over_itself_test.py [--pgmend PATH] [--schema FILE …] [--installed] [--packages FOLDER]

The schemas: the project's own migrations, those in dump_schemas/, with --schema others, with --installed
those of Debian's packages that are installed, with --packages those of others, too, unpacked in this folder by apt-get."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402
from stress import database_state, debian_schemas  # noqa: E402
from stress.projects_trial import answer_of  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
# What tells the session something and can never be there already.
SESSION = re.compile(r"\s*(SET|SELECT)\b", re.IGNORECASE)
# Owner, comment, privileges and what an event trigger or an index is attached to are set again, to what they are.
SET_AGAIN = re.compile(r"\s*(COMMENT|GRANT|REVOKE|ALTER (DEFAULT PRIVILEGES|EVENT TRIGGER|INDEX)\b|ALTER .* OWNER TO)",
                       re.IGNORECASE | re.DOTALL)
NOT_OURS = "('pg_catalog', 'information_schema', 'pg_toast', 'pgmend')"
OBJECTS = f"""
    SELECT k || ' ' || name || ' ' || oid || ' ' || file FROM (
        SELECT 'relation' AS k, c.oid, relfilenode::bigint AS file, format('%I.%I', nspname, relname) AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
            WHERE nspname NOT IN {NOT_OURS} AND relname !~ '^alembic_version'
        UNION ALL SELECT 'function', p.oid, 0, p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
            WHERE nspname NOT IN {NOT_OURS}
        UNION ALL SELECT 'type', t.oid, 0, t.oid::regtype::text FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
            WHERE nspname NOT IN {NOT_OURS} AND typname !~ 'alembic_version'
        UNION ALL SELECT 'constraint', c.oid, 0, conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace
            WHERE nspname NOT IN {NOT_OURS} AND conname !~ 'alembic_version'
        UNION ALL SELECT 'default', oid, 0, adrelid::regclass || '.' || adnum FROM pg_attrdef WHERE adrelid::regclass::text !~ '^pgmend'
        UNION ALL SELECT 'trigger', oid, 0, tgname FROM pg_trigger WHERE tgrelid::regclass::text !~ '^pgmend'
        UNION ALL SELECT 'rule', oid, 0, rulename FROM pg_rewrite WHERE oid >= 16384
        UNION ALL SELECT 'policy', oid, 0, polname FROM pg_policy
        UNION ALL SELECT 'publication', oid, 0, pubname FROM pg_publication
        UNION ALL SELECT 'event trigger', oid, 0, evtname FROM pg_event_trigger
        UNION ALL SELECT 'extension', oid, 0, extname FROM pg_extension
        UNION ALL SELECT 'server', oid, 0, srvname FROM pg_foreign_server) o ORDER BY 1"""


class Trial:
    def __init__(self, server, pgmend, folder):
        self.server, self.pgmend, self.folder = server, pgmend, folder

    def load(self, name, sql):
        """A database with the schema; psql's error when there is none."""
        path = self.folder / "schema.sql"
        path.write_text(sql)
        self.server.drop(name)
        self.server.create(name)
        done = subprocess.run([self.server.bindir / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.server.url(name),
                               "-f", path], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return re.findall("ERROR: .*", done.stderr)[0] if done.returncode else None

    def dump(self, name):
        return subprocess.run([self.server.bindir / "pg_dump", "-s", "-d", self.server.url(name)], check=True,
                              capture_output=True, text=True).stdout

    def run(self, database, *words):
        return answer_of([self.pgmend, "-d", self.server.url(database), "-m", self.folder / "m", "--format", "json", *words])

    def state(self, database):
        return database_state.state(self.server, database), self.server.psql(database, OBJECTS).splitlines()

    def write(self, dump):
        (self.folder / "m").mkdir(exist_ok=True)
        (self.folder / "m" / "first.sql").write_text(
            f"-- The dump\n--\n-- revision: first\n-- down_revision:\n\n-- migrate:up\n{dump}")

    def on_an_empty_database(self, dump):
        """Compared with what psql makes of the dump."""
        self.load("by_psql", dump)
        self.server.drop("empty")
        self.server.create("empty")
        code, answer = self.run("empty", "upgrade")
        if code:
            return [explain(code, answer)]
        return database_state.differences(database_state.state(self.server, "by_psql"),
                                          database_state.state(self.server, "empty"))

    def over_itself(self, database):
        """What is wrong, and the statements that the plan does not skip."""
        before = self.state(database)
        code, plan = self.run(database, "plan")
        wrong = [f"plan: {explain(code, plan)}"] if code else []
        statements = [one for step in plan.get("steps", []) for one in step["statements"]]
        unknown = [one for one in statements if one["action"] != "skip" and not (SESSION.match(one["sql"]) or SET_AGAIN.match(one["sql"]))]
        code, answer = self.run(database, "upgrade")
        if code:
            wrong.append(explain(code, answer))
        after = self.state(database)
        wrong += database_state.differences(before[0], after[0])
        wrong += [f"gone: {one}" for one in before[1] if one not in after[1]]
        wrong += [f"new: {one}" for one in after[1] if one not in before[1]]
        if code:
            return wrong, unknown, len(statements), "none"
        left = sum(one["statements"] - one["skipped"] for one in answer.get("applied", []))
        session = sum(bool(SESSION.match(one["sql"]) or SET_AGAIN.match(one["sql"])) for one in statements)
        return wrong, unknown, len(statements), left - session

    def try_schema(self, name, sql):
        if error := self.load("origin", sql):
            print(f"{name}: left out, psql cannot load it: {error}")
            return True
        dump = self.dump("origin")
        self.write(dump)
        empty = self.on_an_empty_database(dump)
        wrong, unknown, count, run = self.over_itself("origin")
        print(f"{name}: {count} statements; empty: {f'{len(empty)} WRONG' if empty else 'equal'}; over itself: "
              f"{f'{len(wrong)} WRONG' if wrong else 'unchanged'}, {len(unknown)} not skipped by plan, {run} run by upgrade",
              flush=True)
        for line in empty[:8]:
            print(f"  empty: {line}")
        for line in wrong[:8]:
            print(f"  over itself: {line}")
        for one in unknown[:40]:
            print(f"  {one['action']}: {' '.join(one['sql'].split())[:150]}", flush=True)
        return not empty and not wrong and run <= 0


def explain(code, answer):
    error = answer.get("error", {"message": "a conflict"})
    return f"exit {code} line {error.get('line')}: {error.get('message')} [{' / '.join(error.get('detail', '').splitlines())[:200]}]"


def own_migrations(pgmend):
    """The project's own example: its migrations, as SQL for psql."""
    done = subprocess.run([pgmend, "-m", ROOT / "migrations", "upgrade", "--sql", "heads"], cwd="/", check=True,
                          capture_output=True, text=True)
    return done.stdout + "DROP TABLE alembic_version;\n"


def gather(options):
    found = {"example": own_migrations(options.pgmend)}
    found |= {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "dump_schemas").glob("*.sql"))}
    found |= {Path(path).stem: Path(path).read_text() for path in options.schema}
    if options.packages:
        debian_schemas.download(options.packages)
    if options.installed or options.packages:
        found |= debian_schemas.schemas([Path("/"), *filter(None, [options.packages])])
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pgmend", default=os.environ.get("PGMEND", str(ROOT / "build/dev/tool/pgmend")))
    parser.add_argument("--schema", action="append", default=[])
    parser.add_argument("--installed", action="store_true")
    parser.add_argument("--packages", type=Path)
    options = parser.parse_args()
    options.pgmend = os.path.abspath(options.pgmend)
    with PrivateServer(durable=False, settings=["wal_level=logical"]) as server, tempfile.TemporaryDirectory() as folder:
        server.psql("postgres", "CREATE ROLE app_reader; CREATE ROLE app_writer")
        trial = Trial(server, options.pgmend, Path(folder))
        good = [trial.try_schema(name, sql) for name, sql in gather(options).items()]
    raise SystemExit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
