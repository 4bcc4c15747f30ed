"""Many processes of both tools start at once on one database: every revision runs once, and no pgmend fails."""
import subprocess
import unittest

from support import EMPTY, AlembicProject, Database, pgmend, pgmend_command, scratch_folder, wait_for_all

REVISIONS = 12


def logging_project(per_migration):
    """Each revision writes its name into a table that counts how often it ran; two branches and a merge."""
    project = AlembicProject(per_migration=per_migration)
    for number in range(REVISIONS):
        name = f"rev{number:02}"
        down = f"rev{number - 1:02}" if number else None
        if number in (5, 6):
            down = "rev04"
        elif number == 7:
            down = ("rev05", "rev06")
        log = f"op.execute(\"INSERT INTO log (revision) VALUES ('{name}')\")"
        create = "op.execute('CREATE TABLE log (id serial, revision text)')\n" if number == 0 else ""
        project.add(name, down, upgrade=f"{create}op.create_table('t{number}', sa.Column('id', sa.Integer))\n{log}",
                    downgrade=f"op.drop_table('t{number}')" + ("\nop.drop_table('log')" if number == 0 else ""))
    return project


def start(command, folder=EMPTY):
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


class Together(unittest.TestCase):
    def setUp(self):
        self.migrations = {}

    def project(self, per_migration):
        project, migrations = logging_project(per_migration), scratch_folder() / "migrations"
        pgmend("import", "alembic", project.folder, migrations=migrations)
        return project, migrations

    def crowd(self, database, project, migrations, pgmends, alembics):
        project.write_ini(database.url)
        alembic = ["/usr/bin/python3", "-m", "alembic", "-c", str(project.ini), "upgrade", "head"]
        ours = pgmend_command("upgrade", "head", url=database.url, migrations=migrations)
        # Alembic takes longer to get going, so it starts first.
        others = [start(alembic, project.folder) for _ in range(alembics)]
        crowd = [start(ours) for _ in range(pgmends)]
        results = wait_for_all(crowd)
        wait_for_all(others)  # Alembic has no lock, so one of two may well fail
        for code, output in results:
            self.assertEqual(code, 0, output)

    def check_all_ran_once(self, database, first=0):
        ran = sorted(row[0] for row in database.query("SELECT revision FROM log"))
        self.assertEqual(ran, [f"rev{number:02}" for number in range(REVISIONS)])
        self.assertEqual(database.rows(), [f"rev{REVISIONS - 1:02}"])
        tables = database.query("SELECT count(*) FROM pg_tables WHERE tablename ~ '^t[0-9]+$'")
        self.assertEqual(tables, [(REVISIONS,)])

    def check_crowd(self, per_migration, start_at=None, pgmends=16, alembics=2, rounds=2):
        project, migrations = self.project(per_migration)
        for _ in range(rounds):
            with Database() as database:
                if start_at:
                    project.run("upgrade", database.url, start_at)
                self.crowd(database, project, migrations, pgmends, alembics)
                self.check_all_ran_once(database)

    def test_crowd_on_an_empty_database(self):
        self.check_crowd(per_migration=False)

    def test_crowd_on_an_empty_database_with_a_transaction_per_migration(self):
        self.check_crowd(per_migration=True)

    def test_crowd_on_a_database_in_the_middle(self):
        self.check_crowd(per_migration=False, start_at="rev03", rounds=1)

    def test_crowd_on_a_database_in_the_middle_with_a_transaction_per_migration(self):
        self.check_crowd(per_migration=True, start_at="rev05", rounds=1)

    def test_one_of_each_at_once(self):
        self.check_crowd(per_migration=False, pgmends=1, alembics=1, rounds=3)
        self.check_crowd(per_migration=True, pgmends=1, alembics=1, rounds=3)


if __name__ == "__main__":
    unittest.main()
