#!/usr/bin/python3
"""Measures index builds: `pgmend index create` against the same CREATE INDEX CONCURRENTLY in psql, and what
maintenance_work_mem does to the time of a GIN build; all in one run on one private server.

usage: index_bench.py [--pgmend PATH] [--rows 150000] [--keys 2000000] [--rounds 11] [--json FILE]
Figures are medians of the rounds. In each round the rivals build the same index one after the other, and change places in
the next one; a round before the first is thrown away. The ratio is the median of the rounds' ratios, so that a moment in
which the machine was busy spoils one round and not the figure; its quartiles tell how much to believe."""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.results import Results, add_option, first_line  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
# Issues as a tracker gives them: a few nested objects, texts of their own, and values that come again and again.
FILL = """CREATE TABLE tasks (id integer PRIMARY KEY, key varchar(255), full_data jsonb);
INSERT INTO tasks SELECT g, 'KEY-' || g, jsonb_build_object('id', md5(g::text), 'key', 'KEY-' || g, 'summary', md5(g::text || 's'),
    'status', jsonb_build_object('key', 's' || g % 7, 'display', 'Status ' || g % 7),
    'assignee', jsonb_build_object('id', g % 300, 'display', 'Person ' || g % 300),
    'tags', jsonb_build_array('t' || g % 50, 't' || g % 77), 'updatedAt', timestamp '2024-01-01' + g * interval '1 min',
    'links', jsonb_build_array(jsonb_build_object('to', 'KEY-' || (g * 7) % 100000, 'kind', 'relates')))
FROM generate_series(1, {rows}) g;
CREATE TABLE keys (id integer, key varchar(255));
INSERT INTO keys SELECT g, 'KEY-' || g FROM generate_series(1, {keys}) g;"""
# By method: the table, and what is indexed of it. A build takes a second or two, so that what a command costs besides is
# seen for what it is.
INDEXES = {"gin": ("tasks", "full_data jsonb_path_ops"), "btree": ("keys", "key")}
TARGET = 1.03
MEMORY = ["16MB", "64MB", "256MB", "1GB"]


class Bench:
    def __init__(self, options, server):
        self.options, self.server = options, server
        self.results = Results("index", "Building indexes online", "`pgmend index create` is compared with the same `CREATE INDEX "
                               "CONCURRENTLY` in psql. The ratio in the target is the median of the rounds' ratios. The second "
                               "table shows how `maintenance_work_mem` affects a GIN build in psql.")
        self.results.version(first_line(server.bindir / "psql", "--version"))
        self.results.table("", "s", ["psql", "pgmend"])

    def drop(self):
        self.server.psql("bench", "DROP INDEX IF EXISTS built")
        self.server.psql("bench", "CHECKPOINT")

    def timed(self, command):
        self.drop()
        began = time.perf_counter()
        subprocess.run(list(map(str, command)), cwd="/", check=True, stdin=subprocess.DEVNULL, capture_output=True)
        return time.perf_counter() - began

    def psql(self, method, memory):
        table, columns = INDEXES[method]
        return self.timed([self.server.bindir / "psql", "-X", "-q", "-d", self.server.url("bench"), "-c",
                           f"SET maintenance_work_mem = '{memory}'", "-c",
                           f"CREATE INDEX CONCURRENTLY built ON {table} USING {method} ({columns})"])

    def pgmend(self, method, memory):
        table, columns = INDEXES[method]
        return self.timed([self.options.pgmend, "-d", self.server.url("bench"), "index", "create", table, "--name", "built",
                           "--using", method, "--columns", columns, "--memory", memory])

    def rivals(self, method):
        times = {"psql": [], "pgmend": []}
        for number in range(self.options.rounds + 1):
            order = [("psql", self.psql), ("pgmend", self.pgmend)]
            for name, run in order if number % 2 == 0 else reversed(order):
                times[name].append(run(method, "64MB"))
        psql, own = (times[name][1:] for name in ("psql", "pgmend"))
        ratios = [mine / theirs for mine, theirs in zip(own, psql)]
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(f"{method}: psql {statistics.median(psql):.3f} s, pgmend {statistics.median(own):.3f} s, {middle:.3f} x "
              f"(quartiles {low:.3f} and {high:.3f}; {len(ratios)} rounds)", flush=True)
        table, columns = INDEXES[method]
        title = f"{method} on {table} ({columns}), {getattr(self.options, 'rows' if method == 'gin' else 'keys'):,} rows"
        self.results.row(title, {"psql": statistics.median(psql), "pgmend": statistics.median(own)})
        self.results.bound(f"{method}: pgmend ÷ psql", middle, TARGET)

    def memory(self):
        times, sizes = {memory: [] for memory in MEMORY}, {}
        for _ in range(min(self.options.rounds, 3)):
            for memory in MEMORY:
                times[memory].append(self.psql("gin", memory))
                sizes[memory] = self.server.psql("bench", "SELECT pg_relation_size('built') / 1024")
        for memory in MEMORY:
            print(f"gin with maintenance_work_mem = {memory}: {statistics.median(times[memory]):.3f} s, {sizes[memory]} kB",
                  flush=True)
        self.results.figures("GIN build with maintenance_work_mem of", "s",
                             {memory: statistics.median(taken) for memory, taken in times.items()})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", type=Path, default=os.environ.get("PGMEND_BINARY", ROOT / "build/release/tool/pgmend"))
    parser.add_argument("--rows", type=int, default=150_000)
    parser.add_argument("--keys", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=11)
    add_option(parser)
    options = parser.parse_args()
    options.pgmend = Path(options.pgmend).resolve()
    with PrivateServer() as server:
        bench = Bench(options, server)
        server.create("bench")
        server.psql("bench", FILL.format(rows=options.rows, keys=options.keys))
        server.psql("bench", "VACUUM (ANALYZE)")
        for method in INDEXES:
            bench.rivals(method)
        bench.memory()
        bench.results.write(options.json)


if __name__ == "__main__":
    main()
