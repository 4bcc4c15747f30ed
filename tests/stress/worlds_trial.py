#!/usr/bin/python3
"""Replays in the worlds that deployments have: who connects, in which schema, with which privileges, with or without an
extension. After `upgrade`, no command that replays sees a difference; after one change by hand each sees that change and
nothing else, and `repair` takes it back without touching owners or privileges.

usage: worlds_trial.py --pgmend PATH [--every N] [--only TEXT]"""

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402

WHO = ("superuser", "owner", "reader")
WHERE = ("public", "path", "tenant")
GRANTS = ("none", "roles", "defaults", "database")
EXTENSION = ("bare", "extension")

FIRST = """
CREATE TABLE item (id serial PRIMARY KEY, name text NOT NULL CHECK (name <> ''), price numeric(10, 2) DEFAULT 0);
CREATE INDEX item_name ON item (lower(name));
CREATE VIEW cheap AS SELECT id, name FROM item WHERE price < 10;
CREATE FUNCTION total() RETURNS numeric LANGUAGE sql AS 'SELECT sum(price) FROM item';
"""
SECOND = "CREATE TABLE later (item int REFERENCES item, note varchar(20));"


def grants_sql(kind, database, schema):
    if kind == "roles":
        return """GRANT SELECT ON item TO app_ro; GRANT EXECUTE ON FUNCTION total() TO app_rw;
            ALTER TABLE item ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON item TO app_rw USING (price > 0);"""
    if kind == "defaults":
        return f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO app_ro;"
    if kind == "database":
        return f"GRANT CONNECT ON DATABASE {database} TO app_ro; ALTER DATABASE {database} SET work_mem = '8MB';"
    return ""


