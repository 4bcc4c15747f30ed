"""`pgmend import alembic`: the files do what the Alembic revisions do, and what cannot be had is named."""
import unittest

import projects
from support import AlembicProject, Database, pgmend, pgmend_json, scratch_folder


def project_of(upgrade, downgrade="pass"):
    """A sound revision, and one with the given bodies on top."""
    project = AlembicProject()
    project.add("first", upgrade="op.execute('CREATE TABLE t (id int)')", downgrade="op.execute('DROP TABLE t')")
    project.add("second", "first", upgrade=upgrade, downgrade=downgrade)
    return project


def imported(project, *options, code=0):
    """The folder that was imported into, and the answer."""
    folder = scratch_folder() / "migrations"
    _, answer = pgmend_json("import", "alembic", project.folder, *options, migrations=folder, code=code)
    return folder, answer


def text_of(folder, revision):
    return next(folder.glob(f"{revision}*.sql")).read_text()


class Import(unittest.TestCase):
    def test_files_do_what_the_revisions_do(self):
        project = projects.shop()
        folder, _ = imported(project)
        data = "SELECT c::text FROM customers c UNION ALL SELECT o.customer_id::text || o.total FROM orders o ORDER BY 1"
        with Database() as ours, Database() as theirs:
            pgmend("upgrade", "heads", url=ours.url, migrations=folder)
            project.run("upgrade", theirs.url, "heads")
            self.assertEqual(ours.catalog(), theirs.catalog())
            self.assertEqual(ours.rows(), theirs.rows())
            self.assertEqual(ours.query(data), theirs.query(data))
            pgmend("downgrade", "base", url=ours.url, migrations=folder)
            project.run("downgrade", theirs.url, "base")
            self.assertEqual(ours.catalog(), theirs.catalog())
            self.assertEqual(ours.rows(), [])

    def test_graph_message_and_date_are_kept(self):
        project = projects.shop()
        folder, answer = imported(project)
        _, history = pgmend_json("history", migrations=folder)
        ours = {one["revision"]: one for one in history["revisions"]}
        theirs = {one.revision: one for one in project.script().walk_revisions()}
        self.assertEqual(sorted(ours), sorted(theirs))
        self.assertEqual(sorted(one["revision"] for one in answer["imported"]), sorted(theirs))
        for name, script in theirs.items():
            self.assertEqual(tuple(ours[name]["down_revision"]), script._versioned_down_revisions)
            self.assertEqual(tuple(ours[name]["depends_on"]), tuple(script._resolved_dependencies))
            self.assertEqual(sorted(ours[name]["branch_labels"]), sorted(script.branch_labels))
            self.assertEqual(ours[name]["message"], script.doc)
            self.assertIn("\n-- created:       2025-01-02T03:04:05Z\n", text_of(folder, name))

    def test_literals_are_written_as_the_server_reads_them(self):
        folder, _ = imported(projects.shop())
        self.assertIn("('O''Neill \\ 100%')", text_of(folder, "a100"))
        self.assertIn("('tab\there :now');", text_of(folder, "a100"))

    def test_version_table_and_transactions_are_left_out(self):
        folder, _ = imported(projects.shop())
        for path in folder.iterdir():
            for word in ("alembic_version", "BEGIN", "COMMIT"):
                self.assertNotIn(word, path.read_text())

    def test_autocommit_block_leaves_the_transaction_only_where_it_must(self):
        block = "with op.get_context().autocommit_block():\n    op.execute({!r})"
        folder, _ = imported(project_of("op.execute(\"CREATE TYPE mood AS ENUM ('a')\")\n" +
                                         block.format("ALTER TYPE mood ADD VALUE 'x'"), "op.execute('DROP TYPE mood')"))
        self.assertIn("-- migrate:up transaction:false\n", text_of(folder, "second"))
        folder, _ = imported(project_of(block.format("CREATE INDEX CONCURRENTLY i ON t (id)"),
                                         "op.execute('DROP INDEX i')"))
        self.assertIn("-- migrate:up\n", text_of(folder, "second"))

    def test_statement_before_a_comment_is_ended(self):
        folder, _ = imported(project_of("op.execute('DELETE FROM t -- all')\nop.execute('DELETE FROM t;')"))
        self.assertIn("\nDELETE FROM t; -- all\nDELETE FROM t;\n", text_of(folder, "second"))

    def test_downgrade_that_is_not_implemented_becomes_a_missing_section(self):
        folder, _ = imported(project_of("pass", "raise NotImplementedError"))
        self.assertNotIn("migrate:down", text_of(folder, "second"))
        self.assertIn("migrate:down", text_of(folder, "first"))

    def test_what_offline_rendering_cannot_do_becomes_a_skeleton(self):
        bodies = {
            "for row in op.get_bind().execute(sa.text('SELECT 1')):\n    pass": "reads the result of 'SELECT 1'",
            "try:\n    op.get_bind().scalar('SELECT 1')\nexcept Exception:\n    pass": "calls scalar() on the connection",
            "sa.inspect(op.get_bind()).get_table_names()": "inspects the database",
            "if not op.get_context().as_sql:\n    pass": "checks for offline mode",
            "from alembic import context\ncontext.is_offline_mode()": "checks for offline mode",
            "raise RuntimeError('not today')": "RuntimeError: not today",
            "op.execute(sa.text('SELECT :nothing'))": "no value for the parameter ':nothing'",
        }
        for body, reason in bodies.items():
            with self.subTest(body=body):
                project = project_of(body)
                folder, answer = imported(project, "--offline", code=1)
                failure, = answer["failed"]
                self.assertEqual(failure["revision"], "second")
                self.assertIn(reason, failure["reason"])
                source = (project.versions / "second_.py").read_text().splitlines()
                self.assertEqual(failure["file"], str(project.versions / "second_.py"))
                self.assertIn(source[failure["line"] - 1].strip(), [line.strip() for line in body.splitlines()])
                self.assertIn("RAISE EXCEPTION 'revision second is unfinished", text_of(folder, "second"))
                self.assertIn(body.splitlines()[0], text_of(folder, "second"))
                pgmend("history", migrations=folder)

    def test_downgrade_that_fails_leaves_no_section_and_refuses_nothing(self):
        for body in ("raise RuntimeError('no way back')", "op.drop_constraint(None, 't')", "op.drop_column('t', 'gone')"):
            with self.subTest(body=body):
                folder = scratch_folder() / "migrations"
                done = pgmend("import", "alembic", project_of("pass", body).folder, migrations=folder)
                self.assertIn("revision second has no section down", " ".join(done.stderr.split()))
                self.assertNotIn("migrate:down", text_of(folder, "second"))

    def test_revisions_that_are_there_are_not_overwritten(self):
        project = project_of("pass")
        folder, _ = imported(project)
        before = {path: path.read_text() for path in folder.iterdir()}
        project.add("third", "second")
        _, answer = pgmend_json("import", "alembic", project.folder, migrations=folder)
        self.assertEqual(([one["revision"] for one in answer["imported"]], answer["unchanged"]), (["third"], 2))
        self.assertEqual({path: path.read_text() for path in before}, before)
        next(folder.glob("third*")).unlink()
        second = next(folder.glob("second*"))
        second.write_text(second.read_text().replace("-- revision second\n", "-- Say what it is for\n"))
        next(folder.glob("first*")).write_text(next(folder.glob("first*")).read_text() + "-- mine\n")
        before = {path: path.read_text() for path in folder.iterdir()}
        _, answer = pgmend_json("import", "alembic", project.folder, migrations=folder, code=2)
        self.assertIn("revision first already exists but is different from the imported one", answer["error"]["message"])
        self.assertEqual({path: path.read_text() for path in folder.iterdir()}, before)

    def test_project_that_alembic_cannot_read_is_named_with_its_place(self):
        project = project_of("pass")
        env = project.folder / "scripts" / "env.py"
        env.write_text("import nowhere_to_be_found\n" + env.read_text())
        folder, answer = imported(project, code=2)
        self.assertIn("nowhere_to_be_found", answer["error"]["message"])
        self.assertEqual((answer["error"]["file"], answer["error"]["line"]), (str(env), 1))
        self.assertFalse(folder.exists())

    def test_other_database_and_several_databases_are_refused(self):
        for before, after, reason in (("postgresql", "mysql", "is mysql"),
                                      ("context.run_migrations()",
                                       "context.run_migrations(); context.run_migrations()", "more than once")):
            project = project_of("pass")
            env = project.folder / "scripts" / "env.py"
            env.write_text(env.read_text().replace(before, after))
            _, answer = imported(project, "--offline", code=2)
            self.assertIn(reason, answer["error"]["message"])

    def test_sql_of_env_py_is_told(self):
        project = project_of("pass")
        env = project.folder / "scripts" / "env.py"
        env.write_text(env.read_text().replace("context.run_migrations()",
                                               "context.execute('SET ROLE owner'); context.run_migrations()", 1))
        done = pgmend("import", "alembic", project.folder, "--offline", migrations=scratch_folder() / "migrations")
        self.assertIn("SET ROLE owner", done.stderr)

    def test_alembic_command_is_the_users(self):
        project = project_of("pass")
        imported(project, "--alembic", "env CALLED_AS=asked /usr/bin/python3 -m alembic")
        _, answer = imported(project, "--alembic", "/nowhere/alembic", code=2)
        self.assertIn("could not run Alembic", answer["error"]["message"])


