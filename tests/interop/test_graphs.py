"""Random graphs: the real Alembic says what each command does, and pgmend must do the same on a database.

The seed is fixed; INTEROP_SEED and INTEROP_GRAPHS try others. Alembic here is Debian's 1.8.1. Where it and 1.19.1, whose
recorded answers rule, are known to differ, known_difference() says so.
"""
import concurrent.futures
import io
import os
import random
import types
import unittest

import psycopg2
from alembic.migration import MigrationContext
from alembic.runtime.migration import HeadMaintainer
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import RevisionMap
from alembic.util import CommandError

from support import Database, pgmend, pgmend_json, scratch_folder

SEED = int(os.environ.get("INTEROP_SEED", "20251101"))
GRAPHS = int(os.environ.get("INTEROP_GRAPHS", "24"))
CASES = 9
WORKERS = 3


class Graph:
    """A few revisions with branches, merges, dependencies and labels, known to Alembic and written as our files.

    Alembic gets them in the order of their ids, as pgmend loads the files; 1.8.1 itself takes whatever order the folder
    has on disk.
    """

    def __init__(self, dice):
        self.dice = dice
        self.revisions = {}
        for number in range(dice.randint(3, 10)):
            self.add(dice.choice("abcdefgh") + f"{dice.getrandbits(28):07x}", number)
        self.migrations = scratch_folder()
        for revision in self.revisions.values():
            self.write(revision)
        self.load()

    def ancestors(self, revision):
        found = {revision}
        for parent in self.revisions[revision]["down"] + self.revisions[revision]["depends_on"]:
            found |= self.ancestors(parent)
        return found

    def antichain(self, revisions):
        below = [self.ancestors(revision) - {revision} for revision in revisions]
        return sorted(revision for revision in set(revisions) if not any(revision in others for others in below))

    def add(self, name, number):
        earlier = sorted(self.revisions)
        count = min(len(earlier), self.dice.choices([0, 1, 2, 3], [1, 8, 3, 1])[0])
        down = self.antichain(self.dice.sample(earlier, count))
        known = set().union(*(self.ancestors(one) for one in down)) if down else set()
        others = [one for one in earlier if one not in known]
        depends_on = [self.dice.choice(others)] if others and self.dice.random() < 0.25 else []
        label = [f"label{number}"] if self.dice.random() < 0.2 else []
        self.revisions[name] = {"id": name, "down": down, "depends_on": depends_on, "labels": label}

    def write(self, revision):
        (self.migrations / f"{revision['id']}.sql").write_text(
            f"-- random\n--\n-- revision: {revision['id']}\n-- down_revision: {', '.join(revision['down'])}\n"
            f"-- branch_labels: {', '.join(revision['labels'])}\n-- depends_on: {', '.join(revision['depends_on'])}\n\n"
            f"-- migrate:up\n\n-- migrate:down\n")

    def load(self):
        self.script = ScriptDirectory(str(self.migrations))
        self.script.revision_map = RevisionMap(lambda: [self.alembic_script(self.revisions[name])
                                                        for name in sorted(self.revisions)])

    def alembic_script(self, revision):
        module = types.ModuleType(revision["id"])
        module.revision, module.down_revision = revision["id"], tuple(revision["down"]) or None
        module.branch_labels, module.depends_on = tuple(revision["labels"]), tuple(revision["depends_on"]) or None
        module.upgrade = module.downgrade = lambda: None
        return Script(module, revision["id"], f"{revision['id']}.py")

    def some_rows(self):
        names = sorted(self.revisions)
        return self.antichain(self.dice.sample(names, self.dice.randint(0, min(3, len(names)))))

    def some_target(self, command):
        one, other = (self.dice.choice(sorted(self.revisions)) for _ in range(2))
        labels = [label for revision in self.revisions.values() for label in revision["labels"]]
        branch = self.dice.choice(labels + [one])
        forms = {"upgrade": ["head", "heads", one, one[:5], "+1", "+2", f"{one}+1", f"{one}-1", f"{branch}@head",
                             f"{branch}@heads", f"{branch}@+1", f"{branch}@{other}", branch],
                 "downgrade": ["base", "-1", "-2", one, one[:5], f"{branch}@base", f"{branch}@-1", f"{branch}@{other}",
                               f"{one}-1", f"{one}+1", branch],
                 "stamp": ["head", "heads", "base", one, f"{branch}@head", f"{branch}@base", branch]}
        return self.dice.choice(forms[command])


