#!/usr/bin/python3
"""Measures pgmend against psql, Alembic and dbmate, all in one run on one private server with PostgreSQL's own
settings: an upgrade with nothing to do, 1,000 small revisions, 100 revisions over a slow line, and memory.

usage: migrate_bench.py [--pgmend PATH] [--dbmate PATH] [--rounds 7] [PART…]
Each figure is the median of the rounds, in which the rivals take turns; the last lines are a table in Markdown."""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.projects import Projects, mixed, tables  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


# A process starts its life as a copy of its parent and is charged for that, so the parent must be a small one.
LAUNCHER = """import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
print()
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))"""


class Rival:
    """A tool's call, made from the URL of a database."""

    def __init__(self, name, command):
        self.name, self.command = name, command
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


class Bench:
    def __init__(self, options, server, folder):
        self.options, self.server, self.folder = options, server, Path(folder)
        self.rows = []

    def rivals(self, projects, psql_words):
        """psql is the measure; the others do the same project."""
        rivals = [Rival("psql", lambda url: [self.server.bindir / "psql", "-X", "-q", "-d", url, *psql_words]),
                  Rival("pgmend", lambda url: [self.options.pgmend, "-d", url, "-m", projects.folder / "pgmend",
                                               "upgrade", "head"])]
        if not self.options.only_pgmend:
            rivals.append(Rival("Alembic", lambda url: ["/usr/bin/python3", "-m", "alembic", "-c",
                                                        projects.alembic_settings(url), "upgrade", "head"]))
        if self.options.dbmate and not self.options.only_pgmend:
            rivals.append(Rival("dbmate", lambda url: [self.options.dbmate, "--no-dump-schema", "-d",
                                                       projects.folder / "dbmate", "--url", self.go_url(url), "up"]))
        return rivals

    @staticmethod
    def go_url(url):
        """Go's driver takes the socket's folder by another name, and asks for TLS unless told."""
        return url.replace("?host=", "?sslmode=disable&socket=").replace("postgresql:", "postgres:")

    def rounds(self, title, target, rivals, once, url_of=None):
        """Runs every rival in every round, each on a database that `once(rival)` has made ready."""
        for number in range(self.options.rounds):
            turn = number % len(rivals)
            for rival in rivals[turn:] + rivals[:turn]:
                database = once(rival)
                self.server.psql("postgres", "CHECKPOINT")
                rival.run((url_of or self.server.url)(database))
        for rival in rivals:
            rival.weigh((url_of or self.server.url)(once(rival)))
        self.report(title, target, rivals)

    def report(self, title, target, rivals):
        base = rivals[0].median
        print(f"\n{title}  (load {os.getloadavg()[0]:.1f})")
        for rival in rivals:
            print(f"  {rival.name:8} {rival.median * 1000:9.1f} ms  {rival.median / base:6.2f} x  "
                  f"spread {rival.spread * 100:4.0f} %  memory {rival.memory:6.1f} MB", flush=True)
        self.rows.append((title, target, rivals))

    def fresh(self, rival):
        name = f"bench_{rival.name.lower()}"
        self.server.drop(name)
        self.server.create(name)
        return name

    def nothing_to_do(self):
        projects = Projects(self.folder / "nothing", tables(10))
        rivals = self.rivals(projects, ["-At", "-c", "select version_num from alembic_version"])
        ready = {}
        for rival in rivals[1:]:
            ready[rival.name] = self.fresh(rival)
            rival.run(self.server.url(ready[rival.name]))
            rival.times.clear()
        ready["psql"] = ready["pgmend"]
        # Cheap enough for more rounds, and small times need them.
        rounds, self.options.rounds = self.options.rounds, self.options.rounds * 3
        self.rounds("Nothing to do (10 revisions applied)", 1.15, rivals, lambda rival: ready[rival.name])
        self.options.rounds = rounds

    def many(self, title, statements, target):
        projects = Projects(self.folder / title.split()[-1], statements)
        rivals = self.rivals(projects, ["-1", "-v", "ON_ERROR_STOP=1", "-f", projects.folder / "all.sql"])
        self.rounds(f"{len(statements):,} revisions, {title}", target, rivals, self.fresh)

    def far_away(self):
        projects = Projects(self.folder / "far", tables(100))
        rivals = self.rivals(projects, ["-1", "-v", "ON_ERROR_STOP=1", "-f", projects.folder / "all.sql"])
        socket = self.server.folder / f".s.PGSQL.{self.server.port}"
        proxy = subprocess.Popen([sys.executable, str(Path(__file__).with_name("delay_proxy.py")), str(socket), "5"],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            port = int(proxy.stdout.readline())
            url_of = lambda database: f"postgresql://postgres@127.0.0.1:{port}/{database}?sslmode=disable"  # noqa: E731
            print(f"\nround trip through the proxy: {round_trip(url_of('postgres')) * 1000:.1f} ms")
            self.rounds("100 revisions, 10 ms away", 0.25, rivals, self.fresh, url_of)
        finally:
            proxy.stdin.close()
            proxy.wait()

    def table(self):
        names = []
        for _, _, rivals in self.rows:
            names += [rival.name for rival in rivals if rival.name not in names]
        lines = ["| | " + " | ".join(names) + " | pgmend ÷ psql | target | pgmend's memory |",
                 "|---|" + "---:|" * (len(names) + 3)]
        for title, target, rivals in self.rows:
            by_name = {rival.name: rival for rival in rivals}
            cells = [f"{by_name[name].median * 1000:,.1f} ms" if name in by_name else "–" for name in names]
            ratio = by_name["pgmend"].median / by_name["psql"].median
            cells += [f"{ratio:.2f}", f"≤ {target}" if target else "–", f"{by_name['pgmend'].memory:.0f} MB"]
            lines.append(f"| {title} | " + " | ".join(cells) + " |")
        return "\n".join(lines)


def round_trip(url):
    """Median time of a SELECT 1."""
    import psycopg2
    times = []
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for _ in range(20):
            began = time.perf_counter()
            cursor.execute("SELECT 1")
            times.append(time.perf_counter() - began)
    connection.close()
    return statistics.median(times)


def find_dbmate():
    known = [shutil.which("dbmate"), "/tmp/dbmate/node_modules/@dbmate/linux-x64/bin/dbmate"]
    return next((path for path in known if path and os.access(path, os.X_OK)), None)


def versions(options, server):
    def first_line(*command):
        return subprocess.run([str(word) for word in command], capture_output=True, text=True).stdout.splitlines()[0]

    import alembic
    import psycopg2
    import sqlalchemy
    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.machine())
    print(f"machine: {os.cpu_count()} x {cpu}, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}")
    print(f"{first_line(options.pgmend, '--version')}; {first_line(server.bindir / 'postgres', '--version')}; "
          f"{first_line(server.bindir / 'psql', '--version')}")
    print(f"Alembic {alembic.__version__}, SQLAlchemy {sqlalchemy.__version__}, "
          f"psycopg2 {psycopg2.__version__.split()[0]}, transaction_per_migration")
    print(first_line(options.dbmate, "--version") if options.dbmate else "no dbmate on PATH (npm i @dbmate/linux-x64)")


PARTS = {
    "nothing": Bench.nothing_to_do,
    "tables": lambda bench: bench.many("a CREATE TABLE each", tables(1000), 1.25),
    "mixed": lambda bench: bench.many("table, column, index, row mixed", mixed(1000), None),
    "far": Bench.far_away,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", type=Path,
                        default=os.environ.get("PGMEND_BINARY", ROOT / "build/release/tool/pgmend"))
    parser.add_argument("--dbmate", default=find_dbmate())
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only-pgmend", action="store_true", help="leave out Alembic and dbmate")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    options.pgmend = Path(options.pgmend).resolve()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)} (there are {', '.join(PARTS)})")
    with PrivateServer() as server, tempfile.TemporaryDirectory() as folder:
        versions(options, server)
        bench = Bench(options, server, folder)
        for part in options.parts or PARTS:
            PARTS[part](bench)
        print(f"\n{bench.table()}")


if __name__ == "__main__":
    main()
