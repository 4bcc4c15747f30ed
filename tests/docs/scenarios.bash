# What the comments of the pages call; read by tests/docs/world.py after tests/cli/helpers.bash.

# Line by line, as on a terminal: otherwise what goes to stderr would stand before results that were printed earlier.
pgmend() {
    stdbuf --output=L "$SCRATCH/bin/pgmend" "$@"
}

# The tracker's project: its revisions, checks and settings.
tracker() {
    cp -r "$PGMEND_ROOT"/{migrations,checks,pgmend.toml} .
}

# tracker_at REVISION: the tracker's project, and a database at that revision.
tracker_at() {
    database
    tracker
    pgmend --quiet upgrade "$1"
}

# A database of the tracker's at ef79ab4625d7, where somebody has added a column by hand that a later revision adds.
added_by_hand() {
    tracker_at ef79ab4625d7
    sql "ALTER TABLE tracker_tasks ADD COLUMN last_changelog_id $1"
}

# psql without a URL works on the case's database, too.
for_psql() {
    PGUSER=$(sed -E 's#^[a-z]+://([^@]*)@.*#\1#' <<<"$DB")
    PGHOST=$(sed -E 's#.*[?&]host=([^&]*).*#\1#; s#%2F#/#g' <<<"$DB")
    PGPORT=$(sed -E 's#.*[?&]port=([0-9]+).*#\1#' <<<"$DB")
    PGDATABASE=$(sed -E 's#^[a-z]+://[^/]*/([^?]*).*#\1#' <<<"$DB")
    export PGUSER PGHOST PGPORT PGDATABASE
}

# accounts: a project with a table, at revision one, and a second revision, which is still to come.
accounts_with_emails() {
    database
    for_psql
    revision one <<<$'-- migrate:up\nCREATE TABLE accounts (id bigint PRIMARY KEY, name text);'
    pgmend --quiet upgrade one
    sql "INSERT INTO accounts VALUES (1, 'first')"
    revision two one <<<$'-- migrate:up\nALTER TABLE accounts ADD COLUMN email varchar(200);'
    sed -i '1s/.*/-- Add email/' migrations/two.sql
}

# After `accounts`: a revision that goes well, and one that does not.
two_and_a_bad_one() {
    revision bad two <<<$'-- migrate:up\nSELECT 1 / 0;'
}

# reporting SECONDS: a session named report that reads accounts and stays in its transaction.
reporting() {
    PGAPPNAME=report psql -XAtq "$DB" -c BEGIN -c "SELECT count(*) FROM accounts" -c "SELECT pg_sleep($1)" >/dev/null 2>&1 &
    jobs_to_end+=($!)
    eventually "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'report' AND query ~ 'sleep'
                AND datname = current_database())"
}

# Customers and 200,000 orders of theirs without keys, and a revision that gives these.
orders() {
    database
    sql "CREATE TABLE customers (id bigint PRIMARY KEY, address text); INSERT INTO customers SELECT generate_series(1, 100);
         CREATE TABLE orders (id bigint, customer bigint, email text);
         INSERT INTO orders SELECT n, n % 100 + 1, 'c' || n FROM generate_series(1, 200000) n"
    sql "VACUUM ANALYZE"
    revision keys <<'SQL'
-- migrate:up
CREATE INDEX orders_email ON orders (email);
ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES customers;
ALTER TABLE orders ADD UNIQUE (id);
SQL
    sed -i '1s/.*/-- Keys for orders/' migrations/keys.sql
}

# A revision behind it that rows do not fit.
address_missing() {
    revision address keys <<<$'-- migrate:up\nALTER TABLE customers ALTER address SET NOT NULL;'
    sed -i '1s/.*/-- Every customer has an address/' migrations/address.sql
}

# The rows mended, and a revision with a key that they do not fit.
same_addresses() {
    sql "UPDATE customers SET address = id % 20 || ' Main Street'"
    revision one_each address <<<$'-- migrate:up\nALTER TABLE customers ADD CONSTRAINT one_each UNIQUE (address);'
    pgmend --quiet upgrade address
}

# Another pgmend is at work, on a revision that takes three seconds.
upgrading_elsewhere() {
    revision slow two <<<$'-- migrate:up\nSELECT pg_sleep(3);'
    pgmend upgrade >/dev/null 2>&1 &
    eventually "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query ~ 'pg_sleep.3' AND pid <> pg_backend_pid()
                AND datname = current_database())"
    sleep 1
}

