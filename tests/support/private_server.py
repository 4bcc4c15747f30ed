"""A PostgreSQL server of a script's own: in a temporary folder, on a unix socket, gone at the end of the scope."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path


def find_bindir():
    """PGMEND_PG_BINDIR, else the newest installation of Debian's, else the one on PATH."""
    chosen = os.environ.get("PGMEND_PG_BINDIR")
    if chosen:
        return Path(chosen)
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if installed:
        return max(installed, key=lambda path: int(path.parent.name))
    initdb = shutil.which("initdb")
    if initdb is None:
        raise SystemExit("no PostgreSQL server is installed: apt install postgresql")
    return Path(initdb).resolve().parent


class PrivateServer:
    """Starts on entry, stops and removes its folder on exit. With durable=False a crash of the machine may lose data.

    PostgreSQL refuses to run as root, so for root it runs as `postgres`."""

    def __init__(self, durable=True, tcp_port=None, settings=()):
        self.bindir = find_bindir()
        self.durable = durable
        self.tcp_port = tcp_port
        self.settings = settings
        self.account = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())

    def __enter__(self):
        base = None if self.durable or not os.path.isdir("/dev/shm") else "/dev/shm"
        self.folder = Path(tempfile.mkdtemp(prefix="pgmend-", dir=base))
        try:
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
            os.chmod(self.folder, 0o755)
            self._run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8",
                      *([] if self.durable else ["--no-sync"]))
            self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-t", "60", "-o",
                      " ".join(self._options()), "start")
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_):
        try:
            self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self):
        return self.folder / "data"

    @property
    def port(self):
        return self.tcp_port or 5432

    def url(self, database="postgres"):
        return f"postgresql://postgres@/{database}?host={self.folder}&port={self.port}"

    def psql(self, database, sql):
        """The unaligned rows of a query; stops the script when it fails."""
        command = [self.bindir / "psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", self.url(database), "-c", sql]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def create(self, database, template="template1"):
        self.psql("postgres", f"CREATE DATABASE {database} TEMPLATE {template}")

    def drop(self, database):
        self.psql("postgres", f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def _options(self):
        options = ["-c", f"unix_socket_directories={self.folder}", "-c", f"port={self.port}",
                   "-c", f"listen_addresses={'127.0.0.1' if self.tcp_port else ''}"]
        if not self.durable:
            options += ["-c", "fsync=off", "-c", "full_page_writes=off"]
        for setting in self.settings:
            options += ["-c", setting]
        return options

    def _run(self, program, *arguments):
        command = [str(self.bindir / program), *map(str, arguments)]
        options = {"user": self.account.pw_uid, "group": self.account.pw_gid,
                   "extra_groups": []} if os.getuid() == 0 else {}
        # Not a pipe: the server inherits it from pg_ctl, and reading would wait for the server's end.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)
            output.seek(0)
            text = output.read()
        if done.returncode != 0:
            log = self.folder / "log"
            raise SystemExit(f"{program} failed\n{text}{log.read_text() if log.exists() else ''}")
