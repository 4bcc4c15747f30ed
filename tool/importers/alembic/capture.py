"""Captures every revision of an Alembic project: env.py runs in online mode on the import's own server, and what each
upgrade() and downgrade() executes is written down.

After each upgrade() its downgrade() runs in a transaction that is rolled back, so that one that fails stands in nobody's
way. One that commits by itself is gone back over by running upgrade() again; where that fails, the answer has what the
downgrade() executed under "again", and the import starts over without it.
"""
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


class Broken(Exception):
    """The database is not what the next revision builds on."""


class Capturer:
    def __init__(self, directory, request, write):
        self.directory = directory
        self.without_down = set(request["without_down"])
        self.write = write
        self.runs = 0
        self.done = set()
        self.context = None

    def steps(self, rows, context):
        self.runs += 1
        if self.runs > 1:
            raise CommandError("env.py runs the migrations more than once, for several databases; revision files "
                               "are for one database")
        if context.dialect.name != "postgresql":
            raise CommandError("the project's database is %s, not postgresql" % context.dialect.name)
        self.context = context
        self.write({"version_table": context.version_table, "version_table_schema": context.version_table_schema})
        if context.on_version_apply_callbacks:
            self.write({"warning": "env.py has on_version_apply callbacks; their effect is not part of any revision"})
        for step in self.directory._upgrade_revs("heads", rows):
            script = step.revision
            step.migration_fn = lambda script=script, **kw: self.migrate(script, kw)
            yield step

    def raw(self):
        """The driver's connection: SQLAlchemy knows nothing of what we commit and roll back between two sections."""
        pooled = self.context.connection.connection
        return getattr(pooled, "dbapi_connection", None) or pooled.connection

    def ask(self, sql):
        recorder.busy = True
        try:
            cursor = self.raw().cursor()
            cursor.execute(sql)
            row = cursor.fetchone() if cursor.description else None
            cursor.close()
            return row[0] if row else None
        finally:
            recorder.busy = False

    def migrate(self, script, kw):
        self.raw().commit()
        up = self.section(script, script.module.upgrade, kw)
        down = None
        if "pieces" in up:
            self.raw().commit()
            down = self.down(script, kw)
        else:
            self.raw().rollback()
        self.done.add(script.revision)
        self.write(dict(described(script), up=up, down=down))

    def section(self, script, body, kw):
        for _ in range(MAX_MISSING):
            recorder.start(script.module.__file__)
            try:
                body(**kw)
                pieces = recorder.stop()
                return dict(recorder.refusal, source=source_of(body)) if recorder.refusal else {"pieces": pieces}
            except (Exception, SystemExit) as error:
                recorder.stop()
                if recorder.refusal:
                    return dict(recorder.refusal, source=source_of(body))
                if not self.made(error):
                    return dict(failed(error, script, body), missing=isinstance(error, NotImplementedError))
        raise CommandError("too many roles are missing")

    def made(self, error):
        """Makes the role that somebody else's server would have."""
        found = MISSING_ROLE.search(str(error))
        if found:
            self.raw().rollback()
            self.ask('CREATE ROLE "%s"' % found.group(1).replace('"', '""'))
            self.raw().commit()
        return bool(found)

    def down(self, script, kw):
        body = getattr(script.module, "downgrade", None)
        if body is None:
            return None
        if script.revision in self.without_down:
            return None  # known from the run before
        transaction = self.ask("SELECT txid_current()")
        down = self.section(script, body, kw)
        if "pieces" in down:
            left = self.ask("SELECT txid_current()") != transaction
        else:
            left = recorder.segment > 0 or any(piece["autocommit"] for piece in recorder.pieces)
        if not left or "pieces" not in down:
            self.raw().rollback()
        if not left:
            return None if down.get("missing") else down
        if "pieces" not in down:
            raise Broken(script.revision, down)
        self.raw().commit()
        if "pieces" not in self.section(script, script.module.upgrade, kw):
            raise Broken(script.revision, down)
        self.raw().commit()
        return down


def project_url(config, target):
    given = config.get_main_option("sqlalchemy.url") or ""
    driver = given.split(":")[0]
    if not driver.startswith("postgresql"):
        driver = "postgresql"
    return str(target.url(driver))


def run(request, write):
    target = Target(request)
    os.environ.setdefault("DATABASE_URL", str(target.url("postgresql")))
    take_over_drivers(target, recorder)
    config = load_project(request)
    config.set_main_option("sqlalchemy.url", project_url(config, target).replace("%", "%%"))
    directory = ScriptDirectory.from_config(config)
    capturer = Capturer(directory, request, write)
    try:
        with EnvironmentContext(config, directory, fn=capturer.steps, as_sql=False, starting_rev=None,
                                destination_rev="heads"):
            directory.run_env()
    except Broken as broken:
        return write({"again": broken.args[0], "down": broken.args[1]})
    if capturer.runs == 0:
        raise CommandError("env.py does not call context.run_migrations() in online mode")
    if target.changed:
        write({"warning": "env.py connects to %s: its migrations were run on PostgreSQL instead"
                          % ", ".join(sorted(target.changed))})
    strays(capturer.context.version_table, write)


def strays(version_table, write):
    told = set()
    for sql in recorder.stray:
        words = " ".join(sql.split())
        if READ.match(sql) or re.match(r"\s*(SHOW|SET\s+(TRANSACTION|SESSION\s+CHARACTERISTICS))\b", sql, re.IGNORECASE):
            continue
        if re.search(r"\b%s\b" % re.escape(version_table), sql) or words in told:
            continue
        told.add(words)
        write({"warning": "env.py itself runs SQL, which is not part of any revision: " + words[:120]})


main(run)
