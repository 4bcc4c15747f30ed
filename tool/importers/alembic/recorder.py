"""What a migration executes, statement by statement, with what its transactions keep of it."""
TRANSACTION = re.compile(r"\s*(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE)\b"
                         r"(?:\s+(?:WORK|TRANSACTION))?(?:\s+(TO)\b)?(?:\s+SAVEPOINT)?\s*(\S*?)\s*;?\s*$", re.IGNORECASE)
READ = re.compile(r"(\s|--[^\n]*\n|/\*.*?\*/|\()*(SELECT|WITH|VALUES|TABLE)\b", re.IGNORECASE | re.DOTALL)
CALL = re.compile(r"([A-Za-z_][A-Za-z_0-9]*)\s*\(")
BUILT_IN_WRITERS = ["setval", "nextval", "set_config", "pg_notify", "lo_create", "lo_import", "lo_unlink", "lo_from_bytea",
                    "lo_put", "pg_import_system_collations", "pg_advisory_lock"]
MISSING_ROLE = re.compile(r'role "([^"]+)" does not exist')
MAX_MISSING = 20


class Recorder:
    """What the section that is running has executed."""

    def __init__(self):
        self.path = None  # of the revision whose section is running
        self.stray = []
        self.busy = False
        self.start(None)

    def start(self, path):
        self.path, self.pieces, self.segment, self.refusal, self.savepoints = path, [], 0, None, []

    def stop(self):
        self.path = None
        kept = ("sql", "line", "autocommit", "segment", "writes")
        return [{name: piece[name] for name in kept} for piece in self.pieces]

    def refuse(self, reason):
        # Noted as well as raised: bodies like to catch every exception.
        if self.path is not None and self.refusal is None:
            self.refusal = {"reason": reason, "line": calling_line(self.path), "source": ""}
        raise Refusal(reason)

    def executed(self, connection, sql, autocommit):
        if self.busy or not sql.strip():
            return
        found = TRANSACTION.match(sql)
        if found:
            self.transaction(connection, found.group(1).upper(), bool(found.group(2)), found.group(3))
        elif self.path is None:
            self.stray.append(sql)
        else:
            self.pieces.append({"sql": sql.strip(), "line": calling_line(self.path), "autocommit": autocommit,
                                "segment": self.segment, "writes": self.writes(connection, sql),
                                "connection": connection, "open": not autocommit})

    def writes(self, connection, sql):
        """Whether a query calls what may write: known by the server, which has the function."""
        called = CALL.findall(sql) if READ.match(sql) else []
        if not called or not getattr(connection, "unrecorded", None):
            return any(name.lower() in BUILT_IN_WRITERS for name in called)
        self.busy = True
        try:
            return connection.unrecorded(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_proc WHERE proname = ANY(%s) AND (proname = ANY(%s) "
                "OR provolatile = 'v' AND pronamespace <> 'pg_catalog'::regnamespace))",
                ([name.lower() for name in called], BUILT_IN_WRITERS))[0][0]
        finally:
            self.busy = False

    def transaction(self, connection, word, to, name):
        if word in ("COMMIT", "END"):
            self.committed(connection)
        elif word == "SAVEPOINT":
            self.savepoints.append((connection, name, len(self.pieces)))
        elif word in ("ROLLBACK", "ABORT"):
            places = [place for one, other, place in self.savepoints if one is connection and other == name]
            self.rolled_back(connection, places[-1] if to and places else 0)

    def committed(self, connection):
        own = [piece for piece in self.pieces if piece["connection"] is connection and piece["open"]]
        for piece in own:
            piece["open"] = False
        if own:
            self.segment += 1

    def rolled_back(self, connection, since=0):
        self.pieces[since:] = [piece for piece in self.pieces[since:]
                               if piece["connection"] is not connection or not piece["open"]]


recorder = Recorder()
