"""Commands of every kind on a server of their own, whose documents must follow their schemas."""

import http.server
import json
import os
import shlex
import shutil
import subprocess
import threading

from json_documents import documents
from schemas import NO_JSON, ROOT, command_of, schema_of

SCRIPT = (ROOT / "tests/docs/json_runs.txt").read_text()
ISSUE = {"id": "1", "key": "T-1", "createdAt": "2024-01-01T00:00:00Z", "status": {"display": "Open"}}

ALEMBIC = {
    "alembic.ini": "[alembic]\nscript_location = %(here)s\nsqlalchemy.url = postgresql://\n",
    "env.py": "from alembic import context\ncontext.configure(url='postgresql://', literal_binds=True)\n"
              "with context.begin_transaction():\n    context.run_migrations()\n",
    "versions/a.py": "from alembic import op\nrevision = 'a'\ndown_revision = None\n\n\ndef upgrade():\n"
                     "    op.execute('SELECT 1')\n\n\ndef downgrade():\n    pass\n",
}


class Api(http.server.BaseHTTPRequestHandler):
    """The tracker with one issue and no changelog."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer([ISSUE])

    def do_GET(self):
        self.answer([])

    def answer(self, body):
        text = json.dumps(body).encode()
        self.send_response(200)
        for name, value in {"Content-Length": len(text), "X-Total-Pages": 1, "X-Total-Count": 1}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Runs:
    def __init__(self, pgmend, folder, schemas, commands):
        self.schemas, self.commands, self.folder = schemas, commands, folder
        self.base = [str(pgmend), "--embedded=" + str(folder / "server"), "--format", "json"]
        self.valid, self.failed = set(), set()  # commands with a valid document, and with a valid error
        self.api = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
        threading.Thread(target=self.api.serve_forever, daemon=True).start()
        kept = {name: value for name, value in os.environ.items()
                if name == "PGMEND_PG_BINDIR" or not name.startswith(("PG", "DATABASE_URL"))}
        self.environment = {**kept, "TRACKER_API_TOKEN": "token", "ISSUE": json.dumps(ISSUE), "ROOT": str(ROOT), "TZ": "UTC",
                            "API": f"http://127.0.0.1:{self.api.server_port}", "XDG_CACHE_HOME": str(folder / "cache")}

    def faults(self):
        for name, text in ALEMBIC.items():
            file = self.folder / "alembic" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        try:
            for line in SCRIPT.splitlines():
                if line and not line.startswith("#"):
                    yield from self.faults_of_line(*line.split(" ", 1))
            for command in sorted(self.commands):
                yield from self.faults_of_line("2", f"{command} --no-such-option")
        finally:
            self.api.shutdown()
            subprocess.run([*self.base, "server", "stop"], capture_output=True, check=False)
        # One function writes the document of every import.
        imports = {one for one in self.commands if one.startswith("import ")} if any(
            one.startswith("import ") for one in self.valid) else set()
        for command in sorted(self.commands - NO_JSON - self.valid - imports):
            yield f"no document of '{command}' was validated"
        for command in sorted(self.commands - self.failed):
            yield f"no error of '{command}' was validated"

    def faults_of_line(self, code, line):
        if code == "$":
            psql = f'psql() {{ {shlex.join(self.base)} server psql -- -Xqv ON_ERROR_STOP=1 "$@"; }}; '
            done = self.shell(psql + line)
            if done.returncode != 0:
                yield f"{line}: {done.stderr.strip()}"
        elif code == "@":
            name, file = line.split()
            for text in (self.folder / file).read_text().splitlines():
                yield from (f"{file}: {fault}" for fault in self.schemas.faults(name, json.loads(text)))
        else:
            yield from self.faults_of_run(int(code), line)

    def faults_of_run(self, code, line):
        done = self.shell(f"{shlex.join(self.base)} {line}")
        words = shlex.split(line)
        command = command_of(words, self.commands)
        if done.returncode != code:
            yield f"pgmend {line}: exit code {done.returncode} instead of {code}: {done.stderr.strip()}"
        found = list(documents(done.stdout))
        if len(found) > 1 or (not found and done.stdout.strip()):
            yield f"pgmend {line}: {len(found)} documents: {done.stdout.strip()[:200]}"
        for document in found:
            faults = self.schemas.faults(schema_of(command, words), document)
            yield from (f"pgmend {line}: {fault}" for fault in faults)
            if not faults:
                (self.failed if "error" in document else self.valid).add(command)
        for event in documents(done.stderr):
            yield from (f"pgmend {line}, on stderr: {fault}" for fault in self.schemas.faults("progress", event))

    def shell(self, command):
        return subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120, check=False)