# big: a table of 200,000 rows that belong to someone, and a revision that changes it.
big() {
    database
    sql "CREATE TABLE owners (id bigint PRIMARY KEY);
         INSERT INTO owners SELECT generate_series(1, 100);
         CREATE TABLE big (id bigint PRIMARY KEY, name varchar(20), owner bigint REFERENCES owners, note text);
         INSERT INTO big SELECT n, 'n' || n, n % 100 + 1, repeat('x', 80) FROM generate_series(1, 200000) n"
    sql "VACUUM ANALYZE big"
    revision one <<'SQL'
-- migrate:up
CREATE TABLE made (id bigint PRIMARY KEY);
ALTER TABLE big ALTER name TYPE varchar(40);
ALTER TABLE big ADD COLUMN token uuid DEFAULT gen_random_uuid();
ALTER TABLE big DROP CONSTRAINT big_owner_fkey;
SQL
}

# A revision slow on top of two, applied, and one that cannot be one transaction.
slow_and_idx() {
    revision slow two <<<$'-- migrate:up\nSELECT pg_sleep(0.1);'
    pgmend --quiet upgrade
    revision idx slow <<'SQL'
-- migrate:up
ALTER TABLE accounts ADD COLUMN active boolean;
CREATE INDEX CONCURRENTLY accounts_name ON accounts (name);
COMMENT ON INDEX accounts_name IS 'for the search';
SQL
    sed -i '1s/.*/-- Index accounts by name/' migrations/idx.sql
}

# idx's last statement has a typing error, until it is mended.
half_done() {
    sed -i 's/ON INDEX accounts_name/ON INDEX account_name/' migrations/idx.sql
}

mended() {
    sed -i 's/ON INDEX account_name/ON INDEX accounts_name/' migrations/idx.sql
    pgmend --quiet upgrade
}

# The block is SQL that the parser knows, although its rule finds in it what it has found in the first place.
parses() {
    local code=0
    pgmend lint --format json "$BLOCK" >found || code=$?
    [ "$code" -le 1 ] && ! grep unknown-statement found
}

