"""`pgmend import dbmate` and the others: on a database that the tool has migrated, `upgrade` finds nothing to do.

usage: test_import_formats.py           projects as documented (Flyway, golang-migrate), and what is refused
       test_import_formats.py --real    projects that the real dbmate, sql-migrate and node-pg-migrate have migrated;
                                        exit code 77 without them (scripts/migration-tools fetches them)
"""
import sys
import unittest

import formats
from support import Database, pgmend, pgmend_json, scratch_folder


def imported(project, *options, code=0):
    """The folder that was imported into, and the answer."""
    folder = scratch_folder() / "migrations"
    _, answer = pgmend_json("import", project.name, project.folder, *options, migrations=folder, code=code)
    return folder, answer


def without_tables(catalog, *names):
    """A dump without the statements that name these tables."""
    return [part.strip() for part in catalog.split("\n\n") if not any(name in part for name in names)]


class Shops:
    """What must hold of every tool's shop; for subclasses with make_shop()."""

    def test_adopted_database_has_nothing_to_do_and_goes_down_and_up(self):
        shop = self.make_shop()
        with Database() as database:
            shop.migrate(database)
            before = database.catalog()
            folder, answer = imported(shop)
            self.assertEqual(len(answer["imported"]), 3)
            _, adopted = pgmend_json("import", shop.name, "--adopt", url=database.url, migrations=folder)
            newest = answer["imported"][-1]["revision"]
            self.assertEqual(adopted["adopted"]["heads"], [newest])
            done = pgmend("upgrade", "head", url=database.url, migrations=folder)
            self.assertEqual(done.stdout, f"Nothing to do: the database is at {newest}.\n")
            tables = shop.table, "alembic_version"
            self.assertEqual(without_tables(database.catalog(), *tables), without_tables(before, *tables))
            pgmend("downgrade", "base", url=database.url, migrations=folder)
            self.assertEqual(database.query("SELECT to_regclass('users')"), [(None,)])
            pgmend("upgrade", "head", url=database.url, migrations=folder)
            self.assertEqual(without_tables(database.catalog(), *tables), without_tables(before, *tables))

    def test_files_do_what_the_tool_does(self):
        shop = self.make_shop()
        folder, _ = imported(shop)
        with Database() as ours, Database() as theirs:
            pgmend("upgrade", "head", url=ours.url, migrations=folder)
            shop.migrate(theirs)
            tables = shop.table, "alembic_version"
            self.assertEqual(without_tables(ours.catalog(), *tables), without_tables(theirs.catalog(), *tables))
            data = "SELECT * FROM users"
            self.assertEqual(ours.query(data), theirs.query(data))

    def test_import_and_adoption_in_one_go_and_once_more(self):
        shop = self.make_shop()
        with Database() as database:
            shop.migrate(database)
            folder = scratch_folder() / "migrations"
            first = pgmend("import", shop.name, shop.folder, "--adopt", url=database.url, migrations=folder)
            self.assertIn("Adopted the migrations", first.stdout)
            rows = database.rows()
            again = pgmend("import", shop.name, shop.folder, "--adopt", url=database.url, migrations=folder)
            self.assertIn("Nothing to adopt: the version table is already at", again.stdout)
            self.assertEqual(database.rows(), rows)

    def test_database_that_the_tool_has_migrated_in_part_goes_on_with_us(self):
        shop = self.make_shop()
        folder, answer = imported(shop)
        newest = sorted(shop.folder.rglob("*total*"))
        texts = {path: path.read_text() for path in newest}
        for path in newest:
            path.unlink()
        with Database() as database:
            shop.migrate(database)
            for path, text in texts.items():
                path.write_text(text)
            _, adopted = pgmend_json("import", shop.name, "--adopt", url=database.url, migrations=folder)
            self.assertEqual(adopted["adopted"]["heads"], [answer["imported"][1]["revision"]])
            pgmend("upgrade", "head", url=database.url, migrations=folder)
            self.assertEqual(database.query("SELECT total()"), [(1,)])


class RealDbmate(Shops, unittest.TestCase):
    make_shop = staticmethod(formats.dbmate_shop)

    def test_what_was_applied_late_leaves_no_gap_and_what_was_not_is_named(self):
        shop = formats.dbmate_shop()
        with Database() as database:
            shop.migrate(database)
            shop.add("20231231000000_late.sql", "-- migrate:up\nCREATE TABLE late ();\n-- migrate:down\nDROP TABLE late;\n")
            folder, _ = imported(shop)
            _, answer = pgmend_json("import", "dbmate", "--adopt", url=database.url, migrations=folder, code=5)
            self.assertIn("has not applied 20231231000000", answer["error"]["message"])
            shop.migrate(database)
            pgmend("import", "dbmate", "--adopt", url=database.url, migrations=folder)
            self.assertEqual(database.rows(), ["20240103000000"])


class RealSqlMigrate(Shops, unittest.TestCase):
    make_shop = staticmethod(formats.sql_migrate_shop)


