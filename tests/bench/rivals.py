"""The tools that migrate, each as a call on the same project: psql as the measure, pgmend, and those of Debian and npm
that this machine has."""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

from bench.results import first_line

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = ROOT / "build/bench/node_modules"

# A process starts its life as a copy of its parent and is charged for that, so the parent must be a small one.
LAUNCHER = """import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
print()
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))"""


class Rival:
    """A tool's call, made from the URL of a database."""

    def __init__(self, name, command, rounds=None):
        self.name, self.command, self.rounds = name, command, rounds
        self.times, self.memory = [], 0

    def words(self, url):
        return [str(word) for word in self.command(url)]

    def weigh(self, url):
        """Peak resident memory in MB, by a run that is not timed."""
        launcher = ["/usr/bin/python3", "-I", "-S", "-c", LAUNCHER, *self.words(url)]
        output = subprocess.run(launcher, cwd="/", check=True, capture_output=True, text=True).stdout
        self.memory = int(output.split()[-1]) / 1024

    def run(self, url):
        command = self.words(url)
        with tempfile.TemporaryFile() as output:  # the tools' own output is no part of the race
            began = time.perf_counter()
            process = subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            process.wait()
            self.times.append(time.perf_counter() - began)
            if process.returncode != 0:
                output.seek(0)
                raise SystemExit(f"{self.name} failed: {' '.join(command)}\n{output.read().decode()}")

    @property
    def median(self):
        return statistics.median(self.times)

    @property
    def spread(self):
        return (max(self.times) - min(self.times)) / self.median


class Url:
    """The forms in which the tools want a libpq URL."""

    def __init__(self, url):
        self.url = url
        parts = urllib.parse.urlsplit(url)
        query = urllib.parse.parse_qs(parts.query)
        self.user, self.database = parts.username, parts.path[1:]
        self.host = query.get("host", [parts.hostname])[0]
        self.port = query.get("port", [parts.port])[0]

    @property
    def dbmate(self):
        if self.host.startswith("/"):
            return f"postgres://{self.user}@/{self.database}?socket={self.host}&port={self.port}&sslmode=disable"
        return f"postgres://{self.user}@{self.host}:{self.port}/{self.database}?sslmode=disable"

    @property
    def node(self):
        return f"postgres://{self.user}@{urllib.parse.quote(self.host, safe='')}:{self.port}/{self.database}"

    @property
    def go(self):
        return f"dbname={self.database} host={self.host} port={self.port} user={self.user} sslmode=disable"

    @property
    def sqitch(self):
        return f"db:pg://{self.user}@{urllib.parse.quote(self.host, safe='')}:{self.port}/{self.database}"


def program(name, *more):
    """Where a tool is: on PATH, or among what scripts/bench has fetched."""
    known = [shutil.which(name), *more]
    return next((path for path in known if path and os.access(path, os.X_OK)), None)


class Tools:
    """Those that this machine has, with their versions."""

    def __init__(self, pgmend, bindir):
        self.pgmend, self.psql = pgmend, bindir / "psql"
        self.dbmate = program("dbmate", NODE_MODULES / "@dbmate/linux-x64/bin/dbmate")
        self.node_pg_migrate = program("node-pg-migrate", NODE_MODULES / ".bin/node-pg-migrate")
        self.sql_migrate = program("sql-migrate")
        self.sqitch = program("sqitch")

    def versions(self):
        import alembic
        import psycopg2
        import sqlalchemy
        yield first_line(self.pgmend, "--version")
        yield first_line(self.psql, "--version")
        yield (f"Alembic {alembic.__version__} with SQLAlchemy {sqlalchemy.__version__} and psycopg2 "
               f"{psycopg2.__version__.split()[0]}, one transaction per revision")
        if self.dbmate:
            yield first_line(self.dbmate, "--version")
        if self.node_pg_migrate:
            yield f"node-pg-migrate {node_version('node-pg-migrate')}, node {first_line('node', '--version')}"
        if self.sql_migrate:
            yield f"sql-migrate {package_version('sql-migrate')}"
        if self.sqitch:
            yield first_line(self.sqitch, "--version")

    def rivals(self, projects, psql_words):
        """psql is the measure; the others do the same project."""
        folder = projects.folder
        yield Rival("psql", lambda url: [self.psql, "-X", "-q", "-d", url, *psql_words])
        yield Rival("pgmend", lambda url: [self.pgmend, "-d", url, "-m", folder / "pgmend", "upgrade", "head"])
        yield Rival("Alembic", lambda url: ["/usr/bin/python3", "-m", "alembic", "-c", projects.alembic_settings(url),
                                            "upgrade", "head"])
        if self.dbmate:
            yield Rival("dbmate", lambda url: [self.dbmate, "--no-dump-schema", "-d", folder / "dbmate", "--url",
                                               Url(url).dbmate, "up"])
        if self.node_pg_migrate:
            yield Rival("node-pg-migrate", lambda url: [
                "/usr/bin/env", f"DATABASE_URL={Url(url).node}", self.node_pg_migrate, "up", "--migrations-dir",
                folder / "node-pg-migrate", "--no-check-order", "--no-single-transaction"])
        if self.sql_migrate:
            yield Rival("sql-migrate", lambda url: [self.sql_migrate, "up",
                                                    f"-config={projects.sql_migrate_settings(Url(url).go)}"])
        if self.sqitch:
            # A psql process for each change: it is given fewer rounds.
            yield Rival("sqitch", lambda url: ["/usr/bin/env", f"HOME={folder}", self.sqitch, "deploy", "--chdir",
                                               folder / "sqitch", "--no-verify", Url(url).sqitch], rounds=1)


def package_version(name):
    return subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", name], capture_output=True,
                          text=True).stdout


def node_version(name):
    return json.loads((NODE_MODULES / name / "package.json").read_text())["version"]