class Answer:
    """What a command did: the order of its steps and the rows after it, or that it was refused."""

    def __init__(self, order=None, rows=None, refused=False, error=""):
        self.order, self.rows, self.refused, self.error = order, rows, refused, error

    def __eq__(self, other):
        return (self.order, self.rows, self.refused) == (other.order, other.rows, other.refused)

    def __repr__(self):
        return f"refused ({self.error})" if self.refused else f"steps {self.order}, rows {self.rows}"


def alembic_answer(graph, command, rows, target):
    """None where Alembic crashes, by an exception that is not meant for its users."""
    try:
        if command == "upgrade":
            steps = graph.script._upgrade_revs(target, tuple(rows))
        elif command == "downgrade":
            steps = graph.script._downgrade_revs(target, tuple(rows))
        else:
            steps = graph.script._stamp_revs(target, tuple(rows))
        context = MigrationContext.configure(dialect_name="postgresql",
                                             opts={"as_sql": True, "output_buffer": io.StringIO()})
        maintainer = HeadMaintainer(context, rows)
        order = []
        for step in steps:
            if command != "stamp":
                order.append(step.revision.revision)
            maintainer.update_to_step(step)
        return Answer(order, sorted(maintainer.heads))
    except CommandError as error:
        return Answer(refused=True, error=str(error))
    except Exception:
        return None


def pgmend_answer(graph, database, command, rows, target):
    connection = psycopg2.connect(database.url)
    with connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM alembic_version; DROP SCHEMA IF EXISTS pgmend CASCADE")  # rows are set, not reached
        for row in rows:
            cursor.execute("INSERT INTO alembic_version VALUES (%s)", (row,))
    connection.close()
    code, said = pgmend_json("--quiet", command, target, url=database.url, migrations=graph.migrations, code=None)
    if code != 0:
        return Answer(refused=True, error=said["error"]["message"])
    return Answer([] if command == "stamp" else [step["revision"] for step in said["applied"]], database.rows())


def known_difference(graph, command, theirs, ours):
    """Why an answer may differ from 1.8.1's, or None."""
    if theirs.refused or ours.refused or theirs.order != ours.order:
        return None
    if command == "downgrade" and graph.antichain(theirs.rows) == ours.rows:
        # Taking back a revision brings its parents back as rows. 1.8.1 also writes a parent that is below another
        # one, and its next upgrade then stops with "overlaps with other requested revisions". 1.19.1 leaves it out.
        return "rows that other rows imply"
    return None


class RandomGraphs(unittest.TestCase):
    def check_graph(self, seed, database):
        dice = random.Random(seed)
        graph = Graph(dice)
        counts = {"same": 0, "refused": 0, "known": 0, "crash": 0}
        faults = []
        for _ in range(CASES):
            command = dice.choice(["upgrade", "upgrade", "downgrade", "downgrade", "stamp"])
            rows, target = graph.some_rows(), graph.some_target(command)
            theirs = alembic_answer(graph, command, rows, target)
            ours = pgmend_answer(graph, database, command, rows, target)
            if theirs is None:
                counts["crash"] += 1
            elif theirs == ours:
                counts["refused" if ours.refused else "same"] += 1
            elif known_difference(graph, command, theirs, ours):
                counts["known"] += 1
            else:
                faults.append(f"graph {seed} {list(graph.revisions.values())}\n  rows {rows}: {command} {target}\n"
                              f"  Alembic: {theirs}\n  pgmend:  {ours}")
        return counts, faults

    def check_share(self, seeds):
        with Database() as database:
            pgmend("ensure_version", url=database.url)
            return [self.check_graph(seed, database) for seed in seeds]

    def test_pgmend_does_what_alembic_does(self):
        seeds = [SEED + number for number in range(GRAPHS)]
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            shares = pool.map(self.check_share, [seeds[number::WORKERS] for number in range(WORKERS)])
        results = [result for share in shares for result in share]
        totals = {key: sum(counts[key] for counts, _ in results) for key in results[0][0]}
        print("random graphs:", totals)
        faults = [fault for _, faults in results for fault in faults]
        self.assertFalse(faults, "\n".join(faults[:5]) + f"\n{len(faults)} answers differ")
        # Answers that are all alike would prove nothing.
        self.assertGreater(totals["same"], GRAPHS * CASES // 3)
        self.assertGreater(totals["refused"], GRAPHS)


if __name__ == "__main__":
    unittest.main()
