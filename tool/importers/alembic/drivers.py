"""Leads every connection that the project opens to the import's own server, and tells the recorder what is executed.

The drivers are taken over, not SQLAlchemy: so raw cursors are seen, parameters come as the literals that the driver itself
would send, and nothing can reach a database of the user's. asyncpg has no literals: there SQLAlchemy's events tell.
"""
import decimal
import enum

from sqlalchemy import event
from sqlalchemy.engine import URL, Engine


class Refusal(Exception):
    """The body does what no revision file can hold."""


class Target:
    """The database of the import."""

    def __init__(self, request):
        self.host, self.port, self.user = request["host"], int(request["port"]), request["user"]
        self.database = request["database"]
        self.changed = set()  # backends for which env.py asked

    def url(self, drivername, query=()):
        kept = {key: value for key, value in dict(query).items() if key == "options"}
        return URL.create(drivername, username=self.user, database=self.database,
                          query=dict(kept, host=self.host, port=str(self.port)))

    def arguments(self, options=""):
        limits = "-c lock_timeout=20s -c statement_timeout=300s"
        return {"host": self.host, "port": self.port, "user": self.user, "dbname": self.database,
                "options": (limits + " " + (options or "")).strip()}


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
        return target.url("postgresql" + ("+" + driver if driver else ""), url.query), plugins, kwargs

    URL._instantiate_plugins = ours

    @event.listens_for(Engine, "do_connect")
    def connect(dialect, record, arguments, parameters):
        if dialect.name != "postgresql":
            raise Refusal("the project's database is %s, not postgresql" % dialect.name)


def take_over_psycopg2(target, recorder):
    try:
        import psycopg2
        import psycopg2.extensions as extensions
    except ImportError:
        return
    connect, classes = psycopg2.connect, {}

    def cursor_class(base):
        if hasattr(base, "recorded"):
            return base

        class Cursor(base):
            recorded = True
            total = None

            def execute(self, query, vars=None):
                self.total = None
                result = super().execute(query, vars)
                recorder.executed(self.connection, (self.query or b"").decode("utf-8", "replace"),
                                  self.connection.get_transaction_status() == extensions.TRANSACTION_STATUS_IDLE)
                return result

            def executemany(self, query, vars_list):
                total = 0
                for one in vars_list:
                    self.execute(query, one)
                    total += max(base.rowcount.__get__(self), 0)
                self.total = total

            @property
            def rowcount(self):
                return base.rowcount.__get__(self) if self.total is None else self.total

            def callproc(self, name, parameters=None):
                result = super().callproc(name, parameters)
                recorder.executed(self.connection, (self.query or b"").decode("utf-8", "replace"), False)
                return result

            def copy_expert(self, sql, file, *arguments, **keywords):
                recorder.refuse("it runs COPY with the rows of a file")

            copy_from = copy_expert

        return classes.setdefault(base, Cursor)

    def connection_class(base):
        class Connection(base):
            def cursor(self, name=None, cursor_factory=None, *arguments, **keywords):
                factory = cursor_class(cursor_factory or self.cursor_factory or extensions.cursor)
                if name is None:
                    return super().cursor(cursor_factory=factory, *arguments, **keywords)
                return super().cursor(name, cursor_factory=factory, *arguments, **keywords)

            def commit(self):
                super().commit()
                recorder.committed(self)

            def rollback(self):
                super().rollback()
                recorder.rolled_back(self)

            def unrecorded(self, sql, parameters=None):
                with extensions.connection.cursor(self, cursor_factory=extensions.cursor) as cursor:
                    cursor.execute(sql, parameters)
                    return cursor.fetchall() if cursor.description else []

        return Connection

    def ours(dsn=None, connection_factory=None, cursor_factory=None, **keywords):
        options = keywords.get("options") or (extensions.parse_dsn(dsn).get("options") if dsn else None)
        connection = connect(connection_factory=connection_class(connection_factory or extensions.connection),
                             **target.arguments(options))
        if cursor_factory is not None:
            connection.cursor_factory = cursor_factory
        return connection

    psycopg2.connect = ours


def take_over_psycopg(target, recorder):
    try:
        import psycopg
    except ImportError:
        return
    idle = psycopg.pq.TransactionStatus.IDLE

    def told(cursor, query, parameters):
        text = query if isinstance(query, (str, bytes)) else query.as_string(cursor)
        if parameters is not None:
            text = cursor.mogrify(query, parameters)
        text = text.decode() if isinstance(text, bytes) else text
        recorder.executed(cursor.connection, text, cursor.connection.info.transaction_status == idle)

    class Cursor(psycopg.ClientCursor):
        def execute(self, query, params=None, **keywords):
            super().execute(query, params, **keywords)
            told(self, query, params)
            return self

        def executemany(self, query, params_seq, **keywords):
            for params in params_seq:
                self.execute(query, params)

        def copy(self, *arguments, **keywords):
            recorder.refuse("it runs COPY with rows of its own")

    class AsyncCursor(psycopg.AsyncClientCursor):
        async def execute(self, query, params=None, **keywords):
            await super().execute(query, params, **keywords)
            told(self, query, params)
            return self

        async def executemany(self, query, params_seq, **keywords):
            for params in params_seq:
                await self.execute(query, params)

    class Connection(psycopg.Connection):
        def commit(self):
            super().commit()
            recorder.committed(self)

        def rollback(self):
            super().rollback()
            recorder.rolled_back(self)

        def unrecorded(self, sql, parameters=None):
            with psycopg.ClientCursor(self) as cursor:
                cursor.execute(sql, parameters)
                return cursor.fetchall() if cursor.description else []

    class AsyncConnection(psycopg.AsyncConnection):
        async def commit(self):
            await super().commit()
            recorder.committed(self)

        async def rollback(self):
            await super().rollback()
            recorder.rolled_back(self)

    def kept(keywords):
        names = ("autocommit", "row_factory", "context", "prepare_threshold")
        return dict({name: value for name, value in keywords.items() if name in names},
                    **target.arguments(keywords.get("options")))

    def connect(conninfo="", **keywords):
        connection = Connection.__mro__[1].__dict__["pgmend_connect"].__func__(Connection, **kept(keywords))
        connection.cursor_factory = Cursor
        return connection

    async def connect_async(conninfo="", **keywords):
        connection = await AsyncConnection.__mro__[1].__dict__["pgmend_connect"].__func__(AsyncConnection, **kept(keywords))
        connection.cursor_factory = AsyncCursor
        return connection

    for one, replacement in ((psycopg.Connection, connect), (psycopg.AsyncConnection, connect_async)):
        one.pgmend_connect = one.__dict__["connect"]
        one.connect = staticmethod(replacement)
    psycopg.connect = connect


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


def take_over_drivers(target, recorder):
    take_over_engines(target)
    take_over_psycopg2(target, recorder)
    take_over_psycopg(target, recorder)
    take_over_asyncpg(target, recorder)
