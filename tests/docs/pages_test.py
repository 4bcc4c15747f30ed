#!/usr/bin/python3
"""Runs what README.md and docs/*.md show: the sessions, whose output must be the page's, the SQL, the settings.

usage: pages_test.py [--update] PAGE…       UPDATE=1 or --update writes sessions' real output into the page

Above a block, comments that a reader does not see say how it is run:
  <!-- test: COMMAND -->     run before the block, in its folder, BLOCK being a file with its text; a command that
                             begins with "fresh" is run in a new folder, with a database of its own if it wants one;
                             scenarios.bash and tests/cli/helpers.bash say what there is
  <!-- not run: REASON -->   it cannot be run
Without comments a session goes on where the one before it stopped. In a session a line '…' stands for any lines; what
else may differ is in normalise.py. Blocks of sql, toml, yaml and json without a comment are read by what reads them."""

import argparse
import atexit
import difflib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blocks import blocks, steps  # noqa: E402
from normalise import same  # noqa: E402
from support.private_server import find_bindir  # noqa: E402
from world import ROOT, Failed, World  # noqa: E402

STATE = Path(os.environ.get("PGMEND_TEST_STATE", ROOT / "build/dev/tests"))
PGMEND = Path(os.environ.get("PGMEND_BINARY", ROOT / "build/dev/tool/pgmend"))
KNOWN_IDS = {word for file in (ROOT / "migrations").glob("*.sql")
             for word in re.findall(r"\b[0-9a-f]{12}\b", file.read_text())}


def server_url():
    """That of CTest's fixture, or of a server that lives as long as this script."""
    def fixture(owner):
        file = STATE / f"db_server.{owner}"
        return file.read_text().splitlines()[0] if file.exists() else None

    url = fixture(os.getppid())
    if url is None:
        subprocess.run([STATE / "db_server", "start"], check=True)
        atexit.register(subprocess.run, [STATE / "db_server", "stop"])
        url = fixture(os.getpid())
    return url


class Page:
    def __init__(self, path, server, update):
        self.path, self.server, self.update = path, server, update
        self.lines = path.read_text().splitlines()
        self.world = None
        self.failures = []
        self.not_run = []
        self.changes = []  # (first line, number of lines, new lines)

    def test(self):
        found = blocks(self.lines)
        try:
            for block in found:
                try:
                    self.test_block(block)
                except (Failed, ValueError) as error:
                    self.failures.append(f"{self.path.name}:{block.line}: {error}")
        finally:
            if self.world:
                self.world.close()
        if self.changes:
            for first, count, lines in reversed(self.changes):
                self.lines[first:first + count] = lines
            self.path.write_text("\n".join(self.lines) + "\n")
        return len(found)

    def test_block(self, block):
        if block.reason:
            self.not_run.append(f"{self.path.name}:{block.line}: {block.reason}")
            return
        if block.language == "console":
            self.prepare(block)
            self.session(block)
        elif block.tests:
            self.prepare(block)
        else:
            self.read(block)

    def prepare(self, block):
        for command in block.tests:
            if self.world is None or command.startswith("fresh"):
                self.renew()
            self.world.scratch.joinpath("block").write_text(block.text)
            self.world.set("BLOCK", self.world.scratch / "block")
            self.world.setup(command.removeprefix("fresh").strip() or "true")
        if self.world is None:
            self.renew()

    def renew(self):
        if self.world:
            self.world.close()
        self.world = World(self.server, PGMEND, find_bindir())

    def session(self, block):
        shown, differs = [], False
        for step in steps(block):
            code, output = self.world.run(step.command)
            if code != 0:
                output.append(f"(exit code {code})")
            while output and not output[-1]:
                output.pop()
            agrees = same(step.output, output, KNOWN_IDS)
            differs = differs or not agrees
            if step.apart:
                shown.append("")
            shown += step.shown + (step.output if agrees else output)
            if not agrees and not self.update:
                difference = difflib.unified_diff(step.output, output, "on the page", "in truth", lineterm="")
                self.failures.append("\n".join([f"{self.path.name}:{block.line}: $ {step.command}", *difference]))
        if differs and self.update:
            self.changes.append((block.line, len(block.lines),
                                 [block.indent + line if line else "" for line in shown]))

    def read(self, block):
        reader = {"sql": read_sql, "toml": read_toml, "yaml": read_yaml, "json": json.loads}.get(block.language)
        if reader is None:
            raise Failed(f"nothing says how a block '{block.language}' is run; <!-- test: … -->, or <!-- not run: … -->")
        try:
            reader(block)
        except (ValueError, subprocess.CalledProcessError) as error:
            raise Failed(getattr(error, "stdout", None) or str(error)) from error


def pgmend_reads(block, name, *arguments):
    """In a project that has nothing but the block as the file `name`."""
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "migrations").mkdir()
        Path(folder, name).write_text(block.text)
        done = subprocess.run([PGMEND, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True)
        return done.returncode, done.stdout


def read_sql(block):
    """PostgreSQL's parser takes it; and advice does not do what its rule warns of."""
    code, output = pgmend_reads(block, "block.sql", "lint", "block.sql", "--format", "json")
    if code not in (0, 1):
        raise ValueError(output)
    rules = {finding["rule"] for finding in json.loads(output)["findings"]}
    for rule in {"unknown-statement", block.heading} & rules:
        raise ValueError(f"pgmend lint says [{rule}] of it")


def read_toml(block):
    tomllib.loads(block.text)
    code, output = pgmend_reads(block, "pgmend.toml", "history")
    if code != 0:
        raise ValueError(output)


def read_yaml(block):
    import yaml
    try:
        yaml.safe_load(block.text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", default=bool(os.environ.get("UPDATE")))
    parser.add_argument("pages", nargs="*", type=Path, help="default: all")
    options = parser.parse_args()
    pages = options.pages or [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    server = server_url()
    failures = []
    for path in pages:
        page = Page(path if path.exists() else ROOT / path, server, options.update)
        count = page.test()
        failures += page.failures
        for reason in page.not_run:
            print("not run:", reason)
        print(f"{page.path.name}: {count - len(page.not_run)} of {count} blocks run")
    for failure in failures:
        print(failure)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