class RealNodePgMigrate(Shops, unittest.TestCase):
    make_shop = staticmethod(formats.node_pg_migrate_shop)


class DocumentedFlyway(Shops, unittest.TestCase):
    make_shop = staticmethod(formats.flyway_shop)

    def refused(self, note, reason, *options):
        """A row more in the history of a sound database makes the adoption fail; nothing is written."""
        shop = formats.flyway_shop()
        with Database() as database:
            shop.migrate(database)
            note(database)
            folder = scratch_folder() / "migrations"
            _, answer = pgmend_json("import", "flyway", shop.folder, "--adopt", *options, url=database.url,
                                    migrations=folder, code=5)
            self.assertIn(reason, answer["error"]["message"])
            self.assertFalse(folder.exists())
            self.assertEqual(database.query("SELECT to_regclass('alembic_version')"), [(None,)])

    def test_failed_row_is_refused(self):
        self.refused(lambda database: formats.Flyway.note(database, "2", "V2__x.sql", success=False), "2 has failed")

    def test_java_row_is_refused_by_name(self):
        self.refused(lambda database: formats.Flyway.note(database, "2", "V2__Fill", kind="JDBC"), "2 (JDBC)")

    def test_changed_file_is_refused(self):
        self.refused(lambda database: database.query("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'"),
                     "V1__create_users.sql has been changed")

    def test_undone_version_is_not_applied(self):
        shop = formats.flyway_shop()
        with Database() as database:
            shop.migrate(database)
            database.query("DROP FUNCTION total()")
            formats.Flyway.note(database, "1.10", "U1.10__total.sql", kind="UNDO_SQL")
            folder, _ = imported(shop)
            pgmend("import", "flyway", "--adopt", url=database.url, migrations=folder)
            self.assertEqual(database.rows(), ["1.9"])
            pgmend("upgrade", "head", url=database.url, migrations=folder)

    def test_baseline_counts_for_what_is_below(self):
        shop = formats.flyway_shop()
        with Database() as database:
            database.query(formats.Flyway.TABLE)
            formats.Flyway.note(database, "1.9", "<< Flyway Baseline >>", kind="BASELINE")
            folder, _ = imported(shop)
            pgmend("import", "flyway", "--adopt", url=database.url, migrations=folder)
            self.assertEqual(database.rows(), ["1.9"])

    def test_repeatable_and_java_migrations_are_named(self):
        shop = formats.flyway_shop().add("R__views.sql", "SELECT 1;").add("V2__Fill.java", "class V2__Fill {}")
        folder, answer = imported(shop, code=1)
        self.assertEqual(sorted(one["revision"] for one in answer["failed"]), ["2", "R__views"])
        self.assertEqual(len(list(folder.iterdir())), 4)
        self.assertIn("revision 2 is unfinished", next(folder.glob("2_*.sql")).read_text())

    def test_placeholders_are_asked_for_and_taken(self):
        shop = formats.flyway_shop().add("V2__grant.sql", "-- for all\nGRANT SELECT ON users TO ${reader};\n")
        _, answer = imported(shop, code=1)
        self.assertEqual((answer["failed"][0]["revision"], answer["failed"][0]["line"]), ("2", 2))
        folder, _ = imported(shop, "--placeholder", "Reader=public")
        self.assertIn("GRANT SELECT ON users TO public;", next(folder.glob("2_*.sql")).read_text())

    def test_table_of_another_name_and_schema_is_found(self):
        shop = formats.flyway_shop()
        with Database() as database:
            shop.migrate(database)
            database.query("CREATE SCHEMA ops; ALTER TABLE flyway_schema_history SET SCHEMA ops; "
                           "ALTER TABLE ops.flyway_schema_history RENAME TO schema_version")
            folder, _ = imported(shop)
            _, answer = pgmend_json("import", "flyway", "--adopt", url=database.url, migrations=folder, code=2)
            self.assertIn("table flyway_schema_history does not exist", answer["error"]["message"])
            pgmend("import", "flyway", "--adopt", "--table", "ops.schema_version", url=database.url, migrations=folder)
            self.assertEqual(database.rows(), ["1.10"])


