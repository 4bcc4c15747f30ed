"""Projects of other migration tools: the real ones where they can be had, and files and tables as documented."""
import os
import pathlib
import shutil
import subprocess
import zlib

from support import ROOT, scratch_folder


def npm_folder():
    """Where scripts/migration-tools keeps what it has fetched."""
    done = subprocess.run([ROOT / "scripts/migration-tools", "--folder"], check=True, capture_output=True, text=True)
    return pathlib.Path(done.stdout.strip()) / "node_modules"


def missing_tools():
    """Names of what the tests of the real tools need and this machine does not have."""
    needed = {"dbmate": Dbmate.program(), "node-pg-migrate": NodePgMigrate.program(), "node": shutil.which("node"),
              "sql-migrate": shutil.which("sql-migrate")}
    return [name for name, path in needed.items() if path is None or not pathlib.Path(path).exists()]


class ForeignProject:
    """A folder of migrations, and what the tool calls itself on our command line."""
    name = table = ""

    def __init__(self):
        self.root = scratch_folder()
        self.folder = self.root / "migrations"
        self.folder.mkdir()

    def add(self, file, text):
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return self

    def run(self, *command, **environment):
        done = subprocess.run(list(map(str, command)), cwd=self.root, capture_output=True, text=True,
                              env=os.environ | environment)
        if done.returncode != 0:
            raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout


class Dbmate(ForeignProject):
    name, table = "dbmate", "schema_migrations"

    @staticmethod
    def program():
        return npm_folder() / "@dbmate/linux-x64/bin/dbmate"

    def migrate(self, database):
        url = database.url.replace("?host=", "?sslmode=disable&socket=").replace("postgresql:", "postgres:")
        self.run(self.program(), "--no-dump-schema", "-d", self.folder, "--url", url, "migrate")


class SqlMigrate(ForeignProject):
    name, table = "sql-migrate", "gorp_migrations"

    def migrate(self, database, *options):
        url = database.url.replace("postgresql:", "postgres:") + "&sslmode=disable"
        (self.root / "dbconfig.yml").write_text(
            f"development:\n  dialect: postgres\n  datasource: '{url}'\n  dir: {self.folder}\n")
        self.run("sql-migrate", "up", *options)


class NodePgMigrate(ForeignProject):
    name, table = "node-pg-migrate", "pgmigrations"

    @staticmethod
    def program():
        return npm_folder() / "node-pg-migrate/bin/node-pg-migrate.js"

    def migrate(self, database):
        self.run("node", self.program(), "up", "-m", self.folder, DATABASE_URL=database.url)


class Flyway(ForeignProject):
    """Runs V files in order as Flyway would, and notes them in its table, made by its documented definition."""
    name, table = "flyway", "flyway_schema_history"

    TABLE = """CREATE TABLE IF NOT EXISTS flyway_schema_history (
        installed_rank integer NOT NULL CONSTRAINT flyway_schema_history_pk PRIMARY KEY,
        version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL,
        script varchar(1000) NOT NULL, checksum integer, installed_by varchar(100) NOT NULL,
        installed_on timestamp NOT NULL DEFAULT now(), execution_time integer NOT NULL, success boolean NOT NULL)"""

    def versions(self):
        files = {path.name[1:].split("__")[0].replace("_", "."): path for path in self.folder.rglob("V*.sql")}
        return sorted(files.items(), key=lambda item: [int(part) for part in item[0].split(".")])

    def migrate(self, database, run=True):
        database.query(self.TABLE)
        for version, path in self.versions():
            if run:
                database.script(path.read_text())
            self.note(database, version, path.name, checksum=self.checksum(path.read_text()))

    @staticmethod
    def checksum(text):
        crc = 0
        for line in text.splitlines():
            crc = zlib.crc32(line.encode(), crc)
        return crc - (1 << 32) if crc >= 1 << 31 else crc

    @staticmethod
    def note(database, version, script, kind="SQL", checksum="NULL", success=True):
        version = f"'{version}'" if version else "NULL"
        database.query(f"INSERT INTO flyway_schema_history SELECT coalesce(max(installed_rank), 0) + 1, {version}, 'x', "
                       f"'{kind}', '{script}', {checksum}, 'me', now(), 1, {success} FROM flyway_schema_history")


