#!/usr/bin/env python3
"""Holds every JSON document of pgmend to its schema in docs/schemas: those of the golden cases, and those of commands that
this runs on a server of its own, every command at least once. Every schema is valid, used, and named in docs/cli.md.
usage: schemas_test.py PGMEND"""

import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from glossary_test import commands_of, help_of  # noqa: E402
from json_documents import faults_of_cases  # noqa: E402
from json_runs import Runs  # noqa: E402
from schemas import Schemas, faults_of_page  # noqa: E402


def all_commands(pgmend):
    """Every command that has no commands in it, from the helps."""
    queue = [()]
    while queue:
        words = queue.pop()
        inner = list(commands_of(help_of(pgmend, *words)))
        queue.extend(words + (name,) for name in inner)
        if not inner:
            yield " ".join(words)


def faults(pgmend):
    commands, schemas = set(all_commands(pgmend)), Schemas()
    if len(commands) < 40:
        yield f"only {len(commands)} commands have been seen"
    yield from schemas.faults_of_schemas()
    yield from faults_of_page(schemas)
    yield from faults_of_cases(schemas, commands)
    with tempfile.TemporaryDirectory(prefix="pgmend-schemas.") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)  # run by root, the server is another user's
        yield from Runs(pgmend, folder, schemas, commands).faults()
    for name in schemas.unused():
        yield f"docs/schemas/{name}.json is not used by any valid document"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = list(faults(pathlib.Path(sys.argv[1]).resolve()))
    print("\n".join(found) or "every document follows its schema")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
