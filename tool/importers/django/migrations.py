"""Captures every migration of a Django project, run by its own manage.py: as `migrate` does, on the import's own server, and
what each one executes is written down. Its way back runs in a transaction that is rolled back, or, where the migration
is not atomic, for good, and the migration once more.
"""
ENGINE = "django.db.backends.postgresql"


def use_target(connections, target):
    """The project's default database is the import's, whatever the settings say; options of PostgreSQL stay."""
    default = connections.databases["default"]
    if "postg" not in default["ENGINE"]:
        target.changed.add(default["ENGINE"].rpartition(".")[2])
        default.update(ENGINE=ENGINE, OPTIONS={})
    default.update(NAME=target.database, USER=target.user, PASSWORD="", HOST=target.host, PORT=str(target.port))
    if hasattr(connections._connections, "default"):
        del connections["default"]


class Project:
    def __init__(self, connection):
        from django.db.migrations.executor import MigrationExecutor
        self.connection = connection
        self.executor = MigrationExecutor(connection)
        self.executor.recorder.ensure_schema()
        self.graph = self.executor.loader.graph
        self.state = self.executor._create_project_state(with_applied_migrations=True)

    def plan(self):
        return [migration for migration, _ in self.executor.migration_plan(self.graph.leaf_nodes())]

    def apply(self, migration, state):
        with self.connection.schema_editor(atomic=migration.atomic) as editor:
            return migration.apply(state, editor)

    def unapply(self, migration, state):
        with self.connection.schema_editor(atomic=migration.atomic) as editor:
            migration.unapply(state, editor)


def path_of(migration):
    return sys.modules[type(migration).__module__].__file__


def section(migration, body):
    """What `body` executes, or why it fails; the value that it returns as well."""
    recorder.start(path_of(migration))
    try:
        value = body()
        return {"pieces": recorder.stop()}, value
    except (Exception, SystemExit) as error:
        recorder.stop()
        frames = traceback.extract_tb(error.__traceback__)
        return {"reason": reason_of(error), "line": line_in(frames, path_of(migration)), "source": "",
                "irreversible": type(error).__name__ == "IrreversibleError"}, None


def up_of(project, migration):
    before = project.state.clone()
    up, after = section(migration, lambda: project.apply(migration, project.state.clone()))
    # One that fails changes what Django thinks of the models all the same, so that the others can go on.
    project.state = after or migration.mutate_state(project.state.clone())
    project.executor.recorder.record_applied(migration.app_label, migration.name)
    return up, before


def down_of(project, migration, before):
    from django.db import transaction

    def back():
        project.unapply(migration, before.clone())

    if not migration.atomic:
        down, _ = section(migration, back)
        if "pieces" in down:
            project.apply(migration, before.clone())
        return down
    down = {}
    try:
        with transaction.atomic():
            down, _ = section(migration, back)
            transaction.set_rollback(True)
    except transaction.TransactionManagementError:
        pass
    return down


def described(project, migration):
    key = (migration.app_label, migration.name)
    parents = [parent.key for parent in sorted(project.graph.node_map[key].parents)]
    own = [name for app, name in parents if app == migration.app_label]
    return {
        "revision": "%s_%s" % key,
        "down_revision": ["%s_%s" % (migration.app_label, name) for name in own],
        "branch_labels": [] if own else [migration.app_label],
        "depends_on": ["%s_%s" % (app, name) for app, name in parents if app != migration.app_label],
        "message": migration.name.lstrip("0123456789").replace("_", " ").strip() + " (%s)" % migration.app_label,
        "created": "",
        "path": path_of(migration),
    }


def run(request, write):
    from django.db import connections
    target = Target(request)
    take_over_drivers(target, recorder)
    use_target(connections, target)
    project = Project(connections["default"])
    for migration in project.plan():
        up, before = up_of(project, migration)
        down = down_of(project, migration, before) if "pieces" in up else None
        if down is not None and down.pop("irreversible", False):
            down = None
        write(dict(described(project, migration), up=up, down=down or None))
    if target.changed:
        write({"warning": "the settings name %s: the migrations were run on PostgreSQL instead"
                          % ", ".join(sorted(target.changed))})


main(run)