class World:
    def __init__(self, server, pgmend, number, who, where, grants, extension):
        self.server, self.pgmend_path = server, pgmend
        self.who, self.where, self.grants, self.extension = who, where, grants, extension
        self.database = f"shop_{number}"
        self.schema = {"public": "public", "path": "iris", "tenant": "t3"}[where]
        self.folder = Path(tempfile.mkdtemp(prefix="pgmend-world-"))
        self.problems = []

    def url(self, role):
        path = "" if self.where == "public" else f"&options=-csearch_path%3D{self.schema}" + \
            (",public" if self.extension == "extension" else "")
        return f"postgresql://{role}@/{self.database}?host={self.server.folder}&port={self.server.port}{path}"

    def revision(self, name, parent, up, down):
        (self.folder / "migrations" / f"{name}.sql").write_text(
            f"-- {name}\n--\n-- revision: {name}\n-- down_revision: {parent}\n\n-- migrate:up\n{up}\n-- migrate:down\n{down}\n")

    def build(self):
        admin = lambda sql: self.server.psql(self.database, sql)  # noqa: E731
        self.server.create(self.database)
        owns = self.who != "superuser"
        if owns and self.grants == "database":
            admin(f"ALTER DATABASE {self.database} OWNER TO app")
        elif owns and self.where == "public":
            admin("GRANT ALL ON SCHEMA public TO app")
        for schema in {"path": ["iris", "other"], "tenant": [f"t{i}" for i in range(10)]}.get(self.where, []):
            admin(f"CREATE SCHEMA {schema}" + (" AUTHORIZATION app" if owns else ""))
            admin(f"CREATE TABLE {schema}.neighbor ()" if schema != self.schema else "SELECT")
        if self.extension == "extension":
            admin("CREATE EXTENSION pg_trgm")
        (self.folder / "migrations").mkdir()
        (self.folder / ".git").mkdir()
        extension = "CREATE EXTENSION IF NOT EXISTS pg_trgm;\nCREATE INDEX item_words ON item USING gin (name gin_trgm_ops);"
        self.revision("r1", "", FIRST, "DROP FUNCTION total(); DROP VIEW cheap; DROP TABLE item;")
        self.revision("r2", "r1", grants_sql(self.grants, self.database, self.schema), {
            "roles": "DROP POLICY mine ON item; ALTER TABLE item DISABLE ROW LEVEL SECURITY; REVOKE ALL ON item FROM app_ro;"
                     "REVOKE ALL ON FUNCTION total() FROM app_rw;",
            "defaults": f"ALTER DEFAULT PRIVILEGES IN SCHEMA {self.schema} REVOKE SELECT ON TABLES FROM app_ro;"}.get(self.grants, ""))
        self.revision("r3", "r2", SECOND + (extension if self.extension == "extension" else ""),
                      "DROP TABLE later;" + ("DROP INDEX item_words;" if self.extension == "extension" else ""))
        self.migrator = "postgres" if self.who == "superuser" else "app"
        self.connects = {"superuser": "postgres", "owner": "app", "reader": "watcher"}[self.who]
        self.run(0, "upgrade", role=self.migrator)
        if self.who == "reader":
            admin(f"GRANT SELECT ON {self.schema}.alembic_version TO watcher")
            if self.where != "public":
                admin(f"GRANT USAGE ON SCHEMA {self.schema} TO watcher")

    def run(self, wanted, *arguments, role=None):
        command = [self.pgmend_path, "--database", self.url(role or self.connects), *arguments]
        done = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              env=os.environ | {"XDG_CACHE_HOME": str(self.folder / "cache"), "NO_COLOR": "1"})
        if done.returncode != wanted:
            self.problems.append(f"{' '.join(arguments)}: exit code {done.returncode} instead of {wanted}\n"
                                 f"{done.stdout}{done.stderr}")
        return done

    def dump(self):
        text = subprocess.run([self.server.bindir / "pg_dump", "-s", "-d", self.server.url(self.database)], check=True,
                              capture_output=True, text=True).stdout
        return re.sub(r"^\\(un)?restrict .*$", "", text, flags=re.MULTILINE)

    def unchanged_schema(self):
        self.run(0, "snapshot", "-o", "checks/schema.json")
        self.run(0, "check")
        self.run(0, "check", "--against", "migrations")
        self.run(0, "verify")
        self.run(0, "locate")
        self.run(0, "repair", "--against", "migrations")
        replayed = self.run(0, "snapshot", "--from", "migrations", "-o", "-").stdout
        strip = lambda text: re.sub(r'"server[^\n]*', "", text)  # noqa: E731
        if strip(replayed) != strip((self.folder / "checks/schema.json").read_text()):
            self.problems.append("the snapshots of the database and of the migrations differ")
        self.run(0, "revision", "-m", "none", "--autogenerate")
        written = sorted(path.name for path in (self.folder / "migrations").iterdir())
        if written != ["r1.sql", "r2.sql", "r3.sql"]:
            self.problems.append(f"revision --autogenerate has written {written}")

    def changed_schema(self):
        before = self.dump()
        self.server.psql(self.database, f"ALTER TABLE {self.schema}.item ADD COLUMN by_hand text")
        found = self.run(1, "check", "--against", "migrations", "--format", "json")
        try:
            drift = json.loads(found.stdout)["drift"]
        except (json.JSONDecodeError, KeyError):
            drift = []
        if len(drift) != 1 or "by_hand" not in json.dumps(drift):
            self.problems.append(f"not the one difference: {found.stdout}{found.stderr}")
        self.run(1, "locate")
        self.run(0, "--yes", "repair", "--against", "migrations", "--apply", "--allow-drop", role=self.migrator)
        if self.dump() != before:
            self.problems.append("repair has changed more than the change by hand")

    def trial(self):
        try:
            self.build()
            self.unchanged_schema()
            self.changed_schema()
        except subprocess.CalledProcessError as error:
            self.problems.append(f"{error.cmd}: {error.stderr}")
        finally:
            self.server.drop(self.database)
            subprocess.run(["rm", "-rf", self.folder], check=False)
        return self.problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pgmend", required=True)
    parser.add_argument("--every", type=int, default=1, help="only each N-th world")
    parser.add_argument("--only", default="", help="only worlds whose name holds this text")
    options = parser.parse_args()
    failures = 0
    with PrivateServer(durable=False) as server:
        server.psql("postgres", "CREATE ROLE app LOGIN; CREATE ROLE watcher LOGIN; CREATE ROLE app_ro; CREATE ROLE app_rw;")
        worlds = list(enumerate(itertools.product(WHO, WHERE, GRANTS, EXTENSION)))
        for number, world in worlds[::options.every]:
            name = " ".join(world)
            if options.only not in name:
                continue
            problems = World(server, options.pgmend, number, *world).trial()
            print(f"{'ok' if not problems else 'FAILED'}: {name}", flush=True)
            for problem in problems:
                print("  " + problem.strip().replace("\n", "\n  "), flush=True)
            failures += bool(problems)
    print(f"{len(worlds[::options.every])} worlds, {failures} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
