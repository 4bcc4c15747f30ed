"""The same chain of revisions as a project of each tool."""

from pathlib import Path

ENV_PY = """\
from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""


def tables(count):
    """One CREATE TABLE with three columns a revision."""
    return [f"CREATE TABLE t_{n:04} (id bigint, name text, made_at timestamptz);" for n in range(count)]


def mixed(count):
    """In turn: a table with a primary key, a column, an index, a row."""
    kinds = ["CREATE TABLE t_{0} (id bigint PRIMARY KEY, name text NOT NULL, made_at timestamptz DEFAULT now());",
             "ALTER TABLE t_{0} ADD COLUMN note varchar(200);", "CREATE INDEX t_{0}_name ON t_{0} (name);",
             "INSERT INTO t_{0} (id, name) VALUES (1, 'one');"]
    return [kinds[n % len(kinds)].format(n // len(kinds)) for n in range(count)]


class Projects:
    """A folder with a project for each tool and `all.sql`, one statement a revision."""

    def __init__(self, folder, statements):
        self.folder = Path(folder)
        self.statements = statements
        ids = [f"{n:012x}" for n in range(1, len(statements) + 1)]
        for name in ("pgmend", "alembic/versions", "dbmate", "node-pg-migrate", "sql-migrate", "sqitch/deploy"):
            (self.folder / name).mkdir(parents=True)
        for n, (revision, previous, sql) in enumerate(zip(ids, [""] + ids, statements)):
            self._write_pgmend(revision, previous, sql)
            self._write_alembic(revision, previous, sql)
            self._write_numbered(n, sql)
        self._write_sqitch(statements)
        (self.folder / "all.sql").write_text("\n".join(statements) + "\n")
        (self.folder / "alembic/env.py").write_text(ENV_PY)

    def alembic_settings(self, url):
        """alembic.ini for a database."""
        ini = self.folder / "alembic.ini"
        ini.write_text(f"[alembic]\nscript_location = {self.folder}/alembic\nsqlalchemy.url = {url}\n")
        return ini

    def _write_pgmend(self, revision, previous, sql):
        (self.folder / "pgmend" / f"{revision}_step.sql").write_text(
            f"-- step {revision}\n--\n-- revision: {revision}\n-- down_revision: {previous}\n\n-- migrate:up\n{sql}\n")

    def _write_alembic(self, revision, previous, sql):
        (self.folder / "alembic/versions" / f"{revision}_step.py").write_text(
            f'"""step {revision}"""\nfrom alembic import op\n\nrevision = "{revision}"\n'
            f"down_revision = {previous!r} or None\n\n\ndef upgrade():\n    op.execute({sql!r})\n")

    def sql_migrate_settings(self, data_source):
        """dbconfig.yml for a database."""
        yml = self.folder / "dbconfig.yml"
        yml.write_text(f"development:\n  dialect: postgres\n  datasource: {data_source}\n"
                       f"  dir: {self.folder}/sql-migrate\n")
        return yml

    def _write_numbered(self, n, sql):
        """The tools that order files by a number in front."""
        stamp = 20200101000000 + n
        (self.folder / "dbmate" / f"{stamp}_step.sql").write_text(f"-- migrate:up\n{sql}\n\n-- migrate:down\n")
        (self.folder / "node-pg-migrate" / f"{1577836800000 + n}_step.sql").write_text(
            f"-- Up Migration\n{sql}\n\n-- Down Migration\n")
        (self.folder / "sql-migrate" / f"{stamp}_step.sql").write_text(f"-- +migrate Up\n{sql}\n\n-- +migrate Down\n")

    def _write_sqitch(self, statements):
        folder = self.folder / "sqitch"
        (folder / "sqitch.conf").write_text("[core]\n    engine = pg\n[user]\n    name = bench\n    email = bench@localhost\n")
        plan = ["%syntax-version=1.0.0", "%project=bench", ""]
        for n, sql in enumerate(statements):
            plan.append(f"step_{n:05} 2020-01-01T00:00:00Z bench <bench@localhost> # step")
            (folder / "deploy" / f"step_{n:05}.sql").write_text(f"BEGIN;\n{sql}\nCOMMIT;\n")
        (folder / "sqitch.plan").write_text("\n".join(plan) + "\n")