class GolangMigrate(ForeignProject):
    """Runs up files in order as golang-migrate would, and notes the version in its table."""
    name, table = "golang-migrate", "schema_migrations"

    def migrate(self, database):
        for path in sorted(self.folder.glob("*.up.sql"), key=lambda path: int(path.name.split("_")[0])):
            database.script(path.read_text())
            self.note(database, int(path.name.split("_")[0]))

    @staticmethod
    def note(database, version, dirty=False):
        database.query("CREATE TABLE IF NOT EXISTS schema_migrations "
                       "(version bigint not null primary key, dirty boolean not null)")
        database.query(f"TRUNCATE schema_migrations; INSERT INTO schema_migrations VALUES ({version}, {dirty})")


FUNCTION = """CREATE FUNCTION total() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    -- a semicolon; in a comment
    RETURN (SELECT count(*) FROM users);
END;
$$"""


def dbmate_shop():
    return (Dbmate()
            .add("20240101000000_create_users.sql",
                 "-- by the shop's team\n-- migrate:up\nCREATE TABLE users (id int PRIMARY KEY, name text);\n"
                 "INSERT INTO users VALUES (1, 'Ann; -- migrate');\n\n-- migrate:down\nDROP TABLE users;\n")
            .add("20240102000000_index-names.sql",
                 "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY users_name ON users (name);\n"
                 "-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY users_name;\n")
            .add("20240103000000_total.sql",
                 f"-- migrate:up\n{FUNCTION};\n-- migrate:down\nDROP FUNCTION total();\n"))


def sql_migrate_shop():
    return (SqlMigrate()
            .add("20240101000000-create-users.sql",
                 "-- +migrate Up\nCREATE TABLE users (id int PRIMARY KEY, name text);\n"
                 "INSERT INTO users VALUES (1, 'Ann');\n-- +migrate Down\nDROP TABLE users;\n")
            .add("20240102000000-index.sql",
                 "-- +migrate Up notransaction\nCREATE INDEX CONCURRENTLY users_name ON users (name);\n"
                 "-- +migrate Down\nDROP INDEX users_name;\n")
            .add("20240103000000-total.sql",
                 f"-- +migrate Up\n-- +migrate StatementBegin\n{FUNCTION}\n-- +migrate StatementEnd\n"
                 "COMMENT ON FUNCTION total() IS 'of users';\n-- +migrate Down\nDROP FUNCTION total();\n"))


def node_pg_migrate_shop():
    return (NodePgMigrate()
            .add("1704067200000_create-users.sql",
                 "-- Up Migration\nCREATE TABLE users (id int PRIMARY KEY, name text);\n"
                 "INSERT INTO users VALUES (1, 'Ann');\n\n-- Down Migration\nDROP TABLE users;\n")
            .add("20240102000000000_index.sql",
                 "-- Up Migration\nCREATE INDEX users_name ON users (name);\n-- Down Migration\nDROP INDEX users_name;\n")
            .add("1704240000000_total.sql",
                 f"-- Up Migration\n{FUNCTION};\n-- Down Migration\nDROP FUNCTION total();\n"))


def flyway_shop():
    return (Flyway()
            .add("V1__create_users.sql", "CREATE TABLE users (id int PRIMARY KEY, name text);\n"
                                         "INSERT INTO users VALUES (1, 'Ann');\n")
            .add("U1__create_users.sql", "DROP TABLE users;\n")
            .add("indexes/V1_9__index_names.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);\n")
            .add("indexes/V1_9__index_names.sql.conf", "executeInTransaction=false\n")
            .add("indexes/U1.9__index_names.sql", "DROP INDEX users_name;\n")
            .add("V1.10__total.sql", FUNCTION + ";\n")
            .add("U1.10__total.sql", "DROP FUNCTION total();\n"))


def golang_migrate_shop():
    return (GolangMigrate()
            .add("000009_create_users.up.sql", "BEGIN;\nCREATE TABLE users (id int PRIMARY KEY, name text);\n"
                                               "INSERT INTO users VALUES (1, 'Ann');\nCOMMIT;\n")
            .add("000009_create_users.down.sql", "BEGIN;\nDROP TABLE users;\nCOMMIT;\n")
            .add("000010_index_names.up.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name)\n")
            .add("000010_index_names.down.sql", "DROP INDEX users_name;\n")
            .add("000011_total.up.sql", FUNCTION + ";\n")
            .add("000011_total.down.sql", "DROP FUNCTION total();\n"))
