"""What render.py and capture.py share: the project, and the answer as one JSON document a line.

pgmend makes a small Alembic project whose env.py is this file and one of the two, and runs `alembic current` on it. So
they run in whatever interpreter the user's Alembic lives in, and from there load the real project with its own env.py.

Works with Alembic from 1.8 on and SQLAlchemy from 1.4 on.
"""
import contextlib
import datetime
import inspect
import json
import os
import re
import sys
import traceback

import alembic
from alembic import context as outer
from alembic.config import Config
from alembic.ddl.impl import DefaultImpl
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

HERE = os.path.dirname(os.path.abspath(__file__))
METADATA_LINE = re.compile(r"^\s*(Revision ID|Revises|Create Date|Branch labels|Depends on)\s*:", re.IGNORECASE)


def calling_line(path):
    """The line of the revision's file from which we were called."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == path:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def line_in(frames, path):
    lines = [frame.lineno for frame in frames if frame.filename == path]
    return lines[-1] if lines else 0


def names(value):
    return [value] if isinstance(value, str) else list(value or ())


def message_of(script):
    lines = [line.strip() for line in (script.doc or "").splitlines() if not METADATA_LINE.match(line)]
    return " ".join(line for line in lines if line)


def created_of(script):
    """The docstring's Create Date in ISO form; one with a zone in UTC."""
    found = re.search(r"^\s*Create Date\s*:\s*(.+?)\s*$", script.longdoc or "", re.MULTILINE)
    if not found:
        return ""
    try:
        date = datetime.datetime.fromisoformat(found.group(1)).replace(microsecond=0)
    except ValueError:
        return found.group(1)
    if date.tzinfo is None:
        return date.isoformat()
    return date.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat() + "Z"


def described(script):
    return {
        "revision": script.revision,
        "down_revision": names(script.down_revision),
        "branch_labels": names(getattr(script.module, "branch_labels", None)),
        "depends_on": names(getattr(script.module, "depends_on", None)),
        "message": message_of(script),
        "created": created_of(script),
        "path": os.path.realpath(script.path),
    }


def source_of(function):
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return ""


def failed(error, script, body):
    """A section that could not be had: why, where, and what it would have run."""
    place = script.module.__file__
    return {"reason": reason_of(error), "line": line_in(traceback.extract_tb(error.__traceback__), place),
            "source": source_of(body)}


def reason_of(error):
    if isinstance(error, CommandError) or type(error).__name__ == "Refusal":
        return str(error)
    words = str(error).strip().splitlines()
    return "%s: %s" % (type(error).__name__, words[0]) if words else type(error).__name__


def parents_first(directory):
    return list(reversed(list(directory.walk_revisions())))


def load_project(request):
    options = {"ini_section": request["section"], "cmd_opts": outer.config.cmd_opts, "stdout": sys.stderr}
    if request["toml"] and "toml_file" in inspect.signature(Config.__init__).parameters:
        options["toml_file"] = request["toml"]
    elif not request["ini"]:
        raise CommandError("Alembic %s does not support pyproject.toml; 1.16 or later is required" % alembic.__version__)
    return Config(request["ini"] or None, **options)


def fault_of(error, project):
    """The reason, with the innermost place that is the project's own code."""
    own = [frame for frame in traceback.extract_tb(error.__traceback__)
           if os.path.isfile(frame.filename) and os.path.realpath(frame.filename).startswith(project + os.sep)
           and "site-packages" not in frame.filename]
    return {"fault": reason_of(error), "file": own[-1].filename if own else "", "line": own[-1].lineno if own else 0}


def main(run):
    with open(os.path.join(HERE, "request.json"), encoding="utf-8") as file:
        request = json.load(file)
    with open(os.path.join(HERE, "answer.jsonl"), "w", encoding="utf-8") as answer:
        def write(document):
            answer.write(json.dumps(document) + "\n")

        try:
            run(request, write)
        except (Exception, SystemExit) as error:
            traceback.print_exc()
            write(fault_of(error, os.path.realpath(request["folder"])))
        write({"end": True})
    sys.stderr.flush()
    os._exit(0)  # Alembic's own command has nothing left to do, and its context is not the one that was entered
