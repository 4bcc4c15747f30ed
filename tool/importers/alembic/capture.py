"""Captures every revision of an Alembic project: env.py runs in online mode on the import's own server, and what each
upgrade() and downgrade() executes is written down.

After each upgrade() its downgrade() runs in a transaction that is rolled back, so that one that fails stands in nobody's
way. One that commits by itself is gone back over by running upgrade() again; where that fails, the answer has what the
downgrade() executed under "again", and the import starts over without it.
"""
class Broken(Exception):
    """The database is not what the next revision builds on."""


class Capturer:
    def __init__(self, directory, request, write):
        self.directory = directory
        self.without_down = set(request["without_down"])
        self.write = write
        self.runs = 0
        self.context = self.last = self.keywords = None

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
            step.migration_fn = lambda script=script, **kw: self.up(script, kw)
            yield step  # Alembic runs it in a transaction, and notes its version
            down = None
            if "pieces" in self.last:
                self.raw().commit()
                with context.begin_transaction(_per_migration=True):
                    down = self.down(script, self.keywords)
            self.write(dict(described(script), up=self.last, down=down))

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

    def up(self, script, kw):
        self.keywords = kw
        self.last = self.section(script, script.module.upgrade, kw)
        if "pieces" in self.last:
            try:
                self.ask("SELECT 1")
            except Exception as error:  # a statement has failed, and the body has gone on
                self.last = failed(error, script, script.module.upgrade)
        if "pieces" not in self.last:
            self.raw().rollback()

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


def one_transaction_each():
    """What a revision does is committed before its downgrade() runs, whatever env.py asks for."""
    initialize = MigrationContext.__init__

    def ours(self, *arguments, **keywords):
        initialize(self, *arguments, **keywords)
        self._transaction_per_migration = True

    MigrationContext.__init__ = ours


def project_url(config, target):
    given = config.get_main_option("sqlalchemy.url") or ""
    driver = given.split(":")[0]
    if not driver.startswith("postgresql"):
        driver = "postgresql"
    return str(url_of(target, driver))


def run(request, write):
    target = Target(request)
    os.environ.setdefault("DATABASE_URL", str(url_of(target, "postgresql")))
    take_over_drivers(target, recorder)
    take_over_engines(target)
    take_over_asyncpg(target, recorder)
    one_transaction_each()
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
