"""Makes random histories. Each statement is tried on a scratch database, in a transaction that is rolled back at the end,
and what the catalog then holds is what the next one is chosen from: so most statements fit, however odd the state is."""

import random
import re

import psycopg2

from oracle import again_statements, object_statements, row_statements, table_statements
from oracle.catalog import Catalog
from oracle.downs import down_section, reverse
from oracle.history import Revision

FAMILIES = [(table_statements.STATEMENTS, 38), (object_statements.STATEMENTS, 26), (row_statements.STATEMENTS, 24),
            (again_statements.STATEMENTS, 22)]
MADE = re.compile(r"CREATE (?:OR REPLACE )?(?:UNIQUE )?(MATERIALIZED VIEW|\w+) (?:IF NOT EXISTS )?([\w.]+)")
FIRST = ["CREATE TABLE log (msg text)",
         "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
         "$$ BEGIN INSERT INTO log VALUES (TG_NAME || ' ' || TG_OP); RETURN coalesce(NEW, OLD); END $$"]


class Generator:
    def __init__(self, url, seed):
        self.rng = random.Random(seed)
        self.connection = psycopg2.connect(url)
        self.cursor = self.connection.cursor()
        self.made = {}
        self.outside = False

    # What the makers of statements use.
    def chance(self, odds):
        return self.rng.random() < odds

    def pick(self, things):
        return self.rng.choice(things)

    def weighted(self, pairs):
        return self.rng.choices([one for one, _ in pairs], [weight for _, weight in pairs])[0]

    def new_name(self, names):
        """A name of the few; sometimes in a schema of the history's own."""
        name = self.rng.choice(list(names))
        if self.catalog.schemas and self.chance(0.12):
            return f"{self.rng.choice(self.catalog.schemas)}.{name}"
        return name

    def attempt(self, maker):
        """What a maker makes of what is there; None when there is nothing that it could be about."""
        try:
            return maker(self)
        except (IndexError, ValueError):
            return None

    def statement(self, inside=False):
        family = self.weighted(FAMILIES[:3] if inside else FAMILIES)
        return self.attempt(self.weighted(family))

    def history(self, with_downs=False):
        revisions = []
        count = self.rng.randint(3, 10)
        self.guards = self.chance(0.4)
        fails_at = self.rng.randrange(count) if self.chance(0.25) else None
        try:
            for index in range(count):
                revisions.append(self._revision(index == 0, index == fails_at, with_downs))
        finally:
            self.connection.rollback()
            self.connection.close()
        return revisions

    def _revision(self, first, fails, with_downs):
        self.downs_wanted = with_downs
        self.transaction = with_downs or not self.chance(0.12)
        self.outside = not self.transaction or not with_downs and self.chance(0.05)
        self.catalog = Catalog(self.cursor)
        before, self.ups, waiting = self.catalog, [], list(FIRST) if first else []
        size = self.rng.randint(1, 7) + len(waiting)
        for _ in range(60):
            if len(self.ups) >= size and not waiting:
                break
            self._step(waiting, size)
        if fails:
            self._add_failing()
        self.cursor.execute("RESET ALL")
        downs, exact = down_section(self, before, self.ups) if with_downs else ([], False)
        return Revision(self.ups or ["SELECT 1"], downs, self.transaction, exact)

    def _step(self, waiting, size):
        if waiting and (len(self.ups) + len(waiting) >= size or self.chance(0.55)):
            self._add(waiting.pop(0))
            return
        guarded = self.guards and self.chance(0.25)
        found = self.attempt(again_statements.guarded) if guarded else self.statement()
        if isinstance(found, str):
            self._add(found)
        elif found and all(found) and not waiting and self._add(found[0]):
            waiting.extend(found[1:])

    def _add(self, sql):
        if not self.outside and "CONCURRENTLY" in sql or self.downs_wanted and not self._can_be_reversed(sql):
            return False
        if not self.run(sql):
            return False
        self.ups.append(sql)
        match = MADE.match(sql)
        if match:
            self.made[match.group(1), match.group(2)] = sql
        self.catalog = Catalog(self.cursor)
        return True

    def _can_be_reversed(self, sql):
        return re.match("INSERT|UPDATE|DELETE|WITH|SELECT nextval|TRUNCATE|REFRESH", sql) or reverse(sql, self.made)

    def _add_failing(self):
        """A statement that fails where it stands; the generator's own database goes on without the revision's end."""
        for _ in range(40):
            found = self.statement()
            if isinstance(found, str) and "CONCURRENTLY" not in found and not self.run(found, keep=False):
                self.ups.insert(self.rng.randint(max(0, len(self.ups) - 1), len(self.ups)), found)
                return

    def run(self, sql, keep=True):
        self.cursor.execute("SAVEPOINT one")
        try:
            self.cursor.execute(sql.replace("CONCURRENTLY ", "") if "REFRESH" not in sql else sql)
            self.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; SELECT 1")
        except psycopg2.Error:
            self.cursor.execute("ROLLBACK TO one; RELEASE one")
            return False
        self.cursor.execute("RELEASE one" if keep else "ROLLBACK TO one; RELEASE one")
        return True
