"""Engines that SQLAlchemy creates from a project's URLs also connect to the import's own server. asyncpg has no literals of
its own: there, SQLAlchemy's events report what is executed.
"""
import decimal
import enum

from sqlalchemy import event
from sqlalchemy.engine import URL, Engine


def url_of(target, drivername, query=()):
    kept = {key: value for key, value in dict(query).items() if key == "options"}
    return URL.create(drivername, username=target.user, database=target.database,
                      query=dict(kept, host=target.host, port=str(target.port)))


def take_over_engines(target):
    """create_engine() of whatever URL gives an engine on the import's server, with the same driver if it is one of ours."""
    instantiate = URL._instantiate_plugins

    def ours(self, kwargs):
        url, plugins, kwargs = instantiate(self, kwargs)
        backend, _, driver = url.drivername.partition("+")
        if backend not in ("postgresql", "postgres"):
            if backend != "sqlite":
                return url, plugins, kwargs  # refused when the migrations are to run
            target.changed.add(backend)
            driver = "asyncpg" if driver == "aiosqlite" else "psycopg2"
            kwargs.pop("connect_args", None)
        elif driver not in ("", "psycopg2", "psycopg", "asyncpg", "psycopg_async"):
            driver = "psycopg2"
        return url_of(target, "postgresql" + ("+" + driver if driver else ""), url.query), plugins, kwargs

    URL._instantiate_plugins = ours

    @event.listens_for(Engine, "do_connect")
    def connect(dialect, record, arguments, parameters):
        if dialect.name != "postgresql":
            raise Refusal("the project's database is %s, not postgresql" % dialect.name)


def literal(value):
    """A value as SQL, for drivers that send it apart from the statement."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, enum.Enum):
        return literal(value.value)
    if isinstance(value, (int, float, decimal.Decimal)):
        return str(value) if value == value and value not in (float("inf"), float("-inf")) else "'%s'" % value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "'\\x%s'" % bytes(value).hex()
    if isinstance(value, (list, tuple)):
        return "ARRAY[%s]" % ", ".join(literal(one) for one in value) if value else "'{}'"
    return "'%s'" % str(value).replace("'", "''")


def with_literals(statement, parameters):
    def put(found):
        return literal(parameters[int(found.group(1)) - 1])

    if parameters and not re.search(r"\$\d", statement):  # as SQLAlchemy 1.4 has it
        return statement % tuple(literal(one) for one in parameters)
    return re.sub(r"\$(\d+)", put, statement)


def take_over_asyncpg(target, recorder):
    try:
        import asyncpg
    except ImportError:
        return
    connect = asyncpg.connect

    def ours(dsn=None, **keywords):
        kept = {name: value for name, value in keywords.items()
                if name in ("statement_cache_size", "timeout", "command_timeout", "connection_class", "server_settings")}
        return connect(host=target.host, port=target.port, user=target.user, database=target.database, **kept)

    asyncpg.connect = ours

    def asyncpg_only(connection):
        return connection.dialect.driver == "asyncpg"

    @event.listens_for(Engine, "after_cursor_execute")
    def executed(connection, cursor, statement, parameters, context, executemany):
        if asyncpg_only(connection):
            raw = connection.connection.dbapi_connection
            for one in parameters if executemany else [parameters]:
                recorder.executed(raw, with_literals(statement, one or ()),
                                  not raw.driver_connection.is_in_transaction())

    @event.listens_for(Engine, "commit")
    def committed(connection):
        if asyncpg_only(connection):
            recorder.committed(connection.connection.dbapi_connection)

    @event.listens_for(Engine, "rollback")
    def rolled_back(connection):
        if asyncpg_only(connection):
            recorder.rolled_back(connection.connection.dbapi_connection)

    @event.listens_for(Engine, "rollback_savepoint")
    def rolled_back_to(connection, name, context):
        if asyncpg_only(connection):
            recorder.executed(connection.connection.dbapi_connection, "ROLLBACK TO SAVEPOINT " + name, False)
