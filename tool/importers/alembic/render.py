"""Renders every revision of an Alembic project as SQL by its env.py in offline mode.

Each upgrade() and downgrade() is called by itself, and what Alembic would print is caught statement by statement: BEGIN,
COMMIT and the version table never come into being, so that nothing has to be cut out of a text.
"""
from sqlalchemy import inspection, text
from sqlalchemy.engine.strategies import MockEngineStrategy
from sqlalchemy.schema import DDLElement
from sqlalchemy.sql import visitors

class Recorder:
    """What the section that is being rendered has emitted, and why it cannot be taken as it is, if so."""

    def __init__(self):
        self.path = None  # of the revision whose section is being rendered
        self.pieces = []
        self.autocommit = False
        self.refusal = None
        self.stray = []

    def start(self, path):
        self.path, self.pieces, self.autocommit, self.refusal = path, [], False, None

    def stop(self):
        self.path = None
        return self.pieces

    def put(self, sql):
        if self.path is None:
            self.stray.append(sql)
        else:
            self.pieces.append({"sql": sql, "autocommit": self.autocommit, "line": calling_line(self.path)})

    def note(self, reason):
        # Noted as well as raised: bodies like to catch every exception.
        if self.path is not None and self.refusal is None:
            self.refusal = {"reason": reason, "line": calling_line(self.path)}

    def refuse(self, reason):
        self.note(reason)
        raise Refusal(reason)


recorder = Recorder()


class NoResult:
    """Stands for the rows of a statement that was only written down; looking at them is refused."""

    def __init__(self, sql):
        object.__setattr__(self, "_sql", " ".join(sql.split())[:80])

    def _refuse(self, *args, **kwargs):
        recorder.refuse("it reads the result of '%s'" % object.__getattribute__(self, "_sql"))

    def close(self):
        pass

    def __getattr__(self, name):
        self._refuse()

    __iter__ = __next__ = __bool__ = __len__ = __getitem__ = __contains__ = __eq__ = __ne__ = _refuse
    __enter__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __int__ = _refuse
    __hash__ = None


class OfflineConnection(MockEngineStrategy.MockConnection):
    """What op.get_bind() gives: writes statements down, and refuses what would need an answer."""

    def exec_driver_sql(self, statement, parameters=None, execution_options=None):
        if parameters:
            recorder.refuse("it passes parameters to exec_driver_sql()")
        recorder.put(statement.strip())
        return NoResult(statement)


def refusing(name):
    def method(self, *args, **kwargs):
        recorder.refuse("it calls %s() on the connection" % name)

    return method


for forbidden in ("scalar", "scalars", "begin", "begin_nested", "commit", "rollback", "run_callable", "detach"):
    setattr(OfflineConnection, forbidden, refusing(forbidden))


@inspection._inspects(OfflineConnection)
def inspected(connection):
    recorder.refuse("it inspects the database")


def with_values(construct, parameters):
    """The statement once for each set of parameters that were passed beside it."""
    if isinstance(parameters, dict):
        parameters = [parameters]
    if not parameters:
        return [construct]
    if not all(isinstance(one, dict) for one in parameters):
        recorder.refuse("it passes positional parameters")
    if hasattr(construct, "bindparams"):
        return [construct.bindparams(**one) for one in parameters]
    if getattr(construct, "is_insert", False) or getattr(construct, "is_update", False):
        return [construct.values(**one) for one in parameters]
    return [construct.params(**one) for one in parameters]


def compiled(dialect, construct):
    if isinstance(construct, DDLElement):
        return str(construct.compile(dialect=dialect)).strip()
    for part in visitors.iterate(construct):
        if getattr(part, "required", False):
            recorder.refuse("it passes no value for the parameter ':%s'" % part.key)
    if getattr(construct, "is_insert", False):
        construct = construct.inline()  # without a RETURNING that nobody would read
    return str(construct.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).strip()


def record(dialect, construct, parameters):
    if isinstance(construct, str):
        construct = text(construct)
    statements = [compiled(dialect, one) for one in with_values(construct, parameters)]
    for sql in statements:
        recorder.put(sql)
    return NoResult("; ".join(statements))


