"""Leads every connection that the project opens to the import's own server, and tells the recorder what is executed.

The drivers are taken over, not what stands on them: so raw cursors are seen, parameters come as the literals that the
driver itself would send, and nothing can reach a database of the user's.
"""


class Target:
    """The database of the import."""

    def __init__(self, request):
        self.host, self.port, self.user = request["host"], int(request["port"]), request["user"]
        self.database = request["database"]
        self.changed = set()  # backends for which env.py asked

    def arguments(self, options=""):
        limits = "-c lock_timeout=20s -c statement_timeout=300s"
        return {"host": self.host, "port": self.port, "user": self.user, "dbname": self.database,
                "options": (limits + " " + (options or "")).strip()}


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

    def text_of(cursor, query, parameters):
        # Asked of before the statement runs: it empties the cursor.
        if parameters is not None:
            return cursor.mogrify(query, parameters)
        text = query if isinstance(query, (str, bytes)) else query.as_string(cursor)
        return text.decode() if isinstance(text, bytes) else text

    def told(cursor, text):
        recorder.executed(cursor.connection, text, cursor.connection.info.transaction_status == idle)

    class Cursor(psycopg.ClientCursor):
        def execute(self, query, params=None, **keywords):
            text = text_of(self, query, params)
            super().execute(query, params, **keywords)
            told(self, text)
            return self

        def executemany(self, query, params_seq, **keywords):
            for params in params_seq:
                self.execute(query, params)

        def copy(self, *arguments, **keywords):
            recorder.refuse("it runs COPY with rows of its own")

    class AsyncCursor(psycopg.AsyncClientCursor):
        async def execute(self, query, params=None, **keywords):
            text = text_of(self, query, params)
            await super().execute(query, params, **keywords)
            told(self, text)
            return self

        async def executemany(self, query, params_seq, **keywords):
            for params in params_seq:
                await self.execute(query, params)

    class Connection(psycopg.Connection):
        def cursor(self, *arguments, binary=False, **keywords):
            # Queries about types; literals and binary results exclude each other.
            self.cursor_factory = psycopg.Cursor if binary else Cursor
            return super().cursor(*arguments, binary=binary, **keywords)

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
        def cursor(self, *arguments, binary=False, **keywords):
            # Queries about types; literals and binary results exclude each other.
            self.cursor_factory = psycopg.AsyncCursor if binary else AsyncCursor
            return super().cursor(*arguments, binary=binary, **keywords)

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
        return Connection.__mro__[1].__dict__["pgmend_connect"].__func__(Connection, **kept(keywords))

    async def connect_async(conninfo="", **keywords):
        return await AsyncConnection.__mro__[1].__dict__["pgmend_connect"].__func__(AsyncConnection, **kept(keywords))

    for one, replacement in ((psycopg.Connection, connect), (psycopg.AsyncConnection, connect_async)):
        one.pgmend_connect = one.__dict__["connect"]
        one.connect = staticmethod(replacement)
    psycopg.connect = connect


def take_over_drivers(target, recorder):
    take_over_psycopg2(target, recorder)
    take_over_psycopg(target, recorder)