class Capture(unittest.TestCase):
    """What only an online run gets right."""

    def both(self, project, code=0):
        """The files, which make what Alembic makes."""
        folder, answer = imported(project, code=code)
        with Database() as ours, Database() as theirs:
            pgmend("upgrade", "heads", url=ours.url, migrations=folder)
            project.run("upgrade", theirs.url, "heads")
            self.assertEqual(ours.catalog(), theirs.catalog())
        return folder, answer

    def test_naming_convention_of_the_online_branch(self):
        project = project_of("op.create_table('u', sa.Column('id', sa.Integer, primary_key=True),"
                             " sa.Column('x', sa.Integer, unique=True))", "op.drop_constraint('uq_u_x', 'u')")
        env = project.folder / "scripts" / "env.py"
        env.write_text(env.read_text().replace("connection=c,", "connection=c, target_metadata=sa.MetaData(naming_convention"
                                               "={'uq': 'uq_%(table_name)s_%(column_0_name)s'}),"))
        folder, _ = self.both(project)
        self.assertIn("CONSTRAINT uq_u_x UNIQUE (x)", text_of(folder, "second"))
        done = pgmend("import", "alembic", project.folder, migrations=scratch_folder() / "migrations")
        self.assertIn("executes other statements than 'alembic upgrade --sql' prints, of second",
                      " ".join(done.stderr.split()))

    def test_reading_the_catalog_sessions_and_values_without_literals(self):
        folder, _ = self.both(project_of("""
from sqlalchemy.orm import Session
from sqlalchemy.dialects import postgresql
if 't' in sa.inspect(op.get_bind()).get_table_names():
    u = op.create_table('u', sa.Column('id', sa.Integer, primary_key=True), sa.Column('j', postgresql.JSONB),
                        sa.Column('a', postgresql.ARRAY(sa.Text)), sa.Column('b', sa.LargeBinary))
    op.get_bind().execute(u.insert().values(j=["it's 100%"], a=["x", "y"], b=b"\\x00"))
session = Session(bind=op.get_bind())
session.execute(sa.text("INSERT INTO u (j) VALUES (:j)"), {"j": '"owner"'})
session.commit()
cursor = op.get_bind().connection.cursor()
cursor.execute("UPDATE u SET a = %s WHERE id = %s", (["z"], 2))""", "op.drop_table('u')"))
        text = text_of(folder, "second")
        self.assertIn("""'["it''s 100%"]'""", text)
        self.assertIn("ARRAY['x','y']", text)
        self.assertIn("UPDATE u SET a = ARRAY['z'] WHERE id = 2;", text)
        self.assertNotIn("TODO", text)

    def test_bind_at_module_level(self):
        project = project_of("op.execute(f'COMMENT ON DATABASE {NAME} IS NULL') if False else op.execute('SELECT 1')")
        path = project.versions / "second_.py"
        path.write_text(path.read_text().replace("revision =", "NAME = op.get_bind().engine.url.database\nrevision =", 1))
        self.both(project)

    def test_commit_by_hand(self):
        folder, _ = self.both(project_of("op.execute('CREATE TABLE u (id int)')\nop.execute('COMMIT')\n"
                                         "op.execute('CREATE INDEX CONCURRENTLY i ON u (id)')",
                                         "op.execute('COMMIT')\nop.execute('DROP INDEX CONCURRENTLY i')\n"
                                         "op.execute('DROP TABLE u')"))
        text = text_of(folder, "second")
        self.assertIn("-- migrate:up\nCREATE TABLE u (id int);\nCREATE INDEX CONCURRENTLY i ON u (id);", text)
        self.assertIn("DROP INDEX CONCURRENTLY i;\nDROP TABLE u;", text)
        self.assertNotIn("COMMIT", text)

    def test_rows_that_are_read_are_marked(self):
        folder = scratch_folder() / "migrations"
        project = project_of("for row in op.get_bind().execute(sa.text('SELECT id FROM t')):\n"
                             "    op.execute(f'DELETE FROM t WHERE id = {row.id}')")
        done = pgmend("import", "alembic", project.folder, migrations=folder)
        self.assertIn("reads rows (SELECT id FROM t)", " ".join(done.stderr.split()))
        self.assertRegex(text_of(folder, "second"), r"-- TODO: line \d+ reads rows \(SELECT id FROM t\)")

    def test_values_of_the_moment_are_told_once_and_kept(self):
        project = project_of("import uuid\nop.execute('CREATE TABLE u (x uuid)')\n"
                             "op.execute(\"INSERT INTO u VALUES ('%s')\" % uuid.uuid4())",
                             "op.drop_table('u')")
        folder, _ = self.both(project)
        self.assertIn("gives another value at each run", text_of(folder, "second").replace("\n-- ", " "))
        before = text_of(folder, "second")
        _, answer = pgmend_json("import", "alembic", project.folder, migrations=folder)
        self.assertEqual(answer["unchanged"], 2)
        self.assertEqual(text_of(folder, "second"), before)

    def test_upgrade_that_fails_becomes_a_skeleton_and_the_others_are_whole(self):
        project = project_of("raise KeyError('nobody')")
        project.add("third", "second", upgrade="op.execute('CREATE TABLE w (id int)')",
                    downgrade="op.execute('DROP TABLE w')")
        folder, answer = imported(project, code=1)
        self.assertEqual([one["revision"] for one in answer["failed"]], ["second"])
        self.assertIn("CREATE TABLE w", text_of(folder, "third"))
        with Database() as database:
            pgmend("stamp", "second", url=database.url, migrations=folder)
            pgmend("upgrade", "head", url=database.url, migrations=folder)
        with Database() as database:
            done = pgmend("upgrade", "head", url=database.url, migrations=folder, code=None)
            self.assertIn("revision second is unfinished", done.stderr)

    def test_missing_roles_are_no_obstacle_and_the_projects_database_is_not_touched(self):
        project = project_of("op.execute('GRANT SELECT ON t TO nobody_knows_me')",
                             "op.execute('REVOKE SELECT ON t FROM nobody_knows_me')")
        folder, _ = imported(project)  # its URL leads nowhere
        self.assertIn("GRANT SELECT ON t TO nobody_knows_me;", text_of(folder, "second"))


if __name__ == "__main__":
    unittest.main()
