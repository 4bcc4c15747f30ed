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

ISSUE = {"id": "1", "key": "T-1", "createdAt": "2024-01-01T00:00:00Z", "status": {"display": "Open"}}

# A line: the exit code and what pgmend is asked for; or "$" and a command of the shell; or "@" and a folder of files
# with lines of JSON, each with its schema. Every line runs in one folder, with one database.
SCRIPT = r"""
0 server start
0 server status
$ cp -r "$ROOT/tests/cli/projects/small/migrations" .
0 ensure_version
0 current
0 plan
0 upgrade --dry-run
0 upgrade email
0 snapshot --output -
0 snapshot --output before.json
0 stamp head
0 stamp --accept orders
0 stamp email
0 upgrade --log-file log.jsonl --log-format json
0 downgrade -1 --dry-run
0 downgrade -1
0 history -i
0 heads
0 branches
0 show head
0 lint --rules
1 lint --fail-on info
0 verify
0 check --against migrations
0 locate
$ psql -c 'CREATE INDEX "By and Hand" ON accounts (name)'
1 check --against migrations
1 diff before.json migrations
0 diff before.json before.json --sql
1 repair --against migrations
1 locate
0 index drop '"By and Hand"' --yes
0 revision -m 'on top' --rev-id top
0 revision -m 'beside it' --rev-id beside --head email --splice
0 merge -m both --rev-id both
$ printf -- '-- migrate:up\nINSERT INTO accounts (id, name) VALUES (1, 1), (1, 1);' >>migrations/both_both.sql
$ sed -i '0,/-- migrate:up/{//d}; /-- migrate:down/d' migrations/both_both.sql
4 upgrade heads --error-journal journal.jsonl
4 upgrade heads --error-journal journal.jsonl --log-parameters
0 errors journal.jsonl
@ journal journal.jsonl
@ log log.jsonl
$ psql -c 'CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL)' -c 'INSERT INTO t SELECT g, g % 7 FROM generate_series(1, 50) g'
0 dedupe t --key k --dry-run
$ psql -c "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'"
$ psql -c 'CREATE TRIGGER no BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION no()'
4 dedupe t --key k --archive --max-rate 20 --yes
0 jobs list
0 jobs show 1
$ psql -c 'DROP TRIGGER no ON t'
0 jobs resume 1 --yes
0 dedupe t --key k --yes
0 dedupe restore 1
0 index create t --columns k
$ printf '[index.t_k]\ntable = "t"\ncolumns = "k"\n' >pgmend.toml
0 index ensure --all
5 index create t --columns id --name t_k
$ psql -c 'CREATE TABLE u (t_id int REFERENCES t)' -c 'INSERT INTO t VALUES (100, 1), (101, 1)'
$ psql -c 'CREATE UNIQUE INDEX CONCURRENTLY t_once ON t (k)' || true
1 index advise
4 index repair
$ mkdir tracker && cp -r "$ROOT/migrations" tracker
0 upgrade 559cdae67d39 --migrations tracker/migrations --version-table tracker_version
$ echo "$ISSUE" >issues.json; echo '{"id": "2", "createdAt": "never"}' >>issues.json
1 sync load --rejects rejects.ndjson issues.json
@ sync-reject rejects.ndjson
0 sync run --base-url "$API" --org-id 1
0 sync get T-1 status key
0 sync get T-1
0 sync status
$ mkdir -p m d f g n s
$ printf -- '-- migrate:up\nSELECT 1;\n-- migrate:down\n' >d/1_a.sql; echo 'SELECT 1;' >f/V1__a.sql; echo 'SELECT 1;' >g/1_a.up.sql
$ printf -- '-- Up Migration\nSELECT 1;\n' >n/1704067200000_a.sql; printf -- '-- +migrate Up\nSELECT 1;\n' >s/1-a.sql
0 import dbmate d --output m/d
0 import flyway f --output m/f
0 import golang-migrate g --output m/g
0 import node-pg-migrate n --output m/n
0 import sql-migrate s --output m/s
0 import alembic alembic --output m/a
0 server stop
1 server status
"""

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
            for line in SCRIPT.strip().splitlines():
                yield from self.faults_of_line(*line.split(" ", 1))
            for command in sorted(self.commands):
                yield from self.faults_of_line("2", f"{command} --no-such-option")
        finally:
            self.api.shutdown()
            subprocess.run([*self.base, "server", "stop"], capture_output=True, check=False)
        for command in sorted(self.commands - NO_JSON - self.valid):
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
