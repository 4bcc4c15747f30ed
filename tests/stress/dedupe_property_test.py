#!/usr/bin/python3
"""Random tables, deduplicated with random options, against the rows that a window function picks; with an archive also
put back and compared with the rows before.

usage: dedupe_property_test.py --pgmend PATH [--cases 40] [--seed N]"""

import argparse
import collections
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.private_server import PrivateServer  # noqa: E402
from stress.dedupe_support import Dedupe, expect, one, rows  # noqa: E402

# How a key value is made from a number, by type.
TYPES = {
    "integer": "{}", "bigint": "{} * 10000000000", "text": "'k' || {}", "varchar(40)": "md5(({})::text)",
    "uuid": "md5(({})::text)::uuid", "numeric": "({})::numeric / 7", "timestamp": "timestamp '2020-01-01' + ({}) * interval '1 h'",
    "date": "date '2020-01-01' + ({})::int", "boolean": "({}) % 2 = 0", "double precision": "({}) * 0.1",
    "bytea": "convert_to('b' || ({}), 'UTF8')", "inet": "inet '10.0.0.0' + ({})", "integer[]": "ARRAY[{0}, {0} % 3]",
    "jsonb": "jsonb_build_object('k', {})",
}
KEYS = {"none": "", "integer": "id", "uuid": "uid", "composite": "\"Part\", id"}


class Case:
    def __init__(self, rng, number):
        self.rng, self.number = rng, number
        self.schema = rng.choice(["public", "Other Schema"])
        self.name = rng.choice(["plain", "MixedCase", "with space", "select"]) + str(number)
        self.table = f'"{self.schema}"."{self.name}"'
        self.width = rng.randint(1, 3)
        self.types = [rng.choice(list(TYPES)) for _ in range(self.width)]
        self.names = [rng.choice(["k", "Key", "a b"]) + str(i) for i in range(self.width)]
        self.nullable = [rng.random() < 0.4 for _ in range(self.width)]
        self.primary = rng.choice(list(KEYS))
        self.partitioned = rng.random() < 0.25
        if self.partitioned and self.primary != "none":
            self.primary = "composite"
        self.count = rng.choice([0, 1, 50, 2000, 2000, 20000])
        self.copies = rng.choice([1, 2, 5, 50])
        self.skew = rng.choice([0, 0, 0, 3000]) if rng.random() < 0.97 else 100_000
        self.keep = rng.choice([None, "oldest:made", "newest:made", "min:rank", "max:rank"])
        self.nulls = rng.choice(["same", "distinct"])
        self.archive = rng.random() < 0.5
        self.index = rng.random() < 0.5
        self.unique = rng.random() < 0.3 and not self.partitioned

    def quoted(self, prefix=""):
        return ", ".join(f'{prefix}"{name}"' for name in self.names)

    def create(self, connection):
        columns = ['id integer NOT NULL', 'uid uuid NOT NULL', '"Part" integer NOT NULL',
                   'made timestamptz', 'rank integer', 'doubled integer GENERATED ALWAYS AS (id * 2) STORED',
                   'note text DEFAULT repeat(\'x\', 20)']
        columns += [f'"{name}" {kind}{"" if null else " NOT NULL"}'
                    for name, kind, null in zip(self.names, self.types, self.nullable)]
        if not self.partitioned:
            columns.append("auto bigint GENERATED ALWAYS AS IDENTITY")
        if self.primary != "none":
            columns.append(f"PRIMARY KEY ({KEYS[self.primary]})")
        rows(connection, f'CREATE SCHEMA IF NOT EXISTS "{self.schema}"')
        rows(connection, f"CREATE TABLE {self.table} ({', '.join(columns)})" +
             (' PARTITION BY LIST ("Part")' if self.partitioned else ""))
        if self.partitioned:
            for part in range(3):
                rows(connection, f'CREATE TABLE "{self.schema}"."{self.name}_{part}" PARTITION OF {self.table} '
                                 f"FOR VALUES IN ({part})")
        self.fill(connection)
        if self.index:
            rows(connection, f"CREATE INDEX ON {self.table} ({self.quoted()})")
        if self.rng.random() < 0.5:
            rows(connection, f"ANALYZE {self.table}")

    def fill(self, connection):
        values = [TYPES[kind].format(f"((g / {self.copies}) % {self.rng.choice([7, 100000])})") for kind in self.types]
        values = [f"CASE WHEN random() < 0.2 THEN NULL ELSE {value} END" if null else value
                  for value, null in zip(values, self.nullable)]
        insert = f'INSERT INTO {self.table} (id, uid, "Part", made, rank, {self.quoted()}) '
        made = "CASE WHEN random() < 0.1 THEN NULL ELSE timestamptz '2024-01-01' + (random() * 20)::int * interval '1 day' END"
        rows(connection, f"SELECT setseed({self.rng.random()})")
        rows(connection, insert + f"SELECT g, md5(g::text)::uuid, g % 3, {made}, (random() * 5)::int, {', '.join(values)} "
                                  f"FROM generate_series(1, {self.count}) g ORDER BY random()")
        skewed = [TYPES[kind].format("(g * 0 + 5)") for kind in self.types]
        rows(connection, insert + f"SELECT g, md5(g::text)::uuid, g % 3, {made}, (random() * 5)::int, {', '.join(skewed)} "
                                  f"FROM generate_series({self.count + 1}, {self.count + self.skew}) g")
        rows(connection, f"DELETE FROM {self.table} WHERE random() < 0.05") # holes in the pages
        rows(connection, f"UPDATE {self.table} SET note = 'updated' WHERE random() < 0.05")

    def expected(self, connection):
        """The rows that stay, by a plain window function; whole, as text."""
        order = []
        if self.keep:
            word, column = self.keep.split(":")
            order.append(f"{column} {'DESC' if word in ('newest', 'max') else 'ASC'} NULLS LAST")
        if KEYS[self.primary]:
            order.append(KEYS[self.primary])
        order += ["tableoid", "ctid"]
        with_null = " OR ".join(f'"{name}" IS NULL' for name in self.names) if self.nulls == "distinct" else "false"
        return self.counted(connection, f"SELECT whole FROM (SELECT t::text AS whole, ({with_null}) AS left_alone, "
                                        f"row_number() OVER (PARTITION BY {self.quoted()} ORDER BY {', '.join(order)}) "
                                        f"AS place FROM {self.table} t) ranked WHERE left_alone OR place = 1")

    def all_rows(self, connection):
        return self.counted(connection, f"SELECT t::text FROM {self.table} t")

    @staticmethod
    def counted(connection, query):
        return collections.Counter(row[0] for row in rows(connection, query))

    def words(self):
        words = ["dedupe", f'"{self.schema}"."{self.name}"', "--key", ",".join(self.names), "--chunk-time",
                 self.rng.choice(["5ms", "50ms", "200ms"])]
        words += ["--keep", self.keep] if self.keep else []
        words += ["--nulls", self.nulls]
        words += ["--archive"] if self.archive else []
        words += ["--then-unique", f"unique {self.number}"] if self.unique else []
        return words

    def __str__(self):
        return f"case {self.number}: {self.types} nullable {self.nullable} primary key {self.primary} " \
               f"{'partitioned ' if self.partitioned else ''}{' '.join(self.words())}"


