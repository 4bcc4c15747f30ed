# Projects of other tools, and databases that they have migrated; read by scenarios.bash.

# An Alembic project of three revisions in the working folder. Its newest reads rows before it writes any: no file can say
# that; names_tidied writes what it does.
alembic_shop() {
    database
    mkdir -p alembic/versions migrations
    printf '[alembic]\nscript_location = alembic\nsqlalchemy.url = %s\n[loggers]\nkeys = root,alembic\n[handlers]\nkeys = console
[formatters]\nkeys = short\n[logger_root]\nlevel = WARN\nhandlers = console\n[logger_alembic]\nlevel = INFO\nhandlers =
qualname = alembic\n[handler_console]\nclass = StreamHandler\nargs = (sys.stderr,)\nformatter = short
[formatter_short]\nformat = %%(levelname)-5.5s [%%(name)s] %%(message)s\n' "${DB//%/%%}" >alembic.ini
    cat >alembic/env.py <<'PY'
import logging.config

from alembic import context
from sqlalchemy import create_engine

logging.config.fileConfig(context.config.config_file_name)
if context.is_offline_mode():
    context.configure(dialect_name="postgresql", literal_binds=True, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
PY
    alembic_revision ae1027a6acf None "Create accounts" 'op.execute("CREATE TABLE accounts (id bigint PRIMARY KEY, name text)")' \
        'op.execute("DROP TABLE accounts")'
    alembic_revision 1975ea83b712 '"ae1027a6acf"' "Index the names" \
        'with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY accounts_name ON accounts (name)")' 'op.execute("DROP INDEX accounts_name")'
    alembic_revision 27c6a30d7c24 '"1975ea83b712"' "Fill names" \
        'for row in op.get_bind().execute("SELECT id, name FROM accounts").fetchall():
        op.execute(f"UPDATE accounts SET name = {row.name.strip()!r} WHERE id = {row.id}")' 'pass'
}

# alembic_revision ID DOWN MESSAGE UPGRADE DOWNGRADE
alembic_revision() {
    local name=${3,,}
    cat >"alembic/versions/$1_${name// /_}.py" <<PY
"""$3

Revision ID: $1
Create Date: 2025-03-04 10:00:00

"""
from alembic import op

revision = "$1"
down_revision = $2


def upgrade():
    $4


def downgrade():
    $5
PY
}

names_tidied() {
    local file=migrations/27c6a30d7c24_fill_names.sql
    sed -i '/^-- TODO/,/database\.$/d; s/^-- migrate:up$/&\nUPDATE accounts SET name = btrim(name);/' "$file"
}

# file PATH <<<TEXT
file() {
    mkdir -p "$(dirname "$1")"
    cat >"$1"
}

# What all these tools would have made of their two migrations.
users_migrated() {
    sql "CREATE TABLE users (id bigint PRIMARY KEY, name text); CREATE INDEX users_name ON users (name)"
}

dbmate_shop() {
    database
    file db/migrations/20240101120000_create_users.sql <<'SQL'
-- migrate:up
CREATE TABLE users (id bigint PRIMARY KEY, name text);

-- migrate:down
DROP TABLE users;
SQL
    file db/migrations/20240102120000_index_names.sql <<'SQL'
-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY users_name ON users (name);

-- migrate:down
DROP INDEX users_name;
SQL
}

dbmate_database() {
    users_migrated
    sql "CREATE TABLE schema_migrations (version varchar(255) PRIMARY KEY);
         INSERT INTO schema_migrations VALUES ('20240101120000'), ('20240102120000')"
}

flyway_shop() {
    database
    file sql/V1__create_users.sql <<<'CREATE TABLE users (id bigint PRIMARY KEY, name text);'
    file sql/V2_1__index_names.sql <<<'CREATE INDEX CONCURRENTLY users_name ON users (name);'
    file sql/U2_1__index_names.sql <<<'DROP INDEX users_name;'
    file sql/R__views.sql <<<'CREATE OR REPLACE VIEW names AS SELECT name FROM users;'
}

# Rows as Flyway writes them, but for the checksums, which a row may be without.
flyway_database() {
    users_migrated
    sql "CREATE VIEW names AS SELECT name FROM users;
         CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50),
             description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum integer,
             installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(),
             execution_time integer NOT NULL, success boolean NOT NULL);
         INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,
             execution_time, success)
         VALUES (1, '1', 'create users', 'SQL', 'V1__create_users.sql', 'app', 5, true),
                (2, '2.1', 'index names', 'SQL', 'V2_1__index_names.sql', 'app', 5, true),
                (3, '3', 'views', 'SQL', 'V3__views.sql', 'app', 5, true)"
}

golang_migrate_shop() {
    database
    file db/migrations/000001_create_users.up.sql <<<'CREATE TABLE users (id bigint PRIMARY KEY, name text);'
    file db/migrations/000001_create_users.down.sql <<<'DROP TABLE users;'
    file db/migrations/000002_index_names.up.sql <<<'CREATE INDEX CONCURRENTLY users_name ON users (name);'
    file db/migrations/000002_index_names.down.sql <<<'DROP INDEX users_name;'
}

golang_migrate_database() {
    users_migrated
    sql "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
         INSERT INTO schema_migrations VALUES (2, false)"
}

golang_migrate_dirty() {
    sql "UPDATE schema_migrations SET dirty = true; DELETE FROM alembic_version"
}

sql_migrate_shop() {
    database
    file migrations/20240101120000-functions.sql <<'SQL'
-- +migrate Up
-- +migrate StatementBegin
CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;
-- +migrate StatementEnd

-- +migrate Down
DROP FUNCTION one();
SQL
}

node_pg_migrate_shop() {
    database
    file migrations/1704067200000_create-users.sql <<'SQL'
-- Up Migration
CREATE TABLE users (id bigint PRIMARY KEY, name text);

-- Down Migration
DROP TABLE users;
SQL
    file migrations/1704153600000_add-email.js <<'JS'
exports.up = (pgm) => {
  pgm.addColumn('users', { email: { type: 'text' } });
};
JS
}

node_pg_migrate_rewritten() {
    rm migrations/1704153600000_add-email.js
    file migrations/1704153600000_add-email.sql <<'SQL'
-- Up Migration
ALTER TABLE users ADD COLUMN email text;
SQL
}

pattern_shop() {
    database
    file db/up/0007-a.sql <<<'CREATE TABLE a (id int);'
    file db/down/0007-a.sql <<<'DROP TABLE a;'
    sql "CREATE TABLE a (id int); CREATE TABLE done (nr text); INSERT INTO done VALUES ('0007')"
}