# first_revision FILE: its sections take the place of the empty ones in the one revision that there is.
first_revision() {
    local file
    file=$(echo migrations/*_first_revision.sql)
    sed -i '/^-- migrate:up/,$d' "$file" && cat "$1" >>"$file"
}

# issues COUNT: issues.ndjson with issues T-1, T-2, …, each linked to another.
issues() {
    local n
    for n in $(seq "$1"); do
        echo '{"id": "'$n'", "key": "T-'$n'", "summary": "Task '$n'", "createdAt": "2025-10-20T08:54:11.008+0000",
            "updatedAt": "2025-10-21T08:54:11.008+0000", "status": {"key": "inProgress", "display": "In progress"},
            "links": [{"object": {"key": "T-'$((n + 405))'"}}]}' | tr -d '\n'
        echo
    done >issues.ndjson
}

# A number that no numeric holds is among the issues.
issue_too_large() {
    issues 1
    sed -i 's/"links"/"points": 1e200000, "links"/' issues.ndjson
    pgmend --quiet --error-journal errors.jsonl sync load issues.ndjson || true
}

# The tracker's database at its head, changed by hand in three places.
drifted() {
    tracker_at head
    sql "ALTER TABLE tracker_tasks ALTER COLUMN customer TYPE varchar(30);
         ALTER TABLE tracker_tasks DROP COLUMN team;
         CREATE INDEX byhand ON tracker_tasks (author)"
}

# The same with a column and an index on it that are only in the database.
column_by_hand() {
    tracker_at head
    sql "ALTER TABLE tracker_tasks ADD COLUMN byhand text; CREATE INDEX byhand ON tracker_tasks (byhand)"
}

# The database app, dumped and loaded again after before.json was taken: its check reads differently since. The role
# reader may neither change it nor make temporary tables.
reloaded() {
    databases+=(app)
    roles+=(reader)
    database
    for_psql
    psql -Xq -c "DROP DATABASE IF EXISTS app WITH (FORCE)" -c "DROP ROLE IF EXISTS reader" -c "CREATE DATABASE app" \
        -c "CREATE ROLE reader LOGIN" -c "REVOKE TEMPORARY ON DATABASE app FROM PUBLIC" 2>/dev/null
    sql "CREATE TABLE states (s varchar(10) CHECK (s IN ('a', 'b'))); GRANT SELECT ON states TO reader"
    pgmend --quiet snapshot --output before.json
    pg_dump "$DB" | PGDATABASE=app psql -Xq >/dev/null
    export PGDATABASE=app
    unset PGMEND_DATABASE_URL
}

# Two files with the schema of a shop, a.sql and b.sql.
two_schemas() {
    cat >a.sql <<'SQL'
CREATE TABLE customer (id integer PRIMARY KEY, name text, fax text);
CREATE TABLE old (id integer);
CREATE VIEW names AS SELECT id, name FROM customer;
SQL
    cat >b.sql <<'SQL'
CREATE TYPE state AS ENUM ('new', 'known');
CREATE TABLE customer (id integer PRIMARY KEY, name varchar(40) NOT NULL, state state DEFAULT 'new');
CREATE UNIQUE INDEX customer_name ON customer (lower(name));
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer integer NOT NULL REFERENCES customer);
CREATE VIEW names AS SELECT id, name FROM customer;
SQL
}

# The tracker's database with 60,000 rows of history, of which 5,000 are there twice.
duplicates() {
    tracker_at head
    sql "INSERT INTO tracker_tasks (id, tracker_id, key) SELECT n, n, 'T-' || n FROM generate_series(0, 999) n;
         INSERT INTO tracker_task_history (id, task_id, tracker_id, status, status_display, start_date, created_at)
         SELECT md5(n || '/' || copy)::uuid, n % 1000, n % 1000, (ARRAY['new', 'inProgress', 'review'])[n / 1000 % 3 + 1], 'x',
                timestamp '2024-01-01' + n / 1000 * interval '1 day', timestamp '2024-06-01' + copy * interval '1 h'
         FROM generate_series(0, 54999) n, generate_series(1, CASE WHEN n % 11 = 0 THEN 2 ELSE 1 END) copy"
    sql "VACUUM ANALYZE tracker_task_history"
}

# A row comes back under the key of one that has been deleted.
key_taken() {
    sql "INSERT INTO tracker_task_history (id, task_id, tracker_id, status, status_display, start_date)
         SELECT id, task_id, tracker_id, 'other', 'x', start_date FROM pgmend.archive_tracker_task_history ORDER BY id LIMIT 1"
}

# The block's sections as a new revision, applied.
as_revision() {
    local file
    file=$(pgmend revision --message "$1")
    sed -i '/^-- migrate:up/,$d' "$file" && cat "$BLOCK" >>"$file"
    pgmend --quiet upgrade
}

# A table of documents with an index by_name that is not the wished one.
documents() {
    database
    sql "CREATE TABLE docs (id bigint PRIMARY KEY, name text, body jsonb);
         INSERT INTO docs SELECT n, 'name ' || n, jsonb_build_object('n', n) FROM generate_series(1, 1000) n;
         CREATE INDEX by_name ON docs (name); ANALYZE docs"
}

# Accounts whose addresses are wanted in lower case.
accounts() {
    database
    sql "CREATE TABLE accounts (id bigint PRIMARY KEY, email text NOT NULL, email_lower text);
         INSERT INTO accounts SELECT n, 'User' || n || '@example.org' FROM generate_series(1, 100000) n"
    sql "VACUUM ANALYZE accounts"
}

events() {
    database
    sql "CREATE TABLE events (id bigint PRIMARY KEY, created_at timestamptz NOT NULL);
         INSERT INTO events SELECT n, now() - n * interval '10 min' FROM generate_series(1, 50000) n"
    sql "VACUUM ANALYZE events"
}

. "$PGMEND_ROOT/tests/docs/projects.bash"

# A folder schema/ of two files, and a database without either table.
files() {
    database
    mkdir schema migrations
    cat >schema/customer.sql <<'SQL'
CREATE TABLE customer (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL
);
CREATE VIEW customer_names AS SELECT id, name FROM customer;
SQL
    cat >schema/account.sql <<'SQL'
CREATE TABLE account (
    id       bigint PRIMARY KEY,
    customer bigint NOT NULL REFERENCES customer
);
SQL
}

# The same, applied, with a column that has got another name in the files.
files_renamed() {
    files
    pgmend -q --yes apply schema/ >/dev/null
    sed -i 's/    name text/    full_name text/; s/id, name/id, full_name/' schema/customer.sql
}

# The schema of a small shop.
shop_schema() {
    cat <<'SQL'
CREATE TYPE state AS ENUM ('new', 'paid');
CREATE TABLE customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
CREATE TABLE purchase (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer bigint NOT NULL REFERENCES customer, state state NOT NULL DEFAULT 'new', total numeric(12,2) NOT NULL);
CREATE INDEX purchase_customer ON purchase (customer);
CREATE VIEW revenue AS SELECT customer, sum(total) AS total FROM purchase WHERE state = 'paid' GROUP BY customer;
SQL
}

# A database that nobody has written migrations for.
shop_without_migrations() {
    database
    for_psql
    sql "$(shop_schema)"
}

shop_with_baseline() {
    shop_without_migrations
    pgmend --quiet baseline >/dev/null
}

dump_of_a_shop() {
    database
    shop_schema >dump.sql
}