def check(case, dedupe, connection):
    case.create(connection)
    before, expected = case.all_rows(connection), case.expected(connection)
    result = dedupe.run("property", *case.words())
    after = case.all_rows(connection)
    expect(after == expected, f"{sum((after - expected).values())} rows too many, {sum((expected - after).values())} missing")
    gone = sum(before.values()) - sum(expected.values())
    expect(result["deleted"] == gone, f"says {result['deleted']} deleted instead of {gone}")
    expect(result["left"] == 0, f"left {result['left']} rows")
    if case.unique and case.nulls == "distinct":
        expect(one(connection, "SELECT count(*) FROM pg_index WHERE indrelid = %s::regclass AND indisunique AND indisvalid "
                               "AND NOT indisprimary", case.table) == 1, "no unique index")
    if not case.archive:
        return gone
    expect(result["archived"] == gone, f"says {result['archived']} archived")
    if case.unique:
        rows(connection, f'DROP INDEX "{case.schema}"."unique {case.number}"')
    restored = dedupe.run("property", "dedupe", "restore", result["job"])
    expect(restored["restored"] == gone and restored["conflicts"] == 0, f"restored {restored}")
    expect(case.all_rows(connection) == before, "put back, the rows are not those before")
    return gone


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with PrivateServer(durable=False) as server:
        server.create("property")
        dedupe = Dedupe(server, options.pgmend.resolve())
        connection = dedupe.connect("property")
        total = 0
        for number in range(options.cases):
            case = Case(random.Random(options.seed * 1000 + number), number)
            try:
                total += check(case, dedupe, connection)
            except (AssertionError, KeyError) as failure:
                print(f"FAILED {case}\n{failure!r}")
                return 1
            rows(connection, f"DROP TABLE {case.table}")
    print(f"{options.cases} tables, {total} duplicates deleted as the reference would")
    return 0


if __name__ == "__main__":
    sys.exit(main())
