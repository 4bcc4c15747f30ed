"""Schemas that Debian's packages bring along: as they are installed, or unpacked into a folder after apt-get download."""

import gzip
import re
import subprocess
from pathlib import Path

# Where several files match, one after the other; "last:" takes only the last of them.
SCHEMAS = {
    "bacula-director-pgsql": "usr/share/dbconfig-common/data/bacula-director-pgsql/install/pgsql",
    "bucardo": "usr/share/bucardo/bucardo.schema",
    "ejabberd": "usr/share/ejabberd/sql/pg.new.sql",
    "freeradius-config": "etc/freeradius/3.0/mods-config/sql/main/postgresql/schema.sql",
    "gammu-smsd": "usr/share/doc/gammu-smsd/examples/pgsql.sql",
    "icinga2-ido-pgsql": "usr/share/icinga2-ido-pgsql/schema/pgsql.sql",
    "jabberd2": "usr/share/doc/jabberd2/db-setup.pgsql.gz",
    "kamailio-postgres-modules": "usr/share/kamailio/postgres/standard-create.sql usr/share/kamailio/postgres/[!s]*-create.sql",
    "kea-admin": "usr/share/kea/scripts/pgsql/dhcpdb_create.pgsql",
    "mediawiki": "usr/share/mediawiki/maintenance/postgres/tables*.sql",
    "openqa": "last:usr/share/openqa/dbicdh/PostgreSQL/deploy/*/001-auto.sql",
    "pdns-backend-pgsql": "usr/share/pdns-backend-pgsql/schema/schema.pgsql.sql",
    "roundcube-core": "usr/share/roundcube/SQL/postgres.initial.sql",
    "tt-rss": "usr/share/tt-rss/www/schema/ttrss_schema_pgsql.sql",
    "ulogd2": "usr/share/doc/ulogd2/pgsql-ulogd2.sql.gz",
    "zabbix-server-pgsql": "usr/share/zabbix-server-pgsql/schema.sql.gz",
}

# Of the time when the language was not there from the beginning.
LANGUAGE = re.compile(r"^CREATE\s+(?:EXTENSION|LANGUAGE)\s+plpgsql\b[^;]*;", re.IGNORECASE | re.MULTILINE)


def download(folder):
    """Fetches and unpacks what is neither installed nor there; a package that is not to be had is left out."""
    for package in SCHEMAS:
        if not _files(package, [Path("/"), folder]):
            subprocess.run(["apt-get", "download", package], cwd=folder, capture_output=True, timeout=300)
            for archive in folder.glob(f"{package}_*.deb"):
                subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)


def _files(package, roots):
    pattern = SCHEMAS[package]
    for root in roots:
        found = [path for part in pattern.removeprefix("last:").split() for path in sorted(root.glob(part))]
        if pattern.startswith("last:"):
            found = sorted(found, key=lambda path: int(re.search(r"/(\d+)/", str(path)).group(1)))[-1:]
        if found:
            return found
    return []


def schemas(roots):
    """The SQL by package, of those that are there."""
    found = {}
    for package in SCHEMAS:
        texts = []
        for path in _files(package, roots):
            content = path.read_bytes()
            texts.append((gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8", "replace"))
        if texts:
            found[package] = LANGUAGE.sub("", "\n".join(texts))
    return found
