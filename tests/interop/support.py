"""What the interop tests stand on: databases of their own, pgmend as a process, the real Alembic in this process."""
import atexit
import io
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.parse

import alembic.command
import alembic.config
import psycopg2
from alembic.script import ScriptDirectory

ROOT = pathlib.Path(__file__).resolve().parents[2]
PGMEND = os.environ.get("PGMEND_BINARY", str(ROOT / "build/dev/tool/pgmend"))
TEST_STATE = pathlib.Path(os.environ.get("PGMEND_TEST_STATE", ROOT / "build/dev/tests"))

ENV_PY = '''
import sqlalchemy as sa
from alembic import context
if context.is_offline_mode():
    context.configure(dialect_name="postgresql", literal_binds=True, transaction_per_migration={per_migration})
    with context.begin_transaction():
        context.run_migrations()
else:
    with sa.create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=sa.pool.NullPool).connect() as c:
        context.configure(connection=c, transaction_per_migration={per_migration})
        with context.begin_transaction():
            context.run_migrations()
'''


def fixture_url(owner):
    file = TEST_STATE / f"db_server.{owner}"
    return file.read_text().splitlines()[0] if file.exists() else None


def server_url():
    """The server that PGMEND_TEST_SERVER_URL names, that of CTest's fixture, or one that lives as long as we do."""
    url = os.environ.get("PGMEND_TEST_SERVER_URL") or fixture_url(os.getppid())
    if url is None:
        program = str(TEST_STATE / "db_server")
        subprocess.run([program, "start"], check=True)
        atexit.register(subprocess.run, [program, "stop"])
        url = fixture_url(os.getpid())
    return url


SERVER = server_url()
_numbers = itertools.count(1)


class Database:
    """An empty database, dropped at the end of the with block."""

    def __enter__(self):
        self.name = f"interop_{os.getpid()}_{next(_numbers)}"
        self.url = with_database(SERVER, self.name)
        administer(f"CREATE DATABASE {self.name}")
        return self

    def __exit__(self, *ignored):
        if "KEEP_TEST_DB" in os.environ:
            print("kept:", self.url)
        else:
            administer(f"DROP DATABASE {self.name} WITH (FORCE)")

    def query(self, sql):
        connection = psycopg2.connect(self.url)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def script(self, text):
        """Runs a file's text as it is, statements that refuse a transaction too."""
        subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.url], input=text, check=True, text=True,
                       capture_output=True)

    def rows(self):
        return sorted(row[0] for row in self.query("SELECT version_num FROM alembic_version"))

    def catalog(self):
        """pg_dump of everything but pgmend's own schema."""
        dump = subprocess.run(["pg_dump", "-s", "-N", "pgmend", "-d", self.url], check=True, capture_output=True,
                              text=True).stdout
        # Newer minor versions frame the dump with a key that is new each time.
        return "\n".join(line for line in dump.splitlines() if not line.startswith(("\\restrict", "\\unrestrict")))


def with_database(url, name):
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(path="/" + name))


def administer(sql):
    connection = psycopg2.connect(SERVER)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()


def pgmend_command(*arguments, url=None, migrations):
    database = ["-d", url] if url else []
    return [PGMEND, *database, "-m", str(migrations), "--no-progress", *map(str, arguments)]


def pgmend(*arguments, url=None, migrations="migrations", code=0):
    """Runs pgmend in an empty folder, so that no settings file is found; fails on another exit code."""
    done = subprocess.run(pgmend_command(*arguments, url=url, migrations=migrations), cwd=EMPTY, capture_output=True,
                          text=True)
    if code is not None and done.returncode != code:
        raise AssertionError(f"pgmend {' '.join(map(str, arguments))}: exit code {done.returncode}, not {code}\n"
                             f"{done.stdout}{done.stderr}")
    return done


def pgmend_json(*arguments, **options):
    done = pgmend("--format", "json", *arguments, **options)
    return done.returncode, json.loads(done.stdout)


class AlembicProject:
    """A folder as `alembic init` makes it, with an env.py that can do both modes."""

    def __init__(self, per_migration=False):
        self.folder = scratch_folder()
        self.versions = self.folder / "scripts" / "versions"
        self.versions.mkdir(parents=True)
        (self.folder / "scripts" / "env.py").write_text(ENV_PY.format(per_migration=per_migration))
        self.ini = self.folder / "alembic.ini"
        self.write_ini("postgresql://nowhere/")

    def write_ini(self, url):
        self.ini.write_text(f"[alembic]\nscript_location = {self.folder}/scripts\n"
                            f"sqlalchemy.url = {url.replace('%', '%%')}\n")

    def add(self, revision, down=None, upgrade="pass", downgrade="pass", message="", labels=None, depends_on=None):
        indented = ["\n".join("    " + line for line in body.strip().splitlines()) for body in (upgrade, downgrade)]
        (self.versions / f"{revision}_.py").write_text(
            f'"""{message or "revision " + revision}\n\nRevision ID: {revision}\n'
            f'Create Date: 2025-01-02 03:04:05+00:00\n\n"""\n'
            f"import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = {revision!r}\ndown_revision = {down!r}\nbranch_labels = {labels!r}\n"
            f"depends_on = {depends_on!r}\n\n"
            f"def upgrade():\n{indented[0]}\n\ndef downgrade():\n{indented[1]}\n")

    def run(self, command, url, *arguments, **options):
        config = alembic.config.Config(str(self.ini), stdout=io.StringIO(), output_buffer=io.StringIO())
        config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
        getattr(alembic.command, command)(config, *arguments, **options)

    def script(self):
        return ScriptDirectory.from_config(alembic.config.Config(str(self.ini)))

    def order(self):
        """Ids in the order in which Alembic upgrades an empty database to heads."""
        return [step.revision.revision for step in self.script()._upgrade_revs("heads", ())]


def scratch_folder():
    path = pathlib.Path(tempfile.mkdtemp(prefix="pgmend-interop-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


EMPTY = scratch_folder()


def wait_for_all(processes, seconds=60):
    """(exit code, output) of each; what takes longer is killed."""
    deadline = time.monotonic() + seconds
    results = []
    for process in processes:
        try:
            output, _ = process.communicate(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
        results.append((process.returncode, output))
    return results
