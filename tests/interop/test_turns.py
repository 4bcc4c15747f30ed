"""pgmend and Alembic work on one database in turn: what either has applied the other takes back."""
import unittest

import projects
from support import ROOT, Database, pgmend, scratch_folder


def one_step_down(script, revision, rows):
    """A target whose downgrade takes back this revision alone, by Alembic's own plan."""
    downs = script.get_revision(revision)._versioned_down_revisions or ("base",)
    for target in [f"{revision}@{down}" for down in downs] + list(downs):
        if [step.revision.revision for step in script._downgrade_revs(target, rows)] == [revision]:
            return target
    raise AssertionError(f"no target takes back {revision} alone from {rows}")


class Turns(unittest.TestCase):
    def take_turns(self, project, migrations, pgmend_begins):
        tools = {True: lambda command, url, target: pgmend(command, target, url=url, migrations=migrations),
                 False: project.run}
        script, order = project.script(), project.order()
        with Database() as database:
            states = []
            for number, revision in enumerate(order):
                tools[(number % 2 == 0) == pgmend_begins]("upgrade", database.url, revision)
                states.append((database.rows(), database.catalog()))
            for number in reversed(range(len(order))):
                rows = database.rows()
                self.assertEqual((rows, database.catalog()), states[number], f"at {order[number]}")
                target = one_step_down(script, order[number], rows)
                tools[(number % 2 == 0) != pgmend_begins]("downgrade", database.url, target)
            self.assertEqual(database.rows(), [])
            return states

    def compare(self, project, migrations):
        """Both ways of taking turns go through the same states."""
        self.assertEqual(self.take_turns(project, migrations, True), self.take_turns(project, migrations, False))

    def test_tracker_revisions_go_up_and_down_in_turn(self):
        self.compare(projects.tracker(), ROOT / "migrations")

    def test_imported_operations_go_up_and_down_in_turn(self):
        project, migrations = projects.shop(), scratch_folder() / "migrations"
        pgmend("import", "alembic", project.folder, migrations=migrations)
        self.compare(project, migrations)

    def test_each_tool_undoes_all_that_the_other_did(self):
        project, migrations = projects.tracker(), ROOT / "migrations"
        with Database() as database:
            pgmend("upgrade", "head", url=database.url, migrations=migrations)
            full = database.rows(), database.catalog()
            project.run("downgrade", database.url, "base")
            bare = database.rows(), database.catalog()
            project.run("upgrade", database.url, "head")
            self.assertEqual((database.rows(), database.catalog()), full)
            pgmend("downgrade", "base", url=database.url, migrations=migrations)
            self.assertEqual((database.rows(), database.catalog()), bare)

    def test_version_table_is_made_alike(self):
        project, migrations = projects.tracker(), ROOT / "migrations"
        with Database() as ours, Database() as theirs:
            pgmend("ensure_version", url=ours.url, migrations=migrations)
            project.run("ensure_version", theirs.url)
            self.assertEqual(ours.catalog(), theirs.catalog())


if __name__ == "__main__":
    unittest.main()
