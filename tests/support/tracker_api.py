"""The tracker's API that tests/tracker_api serves, started for a scope and fed with issues."""

import json
import os
import subprocess
from pathlib import Path


class TrackerApi:
    """`issues` are pairs of an issue and its changelog; `early` are issues as they were when an earlier page was read, so
    they come twice. `faults` is how many of a hundred requests fail, in all ways. `certificate` is a file with a key and a
    certificate: then it speaks TLS. `records` is a file of its own."""

    def __init__(self, program, records, issues, early=(), faults=0, seed=1, token="secret-token", certificate=None):
        self.records, self.early = Path(records), list(early)
        self.scheme = "https" if certificate else "http"
        self.command = [program, records, "--faults", faults, "--seed", seed]
        if certificate:
            self.command += ["--certificate", certificate]
        self.environment = {**os.environ, "TRACKER_API_TOKEN": token}
        self.write(issues, self.early)

    def write(self, issues, early=(), gone=()):
        with open(self.records, "w", encoding="utf-8") as file:
            for issue in [*early, *(issue for issue, _ in issues)]:
                print("issue", json.dumps(issue, ensure_ascii=False), sep="\t", file=file)
            for issue, entries in issues:
                for entry in entries:
                    print("entry", issue["id"], entry["id"], json.dumps(entry, ensure_ascii=False), sep="\t", file=file)
            for issue in gone:
                print("gone", issue, sep="\t", file=file)

    def __enter__(self):
        self.process = subprocess.Popen([str(word) for word in self.command], env=self.environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.url = f"{self.scheme}://127.0.0.1:{int(self.process.stdout.readline())}"
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        if self.process.wait(timeout=60):
            raise RuntimeError(f"the API ended with exit code {self.process.returncode}")

    def ask(self, what):
        print(what, file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def take_counts(self):
        """How often what was asked for and what went wrong since the last time."""
        return self.ask("counts")

    def serve(self, issues, gone=()):
        """From now on these issues; `gone` are ids that a search shows and whose changelog is not there any more."""
        self.write(issues, gone=gone)
        self.ask("reload")