def exec_offline(self, construct, execution_options=None, multiparams=None, params=None):
    record(self.dialect, construct, list(multiparams or ()) + ([dict(params)] if params else []))


def stdout_connection(self, connection):
    def execute(construct, *multiparams, **params):
        sets = list(multiparams[0]) if len(multiparams) == 1 and isinstance(multiparams[0], (list, tuple)) else [
            one for one in multiparams if one]
        return record(self.dialect, construct, sets + ([params] if params else []))

    return OfflineConnection(self.dialect, execute)


@contextlib.contextmanager
def autocommit_block(self):
    recorder.autocommit = True
    try:
        yield
    finally:
        recorder.autocommit = False


def asked_offline(self):
    recorder.note("it checks for offline mode, so the SQL may differ from an online run")
    return True


def as_sql_of(self):
    if recorder.path is not None and sys._getframe(1).f_code.co_filename == recorder.path:
        asked_offline(self)
    return self.__dict__["as_sql"]


def set_as_sql(self, value):
    self.__dict__["as_sql"] = value


def read_as_written(dialect):
    """Literals as the server reads them: without a driver's doubled % and with standard_conforming_strings on."""
    dialect.paramstyle = "named"
    dialect.positional = False
    dialect.identifier_preparer._double_percents = False
    dialect._backslash_escapes = False


def take_over(run_migrations):
    DefaultImpl._exec = exec_offline
    DefaultImpl.static_output = lambda self, text: recorder.put(text.strip())
    DefaultImpl.emit_begin = lambda self: None
    DefaultImpl.emit_commit = lambda self: None
    MigrationContext._stdout_connection = stdout_connection
    MigrationContext.autocommit_block = autocommit_block
    MigrationContext.as_sql = property(as_sql_of, set_as_sql)
    MigrationContext.run_migrations = run_migrations
    EnvironmentContext.is_offline_mode = asked_offline


def render_section(script, function, kw):
    """A list of pieces, None for what cannot be done at all, or the reason why it could not be rendered."""
    body = getattr(script.module, function, None)
    if body is None and function == "downgrade":
        return None
    source = script.module.__file__
    recorder.start(source)
    error = None
    try:
        if body is None:
            raise Refusal("it has no upgrade()")
        body(**kw)
    except NotImplementedError as raised:
        if function == "downgrade" and recorder.refusal is None:
            return None
        error = raised
    except (Exception, SystemExit) as raised:
        error = raised
    finally:
        pieces = recorder.stop()
    if recorder.refusal is not None:
        return dict(recorder.refusal, source=source_of(body))
    if error is not None:
        return failed(error, script, body)
    return {"pieces": pieces}


def render_revision(script, kw):
    return dict(described(script), up=render_section(script, "upgrade", kw), down=render_section(script, "downgrade", kw))


class Renderer:
    def __init__(self, directory, write):
        self.directory = directory
        self.write = write
        self.runs = 0

    def run(self, migration_context, kw):
        self.runs += 1
        if self.runs > 1:
            raise CommandError("env.py runs the migrations more than once, for several databases; revision files "
                               "are for one database")
        if migration_context.dialect.name != "postgresql":
            raise CommandError("the project's database is %s, not postgresql" % migration_context.dialect.name)
        read_as_written(migration_context.dialect)
        migration_context.impl.literal_binds = True
        for script in parents_first(self.directory):
            self.write(render_revision(script, kw))
        if migration_context.on_version_apply_callbacks:
            self.write({"warning": "env.py has on_version_apply callbacks; their effect is not part of any revision"})


def run(request, write):
    config = load_project(request)
    directory = ScriptDirectory.from_config(config)
    renderer = Renderer(directory, write)
    take_over(lambda self, **kw: renderer.run(self, kw))
    with open(os.devnull, "w") as nowhere, EnvironmentContext(
            config, directory, fn=lambda rev, context: [], as_sql=True, starting_rev=None, destination_rev="heads",
            output_buffer=nowhere):
        directory.run_env()
    if renderer.runs == 0:
        raise CommandError("env.py does not call context.run_migrations() in offline mode")
    for sql in recorder.stray:
        write({"warning": "env.py itself emits SQL, which is not part of any revision: " + " ".join(sql.split())[:120]})


main(run)
