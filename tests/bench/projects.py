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
    """A folder with `pgmend/`, `alembic/`, `dbmate/` and `all.sql`, one statement a revision."""

    def __init__(self, folder, statements):
        self.folder = Path(folder)
        self.statements = statements
        ids = [f"{n:012x}" for n in range(1, len(statements) + 1)]
        for name in ("pgmend", "alembic/versions", "dbmate"):
            (self.folder / name).mkdir(parents=True)
        for n, (revision, previous, sql) in enumerate(zip(ids, [""] + ids, statements)):
            self._write_pgmend(revision, previous, sql)
            self._write_alembic(revision, previous, sql)
            self._write_dbmate(n, sql)
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

    def _write_dbmate(self, n, sql):
        (self.folder / "dbmate" / f"{20200101000000 + n}_step.sql").write_text(f"-- migrate:up\n{sql}\n\n-- migrate:down\n")
