#!/usr/bin/env python3
"""`pgmend sync run` against an API that fails in every way it knows, undisturbed and killed at random moments: the tables
must be those that a plain program makes of the same issues. Then a second run, which must change nothing, and one after
the issues have changed, which must fetch only what is new. The token and the password must not show up anywhere."""

import argparse
import copy
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.issues import STATUSES, difference, make_issues, stamp  # noqa: E402
from support.private_server import PrivateServer  # noqa: E402
from support.tracker_api import TrackerApi  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "y0_token-that-must-not-show"
PASSWORD = "password-that-must-not-show"


def all_command_lines():
    lines = ""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines += path.read_bytes().decode(errors="replace")
        except OSError:  # it has ended
            pass
    return lines


class Trial:
    def __init__(self, server, pgmend, folder, api):
        self.server, self.pgmend, self.folder, self.api = server, pgmend, Path(folder), api

    def start(self, database, *arguments, base_url=None, **more):
        url = f"postgresql://postgres:{PASSWORD}@/{database}?host={self.server.folder}&port={self.server.port}"
        command = [self.pgmend, "--format", "json", "-v", "--log-file", self.folder / "log", "--log-level", "debug",
                   "--error-journal", self.folder / "journal", "sync", "run", "--base-url", base_url or self.api.url,
                   "--org-id", "1", "--batch", "200", *arguments]
        if "--attempts" not in arguments:
            command += ["--attempts", "50"]
        environment = {**os.environ, "TRACKER_API_TOKEN": TOKEN, "PGMEND_DATABASE_URL": url, **more}
        return subprocess.Popen([str(word) for word in command], cwd=self.folder, env=environment, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def finish(self, database, *arguments, code=0, says="", **more):
        process = self.start(database, *arguments, **more)
        command_lines = ""
        while "sync\0run" not in command_lines and process.poll() is None:  # it has none for a moment
            command_lines = all_command_lines()
        out, err = process.communicate(timeout=1200)
        if process.returncode != code or says not in err:
            raise AssertionError(f"exit code {process.returncode} instead of {code}; '{says}'?\n{out}{err[-3000:]}")
        for where, text in (("process list", command_lines), ("stdout", out), ("stderr", err),
                            *((path.name, path.read_text()) for path in self.folder.glob("log*")),
                            *((path.name, path.read_text()) for path in self.folder.glob("journal*"))):
            for secret in (TOKEN, PASSWORD):
                if secret in text:
                    raise AssertionError(f"the {where} shows '{secret}'")
        return json.loads(out)

    def check(self, database, issues, what):
        connection = psycopg2.connect(self.server.url(database))
        found = difference(connection, issues)
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(DISTINCT status, ',') FROM tracker_sync_logs")
            statuses = cursor.fetchone()[0]
        connection.close()
        if found or "running" in statuses:
            raise AssertionError(f"{what}: {found}; runs: {statuses}")


def later_version(issues, rng):
    """A tenth of the issues has moved on."""
    changed = copy.deepcopy(issues)
    for issue, entries in rng.sample(changed, max(1, len(changed) // 10)):
        last = datetime(2030, 1, 1, tzinfo=timezone.utc)
        old, new = issue["status"], rng.choice(STATUSES)
        for step in range(rng.randrange(1, 3)):
            last += timedelta(hours=rng.randrange(1, 50))
            entries.append({"id": f"{issue['key']}n{step}", "updatedAt": stamp(last, rng), "type": "IssueWorkflow",
                            "fields": [{"field": {"id": "status"}, "from": old, "to": {"key": new[0], "display": new[1]}}]})
            old, new = {"key": new[0], "display": new[1]}, rng.choice(STATUSES)
        issue["status"], issue["updatedAt"] = old, stamp(last, rng)
        issue["summary"] = "moved on: " + issue["summary"]
    return changed


def run(server, options, folder):
    rng = random.Random(options.seed)
    issues = make_issues(options.issues, options.seed)
    early = [dict(copy.deepcopy(issue), summary="as it was", updatedAt="2018-01-01T00:00:00.000+0000")
             for issue, _ in rng.sample(issues, len(issues) // 50)]
    server.create("template_tracker")
    subprocess.run([options.pgmend, "-q", "-d", server.url("template_tracker"), "-m", ROOT / "migrations", "upgrade",
                    "559cdae67d39"], check=True, stdout=subprocess.DEVNULL)
    with TrackerApi(options.api, folder + "/records", issues, early, options.faults, options.seed, TOKEN) as api:
        trial = Trial(server, options.pgmend, folder, api)
        server.create("undisturbed", "template_tracker")
        began = time.monotonic()
        result = trial.finish("undisturbed")
        took = time.monotonic() - began
        trial.check("undisturbed", issues, "undisturbed")
        counts = api.take_counts()
        print(f"{result['issues']} issues, {result['history_rows']} history rows in {took:.1f} s; answers: {counts}")
        if not counts.get("compressed"):
            raise AssertionError("no answer was compressed")
        again = trial.finish("undisturbed")
        if again["created"] or again["updated"] > 2 * len(early):
            raise AssertionError(f"the second run changed something: {again}")
        trial.check("undisturbed", issues, "second run")
        print(f"second run: {again['unchanged']} unchanged, {api.take_counts().get('changelogs', 0)} changelogs asked for")
        changed = later_version(issues, rng)
        api.serve(changed)
        result = trial.finish("undisturbed")
        trial.check("undisturbed", changed, "after the issues have moved on")
        print(f"moved on: {result['updated']} updated, {result['unchanged']} unchanged, "
              f"{result['history_rows']} history rows")
        result = trial.finish("undisturbed", "--full-history")
        trial.check("undisturbed", changed, "full history")
        if result["updated"]:
            raise AssertionError(f"the full history differs from the extended one: {result}")
        ways(trial, changed)
        refusals(trial, options, changed)
        kill(trial, options, rng, changed, took)


def ways(trial, issues):
    """Through a proxy, with the token in a file; then issues that are deleted between the search and the changelog."""
    token = trial.folder / "token"
    token.write_text(TOKEN + "\n")
    result = trial.finish("undisturbed", "--full-history", "--token-file", token, base_url="http://tracker.invalid",
                          http_proxy=trial.api.url, no_proxy="", TRACKER_API_TOKEN="")
    if result["issues"] < len(issues) or result["updated"]:
        raise AssertionError(f"through a proxy: {result}")
    trial.api.serve(issues, gone=[issue["id"] for issue, _ in issues[:3]])
    result = trial.finish("undisturbed", "--full-history", "--rejects", trial.folder / "gone", code=1)
    reasons = [json.loads(line)["reason"] for line in (trial.folder / "gone").read_text().splitlines()]
    if result["rejected"] != 3 or result["updated"] or not all("(404)" in reason for reason in reasons):
        raise AssertionError(f"without their changelogs: {result}, {reasons}")
    trial.api.serve(issues)
    trial.check("undisturbed", issues, "after a proxy and deleted issues")


def refusals(trial, options, issues):
    """What is final ends the run with advice: a token that is not valid, a certificate that nobody vouches for (before the
    token is sent), a server that says nothing."""
    once = ("--attempts", "1")
    trial.finish("undisturbed", *once, code=4, says="the token is not valid", TRACKER_API_TOKEN="y0_another")
    certificate = trial.folder / "certificate"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", certificate, "-out", trial.folder / "public"],
                   check=True, capture_output=True)
    with open(certificate, "a") as file:
        file.write((trial.folder / "public").read_text())
    with TrackerApi(options.api, trial.folder / "records of TLS", issues, token=TOKEN, certificate=certificate) as api:
        trial.finish("undisturbed", *once, base_url=api.url, code=3, says="SSL")
        counts = api.take_counts()
        if counts:
            raise AssertionError(f"a request was sent in spite of the certificate: {counts}")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        trial.finish("undisturbed", *once, "--read-timeout", "1s", code=3, says="Timeout",
                     base_url=f"http://127.0.0.1:{silent.getsockname()[1]}")


def kill(trial, options, rng, issues, took):
    hits = databases = 0
    while hits < options.kills:
        database = f"killed_{databases}"
        databases += 1
        trial.server.create(database, "template_tracker")
        while hits < options.kills:
            process = trial.start(database)
            time.sleep(rng.uniform(0.02, took * 0.8))
            running = process.poll() is None
            process.kill()
            process.communicate()
            hits += running
            if not running or rng.random() < 0.3:
                break
        for attempt in range(50):  # the server may still hold the killed one's lock
            try:
                trial.finish(database)
                break
            except AssertionError as error:
                if "another sync" not in str(error):
                    raise
                time.sleep(0.2)
        trial.check(database, issues, database)
        trial.server.drop(database)
    print(f"{hits} kills in {databases} databases: every one ended with the same tables")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pgmend", required=True, type=Path)
    parser.add_argument("--api", required=True, type=Path, help="the program of tests/tracker_api")
    parser.add_argument("--issues", type=int, default=600)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--faults", type=float, default=6, help="of a hundred requests")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    options.pgmend = options.pgmend.resolve()
    print(f"seed {options.seed}", flush=True)
    with PrivateServer(durable=False) as server, tempfile.TemporaryDirectory() as folder:
        try:
            run(server, options, folder)
        except AssertionError as failure:
            print(f"FAILED {failure}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