class DocumentedGolangMigrate(Shops, unittest.TestCase):
    make_shop = staticmethod(formats.golang_migrate_shop)

    def test_dirty_database_is_refused_and_nothing_is_written(self):
        shop = formats.golang_migrate_shop()
        with Database() as database:
            shop.migrate(database)
            formats.GolangMigrate.note(database, 10, dirty=True)
            folder = scratch_folder() / "migrations"
            _, answer = pgmend_json("import", shop.name, shop.folder, "--adopt", url=database.url, migrations=folder,
                                    code=5)
            self.assertIn("dirty at version 10", answer["error"]["message"])
            self.assertFalse(folder.exists())

    def test_table_of_the_other_tool_of_that_name_is_not_taken_for_ours(self):
        shop = formats.golang_migrate_shop()
        with Database() as database:
            shop.migrate(database)
            folder, _ = imported(shop)
            _, answer = pgmend_json("import", "dbmate", "--adopt", url=database.url, migrations=folder, code=2)
            self.assertIn("is not a table of dbmate", answer["error"]["message"])

    def test_transaction_in_the_middle_is_named_with_its_line(self):
        shop = formats.golang_migrate_shop().add("000012_x.up.sql", "SELECT 1;\n\nBEGIN;\nSELECT 2;\nCOMMIT;\n")
        folder, answer = imported(shop, code=1)
        self.assertIn("revision 000012 is unfinished", next(folder.glob("000012*")).read_text())
        failed = answer["failed"][0]
        self.assertEqual((failed["revision"], failed["line"]), ("12", 3))
        self.assertIn("remove the statement", failed["remedy"])

    def test_failures_come_before_what_they_cause(self):
        shop = formats.golang_migrate_shop()
        folder, _ = imported(shop)
        (shop.folder / "000010_index_names.up.sql").write_text("SELECT 1;\nCOMMIT;\n")
        _, answer = pgmend_json("import", shop.name, shop.folder, migrations=folder, code=1)
        self.assertEqual([one["revision"] for one in answer["failed"]], ["10"])

    def test_version_that_no_file_has_is_refused(self):
        shop = formats.golang_migrate_shop()
        with Database() as database:
            shop.migrate(database)
            formats.GolangMigrate.note(database, 12)
            folder, _ = imported(shop)
            _, answer = pgmend_json("import", shop.name, "--adopt", url=database.url, migrations=folder, code=5)
            self.assertIn("without a revision file: 12", answer["error"]["message"])

    def test_new_migrations_are_added_on_top_and_others_beside_are_refused(self):
        shop = formats.golang_migrate_shop()
        folder, _ = imported(shop)
        shop.add("000012_more.up.sql", "SELECT 1;\n")
        _, answer = pgmend_json("import", shop.name, shop.folder, migrations=folder)
        self.assertEqual(([one["revision"] for one in answer["imported"]], answer["unchanged"]), (["000012"], 3))
        pgmend("revision", "-m", "ours", migrations=folder)
        shop.add("000013_again.up.sql", "SELECT 1;\n")
        _, answer = pgmend_json("import", shop.name, shop.folder, migrations=folder, code=2)
        self.assertIn("cannot add 1 imported revision, beginning with 000013", answer["error"]["message"])

    def test_database_that_is_further_is_left_alone(self):
        shop = formats.golang_migrate_shop()
        with Database() as database:
            shop.migrate(database)
            folder, _ = imported(shop)
            pgmend("import", shop.name, "--adopt", url=database.url, migrations=folder)
            pgmend("revision", "-m", "ours", "--rev-id", "ours", migrations=folder)
            pgmend("upgrade", "head", url=database.url, migrations=folder)
            done = pgmend("import", shop.name, "--adopt", url=database.url, migrations=folder)
            self.assertEqual(done.stdout, "Nothing to adopt: the version table is already at ours.\n")

    def test_both_tools_side_by_side_until_the_last_adoption(self):
        shop = formats.golang_migrate_shop()
        with Database() as database:
            shop.migrate(database)
            folder, _ = imported(shop)
            pgmend("import", shop.name, "--adopt", url=database.url, migrations=folder)
            shop.add("000012_more.up.sql", "CREATE TABLE more ();\n").add("000012_more.down.sql", "DROP TABLE more;\n")
            database.script("CREATE TABLE more ();")
            formats.GolangMigrate.note(database, 12)
            done = pgmend("import", shop.name, shop.folder, "--adopt", url=database.url, migrations=folder)
            self.assertIn("the version table is now at 000012", done.stdout)
            self.assertEqual(database.rows(), ["000012"])
            pgmend("downgrade", "-1", url=database.url, migrations=folder)
            self.assertEqual(database.query("SELECT to_regclass('more')"), [(None,)])

    def test_database_without_anything_applied_has_nothing_to_adopt(self):
        shop = formats.golang_migrate_shop()
        with Database() as database:
            formats.GolangMigrate.note(database, 9)
            database.query("TRUNCATE schema_migrations")
            folder, _ = imported(shop)
            done = pgmend("import", shop.name, "--adopt", url=database.url, migrations=folder)
            self.assertIn("has applied no migration to this database", done.stdout)
            self.assertEqual(database.query("SELECT to_regclass('alembic_version')"), [(None,)])


if __name__ == "__main__":
    real = "--real" in sys.argv
    if real and formats.missing_tools():
        print("skipped: there is no " + ", ".join(formats.missing_tools()) + "; scripts/migration-tools fetches them")
        sys.exit(77)
    names = [name for name in dir() if name.startswith("Real" if real else "Documented")]
    unittest.main(argv=sys.argv[:1], defaultTest=names)
