#!/usr/bin/python3
"""Measures pgmend against psql, Alembic, dbmate, node-pg-migrate, sql-migrate and sqitch, all in one run on one private
server with PostgreSQL's own settings: an upgrade with nothing to do, 1,000 small revisions, 100 revisions over a slow
line, memory, and the cost by the number of revisions.

usage: migrate_bench.py [--pgmend PATH] [--rounds 7] [--only TOOL,…] [--json FILE] [PART…]
Each figure is the median of the rounds, in which the rivals take turns. Rivals that this machine does not have are left
out; scripts/bench fetches them."""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.projects import Projects, mixed, tables  # noqa: E402
from bench.results import Results, add_option  # noqa: E402
from bench.rivals import ROOT, Rival, Tools  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402

ABOUT = """Each tool has a project with the same chain of revisions, one statement per revision. psql runs the same SQL in one
transaction (`psql -1 -f`); if there is nothing to do, it runs `select version_num from alembic_version`."""


class Bench:
    def __init__(self, options, server, folder):
        self.options, self.server, self.folder = options, server, Path(folder)
        self.tools = Tools(options.pgmend, server.bindir)
        self.results = Results("migrate", "Migrating", ABOUT)
        for version in self.tools.versions():
            self.results.version(version)
        self.results.table("Upgrades", "ms", [])

    def rivals(self, projects, psql_words):
        wanted = self.options.only
        return [rival for rival in self.tools.rivals(projects, psql_words)
                if not wanted or rival.name in {"psql", "pgmend", *wanted}]

    def rounds(self, rivals, once, url_of=None, rounds=None):
        """Runs every rival in every round, each on a database that `once(rival)` has made ready."""
        url_of = url_of or self.server.url
        for number in range(rounds or self.options.rounds):
            turn = number % len(rivals)
            for rival in rivals[turn:] + rivals[:turn]:
                if rival.rounds is not None and number >= rival.rounds:
                    continue
                database = once(rival)
                self.server.psql("postgres", "CHECKPOINT")
                rival.run(url_of(database))

    def compare(self, title, target, rivals, once, url_of=None, rounds=None):
        """A row of the table."""
        self.rounds(rivals, once, url_of, rounds)
        for rival in rivals:
            url = (url_of or self.server.url)(once(rival))
            rival.weigh(url)
            self.results.call(rival.name, [self.shortened(word) for word in rival.words(url)])
        base = rivals[0].median
        print(f"\n{title}  (load {os.getloadavg()[0]:.1f})")
        for rival in rivals:
            print(f"  {rival.name:15} {rival.median * 1000:9.1f} ms  {rival.median / base:6.2f} x  "
                  f"spread {rival.spread * 100:4.0f} %  memory {rival.memory:6.1f} MB", flush=True)
        self.results.row(title, {rival.name: rival.median * 1000 for rival in rivals}, target,
                         {rival.name: rival.memory for rival in rivals}, {rival.name: rival.spread for rival in rivals})

    def shortened(self, word):
        """A word of a call as a reader would write it."""
        for folder in self.folder.glob("*"):
            word = word.replace(str(folder), "DIR")
        if "://" in word or "dbname=" in word:
            return "DATABASE_URL=URL" if word.startswith("DATABASE_URL=") else "URL"
        if word.startswith("/") and not word.startswith(("/usr/bin/env", "/usr/bin/python")):
            return Path(word).name
        return word.removeprefix("/usr/bin/")

    def fresh(self, rival):
        name = f"bench_{rival.name.lower().replace('-', '_')}"
        self.server.drop(name)
        self.server.create(name)
        return name

    def applied(self, rivals):
        """For each tool a database where its project has been applied; psql looks at pgmend's."""
        ready = {}
        for rival in rivals[1:]:
            ready[rival.name] = self.fresh(rival)
            rival.run(self.server.url(ready[rival.name]))
            rival.times.clear()
        ready["psql"] = ready["pgmend"]
        return lambda rival: ready[rival.name]

    def nothing_to_do(self):
        projects = Projects(self.folder / "nothing", tables(10))
        rivals = self.rivals(projects, ["-At", "-c", "select version_num from alembic_version"])
        for rival in rivals:
            rival.rounds = None
        # Cheap enough for more rounds, and small times need them.
        self.compare("nothing to do, 10 revisions applied", 1.15, rivals, self.applied(rivals),
                     rounds=self.options.rounds * 3)

    def program(self):
        """The executable itself: how long its start takes, and how large it is."""
        start = Rival("pgmend", lambda _: [self.options.pgmend, "--version"])
        for _ in range(self.options.rounds * 3):
            start.run("")
        self.results.bound("pgmend --version", start.median * 1000, 10, "ms")
        self.results.bound("the executable, stripped", self.options.pgmend.stat().st_size / 1e6, 10, "MB")
        for bound in self.results.section["bounds"]:
            print(f"{bound['what']}: {bound['value']:.2f} {bound['unit']} (at most {bound['most']})")

    def many(self, title, statements, target):
        projects = Projects(self.folder / title.split()[-1], statements)
        rivals = self.rivals(projects, ["-1", "-v", "ON_ERROR_STOP=1", "-f", projects.folder / "all.sql"])
        self.compare(f"{len(statements):,} revisions, {title}", target, rivals, self.fresh)

    def far_away(self):
        projects = Projects(self.folder / "far", tables(100))
        rivals = self.rivals(projects, ["-1", "-v", "ON_ERROR_STOP=1", "-f", projects.folder / "all.sql"])
        with self.link(10) as url_of:
            print(f"\nround trip through the proxy: {round_trip(url_of('postgres')) * 1000:.1f} ms")
            self.compare("100 revisions, 10 ms away", 0.25, rivals, self.fresh, url_of,
                         rounds=min(self.options.rounds, 3))

    @contextlib.contextmanager
    def link(self, milliseconds):
        """For the scope: what makes the URL of a database that is a round trip of so many milliseconds away."""
        socket = self.server.folder / f".s.PGSQL.{self.server.port}"
        command = [sys.executable, str(Path(__file__).with_name("delay_proxy.py")), str(socket), str(milliseconds / 2)]
        proxy = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            port = int(proxy.stdout.readline())
            yield lambda database: f"postgresql://postgres@127.0.0.1:{port}/{database}?sslmode=disable"
        finally:
            proxy.stdin.close()
            proxy.wait()

    def by_latency(self):
        """How the cost grows with the way to the server; the slowest tools are left out, at 50 ms they take minutes."""
        projects = Projects(self.folder / "latency", tables(100))
        rivals = [rival for rival in self.rivals(projects, ["-1", "-v", "ON_ERROR_STOP=1", "-f", projects.folder / "all.sql"])
                  if rival.name in ("psql", "pgmend", "Alembic", "dbmate")]
        points = {}
        for milliseconds in (1, 5, 20, 50):
            with self.link(milliseconds) as url_of:
                self.rounds(rivals, self.fresh, url_of, rounds=1)
            for rival in rivals:
                points.setdefault(rival.name, []).append([milliseconds, rival.median * 1000])
                rival.times.clear()
        self.results.curve("100 revisions, by round trip to the server", "ms of a round trip", "ms", points)
        self.show("100 revisions by ms of a round trip", points)

    @staticmethod
    def show(title, curve):
        print(f"\n{title}, ms")
        for name, points in curve.items():
            print(f"  {name:15} " + "  ".join(f"{x}: {y:,.1f}" for x, y in points), flush=True)

    def by_revisions(self):
        """How the cost grows with the number of revisions: applying them, and nothing to do when they are applied."""
        applying, nothing = {}, {}
        for count in (10, 100, 1000, 5000):
            projects = Projects(self.folder / f"curve{count}", tables(count))
            rivals = self.rivals(projects, ["-1", "-v", "ON_ERROR_STOP=1", "-f", projects.folder / "all.sql"])
            rivals = [rival for rival in rivals if rival.name != "sqitch" or count <= 100]
            self.rounds(rivals, self.fresh, rounds=1 if count > 1000 else 3)
            for rival in rivals:
                applying.setdefault(rival.name, []).append([count, rival.median * 1000])
                rival.times.clear()
            ready = self.applied(rivals)
            self.rounds(rivals[1:], ready, rounds=3)
            for rival in rivals[1:]:
                nothing.setdefault(rival.name, []).append([count, rival.median * 1000])
        self.results.curve("applying revisions, by their number", "revisions", "ms", applying)
        self.results.curve("nothing to do, by number of applied revisions", "revisions", "ms", nothing)
        self.show("applying by number of revisions", applying)
        self.show("nothing to do by number of revisions", nothing)


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


PARTS = {
    "program": Bench.program,
    "nothing": Bench.nothing_to_do,
    "tables": lambda bench: bench.many("a CREATE TABLE each", tables(1000), 1.25),
    "mixed": lambda bench: bench.many("table, column, index, row mixed", mixed(1000), None),
    "far": Bench.far_away,
    "latency": Bench.by_latency,
    "curve": Bench.by_revisions,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", type=Path,
                        default=os.environ.get("PGMEND_BINARY", ROOT / "build/release/tool/pgmend"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="TOOL,…",
                        help="these rivals only, besides psql and pgmend; none: no others")
    add_option(parser)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    options.pgmend = Path(options.pgmend).resolve()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)} (there are {', '.join(PARTS)})")
    # psql holds the locks of all revisions at once.
    with PrivateServer(settings=["max_locks_per_transaction=1000"]) as server, tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, server, folder)
        print("\n".join(bench.results.section["versions"]))
        for part in options.parts or PARTS:
            PARTS[part](bench)
        bench.results.write(options.json)


if __name__ == "__main__":
    main()
