# What the golden cases have at hand; read by tests/cli/run before a case's cmd.

unset PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGSERVICE PGOPTIONS PGAPPNAME PGMEND_DATABASE_URL DATABASE_URL
export HOME=$SCRATCH NO_COLOR=1 TERM=dumb LC_ALL=C.UTF-8 COLUMNS=80
export PATH=$SCRATCH/bin:$PGBIN:$PATH
mkdir "$SCRATCH/bin"
ln -s "$PGMEND_BINARY" "$SCRATCH/bin/pgmend"
mkdir .git # settings are looked for up to here
jobs_to_end=()
databases=()
roles=()

at_end() {
    local one
    for one in "${jobs_to_end[@]}"; do kill -9 "$one" 2>/dev/null; done
    [ -n "${KEEP:-}" ] && return
    for one in "${databases[@]}"; do
        psql -XAtq "$PGMEND_TEST_SERVER_URL" -c "DROP DATABASE IF EXISTS $one WITH (FORCE)" >/dev/null
    done
    for one in "${roles[@]}"; do
        psql -XAtq "$PGMEND_TEST_SERVER_URL" -c "DROP ROLE $one"
    done
}
trap at_end EXIT

# pgbouncer in transaction mode before the case's database: POOLED is the way through it, with as few server sessions as
# pgmend can work with. Where it is not installed, the case ends with the answers that are written down.
pooler() {
    local host user as=()
    if [ ! -x /usr/sbin/pgbouncer ]; then
        cat "${0%/cmd}/out"
        cat "${0%/cmd}/err" >&2
        exit "$(cat "${0%/cmd}/rc")"
    fi
    host=$(sed -E 's/.*host=([^&]*).*/\1/; s/%2F/\//g' <<<"$DB")
    user=$(sql 'SELECT current_user')
    mkdir "$SCRATCH/proxy"
    echo "\"$user\" \"\"" >"$SCRATCH/proxy/users"
    cat >"$SCRATCH/proxy/pgbouncer.ini" <<INI
[databases]
* = host=$host
[pgbouncer]
listen_addr =
unix_socket_dir = $SCRATCH/proxy
auth_type = trust
auth_file = $SCRATCH/proxy/users
pool_mode = transaction
default_pool_size = ${1:-2}
INI
    if [ "$(id -u)" = 0 ]; then
        # As the server's own account: only that one can open its socket.
        as=(setpriv --reuid="$(stat -c %U "$host"/.s.PGSQL.*[0-9])" --init-groups)
        chown -R "${as[1]#--reuid=}" "$SCRATCH/proxy"
    fi
    "${as[@]}" /usr/sbin/pgbouncer "$SCRATCH/proxy/pgbouncer.ini" 2>"$SCRATCH/proxy.log" &
    jobs_to_end+=($!)
    disown # the shell says nothing of its end
    while [ ! -S "$SCRATCH/proxy/.s.PGSQL.6432" ]; do sleep 0.05; done
    POOLED="host=$SCRATCH/proxy port=6432 user=$user dbname=$(sql 'SELECT current_database()')"
}

# An empty database of the case's own; DB is its URL, and what pgmend works on unless told otherwise.
database() {
    local name
    printf -v name 'test_cli_%07d' $$ # one length, since messages are wrapped
    psql -XAtq "$PGMEND_TEST_SERVER_URL" -c "CREATE DATABASE $name" || exit 99
    databases+=("$name")
    DB=$(sed -E "s#/[^/?]*(\\?|\$)#/$name\\1#" <<<"$PGMEND_TEST_SERVER_URL")
    export DB PGMEND_DATABASE_URL=$DB
}

# A role without any rights, whose name is in ROLE; LIMITED is the URL of the case's database for it.
role() {
    printf -v ROLE 'cli_%07d' $$
    sql "CREATE ROLE $ROLE LOGIN"
    roles+=("$ROLE")
    LIMITED=$(sed -E "s#//[^/]*/#//$ROLE@/#" <<<"$DB")
}

# project NAME: the files of tests/cli/projects/NAME, or of the tracker, come here.
project() {
    if [ "$1" = tracker ]; then
        cp -r "$CLI_ROOT/../../migrations" .
    else
        cp -r "$CLI_ROOT/projects/$1/." .
    fi
}

sql() {
    PGOPTIONS='-c client_min_messages=warning' psql -XAtq -v ON_ERROR_STOP=1 "$DB" -c "$1"
}

# The indexes of a table, and whether they can be used.
indexes() {
    sql "SELECT pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END
         FROM pg_index WHERE indrelid = '$1'::regclass ORDER BY 1"
}

# expect CODE COMMAND…: says so when the exit code is another.
expect() {
    local wanted=$1 got=0
    shift
    "$@" || got=$?
    [ "$got" = "$wanted" ] || echo "exit code $got instead of $wanted: $*"
}

# The whole database as SQL, without what pg_dump says of itself; of the version table and the ledger too.
dump() {
    pg_dump --no-owner "${1:-$DB}" | sed -E -e '/^(--|\\(un)?restrict|SET |SELECT pg_catalog.set_config|$)/d'
}

# unchanged COMMAND…: the same exit code, and a word when the database is not what it was.
unchanged() {
    local code=0
    dump >"$SCRATCH/before"
    "$@" || code=$?
    dump | diff "$SCRATCH/before" - || echo "the database has changed: $*"
    return $code
}

# eventually 'SQL that gives t': waits for it, 30 s at most.
eventually() {
    local i
    for i in $(seq 300); do
        [ "$(sql "$1")" = t ] && return
        sleep 0.1
    done
    echo "never came true: $1"
    return 1
}

# revision ID DOWN <<<'sections': a revision file, migrations/ID.sql.
revision() {
    mkdir -p migrations
    { printf -- '-- Revision %s\n--\n-- revision: %s\n-- down_revision: %s\n\n' "$1" "$1" "${2:-}"; cat; } >"migrations/$1.sql"
}

# Runs the commands that `pgmend locate` prints, as they stand but for the answer to the question, and looks again:
# nothing may be left to fix.
mend() {
    local advice
    advice=$(pgmend locate | sed -n 's/^To fix: //p')
    echo "mending by: $advice"
    eval "${advice//pgmend /pgmend -q --yes }" >/dev/null
    expect 0 pgmend locate
    expect 0 pgmend check --against migrations
    pgmend current
}

# holding 'SQL': another session that runs it in a transaction and keeps it open until let_go; HOLDER is its pid.
holding() {
    rm -f held go_on
    mkfifo go_on
    PGAPPNAME=holder psql -XAtq -v ON_ERROR_STOP=1 "$DB" >/dev/null <<SQL &
BEGIN;
$1;
\! touch held
\! read line < go_on
COMMIT;
SQL
    HOLDER=$!
    jobs_to_end+=("$HOLDER")
    while [ ! -f held ]; do sleep 0.05; done
}

let_go() {
    echo >go_on
    wait "$HOLDER"
}
