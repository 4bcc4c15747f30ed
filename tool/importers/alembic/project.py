"""What render.py and capture.py share: an Alembic project.

pgmend makes a small Alembic project whose env.py is this file and one of the two, and runs `alembic current` on it. So
they run in whatever interpreter the user's Alembic lives in, and from there load the real project with its own env.py.

Works with Alembic from 1.8 on and SQLAlchemy from 1.4 on.
"""
import alembic
from alembic import context as outer
from alembic.config import Config
from alembic.ddl.impl import DefaultImpl
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

METADATA_LINE = re.compile(r"^\s*(Revision ID|Revises|Create Date|Branch labels|Depends on)\s*:", re.IGNORECASE)


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


def parents_first(directory):
    return list(reversed(list(directory.walk_revisions())))


def load_project(request):
    options = {"ini_section": request["section"], "cmd_opts": outer.config.cmd_opts, "stdout": sys.stderr}
    if request["toml"] and "toml_file" in inspect.signature(Config.__init__).parameters:
        options["toml_file"] = request["toml"]
    elif not request["ini"]:
        raise CommandError("Alembic %s does not support pyproject.toml; 1.16 or later is required" % alembic.__version__)
    return Config(request["ini"] or None, **options)
