"""The answer of the scripts that pgmend runs in a project's own Python: one JSON document a line."""
import contextlib
import datetime
import inspect
import json
import os
import re
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))


class Refusal(Exception):
    """What cannot be imported, in words for the user."""


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
    if type(error).__name__ in ("CommandError", "Refusal"):
        return str(error)
    words = str(error).strip().splitlines()
    return "%s: %s" % (type(error).__name__, words[0]) if words else type(error).__name__


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
